//! What a system must do, what may be built for it, and what came of that.

use super::definition::System;
use crate::components::availability::Uptime;
use crate::components::cdn::Cdn;
use crate::components::database::Database;
use crate::components::queue::Queue;
use crate::components::{Balancer, Cache};
use crate::error::{Error, within};
use crate::format::significant;
use crate::machine::Machine;
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
    /// The CDN that every system has, if any. It is not chosen: it takes load off the web machines' network, and what it is
    /// for lies outside.
    pub cdn: Option<Cdn>,
    /// The queue that every system has for its slow work, if any. Its workers are taken as they are: nothing else shares
    /// their machines, so they can be counted alone.
    pub queue: Option<Queue>,
    /// Most web machines. 1 to 1 000
    pub most: u32,
    /// Most replicas. 0 to 100
    pub replicas: u32,
    /// How long a machine works and how long its repair takes; needed with a target for the availability.
    pub uptime: Option<Uptime>,
    /// From the failure of a source until a replica has taken its place; needed with an availability and replicas.
    pub failover: Option<Time>,
}

/// The cheapest system, and why it is not cheaper.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The system; `None` if nothing in the searched space meets the target.
    pub system: Option<System>,
    /// What it costs in a month.
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
        if let Some(availability) = goal.availability {
            within("availability", availability, 0.0, 1.0 - 1e-12)?;
            let missing = || Error::missing("uptime of the machines");
            self.uptime.ok_or_else(missing)?;
        }
        Ok(())
    }
}

/// Its machines: "2 web server on large, 1 database on large".
pub(super) fn machines(system: &System) -> String {
    let parts = system
        .parts()
        .into_iter()
        .filter(|part| !part.machine.is_empty());
    let parts: Vec<String> = parts
        .map(|part| format!("{} {} on {}", part.count, part.label, part.machine))
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
        write!(f, "{} a month: {}", self.monthly, machines(system))?;
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
