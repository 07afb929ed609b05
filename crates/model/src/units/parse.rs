//! Quantities as people type them: `8 ms`, `4 GiB`, `250/s`, `$50`.
//!
//! ```
//! use model::units::{Bytes, Money, Rate, Time, gib, ms, per_second, usd};
//! assert_eq!("8 ms".parse(), Ok(ms(8.0)));
//! assert_eq!("4GiB".parse(), Ok(gib(4.0)));
//! assert_eq!("250/s".parse(), Ok(per_second(250.0)));
//! assert_eq!("$50".parse(), Ok(usd(50.0)));
//! assert_eq!("8".parse::<Time>().unwrap_err().to_string(), "\"8\" is no time: write a number and a unit, as in 8 ms");
//! ```

use super::{Bytes, Money, Rate, Time};
use std::fmt;
use std::str::FromStr;

/// A unit: its name, and by what its number is multiplied and divided to come to the base unit. Dividing by a million and
/// multiplying by a millionth differ in the last bit, and [`us`](super::us) divides.
type Unit = (&'static str, f64, f64);

const TIMES: [Unit; 9] = [
    ("ns", 1.0, 1e9),
    ("us", 1.0, 1e6),
    ("µs", 1.0, 1e6),
    ("ms", 1.0, 1e3),
    ("s", 1.0, 1.0),
    ("min", 60.0, 1.0),
    ("h", 3600.0, 1.0),
    ("d", 86_400.0, 1.0),
    ("months", 2_628_000.0, 1.0),
];
const RATES: [Unit; 4] = [
    ("/s", 1.0, 1.0),
    ("/min", 1.0, 60.0),
    ("/h", 1.0, 3600.0),
    ("/d", 1.0, 86_400.0),
];
const SIZES: [Unit; 11] = [
    ("B", 1.0, 1.0),
    ("kB", 1e3, 1.0),
    ("MB", 1e6, 1.0),
    ("GB", 1e9, 1.0),
    ("TB", 1e12, 1.0),
    ("KiB", 1024.0, 1.0),
    ("MiB", 1_048_576.0, 1.0),
    ("GiB", 1_073_741_824.0, 1.0),
    ("TiB", 1_099_511_627_776.0, 1.0),
    ("PiB", 1_125_899_906_842_624.0, 1.0),
    ("PB", 1e15, 1.0),
];
const MONEY: [Unit; 2] = [("USD", 1.0, 1.0), ("$", 1.0, 1.0)];

/// A text that is no quantity of the kind that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAQuantity {
    text: String,
    kind: &'static str,
    example: &'static str,
}

impl fmt::Display for NotAQuantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            text,
            kind,
            example,
        } = self;
        write!(
            f,
            "\"{text}\" is no {kind}: write a number and a unit, as in {example}"
        )
    }
}

impl std::error::Error for NotAQuantity {}

/// The amount in the base unit. Spaces between number and unit and around them don't matter.
fn amount(text: &str, units: &[Unit]) -> Option<f64> {
    let text = text.trim();
    let (text, unit) = match text.strip_prefix('$') {
        Some(rest) => (rest, Some("$")),
        None => (text, None),
    };
    let (number, unit) = match unit {
        Some(unit) => (text, unit),
        None => {
            let begin = text.find(|c: char| !(c.is_ascii_digit() || "+-.eE_".contains(c)))?;
            (&text[..begin], &text[begin..])
        }
    };
    let (_, times, over) = units.iter().find(|(name, ..)| *name == unit.trim())?;
    let number: f64 = number.trim().replace('_', "").parse().ok()?;
    let amount = number * times / over;
    amount.is_finite().then_some(amount)
}

macro_rules! parsed {
    ($quantity:ident, $kind:literal, $units:ident, $example:literal) => {
        impl FromStr for $quantity {
            type Err = NotAQuantity;
            fn from_str(text: &str) -> Result<Self, NotAQuantity> {
                amount(text, &$units)
                    .map($quantity)
                    .ok_or_else(|| NotAQuantity {
                        text: text.to_owned(),
                        kind: $kind,
                        example: $example,
                    })
            }
        }
    };
}

parsed!(Time, "time", TIMES, "8 ms");
parsed!(Rate, "rate", RATES, "250/s");
parsed!(Bytes, "amount of memory", SIZES, "4 GiB");
parsed!(Money, "amount of money", MONEY, "$50");

macro_rules! written {
    ($quantity:ident, $units:ident) => {
        impl $quantity {
            /// As a text that reads back as exactly the same quantity, in the largest unit in which it is not a fraction
            /// if there is one.
            pub fn exactly(self) -> String {
                spelled(self.0, &$units)
            }
        }
    };
}

written!(Time, TIMES);
written!(Rate, RATES);
written!(Bytes, SIZES);
written!(Money, MONEY);

/// The shortest spelling that reads back as the same number.
fn spelled(amount_in_base: f64, units: &[Unit]) -> String {
    let spellings = units.iter().map(|(unit, times, over)| {
        let number = amount_in_base * over / times;
        let space = if unit.starts_with('/') { "" } else { " " };
        format!("{number}{space}{unit}")
    });
    spellings
        .filter(|text| amount(text, units) == Some(amount_in_base))
        .min_by_key(|text| text.chars().count())
        .unwrap_or_else(|| format!("{amount_in_base} {}", units[0].0))
}
