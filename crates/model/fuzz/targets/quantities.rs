//! Quantities with their units: what is read is finite, reads back exactly as it is spelled, and can be shown.

#![no_main]

use libfuzzer_sys::fuzz_target;
use model::units::{Bytes, Money, Rate, Time};
use std::fmt::{Debug, Display};
use std::str::FromStr;

fn judge<Q: FromStr + PartialEq + Copy + Debug + Display>(
    text: &str,
    amount: fn(Q) -> f64,
    exactly: fn(Q) -> String,
) {
    let Ok(quantity) = text.parse::<Q>() else {
        return;
    };
    assert!(amount(quantity).is_finite(), "{text:?}: {quantity:?}");
    let spelled = exactly(quantity);
    assert_eq!(
        spelled.parse().ok(),
        Some(quantity),
        "{text:?}: {spelled:?}"
    );
    let shown = quantity.to_string();
    assert!(shown.chars().count() < 40, "{text:?}: {shown}");
    assert!(!shown.contains("not a number"), "{text:?}: {shown}");
}

fuzz_target!(|text: &str| {
    judge(text, Time::seconds, Time::exactly);
    judge(text, Rate::per_second, Rate::exactly);
    judge(text, Bytes::bytes, Bytes::exactly);
    judge(text, Money::usd, Money::exactly);
});
