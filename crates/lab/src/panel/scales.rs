//! The axes in a form that a script reads, on the picture itself:
//!
//! ```text
//! data-x="log 1000 10000000 48 342"   scale, low, high, and where these two lie [user units]
//! data-y="linear 0 100 254 67"
//! data-over="daily users"             what the horizontal axis shows
//! data-unit="ms"                      of the vertical axis; it may be empty
//! ```
//!
//! The lines and points are in groups with `data-line` and `data-dots`, their names.

use super::plot::Plot;
use crate::axis::Axis;
use crate::svg::escape;

/// The attributes of the picture, each after a blank.
pub(super) fn attributes(plot: &Plot<'_>) -> String {
    let panel = plot.panel;
    let (left, bottom) = plot.at((panel.x.low(), panel.y.low()));
    let (right, top) = plot.at((panel.x.high(), panel.y.high()));
    format!(
        " data-x=\"{}\" data-y=\"{}\" data-over=\"{}\" data-unit=\"{}\"",
        scale(panel.x, left, right),
        scale(panel.y, bottom, top),
        escape(&panel.x_title),
        escape(unit(&panel.y_title)),
    )
}

fn scale(axis: Axis, from: f64, to: f64) -> String {
    format!(
        "{} {} {} {from} {to}",
        axis.scale(),
        axis.low(),
        axis.high()
    )
}

/// The unit that a title names: what stands behind its last comma, or dollars if it begins with them.
fn unit(title: &str) -> &str {
    // A longer text is a part of the sentence.
    let short = |text: &str| text.chars().count() <= 12;
    if title.starts_with("US dollars") || title.starts_with('$') && !short(title) {
        return "$";
    }
    if title.starts_with('$') {
        return title;
    }
    let last = title.rsplit_once(", ").map_or("", |(_, unit)| unit);
    if short(last) { last } else { "" }
}

#[cfg(test)]
mod tests {
    use super::unit;

    #[test]
    fn a_title_tells_its_unit() {
        for (title, expected) in [
            ("p99 of the response in the peak hour, ms", "ms"),
            ("fullest resource, %", "%"),
            ("US dollars per million requests", "$"),
            ("$/month", "$/month"),
            ("utilisation", ""),
            ("load, where A fills one medium server", ""),
        ] {
            assert_eq!(unit(title), expected, "{title}");
        }
    }
}
