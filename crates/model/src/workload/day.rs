//! The shape of a day.

use crate::error::{Error, within};
use crate::network::Arrivals;
use crate::units::{Rate, Time, seconds};

/// How the requests of a day spread over its hours.
///
/// ```text
///  p ┤            ╭──╮        p: peak to mean
///    │          ╭─╯  ╰╮       top: the hour of the peak
///  1 ┼╮─ ─ ─ ─ ╭╯─ ─ ─╰       at hour h, over the mean:
///    │╰╮      ╭╯                by 24 weights    24 w(h)/(w(0) + ... + w(23))
/// 2-p┤ ╰──────╯                 a sinusoid       1 + (p - 1) cos(2 pi (h - top)/24)
///    └───────────┴────┴
///    0           top  24
/// ```
///
/// The assumption that matters most: all days are alike, and everybody lives by one clock. Weekends, holidays and an
/// [`Audience`](super::Audience) in several time zones are in the weights, or nowhere.
///
/// ```
/// use model::workload::Day;
/// let day = Day::sinusoid(1.5, 20.0); // 1.5 times the mean at 20:00, half of it at 8:00
/// assert!((day.factor(20.0) - 1.5).abs() < 1e-12);
/// assert!((day.factor(8.0) - 0.5).abs() < 1e-12);
/// assert_eq!(day.hours_above(1.0).round(), 12.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Day(Shape);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Hours([f64; 24]), // each from 0, the sum above 0
    Sinusoid {
        swing: f64, // [1], 0 to 1
        top: f64,   // [h], 0 to 24
    },
}

impl Day {
    /// By 24 weights in any unit, the first from 0:00 to 1:00: requests, shares, percent. Within an hour the rate is even.
    pub const fn hourly(weights: [f64; 24]) -> Self {
        Self(Shape::Hours(weights))
    }

    /// A sinusoid: `peak_to_mean` times the mean at its `top`, as far below the mean twelve hours later. `[1]`, 1 to 2; `[h]`
    pub const fn sinusoid(peak_to_mean: f64, top: f64) -> Self {
        Self(Shape::Sinusoid {
            swing: peak_to_mean - 1.0,
            top,
        })
    }

    /// The same rate all day.
    pub const fn even() -> Self {
        Self::sinusoid(1.0, 0.0)
    }

    /// The weights of its hours, where it was given by them.
    #[cfg(feature = "file")]
    pub(crate) fn weights(&self) -> Option<&[f64; 24]> {
        match &self.0 {
            Shape::Hours(weights) => Some(weights),
            Shape::Sinusoid { .. } => None,
        }
    }

    /// Peak to mean and the hour of the peak, where it is a sinusoid. `[1]`, `[h]`
    #[cfg(feature = "file")]
    pub(crate) fn swing(&self) -> Option<(f64, f64)> {
        match &self.0 {
            Shape::Hours(_) => None,
            Shape::Sinusoid { swing, top } => Some((1.0 + swing, *top)),
        }
    }

    /// Rate over the mean rate of the day, at an hour of the day. `[1]`; `[h]`, any number: the days are alike
    pub fn factor(&self, hour: f64) -> f64 {
        match &self.0 {
            Shape::Hours(weights) => {
                let hour = hour - 24.0 * (hour / 24.0).floor();
                let mean = weights.iter().sum::<f64>() / 24.0;
                weights[(hour as usize).min(23)] / mean
            }
            Shape::Sinusoid { swing, top } => 1.0 + swing * libm::cos((hour - top) * TURN),
        }
    }

    /// Mean of the rate over the mean rate of the day, from one hour to another. `[1]`
    fn mean_factor(&self, from: f64, to: f64) -> f64 {
        match &self.0 {
            // Only asked for whole hours.
            Shape::Hours(_) => self.factor(from),
            Shape::Sinusoid { swing, top } => {
                let sine = libm::sin((to - top) * TURN) - libm::sin((from - top) * TURN);
                1.0 + swing * sine / (TURN * (to - from))
            }
        }
    }

    /// Share of the day's requests in each hour, as 24 numbers that add up to 1. `[1]`
    pub fn shares(&self) -> [f64; 24] {
        std::array::from_fn(|hour| self.mean_factor(hour as f64, hour as f64 + 1.0) / 24.0)
    }

    /// Highest rate over the mean rate. `[1]`, from 1
    pub fn peak_to_mean(&self) -> f64 {
        match &self.0 {
            Shape::Hours(_) => (0..24)
                .map(|hour| self.factor(f64::from(hour)))
                .fold(0.0, f64::max),
            Shape::Sinusoid { swing, .. } => 1.0 + swing,
        }
    }

    /// Hours of the day in which the rate is above this many times the mean. `[h]`, 0 to 24
    pub fn hours_above(&self, factor: f64) -> f64 {
        match &self.0 {
            Shape::Hours(_) => (0..24)
                .filter(|hour| self.factor(f64::from(*hour)) > factor)
                .count() as f64,
            Shape::Sinusoid { swing, .. } if *swing <= 0.0 => {
                if factor < 1.0 {
                    24.0
                } else {
                    0.0
                }
            }
            // The cosine is above x for the angles up to arccos x on both sides.
            Shape::Sinusoid { swing, .. } => {
                2.0 * libm::acos(((factor - 1.0) / swing).clamp(-1.0, 1.0)) / TURN
            }
        }
    }

    /// A day of this mean rate hour by hour, each with its mean rate. The last hour goes on for ever.
    pub fn phases(&self, mean: Rate) -> Vec<(Time, Rate)> {
        self.shares()
            .iter()
            .map(|share| (seconds(3600.0), mean * (24.0 * share)))
            .collect()
    }

    /// The same as arrivals.
    pub fn arrivals(&self, mean: Rate) -> Arrivals {
        Arrivals::Phases(self.phases(mean))
    }

    /// Checks that the numbers make a day.
    ///
    /// # Errors
    /// A weight that is negative or not finite, all weights zero, a peak to mean below 1 or above 2.
    pub fn check(&self) -> Result<(), Error> {
        match &self.0 {
            Shape::Hours(weights) => {
                for weight in weights {
                    within("weight of an hour", *weight, 0.0, 1e15)?;
                }
                within("sum of the hours", weights.iter().sum(), 1e-15, 1e17)?;
            }
            Shape::Sinusoid { swing, top } => {
                within("peak_to_mean of a sinusoid", 1.0 + swing, 1.0, 2.0)?;
                within("hour of the peak", *top, 0.0, 24.0)?;
            }
        }
        Ok(())
    }
}

/// An hour as an angle.
const TURN: f64 = core::f64::consts::PI / 12.0;
