//! How coordinates and texts are written: one decimal at the most, and nothing unescaped.

use plotters_backend::BackendCoord;
use std::fmt::Write;

/// plotters' pixels per user unit.
pub const RESOLUTION: i32 = 10;

/// Text as XML text or attribute value: markup characters escaped, characters that XML forbids dropped.
///
/// ```
/// assert_eq!(lab::svg::escape("a < b & \"c\"\u{0}"), "a &lt; b &amp; &quot;c&quot;");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for glyph in text.chars() {
        match glyph {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\r' | '\t' => safe.push(' '),
            c if c.is_control() || ('\u{fffe}'..='\u{ffff}').contains(&c) => {}
            c => safe.push(c),
        }
    }
    safe
}

/// A coordinate with one decimal, and none where it is zero.
pub(super) fn tenths(value: f64) -> String {
    units(libm::round(value * f64::from(RESOLUTION)) as i32)
}

/// plotters' pixels as user units.
pub(super) fn units(pixels: i32) -> String {
    let sign = if pixels < 0 { "-" } else { "" };
    let (whole, tenth) = (pixels.abs() / RESOLUTION, pixels.abs() % RESOLUTION);
    if tenth == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{tenth}")
    }
}

pub(super) fn path_data(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut data = String::new();
    for (index, (x, y)) in points.enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        write!(data, "{command}{} {}", tenths(x), tenths(y)).expect("writing to a string");
    }
    data
}

pub(super) fn backend_path(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let mut data = String::new();
    for (index, (x, y)) in points.into_iter().enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        write!(data, "{command}{} {}", units(x), units(y)).expect("writing to a string");
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_have_at_most_one_decimal() {
        assert_eq!(tenths(12.0), "12");
        assert_eq!(tenths(-0.25), "-0.3");
        assert_eq!(units(-4), "-0.4");
        assert_eq!(units(3599), "359.9");
    }
}
