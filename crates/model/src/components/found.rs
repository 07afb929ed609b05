//! What a request finds where a balancer sends it, and what follows for mean and tail.

use super::late::lateness;
use crate::crossing::narrow;
use crate::error::{Error, within};
use crate::network::Service;
use crate::units::{Time, seconds};

/// How exactly a percentile is found. `[1]`
const EXACT: f64 = 1e-12;

/// What a request finds at the machine that was chosen for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    servers: u32,
    service: Service,
    pub(super) even: f64, // [1], squared coefficient of variation of the times between arrivals
    pub(super) queue: Vec<f64>, // [1], probability of a free server, and of being the first, second, ... to wait
    pub(super) best: f64,       // [s], wait at the machine with the least load
    pub(super) worst: f64,      // [s], and with the most
}

impl Found {
    /// Nothing yet, before machines with so many servers whose arrivals are this `even`.
    pub(super) fn nothing(servers: u32, service: Service, even: f64) -> Self {
        Self {
            servers,
            service,
            even,
            queue: vec![0.0],
            best: 0.0,
            worst: 0.0,
        }
    }

    /// Mean time that a request waits for a server.
    pub fn mean_wait(&self) -> Time {
        let general = (self.even + self.service.variation) / (self.even + 1.0);
        self.service.mean * (self.ahead() / f64::from(self.servers) * general)
    }

    /// Mean time until it is answered.
    pub fn mean_sojourn(&self) -> Time {
        self.mean_wait() + self.service.mean
    }

    /// Probability that it has to wait. `[1]`
    pub fn probability_of_waiting(&self) -> f64 {
        1.0 - self.queue[0]
    }

    /// Mean wait at the machine with the least load.
    pub fn best(&self) -> Time {
        seconds(self.best)
    }

    /// Mean wait at the machine with the most load.
    pub fn worst(&self) -> Time {
        seconds(self.worst)
    }

    /// Probability that it takes longer than this until it is answered; for exponential service. `[1]`
    pub fn tail(&self, time: Time) -> f64 {
        let late = lateness(self.servers, (time / self.service.mean).max(0.0));
        let each = |(m, p): (usize, &f64)| p * late.get(m).copied().unwrap_or(1.0);
        self.queue
            .iter()
            .enumerate()
            .map(each)
            .sum::<f64>()
            .min(1.0)
    }

    /// The time within which the share `q` is answered; for exponential service.
    ///
    /// # Errors
    /// `q` is not from 0 to 0.999999, or the service is not exponential.
    pub fn percentile(&self, q: f64) -> Result<Time, Error> {
        within("share of the requests", q, 0.0, 0.999_999)?;
        let bound = "must be 1 for a percentile: the service exponential";
        if self.service.variation != 1.0 {
            return Err(Error::new(
                "squared coefficient of variation",
                self.service.variation,
                bound,
            ));
        }
        // Tails fall nearly exponentially: a line, of logarithms.
        let off = |t: f64| libm::log((1.0 - q) / self.tail(seconds(t)).max(1e-300));
        let mut low = (0.0_f64, off(0.0));
        let mut high = low;
        while high.1 < 0.0 {
            let further = (2.0 * high.0).max(self.service.mean.seconds());
            (low, high) = (high, (further, off(further)));
        }
        if low.1 >= 0.0 {
            return Ok(seconds(low.0));
        }
        let (low, high) = narrow(low, high, |t| EXACT * t, |t| Ok::<_, Error>(off(t)))?;
        Ok(seconds(0.5 * (low + high)))
    }

    /// Mean number that have to finish before it is served. `[1]`
    pub(super) fn ahead(&self) -> f64 {
        let each = |(m, p): (usize, &f64)| m as f64 * p;
        self.queue.iter().enumerate().map(each).sum()
    }

    /// All queues are longer by a number of this mean, independent of the differences between them, whose tail falls by
    /// `ratio`.
    pub(super) fn behind(mut self, mean: f64, ratio: f64) -> Self {
        let waits = (mean * (1.0 - ratio)).min(1.0);
        let ratio = if waits < 1.0 { ratio } else { 1.0 - 1.0 / mean };
        let mut level = self.clone();
        level.queue = vec![0.0];
        level.add_geometric(1.0, waits, ratio);
        let mut sum = vec![0.0; self.queue.len() + level.queue.len() - 1];
        for (m, p) in self.queue.iter().enumerate() {
            for (to, q) in sum[m..].iter_mut().zip(&level.queue) {
                *to += p * q;
            }
        }
        self.queue = sum;
        self
    }

    /// A part of the requests of which `waits` wait, and of these the next in line are fewer by `ratio` each.
    pub(super) fn add_geometric(&mut self, part: f64, waits: f64, ratio: f64) {
        let waits = waits.min(1.0);
        self.queue[0] += part * (1.0 - waits);
        let mut p = part * waits * (1.0 - ratio);
        for m in 1.. {
            if p < 1e-17 {
                break;
            }
            if self.queue.len() <= m {
                self.queue.push(0.0);
            }
            self.queue[m] += p;
            p *= ratio;
        }
    }

    /// All machines are alike.
    pub(super) fn everywhere(mut self) -> Self {
        let wait = self.mean_wait().seconds();
        (self.best, self.worst) = (wait, wait);
        self
    }
}
