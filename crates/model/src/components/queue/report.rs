//! What a queue does under a steady load: the same record from both witnesses.

use super::measure::Measure;
use crate::format::percent;
use crate::report::Response;
use std::fmt;

/// What a queue and its workers do under a load that they keep up with.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskReport {
    /// Response: from the request to the answer that the message was accepted, network included.
    pub accepted: Response,
    /// Completion: from the request to the end of the work, for messages that were done.
    pub completed: Response,
    /// From the end of the work until a person had looked at it, for messages that need it.
    pub approved: Option<Response>,
    /// Share of the workers that are busy, also with attempts that are of no use. `[1]`, 0 to 1
    pub utilisation: Measure,
    /// Mean number of messages that wait for a worker. `[1]`
    pub waiting: Measure,
    /// How often a message is received in the mean: 1 if all goes well. `[1]`
    pub deliveries: Measure,
    /// How often the work of a message was done once more than once, in the mean. `[1]`; harmless if
    /// [idempotent](super::Queue::idempotent), and paid for all the same
    pub duplicates: Measure,
    /// Share of the workers' time that goes into attempts that do not count. `[1]`, 0 to 1
    pub wasted: Measure,
    /// Share of the accepted messages that run out of attempts: dead letters if those are kept, else lost. `[1]`, 0 to 1
    pub dead: Measure,
    /// Share of the messages that find no room. `[1]`, 0 to 1
    pub refused: Measure,
    /// Messages behind the numbers: 0 for a closed form.
    pub messages: u64,
}

impl fmt::Display for TaskReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "accepted after {}, p99 {}",
            self.accepted.mean, self.accepted.p99
        )?;
        writeln!(
            f,
            "done after {}, p99 {}",
            self.completed.mean, self.completed.p99
        )?;
        if let Some(approved) = &self.approved {
            writeln!(f, "approved {} later, p99 {}", approved.mean, approved.p99)?;
        }
        writeln!(
            f,
            "workers {} busy, {} waiting",
            percent(self.utilisation.value),
            self.waiting
        )?;
        write!(
            f,
            "{} deliveries a message, {} wasted",
            self.deliveries,
            percent(self.wasted.value)
        )
    }
}
