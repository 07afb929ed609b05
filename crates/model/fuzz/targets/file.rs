//! A system file, with assignments beside it: lines that begin with `set `. Where nothing else is said, the shop.

#![no_main]

use fuzz::{Question, judge};
use libfuzzer_sys::fuzz_target;
use model::file::{Place, Scenario};

const SHOP: &str = include_str!("../../examples/shop.toml");

fuzz_target!(|input: &str| {
    let (set, rest): (Vec<&str>, Vec<&str>) =
        input.lines().partition(|line| line.starts_with("set "));
    let set: Vec<&str> = set.iter().map(|line| &line["set ".len()..]).collect();
    let rest = rest.join("\n");
    let text = if rest.trim().is_empty() { SHOP } else { &rest };
    match Scenario::read(text, &set) {
        Ok(scenario) => judge(&scenario, Question::numbered(input.len())),
        Err(error) => match error.place() {
            Place::Line(line) => {
                assert!(*line >= 1 && *line <= text.lines().count() + 1, "{error}");
            }
            Place::Set(assignment) => assert!(set.contains(&&**assignment), "{error}"),
        },
    }
});
