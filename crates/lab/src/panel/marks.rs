//! Hairlines: upright ones with their names above the plot, level ones with theirs in it.

use super::content::Level;
use super::layout::{MARK, Mark, ROW};
use super::plot::{Plot, letters, stroke};
use crate::flags::Hoisted;
use crate::glyphs::Weight;
use crate::palette::Role;
use plotters::style::text_anchor::HPos;

pub(super) fn draw(plot: &Plot<'_>) {
    for (mark, place) in &plot.layout.marks {
        upright(plot, mark, place.as_ref());
    }
    let (low, high) = (plot.panel.x.low(), plot.panel.x.high());
    plot.canvas.open("stroke-dasharray=\"2 3\"");
    for level in levels(plot) {
        plot.path(
            vec![(low, level.y), (high, level.y)],
            stroke(Role::Rule, 1.2),
        );
    }
    plot.canvas.close();
}

/// A line from the axis up to its name.
fn upright(plot: &Plot<'_>, mark: &Mark<'_>, place: Option<&Hoisted>) {
    let (x, bottom) = plot.at((mark.x, plot.panel.y.low()));
    let rows = place
        .filter(|_| !mark.name.is_empty())
        .map_or(0, |place| place.row + 1);
    let top = plot.layout.view.1 - ROW * f64::from(rows);
    let dash = if mark.dotted {
        " stroke-dasharray=\"2 3\""
    } else {
        ""
    };
    plot.canvas
        .open(&format!("shape-rendering=\"crispEdges\"{dash}"));
    plot.path_in_units(&[(x, bottom), (x, top)], mark.role);
    plot.canvas.close();
    if let Some(place) = place {
        let middle = plot.layout.view.1 - ROW * (f64::from(place.row) + 0.5);
        let style = letters(Role::Muted, MARK, Weight::Regular, HPos::Left);
        plot.write((place.left, middle), mark.name, style);
    }
}

pub(super) fn levels<'a>(plot: &'a Plot<'_>) -> impl Iterator<Item = &'a Level> {
    plot.panel
        .levels
        .iter()
        .filter(|level| plot.panel.y.contains(level.y))
}
