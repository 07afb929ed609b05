//! How numbers are written for people: three significant digits, narrow spaces that never break, k and M.
//!
//! ```
//! use model::format;
//! assert_eq!(format::significant(0.012345, 3), "0.0123");
//! assert_eq!(format::count(2_912_345.0), "2.91\u{202f}M");
//! ```

/// The space between a number and its unit, and between groups of three digits.
pub const THIN: char = '\u{202f}';

/// `x` with at most `digits` significant digits, trailing zeros of the fraction dropped, thousands grouped.
///
/// Beyond 10^15 and below 10^-6 the number is written with a power of ten. What is not finite is said in words.
pub fn significant(x: f64, digits: usize) -> String {
    if x.is_nan() {
        return "not a number".into();
    }
    if x.is_infinite() {
        return if x > 0.0 {
            "infinite".into()
        } else {
            "minus infinite".into()
        };
    }
    if x == 0.0 {
        return "0".into();
    }
    let scientific = format!("{:.*e}", digits.max(1) - 1, x);
    let (mantissa, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    if !(-6..15).contains(&power) {
        return format!("{}e{power}", drop_zeros(mantissa));
    }
    // Round once, in decimal, through the text of the scientific form: no logarithm, same digits on every host.
    let rounded: f64 = scientific.parse().unwrap_or(x);
    let decimals = usize::try_from(digits as i32 - 1 - power).unwrap_or(0);
    group(drop_zeros(&format!("{rounded:.decimals$}")))
}

/// A number of things (users, requests): grouped below 10 000, then k, M and G.
pub fn count(x: f64) -> String {
    let (scaled, suffix) = match x.abs() {
        a if a < 9_995.0 => return significant(x, 3),
        a if a < 999_500.0 => (x / 1e3, "k"),
        a if a < 999.5e6 => (x / 1e6, "M"),
        _ => (x / 1e9, "G"),
    };
    with_unit(&significant(scaled, 3), suffix)
}

/// A share of one as a percentage: `0.853` is "85.3%". Less than one in a million is "0%": no table or figure shows it.
pub fn percent(share: f64) -> String {
    format!("{}%", significant(rounded(share, 1e-6) * 100.0, 3))
}

/// A mean number of waiting things: less than one in two thousand is "0".
pub fn waiting(number: f64) -> String {
    significant(rounded(number, 5e-4), 3)
}

/// `x`, or 0 if it is nearer to that than `least`: what a formula says of a thing that never happens (1e-116) means nothing.
pub(crate) fn rounded(x: f64, least: f64) -> f64 {
    if x.abs() < least { 0.0 } else { x }
}

/// A number, a narrow no-break space, a unit.
pub fn with_unit(number: &str, unit: &str) -> String {
    format!("{number}{THIN}{unit}")
}

/// Drops zeros at the end of a decimal fraction, and the point if nothing is left behind it.
fn drop_zeros(text: &str) -> &str {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        text
    }
}

/// Puts a narrow no-break space between groups of three digits of the whole part.
fn group(text: &str) -> String {
    let (sign, unsigned) = text
        .strip_prefix('-')
        .map_or(("", text), |rest| ("-", rest));
    let (whole, fraction) = unsigned
        .split_once('.')
        .map_or((unsigned, None), |(w, f)| (w, Some(f)));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(THIN);
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}
