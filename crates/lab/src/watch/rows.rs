//! The picture: a line a request, time to the right.

use super::film::{Film, Stay, Watched};
use crate::axis::{Axis, tick_label};
use crate::glyphs::{Weight, width};
use crate::palette::Role;
use crate::svg::{Canvas, Letters, Look};
use model::simulation::{Doing, End};

const WIDTH: f64 = 420.0;
const LEFT: f64 = 4.0;
const RIGHT: f64 = 416.0;
const TOP: f64 = 24.0; // under one line of the key
const KEY_LINE: f64 = 18.0; // a further line of the key
const BOTTOM: f64 = 304.0; // the same for any number of requests, so that the page does not move
const HEIGHT: f64 = 344.0;
const SMALL: f64 = 12.0; // letters
const SHORTEST: f64 = 0.8; // of what is served, so that it is seen

/// Where the lines are, and how large the picture is: left, top, right, bottom, width, height.
pub(super) fn frame(film: &Film) -> [f64; 6] {
    [LEFT, top(&key(film)), RIGHT, BOTTOM, WIDTH, HEIGHT]
}

/// The whole picture.
pub(super) fn svg(film: &Film, name: &str, finding: &str) -> String {
    let canvas = Canvas::new(WIDTH as u32, HEIGHT as u32);
    let key = key(film);
    let top = top(&key);
    draw_key(&key, &canvas);
    draw_axis(film, top, &canvas);
    let sheet = Sheet {
        film,
        top,
        pitch: (BOTTOM - top) / (film.requests.len().max(8) as f64),
    };
    for (spot, stand) in film.spots.iter().enumerate() {
        let thick = sheet.thickness(stand.stand.index);
        let waits = sheet.strokes(|stay| stay.waits() && at(stay, spot));
        let look = Look::stroke(stand.role, thick);
        let seen = waits.into_iter().filter(|line| line.2 > 0.05);
        let waits: Vec<_> = seen.collect();
        canvas.open("stroke-opacity=\"0.3\"");
        canvas.strokes(&waits, &look);
        canvas.close();
        let mut served = sheet.strokes(|stay| stay.doing == Doing::Served && at(stay, spot));
        for line in &mut served {
            line.2 = line.2.max(SHORTEST);
        }
        canvas.strokes(&served, &look);
    }
    let way = sheet.strokes(|stay| matches!(stay.doing, Doing::Delayed | Doing::BackingOff));
    canvas.strokes(&way, &Look::stroke(Role::Muted, 0.7));
    sheet.draw_lost(&canvas);
    let title = format!("{name}, one line each");
    canvas.finish(&title, &format!("{finding} {}", explained(film)))
}

fn at(stay: &Stay, spot: usize) -> bool {
    stay.spot.is_some_and(|(index, _)| index == spot)
}

/// For those who do not see it.
fn explained(film: &Film) -> String {
    let what: Vec<String> = film
        .spots
        .iter()
        .filter(|spot| !spot.stand.pool)
        .map(|spot| spot.stand.resource.to_string())
        .collect();
    format!(
        "Time goes to the right. A line is pale where its request waits, and dark where it is served: {}.",
        what.join(", ")
    )
}

/// The lines of all requests, with their places [user units].
struct Sheet<'a> {
    film: &'a Film,
    top: f64,
    pitch: f64, // from a line to the next
}

impl Sheet<'_> {
    /// A machine's first station is drawn broad, its others narrow.
    fn thickness(&self, index: usize) -> f64 {
        self.pitch.min(9.0) * if index == 0 { 0.74 } else { 0.4 }
    }

    fn x(&self, time: i64) -> f64 {
        let until = self.film.until;
        LEFT + (RIGHT - LEFT) * time.clamp(0, until) as f64 / until as f64
    }

    fn y(&self, row: usize) -> f64 {
        self.top + (row as f64 + 0.5) * self.pitch
    }

    /// The stays of attempts that `which` picks, as lines; those that follow each other in one.
    fn strokes(&self, which: impl Fn(&Stay) -> bool) -> Vec<(f64, f64, f64)> {
        let mut lines: Vec<(f64, f64, f64)> = Vec::new();
        for (row, request) in self.film.requests.iter().enumerate() {
            let mut last = None;
            for stay in stays(request).filter(|stay| which(stay) && stay.until > 0) {
                let (from, until) = (self.x(stay.from), self.x(stay.until));
                match lines.last_mut() {
                    Some(line) if last == Some(stay.from) => line.2 = until - line.0,
                    _ => lines.push((from, self.y(row), until - from)),
                }
                last = Some(stay.until);
            }
        }
        lines
    }

    /// A cross where a request ends without an answer.
    fn draw_lost(&self, canvas: &Canvas) {
        let look = Look::stroke(Role::Ink, 1.3);
        for (row, request) in self.film.requests.iter().enumerate() {
            let lost = matches!(request.end, End::Refused | End::Failed | End::TimedOut);
            if let (true, Some(end)) = (lost, request.ended) {
                let (x, y, r) = (self.x(end), self.y(row), 2.6);
                canvas.path(&[(x - r, y - r), (x + r, y + r)], &look);
                canvas.path(&[(x - r, y + r), (x + r, y - r)], &look);
            }
        }
    }
}

/// What the attempts of a request do.
fn stays(request: &Watched) -> impl Iterator<Item = &Stay> {
    let attempts = request.jobs.iter().filter(|job| job.route == 0);
    attempts.flat_map(|job| &job.stays)
}

/// A shade and what it means, with its place.
struct Entry {
    look: Look,
    opacity: &'static str,
    word: String,
    at: (f64, f64), // left, and the line's top
}

/// Where the lines begin, under the key.
fn top(key: &[Entry]) -> f64 {
    TOP + key.last().map_or(0.0, |entry| entry.at.1)
}

/// What the shades mean. Where there are several components, a colour is one of them; what is narrow is said in the description.
fn key(film: &Film) -> Vec<Entry> {
    let first = film.spots.iter().find(|spot| !spot.stand.pool);
    let role = first.map_or(Role::Ink, |spot| spot.role);
    let mut words = vec![(Look::stroke(role, 8.0), "0.3", "waits".to_owned())];
    let served = film.spots.iter().filter(|spot| !spot.stand.pool);
    let several = film.spots.iter().any(|spot| spot.role != role);
    for spot in served {
        let thick = if spot.stand.index == 0 { 8.0 } else { 4.0 };
        let word = if several {
            spot.stand.machine.clone()
        } else {
            format!("on {}", spot.stand.resource)
        };
        // Not twice: a component's first station stands for all of it.
        if !words.iter().any(|(_, _, known)| *known == word) {
            words.push((Look::stroke(spot.role, thick), "1", word));
        }
    }
    let mut at = (LEFT, 0.0);
    let mut entries = Vec::new();
    for (look, opacity, word) in words {
        let room = width(&word, SMALL, Weight::Regular);
        if at.0 > LEFT && at.0 + room + 24.0 > RIGHT {
            at = (LEFT, at.1 + KEY_LINE);
        }
        entries.push(Entry {
            look,
            opacity,
            word,
            at,
        });
        at.0 += room + 39.0;
    }
    entries
}

/// The key, over the lines.
fn draw_key(key: &[Entry], canvas: &Canvas) {
    for entry in key {
        let (x, y) = entry.at;
        canvas.open(&format!("stroke-opacity=\"{}\"", entry.opacity));
        canvas.strokes(&[(x, y + 8.0, 18.0)], &entry.look);
        canvas.close();
        let letters = Letters::new(SMALL, Role::Ink);
        canvas.text(x + 23.0, y + 12.0, &entry.word, letters);
    }
}

/// Time, in the unit that suits it.
fn draw_axis(film: &Film, top: f64, canvas: &Canvas) {
    let (unit, size) = match film.until {
        ..2_000 => ("microseconds", 1.0),
        2_000..2_000_000 => ("milliseconds", 1e3),
        _ => ("seconds", 1e6),
    };
    let axis = Axis::linear(0.0, film.until as f64 / size);
    for tick in axis.ticks(5) {
        let x = LEFT + (RIGHT - LEFT) * axis.position(tick);
        canvas.path(
            &[(x, top), (x, BOTTOM + 4.0)],
            &Look::stroke(Role::Grid, 1.0),
        );
        let letters = Letters::new(SMALL, Role::Muted);
        let letters = match x {
            x if x < LEFT + 12.0 => letters,
            x if x > RIGHT - 12.0 => letters.end(),
            _ => letters.middle(),
        };
        canvas.text(x, BOTTOM + 17.0, &tick_label(tick), letters);
    }
    canvas.path(
        &[(LEFT, BOTTOM), (RIGHT, BOTTOM)],
        &Look::stroke(Role::Rule, 1.0),
    );
    let title = format!("{unit}; one line a request, the first on top");
    let letters = Letters::new(SMALL, Role::Muted).middle();
    canvas.text(WIDTH / 2.0, HEIGHT - 5.0, &title, letters);
}
