//! Quantities with their units: time, rate, bytes, money.
//!
//! Each is one `f64` in a base unit (seconds, per second, bytes, US dollars), so that a formula cannot add a time to
//! a rate. A quantity may hold any number, also a negative one or NaN; the model checks ranges where it uses them and
//! names the parameter that is wrong.
//!
//! ```
//! use model::units::{ms, per_second};
//! let busy = per_second(85.0) * ms(12.5);
//! assert!((busy - 1.0625).abs() < 1e-12);
//! assert_eq!(ms(12.5).to_string(), "12.5\u{202f}ms");
//! ```

mod parse;

pub use parse::NotAQuantity;

use crate::format::{count, rounded, significant, with_unit};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Sub};

/// Hours in a month, as the price lists of the clouds count them: a year of 365 days over twelve. `[h]`
pub const HOURS_A_MONTH: f64 = 730.0;

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $base:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// Nothing of it.
            pub const ZERO: Self = Self(0.0);

            #[doc = concat!("The amount in the base unit. `[", $unit, "]`")]
            pub const fn $base(self) -> f64 {
                self.0
            }

            /// The larger of the two.
            #[must_use]
            pub fn max(self, other: Self) -> Self {
                Self(self.0.max(other.0))
            }

            /// The smaller of the two.
            #[must_use]
            pub fn min(self, other: Self) -> Self {
                Self(self.0.min(other.0))
            }

            /// Whether it is an ordinary number: neither infinite nor NaN.
            pub const fn is_finite(self) -> bool {
                self.0.is_finite()
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }
        impl Mul<$name> for f64 {
            type Output = $name;
            fn mul(self, quantity: $name) -> $name {
                $name(self * quantity.0)
            }
        }
        impl Div<f64> for $name {
            type Output = Self;
            fn div(self, divisor: f64) -> Self {
                Self(self.0 / divisor)
            }
        }
        impl Div for $name {
            type Output = f64;
            fn div(self, other: Self) -> f64 {
                self.0 / other.0
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
                Self(all.map(|q| q.0).sum())
            }
        }
    };
}

quantity!(
    /// A length of time, in seconds. A point on the simulation's clock is an integer number of nanoseconds instead.
    Time, seconds, "s"
);
quantity!(
    /// How often something happens, per second.
    Rate, per_second, "1/s"
);
quantity!(
    /// An amount of memory or disk space, in bytes.
    Bytes, bytes, "B"
);
quantity!(
    /// An amount of money, in US dollars.
    Money, usd, "USD"
);

/// Microseconds.
pub const fn us(amount: f64) -> Time {
    Time(amount / 1e6)
}
/// Milliseconds.
pub const fn ms(amount: f64) -> Time {
    Time(amount / 1e3)
}
/// Seconds.
pub const fn seconds(amount: f64) -> Time {
    Time(amount)
}
/// Times per second.
pub const fn per_second(amount: f64) -> Rate {
    Rate(amount)
}
/// A line's speed in megabits (10^6 bits) a second, as a rate of bytes.
pub const fn megabits(amount: f64) -> Rate {
    Rate(amount * 1e6 / 8.0)
}
/// Bytes.
pub const fn bytes(amount: f64) -> Bytes {
    Bytes(amount)
}
/// Kibibytes (1 024 bytes).
pub const fn kib(amount: f64) -> Bytes {
    Bytes(amount * 1024.0)
}
/// Mebibytes (1 024 KiB).
pub const fn mib(amount: f64) -> Bytes {
    Bytes(amount * 1024.0 * 1024.0)
}
/// Gibibytes (1 024 MiB).
pub const fn gib(amount: f64) -> Bytes {
    Bytes(amount * 1024.0 * 1024.0 * 1024.0)
}
/// US dollars.
pub const fn usd(amount: f64) -> Money {
    Money(amount)
}

impl Time {
    /// The amount in milliseconds. `[ms]`
    pub const fn millis(self) -> f64 {
        self.0 * 1e3
    }
    /// The amount in microseconds. `[us]`
    pub const fn micros(self) -> f64 {
        self.0 * 1e6
    }
}

impl Rate {
    /// The mean time between two of them.
    pub const fn interval(self) -> Time {
        Time(1.0 / self.0)
    }
}

impl Bytes {
    /// The amount in GiB. `[GiB]`
    pub const fn gib(self) -> f64 {
        self.0 / (1024.0 * 1024.0 * 1024.0)
    }
}

impl Mul<Time> for Rate {
    type Output = f64;
    fn mul(self, time: Time) -> f64 {
        self.0 * time.0
    }
}
impl Mul<Rate> for Time {
    type Output = f64;
    fn mul(self, rate: Rate) -> f64 {
        self.0 * rate.0
    }
}

impl fmt::Display for Time {
    /// Microseconds, milliseconds, seconds, minutes or hours, whichever suits. Less than half a nanosecond is none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (amount, unit) = match rounded(self.0, 0.5e-9).abs() {
            0.0 => (0.0, "ms"),
            t if t < 0.999_5e-6 => (self.0 * 1e9, "ns"),
            t if t < 0.999_5e-3 => (self.0 * 1e6, "µs"),
            t if t < 0.999_5 => (self.0 * 1e3, "ms"),
            t if t < 120.0 => (self.0, "s"),
            t if t < 7_200.0 => (self.0 / 60.0, "min"),
            _ => (self.0 / 3_600.0, "h"),
        };
        f.pad(&with_unit(&significant(amount, 3), unit))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = count(self.0);
        let space = if text.ends_with(|c: char| c.is_ascii_digit()) {
            "\u{202f}"
        } else {
            ""
        };
        f.pad(&format!("{text}{space}/s"))
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [&str; 6] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
        let (mut amount, mut unit) = (self.0, 0);
        while amount.abs() >= 1023.5 && unit + 1 < UNITS.len() {
            amount /= 1024.0;
            unit += 1;
        }
        f.pad(&with_unit(
            &significant(amount, 4.min(3 + usize::from(amount.abs() >= 999.5))),
            UNITS[unit],
        ))
    }
}

impl fmt::Display for Money {
    /// Cents below ten dollars, whole dollars above, grouped by threes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0.0 { "-" } else { "" };
        let amount = self.0.abs();
        let text = match amount {
            a if !a.is_finite() => significant(a, 3),
            a if a > 0.0 && a < 0.1 => significant(a, 3),
            a if a < 9.995 => format!("{a:.2}"),
            a if a < 1e6 => significant(a.round(), 6),
            a => count(a),
        };
        f.pad(&format!("{sign}${text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_read_back_as_they_were() {
        for time in [
            us(100.0),
            ms(8.0),
            seconds(0.1 + 0.2),
            seconds(7200.0),
            us(0.3),
        ] {
            assert_eq!(time.exactly().parse(), Ok(time), "{}", time.exactly());
        }
        for size in [kib(40.0), gib(0.1), bytes(12_345.678), bytes(1e9)] {
            assert_eq!(size.exactly().parse(), Ok(size), "{}", size.exactly());
        }
        assert_eq!(ms(8.0).exactly(), "8 ms");
        assert_eq!(gib(4.0).exactly(), "4 GiB");
        assert_eq!(usd(0.0416).exactly().parse(), Ok(usd(0.0416)));
        assert_eq!(per_second(250.0).exactly(), "250/s");
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        for text in [
            "", "8", "ms", "8 GiB", "eight ms", "nan ms", "1e999 s", "1e308 h", "8 ms ms", "$",
            "--8 ms",
        ] {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
        assert_eq!("1e3 s".parse(), Ok(seconds(1e3)));
        assert_eq!("1_000 ms".parse(), Ok(seconds(1.0)));
        assert_eq!(" $ 12.5 ".parse(), Ok(usd(12.5)));
    }
}
