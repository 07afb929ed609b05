//! A plot on its way into a picture: plotters' surface with the few strokes that the book needs.

use super::content::Panel;
use super::layout::{BOTTOM, Layout, RIGHT};
use crate::axis::Axis;
use crate::glyphs::Weight;
use crate::palette::Role;
use crate::svg::{Canvas, RESOLUTION};
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::{Shift, cartesian::Cartesian2d};
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, PathElement, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

type Root = DrawingArea<Canvas, Shift>;
type Chart<'a> = ChartContext<'a, Canvas, Cartesian2d<Axis, Axis>>;

/// Drawing into a string has no way to fail.
fn drawn<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    result.expect("drawing into a string cannot fail")
}

fn pixels(units: f64) -> i32 {
    libm::round(units * f64::from(RESOLUTION)) as i32
}

pub(super) fn stroke(role: Role, width: f64) -> ShapeStyle {
    let (red, green, blue) = role.tone().light;
    ShapeStyle {
        color: RGBColor(red, green, blue).into(),
        filled: false,
        stroke_width: pixels(width) as u32,
    }
}

pub(super) fn letters(role: Role, size: f64, weight: Weight, across: HPos) -> TextStyle<'static> {
    let (red, green, blue) = role.tone().light_text;
    let color = RGBColor(red, green, blue);
    let style = match weight {
        Weight::Regular => FontStyle::Normal,
        Weight::Bold => FontStyle::Bold,
    };
    let font = FontDesc::new(FontFamily::SansSerif, size * f64::from(RESOLUTION), style);
    TextStyle {
        font,
        color: color.to_backend_color(),
        pos: Pos::new(across, VPos::Center),
    }
}

/// A panel on its way to the canvas.
pub(super) struct Plot<'a> {
    pub(super) panel: &'a Panel,
    pub(super) canvas: &'a Canvas,
    root: &'a Root,
    chart: Chart<'a>,
    pub(super) layout: Layout<'a>,
}

impl<'a> Plot<'a> {
    pub(super) fn new(panel: &'a Panel, canvas: &'a Canvas, root: &'a Root) -> Self {
        let layout = Layout::new(panel);
        let (left, top, _, _) = layout.view;
        let chart = drawn(
            ChartBuilder::on(root)
                .margin_left(pixels(left))
                .margin_right(pixels(RIGHT))
                .margin_top(pixels(top))
                .margin_bottom(pixels(BOTTOM))
                .build_cartesian_2d(panel.x, panel.y),
        );
        Self {
            panel,
            canvas,
            root,
            chart,
            layout,
        }
    }

    /// Where a value lies [user units].
    pub(super) fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (x, y) = self.chart.backend_coord(&(x, y));
        let unit = f64::from(RESOLUTION);
        (f64::from(x) / unit, f64::from(y) / unit)
    }

    /// A text with its middle at `y` [user units].
    pub(super) fn write(&self, (x, y): (f64, f64), text: &str, style: TextStyle<'static>) {
        let text = Text::new(text.to_owned(), (pixels(x), pixels(y)), style);
        drawn(self.root.draw(&text));
    }

    pub(super) fn path(&self, points: Vec<(f64, f64)>, style: ShapeStyle) {
        drawn(
            self.chart
                .plotting_area()
                .draw(&PathElement::new(points, style)),
        );
    }

    /// A point's disc.
    pub(super) fn disc(&self, at: (f64, f64), style: ShapeStyle) {
        let disc = Circle::new(at, pixels(2.8), style);
        drawn(self.chart.plotting_area().draw(&disc));
    }

    pub(super) fn path_in_units(&self, points: &[(f64, f64)], role: Role) {
        let points: Vec<_> = points
            .iter()
            .map(|(x, y)| (pixels(*x), pixels(*y)))
            .collect();
        drawn(self.root.draw(&PathElement::new(points, stroke(role, 1.0))));
    }
}
