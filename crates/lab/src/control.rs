//! Controls: a value in the text that the reader may change.
//!
//! A control is a function call. `slider(...)` returns its default in a notebook, what `--set` says on the command
//! line, and what the reader chose in the page. Each call also emits a description under the MIME type
//! `application/vnd.millions.control.NAME+json`, from which the page draws the control.
//!
//! ```
//! use lab::{emit, prelude::*};
//! let (users, outputs) = emit::collect(|| {
//!     slider("daily_users", 1e3..=1e8).log().unit("users").at(2e6)
//! });
//! assert_eq!(users, 2e6);
//! assert_eq!(outputs[0].mime, "application/vnd.millions.control.daily_users+json");
//! ```
//!
//! There is no `text/plain` beside it on purpose: evcxr keeps one result per type and cell, so that of a second slider, or
//! of the figure under it, would be replaced. A notebook shows the default in the code.
//!
//! Controls panic on bad input. A cell has no better way to fail, and the kernel turns the panic into an error with file
//! and line.

use crate::emit::emit;
use crate::number;
use crate::settings;
use serde::Serialize;
use serde_json::Value;
use std::ops::RangeInclusive;

/// A number the reader may move within a range. Finish with [`Slider::at`].
///
/// # Panics
/// When `name` is not lower-case letters, digits and underscores, or the range is empty or not finite.
#[must_use = "a slider needs its default: end with .at(value)"]
#[track_caller]
pub fn slider(name: &str, range: RangeInclusive<f64>) -> Slider {
    check_name("slider", name);
    let (min, max) = (*range.start(), *range.end());
    assert!(
        min.is_finite() && max.is_finite() && min < max,
        "slider `{name}`: the range {min} to {max} is empty or not finite; write the smaller number first"
    );
    Slider {
        name: name.to_owned(),
        min,
        max,
        log: false,
        step: None,
        unit: String::new(),
    }
}

/// A slider before it has a default. See [`slider`].
#[derive(Clone, Debug)]
pub struct Slider {
    name: String,
    min: f64, // finite, below max
    max: f64, // finite
    log: bool,
    step: Option<f64>, // above 0
    unit: String,
}

impl Slider {
    /// Moves in factors instead of steps. For ranges over more than a decade.
    ///
    /// # Panics
    /// When the range does not lie above zero.
    #[track_caller]
    pub fn log(mut self) -> Self {
        assert!(
            self.min > 0.0,
            "slider `{}`: a logarithmic range must lie above zero, it begins at {}",
            self.name,
            self.min
        );
        self.log = true;
        self
    }

    /// The unit after the number, such as `users` or `ms`.
    pub fn unit(mut self, unit: &str) -> Self {
        unit.clone_into(&mut self.unit);
        self
    }

    /// The distance between two positions [unit of the slider].
    ///
    /// # Panics
    /// When `step` is not a positive number.
    #[track_caller]
    pub fn step(mut self, step: f64) -> Self {
        assert!(
            step.is_finite() && step > 0.0,
            "slider `{}`: the step must be above 0, was {step}",
            self.name
        );
        self.step = Some(step);
        self
    }

    /// Whole numbers only.
    pub fn whole(mut self) -> Self {
        self.step = Some(1.0);
        self
    }

    /// The value: the reader's if there is one, `default` otherwise.
    ///
    /// # Panics
    /// When the reader's value is no number or outside the range, or `default` is outside the range.
    #[track_caller]
    pub fn at(self, default: f64) -> f64 {
        assert!(
            (self.min..=self.max).contains(&default),
            "slider `{}`: its default {default} is outside {} to {}",
            self.name,
            number::plain(self.min),
            number::plain(self.max)
        );
        let value = match settings::get(&self.name) {
            None => default,
            Some(setting) => self.check(&setting, default),
        };
        emit_control(
            &self.name,
            &Description::Slider {
                name: &self.name,
                min: self.min,
                max: self.max,
                default,
                value,
                scale: if self.log { "log" } else { "linear" },
                step: self.step,
                unit: &self.unit,
            },
        );
        value
    }

    /// Like [`Slider::at`], for a count such as a number of machines.
    ///
    /// # Panics
    /// As [`Slider::at`], and when the range is not one of counts (0 to 4 294 967 295).
    #[track_caller]
    pub fn count(self, default: u32) -> u32 {
        let name = self.name.clone();
        assert!(
            self.min >= 0.0 && self.max <= f64::from(u32::MAX),
            "slider `{name}`: a count must lie within 0 to {}, the range is {} to {}",
            u32::MAX,
            self.min,
            self.max
        );
        // In range and whole by the checks above, so the conversion is exact.
        self.whole().at(f64::from(default)) as u32
    }

    #[track_caller]
    fn check(&self, setting: &Value, default: f64) -> f64 {
        let remedy = format!(
            "choose a value inside, e.g. --set {}={}",
            self.name,
            number::typed(default)
        );
        let Some(value) = setting.as_f64() else {
            panic!(
                "slider `{}`: {setting} is not a number; {remedy}",
                self.name
            );
        };
        assert!(
            (self.min..=self.max).contains(&value),
            "slider `{}`: {} is outside {} to {}; {remedy}",
            self.name,
            number::typed(value),
            number::plain(self.min),
            number::plain(self.max)
        );
        let whole = self.step == Some(1.0);
        assert!(
            !whole || value == value.floor(),
            "slider `{}`: {value} is not a whole number; {remedy}",
            self.name
        );
        value
    }
}

/// One of a few named options. Finish with [`Choice::at`].
///
/// ```
/// use lab::{emit, prelude::*};
/// let (kind, _) = emit::collect(|| choice("kind", ["SSD", "HDD"]).at("SSD"));
/// assert_eq!(kind, "SSD");
/// ```
///
/// # Panics
/// When `name` is not lower-case letters, digits and underscores, or there are no options.
#[must_use = "a choice needs its default: end with .at(option)"]
#[track_caller]
pub fn choice<const N: usize>(name: &str, options: [&'static str; N]) -> Choice {
    check_name("choice", name);
    assert!(N > 0, "choice `{name}`: give at least one option");
    Choice {
        name: name.to_owned(),
        options: options.to_vec(),
    }
}

/// A choice before it has a default. See [`choice`].
#[derive(Clone, Debug)]
pub struct Choice {
    name: String,
    options: Vec<&'static str>, // at least one
}

impl Choice {
    /// The option: the reader's if there is one, `default` otherwise.
    ///
    /// # Panics
    /// When either is not among the options.
    #[track_caller]
    pub fn at(self, default: &str) -> &'static str {
        let default = self.find(default);
        let value = match settings::get(&self.name) {
            None => default,
            Some(Value::String(text)) => self.find(&text),
            Some(other) => self.find(&other.to_string()),
        };
        emit_control(
            &self.name,
            &Description::Choice {
                name: &self.name,
                options: &self.options,
                default,
                value,
            },
        );
        value
    }

    #[track_caller]
    fn find(&self, text: &str) -> &'static str {
        match self.options.iter().find(|option| **option == text) {
            Some(option) => option,
            None => panic!(
                "choice `{}`: \"{text}\" is not one of {}; choose one of them, e.g. --set {}={}",
                self.name,
                self.options.join(", "),
                self.name,
                self.options[0]
            ),
        }
    }
}

/// Yes or no. Finish with [`Toggle::at`].
///
/// ```
/// use lab::{emit, prelude::*};
/// let (hop, _) = emit::collect(|| toggle("hop").at(true));
/// assert!(hop);
/// ```
///
/// # Panics
/// When `name` is not lower-case letters, digits and underscores.
#[must_use = "a toggle needs its default: end with .at(true) or .at(false)"]
#[track_caller]
pub fn toggle(name: &str) -> Toggle {
    check_name("toggle", name);
    Toggle {
        name: name.to_owned(),
    }
}

/// A toggle before it has a default. See [`toggle`].
#[derive(Clone, Debug)]
pub struct Toggle {
    name: String,
}

impl Toggle {
    /// The position: the reader's if there is one, `default` otherwise.
    ///
    /// # Panics
    /// When the reader's value is neither true nor false.
    #[track_caller]
    pub fn at(self, default: bool) -> bool {
        let value = match settings::get(&self.name) {
            None => default,
            Some(Value::Bool(value)) => value,
            Some(other) => panic!(
                "toggle `{}`: {other} is neither true nor false; write --set {}=true or =false",
                self.name, self.name
            ),
        };
        emit_control(
            &self.name,
            &Description::Toggle {
                name: &self.name,
                default,
                value,
            },
        );
        value
    }
}

/// What the page needs to draw a control. The field order is the order of the JSON.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Description<'a> {
    Slider {
        name: &'a str,
        min: f64,
        max: f64,
        default: f64,
        value: f64,
        scale: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        step: Option<f64>,
        unit: &'a str,
    },
    Choice {
        name: &'a str,
        options: &'a [&'static str],
        default: &'a str,
        value: &'a str,
    },
    Toggle {
        name: &'a str,
        default: bool,
        value: bool,
    },
}

fn emit_control(name: &str, description: &Description<'_>) {
    let json = serde_json::to_string(description).expect("plain fields always serialise");
    emit(
        &format!("application/vnd.millions.control.{name}+json"),
        &json,
    );
}

/// Names travel in MIME types, on the command line and in the page's address.
#[track_caller]
pub(crate) fn check_name(kind: &str, name: &str) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let fits = name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(plain);
    assert!(
        fits,
        "{kind} `{name}`: a name begins with a lower-case letter and holds lower-case letters, digits and underscores, \
         64 at most"
    );
}
