//! A single plot, for what the three-part figure does not show.
//!
//! ```
//! use lab::prelude::*;
//! let bill = chart("Together or apart")
//!     .x("load of B over load of A")
//!     .y("$ a month")
//!     .curve("three large", 1.0..=6.0, |_| 300.0)
//!     .curve("one medium a load", 1.0..=6.0, |ratio| 50.0 * (1.0 + ratio))
//!     .mark(5.0, "equal at 5")
//!     .caption("Apart is cheaper while B has less than five times the load of A.");
//! assert!(bill.html().is_some_and(|html| html.contains("<svg")));
//! ```

use crate::axis::Axis;
use crate::csv::{self, Sheet};
use crate::html;
use crate::palette::Role;
use crate::panel::{Dot, Level, Limit, Line, Panel};
use crate::shown::Shown;
use model::format::significant;
use std::ops::RangeInclusive;

/// Lines take these colours in turn, unless told otherwise.
const TURN: [Role; 6] = [
    Role::Web,
    Role::Database,
    Role::Cache,
    Role::Queue,
    Role::Cdn,
    Role::Replica,
];

/// Points of a curve given as a function.
const SAMPLES: usize = 81;
/// The same where heights take long to compute.
const FEW: usize = 25;

/// Begins a plot with this heading.
pub fn chart(title: &str) -> Chart {
    Chart {
        title: title.to_owned(),
        x_title: String::new(),
        y_title: String::new(),
        log_x: false,
        log_y: false,
        from_zero: false,
        samples: SAMPLES,
        lines: Vec::new(),
        dots: Vec::new(),
        limits: Vec::new(),
        levels: Vec::new(),
        caption: String::new(),
    }
}

/// A plot. See [`chart`].
#[derive(Clone, Debug)]
#[must_use = "a chart is drawn where a cell ends with it"]
pub struct Chart {
    title: String,
    x_title: String,
    y_title: String,
    log_x: bool,
    log_y: bool,
    from_zero: bool,
    samples: usize, // of a curve
    lines: Vec<Line>,
    dots: Vec<Dot>,
    limits: Vec<Limit>,
    levels: Vec<Level>,
    caption: String,
}

impl Chart {
    /// What the horizontal axis shows, with its unit.
    pub fn x(mut self, title: &str) -> Self {
        title.clone_into(&mut self.x_title);
        self
    }

    /// What the vertical axis shows, with its unit.
    pub fn y(mut self, title: &str) -> Self {
        title.clone_into(&mut self.y_title);
        self
    }

    /// Equal factors along the horizontal axis. All points must lie above zero.
    pub fn log_x(mut self) -> Self {
        self.log_x = true;
        self
    }

    /// Equal factors along the vertical axis. All points must lie above zero.
    pub fn log_y(mut self) -> Self {
        self.log_y = true;
        self
    }

    /// The vertical axis begins at zero, as money must.
    pub fn from_zero(mut self) -> Self {
        self.from_zero = true;
        self
    }

    /// A line through these points, with its name at the end.
    pub fn line(mut self, name: &str, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let role = TURN[self.lines.len() % TURN.len()];
        self.lines.push(Line {
            points: points.into_iter().filter(finite).collect(),
            role,
            before: false,
            name: name.to_owned(),
            label: name.to_owned(),
        });
        self
    }

    /// A line given as a function over a range.
    ///
    /// # Panics
    /// When the range is empty, or begins at or below zero on a logarithmic axis.
    #[track_caller]
    pub fn curve(self, name: &str, over: RangeInclusive<f64>, height: impl Fn(f64) -> f64) -> Self {
        let (from, to) = (*over.start(), *over.end());
        assert!(
            from < to && (from > 0.0 || !self.log_x),
            "curve `{name}`: {from} to {to} is no range on this axis"
        );
        let axis = if self.log_x {
            Axis::log(from, to)
        } else {
            Axis::linear(from, to)
        };
        let points: Vec<_> = axis
            .samples(self.samples)
            .into_iter()
            .map(|x| (x, height(x)))
            .collect();
        self.line(name, points)
    }

    /// Fewer points for the curves after it: for heights that take long to compute.
    pub fn coarse(mut self) -> Self {
        self.samples = FEW;
        self
    }

    /// Gives the last line the colour of a component.
    ///
    /// # Panics
    /// When there is no line yet.
    #[track_caller]
    pub fn colour(mut self, role: Role) -> Self {
        self.last_line("colour").role = role;
        self
    }

    /// Draws the last line lighter and dashed: how it was before.
    ///
    /// # Panics
    /// When there is no line yet.
    #[track_caller]
    pub fn before(mut self) -> Self {
        self.last_line("before").before = true;
        self
    }

    #[track_caller]
    fn last_line(&mut self, what: &str) -> &mut Line {
        match self.lines.last_mut() {
            Some(line) => line,
            None => {
                panic!("chart: `.{what}()` speaks of the line before it; add a `.line(...)` first")
            }
        }
    }

    /// Measured or simulated points in the colour of the last line: x, y, half of the 95% interval.
    pub fn points(mut self, points: impl IntoIterator<Item = (f64, f64, f64)>) -> Self {
        let of = self.lines.last();
        let role = of.map_or(Role::Ink, |line| line.role);
        let name = of.map_or_else(String::new, |line| line.name.clone());
        self.dots.extend(points.into_iter().map(|(x, y, half)| Dot {
            name: name.clone(),
            at: (x, y),
            half,
            role,
            before: false,
        }));
        self
    }

    /// A vertical hairline with its name.
    pub fn mark(mut self, x: f64, name: &str) -> Self {
        self.limits.push(Limit {
            x,
            label: name.to_owned(),
            role: Role::Rule,
        });
        self
    }

    /// A horizontal dotted line with its name.
    pub fn level(mut self, y: f64, name: &str) -> Self {
        self.levels.push(Level {
            y,
            label: name.to_owned(),
        });
        self
    }

    /// One sentence with the finding and its number.
    pub fn caption(mut self, finding: &str) -> Self {
        finding.clone_into(&mut self.caption);
        self
    }

    /// Whether its lines and points have come out empty, as they may where a reader's settings leave nothing that exists.
    fn is_empty(&self) -> bool {
        let given = !self.lines.is_empty() || !self.dots.is_empty();
        given && self.dots.is_empty() && self.lines.iter().all(|line| line.points.is_empty())
    }

    fn nothing(&self) -> String {
        format!(
            "{}: with these settings there is nothing to draw.",
            self.title
        )
    }

    fn panel(&self) -> Panel {
        let all = || {
            self.lines
                .iter()
                .flat_map(|line| line.points.iter().copied())
                .chain(self.dots.iter().map(|dot| dot.at))
        };
        let x = axis(all().map(|(x, _)| x), self.log_x, false, &self.title, "x");
        let marked = self.levels.iter().map(|level| level.y);
        let y = axis(
            all().map(|(_, y)| y).chain(marked),
            self.log_y,
            self.from_zero,
            &self.title,
            "y",
        );
        Panel {
            title: self.title.clone(),
            x_title: self.x_title.clone(),
            y_title: self.y_title.clone(),
            x,
            y: y.rounded(),
            lines: self.lines.clone(),
            dots: self.dots.clone(),
            limits: self.limits.clone(),
            levels: self.levels.clone(),
            here: None,
            description: self.description(),
        }
    }

    /// The points of the lines, and what was measured or simulated.
    fn sheet(&self) -> Sheet {
        let named = |title: &str, otherwise: &str| {
            let title = if title.is_empty() { otherwise } else { title };
            title.to_owned()
        };
        let mut sheet = Sheet::new([
            "line".to_owned(),
            "kind".to_owned(),
            named(&self.x_title, "x"),
            named(&self.y_title, "y"),
            "half of the 95% interval".to_owned(),
        ]);
        for line in &self.lines {
            for &(x, y) in csv::thinned(&line.points) {
                let row = [(&*line.name).into(), "curve".into(), x.into(), y.into()];
                sheet.row(row);
            }
        }
        for dot in &self.dots {
            let (x, y) = dot.at;
            let half = (dot.half > 0.0).then_some(dot.half);
            let name = (&*dot.name).into();
            sheet.row([name, "point".into(), x.into(), y.into(), half.into()]);
        }
        sheet
    }

    fn description(&self) -> String {
        let mut parts = vec![format!("{} against {}.", self.y_title, self.x_title)];
        for line in &self.lines {
            if let (Some(first), Some(last)) = (line.points.first(), line.points.last()) {
                parts.push(format!(
                    "{}: from {} at {} to {} at {}.",
                    line.label,
                    significant(first.1, 3),
                    significant(first.0, 3),
                    significant(last.1, 3),
                    significant(last.0, 3)
                ));
            }
        }
        for limit in &self.limits {
            parts.push(format!(
                "Marked: {} at {}.",
                limit.label,
                significant(limit.x, 3)
            ));
        }
        parts.join(" ")
    }
}

fn finite(point: &(f64, f64)) -> bool {
    point.0.is_finite() && point.1.is_finite()
}

/// The axis that holds all values.
fn axis(values: impl Iterator<Item = f64>, log: bool, zero: bool, chart: &str, name: &str) -> Axis {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.filter(|value| value.is_finite()) {
        low = low.min(value);
        high = high.max(value);
    }
    assert!(
        low <= high,
        "chart \"{chart}\": nothing to draw; add a `.line(...)`"
    );
    assert!(
        !log || low > 0.0,
        "chart \"{chart}\": a logarithmic {name} axis needs values above zero, found {low}"
    );
    let low = if zero && !log { low.min(0.0) } else { low };
    if log {
        Axis::log(low, high)
    } else if low == high {
        // A flat line: some room above it.
        Axis::linear(low, if low == 0.0 { 1.0 } else { low + low.abs() })
    } else {
        Axis::linear(low, high)
    }
}

impl Shown for Chart {
    fn html(&self) -> Option<String> {
        if self.is_empty() {
            return Some(html::sentence(&self.nothing()));
        }
        Some(html::figure(&[self.panel().svg()], &self.caption))
    }

    fn csv(&self) -> Option<String> {
        (!self.is_empty()).then(|| self.sheet().csv())
    }

    fn plain(&self) -> String {
        if self.is_empty() {
            return self.nothing();
        }
        let mut text = self.title.clone();
        for part in [&self.caption, &self.description()] {
            if !part.is_empty() {
                text.push('\n');
                text.push_str(part);
            }
        }
        text
    }
}
