//! Where a plot lies in its picture: its margins, and the rows of names above it.

use super::content::Panel;
use crate::axis::tick_label;
use crate::flags::{Flag, Hoisted, hoist};
use crate::glyphs::{Weight, width};
use crate::labels::Place;
use crate::palette::Role;

/// The width of every plot [user units].
pub(crate) const WIDTH: u32 = 360;
/// The height of every plot [user units].
pub(crate) const HEIGHT: u32 = 300;

const TOP: f64 = 42.0; // of the rows of names above the plot
pub(super) const ROW: f64 = 15.0; // height of such a row
pub(super) const BOTTOM: f64 = 46.0;
pub(super) const RIGHT: f64 = 18.0;
pub(super) const EDGE: f64 = 4.0;
pub(super) const TICK: f64 = 12.0; // size of tick labels
pub(super) const MARK: f64 = 11.5; // size of names of marks

/// A vertical mark.
#[derive(Clone, Copy)]
pub(super) struct Mark<'a> {
    pub(super) x: f64,
    pub(super) name: &'a str,
    pub(super) role: Role,
    pub(super) dotted: bool,
}

/// The plot in its picture.
pub(super) struct Layout<'a> {
    pub(super) view: Place, // the plot without its axes [user units]
    pub(super) marks: Vec<(Mark<'a>, Option<Hoisted>)>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(panel: &'a Panel) -> Self {
        let left = left(panel);
        let across = f64::from(WIDTH) - left - RIGHT;
        let marks = hoisted(panel, left, across);
        let rows = marks
            .iter()
            .filter_map(|(_, place)| Some(place.as_ref()?.row + 1))
            .max();
        let top = TOP + rows.map_or(8.0, |rows| ROW * f64::from(rows) + 2.0);
        let view = (left, top, across, f64::from(HEIGHT) - top - BOTTOM);
        Self { view, marks }
    }
}

/// The names of the marks in their rows.
fn hoisted(panel: &Panel, left: f64, across: f64) -> Vec<(Mark<'_>, Option<Hoisted>)> {
    let marks = marks(panel);
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

/// All vertical marks with their names, the limits first, then where the system is now.
fn marks(panel: &Panel) -> Vec<Mark<'_>> {
    let limits = panel.limits.iter().map(|limit| Mark {
        x: limit.x,
        name: &limit.label,
        role: limit.role,
        dotted: false,
    });
    let here = panel.here.iter().map(|(x, name)| Mark {
        x: *x,
        name,
        role: Role::Muted,
        dotted: true,
    });
    limits
        .chain(here)
        .filter(|mark| panel.x.contains(mark.x))
        .collect()
}

fn left(panel: &Panel) -> f64 {
    let widest = panel
        .y
        .ticks(4)
        .iter()
        .map(|tick| width(&tick_label(*tick), TICK, Weight::Regular))
        .fold(18.0, f64::max);
    EDGE + widest + 6.0
}
