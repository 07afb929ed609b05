//! A load balancer: one address before many machines.
//!
//! ```text
//! clients ─> [balancer] ─hop─> [web] [web] [web]     forwarding   CPU of a request at the balancer: its own capacity
//!            [ stand-by ]  ^     up   dead   up      health check every so often; so many failures and it is out
//! ```
//!
//! - How policies compare, at the mean and at the tail: [`Balancing`](super::Balancing).
//! - What a dead machine costs until it is noticed: [`Outage`](super::Outage).
//! - How even consistent hashing is: [`Ring`].
//! - The balancer in a row with the fleet, alone or as a pair: [`Availability`].
//!
//! Capacity is machines x cores / forwarding. The assumption that matters most: a balancer that fails takes nothing along
//! but what it forwards at the time, and its stand-by takes over at once.

use super::availability::{Availability, Uptime};
use super::fleet::weigh;
use super::ring::Ring;
use crate::cost::Line;
use crate::error::{Error, given, within};
use crate::machine::Machine;
use crate::network::{Choice, Failures};
use crate::units::{Rate, Time, per_second, seconds};

/// A load balancer: how it chooses a machine, what it costs each request, how it notices dead machines, and what it is.
///
/// ```
/// use model::prelude::*;
/// let small = Machine::named("small").cores(1);
/// let pair = Balancer::round_robin().on(small, 2).forwarding(us(50.0)).hop(us(250.0)).health_checks(seconds(5.0), 3);
/// assert!(pair.check(4).is_ok());
/// assert_eq!(pair.detection(), Some(seconds(12.5)));
/// let error = Balancer::weighted(&[2.0, 1.0]).hop(us(250.0)).check(3).unwrap_err();
/// assert_eq!(error.to_string(), "weights of the balancer must be one a machine, 3, was 2");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Balancer {
    choice: Choice, // weights as in a fleet; 1 to 10^6 keys, 1 to 10 000 points
    machine: Option<(Machine, u32)>, // 1 to 1 000 of them
    forwarding: Option<f64>, // [s], 1 ns to 1 s; mean of an exponential
    hop: Option<f64>, // [s], 0 to 1 h; there and back
    pub(crate) checks: Option<(f64, u32)>, // [s] 1 ms to 1 h, and 1 to 1 000
    uptime: Option<Uptime>,
    pub(crate) charges: Vec<Line>,
}

impl Balancer {
    fn new(choice: Choice) -> Self {
        Self {
            choice,
            machine: None,
            forwarding: None,
            hop: None,
            checks: None,
            uptime: None,
            charges: Vec::new(),
        }
    }

    /// Any machine, all equally likely. Also what DNS with several addresses comes to.
    pub fn random() -> Self {
        Self::new(Choice::Random)
    }

    /// One machine after the other.
    pub fn round_robin() -> Self {
        Self::new(Choice::RoundRobin)
    }

    /// At random in proportion to weights, one a machine. `[1]`, from 0
    pub fn weighted(weights: &[f64]) -> Self {
        Self::new(Choice::Weighted(weights.to_vec()))
    }

    /// The machine with the fewest requests in progress.
    pub fn least_connections() -> Self {
        Self::new(Choice::LeastConnections)
    }

    /// The better of two machines picked at random.
    pub fn two_choices() -> Self {
        Self::new(Choice::TwoChoices)
    }

    /// By a key of the request (a user, a session) on a ring with `points` points a machine: the same key always comes to
    /// the same machine. `keys` equally popular keys, 1 to 10^6; points 1 to 10 000
    pub fn consistent_hashing(keys: u32, points: u32) -> Self {
        Self::new(Choice::Hashed { keys, points })
    }

    /// What it runs on, and how many of these share the requests, 1 to 1 000. A managed balancer has none: it is never the
    /// bottleneck, and [`charge`](Self::charge) says what it costs.
    #[must_use]
    pub fn on(mut self, machine: Machine, count: u32) -> Self {
        self.machine = Some((machine, count));
        self
    }

    /// CPU time to forward one request and its answer. Needed on a machine. 1 ns to 1 s
    #[must_use]
    pub fn forwarding(mut self, time: Time) -> Self {
        self.forwarding = Some(time.seconds());
        self
    }

    /// What a request spends on the network between balancer and server, there and back. 0 to 1 h
    #[must_use]
    pub fn hop(mut self, time: Time) -> Self {
        self.hop = Some(time.seconds());
        self
    }

    /// Asks each machine every so often whether it lives; after so many failed checks in a row it is no longer chosen.
    /// Dead machines are never noticed unless this is called. 1 ms to 1 h; 1 to 1 000
    #[must_use]
    pub fn health_checks(mut self, every: Time, failures: u32) -> Self {
        self.checks = Some((every.seconds(), failures));
        self
    }

    /// How its own machines fail: mean times up and of a repair, exponential, 1 ms to 30 years each. They never do unless this is
    /// called.
    #[must_use]
    pub fn failures(mut self, up: Time, repair: Time) -> Self {
        self.uptime = Some(Uptime { up, repair });
        self
    }

    /// Adds a line to what it costs in a month.
    #[must_use]
    pub fn charge(mut self, line: Line) -> Self {
        self.charges.push(line);
        self
    }

    /// How it chooses.
    pub fn choice(&self) -> &Choice {
        &self.choice
    }

    /// What it runs on and how many of them; `None` for a managed one.
    pub fn machine(&self) -> Option<(&Machine, u32)> {
        self.machine
            .as_ref()
            .map(|(machine, count)| (machine, *count))
    }

    /// CPU time of a request, if it was given.
    pub fn forwarding_time(&self) -> Option<Time> {
        self.forwarding.map(seconds)
    }

    /// The network between balancer and server, there and back, if it was given.
    pub fn hop_time(&self) -> Option<Time> {
        self.hop.map(seconds)
    }

    /// How its own machines fail; `None` if they never do.
    pub fn uptime(&self) -> Option<Uptime> {
        self.uptime
    }

    /// Mean time until a failure of a server is noticed; `None`: never.
    ///
    /// Failures fall evenly between two checks, so the first failed one comes after half an interval in the mean, and
    /// the others an interval each: (failures - 1/2) x interval. At most failures x interval.
    pub fn detection(&self) -> Option<Time> {
        self.checks
            .map(|(every, failures)| seconds(every * (f64::from(failures) - 0.5)))
    }

    /// Failures of its own machines for the description of a network: the stand-by takes over at once.
    pub fn failing(&self) -> Option<Failures> {
        self.uptime.map(|Uptime { up, repair }| Failures {
            up,
            repair,
            detection: Some(Time::ZERO),
        })
    }

    /// How often at least one of its machines works. A managed balancer never fails here; its provider's promise is not
    /// a measurement.
    ///
    /// # Errors
    /// Names what is out of range.
    pub fn availability(&self) -> Result<Availability, Error> {
        let (Some(uptime), Some((_, count))) = (self.uptime, &self.machine) else {
            return Ok(Availability::ALWAYS);
        };
        uptime.check("failures of the balancer")?;
        uptime.availability().at_least(1, *count)
    }

    /// Requests that its machines can forward at most; `None` for a managed one.
    ///
    /// # Errors
    /// Names what is missing or out of range.
    pub fn capacity(&self) -> Result<Option<Rate>, Error> {
        let Some((machine, count)) = &self.machine else {
            return Ok(None);
        };
        let cores = machine.core_count().map(f64::from);
        let cores = given("cores of the balancer's machine", cores, 1.0, 1024.0)?;
        let each = given("forwarding", self.forwarding, 1e-9, 1.0)?;
        Ok(Some(per_second(f64::from(*count) * cores / each)))
    }

    /// Its ring before so many machines; `None` where it hashes nothing.
    ///
    /// # Errors
    /// Names what is out of range.
    pub fn ring(&self, machines: u32) -> Result<Option<Ring>, Error> {
        match self.choice {
            Choice::Hashed { keys, points } => Ring::new(machines, points, keys).map(Some),
            _ => Ok(None),
        }
    }

    /// What it costs in a month, line by line: its machines and its own charges.
    pub fn bill(&self) -> Vec<Line> {
        let machines = self.machine.iter().flat_map(|(machine, count)| {
            machine.charges().iter().map(|l| l.times(f64::from(*count)))
        });
        machines.chain(self.charges.iter().cloned()).collect()
    }

    /// Checks every number, for a balancer before so many machines.
    ///
    /// # Errors
    /// Names the first that is missing or out of range.
    pub fn check(&self, machines: u32) -> Result<(), Error> {
        self.check_choice(machines)?;
        self.charges.iter().try_for_each(Line::check)?;
        if let Some((machine, count)) = &self.machine {
            within("machines of the balancer", f64::from(*count), 1.0, 1000.0)?;
            let cores = machine.core_count().map(f64::from);
            given("cores of the balancer's machine", cores, 1.0, 1024.0)?;
            given("forwarding", self.forwarding, 1e-9, 1.0)?;
            machine.check_charges()?;
        }
        given("hop of the balancer", self.hop, 0.0, 3600.0)?;
        if let Some((every, failures)) = self.checks {
            within("interval of health checks", every, 1e-3, 3600.0)?;
            within("failed health checks", f64::from(failures), 1.0, 1000.0)?;
        }
        match self.uptime {
            Some(uptime) => uptime.check("failures of the balancer"),
            None => Ok(()),
        }
    }

    fn check_choice(&self, machines: u32) -> Result<(), Error> {
        match &self.choice {
            Choice::Weighted(weights) => weigh("weights of the balancer", weights, machines),
            Choice::Hashed { keys, points } => {
                within("keys of the balancer", f64::from(*keys), 1.0, 1e6)?;
                within("points of the balancer", f64::from(*points), 1.0, 10_000.0)?;
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
