//! Numbers on their way into the prose.
//!
//! `value("knee", x)` returns `x` and remembers it under its name; a chapter writes `{=knee}` where it wants it read. The
//! sentence then moves with the sliders and cannot go stale.
//!
//! ```
//! use lab::{emit, prelude::*};
//! let (users, outputs) = emit::collect(|| value("knee", 310_000.0));
//! assert_eq!(users, 310_000.0);
//! assert_eq!(outputs[0].mime, "application/vnd.millions.value.knee+json");
//! assert_eq!(outputs[0].text, "{\"text\":\"310\u{202f}k\",\"value\":310000.0}");
//! ```

use crate::control::check_name;
use crate::emit::emit;
use model::format;
use model::units::{Bytes, Money, Rate, Time};
use serde_json::{Value, json};

/// What prose can say: a number with its unit, or a word.
pub trait Say {
    /// As the reader sees it, three significant digits at most.
    fn said(&self) -> String;

    /// The number behind it, in the base unit; nothing for words.
    fn number(&self) -> Option<f64>;
}

/// Remembers `said` under `name` for `{=name}` in the prose, and returns it.
///
/// # Panics
/// When `name` is not lower-case letters, digits and underscores.
#[track_caller]
pub fn value<T: Say>(name: &str, said: T) -> T {
    check_name("value", name);
    let text = said.said();
    let number = match said.number() {
        Some(number) => json!(number),
        None => Value::String(text.clone()),
    };
    // Written out for the order of the fields: serde_json sorts the keys of a map, which is the same today.
    let content = format!("{{\"text\":{},\"value\":{number}}}", json!(text));
    emit(
        &format!("application/vnd.millions.value.{name}+json"),
        &content,
    );
    said
}

impl Say for f64 {
    fn said(&self) -> String {
        format::count(*self)
    }

    fn number(&self) -> Option<f64> {
        Some(*self)
    }
}

macro_rules! say_counts {
    ($($type:ty),*) => {$(
        impl Say for $type {
            fn said(&self) -> String {
                format::count(*self as f64)
            }

            fn number(&self) -> Option<f64> {
                Some(*self as f64)
            }
        }
    )*};
}

say_counts!(u8, u16, u32, u64, usize, i32, i64);

macro_rules! say_quantities {
    ($($type:ty => $base:ident),*) => {$(
        impl Say for $type {
            fn said(&self) -> String {
                self.to_string()
            }

            fn number(&self) -> Option<f64> {
                Some(self.$base())
            }
        }
    )*};
}

impl Say for model::report::Estimate {
    fn said(&self) -> String {
        self.to_string()
    }

    fn number(&self) -> Option<f64> {
        Some(self.value.seconds())
    }
}

say_quantities!(Time => seconds, Rate => per_second, Bytes => bytes, Money => usd);

impl Say for str {
    fn said(&self) -> String {
        self.to_owned()
    }

    fn number(&self) -> Option<f64> {
        None
    }
}

impl Say for String {
    fn said(&self) -> String {
        self.clone()
    }

    fn number(&self) -> Option<f64> {
        None
    }
}

impl<T: Say + ?Sized> Say for &T {
    fn said(&self) -> String {
        (**self).said()
    }

    fn number(&self) -> Option<f64> {
        (**self).number()
    }
}

/// What there may not be, such as the latency of an overloaded system, is said as "none".
impl<T: Say> Say for Option<T> {
    fn said(&self) -> String {
        self.as_ref().map_or_else(|| "none".to_owned(), Say::said)
    }

    fn number(&self) -> Option<f64> {
        self.as_ref().and_then(Say::number)
    }
}

/// A share of one, said as a percentage: `value("busy", percent(0.853))` is "85.3%".
#[must_use]
pub fn percent(share: f64) -> Percent {
    Percent(share)
}

/// A share of one. See [`percent`].
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Percent(f64); // [1]

impl Say for Percent {
    fn said(&self) -> String {
        format::percent(self.0)
    }

    fn number(&self) -> Option<f64> {
        Some(self.0)
    }
}

impl crate::shown::Shown for Percent {
    fn plain(&self) -> String {
        self.said()
    }
}

/// How many times larger: `value("gain", times(4.6))` is "4.6 times".
#[must_use]
pub fn times(factor: f64) -> Times {
    Times(factor)
}

/// A factor. See [`times`].
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Times(f64); // [1]

impl Say for Times {
    fn said(&self) -> String {
        format!("{} times", format::significant(self.0, 3))
    }

    fn number(&self) -> Option<f64> {
        Some(self.0)
    }
}

impl crate::shown::Shown for Times {
    fn plain(&self) -> String {
        self.said()
    }
}
