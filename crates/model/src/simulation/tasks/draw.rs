//! Dice: how long something takes, which of several.

use crate::network::Service;
use crate::simulation::streams::Stream;

/// How long a service takes: constant, a sum of exponentials, or one of two exponentials. `[ns]`
pub(super) fn service(stream: &mut Stream, service: &Service) -> u64 {
    let mean = service.mean.seconds() * 1e9;
    let time = if service.variation <= 0.0 {
        mean
    } else if service.variation < 1.0 {
        let shape = (1.0 / service.variation).ceil().min(1000.0) as u32;
        let sum: f64 = (0..shape).map(|_| stream.exponential()).sum();
        mean * sum / f64::from(shape)
    } else if service.variation > 1.0 {
        // Two exponentials with balanced means: each makes half of the work.
        let tilt = ((service.variation - 1.0) / (service.variation + 1.0)).sqrt();
        let first = 0.5 * (1.0 + tilt);
        let chance = if stream.happens(first) {
            first
        } else {
            1.0 - first
        };
        mean * stream.exponential() / (2.0 * chance)
    } else {
        mean * stream.exponential()
    };
    nanoseconds(time)
}

/// An exponential time of a mean in seconds. `[ns]`
pub(super) fn exponential(stream: &mut Stream, mean: f64) -> u64 {
    nanoseconds(stream.exponential() * mean * 1e9)
}

/// Rounded to whole nanoseconds.
pub(super) fn nanoseconds(time: f64) -> u64 {
    (time + 0.5) as u64
}

/// Picks an index in proportion to its weight.
#[derive(Debug)]
pub(super) struct Wheel {
    sums: Vec<f64>,
}

impl Wheel {
    pub(super) fn new(weights: &[f64]) -> Self {
        let mut sum = 0.0;
        let sums = weights.iter().map(|weight| {
            sum += weight;
            sum
        });
        Self {
            sums: sums.collect(),
        }
    }

    pub(super) fn pick(&self, stream: &mut Stream) -> u32 {
        let Some(sum) = self.sums.last() else {
            return 0;
        };
        let at = stream.uniform() * sum;
        self.sums
            .partition_point(|s| *s <= at)
            .min(self.sums.len() - 1) as u32
    }
}
