//! A fleet: identical machines that do the same work side by side.
//!
//! ```text
//! requests ─┬─> accept queue ─> [ workers ] web 1
//!           ├─> accept queue ─> [ workers ] web 2      fails after `up`, is back after `repair`
//!           └─> accept queue ─> [ workers ] web 3
//! ```
//!
//! - What workers can answer, who is refused and who waits: [`Workers`].
//! - How often one machine works, at least k of n, and how many that takes: [`Availability`].
//!
//! ```text
//! busy cores      load x CPU time / (machines x cores)
//! most answers    machines x workers / time that a request holds one          (Little's law)
//! k of n work     sum over i from k to n of C(n, i) a^i (1 - a)^(n - i),       a = up/(up + repair)
//! ```
//!
//! The assumption that matters most: machines are alike and fail independently of each other.

use super::availability::{Availability, Uptime};
use super::workers::Workers;
use crate::cost::Line;
use crate::error::{Error, within};
use crate::machine::Machine;
use crate::network::{Choice, Failures};
use crate::units::{Rate, Time};

/// Identical machines. What they run, and how many workers each has, says [`Work`](crate::workload::Work).
///
/// ```
/// use model::prelude::*;
/// let medium = Machine::named("medium").cores(2).memory(gib(4.0));
/// let fleet = Fleet::of(3, medium).accept_queue(100).failures(seconds(30.0 * 86_400.0), seconds(3_600.0));
/// assert!(fleet.check().is_ok());
/// assert_eq!((fleet.count(), fleet.room()), (3, Some(100)));
/// assert_eq!(Fleet::of(0, Machine::named("any")).check().unwrap_err().parameter(), "machines of fleet any");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Fleet {
    machine: Machine,
    count: u32,             // 1 to 10 000
    room: Option<u32>,      // 0 to 10^6
    uptime: Option<Uptime>, // each 1 ms to 30 years
    weights: Vec<f64>,      // none, or one a machine, each from 0, the sum above 0
}

impl Fleet {
    /// `count` machines, 1 to 10 000.
    pub fn of(count: u32, machine: Machine) -> Self {
        Self {
            machine,
            count,
            room: None,
            uptime: None,
            weights: Vec::new(),
        }
    }

    /// The same fleet with another number of machines, 1 to 10 000.
    #[must_use]
    pub fn machines(mut self, count: u32) -> Self {
        self.count = count;
        self
    }

    /// Requests that may wait for a worker on each machine; one more is refused at once. Any number, unless this is called. 0 to 10^6
    #[must_use]
    pub fn accept_queue(mut self, places: u32) -> Self {
        self.room = Some(places);
        self
    }

    /// How long a machine works in the mean, and how long its repair takes. Machines never fail unless this is called.
    /// Each 1 ms to 30 years
    #[must_use]
    pub fn failures(mut self, up: Time, repair: Time) -> Self {
        self.uptime = Some(Uptime { up, repair });
        self
    }

    /// Parts of the requests that the machines get while no balancer stands before them (DNS records with weights), one a
    /// machine. All the same, unless this is called. `[1]`, from 0
    #[must_use]
    pub fn weights(mut self, weights: &[f64]) -> Self {
        self.weights = weights.to_vec();
        self
    }

    /// What each of them is.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// How many.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Requests that may wait for a worker on each machine; `None`: any number.
    pub fn room(&self) -> Option<u32> {
        self.room
    }

    /// How machines fail; `None` if they never do.
    pub fn uptime(&self) -> Option<Uptime> {
        self.uptime
    }

    /// How a machine is chosen where nothing else decides: at random, or by the weights.
    pub fn choice(&self) -> Choice {
        if self.weights.is_empty() {
            Choice::Random
        } else {
            Choice::Weighted(self.weights.clone())
        }
    }

    /// Failures for the description of a network; `detection` says how soon they are noticed, `None` never.
    pub fn failing(&self, detection: Option<Time>) -> Option<Failures> {
        self.uptime.map(|Uptime { up, repair }| Failures {
            up,
            repair,
            detection,
        })
    }

    /// How often one of its machines works.
    ///
    /// # Errors
    /// Names the number of the failures that is out of range.
    pub fn machine_availability(&self) -> Result<Availability, Error> {
        let Some(uptime) = self.uptime else {
            return Ok(Availability::ALWAYS);
        };
        uptime.check(&format!("failures of fleet {}", self.machine.name()))?;
        Ok(uptime.availability())
    }

    /// How often at least `needed` of its machines work (k of n).
    ///
    /// # Errors
    /// Names what is out of range.
    pub fn availability(&self, needed: u32) -> Result<Availability, Error> {
        self.machine_availability()?.at_least(needed, self.count)
    }

    /// Mean number of machines that work. `[1]`
    ///
    /// # Errors
    /// Names what is out of range.
    pub fn expected_machines(&self) -> Result<f64, Error> {
        Ok(self.machine_availability()?.share() * f64::from(self.count))
    }

    /// Its workers, so many on each machine and held for so long, on one machine: their limit, who is refused, who waits.
    ///
    /// # Errors
    /// Names what is out of range.
    pub fn workers(&self, each: u32, holding: Time) -> Result<Workers, Error> {
        let workers = Workers::of(each, holding)?;
        Ok(match self.room {
            Some(room) => workers.accept_queue(room),
            None => workers,
        })
    }

    /// The most that all its workers can answer, however idle the cores are: workers / holding time (Little's law).
    ///
    /// # Errors
    /// Names what is out of range.
    pub fn worker_limit(&self, each: u32, holding: Time) -> Result<Rate, Error> {
        Ok(self.workers(each, holding)?.limit() * f64::from(self.count))
    }

    /// How many machines it takes that at least `serving` work as often as `target` says.
    ///
    /// # Errors
    /// Names what is out of range, or says that no number is enough.
    pub fn machines_for(&self, serving: u32, target: Availability) -> Result<u32, Error> {
        self.machine_availability()?.needed(serving, target)
    }

    /// What it costs in a month, line by line.
    pub fn charges(&self) -> Vec<Line> {
        let count = f64::from(self.count);
        self.machine
            .charges()
            .iter()
            .map(|l| l.times(count))
            .collect()
    }

    /// Checks every number that was given. The machine itself is checked where its parts are used.
    ///
    /// # Errors
    /// Names the first that is out of range.
    pub fn check(&self) -> Result<(), Error> {
        let name = |what: &str| format!("{what} of fleet {}", self.machine.name());
        within(&name("machines"), f64::from(self.count), 1.0, 10_000.0)?;
        within(
            &name("accept_queue"),
            f64::from(self.room.unwrap_or(0)),
            0.0,
            1e6,
        )?;
        if let Some(uptime) = self.uptime {
            uptime.check(&name("failures"))?;
        }
        self.machine.check_charges()?;
        if self.weights.is_empty() {
            return Ok(());
        }
        weigh(&name("weights"), &self.weights, self.count)
    }
}

impl From<(Machine, u32)> for Fleet {
    fn from((machine, count): (Machine, u32)) -> Self {
        Self::of(count, machine)
    }
}

impl From<Machine> for Fleet {
    fn from(machine: Machine) -> Self {
        Self::of(1, machine)
    }
}

/// Checks that there is one weight a machine, each from 0 and finite, and that they are not all zero.
pub(super) fn weigh(name: &str, weights: &[f64], machines: u32) -> Result<(), Error> {
    if weights.len() != machines as usize {
        let bound = format!("must be one a machine, {machines}");
        return Err(Error::new(name, weights.len() as f64, bound));
    }
    for weight in weights {
        within(name, *weight, 0.0, 1e9)?;
    }
    within(name, weights.iter().sum(), 1e-9, 1e13)?;
    Ok(())
}
