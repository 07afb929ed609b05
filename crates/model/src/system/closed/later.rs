//! What happens beside the request: a replica's copies, a worker's tasks.

use super::super::plan::{APPLY, Plan, TASK};
use super::Parts;
use super::stations::Station;
use super::way::{response, sum};
use crate::error::Error;
use crate::network::Step;
use crate::queueing::pool::{Place, Pool};
use crate::queueing::sojourn::{Near, Queue, Sojourn};
use crate::report::{Component, ReplicationReport, Resource, TaskReport};
use crate::units::{Rate, Time, per_second, seconds};

/// The appliers of one replica: what each does, and the queue before them.
///
/// A pool inside a network that reads use, too, as in [`Lag`](crate::components::database::Lag): a thread that waits at the
/// replica's cores or disk does not stand there behind the writes that still wait for a thread.
pub(super) struct Applier {
    pub(super) demand: f64, // [1], needed over there is, waits at the replica's cores and disk included
    rate: Rate,
    waits: f64, // [1], at cores and disk, over those of the stations
    pool: Pool,
    start: usize, // of what a thread does, in its route
}

impl Applier {
    /// Nothing where nothing is copied.
    pub(super) fn of(plan: &Plan, stations: &[Station]) -> Result<Option<Self>, Error> {
        let Some(group) = plan.group(Component::Replica) else {
            return Ok(None);
        };
        let machines = f64::from(plan.network.groups[group].machines);
        let rate = plan.arrival * plan.loads.jobs[APPLY] / machines;
        if rate <= 0.0 {
            return Ok(None);
        }
        let route = &plan.network.routes[APPLY];
        let is_taken = |step: &Step| matches!(step, Step::Take { .. });
        let start = route.iter().position(is_taken).unwrap_or(0);
        let threads = plan.network.groups[group].pools[0].places;
        let pool = Pool::new(per_second(rate), threads, &places(plan, group, rate))?;
        let hold = plan.loads.pool(group, 0);
        let bare = hold.time / hold.takes;
        let open = bare + waits(&route[start..], stations);
        let alone = open + pool.extra().seconds() - pool.mean_queue() / rate;
        Ok(Some(Self {
            demand: match pool.capacity() {
                Some(capacity) if pool.is_full() => (rate / capacity.per_second()).max(1.0),
                _ => 0.0,
            },
            rate: per_second(rate),
            waits: if open > bare {
                ((alone - bare) / (open - bare)).max(0.0)
            } else {
                1.0
            },
            pool,
            start,
        }))
    }

    /// From the write at the source until it is applied: the network, a queue for the threads, then the work itself.
    fn lag(&self, plan: &Plan, stations: &[Station]) -> Sojourn {
        let route = &plan.network.routes[APPLY];
        let (before, work) = route.split_at(self.start);
        let work = sum(work, stations, self.waits);
        let irregular = work.deviation() / work.mean().max(seconds(1e-12));
        let wait = self.pool.mean_queue() / self.rate.per_second();
        let chance = self.pool.probability_of_waiting();
        let queue = Queue {
            chance,
            wait: seconds(wait * 0.5 * (1.0 + irregular * irregular) / chance.max(1e-300)),
            same: 0.0,
        };
        let way = work.repeated(sum(before, stations, 1.0), 1);
        if wait > 0.0 { way.waits(queue, 1) } else { way }
    }
}

/// Mean waits at the stations that some steps visit. `[s]`
fn waits(steps: &[Step], stations: &[Station]) -> f64 {
    let wait = |step: &Step| match step {
        Step::Visit {
            group,
            station,
            visits,
            ..
        } => {
            let here = |at: &&Station| (at.group, at.station) == (*group, *station);
            let queue = stations.iter().find(here).map(|at| at.queue);
            queue.map_or(0.0, |queue| {
                visits.mean() * queue.chance * queue.wait.seconds()
            })
        }
        _ => 0.0,
    };
    steps.iter().map(wait).sum()
}

/// Where writes are at a replica, among its reads.
fn places(plan: &Plan, group: usize, rate: f64) -> Vec<Place> {
    let description = &plan.network.groups[group];
    let machines = f64::from(description.machines);
    let stations = description.stations.iter().enumerate();
    let places = stations.filter_map(|(station, servers)| {
        let all = plan.arrival * plan.loads.station(group, station).work / machines;
        let of = |step: &Step| match step {
            Step::Visit {
                group: at,
                station: of,
                service,
                visits,
            } if (*at, *of) == (group, station) => visits.mean() * service.mean.seconds(),
            _ => 0.0,
        };
        let own: f64 = plan.network.routes[APPLY].iter().map(of).sum();
        (all > 0.0).then(|| Place::station(all, servers.servers).shared(1, rate * own / all))
    });
    places.collect()
}

/// How far the replicas are behind.
pub(super) fn replication(
    plan: &Plan,
    (applier, stations): (Option<Applier>, &[Station]),
    (known, near): (Option<Parts>, &mut Near<3>),
) -> Result<Option<ReplicationReport>, Error> {
    let (Some(group), Some(applier)) = (plan.group(Component::Replica), applier) else {
        return Ok(None);
    };
    let way = applier.lag(plan, stations);
    Ok(Some(ReplicationReport {
        replicas: plan.network.groups[group].machines,
        writes: applier.rate,
        lag: response((&way, way.mean()), known, near)?,
        spare: applier
            .pool
            .capacity()
            .map(|capacity| capacity.per_second() / applier.rate.per_second()),
    }))
}

/// What the workers do.
pub(super) fn tasks(
    plan: &Plan,
    stations: &[Station],
    (known, near): (Option<Parts>, &mut Near<3>),
) -> Result<Option<TaskReport>, Error> {
    let offered = plan.arrival * plan.loads.jobs[TASK];
    let workers = |s: &&Station| {
        (s.report.component, s.report.resource) == (Component::Worker, Resource::Cores)
    };
    let Some(station) = stations.iter().find(workers).filter(|_| offered > 0.0) else {
        return Ok(None);
    };
    let wait: Time = station.report.wait;
    let way = sum(&plan.network.routes[TASK], stations, 1.0);
    Ok(Some(TaskReport {
        offered: per_second(offered),
        backlog: station.report.queue,
        wait,
        completion: response((&way, way.mean()), known, near)?,
    }))
}
