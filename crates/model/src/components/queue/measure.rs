//! Numbers that are no times, with the interval in which the truth lies.

use crate::format::significant;
use crate::report::{Estimate, Response};
use crate::simulation::student_t_975;
use crate::simulation::tasks::Times;
use crate::units::{Time, seconds};
use std::fmt;

/// A number with its 95% confidence interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measure {
    /// The estimate, or the closed form's value; in the unit of what is measured, as its field says.
    pub value: f64,
    /// Half the width of the 95% interval, in the same unit; `None` for a closed form.
    pub half_width: Option<f64>,
}

impl Measure {
    /// A value without an interval.
    pub const fn exact(value: f64) -> Self {
        Self {
            value,
            half_width: None,
        }
    }

    /// The mean of independent results, with the 95% interval of Student's t.
    pub(super) fn of(results: impl IntoIterator<Item = f64>) -> Self {
        let results: Vec<f64> = results.into_iter().collect();
        let n = results.len() as f64;
        let mean = results.iter().sum::<f64>() / n.max(1.0);
        let square: f64 = results.iter().map(|x| (x - mean) * (x - mean)).sum();
        let freedom = results.len().saturating_sub(1).max(1) as u32;
        let error = (square / f64::from(freedom) / n.max(1.0)).sqrt();
        Self {
            value: mean,
            half_width: Some(student_t_975(freedom) * error),
        }
    }

    /// Whether `value` lies in the interval.
    pub fn covers(&self, value: f64) -> bool {
        (value - self.value).abs() <= self.half_width.unwrap_or(0.0)
    }

    /// The same as a time in seconds.
    pub(super) fn time(self) -> Estimate {
        Estimate {
            value: seconds(self.value),
            half_width: self.half_width.map(seconds),
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = significant(self.value, 3);
        match self.half_width {
            Some(half) => f.pad(&format!("{value} ± {}", significant(half, 2))),
            None => f.pad(&value),
        }
    }
}

/// A response from the times of independent runs.
pub(super) fn response(runs: &[Times]) -> Response {
    let part = |of: fn(&Times) -> f64| Measure::of(runs.iter().map(of)).time();
    Response {
        mean: part(|t| t.mean),
        p50: part(|t| t.p50),
        p95: part(|t| t.p95),
        p99: part(|t| t.p99),
    }
}

/// A response in closed form: mean, median, 95th and 99th percentile.
pub(super) fn exactly(times: [Time; 4]) -> Response {
    let [mean, p50, p95, p99] = times.map(Estimate::exact);
    Response {
        mean,
        p50,
        p95,
        p99,
    }
}
