//! Dice: how long something takes, which of several.

use crate::simulation::streams::Stream;

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
