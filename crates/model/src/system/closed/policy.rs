//! What a balancer's policy makes of the waits at the machines behind it.
//!
//! ```text
//! two choices, least connections      the longer a request is elsewhere, the less its count says of the queue here
//! weighted, consistent hashing        every machine is a queue of its own, each with its share of the requests
//! ```

use super::super::loads::Load;
use super::super::plan::Plan;
use crate::components::Balancing;
use crate::error::Error;
use crate::network::{Choice, Service};
use crate::queueing::{MGc, ShortestQueue, erlang};
use crate::units::{per_second, seconds};

/// How a station's waits compare with those at machines picked at random.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Policy {
    pub(super) chance: f64, // [1], probability of a wait over that of M/M/c, from 0
    pub(super) wait: f64,   // [1], mean wait over that of M/G/c, from 0
}

/// The formulas end before a station is full; what they say there holds up to it.
const HIGHEST_LOAD: f64 = 0.9998;
/// The fit of the shortest queue knows machines with so many servers; where there are more, hardly anybody waits.
const MOST_SERVERS: u32 = 100;

impl Policy {
    /// All machines alike, and nobody looks at them.
    const RANDOM: Self = Self {
        chance: 1.0,
        wait: 1.0,
    };

    /// What the policy before the web machines does to one of their stations.
    pub(super) fn at(
        plan: &Plan,
        (group, station): (usize, usize),
        load: &Load,
        queue: &MGc,
    ) -> Result<Self, Error> {
        let description = &plan.network.groups[group];
        let utilisation = queue.utilisation();
        if group != plan.web || description.machines == 1 || utilisation <= 0.0 {
            return Ok(Self::RANDOM);
        }
        let size = (description.machines, description.stations[station].servers);
        let best = match description.choice {
            Choice::LeastConnections => Self::least(size, utilisation)?,
            Choice::TwoChoices => Self::two(size, utilisation)?,
            Choice::Weighted(_) | Choice::Hashed { .. } => {
                return Ok(Self::uneven(&plan.shares, size, utilisation));
            }
            Choice::Random | Choice::RoundRobin => return Ok(Self::RANDOM),
        };
        Ok(best.seen(seen(plan, load, queue)))
    }

    /// Each request to the machine with the fewest, where all that are counted are here.
    fn least((machines, servers): (u32, u32), utilisation: f64) -> Result<Self, Error> {
        let servers = servers.min(MOST_SERVERS);
        let offered = utilisation.min(HIGHEST_LOAD) * f64::from(servers);
        let all = offered * f64::from(machines);
        let queue = ShortestQueue::new(per_second(all), seconds(1.0), machines, servers)?;
        Ok(Self::compared(
            (servers, offered),
            erlang::delay(machines * servers, all),
            queue.mean_wait().seconds(),
        ))
    }

    /// Each to the better of two.
    fn two((machines, servers): (u32, u32), utilisation: f64) -> Result<Self, Error> {
        let least = Self::least((machines, servers), utilisation)?;
        let servers = servers.min(MOST_SERVERS);
        let group = Balancing::of(machines, servers, Service::exponential(seconds(1.0)))?;
        let offered = utilisation.min(HIGHEST_LOAD) * f64::from(servers);
        let rate = per_second(offered * f64::from(machines));
        let found = group.found(&Choice::TwoChoices, rate)?;
        let two = Self::compared(
            (servers, offered),
            found.probability_of_waiting(),
            found.mean_wait().seconds(),
        );
        // To look at all is never worse than to look at two; the formulas come from different sources.
        Ok(Self {
            chance: two.chance.max(least.chance),
            wait: two.wait.max(least.wait),
        })
    }

    /// A chance of waiting and a mean wait in services, over those of M/M/c at this load; neither is ever more.
    fn compared((servers, offered): (u32, f64), chance: f64, wait: f64) -> Self {
        let random = erlang::delay(servers, offered);
        let mean = random / (f64::from(servers) - offered);
        Self {
            chance: ratio(chance, random).min(1.0),
            wait: ratio(wait, mean).min(1.0),
        }
    }

    /// The same where the counts are so much worth.
    fn seen(self, worth: f64) -> Self {
        Self {
            chance: 1.0 - (1.0 - self.chance) * worth,
            wait: 1.0 - (1.0 - self.wait) * worth,
        }
    }

    /// A mixture of M/M/c over the machines, each as likely as its share of the requests.
    fn uneven(shares: &[f64], (machines, servers): (u32, u32), utilisation: f64) -> Self {
        let servers_f = f64::from(servers);
        let even = utilisation * servers_f;
        let random = erlang::delay(servers, even);
        let (mut chance, mut wait) = (0.0, 0.0);
        for share in shares {
            let offered = even * f64::from(machines) * share;
            let waits = erlang::delay(servers, offered);
            chance += share * waits;
            wait += share * waits / (servers_f - offered).max(1e-9);
        }
        Self {
            chance: ratio(chance, random),
            wait: ratio(wait, random / (servers_f - even)),
        }
    }
}

/// A part of what is at random, or all of it where that is nothing.
fn ratio(part: f64, random: f64) -> f64 {
    let ratio = part / random;
    if ratio.is_finite() { ratio } else { 1.0 }
}

/// How much of what a policy could save at a station it does save, as it counts all requests inside a machine: all of it if
/// they are all at this station, less if they are elsewhere meanwhile. `[1]`, 0 to 1
///
/// A fit to the simulation of 2 to 16 machines with 1 to 4 cores that are 30 to 95% busy, whose requests then are away for 0
/// to 16 services: (1 + 0.6 away/(service + wait/4))^-0.4. The number that is away is noise in the count; the longer the
/// queue, the less it matters.
fn seen(plan: &Plan, load: &Load, queue: &MGc) -> f64 {
    let here = load.held * load.service();
    if here <= 0.0 {
        return 0.0;
    }
    let away = (plan.bare_hold() - here).max(0.0);
    let wait = load.held * queue.mean_wait().seconds();
    let worth = libm::pow(1.0 + 0.6 * away / (here + 0.25 * wait), -0.4);
    // Nobody counts what a machine does after the answer.
    worth * load.held / load.visits
}
