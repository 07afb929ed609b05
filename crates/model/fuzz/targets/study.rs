//! The components' own studies, asked with numbers from arbitrary bytes.

#![no_main]

use arbitrary::Unstructured;
use fuzz::studies;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let _ = studies::study(&mut Unstructured::new(input));
});
