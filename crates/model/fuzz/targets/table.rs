//! Text as every kind of table.

#![no_main]

use fuzz::tables;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| tables::read_all(input));
