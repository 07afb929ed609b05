//! The database as a network that can be simulated: queries arrive, writes go on to the replicas.

use super::study::{Side, Study};
use crate::error::Error;
use crate::machine::Machine;
use crate::network::{
    Arrivals, Choice, Discipline, Group, Network, Pool, Service, Station, Step, Visits,
};
use crate::units::seconds;

/// The route on which a replica repeats a write. Its jobs last as long as the replica's lag.
pub const APPLY: usize = 1;

const SOURCE: usize = 0;
const REPLICA: usize = 1;
const CORES: usize = 0;
const DISK: usize = 1;
/// Threads that apply, and connections.
const APPLIERS: usize = 0;
const CONNECTIONS: usize = 1;

impl Study {
    /// The same database as a network: group 0 is the source (or the copies), group 1 the replicas; route 0 a query, which
    /// begins and ends at the database's door, and route [`APPLY`] a write on its way to one replica.
    ///
    /// # Errors
    /// A time that must be given was not.
    pub fn network(&self) -> Result<Network, Error> {
        let database = &self.database;
        let mut groups = vec![self.group("source", database.machine(), database.copy_count())?];
        if database.replica_count() > 0 {
            let (machine, count) = (database.replica_machine(), database.replica_count());
            groups.push(self.group("replica", machine, count)?);
        }
        Ok(Network {
            arrivals: Arrivals::Poisson(self.queries.all()),
            groups,
            routes: vec![self.query()?, self.apply()],
            client: None,
        })
    }

    fn group(&self, name: &str, machine: &Machine, machines: u32) -> Result<Group, Error> {
        let station = |servers| Station {
            servers,
            discipline: Discipline::Fcfs,
        };
        let pool = |places| Pool { places, room: None };
        let connections = self.database.connection_limit().map(pool);
        Ok(Group {
            name: name.into(),
            machines,
            stations: vec![station(machine.hardware()?.cores), station(1)],
            pools: std::iter::once(pool(self.database.applier_count()))
                .chain(connections)
                .collect(),
            choice: Choice::Random,
            failures: None,
        })
    }

    /// A query: a write with this probability, otherwise a read.
    fn query(&self) -> Result<Vec<Step>, Error> {
        let mut write = self.work(SOURCE, &self.source, 1.0);
        write.extend(self.replicate()?);
        let there = |group, steps| self.there(group, steps);
        let at_source = there(SOURCE, self.work(SOURCE, &self.source, 0.0));
        let read = if self.database.replica_count() == 0 {
            at_source
        } else {
            let at_replica = there(REPLICA, self.work(REPLICA, &self.replica, 0.0));
            Step::either(self.database.source_share_of_reads(), at_source, at_replica)
        };
        Ok(Step::either(
            self.queries.write_share(),
            there(SOURCE, write),
            read,
        ))
    }

    /// Goes to a machine of a group, with a connection where they are limited.
    fn there(&self, group: usize, steps: Vec<Step>) -> Vec<Step> {
        let mut all = vec![Step::Choose { group }];
        let pool = CONNECTIONS;
        if self.database.connection_limit().is_some() {
            all.push(Step::Take { group, pool });
            all.extend(steps);
            all.push(Step::Give { group, pool });
        } else {
            all.extend(steps);
        }
        all
    }

    /// Cores and pages of a query, and its log if it writes.
    fn work(&self, group: usize, side: &Side, log: f64) -> Vec<Step> {
        self.share_of_work(group, side, 1.0, log)
    }

    fn share_of_work(&self, group: usize, side: &Side, share: f64, log: f64) -> Vec<Step> {
        let visit = |station, time: f64, visits| Step::Visit {
            group,
            station,
            service: Service::exponential(seconds(time)),
            visits,
        };
        let pages = Visits::of(self.queries.pages * share, side.miss);
        let mut steps = vec![
            visit(CORES, self.queries.cpu.seconds() * share, Visits::ONE),
            visit(DISK, side.read, pages),
        ];
        if log > 0.0 {
            steps.push(visit(DISK, side.log * log, Visits::ONE));
        }
        steps
    }

    /// Sends a write to every replica, and waits for those that must have it.
    fn replicate(&self) -> Result<Vec<Step>, Error> {
        if self.database.replica_count() == 0 {
            return Ok(Vec::new());
        }
        let mut steps = vec![Step::Spawn {
            route: APPLY,
            each: Some(REPLICA),
        }];
        steps.extend(self.acknowledgement()?.steps());
        Ok(steps)
    }

    /// A write on its way to a replica: the network, a thread, the work.
    fn apply(&self) -> Vec<Step> {
        if self.database.replica_count() == 0 {
            return Vec::new();
        }
        let (group, pool) = (REPLICA, APPLIERS);
        let half = seconds(self.queries.hop.seconds() / 2.0);
        let mut steps = vec![
            Step::Delay(Service::constant(half)),
            Step::Take { group, pool },
        ];
        let share = self.database.apply_share();
        steps.extend(self.share_of_work(group, &self.replica, share, share));
        steps.push(Step::Give { group, pool });
        steps
    }
}
