//! What is written down of a run.

use super::message::Message;
use crate::simulation::log::Recorder;
use crate::units::{Time, seconds};

/// What one run found. Counts and times concern the measured messages only, except where it says otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskRun {
    /// From arrival to the answer that the message was accepted.
    pub accepted: Times,
    /// From acceptance to the first time that a worker received it.
    pub wait: Times,
    /// From arrival to the end of the attempt that did it.
    pub completed: Times,
    /// From there until somebody had looked at it, for those that need it.
    pub approved: Times,
    /// Messages that arrived.
    pub arrived: u64,
    /// Messages that were done.
    pub done: u64,
    /// Messages that ran out of attempts.
    pub dead: u64,
    /// Messages that found no room.
    pub refused: u64,
    /// How often messages were received, in all.
    pub received: u64,
    /// How often the work was done to its end, in time or too late, in all.
    pub effects: u64,
    /// How often the work was done beyond the first time, in all.
    pub duplicates: u64,
    /// Time that workers spent on them, also on attempts that were of no use. `[s]`
    pub work: f64,
    /// Time that workers spent on the attempts that counted. `[s]`
    pub useful: f64,
    /// Mean number of messages that waited for a worker, integrated over the measured time. `[1]`
    pub waiting: f64,
    /// Mean number of busy workers, integrated over the measured time. `[1]`
    pub busy: f64,
    /// Messages done after one of the same key that was accepted later.
    pub out_of_order: u64,
    /// The most messages that ever waited, over the whole run.
    pub largest: u64,
    /// When they first were that many.
    pub largest_at: Time,
    /// First time after the last change of the arrival rate that nothing waits; `None`: not in this run.
    pub drained: Option<Time>,
    /// Mean wait for a worker of those that were received until then. `[s]`
    pub wait_until_drained: f64,
    /// Messages that wait at equal distances of time, only of [`play`](super::definition::Tasks::play).
    pub path: Vec<u64>,
    /// Workers at the same times.
    pub workers: Vec<u32>,
    /// Messages neither at their end nor refused when the run ended, of all that arrived.
    pub left: u64,
}

/// How long something took. Zero if it never happened.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Times {
    /// How often.
    pub count: u64,
    /// Mean. `[s]`
    pub mean: f64,
    /// Median. `[s]`
    pub p50: f64,
    /// 95th percentile. `[s]`
    pub p95: f64,
    /// 99th percentile. `[s]`
    pub p99: f64,
    /// Largest. `[s]`
    pub max: f64,
}

/// Collects times. Percentiles within 0.1% at constant memory.
#[derive(Debug, Default)]
pub(super) struct Watch {
    recorder: Recorder,
    count: u64,
    max: u64, // [ns]
}

impl Watch {
    pub(super) fn add(&mut self, nanoseconds: u64) {
        self.recorder.record(nanoseconds);
        self.count += 1;
        self.max = self.max.max(nanoseconds);
    }

    /// The mean so far. `[s]`
    pub(super) fn mean(&self) -> f64 {
        self.recorder.sum() as f64 / (self.count as f64).max(1.0) / 1e9
    }

    pub(super) fn times(&self) -> Times {
        let Some([mean, p50, p95, p99]) = self.recorder.times() else {
            return Times::default();
        };
        Times {
            count: self.count,
            mean,
            p50,
            p95,
            p99,
            max: self.max as f64 / 1e9,
        }
    }
}

/// A point of the clock as a time.
pub(super) fn time(nanoseconds: u64) -> Time {
    seconds(nanoseconds as f64 / 1e9)
}

/// What is measured in the time between the first and the last measured arrival (or the whole run).
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) accepted: Watch,
    pub(super) wait: Watch,
    pub(super) completed: Watch,
    pub(super) approved: Watch,
    pub(super) run: TaskRun,
}

impl Counts {
    /// Adds up what a message took that is done or dead.
    pub(super) fn settle(&mut self, message: &Message) {
        if message.measured {
            self.run.received += u64::from(message.received);
            self.run.effects += u64::from(message.effects);
            self.run.duplicates += u64::from(message.effects.saturating_sub(1));
            self.run.work += message.work as f64 / 1e9;
            self.run.useful += message.useful as f64 / 1e9;
        }
    }
}

/// Integrals over time. `[ns]`
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Area {
    pub(super) waiting: f64,
    pub(super) busy: f64,
    pub(super) servers: f64,
    pub(super) time: u64,
}

impl Area {
    /// What came between this and a later one.
    pub(super) fn to(self, later: Self) -> Self {
        Self {
            waiting: later.waiting - self.waiting,
            busy: later.busy - self.busy,
            servers: later.servers - self.servers,
            time: later.time - self.time,
        }
    }
}
