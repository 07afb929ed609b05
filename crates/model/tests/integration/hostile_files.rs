//! The whole model through its widest door: every value of a complete system replaced by nonsense, one and two at a time.
//!
//! Whatever comes in, the answer is a named error, an overload, or a report of ordinary numbers.

use crate::ordinary::complaint;
use model::file::Scenario;
use model::prelude::*;
use proptest::prelude::*;

const SHOP: &str = include_str!("../../examples/shop.toml");

/// Zero, negative, tiny, enormous, not a number, of another kind, empty.
const NUMBERS: [&str; 11] = [
    "0",
    "-1",
    "0.5",
    "1e-300",
    "1e300",
    "4294967295",
    "nan",
    "inf",
    "-inf",
    "\"\"",
    "[]",
];
const QUANTITIES: [&str; 10] = [
    "0 s", "-1 s", "1e-300 s", "1e300 s", "0 B", "-5 GiB", "1e300 B", "1 B", "$-1", "nan s",
];

/// The keys of all values in the file, with their tables, and the values: `work.web_cpu`, `8 ms`.
fn values() -> Vec<(String, String)> {
    let (mut table, mut values) = (String::new(), Vec::new());
    for line in SHOP.lines() {
        let line = line.split('#').next().unwrap().trim();
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            table = format!("{name}.");
            continue;
        }
        let Some((key, value)) = line.split_once(" = ").filter(|_| !line.starts_with('{')) else {
            continue;
        };
        let mut add = |key: &str, value: &str| {
            values.push((
                format!("{table}{}", key.trim()),
                value.trim().trim_matches('"').to_owned(),
            ));
        };
        match value
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
        {
            None => add(key, value),
            Some(inner) => {
                let parts = inner.split(',').filter_map(|part| part.split_once('='));
                parts.for_each(|(part, value)| add(&format!("{key}.{}", part.trim()), value));
            }
        }
    }
    values
}

fn keys() -> Vec<String> {
    values().into_iter().map(|(key, _)| key).collect()
}

/// A value that many times as large, where it is a number: whole ones stay whole.
fn scaled(value: &str, factor: f64) -> Option<String> {
    let end = value
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == 'e'))
        .unwrap_or(value.len());
    let number: f64 = value[..end].parse().ok()?;
    let whole = end == value.len() && number.fract() == 0.0;
    let number = if whole {
        (number * factor).round()
    } else {
        number * factor
    };
    Some(format!("{number}{}", &value[end..]))
}

/// How many answers there were of each kind.
#[derive(Debug, Default)]
struct Seen {
    refused: u32,
    overloaded: u32,
    steady: u32,
}

/// Reads, predicts, and simulates a little where the system is steady.
fn survives(assignments: &[&str], simulate: bool, seen: &mut Seen) {
    let Ok(scenario) = Scenario::read(SHOP, assignments) else {
        seen.refused += 1;
        return;
    };
    let trials = Trials {
        replications: 2,
        customers: 200,
        warm_up: 20,
        ..Trials::default()
    };
    let answers = [
        Some(scenario.system.predict(&scenario.traffic)),
        simulate.then(|| scenario.system.simulate(&scenario.traffic, &trials)),
    ];
    for answer in answers.into_iter().flatten() {
        assert_eq!(complaint(&answer), None, "{assignments:?}");
        match answer {
            Ok(Prediction::Steady(_)) => seen.steady += 1,
            Ok(Prediction::Overloaded(_)) => seen.overloaded += 1,
            Err(_) => seen.refused += 1,
        }
    }
}

#[test]
fn every_key_of_the_file_is_found() {
    let keys = keys();
    assert!(keys.len() > 80, "{keys:?}");
    for key in [
        "traffic.daily_users",
        "work.task.share",
        "machines.large.disk.read",
        "cdn.answers.edge",
        "queue.workers.machines",
    ] {
        assert!(keys.iter().any(|known| known == key), "{key}: {keys:?}");
    }
}

#[test]
fn one_value_at_a_time() {
    let mut seen = Seen::default();
    for key in keys() {
        for value in NUMBERS.iter().chain(&QUANTITIES) {
            survives(&[&format!("{key}={value}")], false, &mut seen);
        }
    }
    assert!(seen.refused > 1000 && seen.steady > 50, "{seen:?}");
}

/// Far from ordinary, but most of it within the ranges.
#[test]
fn one_value_at_a_time_much_larger_or_smaller() {
    let mut seen = Seen::default();
    for (key, value) in values() {
        for factor in [1e-9, 1e-6, 1e-3, 0.03, 0.3, 3.0, 30.0, 1e3, 1e6, 1e9] {
            if let Some(value) = scaled(&value, factor) {
                survives(&[&format!("{key}={value}")], false, &mut seen);
            }
        }
    }
    // All three kinds of answers, so that the test does not pass by refusing everything.
    assert!(
        seen.refused > 50 && seen.steady > 300 && seen.overloaded > 30,
        "{seen:?}"
    );
}

#[test]
fn one_value_at_a_time_simulated() {
    let mut seen = Seen::default();
    for (key, value) in values() {
        for factor in [0.0, 1e-6, 0.1, 10.0, 1e6] {
            if let Some(value) = scaled(&value, factor) {
                survives(&[&format!("{key}={value}")], true, &mut seen);
            }
        }
    }
    assert!(seen.steady > 150, "{seen:?}");
}

/// Found by the test below: nobody is answered while it is measured, and what a request does was divided by none.
#[test]
fn runs_that_end_before_the_first_answer() {
    let mut seen = Seen::default();
    survives(&["database.hop=231685.45263217288 us"], true, &mut seen);
    assert_eq!(seen.steady, 2, "{seen:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]
    #[test]
    fn several_values_at_a_time(
        picks in prop::collection::vec((any::<prop::sample::Index>(), -5.0_f64..5.0), 1..6),
        simulate in prop::bool::weighted(0.3),
    ) {
        let values = values();
        let assignments: Vec<String> = picks.iter().filter_map(|(index, power)| {
            let (key, value) = index.get(&values);
            scaled(value, 10_f64.powf(*power)).map(|value| format!("{key}={value}"))
        }).collect();
        let assignments: Vec<&str> = assignments.iter().map(String::as_str).collect();
        survives(&assignments, simulate, &mut Seen::default());
    }
}
