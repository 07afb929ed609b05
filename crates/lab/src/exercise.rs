//! Exercises: where a number should go, and where it is.
//!
//! The reader moves sliders until the number is there. The page notices and keeps it; a notebook says it in a line.
//!
//! ```
//! use lab::{emit, prelude::*};
//! let busy = Some(percent(0.694));
//! let exercise = exercise("cool_cores", "cores busy", busy).between(percent(0.69), percent(0.70));
//! assert_eq!(exercise.plain(), "cores busy: 69.4%. Wanted: 69% to 70%. You are there.");
//! let ((), outputs) = emit::collect(|| exercise.evcxr_display());
//! assert_eq!(outputs[0].mime, "application/vnd.millions.exercise.cool_cores+json");
//! ```

use crate::control::check_name;
use crate::emit::emit;
use crate::shown::Shown;
use crate::svg::escape;
use crate::value::Say;
use serde_json::json;

/// Begins an exercise on this number, or word. `what` says what it is. End with the target.
///
/// # Panics
/// When `name` is not lower-case letters, digits and underscores.
#[must_use = "an exercise needs its target: end with .between(..), .at_most(..), .at_least(..) or .is(..)"]
#[track_caller]
pub fn exercise<T: Say>(name: &str, what: &str, now: T) -> Question<T> {
    check_name("exercise", name);
    Question {
        name: name.to_owned(),
        what: what.to_owned(),
        now,
    }
}

/// An exercise before it has a target. See [`exercise()`].
#[derive(Clone, Debug)]
pub struct Question<T> {
    name: String,
    what: String,
    now: T,
}

impl<T: Say> Question<T> {
    /// Not below the one and not above the other.
    pub fn between<U: Say>(self, low: U, high: U) -> Exercise {
        let (from, to) = (low.said(), high.said());
        let wanted = if from == to {
            from
        } else {
            format!("{from} to {to}")
        };
        let reached = self.compared(&low, |now, low| now >= low)
            && self.compared(&high, |now, high| now <= high);
        self.ends(wanted, reached)
    }

    /// Not above this.
    pub fn at_most<U: Say>(self, most: U) -> Exercise {
        let reached = self.compared(&most, |now, most| now <= most);
        self.ends(format!("at most {}", most.said()), reached)
    }

    /// Not below this.
    pub fn at_least<U: Say>(self, least: U) -> Exercise {
        let reached = self.compared(&least, |now, least| now >= least);
        self.ends(format!("at least {}", least.said()), reached)
    }

    /// What the reader is to see, word for word.
    pub fn is(self, wanted: &str) -> Exercise {
        let reached = self.now.said() == wanted;
        self.ends(wanted.to_owned(), reached)
    }

    /// What has no number reaches nothing.
    fn compared<U: Say>(&self, target: &U, holds: impl Fn(f64, f64) -> bool) -> bool {
        let both = self.now.number().zip(target.number());
        both.is_some_and(|(now, target)| holds(now, target))
    }

    fn ends(self, wanted: String, reached: bool) -> Exercise {
        Exercise {
            now: self.now.said(),
            name: self.name,
            what: self.what,
            wanted,
            reached,
        }
    }
}

/// An exercise with its target. See [`exercise()`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an exercise is shown where a cell ends with it"]
pub struct Exercise {
    name: String,
    what: String,
    now: String,
    wanted: String,
    reached: bool,
}

impl Exercise {
    /// Whether the reader is there.
    pub fn reached(&self) -> bool {
        self.reached
    }

    fn verdict(&self) -> &'static str {
        if self.reached {
            "You are there."
        } else {
            "Not there yet."
        }
    }
}

impl Shown for Exercise {
    fn html(&self) -> Option<String> {
        let class = if self.reached {
            "zm-exercise zm-reached"
        } else {
            "zm-exercise"
        };
        Some(format!(
            "<p class=\"{class}\">{}: <strong>{}</strong>. Wanted: <strong>{}</strong>. <span class=\"zm-verdict\">{}</span></p>",
            escape(&self.what),
            escape(&self.now),
            escape(&self.wanted),
            self.verdict()
        ))
    }

    fn plain(&self) -> String {
        format!(
            "{}: {}. Wanted: {}. {}",
            self.what,
            self.now,
            self.wanted,
            self.verdict()
        )
    }

    /// Beside the text a line for the page, which keeps the reader's progress.
    fn evcxr_display(&self) {
        emit(
            &format!("application/vnd.millions.exercise.{}+json", self.name),
            &format!(
                "{{\"reached\":{},\"what\":{}}}",
                self.reached,
                json!(self.what)
            ),
        );
        emit("text/html", &self.html().unwrap_or_default());
        emit("text/plain", &self.plain());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_hold_at_their_ends_and_not_beyond() {
        let at = |now: f64| exercise("n", "n", now);
        assert!(at(1.0).between(1.0, 2.0).reached() && at(2.0).between(1.0, 2.0).reached());
        assert!(!at(2.1).between(1.0, 2.0).reached() && !at(0.9).between(1.0, 2.0).reached());
        assert!(at(1.0).at_most(1.0).reached() && !at(1.1).at_most(1.0).reached());
        assert!(at(1.0).at_least(1.0).reached() && !at(0.9).at_least(1.0).reached());
        assert!(exercise("n", "n", None::<f64>).is("none").reached());
        for nothing in [None, Some(f64::NAN)] {
            assert!(!exercise("n", "n", nothing).between(0.0, 1.0).reached());
            assert!(!exercise("n", "n", nothing).at_most(1.0).reached());
        }
    }

    #[test]
    fn words_are_escaped() {
        let shown = exercise("n", "<b>", "<i>").is("<u>");
        let html = shown.html().unwrap();
        assert!(
            html.contains("&lt;b&gt;: <strong>&lt;i&gt;</strong>. Wanted: <strong>&lt;u&gt;"),
            "{html}"
        );
    }
}
