//! A system built from arbitrary bytes through the builders, so that no byte is lost on the syntax of a file.

#![no_main]

use arbitrary::Unstructured;
use fuzz::{Question, judge, systems};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let mut bytes = Unstructured::new(input);
    let question = Question::numbered(bytes.arbitrary::<u8>().unwrap_or(0).into());
    if let Ok(scenario) = systems::scenario(&mut bytes) {
        judge(&scenario, question);
    }
});
