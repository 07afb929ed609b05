//! How an answer of a component is judged that is no prediction: by what it prints for programmers, where every number stands.

use model::error::{DataError, Error};
use std::fmt::Debug;

/// An answer, or an error that names something. Panics if a number of the answer is none, or below zero.
pub(crate) fn judged<T: Debug>(what: &str, answer: Result<T, Error>) -> Option<T> {
    match answer {
        Ok(answer) => {
            ordinary(what, &answer);
            Some(answer)
        }
        Err(error) => {
            named(what, &error);
            None
        }
    }
}

/// Panics if an error names nothing, or says nothing.
pub(crate) fn named(what: &str, error: &Error) {
    let said = error.to_string();
    assert!(
        !error.parameter().is_empty(),
        "{what} names nothing: {said}"
    );
    assert!(!error.bound().is_empty(), "{what} says nothing: {said}");
}

/// Panics if something with numbers has one that is none, endless, or below zero.
pub(crate) fn ordinary(what: &str, answer: &impl Debug) {
    let all = format!("{answer:?}");
    let odd = ["NaN", "inf,", "inf)", "inf ", "inf]"];
    let odd = odd.iter().any(|odd| all.contains(odd)) || all == "inf";
    assert!(!odd, "{what} has what is no number: {all}");
    let below = |(at, _): (usize, &str)| {
        let before = all[..at].chars().next_back();
        let digit = all[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        let number = all[at..].split([',', ')', ']', ' ', '}']).next();
        let value: f64 = number.and_then(|n| n.parse().ok()).unwrap_or(0.0);
        digit && before.is_none_or(|c| " ([".contains(c)) && value < 0.0
    };
    let negative = all.match_indices('-').any(below);
    assert!(!negative, "{what} has a number below zero: {all}");
}

/// Panics if a share is not from 0 to 1, but for rounding.
pub(crate) fn share(what: &str, share: f64) {
    assert!((-1e-9..=1.0 + 1e-9).contains(&share), "{what}: {share}");
}

/// What was read, or an error with a line of the text.
pub(crate) fn read<T>(what: &str, text: &str, answer: Result<T, DataError>) -> Option<T> {
    match answer {
        Ok(answer) => Some(answer),
        Err(error) => {
            let lines = 1..=text.lines().count().max(1);
            assert!(lines.contains(&error.line), "{what}: {error} in {text:?}");
            assert!(!error.message.is_empty(), "{what}: {error:?}");
            None
        }
    }
}
