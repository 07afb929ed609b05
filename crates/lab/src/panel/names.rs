//! Names of curves and levels, beside what they name and clear of everything else.

use super::curves::visible;
use super::marks::levels;
use super::plot::{Plot, letters};
use crate::glyphs::{Weight, fit, width, wrap};
use crate::labels::{self, Drawn, Wanted};
use crate::palette::Role;
use plotters::style::text_anchor::HPos;

const LABEL: f64 = 12.5; // size of labels in the plot
const ONE_LINE: f64 = 78.0; // a label wider than this takes two lines

pub(super) fn draw(plot: &Plot<'_>) {
    let names = names(plot);
    let wanted: Vec<Wanted> = names.iter().map(|name| name.wanted()).collect();
    let places = labels::place(plot.layout.view, &wanted, &[], &drawn_points(plot));
    plot.canvas.open(&format!(
        "style=\"paint-order:stroke;stroke:{};stroke-width:3.5;stroke-linejoin:round\"",
        Role::Page.paint()
    ));
    for (name, place) in names.iter().zip(places) {
        let Some((x, y, _, height)) = place else {
            continue;
        };
        let row = height / name.lines.len() as f64;
        for (index, line) in name.lines.iter().enumerate() {
            let style = letters(name.role, LABEL, name.weight, HPos::Left);
            plot.write((x, y + row * (index as f64 + 0.5)), line, style);
        }
    }
    plot.canvas.close();
}

/// Every text that wants a place in the plot: of each line, in order, then of each level.
fn names(plot: &Plot<'_>) -> Vec<Name> {
    let mut names = Vec::new();
    for line in &plot.panel.lines {
        let runs = visible(plot, &line.points);
        let anchors = runs.last().map_or_else(Vec::new, |run| anchors(plot, run));
        names.push(name(plot, &line.label, anchors, line.role, Weight::Bold));
    }
    for level in levels(plot) {
        let anchor = plot.at((plot.panel.x.low(), level.y));
        names.push(name(
            plot,
            &level.label,
            vec![anchor],
            Role::Muted,
            Weight::Regular,
        ));
    }
    names
}

/// The end of a curve, then places back along it, some twelve units apart.
fn anchors(plot: &Plot<'_>, run: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut along = Vec::new();
    for pair in run.windows(2).rev() {
        walk(plot.at(pair[1]), plot.at(pair[0]), &mut along);
    }
    along.into_iter().step_by(4).take(16).collect()
}

fn name(plot: &Plot<'_>, text: &str, anchors: Vec<(f64, f64)>, role: Role, weight: Weight) -> Name {
    Name {
        lines: lines_of(text, weight)
            .iter()
            .map(|line| fit(line, LABEL, weight, 0.66 * plot.layout.view.2))
            .collect(),
        anchors,
        role,
        weight,
    }
}

/// Points along all that is drawn, about three units apart, for labels to keep clear of.
fn drawn_points(plot: &Plot<'_>) -> Vec<Drawn> {
    let mut points = Vec::new();
    for (owner, line) in plot.panel.lines.iter().enumerate() {
        let mut along = Vec::new();
        for run in visible(plot, &line.points) {
            for pair in run.windows(2) {
                walk(plot.at(pair[0]), plot.at(pair[1]), &mut along);
            }
        }
        points.extend(along.into_iter().map(|at| Drawn {
            at,
            owner: Some(owner),
        }));
    }
    let mut hairs = Vec::new();
    let (low, high) = (plot.panel.y.low(), plot.panel.y.high());
    for (mark, _) in &plot.layout.marks {
        walk(plot.at((mark.x, low)), plot.at((mark.x, high)), &mut hairs);
    }
    for level in levels(plot) {
        let (from, to) = (
            (plot.panel.x.low(), level.y),
            (plot.panel.x.high(), level.y),
        );
        walk(plot.at(from), plot.at(to), &mut hairs);
    }
    points.extend(hairs.into_iter().map(|at| Drawn { at, owner: None }));
    points
}

fn walk(from: (f64, f64), to: (f64, f64), points: &mut Vec<(f64, f64)>) {
    let (across, along) = (to.0 - from.0, to.1 - from.1);
    let steps = ((across * across + along * along).sqrt() / 3.0)
        .ceil()
        .max(1.0) as u32;
    for step in 0..=steps {
        let share = f64::from(step) / f64::from(steps);
        points.push((from.0 + share * across, from.1 + share * along));
    }
}

/// The lines of a label: one if it is short or names no curve; else broken where it says so, and where a part is still long.
fn lines_of(text: &str, weight: Weight) -> Vec<String> {
    let whole = text.replace('\n', " ");
    if weight == Weight::Regular || width(&whole, LABEL, weight) <= ONE_LINE {
        return vec![whole];
    }
    text.split('\n')
        .flat_map(|part| wrap(part, LABEL, weight, 1.25 * ONE_LINE))
        .collect()
}

/// A text that wants a place in the plot.
struct Name {
    lines: Vec<String>, // at least one
    anchors: Vec<(f64, f64)>,
    role: Role,
    weight: Weight,
}

impl Name {
    fn wanted(&self) -> Wanted {
        let widest = self
            .lines
            .iter()
            .map(|line| width(line, LABEL, self.weight))
            .fold(0.0, f64::max);
        Wanted {
            anchors: self.anchors.clone(),
            size: (widest, (LABEL + 2.0) * self.lines.len() as f64),
        }
    }
}
