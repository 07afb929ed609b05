//! How much of a cache is simulated, and what comes of it.

use crate::error::{Error, within};
use crate::simulation::student_t_975;

/// How much is simulated. Numerical knobs, with defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// All random streams come from it. Same seed, same bytes.
    pub seed: u64,
    /// Measured reads. 1 000 to 10^10
    pub requests: u64,
    /// Reads before that, at most; a cache that fills sooner is measured sooner. To 10^10
    pub warm_up: u64,
    /// Entries of the simulated cache, at most; a larger one is scaled down. 100 to 10^8
    pub entries: u32,
}

impl Default for Effort {
    /// Two million reads: the hit ratio to about ±0.001.
    fn default() -> Self {
        Self {
            seed: 1,
            requests: 2_000_000,
            warm_up: 2_000_000,
            entries: 32_768,
        }
    }
}

impl Effort {
    /// A tenth of that, for a slider: tens of milliseconds, the hit ratio to about ±0.003.
    pub fn draft() -> Self {
        Self {
            requests: 200_000,
            warm_up: 200_000,
            entries: 4_096,
            ..Self::default()
        }
    }

    /// Checks the numbers.
    pub(super) fn check(&self) -> Result<(), Error> {
        within("requests", self.requests as f64, 1e3, 1e10)?;
        within("warm_up", self.warm_up as f64, 0.0, 1e10)?;
        within("simulated entries", f64::from(self.entries), 100.0, 1e8)?;
        Ok(())
    }
}

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Share of the reads that hit. `[1]`
    pub hit_ratio: f64,
    /// Half the width of its 95% interval. `[1]`
    pub half_width: f64,
    /// Measured reads.
    pub requests: u64,
    /// Objects in the cache at the end, as far as it was simulated at scale 1. `[1]`
    pub occupied: f64,
}

/// Shares of independent (or nearly independent) parts as one, with Student's interval.
pub(super) fn summary(parts: &[f64], requests: u64, occupied: f64) -> Measured {
    let n = parts.len() as f64;
    let mean = parts.iter().sum::<f64>() / n;
    let square: f64 = parts.iter().map(|x| (x - mean) * (x - mean)).sum();
    Measured {
        hit_ratio: mean,
        half_width: student_t_975(parts.len() as u32 - 1) * (square / (n - 1.0) / n).sqrt(),
        requests,
        occupied,
    }
}
