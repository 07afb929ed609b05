//! What a system must do, what may be built for it, and what came of that.

use super::definition::System;
use crate::components::availability::Uptime;
use crate::components::cdn::Cdn;
use crate::components::database::Database;
use crate::components::queue::Queue;
use crate::components::{Balancer, Cache, Fleet};
use crate::cost::PriceBook;
use crate::error::{Error, within};
use crate::format::significant;
use crate::machine::Machine;
use crate::report::Component;
use crate::units::{Money, Time};
use std::fmt;

/// What a system must do in the peak hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// 99 of 100 requests are answered within this time. 1 ns to 1e9 s
    pub p99: Time,
    /// How many more users it must do this for than are expected, as a share of them. `[1]`, 0 to 100
    ///
    /// Without it the cheapest system is one that is nearly full: many machines with a common queue answer in time until the last
    /// of them is busy.
    pub headroom: f64,
    /// Share of the time in which enough machines work to carry the load; `None`: machines never fail. `[1]`, 0 to below 1
    pub availability: Option<f64>,
}

/// What may be built.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Kinds of machines for the web application, or for both sides together, with their prices. 1 to 50
    pub machines: Vec<Machine>,
    /// Databases to choose from where they stand apart, each on its machine; replicas are added to them. At most 50; none:
    /// web application and database share a machine.
    pub databases: Vec<Database>,
    /// What a query spends on the network where web application and database are apart.
    pub hop: Time,
    /// The balancer that stands before several web machines; `None`: clients pick one at random.
    pub balancer: Option<Balancer>,
    /// Caches to choose from, each on its machines; a system without one is always tried too. At most 50
    pub caches: Vec<Cache>,
    /// A CDN. It takes files off the web machines' network and off their bill; that users are nearer to it no target asks.
    pub cdn: Stage<Cdn>,
    /// A queue for the slow work, which is else done before the answer.
    pub queue: Stage<Queue>,
    /// Most machines of workers behind the queue, of which as few are taken as keep up with the tasks of the traffic and its
    /// headroom; 0: as many as the queue comes with. 0 to 10 000
    pub workers: u32,
    /// Most web machines. 1 to 1 000
    pub most: u32,
    /// Most replicas. 0 to 100. Readers go to replicas, so with a single one both it and the source must work.
    pub replicas: u32,
    /// How long a machine works and how long its repair takes; needed with a target for the availability.
    pub uptime: Option<Uptime>,
    /// From the failure of a source until a replica has taken its place, of databases that do not say so themselves
    /// ([`Database::failover`](crate::components::database::Database::failover)); all of it counts as detection. Needed with an
    /// availability and replicas.
    pub failover: Option<Time>,
    /// The prices of what leaves the data centre; `None`: only machines are counted.
    pub tariff: Option<Tariff>,
}

/// Whether the systems that are searched have a stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage<T> {
    /// None has it.
    #[default]
    Without,
    /// Every one has it.
    With(T),
    /// Each is judged with it and without.
    Perhaps(T),
}

impl<T> Stage<T> {
    /// What the stage would be, if it may be there.
    pub(super) fn part(&self) -> Option<&T> {
        match self {
            Self::Without => None,
            Self::With(part) | Self::Perhaps(part) => Some(part),
        }
    }

    /// Without it, with it, or both.
    pub(super) fn ways(&self) -> &'static [bool] {
        match self {
            Self::Without => &[false],
            Self::With(_) => &[true],
            Self::Perhaps(_) => &[false, true],
        }
    }
}

impl<T> From<Option<T>> for Stage<T> {
    /// With what there is, or without.
    fn from(part: Option<T>) -> Self {
        part.map_or(Self::Without, Self::With)
    }
}

/// What traffic costs that leaves the data centre.
#[derive(Clone, Debug, PartialEq)]
pub struct Tariff {
    /// One price list ([`PriceBook::in_book`]).
    pub prices: PriceBook,
    /// Where the web machines are.
    pub region: String,
}

/// The cheapest system, and why it is not cheaper.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The system; `None` if nothing in the searched space meets the target.
    pub system: Option<System>,
    /// What it costs in a month under the load that is expected; what it sends only where prices of that were given.
    pub monthly: Money,
    /// What it does under the load that is expected.
    pub p99: Option<Time>,
    /// Share of the time in which enough machines work, if that was asked. `[1]`
    pub availability: Option<f64>,
    /// Systems that were judged.
    pub judged: u64,
    /// The next cheaper ones, and what each of them fails on.
    pub neighbours: Vec<Neighbour>,
    /// Where nothing meets the target: what comes nearest to it, and what it fails on.
    pub nearest: Option<Neighbour>,
}

/// A system one small step cheaper than the one that was found, or the nearest where none was.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    /// The step: "3 instead of 4 web machines"; of the nearest its parts.
    pub step: String,
    /// What it would cost in a month.
    pub monthly: Money,
    /// What it fails on: "p99 410 ms", "database cores full at 310 /s: needs 1.3 times what there is".
    pub fails: String,
}

impl Options {
    /// One of these machines alone, or with what is then allowed; a query spends `hop` on the network where it has one.
    ///
    /// Neither databases apart nor caches, replicas, balancers, CDN or queue; machines never fail; what is sent is free.
    pub fn of(machines: Vec<Machine>, hop: Time) -> Self {
        Self {
            machines,
            databases: Vec::new(),
            hop,
            balancer: None,
            caches: Vec::new(),
            cdn: Stage::Without,
            queue: Stage::Without,
            workers: 0,
            most: 1,
            replicas: 0,
            uptime: None,
            failover: None,
            tariff: None,
        }
    }

    pub(super) fn check(&self, goal: Goal) -> Result<(), Error> {
        within("target", goal.p99.seconds(), 1e-9, 1e9)?;
        within("headroom", goal.headroom, 0.0, 100.0)?;
        within(
            "machines to choose from",
            self.machines.len() as f64,
            1.0,
            50.0,
        )?;
        let databases = self.databases.len() as f64;
        within("databases to choose from", databases, 0.0, 50.0)?;
        within("caches to choose from", self.caches.len() as f64, 0.0, 50.0)?;
        within("most web machines", f64::from(self.most), 1.0, 1000.0)?;
        within("most replicas", f64::from(self.replicas), 0.0, 100.0)?;
        within(
            "most machines of workers",
            f64::from(self.workers),
            0.0,
            10_000.0,
        )?;
        self.check_prices()?;
        if let Some(availability) = goal.availability {
            within("availability", availability, 0.0, 1.0 - 1e-12)?;
            let missing = || Error::missing("uptime of the machines");
            self.uptime.ok_or_else(missing)?;
        }
        Ok(())
    }

    /// Of machines that bring money in, the fewest would not be the cheapest.
    fn check_prices(&self) -> Result<(), Error> {
        let databases = self.databases.iter();
        let queue = self.queue.part();
        let workers = queue.and_then(Queue::worker_fleet).map(Fleet::machine);
        let machines = self.machines.iter();
        let machines = machines
            .chain(databases.flat_map(|store| [store.machine(), store.replica_machine()]))
            .chain(self.caches.iter().filter_map(Cache::machine))
            .chain(queue.map(Queue::broker))
            .chain(workers);
        for machine in machines {
            let name = format!("price of machine {}", machine.name());
            within(&name, machine.cost().usd(), 0.0, 1e15)?;
        }
        let balancer = self.balancer.iter().flat_map(Balancer::bill);
        let balancer: Money = balancer.map(|line| line.total()).sum();
        within("price of the balancer", balancer.usd(), 0.0, 1e15)?;
        Ok(())
    }
}

/// Its parts: "2 web server on large, 1 database on large, 1 CDN".
pub(super) fn parts(system: &System) -> String {
    let parts = system
        .parts()
        .into_iter()
        .filter(|part| part.component != Component::Client);
    let parts: Vec<String> = parts
        .map(|part| match part.machine.as_str() {
            "" => format!("{} {}", part.count, part.label),
            machine => format!("{} {} on {machine}", part.count, part.label),
        })
        .collect();
    parts.join(", ")
}

impl fmt::Display for Planned {
    /// The system part by part with its price, then why nothing cheaper does.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(system) = &self.system else {
            write!(f, "nothing among {} systems meets the target", self.judged)?;
            return match &self.nearest {
                Some(Neighbour {
                    step,
                    monthly,
                    fails,
                }) => {
                    write!(f, "; nearest to it {step} ({monthly}): {fails}")
                }
                None => Ok(()),
            };
        };
        write!(f, "{} a month: {}", self.monthly, parts(system))?;
        if let Some(p99) = self.p99 {
            write!(f, "; p99 {p99}")?;
        }
        if let Some(availability) = self.availability {
            write!(f, ", available {}%", significant(100.0 * availability, 6))?;
        }
        for cheaper in &self.neighbours {
            let (step, monthly, fails) = (&cheaper.step, cheaper.monthly, &cheaper.fails);
            write!(f, "\n  not {step} ({monthly}): {fails}")?;
        }
        Ok(())
    }
}
