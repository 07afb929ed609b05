//! How quantities read.

use model::format::{count, percent, significant, waiting};
use model::prelude::*;

/// Thin spaces are written as `_` here.
fn check(text: &str, expected: &str) {
    assert_eq!(text.replace('\u{202f}', "_"), expected);
}

#[test]
fn numbers() {
    for (x, expected) in [
        (0.0, "0"),
        (1234.0, "1_230"),
        (12_345.6, "12_300"),
        (0.000_123_4, "0.000123"),
        (-45.678, "-45.7"),
        (9.999, "10"),
        (1e15, "1e15"),
        (1.5e-9, "1.5e-9"),
        (f64::NAN, "not a number"),
        (f64::NEG_INFINITY, "minus infinite"),
    ] {
        check(&significant(x, 3), expected);
    }
    for (x, expected) in [
        (999.0, "999"),
        (9_999.0, "10_k"),
        (310_000.0, "310_k"),
        (999_999.0, "1_M"),
        (2.9e6, "2.9_M"),
        (7e9, "7_G"),
    ] {
        check(&count(x), expected);
    }
    check(&percent(0.8531), "85.3%");
    check(&percent(1e-5), "0.001%");
    check(&percent(2.28e-118), "0%");
    check(&waiting(0.192), "0.192");
    check(&waiting(5.79e-24), "0");
}

#[test]
fn quantities() {
    check(&ms(12.5).to_string(), "12.5_ms");
    check(&us(250.0).to_string(), "250_µs");
    check(&us(0.02).to_string(), "20_ns");
    check(&us(0.0005).to_string(), "0.5_ns");
    check(&seconds(5.41e-26).to_string(), "0_ms");
    check(&seconds(f64::NAN).to_string(), "not a number_h");
    check(&ms(999.9).to_string(), "1_s");
    check(&seconds(90.0).to_string(), "90_s");
    check(&per_second(85.648).to_string(), "85.6_/s");
    check(&per_second(23_000.0).to_string(), "23_k/s");
    check(&kib(40.0).to_string(), "40_KiB");
    check(&gib(7.63).to_string(), "7.63_GiB");
    check(&usd(0.42).to_string(), "$0.42");
    check(&usd(1234.4).to_string(), "$1_234");
    check(&usd(0.0104).to_string(), "$0.0104");
}
