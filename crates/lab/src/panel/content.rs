//! What a plot shows: curves, points, limits, levels, over two axes.

use crate::axis::Axis;
use crate::palette::Role;

/// A curve and its name.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) points: Vec<(f64, f64)>,
    pub(crate) role: Role,
    pub(crate) before: bool, // lighter and dashed: the system before the change
    pub(crate) name: String, // for who reads values off it
    pub(crate) label: String, // in the plot; a line break in it may be taken or not
}

/// A point with an optional interval.
#[derive(Clone, Debug)]
pub(crate) struct Dot {
    pub(crate) name: String, // of the line that it is the other witness of
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
