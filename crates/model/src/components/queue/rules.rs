//! What a queue can be told to do: when it is full, when people look, when the load changes.

use crate::error::{Error, within};
use crate::units::Time;

/// The longest time that a person may take: a year. `[s]`
const YEAR: f64 = 31_536_000.0;

/// What a bounded queue does with one message more than it has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// The request is told that it failed, and the message is gone.
    Refuse,
    /// The request waits until there is room, so that its response time grows.
    Block,
}

/// A step that waits for a person, after the worker is done: an approval, a check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Human {
    /// Share of the messages that need it. `[1]`, 0 to 1
    pub share: f64,
    /// Mean time that it takes one person, exponential. 1 ms to a year
    pub mean: Time,
    /// People who do it at the same time. `[1]`, 1 to 100 000
    pub staff: u32,
    /// Hours of the day in which they work, from and to; `None`: day and night. `[h]`, 0 to 24
    pub hours: Option<(f64, f64)>,
}

/// How the number of worker machines follows the load: a rule that looks every `period`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Autoscaling {
    /// Fewest machines. `[1]`, 1 to 10 000
    pub min: u32,
    /// Most machines. `[1]`, `min` to 10 000
    pub max: u32,
    /// What the rule aims at.
    pub target: Target,
    /// Time between two looks. 1 ms to a day
    pub period: Time,
    /// Time from the order of a machine until it works. 0 to a day
    pub start: Time,
}

/// What an autoscaling rule aims at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// Messages that wait, for each machine. `[1]`, above 0
    Backlog(f64),
    /// Share of the workers' cores that are busy. `[1]`, above 0, to 1
    Utilisation(f64),
}

impl Human {
    pub(crate) fn check(&self) -> Result<(), Error> {
        within("share of the human step", self.share, 0.0, 1.0)?;
        within("mean of the human step", self.mean.seconds(), 1e-3, YEAR)?;
        within("staff", f64::from(self.staff), 1.0, 100_000.0)?;
        if let Some((from, to)) = self.hours {
            within("start of the working hours", from, 0.0, 24.0)?;
            within("end of the working hours", to, 0.0, 24.0)?;
            if from >= to {
                return Err(Error::new(
                    "end of the working hours",
                    to,
                    "must be after their start",
                ));
            }
        }
        Ok(())
    }
}

impl Autoscaling {
    pub(crate) fn check(&self) -> Result<(), Error> {
        let min = within("fewest workers", f64::from(self.min), 1.0, 10_000.0)?;
        within("most workers", f64::from(self.max), min, 10_000.0)?;
        match self.target {
            Target::Backlog(messages) => within("target backlog", messages, 1e-6, 1e9)?,
            Target::Utilisation(share) => within("target utilisation", share, 1e-6, 1.0)?,
        };
        within("autoscaling period", self.period.seconds(), 1e-3, 86_400.0)?;
        within("start of a worker", self.start.seconds(), 0.0, 86_400.0).map(|_| ())
    }
}
