//! Numbers as a reader sees them on axes, in messages and in tables: three significant digits at most.

use model::format;

/// A bound of a range in a message: "1 k", "0.5", "100 M".
pub(crate) fn plain(value: f64) -> String {
    format::count(value)
}

/// A number as one would type it after `--set name=`: "2e6", "64", "0.25".
pub(crate) fn typed(value: f64) -> String {
    let size = value.abs();
    if size >= 1e5 || (size > 0.0 && size < 1e-3) {
        format!("{value:e}")
    } else {
        format!("{value}")
    }
}

/// Ten to the power of `exponent`, by exact steps, the same on every host.
pub(crate) fn ten_to(exponent: i32) -> f64 {
    let mut power = 1.0;
    for _ in 0..exponent.unsigned_abs() {
        power *= 10.0;
    }
    if exponent < 0 { 1.0 / power } else { power }
}

/// The exponent of the largest power of ten not above `value`, which must be above zero.
pub(crate) fn decade(value: f64) -> i32 {
    let mut exponent = libm::log10(value).floor() as i32;
    // The logarithm of an exact power may come out a hair below it.
    if ten_to(exponent + 1) <= value {
        exponent += 1;
    }
    if ten_to(exponent) > value {
        exponent -= 1;
    }
    exponent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decades_are_exact_at_powers_of_ten() {
        for exponent in -9..=18 {
            assert_eq!(decade(ten_to(exponent)), exponent);
            assert_eq!(decade(ten_to(exponent) * 9.99), exponent);
        }
    }

    #[test]
    fn typed_numbers_read_back() {
        for value in [0.0, 1.0, 64.0, 0.25, 2e6, 5e12, 1e-4, -3.5] {
            assert_eq!(typed(value).parse::<f64>().ok(), Some(value));
        }
        assert_eq!(typed(2e6), "2e6");
    }
}
