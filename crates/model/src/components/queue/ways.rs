//! A time that is one of several sums, each with its probability.

use crate::error::Error;
use crate::queueing::sojourn::Sojourn;
use crate::units::{Time, seconds};

/// Sums and their probabilities, which add up to one.
#[derive(Clone, Debug, Default)]
pub(super) struct Ways {
    all: Vec<(f64, Sojourn)>,
}

impl Ways {
    /// One way only.
    pub(super) fn of(way: Sojourn) -> Self {
        Self {
            all: vec![(1.0, way)],
        }
    }

    /// Adds a way.
    pub(super) fn push(&mut self, probability: f64, way: Sojourn) {
        if probability > 0.0 {
            self.all.push((probability, way));
        }
    }

    /// The mean.
    pub(super) fn mean(&self) -> Time {
        self.all.iter().map(|(p, way)| *p * way.mean()).sum()
    }

    /// Mean, median, 95th and 99th percentile.
    pub(super) fn times(&self) -> Result<[Time; 4], Error> {
        Ok([
            self.mean(),
            self.percentile(0.5)?,
            self.percentile(0.95)?,
            self.percentile(0.99)?,
        ])
    }

    fn tail(&self, time: Time) -> f64 {
        self.all.iter().map(|(p, way)| p * way.tail(time)).sum()
    }

    /// The time that the share `q` does not exceed, by bisection below Markov's bound.
    fn percentile(&self, q: f64) -> Result<Time, Error> {
        if let [(_, way)] = &self.all[..] {
            return way.percentile(q);
        }
        let (mut low, mut high) = (0.0, self.mean().seconds() / (1.0 - q));
        for _ in 0..60 {
            if high - low <= 1e-5 * high {
                break;
            }
            let middle = 0.5 * (low + high);
            if self.tail(seconds(middle)) > 1.0 - q {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(seconds(high))
    }
}
