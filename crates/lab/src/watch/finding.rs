//! What is seen, in sentences with numbers.

use super::film::{Film, Watched};
use crate::diagram::capital;
use model::prelude::*;
use model::simulation::End;

/// The caption.
pub(super) fn of(film: &Film) -> String {
    let mut sentences = Vec::new();
    if let Some(full) = &film.overload {
        sentences.push(format!("{}.", capital(&full.to_string())));
    }
    sentences.push(waits(film));
    sentences.extend(lost(film));
    sentences.push(crowd(film));
    sentences.join(" ")
}

fn time(micros: i64) -> String {
    us(micros as f64).to_string()
}

/// How long a request waits while we look. `[us]`
fn waited(request: &Watched) -> i64 {
    let attempts = request.jobs.iter().filter(|job| job.route == 0);
    let stays = attempts.flat_map(|job| &job.stays);
    stays
        .filter(|stay| stay.waits())
        .map(|stay| stay.until - stay.from)
        .sum()
}

fn waits(film: &Film) -> String {
    let waits: Vec<i64> = film.came().map(waited).collect();
    let waiting = waits.iter().filter(|wait| **wait > 0).count();
    let all = waits.len();
    let begin = if film.overload.is_some() {
        "From empty on, "
    } else {
        ""
    };
    let come = if all == 1 {
        "one request comes".to_owned()
    } else {
        format!("{all} requests come within {}", time(film.until))
    };
    let longest = waits.iter().max().copied().unwrap_or_default();
    let sentence = match waiting {
        0 => format!("{begin}{come}, and nobody waits."),
        1 => format!("{begin}{come}; one of them waits, for {}.", time(longest)),
        some => format!(
            "{begin}{come}; {} wait, the longest for {}.",
            if some == all {
                "all of them".to_owned()
            } else {
                format!("{some} of them")
            },
            time(longest)
        ),
    };
    capital(&sentence)
}

/// Who is not answered.
fn lost(film: &Film) -> Option<String> {
    let count = |end: End| film.came().filter(|request| request.end == end).count();
    let ends = [
        (End::Refused, "refused"),
        (End::Failed, "failed"),
        (End::TimedOut, "given up"),
    ];
    let said: Vec<String> = ends
        .into_iter()
        .map(|(end, word)| (count(end), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    (!said.is_empty()).then(|| format!("Not answered: {}.", said.join(", ")))
}

/// How many are inside, at most and at the end.
fn crowd(film: &Film) -> String {
    let mut changes: Vec<(i64, i32)> = Vec::new();
    for request in &film.requests {
        changes.push((request.arrived.max(0), 1));
        changes.extend(request.ended.map(|end| (end, -1)));
    }
    changes.sort_unstable();
    let (mut inside, mut most) = (0, 0);
    for (_, change) in changes {
        inside += change;
        most = most.max(inside);
    }
    let last = match inside {
        0 => "nobody".to_owned(),
        some => some.to_string(),
    };
    let are = if most == 1 { "is" } else { "are" };
    format!("At most {most} {are} inside at once, and {last} at the end.")
}
