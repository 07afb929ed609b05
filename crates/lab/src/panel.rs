//! One plot: lines, points with intervals, limits and labels over two axes.
//!
//! Everything that the book plots goes through here, so that a reader learns one picture:
//!
//! ```text
//! Title
//! what the vertical axis shows, unit
//!                 now ┊  limit │        names of marks above the plot
//!  100 ─ ─ ─ ─ ─ ─ ─ ─┊─ ─ ─ ╱╱│─ ─ ─   light grid, horizontal only
//!   50 ─ ─ ─ ─ ─ ─ ─ ─┊─ label╱│─ ─ ─   direct labels, no legend
//!    0 ────────────────────────────
//!      1 k     10 k     100 k     1 M
//!                daily users
//! ```
//!
//! ```text
//! content           what is to be seen
//!   -> layout       margins and rows of names
//!   -> plot         plotters' surface, a few strokes
//!   -> axes, marks, curves, names
//!   -> scales       the axes once more, for a script that reads values off the lines
//! ```
//!
//! plotters maps values to places and draws the elements; [`Axis`](crate::axis::Axis) says where values lie, [`Canvas`] writes the SVG.

mod axes;
mod content;
mod curves;
mod layout;
mod marks;
mod names;
mod plot;
mod scales;

use crate::svg::Canvas;
use plot::Plot;
use plotters::drawing::IntoDrawingArea;

pub(crate) use content::{Dot, Level, Limit, Line, Panel};
pub(crate) use layout::{HEIGHT, WIDTH};

impl Panel {
    /// The plot as SVG.
    pub(crate) fn svg(&self) -> String {
        let canvas = Canvas::new(WIDTH, HEIGHT);
        let root = canvas.clone().into_drawing_area();
        let plot = Plot::new(self, &canvas, &root);
        axes::draw(&plot);
        marks::draw(&plot);
        curves::draw(&plot);
        names::draw(&plot);
        canvas.finish_with(&scales::attributes(&plot), &self.title, &self.description)
    }
}
