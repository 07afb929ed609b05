//! What frames a plot: titles, the light grid, numbers.

use super::layout::{EDGE, HEIGHT, TICK, WIDTH};
use super::plot::{Plot, letters, stroke};
use crate::axis::tick_label;
use crate::glyphs::{Weight, fit, width};
use crate::palette::Role;
use plotters::style::text_anchor::HPos;

const TITLE: f64 = 14.5; // size of the title, at most

pub(super) fn draw(plot: &Plot<'_>) {
    titles(plot);
    grid(plot);
}

fn titles(plot: &Plot<'_>) {
    let room = f64::from(WIDTH) - 2.0 * EDGE;
    // A long title is set smaller before it is cut.
    let wide = width(&plot.panel.title, TITLE, Weight::Bold);
    let size = (TITLE * room / wide.max(1.0)).clamp(11.5, TITLE);
    let title = fit(&plot.panel.title, size, Weight::Bold, room);
    let y_title = fit(&plot.panel.y_title, TICK, Weight::Regular, room);
    let x_title = fit(&plot.panel.x_title, TICK, Weight::Regular, room);
    let middle = plot.layout.view.0 + plot.layout.view.2 / 2.0;
    plot.write(
        (EDGE, 11.0),
        &title,
        letters(Role::Ink, size, Weight::Bold, HPos::Left),
    );
    plot.write(
        (EDGE, 29.0),
        &y_title,
        letters(Role::Muted, TICK, Weight::Regular, HPos::Left),
    );
    plot.write(
        (middle, f64::from(HEIGHT) - 11.0),
        &x_title,
        letters(Role::Muted, TICK, Weight::Regular, HPos::Center),
    );
}

fn grid(plot: &Plot<'_>) {
    plot.canvas.open("shape-rendering=\"crispEdges\"");
    let (low, high) = (plot.panel.x.low(), plot.panel.x.high());
    for tick in plot.panel.y.ticks(4) {
        plot.path(vec![(low, tick), (high, tick)], stroke(Role::Grid, 1.0));
    }
    let base = plot.panel.y.low();
    plot.path(vec![(low, base), (high, base)], stroke(Role::Rule, 1.0));
    plot.canvas.close();
    y_numbers(plot);
    x_numbers(plot);
}

fn y_numbers(plot: &Plot<'_>) {
    let style = letters(Role::Muted, TICK, Weight::Regular, HPos::Right);
    for tick in plot.panel.y.ticks(4) {
        let (_, y) = plot.at((plot.panel.x.low(), tick));
        plot.write(
            (plot.layout.view.0 - 6.0, y),
            &tick_label(tick),
            style.clone(),
        );
    }
}

/// Numbers under the plot; one that would touch its left neighbour is left out.
fn x_numbers(plot: &Plot<'_>) {
    let bottom = plot.layout.view.1 + plot.layout.view.3;
    let style = letters(Role::Muted, TICK, Weight::Regular, HPos::Center);
    let mut free = 0.0;
    for tick in plot.panel.x.ticks(5) {
        let (x, _) = plot.at((tick, plot.panel.y.low()));
        plot.path_in_units(&[(x, bottom), (x, bottom + 4.0)], Role::Rule);
        let label = tick_label(tick);
        let half = width(&label, TICK, Weight::Regular) / 2.0;
        let middle = x.clamp(half, f64::from(WIDTH) - half);
        if middle - half >= free {
            plot.write((middle, bottom + 12.0), &label, style.clone());
            free = middle + half + 5.0;
        }
    }
}
