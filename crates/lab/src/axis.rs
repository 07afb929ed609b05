//! An axis: which values it shows, where they lie, and which of them get a number.
//!
//! plotters asks the axis for positions. Its own logarithmic axis uses the host's `ln`, which differs in the last bit
//! from host to host; this one uses `libm` and its own ticks.

use crate::number::{decade, ten_to};
use model::prelude::Error;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged};
use std::ops::{Range, RangeInclusive};

/// A finite range of values laid along a line, in equal steps or equal factors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Axis {
    low: f64,  // finite; above 0 on a logarithmic axis
    high: f64, // finite, above low
    log: bool,
}

impl Axis {
    /// Equal steps. An empty range is widened so that it can be drawn.
    pub(crate) fn linear(low: f64, high: f64) -> Self {
        let high = if high > low { high } else { low + 1.0 };
        Self {
            low,
            high,
            log: false,
        }
    }

    /// Equal factors; both ends above zero.
    pub(crate) fn log(low: f64, high: f64) -> Self {
        let high = if high > low { high } else { low * 10.0 };
        Self {
            low,
            high,
            log: true,
        }
    }

    /// Widens both ends to round numbers.
    pub(crate) fn rounded(self) -> Self {
        if self.log {
            Self::log(round_down(self.low), round_up(self.high))
        } else {
            let step = step(self.high - self.low, 4);
            Self::linear(
                (self.low / step + 1e-9).floor() * step,
                (self.high / step - 1e-9).ceil() * step,
            )
        }
    }

    /// `log` or `linear`, for who reads values off a picture.
    pub(crate) fn scale(&self) -> &'static str {
        if self.log { "log" } else { "linear" }
    }

    pub(crate) fn low(&self) -> f64 {
        self.low
    }

    pub(crate) fn high(&self) -> f64 {
        self.high
    }

    /// Whether the axis shows this value.
    pub(crate) fn contains(&self, value: f64) -> bool {
        value >= self.low && value <= self.high
    }

    /// How far along the axis `value` lies, in [0, 1] for values within.
    pub(crate) fn position(&self, value: f64) -> f64 {
        if self.log {
            let from = libm::log(self.low);
            (libm::log(value) - from) / (libm::log(self.high) - from)
        } else {
            (value - self.low) / (self.high - self.low)
        }
    }

    /// `count` values evenly spread along the axis, both ends included.
    pub(crate) fn samples(&self, count: usize) -> Vec<f64> {
        let last = count.max(2) - 1;
        (0..=last)
            .map(|index| self.value_at(index as f64 / last as f64))
            .collect()
    }

    /// The value at this position in [0, 1].
    pub(crate) fn value_at(&self, position: f64) -> f64 {
        if position <= 0.0 {
            self.low
        } else if position >= 1.0 {
            self.high
        } else if self.log {
            let from = libm::log(self.low);
            libm::exp(from + position * (libm::log(self.high) - from))
        } else {
            self.low + position * (self.high - self.low)
        }
    }

    /// About `count` round values to be marked, at most twice as many.
    pub(crate) fn ticks(&self, count: usize) -> Vec<f64> {
        if self.log {
            self.log_ticks(count.max(2))
        } else {
            let step = step(self.high - self.low, count.max(2));
            let first = (self.low / step - 1e-9).ceil();
            (0..=2 * count.max(2))
                .map(|index| (first + index as f64) * step)
                .take_while(|value| *value <= self.high + step * 1e-9)
                .collect()
        }
    }

    /// Every power of ten, or every second, third...; with 2 and 5 between, or 3, if the range is short.
    fn log_ticks(&self, count: usize) -> Vec<f64> {
        let (first, last) = (decade(self.low), decade(self.high));
        let decades = (last - first + 1) as usize;
        let sets: [&[f64]; 3] = [&[1.0, 2.0, 5.0], &[1.0, 3.0], &[1.0]];
        for factors in sets {
            let ticks = self.powers(first, last, 1, factors);
            if ticks.len() <= count.max(2) + 1 && ticks.len() >= 2 {
                return ticks;
            }
        }
        let stride = decades.div_ceil(count).max(1) as i32;
        let ticks = self.powers(first, last, stride, &[1.0]);
        if ticks.len() >= 2 {
            return ticks;
        }
        // Less than a decade, and no two of 1, 2, 5 in it: as good as linear.
        Axis::linear(self.low, self.high).ticks(count)
    }

    fn powers(&self, first: i32, last: i32, stride: i32, factors: &[f64]) -> Vec<f64> {
        let edge = 1.0 + 1e-9;
        (first..=last)
            .filter(|exponent| exponent.rem_euclid(stride) == 0)
            .flat_map(|exponent| factors.iter().map(move |factor| factor * ten_to(exponent)))
            .filter(|value| *value >= self.low / edge && *value <= self.high * edge)
            .collect()
    }
}

/// The next of 1, 2, 5 times a power of ten that cuts `span` into at most `count` parts.
fn step(span: f64, count: usize) -> f64 {
    let raw = span / count as f64;
    let power = ten_to(decade(raw));
    let factor = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|factor| factor * power >= raw * (1.0 - 1e-9))
        .unwrap_or(10.0);
    factor * power
}

fn round_down(value: f64) -> f64 {
    let power = ten_to(decade(value));
    let factor = [5.0, 2.0]
        .into_iter()
        .find(|factor| factor * power <= value * (1.0 + 1e-9));
    factor.unwrap_or(1.0) * power
}

fn round_up(value: f64) -> f64 {
    let power = ten_to(decade(value));
    let factor = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|factor| factor * power >= value * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        let length = f64::from(to - from);
        let position = self.position(*value).clamp(-10.0, 10.0);
        from + libm::round(position * length) as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        self.ticks(hint.max_num_points())
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

/// Points of a curve over a logarithmic axis.
const SAMPLES: usize = 41;

/// Places on a logarithmic axis, both ends of the range included.
///
/// # Errors
/// The range does not lie above zero, or is empty.
pub(crate) fn log_samples(range: RangeInclusive<f64>) -> Result<Vec<f64>, Error> {
    let (low, high) = (*range.start(), *range.end());
    if low > 0.0 && low < high && high.is_finite() {
        return Ok(Axis::log(low, high).samples(SAMPLES));
    }
    Err(Error::new(
        "range of a curve",
        low,
        "must begin above 0 and end beyond",
    ))
}

/// The number beside a tick: "0.5", "20", "5 000", "200 k", "1 M".
pub(crate) fn tick_label(value: f64) -> String {
    let size = value.abs();
    if (1e3..1e4).contains(&size) {
        // Four digits stay as they are: "1 000" beside "500" reads better than "1 k".
        let whole = libm::round(value) as i64;
        return format!("{}\u{202f}{:03}", whole / 1000, whole.abs() % 1000);
    }
    let (scaled, suffix) = match size {
        s if s >= 1e12 => return format!("{value:e}"),
        s if s >= 1e9 => (value / 1e9, "\u{202f}G"),
        s if s >= 1e6 => (value / 1e6, "\u{202f}M"),
        s if s >= 1e4 => (value / 1e3, "\u{202f}k"),
        _ => (value, ""),
    };
    if size > 0.0 && size < 1e-4 {
        return format!("{value:e}");
    }
    // Ticks are round: rounding to six decimals only removes the noise of repeated addition.
    let clean = libm::round(scaled * 1e6) / 1e6;
    format!("{clean}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn linear_ticks_are_round() {
        assert_eq!(Axis::linear(0.0, 1.0).ticks(4), [0.0, 0.5, 1.0]);
        assert_eq!(
            Axis::linear(0.0, 100.0).ticks(5),
            [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
        );
    }

    #[test]
    fn log_ticks_are_powers_or_parts_of_them() {
        assert_eq!(Axis::log(1e3, 1e6).ticks(4), [1e3, 1e4, 1e5, 1e6]);
        assert_eq!(Axis::log(10.0, 100.0).ticks(4), [10.0, 20.0, 50.0, 100.0]);
        assert_eq!(Axis::log(1.0, 1e12).ticks(4), [1.0, 1e4, 1e8, 1e12]);
    }

    #[test]
    fn tick_labels_are_short() {
        for (value, label) in [
            (0.0, "0"),
            (0.5, "0.5"),
            (20.0, "20"),
            (5000.0, "5\u{202f}000"),
            (2e5, "200\u{202f}k"),
            (1e6, "1\u{202f}M"),
        ] {
            assert_eq!(tick_label(value), label);
        }
    }

    proptest! {
        #[test]
        fn ticks_are_few_and_within(low in 1e-3..1e6f64, factor in 1.01..1e9f64, log: bool) {
            let axis = if log { Axis::log(low, low * factor) } else { Axis::linear(low, low * factor) };
            let ticks = axis.ticks(4);
            prop_assert!(!ticks.is_empty() && ticks.len() <= 9, "{ticks:?}");
            let slack = 1.0 + 1e-6;
            prop_assert!(ticks.iter().all(|t| *t >= low / slack && *t <= low * factor * slack), "{ticks:?}");
            prop_assert!(ticks.windows(2).all(|pair| pair[0] < pair[1]));
        }

        #[test]
        fn rounded_axes_hold_the_range(low in 1e-3..1e6f64, factor in 1.01..1e6f64, log: bool) {
            let axis = if log { Axis::log(low, low * factor) } else { Axis::linear(low, low * factor) };
            let round = axis.rounded();
            prop_assert!(round.low() <= low * (1.0 + 1e-9) && round.high() >= low * factor * (1.0 - 1e-9));
        }

        #[test]
        fn positions_and_values_invert(low in 1e-3..1e6f64, factor in 1.01..1e6f64, at in 0.0..=1.0f64, log: bool) {
            let axis = if log { Axis::log(low, low * factor) } else { Axis::linear(low, low * factor) };
            prop_assert!((axis.position(axis.value_at(at)) - at).abs() < 1e-6);
        }
    }
}
