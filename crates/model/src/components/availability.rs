//! Availability: the share of the time that enough machines work.
//!
//! ```text
//! one machine   up ────────────┐      ┌─────────────┐      ┌──      share of the time up = up/(up + repair)
//!               down           └──────┘             └──────┘
//!                     mean up    repair
//!
//! in a row      client -> balancer -> fleet       both are needed:  a b
//! side by side  client -> either of two           one is enough:    1 - (1 - a)(1 - b)
//! k of n        at least k of n machines work     a sum of binomial probabilities
//! ```
//!
//! The assumption that matters most: machines fail independently. They share a power supply, a network, a configuration
//! and a deployment, so real fleets fall together more often than these products say.
//!
//! ```
//! use model::components::Availability;
//! let machine = Availability::of(0.99)?;
//! let pair = machine.at_least(1, 2)?;
//! assert!((pair.unavailable() - 1e-4).abs() < 1e-12);
//! // A single balancer before it spoils it: the chain is hardly better than its weakest link.
//! assert!((machine.and(pair).share() - 0.99 * 0.9999).abs() < 1e-12);
//! # Ok::<(), model::error::Error>(())
//! ```

use crate::error::{Error, within};
use crate::units::{Time, seconds};

/// How long a machine works, and how long until it works again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uptime {
    /// Mean time between repair and the next failure. 1 ms to 30 years
    pub up: Time,
    /// Mean time of a repair. 1 ms to 30 years
    pub repair: Time,
}

impl Uptime {
    /// Share of the time that the machine works.
    ///
    /// Up and repair take turns, so it is up/(up + repair), whatever their distributions (renewal-reward theorem;
    /// Ross, Introduction to Probability Models, section 7.4).
    pub fn availability(&self) -> Availability {
        Availability {
            unavailable: self.repair / self.cycle(),
        }
    }

    /// Mean time from one failure to the next.
    pub fn cycle(&self) -> Time {
        self.up + self.repair
    }

    /// Checks both times.
    pub(crate) fn check(&self, name: &str) -> Result<(), Error> {
        const MOST: f64 = 1e9; // [s]
        let up = format!("{name}: time up");
        within(&up, self.up.seconds(), 1e-3, MOST)?;
        let repair = format!("{name}: repair");
        within(&repair, self.repair.seconds(), 1e-3, MOST)?;
        Ok(())
    }
}

/// Share of the time that something works. Kept as the share that it does not, so that nine nines are not rounded away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Availability {
    unavailable: f64, // [1], 0 to 1
}

impl Availability {
    /// It never fails.
    pub const ALWAYS: Self = Self { unavailable: 0.0 };

    /// This share of the time. `[1]`, 0 to 1
    ///
    /// # Errors
    /// The share is out of range.
    pub fn of(share: f64) -> Result<Self, Error> {
        within("availability", share, 0.0, 1.0).map(|share| Self {
            unavailable: 1.0 - share,
        })
    }

    /// Share of the time that it works. `[1]`
    pub fn share(&self) -> f64 {
        1.0 - self.unavailable
    }

    /// Share of the time that it does not. `[1]`
    pub fn unavailable(&self) -> f64 {
        self.unavailable
    }

    /// How long it does not work in a year of 365 days.
    pub fn downtime_a_year(&self) -> Time {
        seconds(365.0 * 86_400.0 * self.unavailable)
    }

    /// In a row: both are needed.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let (a, b) = (self.unavailable, other.unavailable);
        Self {
            unavailable: a + b - a * b,
        }
    }

    /// Side by side: one of them is enough.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            unavailable: self.unavailable * other.unavailable,
        }
    }

    /// At least `needed` of `machines` like this one work (k of n), 1 to 10 000.
    ///
    /// # Errors
    /// More are needed than there are, or a number is out of range.
    pub fn at_least(self, needed: u32, machines: u32) -> Result<Self, Error> {
        within("machines", f64::from(machines), 1.0, 10_000.0)?;
        within(
            "needed machines",
            f64::from(needed),
            0.0,
            f64::from(machines),
        )?;
        let few = (0..needed).map(|working| self.exactly(working, machines));
        Ok(Self {
            unavailable: few.sum::<f64>().clamp(0.0, 1.0),
        })
    }

    /// The fewest machines like this one of which at least `serving` work as often as `target` says.
    ///
    /// # Errors
    /// 10 000 machines are not enough, or a number is out of range.
    pub fn needed(self, serving: u32, target: Self) -> Result<u32, Error> {
        let enough = |n: u32| {
            self.at_least(serving, n)
                .map(|a| a.unavailable <= target.unavailable)
        };
        let (mut low, mut high) = (serving.max(1), 10_000);
        if !enough(high)? {
            let bound = "is not reached by 10 000 machines";
            return Err(Error::new("target availability", target.share(), bound));
        }
        // One machine more never makes it worse, so bisection finds the first that is enough.
        while low < high {
            let middle = low + (high - low) / 2;
            if enough(middle)? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(low)
    }

    /// Probability that exactly so many of the machines work: binomial, by logarithms, so that nothing overflows. `[1]`
    fn exactly(self, working: u32, machines: u32) -> f64 {
        let (up, down) = (f64::from(working), f64::from(machines - working));
        let power = |base: f64, exponent: f64| {
            if exponent == 0.0 {
                0.0
            } else {
                exponent * libm::log(base)
            }
        };
        let choose =
            libm::lgamma(up + down + 1.0) - libm::lgamma(up + 1.0) - libm::lgamma(down + 1.0);
        let log_up = if up == 0.0 {
            0.0
        } else {
            up * libm::log1p(-self.unavailable)
        };
        libm::exp(choose + log_up + power(self.unavailable, down))
    }
}
