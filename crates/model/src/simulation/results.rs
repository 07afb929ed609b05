//! What one run measured, and what all replications say together.

use super::station::Tally;
use crate::report::{Estimate, Response};

/// Times of answered requests, or of finished jobs: mean, and the percentiles 50, 95 and 99. `[s]`
pub type Times = [f64; 4];

/// What one run measured. Times in seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// From a client's first attempt to its answer, over the measured requests that were answered; `None` if none was. `[s]`
    pub response: Option<Times>,
    /// From a client's first attempt to its answer, or until it was turned away or gave up: the mean over all measured
    /// requests. `[s]`
    pub stay: f64,
    /// Length of the measurement. `[s]`
    pub time: f64,
    /// What became of the requests in it.
    pub counts: Counts,
    /// Mean number of requests that clients wait for, integrated over time. `[1]`
    pub in_system: f64,
    /// What was counted at the stations: for each group, for each of its stations, all machines together.
    pub stations: Vec<Vec<Tally>>,
    /// What was counted at the pools: for each group, for each of its pools, all machines together.
    pub pools: Vec<Vec<Tally>>,
    /// The jobs of each route. Those of route 0 are the attempts.
    pub routes: Vec<Jobs<Option<Times>>>,
    /// Share of the machines of each group that was down, over time. `[1]`
    pub down: Vec<f64>,
}

/// What became of the requests, counted while the measurement lasted.
///
/// Nothing is lost: see [`Counts::is_conserved`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests that clients waited for when the measurement began.
    pub inside_before: u64,
    /// Requests that came, each once, however often it was tried.
    pub offered: u64,
    /// Requests answered in time.
    pub answered: u64,
    /// Requests that ended with a refusal: a queue was full.
    pub refused: u64,
    /// Requests that ended with a time-out.
    pub timed_out: u64,
    /// Requests that ended with a machine that was down, or failed.
    pub failed: u64,
    /// Requests that clients waited for when the measurement ended.
    pub inside_after: u64,
    /// First attempts and retries.
    pub attempts: u64,
    /// Attempts that were refused, whether or not another followed.
    pub attempts_refused: u64,
    /// Attempts that were given up by their clients, whether or not another followed.
    pub attempts_timed_out: u64,
    /// Attempts that a failure ended, whether or not another followed.
    pub attempts_failed: u64,
    /// Answers to attempts that had been given up: work for nothing.
    pub wasted: u64,
}

impl Counts {
    /// Whether everything that came went somewhere.
    pub fn is_conserved(&self) -> bool {
        let came = self.inside_before + self.offered;
        came == self.answered + self.refused + self.timed_out + self.failed + self.inside_after
    }

    /// Requests that came to their end, whichever.
    pub fn ended(&self) -> u64 {
        self.answered + self.refused + self.timed_out + self.failed
    }

    /// Share of the requests that came to their end with an answer. `[1]`
    pub fn answered_share(&self) -> f64 {
        self.answered as f64 / (self.ended() as f64).max(1.0)
    }

    /// The sum of two runs.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            inside_before: self.inside_before + other.inside_before,
            offered: self.offered + other.offered,
            answered: self.answered + other.answered,
            refused: self.refused + other.refused,
            timed_out: self.timed_out + other.timed_out,
            failed: self.failed + other.failed,
            inside_after: self.inside_after + other.inside_after,
            attempts: self.attempts + other.attempts,
            attempts_refused: self.attempts_refused + other.attempts_refused,
            attempts_timed_out: self.attempts_timed_out + other.attempts_timed_out,
            attempts_failed: self.attempts_failed + other.attempts_failed,
            wasted: self.wasted + other.wasted,
        }
    }
}

/// The jobs of a route: attempts of the first, spawned jobs of the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jobs<T> {
    /// Jobs inside when the measurement began.
    pub inside_before: u64,
    /// Jobs that began.
    pub started: u64,
    /// Jobs that came to the end of their route.
    pub finished: u64,
    /// Jobs that were refused or that a failure ended.
    pub lost: u64,
    /// Jobs inside when the measurement ended.
    pub inside_after: u64,
    /// Mean number of jobs inside, integrated over time. `[1]`
    pub in_system: f64,
    /// From the start of a job to its end, over those that were started by measured requests and finished (for route 0:
    /// the response of the request); `None` if there were none.
    pub times: T,
}

impl<T> Jobs<T> {
    /// Whether every job that began went somewhere.
    pub fn is_conserved(&self) -> bool {
        self.inside_before + self.started == self.finished + self.lost + self.inside_after
    }
}

/// What all replications say together. Times in seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Response of the answered requests with 95% intervals: from a client's first attempt to its answer.
    pub response: Response,
    /// Mean time in the system, whether answered or not: what Little's law speaks about.
    pub stay: Estimate,
    /// Requests answered a second. `[1/s]`
    pub throughput: f64,
    /// Mean number of requests that clients wait for, integrated over time. `[1]`
    pub in_system: f64,
    /// Measured time of all runs. `[s]`
    pub time: f64,
    /// Measured requests of all runs.
    pub customers: u64,
    /// What became of the requests in all runs.
    pub counts: Counts,
    /// What was counted at the stations: for each group, for each of its stations, all machines and runs together.
    pub stations: Vec<Vec<Tally>>,
    /// What was counted at the pools: for each group, for each of its pools, all machines and runs together.
    pub pools: Vec<Vec<Tally>>,
    /// The jobs of each route; the times of those that were spawned, such as a replica's lag or a task's completion.
    pub routes: Vec<Jobs<Option<Response>>>,
    /// Share of the machines of each group that was down, over time. `[1]`
    pub down: Vec<f64>,
}

impl Summary {
    /// Requests offered a second, counted. `[1/s]`
    pub fn offered(&self) -> f64 {
        self.counts.offered as f64 / self.time
    }

    /// The time of a route's jobs; `None` if none was finished.
    pub fn completion(&self, route: usize) -> Option<Response> {
        self.routes.get(route)?.times
    }

    /// Share of the requests that were answered. `[1]`
    pub fn answered_share(&self) -> f64 {
        self.counts.answered_share()
    }
}
