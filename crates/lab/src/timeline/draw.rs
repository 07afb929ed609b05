//! The picture of one system's slow work: a line a request, time to the right.

use super::errand::{Act, Errand};
use super::{Lane, finding};
use crate::axis::{Axis, tick_label};
use crate::glyphs::{Weight, width};
use crate::palette::Role;
use crate::svg::{Canvas, Letters, Look};

const WIDTH: f64 = 420.0;
const LEFT: f64 = 6.0;
const RIGHT: f64 = 412.0;
const TOP: f64 = 50.0;
const BOTTOM: f64 = 304.0; // the same for any number of requests, so that the page does not move
const HEIGHT: f64 = 344.0;
const SMALL: f64 = 12.0; // letters
const SHORTEST: f64 = 1.2; // of what is served, so that it is seen

/// The end of the common scale: when the last work that is drawn is done. `[s]`
pub(super) fn until(lanes: &[Lane]) -> f64 {
    let ends = lanes.iter().flat_map(|lane| {
        let acts = lane.errands.iter().flat_map(|errand| &errand.acts);
        acts.map(|act| act.until.min(lane.until))
    });
    ends.fold(1e-6, f64::max)
}

/// The whole picture, of `rows` lines or fewer.
pub(super) fn svg(lane: &Lane, until: f64, rows: usize) -> String {
    let canvas = Canvas::new(WIDTH as u32, HEIGHT as u32);
    let sheet = Sheet {
        canvas: &canvas,
        axis: Axis::linear(0.0, until),
        pitch: (BOTTOM - TOP) / rows.max(6) as f64,
    };
    canvas.text(LEFT, 14.0, &lane.name, Letters::new(14.0, Role::Ink).bold());
    sheet.draw_key(lane);
    sheet.draw_time();
    sheet.draw_errands(&lane.errands);
    let about = "One line a request with slow work, time to the right: pale while it waits, dark while it is worked on; \
                 a ring where the client is answered, a square where the work is done.";
    canvas.finish_with(
        &sheet.scales(lane.errands.len()),
        &format!("Timeline, {}", lane.name),
        &format!("{} {about}", finding(lane)),
    )
}

struct Sheet<'a> {
    canvas: &'a Canvas,
    axis: Axis,
    pitch: f64, // from a line to the next
}

impl Sheet<'_> {
    fn x(&self, time: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * self.axis.position(time).clamp(0.0, 1.0)
    }

    fn thickness(&self) -> f64 {
        (self.pitch * 0.5).min(11.0)
    }

    /// Both axes, for who reads values off the picture.
    fn scales(&self, rows: usize) -> String {
        let (unit, size) = self.unit();
        let high = self.axis.high() * size;
        format!(
            " data-x=\"linear 0 {high} {LEFT} {RIGHT}\" data-y=\"linear 0 {} {BOTTOM} {TOP}\" data-over=\"{unit}\" data-unit=\"\"",
            rows.max(1)
        )
    }

    /// Name and size of the unit that suits the times.
    fn unit(&self) -> (&'static str, f64) {
        if self.axis.high() < 2.0 {
            ("milliseconds", 1e3)
        } else {
            ("seconds", 1.0)
        }
    }

    /// What waits, what is served, over that the clients' waits and both ends. Alike things stand in a group, in which a reader's
    /// script counts the rows that have one at a moment.
    fn draw_errands(&self, errands: &[Errand]) {
        let rows = || {
            let row = |(row, errand)| (TOP + (row as f64 + 0.5) * self.pitch, errand);
            errands.iter().enumerate().map(row)
        };
        for (name, waits) in [("waits", true), ("worked on", false)] {
            let opacity = if waits { 0.32 } else { 1.0 };
            let open = format!("data-spans=\"{name}\" stroke-opacity=\"{opacity}\"");
            self.canvas.open(&open);
            rows().for_each(|(y, errand)| self.draw_acts(y, errand, waits));
            self.canvas.close();
        }
        self.canvas.open("data-spans=\"client waits\"");
        for (y, errand) in rows() {
            let from = self.x(errand.arrived);
            self.canvas.strokes(
                &[(from, self.above(y), self.answered(errand) - from)],
                &Look::stroke(Role::Client, 1.6),
            );
        }
        self.canvas.close();
        for (y, errand) in rows().filter(|(_, errand)| errand.answered.is_some()) {
            self.ring(self.answered(errand), self.above(y));
        }
        self.canvas.open("data-marks=\"done\"");
        for (y, errand) in rows() {
            if let Some(done) = errand.done {
                self.square(self.x(done), y);
            }
        }
        self.canvas.close();
    }

    /// Where the client's wait is drawn.
    fn above(&self, y: f64) -> f64 {
        y - self.thickness() / 2.0 - 2.6
    }

    /// Where it ends.
    fn answered(&self, errand: &Errand) -> f64 {
        errand.answered.map_or(RIGHT, |time| self.x(time))
    }

    fn draw_acts(&self, y: f64, errand: &Errand, waits: bool) {
        for act in errand.acts.iter().filter(|act| act.waits == waits) {
            let (from, length) = self.place(act);
            let look = Look::stroke(act.role, self.thickness());
            self.canvas.strokes(&[(from, y, length)], &look);
        }
    }

    fn place(&self, act: &Act) -> (f64, f64) {
        let (from, until) = (self.x(act.from), self.x(act.until));
        let length = until - from;
        (
            from,
            if act.waits {
                length
            } else {
                length.max(SHORTEST)
            },
        )
    }

    fn ring(&self, x: f64, y: f64) {
        let (r, look) = (
            2.7,
            Look {
                stroke: Some((Role::Client, 1.5)),
                ..Look::fill(Role::Page, 1.0)
            },
        );
        self.canvas.rect((x - r, y - r, 2.0 * r, 2.0 * r), r, &look);
    }

    fn square(&self, x: f64, y: f64) {
        let half = self.thickness() / 2.0;
        self.canvas.rect(
            (x - 1.5, y - half - 1.0, 3.0, 2.0 * half + 2.0),
            0.0,
            &Look::fill(Role::Ink, 1.0),
        );
    }

    /// What the marks mean, under the name.
    fn draw_key(&self, lane: &Lane) {
        let y = 34.0;
        let mut x = LEFT;
        let mut entry = |word: &str, mark: &dyn Fn(f64)| {
            mark(x);
            self.canvas
                .text(x + 20.0, y + 4.0, word, Letters::new(SMALL, Role::Ink));
            x += 20.0 + width(word, SMALL, Weight::Regular) + 12.0;
        };
        let queued = lane
            .errands
            .iter()
            .flat_map(|errand| &errand.acts)
            .any(|act| act.role == Role::Queue);
        entry("client waits", &|x| {
            self.canvas
                .strokes(&[(x, y, 13.0)], &Look::stroke(Role::Client, 1.6));
            self.ring(x + 13.0, y);
        });
        let work = |role: Role| {
            move |x: f64| {
                self.canvas
                    .strokes(&[(x, y, 15.0)], &Look::stroke(role, 9.0));
            }
        };
        if queued {
            entry("in the queue", &|x| {
                self.canvas.open("stroke-opacity=\"0.32\"");
                work(Role::Queue)(x);
                self.canvas.close();
            });
            entry("worker", &work(Role::Queue));
        } else {
            entry("web server", &work(Role::Web));
        }
        entry("done", &|x| self.square(x + 9.0, y));
    }

    /// Time, in the unit that suits it.
    fn draw_time(&self) {
        let (unit, size) = self.unit();
        let axis = Axis::linear(0.0, self.axis.high() * size);
        for tick in axis.ticks(5) {
            let x = LEFT + (RIGHT - LEFT) * axis.position(tick);
            self.canvas.path(
                &[(x, TOP - 4.0), (x, BOTTOM + 4.0)],
                &Look::stroke(Role::Grid, 1.0),
            );
            let letters = Letters::new(SMALL, Role::Muted);
            let letters = match x {
                x if x < LEFT + 12.0 => letters,
                x if x > RIGHT - 14.0 => letters.end(),
                _ => letters.middle(),
            };
            self.canvas
                .text(x, BOTTOM + 17.0, &tick_label(tick), letters);
        }
        self.canvas.path(
            &[(LEFT, BOTTOM), (RIGHT, BOTTOM)],
            &Look::stroke(Role::Rule, 1.0),
        );
        let letters = Letters::new(SMALL, Role::Muted).middle();
        self.canvas.text(
            WIDTH / 2.0,
            HEIGHT - 5.0,
            &format!("{unit}; one line a request"),
            letters,
        );
    }
}
