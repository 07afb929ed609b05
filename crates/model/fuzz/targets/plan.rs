//! The search for the cheapest system, among few machines with any numbers.

#![no_main]

use arbitrary::Unstructured;
use fuzz::plans;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let _ = plans::search(&mut Unstructured::new(input));
});
