//! A system as both witnesses see it: who arrives, which groups of machines there are, and what a request does there.
//!
//! ```text
//! arrivals -> route 0: choose a machine -> take a worker -> visit its cores -> ... -> give the worker back -> answered
//!                                                              |
//!                                                            spawn -> route 1: a job of its own (a task, a replica's copy)
//! ```
//!
//! This module only describes. [`queueing`](crate::queueing) computes what happens in closed form,
//! [`simulation`](crate::simulation) plays it; neither knows the other.

use crate::error::{Error, within};
use crate::units::{Rate, Time};

/// Groups of machines that a request can be at.
pub const MAX_GROUPS: usize = 8;

/// What is predicted and simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// How requests arrive.
    pub arrivals: Arrivals,
    /// Groups of identical machines, at most [`MAX_GROUPS`].
    pub groups: Vec<Group>,
    /// What a request does (the first), and what the jobs do that it spawns (the others).
    pub routes: Vec<Vec<Step>>,
    /// How long clients wait and how often they try again; `None` if they wait for ever.
    pub client: Option<Client>,
}

impl Network {
    /// One group of servers and one queue: M/M/c.
    pub fn single(arrival: Rate, service: Time, servers: u32) -> Self {
        Self {
            arrivals: Arrivals::Poisson(arrival),
            groups: vec![Group::new("server", 1, [Station::fcfs(servers)])],
            routes: vec![vec![Step::visit(0, 0, Service::exponential(service))]],
            client: None,
        }
    }
}

/// How requests arrive. Always open-loop: a slow answer delays no arrival.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrivals {
    /// Independent of each other.
    Poisson(Rate),
    /// In groups of geometrically distributed size; the groups are a Poisson stream.
    Batches {
        /// Requests, not groups.
        rate: Rate,
        /// Mean size of a group. `[1]`, at least 1
        size: f64,
    },
    /// A Poisson stream whose rate changes: each phase lasts its time; the last one goes on for ever.
    Phases(Vec<(Time, Rate)>),
}

/// A group of identical machines.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name, which seeds its random streams.
    pub name: String,
    /// Machines. 1 to 10 000
    pub machines: u32,
    /// The stations of each machine.
    pub stations: Vec<Station>,
    /// What a request can hold on a machine while it does other things: workers, connections.
    pub pools: Vec<Pool>,
    /// How [`Step::Choose`] picks a machine.
    pub choice: Choice,
    /// How machines fail; `None` if they never do.
    pub failures: Option<Failures>,
}

impl Group {
    /// Machines with these stations and no pools, picked at random, that never fail.
    pub fn new(
        name: impl Into<String>,
        machines: u32,
        stations: impl IntoIterator<Item = Station>,
    ) -> Self {
        Self {
            name: name.into(),
            machines,
            stations: stations.into_iter().collect(),
            pools: Vec::new(),
            choice: Choice::Random,
            failures: None,
        }
    }

    /// The same with one more pool.
    #[must_use]
    pub fn pool(mut self, places: u32, room: Option<u32>) -> Self {
        self.pools.push(Pool { places, room });
        self
    }

    /// The same, picked in another way.
    #[must_use]
    pub fn choice(mut self, choice: Choice) -> Self {
        self.choice = choice;
        self
    }
}

/// Servers and one queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Station {
    /// Servers.
    pub servers: u32,
    /// In which order they serve.
    pub discipline: Discipline,
}

impl Station {
    /// First come, first served.
    pub const fn fcfs(servers: u32) -> Self {
        Self {
            servers,
            discipline: Discipline::Fcfs,
        }
    }

    /// Shared by everybody who is there.
    pub const fn sharing(servers: u32) -> Self {
        Self {
            servers,
            discipline: Discipline::Sharing,
        }
    }
}

/// In which order a station serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discipline {
    /// First come, first served.
    Fcfs,
    /// Everybody at once, each with an equal share and never more than one server.
    Sharing,
}

/// Places on a machine that a request takes and gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Places.
    pub places: u32,
    /// Requests that may wait for a place; one more is refused. `None`: any number.
    pub room: Option<u32>,
}

/// How a machine of a group is picked.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Any, all equally likely.
    Random,
    /// One after the other.
    RoundRobin,
    /// Any, with a probability in proportion to its weight; a weight a machine.
    Weighted(Vec<f64>),
    /// The one with the fewest requests that chose it and are not done; ties at random.
    LeastConnections,
    /// The better of two different ones picked at random.
    TwoChoices,
    /// By a key on a ring: `keys` equally popular keys, `points` points a machine on the ring.
    Hashed {
        /// Different keys.
        keys: u32,
        /// Points of a machine on the ring.
        points: u32,
    },
}

/// How machines fail and come back. A machine that fails drops what is on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failures {
    /// Mean time between repair and the next failure, exponential.
    pub up: Time,
    /// Mean time of a repair, exponential.
    pub repair: Time,
    /// Until a failure is noticed and the machine no longer chosen (the same for its return); `None`: never noticed.
    pub detection: Option<Time>,
}

/// What clients put up with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Client {
    /// After this time the client gives an attempt up. The system does not know and works on.
    pub timeout: Time,
    /// Attempts after the first.
    pub retries: u32,
    /// Wait before the first of them; doubled for each that follows.
    pub backoff: Time,
    /// Share of the wait that is random. `[1]`, 0 to 1
    pub jitter: f64,
    /// Retries allowed for each first attempt, over all clients, as a bucket of tokens that holds at most 10 times this
    /// or 10; `None`: no limit. `[1]`, 0 to 100
    pub budget: Option<f64>,
}

/// One step of a route.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Turns to a machine of a group.
    Choose {
        /// Index of the group.
        group: usize,
    },
    /// Takes a place of a pool of the group's chosen machine, waits for one, or is refused.
    Take {
        /// Index of the group.
        group: usize,
        /// Index of the pool in the group.
        pool: usize,
    },
    /// Gives the place back.
    Give {
        /// Index of the group.
        group: usize,
        /// Index of the pool in the group.
        pool: usize,
    },
    /// Visits a station of the group's chosen machine, one visit after the other.
    Visit {
        /// Index of the group.
        group: usize,
        /// Index of the station in the group.
        station: usize,
        /// How long each visit is served.
        service: Service,
        /// How often.
        visits: Visits,
    },
    /// Lets time pass without occupying anything.
    Delay(Service),
    /// Goes one of two ways, and on from there.
    Either {
        /// Probability of the first. `[1]`, 0 to 1
        chance: f64,
        /// The first way.
        then: Vec<Step>,
        /// The other.
        otherwise: Vec<Step>,
    },
    /// Does the same several times, one after the other; what is random is drawn again each time.
    Repeat {
        /// How often. `[1]`, from 1
        times: u32,
        /// What.
        steps: Vec<Step>,
    },
    /// Starts a job of its own on another route; this one goes on at once.
    Spawn {
        /// Index of the route.
        route: usize,
        /// `None`: one job, at the machines that the request has chosen. A group: a job on each of its machines.
        each: Option<usize>,
    },
}

impl Step {
    /// One visit.
    pub const fn visit(group: usize, station: usize, service: Service) -> Self {
        Self::Visit {
            group,
            station,
            service,
            visits: Visits::ONE,
        }
    }

    /// Goes one of two ways, unless only one is possible. `chance`: probability of the first. `[1]`
    pub(crate) fn either(chance: f64, then: Vec<Self>, otherwise: Vec<Self>) -> Vec<Self> {
        if chance <= 0.0 {
            return otherwise;
        }
        if chance >= 1.0 {
            return then;
        }
        vec![Self::Either {
            chance,
            then,
            otherwise,
        }]
    }
}

/// How long something takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Service {
    /// Mean.
    pub mean: Time,
    /// Squared coefficient of variation `c`: 0 constant; below 1 a mixture of two Erlang distributions of `k - 1` and `k`
    /// phases of equal rate, `k = ceil(1/c)`, in such a share that mean and variation are exact (Tijms, A First Course in
    /// Stochastic Models, 2003, B.1: E(k-1,k)); 1 exponential; above 1 a mixture of two exponentials with balanced means.
    /// `[1]`, 0, or 0.001 to 1 000
    pub variation: f64,
}

impl Service {
    /// Exponential.
    pub const fn exponential(mean: Time) -> Self {
        Self {
            mean,
            variation: 1.0,
        }
    }

    /// Always the same.
    pub const fn constant(time: Time) -> Self {
        Self {
            mean: time,
            variation: 0.0,
        }
    }

    /// Its variation, if that is in range.
    pub(crate) fn checked_variation(&self) -> Result<f64, Error> {
        let variation = self.variation;
        match variation {
            0.0 => Ok(variation),
            _ => within("squared coefficient of variation", variation, 1e-3, 1e3),
        }
    }

    /// Where it varies by less than an exponential: at most how many phases it has, and with which probability one fewer.
    pub(crate) fn phases(&self) -> (u32, f64) {
        let c = self.variation;
        let k = (1.0 / c).ceil();
        let less = (k * c - (k * (1.0 + c) - k * k * c).max(0.0).sqrt()) / (1.0 + c);
        (k as u32, less.clamp(0.0, 1.0))
    }
}

/// How often a station is visited: `whole` times, once more with probability `extra`, and each of these only with
/// probability `chance`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visits {
    /// Whole visits.
    pub whole: u32,
    /// Probability of one more. `[1]`, 0 to 1
    pub extra: f64,
    /// Probability that each happens. `[1]`, 0 to 1
    pub chance: f64,
}

impl Visits {
    /// Exactly one.
    pub const ONE: Self = Self {
        whole: 1,
        extra: 0.0,
        chance: 1.0,
    };

    /// `count` visits in the mean, the fraction as a probability; each happens with probability `chance`.
    pub fn of(count: f64, chance: f64) -> Self {
        let whole = count.floor();
        Self {
            whole: whole as u32,
            extra: count - whole,
            chance,
        }
    }

    /// Mean number. `[1]`
    pub fn mean(&self) -> f64 {
        (f64::from(self.whole) + self.extra) * self.chance
    }
}
