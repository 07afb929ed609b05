//! What a balancer's policy makes of the waits at the machines behind it.
//!
//! ```text
//! round robin                         arrivals are regular, of which several cores have more than one
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
    pub(super) spread: f64, // [1], mean square over squared mean of the mean waits, if any, of its machines; from 1
}

const CORES: usize = 0;
/// The formulas end before a station is full; what they say there holds up to it.
const HIGHEST_LOAD: f64 = 0.9998;
/// The fit of the shortest queue knows machines with so many servers; where there are more, hardly anybody waits.
const MOST_SERVERS: u32 = 100;

/// How much more than one server several of them gain from regular arrivals: the exponent of what is left of the wait is
/// 1 + 0.6 (1 - utilisation) log2(servers). `[1]`
///
/// A fit to the simulation of 4 and 8 machines with 1, 2 and 4 servers each, 30 to 85% busy, of exponential services and of
/// one in ten that takes 5 or 20 times as long: the mean time is within 3% there. Without it, it was up to 4% too long for
/// exponential services and 13% for the others.
const SEVERAL: f64 = 0.6;
/// How much more the better of two saves where services vary: the exponent of the wait that is left is
/// 1 + 0.2 (C² - 1)/(C² + 1). Who finds a long queue finds it behind a slow request, and goes elsewhere. `[1]`
///
/// A fit to the simulation of 4 and 8 machines with 1, 2 and 4 servers each, 60 and 85% busy, where one request in ten takes 5
/// or 20 times as long. Least connections saves more, too, but half of that: less than the formulas for it are uncertain.
const VARIED: f64 = 0.2;

impl Policy {
    /// All machines alike, and nobody looks at them.
    const RANDOM: Self = Self {
        chance: 1.0,
        wait: 1.0,
        spread: 1.0,
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
            Choice::TwoChoices => Self::two(size, queue)?,
            Choice::Weighted(_) | Choice::Hashed { .. } => {
                return Ok(Self::uneven(&plan.shares, size, queue));
            }
            Choice::RoundRobin if station == CORES => {
                let turns = Self::in_turn(size, queue.variation(), utilisation);
                return Ok(turns.at_first(load.visits));
            }
            Choice::Random | Choice::RoundRobin => return Ok(Self::RANDOM),
        };
        Ok(best.seen(seen(plan, load, queue)))
    }

    /// Every nth of a Poisson stream to each machine, for a single visit of this squared coefficient of variation.
    ///
    /// Erlang-n between two arrivals, C² = 1/n: Allen and Cunneen's factor with the correction of Kraemer and
    /// Langenbach-Belz, for several servers to a power. How likely a wait is follows from how long it is if there is one, which
    /// is taken for that of GI/M/c: exact for one server and exponential services.
    pub(super) fn in_turn(
        (machines, servers): (u32, u32),
        variation: f64,
        utilisation: f64,
    ) -> Self {
        let (a, s) = (1.0 / f64::from(machines), variation);
        let rho = utilisation.max(1e-9);
        let less = libm::exp(-2.0 * (1.0 - rho) * (1.0 - a) * (1.0 - a) / (3.0 * rho * (a + s)));
        let one = (a + s) / (1.0 + s) * less;
        let several = SEVERAL * (1.0 - rho) * libm::log2(f64::from(servers));
        let wait = libm::pow(one, 1.0 + several);
        Self {
            chance: wait / (1.0 - rho * (1.0 - one)),
            wait,
            ..Self::RANDOM
        }
    }

    /// The same for the first of so many visits, the others as at random.
    fn at_first(self, visits: f64) -> Self {
        let share = 1.0 / visits.max(1.0);
        Self {
            chance: 1.0 + (self.chance - 1.0) * share,
            wait: 1.0 + (self.wait - 1.0) * share,
            ..self
        }
    }

    /// Each request to the machine with the fewest, where all that are counted are here.
    fn least((machines, servers): (u32, u32), utilisation: f64) -> Result<Self, Error> {
        let servers = servers.min(MOST_SERVERS);
        let offered = utilisation.min(HIGHEST_LOAD) * f64::from(servers);
        let all = offered * f64::from(machines);
        let queue = ShortestQueue::new(per_second(all), seconds(1.0), machines, servers)?;
        Ok(Self::compared(
            (servers, offered),
            erlang::c(machines * servers, all),
            queue.mean_wait().seconds(),
        ))
    }

    /// Each to the better of two.
    fn two((machines, servers): (u32, u32), queue: &MGc) -> Result<Self, Error> {
        let utilisation = queue.utilisation();
        let least = Self::least((machines, servers), utilisation)?;
        let servers = servers.min(MOST_SERVERS);
        let group = Balancing::of(machines, servers, Service::exponential(seconds(1.0)))?;
        let offered = utilisation.min(HIGHEST_LOAD) * f64::from(servers);
        let rate = per_second(offered * f64::from(machines));
        let (chance, ahead) = group.waits_of_two(rate)?;
        let wait = ahead / f64::from(servers);
        let two = Self::compared((servers, offered), chance, wait).varied(queue);
        // To look at all is never worse than to look at two; the formulas come from different sources.
        Ok(Self {
            chance: two.chance.max(least.chance),
            wait: two.wait.max(least.wait),
            ..Self::RANDOM
        })
    }

    /// A chance of waiting and a mean wait in services, over those of M/M/c at this load; neither is ever more.
    fn compared((servers, offered): (u32, f64), chance: f64, wait: f64) -> Self {
        let random = erlang::c(servers, offered);
        let mean = random / (f64::from(servers) - offered);
        Self {
            chance: ratio(chance, random).min(1.0),
            wait: ratio(wait, mean).min(1.0),
            ..Self::RANDOM
        }
    }

    /// The same where services vary more than exponential ones, and who looks saves so much more.
    fn varied(self, queue: &MGc) -> Self {
        let excess = (queue.variation() - 1.0) / (queue.variation() + 1.0);
        Self {
            wait: libm::pow(self.wait, 1.0 + VARIED * excess.max(0.0)),
            ..self
        }
    }

    /// The same where the counts are so much worth.
    fn seen(self, worth: f64) -> Self {
        Self {
            chance: 1.0 - (1.0 - self.chance) * worth,
            wait: 1.0 - (1.0 - self.wait) * worth,
            ..self
        }
    }

    /// A mixture of M/G/c over the machines, each as likely as its share of the requests.
    fn uneven(shares: &[f64], (machines, servers): (u32, u32), queue: &MGc) -> Self {
        let servers_f = f64::from(servers);
        let even = queue.utilisation() * servers_f;
        let random = erlang::c(servers, even);
        let (mut chance, mut wait, mut square) = (0.0, 0.0, 0.0);
        for share in shares {
            let offered = even * f64::from(machines) * share;
            let waits = share * erlang::c(servers, offered);
            let factor = queue.factor((offered / servers_f).min(1.0));
            let mean = factor / (servers_f - offered).max(1e-9);
            chance += waits;
            wait += waits * mean;
            square += waits * mean * mean;
        }
        Self {
            chance: ratio(chance, random),
            wait: ratio(
                wait,
                random * queue.factor(queue.utilisation()) / (servers_f - even),
            ),
            spread: ratio(square * chance, wait * wait).max(1.0),
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
