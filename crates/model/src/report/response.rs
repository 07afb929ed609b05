//! How long a request takes, with the interval in which the truth lies.

use crate::units::Time;
use std::fmt;

/// A time with its 95% confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate, or the closed form's value.
    pub value: Time,
    /// Half the width of the 95% interval; `None` for a closed form.
    pub half_width: Option<Time>,
}

impl Estimate {
    /// A value without an interval.
    pub const fn exact(value: Time) -> Self {
        Self {
            value,
            half_width: None,
        }
    }

    /// The lower end of the interval.
    pub fn low(&self) -> Time {
        self.value - self.half_width.unwrap_or_default()
    }

    /// The upper end of the interval.
    pub fn high(&self) -> Time {
        self.value + self.half_width.unwrap_or_default()
    }

    /// Whether `time` lies in the interval.
    pub fn covers(&self, time: Time) -> bool {
        self.low() <= time && time <= self.high()
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.half_width {
            Some(half) => f.pad(&format!("{} ± {half}", self.value)),
            None => self.value.fmt(f),
        }
    }
}

/// How long a request takes, from its arrival at the data centre until its answer has left it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Response {
    /// Mean.
    pub mean: Estimate,
    /// Half of the requests are faster.
    pub p50: Estimate,
    /// One in twenty is slower.
    pub p95: Estimate,
    /// One in a hundred is slower.
    pub p99: Estimate,
}
