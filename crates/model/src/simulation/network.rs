//! Stations, a pool of workers, and the route of a request through them: one run of a simulation.
//!
//! ```text
//! arrivals -> [ worker of a machine of the first side ] -> step -> step -> ... -> answered, worker free
//!                                                            |
//!               visits to a station of a side's machine, a pick of another machine, or a delay
//! ```

use super::station::Tally;
use super::streams::Stream;
use crate::error::{Error, within};
use crate::units::{Rate, Time};

/// What is simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// Requests that arrive, as a Poisson stream.
    pub arrival: Rate,
    /// Groups of identical machines. Each request belongs to one machine of the first, picked at random.
    pub sides: Vec<Side>,
    /// Workers of each machine of the first side; `None` if there is no limit.
    pub pool: Option<Pool>,
    /// What a request does, step by step.
    pub route: Vec<Step>,
}

/// A group of identical machines.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Its name, which seeds its random streams.
    pub name: String,
    /// Machines.
    pub machines: u32,
    /// Servers of each station of a machine.
    pub stations: Vec<u32>,
}

/// The workers of a machine. A request takes one when it arrives and gives it back when it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Workers of one machine.
    pub workers: u32,
}

/// One step of the route.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Turns to a machine of a side, picked at random.
    Pick {
        /// Index of the side.
        side: usize,
    },
    /// Visits a station of the side's current machine, one visit after the other.
    Visit {
        /// Index of the side.
        side: usize,
        /// Index of the station in the side.
        station: usize,
        /// Mean of the exponential service.
        service: Time,
        /// How often.
        visits: Visits,
    },
    /// Lets time pass without occupying anything.
    Delay {
        /// How long.
        time: Time,
    },
}

impl Step {
    /// Mean time that it takes when nobody waits. `[s]`
    fn work(&self) -> f64 {
        match self {
            Self::Pick { .. } => 0.0,
            Self::Delay { time } => time.seconds(),
            Self::Visit {
                service, visits, ..
            } => service.seconds() * (f64::from(visits.whole) + visits.extra) * visits.chance,
        }
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
        let whole = libm::floor(count);
        Self {
            whole: whole as u32,
            extra: count - whole,
            chance,
        }
    }

    #[inline]
    pub(super) fn draw(&self, choices: &mut Stream) -> u32 {
        if self.chance >= 1.0 {
            return self.whole + u32::from(choices.happens(self.extra));
        }
        let whole = (0..self.whole)
            .filter(|_| choices.happens(self.chance))
            .count() as u32;
        whole + u32::from(choices.happens(self.extra * self.chance))
    }
}

/// What one run measured. Times in seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Mean response, and the percentiles 50, 95 and 99. `[s]`
    pub response: [f64; 4],
    /// Length of the measurement. `[s]`
    pub time: f64,
    /// Requests answered in it.
    pub answered: u64,
    /// Mean number of requests in the system, integrated over time. `[1]`
    pub in_system: f64,
    /// What was counted at the stations: for each side, for each of its stations, all machines together.
    pub stations: Vec<Vec<Tally>>,
    /// What was counted at the workers, all machines together.
    pub pool: Tally,
}

/// The largest time on the clock: 292 years. `[ns]`
pub(super) const END_OF_TIME: f64 = 9.2e18;

impl Network {
    /// One group of servers and one queue: M/M/c.
    pub fn single(arrival: Rate, service: Time, servers: u32) -> Self {
        let side = Side {
            name: "server".into(),
            machines: 1,
            stations: vec![servers],
        };
        let visit = Step::Visit {
            side: 0,
            station: 0,
            service,
            visits: Visits::ONE,
        };
        Self {
            arrival,
            sides: vec![side],
            pool: None,
            route: vec![visit],
        }
    }

    /// Checks every number.
    pub(crate) fn check(&self, warm_up: u64, customers: u64) -> Result<(), Error> {
        let rate = within(
            "arrival rate",
            self.arrival.per_second(),
            f64::MIN_POSITIVE,
            1e9,
        )?;
        let requests = warm_up as f64 + customers as f64;
        within("customers", customers as f64, 1.0, 1e9)?;
        within("sides", self.sides.len() as f64, 1.0, MAX_SIDES as f64)?;
        for side in &self.sides {
            within("machines", f64::from(side.machines), 1.0, 10_000.0)?;
            for servers in &side.stations {
                within("servers", f64::from(*servers), 1.0, 1e6)?;
            }
        }
        if let Some(pool) = self.pool {
            within("workers", f64::from(pool.workers), 1.0, 1e6)?;
        }
        within("steps of the route", self.route.len() as f64, 1.0, 10_000.0)?;
        self.route
            .iter()
            .try_for_each(|step| self.check_step(step))?;
        // Even if all work were done one after the other, the clock must not run over.
        let each = 1.0 / rate + self.route.iter().map(Step::work).sum::<f64>();
        within(
            "seconds on the simulated clock",
            requests * each,
            0.0,
            END_OF_TIME / 1e10,
        )?;
        Ok(())
    }

    fn check_step(&self, step: &Step) -> Result<(), Error> {
        let side_of = |side: usize| within("side", side as f64, 0.0, self.sides.len() as f64 - 1.0);
        match step {
            Step::Pick { side } => side_of(*side)?,
            Step::Delay { time } => within("delay", time.seconds(), 0.0, 1e6)?,
            Step::Visit {
                side,
                station,
                service,
                visits,
            } => {
                side_of(*side)?;
                let last = self.sides[*side].stations.len() as f64 - 1.0;
                within("station", *station as f64, 0.0, last)?;
                within("visits", f64::from(visits.whole), 0.0, 1e6)?;
                within("chance of one more visit", visits.extra, 0.0, 1.0)?;
                within("chance of a visit", visits.chance, 0.0, 1.0)?;
                within("service time", service.seconds(), 0.0, 1e6)?
            }
        };
        Ok(())
    }
}

/// Groups of machines that a request can be at.
pub(super) const MAX_SIDES: usize = 2;
