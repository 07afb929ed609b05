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
//! plotters maps values to places and draws the elements; [`Axis`] says where values lie, [`Canvas`] writes the SVG.

use crate::axis::{Axis, tick_label};
use crate::flags::{Flag, Hoisted, hoist};
use crate::glyphs::{Weight, fit, width, wrap};
use crate::labels::{self, Drawn, Place, Wanted};
use crate::palette::Role;
use crate::svg::{Canvas, RESOLUTION};
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::{Shift, cartesian::Cartesian2d};
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

/// The width of every plot [user units].
pub(crate) const WIDTH: u32 = 360;
/// The height of every plot [user units].
pub(crate) const HEIGHT: u32 = 300;

const TOP: f64 = 42.0; // of the rows of names above the plot
const ROW: f64 = 15.0; // height of such a row

const BOTTOM: f64 = 46.0;
const RIGHT: f64 = 18.0;
const EDGE: f64 = 4.0;
const TICK: f64 = 12.0; // size of tick labels
const LABEL: f64 = 12.5; // size of labels in the plot
const ONE_LINE: f64 = 78.0; // a label wider than this takes two lines
const TITLE: f64 = 14.5; // size of the title, at most
const MARK: f64 = 11.5; // size of names of marks

/// A curve and its name.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) points: Vec<(f64, f64)>,
    pub(crate) role: Role,
    pub(crate) before: bool, // lighter and dashed: the system before the change
    pub(crate) label: String, // a line break in it may be taken or not
}

/// A point with an optional interval.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dot {
    pub(crate) at: (f64, f64),
    pub(crate) half: f64, // half of the interval's height, 0 for none
    pub(crate) role: Role,
    pub(crate) before: bool,
}

/// A vertical hairline with its name.
#[derive(Clone, Debug)]
pub(crate) struct Limit {
    pub(crate) x: f64,
    pub(crate) label: String, // may be empty
    pub(crate) role: Role,
}

/// A horizontal hairline with its name.
#[derive(Clone, Debug)]
pub(crate) struct Level {
    pub(crate) y: f64,
    pub(crate) label: String,
}

/// Everything about one plot.
#[derive(Clone, Debug)]
pub(crate) struct Panel {
    pub(crate) title: String,
    pub(crate) x_title: String,
    pub(crate) y_title: String,
    pub(crate) x: Axis,
    pub(crate) y: Axis,
    pub(crate) lines: Vec<Line>,
    pub(crate) dots: Vec<Dot>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) levels: Vec<Level>,
    pub(crate) here: Option<(f64, String)>, // where the system is now, and its name
    pub(crate) description: String,
}

impl Panel {
    /// The plot as SVG.
    pub(crate) fn svg(&self) -> String {
        let canvas = Canvas::new(WIDTH, HEIGHT);
        let root = canvas.clone().into_drawing_area();
        Drawing::new(self, &canvas, &root).draw();
        canvas.finish(&self.title, &self.description)
    }

    /// All vertical marks with their names, the limits first, then where the system is now.
    fn marks(&self) -> Vec<Mark<'_>> {
        let limits = self.limits.iter().map(|limit| Mark {
            x: limit.x,
            name: &limit.label,
            role: limit.role,
            dotted: false,
        });
        let here = self.here.iter().map(|(x, name)| Mark {
            x: *x,
            name,
            role: Role::Muted,
            dotted: true,
        });
        limits
            .chain(here)
            .filter(|mark| self.x.contains(mark.x))
            .collect()
    }

    fn left(&self) -> f64 {
        let widest = self
            .y
            .ticks(4)
            .iter()
            .map(|tick| width(&tick_label(*tick), TICK, Weight::Regular))
            .fold(18.0, f64::max);
        EDGE + widest + 6.0
    }
}

/// A vertical mark.
#[derive(Clone, Copy)]
struct Mark<'a> {
    x: f64,
    name: &'a str,
    role: Role,
    dotted: bool,
}

type Root = DrawingArea<Canvas, Shift>;
type Chart<'a> = ChartContext<'a, Canvas, Cartesian2d<Axis, Axis>>;

/// Drawing into a string has no way to fail.
fn drawn<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    result.expect("drawing into a string cannot fail")
}

fn pixels(units: f64) -> i32 {
    libm::round(units * f64::from(RESOLUTION)) as i32
}

fn stroke(role: Role, width: f64) -> ShapeStyle {
    let (red, green, blue) = role.tone().light;
    ShapeStyle {
        color: RGBColor(red, green, blue).into(),
        filled: false,
        stroke_width: pixels(width) as u32,
    }
}

fn letters(role: Role, size: f64, weight: Weight, across: HPos) -> TextStyle<'static> {
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
struct Drawing<'a> {
    panel: &'a Panel,
    canvas: &'a Canvas,
    root: &'a Root,
    chart: Chart<'a>,
    view: Place, // the plot without its axes [user units]
    marks: Vec<(Mark<'a>, Option<Hoisted>)>,
}

/// The names of the marks in their rows.
fn hoisted(panel: &Panel, left: f64, across: f64) -> Vec<(Mark<'_>, Option<Hoisted>)> {
    let marks = panel.marks();
    let flags: Vec<Flag> = marks
        .iter()
        .map(|mark| Flag {
            x: left + across * panel.x.position(mark.x),
            width: width(mark.name, MARK, Weight::Regular),
        })
        .collect();
    let places = hoist(&flags, (left, f64::from(WIDTH)));
    marks.into_iter().zip(places).collect()
}

impl<'a> Drawing<'a> {
    fn new(panel: &'a Panel, canvas: &'a Canvas, root: &'a Root) -> Self {
        let left = panel.left();
        let across = f64::from(WIDTH) - left - RIGHT;
        let marks = hoisted(panel, left, across);
        let rows = marks
            .iter()
            .filter_map(|(_, place)| Some(place.as_ref()?.row + 1))
            .max();
        let top = TOP + rows.map_or(8.0, |rows| ROW * f64::from(rows) + 2.0);
        let chart = drawn(
            ChartBuilder::on(root)
                .margin_left(pixels(left))
                .margin_right(pixels(RIGHT))
                .margin_top(pixels(top))
                .margin_bottom(pixels(BOTTOM))
                .build_cartesian_2d(panel.x, panel.y),
        );
        let view = (left, top, across, f64::from(HEIGHT) - top - BOTTOM);
        Self {
            panel,
            canvas,
            root,
            chart,
            view,
            marks,
        }
    }

    fn draw(&self) {
        self.titles();
        self.grid();
        self.hairlines();
        self.lines();
        self.dots();
        self.labels();
    }

    /// Where a value lies [user units].
    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (x, y) = self.chart.backend_coord(&(x, y));
        let unit = f64::from(RESOLUTION);
        (f64::from(x) / unit, f64::from(y) / unit)
    }

    /// A text with its middle at `y` [user units].
    fn write(&self, (x, y): (f64, f64), text: &str, style: TextStyle<'static>) {
        let text = Text::new(text.to_owned(), (pixels(x), pixels(y)), style);
        drawn(self.root.draw(&text));
    }

    fn path(&self, points: Vec<(f64, f64)>, style: ShapeStyle) {
        drawn(
            self.chart
                .plotting_area()
                .draw(&PathElement::new(points, style)),
        );
    }

    fn titles(&self) {
        let room = f64::from(WIDTH) - 2.0 * EDGE;
        // A long title is set smaller before it is cut.
        let wide = width(&self.panel.title, TITLE, Weight::Bold);
        let size = (TITLE * room / wide.max(1.0)).clamp(11.5, TITLE);
        let title = fit(&self.panel.title, size, Weight::Bold, room);
        let y_title = fit(&self.panel.y_title, TICK, Weight::Regular, room);
        let x_title = fit(&self.panel.x_title, TICK, Weight::Regular, room);
        let middle = self.view.0 + self.view.2 / 2.0;
        self.write(
            (EDGE, 11.0),
            &title,
            letters(Role::Ink, size, Weight::Bold, HPos::Left),
        );
        self.write(
            (EDGE, 29.0),
            &y_title,
            letters(Role::Muted, TICK, Weight::Regular, HPos::Left),
        );
        self.write(
            (middle, f64::from(HEIGHT) - 11.0),
            &x_title,
            letters(Role::Muted, TICK, Weight::Regular, HPos::Center),
        );
    }

    fn grid(&self) {
        self.canvas.open("shape-rendering=\"crispEdges\"");
        let (low, high) = (self.panel.x.low(), self.panel.x.high());
        for tick in self.panel.y.ticks(4) {
            self.path(vec![(low, tick), (high, tick)], stroke(Role::Grid, 1.0));
        }
        let base = self.panel.y.low();
        self.path(vec![(low, base), (high, base)], stroke(Role::Rule, 1.0));
        self.canvas.close();
        self.y_numbers();
        self.x_numbers();
    }

    fn y_numbers(&self) {
        let style = letters(Role::Muted, TICK, Weight::Regular, HPos::Right);
        for tick in self.panel.y.ticks(4) {
            let (_, y) = self.at((self.panel.x.low(), tick));
            self.write((self.view.0 - 6.0, y), &tick_label(tick), style.clone());
        }
    }

    /// Numbers under the plot; one that would touch its left neighbour is left out.
    fn x_numbers(&self) {
        let bottom = self.view.1 + self.view.3;
        let style = letters(Role::Muted, TICK, Weight::Regular, HPos::Center);
        let mut free = 0.0;
        for tick in self.panel.x.ticks(5) {
            let (x, _) = self.at((tick, self.panel.y.low()));
            self.path_in_units(&[(x, bottom), (x, bottom + 4.0)], Role::Rule);
            let label = tick_label(tick);
            let half = width(&label, TICK, Weight::Regular) / 2.0;
            let middle = x.clamp(half, f64::from(WIDTH) - half);
            if middle - half >= free {
                self.write((middle, bottom + 12.0), &label, style.clone());
                free = middle + half + 5.0;
            }
        }
    }

    fn path_in_units(&self, points: &[(f64, f64)], role: Role) {
        let points: Vec<_> = points
            .iter()
            .map(|(x, y)| (pixels(*x), pixels(*y)))
            .collect();
        drawn(self.root.draw(&PathElement::new(points, stroke(role, 1.0))));
    }

    fn hairlines(&self) {
        for (mark, place) in &self.marks {
            self.mark(mark, place.as_ref());
        }
        let (low, high) = (self.panel.x.low(), self.panel.x.high());
        self.canvas.open("stroke-dasharray=\"2 3\"");
        for level in self.levels() {
            self.path(
                vec![(low, level.y), (high, level.y)],
                stroke(Role::Rule, 1.2),
            );
        }
        self.canvas.close();
    }

    /// A line from the axis up to its name.
    fn mark(&self, mark: &Mark<'_>, place: Option<&Hoisted>) {
        let (x, bottom) = self.at((mark.x, self.panel.y.low()));
        let rows = place
            .filter(|_| !mark.name.is_empty())
            .map_or(0, |place| place.row + 1);
        let top = self.view.1 - ROW * f64::from(rows);
        let dash = if mark.dotted {
            " stroke-dasharray=\"2 3\""
        } else {
            ""
        };
        self.canvas
            .open(&format!("shape-rendering=\"crispEdges\"{dash}"));
        self.path_in_units(&[(x, bottom), (x, top)], mark.role);
        self.canvas.close();
        if let Some(place) = place {
            let middle = self.view.1 - ROW * (f64::from(place.row) + 0.5);
            let style = letters(Role::Muted, MARK, Weight::Regular, HPos::Left);
            self.write((place.left, middle), mark.name, style);
        }
    }

    fn levels(&self) -> impl Iterator<Item = &Level> {
        self.panel
            .levels
            .iter()
            .filter(|level| self.panel.y.contains(level.y))
    }

    fn lines(&self) {
        for line in &self.panel.lines {
            let (width, dash) = if line.before {
                (1.8, " stroke-dasharray=\"6 4\"")
            } else {
                (2.4, "")
            };
            self.canvas.open(&format!(
                "stroke-linejoin=\"round\" stroke-linecap=\"butt\"{dash}"
            ));
            for run in self.visible(&line.points) {
                self.path(run, stroke(line.role, width));
            }
            self.canvas.close();
        }
    }

    /// The parts of a curve inside the plot, cut where it crosses the edge.
    fn visible(&self, points: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
        let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
        let mut open = false;
        for pair in points.windows(2) {
            match self.clip(pair[0], pair[1]) {
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
    fn clip(&self, from: (f64, f64), to: (f64, f64)) -> Option<((f64, f64), (f64, f64))> {
        let (x, y) = (self.panel.x, self.panel.y);
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

    fn dots(&self) {
        for dot in self.panel.dots.iter().filter(|dot| self.shows(dot)) {
            let (x, y) = dot.at;
            let low = (y - dot.half).max(self.panel.y.low());
            let high = (y + dot.half).min(self.panel.y.high());
            if dot.half > 0.0 {
                self.path(vec![(x, low), (x, high)], stroke(dot.role, 1.3));
            }
            let area = self.chart.plotting_area();
            let inside = if dot.before { Role::Page } else { dot.role };
            drawn(area.draw(&Circle::new(
                dot.at,
                pixels(2.8),
                stroke(inside, 1.0).filled(),
            )));
            drawn(area.draw(&Circle::new(dot.at, pixels(2.8), stroke(dot.role, 1.3))));
        }
    }

    fn shows(&self, dot: &Dot) -> bool {
        self.panel.x.contains(dot.at.0) && self.panel.y.contains(dot.at.1)
    }

    fn labels(&self) {
        let names = self.names();
        let wanted: Vec<Wanted> = names.iter().map(|name| name.wanted()).collect();
        let places = labels::place(self.view, &wanted, &[], &self.drawn_points());
        self.canvas.open(&format!(
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
                self.write((x, y + row * (index as f64 + 0.5)), line, style);
            }
        }
        self.canvas.close();
    }

    /// Every text that wants a place in the plot: of each line, in order, then of each level.
    fn names(&self) -> Vec<Name> {
        let mut names = Vec::new();
        for line in &self.panel.lines {
            let runs = self.visible(&line.points);
            let anchors = runs.last().map_or_else(Vec::new, |run| self.anchors(run));
            names.push(self.name(&line.label, anchors, line.role, Weight::Bold));
        }
        for level in self.levels() {
            let anchor = self.at((self.panel.x.low(), level.y));
            names.push(self.name(&level.label, vec![anchor], Role::Muted, Weight::Regular));
        }
        names
    }

    /// The end of a curve, then places back along it, some twelve units apart.
    fn anchors(&self, run: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let mut along = Vec::new();
        for pair in run.windows(2).rev() {
            walk(self.at(pair[1]), self.at(pair[0]), &mut along);
        }
        along.into_iter().step_by(4).take(16).collect()
    }

    fn name(&self, text: &str, anchors: Vec<(f64, f64)>, role: Role, weight: Weight) -> Name {
        Name {
            lines: lines_of(text, weight)
                .iter()
                .map(|line| fit(line, LABEL, weight, 0.66 * self.view.2))
                .collect(),
            anchors,
            role,
            weight,
        }
    }

    /// Points along all that is drawn, about three units apart, for labels to keep clear of.
    fn drawn_points(&self) -> Vec<Drawn> {
        let mut points = Vec::new();
        for (owner, line) in self.panel.lines.iter().enumerate() {
            let mut along = Vec::new();
            for run in self.visible(&line.points) {
                for pair in run.windows(2) {
                    walk(self.at(pair[0]), self.at(pair[1]), &mut along);
                }
            }
            points.extend(along.into_iter().map(|at| Drawn {
                at,
                owner: Some(owner),
            }));
        }
        let mut hairs = Vec::new();
        let (low, high) = (self.panel.y.low(), self.panel.y.high());
        for (mark, _) in &self.marks {
            walk(self.at((mark.x, low)), self.at((mark.x, high)), &mut hairs);
        }
        for level in self.levels() {
            let (from, to) = (
                (self.panel.x.low(), level.y),
                (self.panel.x.high(), level.y),
            );
            walk(self.at(from), self.at(to), &mut hairs);
        }
        points.extend(hairs.into_iter().map(|at| Drawn { at, owner: None }));
        points
    }
}

fn walk(from: (f64, f64), to: (f64, f64), points: &mut Vec<(f64, f64)>) {
    let (across, along) = (to.0 - from.0, to.1 - from.1);
    let steps = libm::ceil(libm::sqrt(across * across + along * along) / 3.0).max(1.0) as u32;
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
