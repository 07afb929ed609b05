//! Curves, cut at the plot's edges, and points with their intervals.

use super::content::Dot;
use super::plot::{Plot, stroke};
use crate::palette::Role;
use crate::svg::escape;

pub(super) fn draw(plot: &Plot<'_>) {
    lines(plot);
    dots(plot);
}

fn lines(plot: &Plot<'_>) {
    for line in &plot.panel.lines {
        let (width, dash) = if line.before {
            (1.8, " stroke-dasharray=\"6 4\"")
        } else {
            (2.4, "")
        };
        plot.canvas.open(&format!(
            "data-line=\"{}\" stroke-linejoin=\"round\" stroke-linecap=\"butt\"{dash}",
            escape(&line.name)
        ));
        for run in visible(plot, &line.points) {
            plot.path(run, stroke(line.role, width));
        }
        plot.canvas.close();
    }
}

/// The parts of a curve inside the plot, cut where it crosses the edge.
pub(super) fn visible(plot: &Plot<'_>, points: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut open = false;
    for pair in points.windows(2) {
        match clip(plot, pair[0], pair[1]) {
            None => open = false,
            Some((from, to)) => {
                match runs.last_mut() {
                    Some(run) if open => run.push(to),
                    _ => runs.push(vec![from, to]),
                }
                open = to == pair[1];
            }
        }
    }
    runs
}

/// The part of a segment between the lower and upper edge of the plot.
fn clip(plot: &Plot<'_>, from: (f64, f64), to: (f64, f64)) -> Option<((f64, f64), (f64, f64))> {
    let (x, y) = (plot.panel.x, plot.panel.y);
    if !(x.contains(from.0) && x.contains(to.0)) {
        return None;
    }
    let (a, b) = (y.position(from.1), y.position(to.1));
    let cut = |edge: f64| (edge - a) / (b - a);
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for edge in [0.0, 1.0] {
        let outside = |position: f64| (position - edge) * (edge - 0.5) > 0.0;
        match (outside(a), outside(b)) {
            (true, true) => return None,
            (true, false) => start = start.max(cut(edge)),
            (false, true) => end = end.min(cut(edge)),
            (false, false) => {}
        }
    }
    let between = |share: f64| {
        let along = x.position(from.0) + share * (x.position(to.0) - x.position(from.0));
        (x.value_at(along), y.value_at(a + share * (b - a)))
    };
    let start = if start == 0.0 { from } else { between(start) };
    let end = if end == 1.0 { to } else { between(end) };
    Some((start, end))
}

fn dots(plot: &Plot<'_>) {
    let shown: Vec<&Dot> = (plot.panel.dots.iter())
        .filter(|dot| shows(plot, dot))
        .collect();
    for group in shown.chunk_by(|one, two| one.name == two.name) {
        plot.canvas
            .open(&format!("data-dots=\"{}\"", escape(&group[0].name)));
        group.iter().for_each(|dot| draw_dot(plot, dot));
        plot.canvas.close();
    }
}

fn draw_dot(plot: &Plot<'_>, dot: &Dot) {
    let (x, y) = dot.at;
    let low = (y - dot.half).max(plot.panel.y.low());
    let high = (y + dot.half).min(plot.panel.y.high());
    if dot.half > 0.0 {
        plot.path(vec![(x, low), (x, high)], stroke(dot.role, 1.3));
    }
    let inside = if dot.before { Role::Page } else { dot.role };
    plot.disc(dot.at, stroke(inside, 1.0).filled());
    plot.disc(dot.at, stroke(dot.role, 1.3));
}

fn shows(plot: &Plot<'_>, dot: &Dot) -> bool {
    plot.panel.x.contains(dot.at.0) && plot.panel.y.contains(dot.at.1)
}
