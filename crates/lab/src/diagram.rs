//! A system, drawn as a request travels through it: left to right.
//!
//! ```text
//!  client    requests    ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//!  ┌────┐    86 /s       ┃ ┌─────────┐  queries ┌────────┐ ┃
//!  │    │ ───────────►   ┃ │ web     │ ───────► │database│ ┃   a box fills like a glass,
//!  │    │ ◄───────────   ┃ │▒▒34 %▒▒▒│ ◄─────── │▒▒19 %▒▒│ ┃   and carries the number
//!  └────┘    p99 61 ms   ┃ └─────────┘          └────────┘ ┃
//!                        ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```
//!
//! The frame is the boundary of the first ground rule: what is in it the client neither sees nor wants to see. The drawing
//! comes from the same [`System`] value that the cells evaluate.

use crate::palette::Role;
use crate::shown::Shown;
use crate::svg::{Canvas, Letters, Look, Rect};
use crate::{html, parts};
use model::format::percent;
use model::prelude::*;

/// Draws a system. Add [`Diagram::under`] for rates and levels.
///
/// ```
/// use lab::prelude::*;
/// let one = System::together(machine("t3.medium"), 1, shop());
/// let drawing = diagram(&one).under(&shop_traffic(2e5));
/// assert!(drawing.plain().contains("requests"));
/// ```
pub fn diagram(system: &System) -> Diagram {
    Diagram {
        system: system.clone(),
        traffic: None,
        new: Vec::new(),
        closed: false,
        caption: String::new(),
    }
}

/// A drawing of a system. See [`diagram`].
#[derive(Clone, Debug)]
#[must_use = "a diagram is drawn where a cell ends with it"]
pub struct Diagram {
    system: System,
    traffic: Option<Traffic>,
    new: Vec<String>,
    closed: bool,
    caption: String,
}

impl Diagram {
    /// Shows how full everything is in the peak hour of this traffic, and the rates on the arrows.
    pub fn under(mut self, traffic: &Traffic) -> Self {
        self.traffic = Some(*traffic);
        self
    }

    /// Outlines a part as new, by its label ("database").
    ///
    /// # Panics
    /// When the system has no such part.
    #[track_caller]
    pub fn new_part(mut self, label: &str) -> Self {
        let labels: Vec<String> = self
            .system
            .parts()
            .into_iter()
            .map(|part| part.label)
            .collect();
        assert!(
            labels.iter().any(|known| known == label),
            "diagram: no part is called \"{label}\"; there are {}",
            labels.join(", ")
        );
        self.new.push(label.to_owned());
        self
    }

    /// Only what the client sees: a closed black box.
    pub fn closed(mut self) -> Self {
        self.closed = true;
        self
    }

    /// One sentence under the drawing.
    pub fn caption(mut self, finding: &str) -> Self {
        finding.clone_into(&mut self.caption);
        self
    }

    fn scene(&self) -> Scene {
        let prediction = self
            .traffic
            .as_ref()
            .map(|traffic| parts::predict(&self.system, traffic));
        let links = match &self.traffic {
            None => Vec::new(),
            Some(traffic) => self
                .system
                .links(traffic)
                .unwrap_or_else(|error| panic!("diagram: {error}")),
        };
        let boxes = self
            .system
            .parts()
            .into_iter()
            .filter(|part| part.component != Component::Client)
            .map(|part| Block::new(part, prediction.as_ref(), &self.new))
            .collect();
        Scene {
            boxes,
            links,
            prediction,
            names: side_names(&self.system),
            closed: self.closed,
        }
    }
}

impl Shown for Diagram {
    fn html(&self) -> Option<String> {
        let scene = self.scene();
        Some(html::drawing(&scene.svg(), &self.caption, scene.width()))
    }

    fn plain(&self) -> String {
        let scene = self.scene();
        let mut text = scene.description();
        if !self.caption.is_empty() {
            text.push('\n');
            text.push_str(&self.caption);
        }
        text
    }
}

/// The names of web application and database, for the inside of a shared machine.
fn side_names(system: &System) -> [String; 2] {
    [
        system.label(Component::WebServer),
        system.label(Component::Database),
    ]
}

const CLIENT: f64 = 56.0; // width of the client
const ARROW: f64 = 66.0; // room for an arrow and its words
const BOX: f64 = 114.0; // width of a part
const TALL: f64 = 158.0; // height of a part with its load
const LOW: f64 = 92.0; // height of a part without
const PAD: f64 = 10.0; // between the frame and a part
const EDGE: f64 = 3.0;
const TOP: f64 = 30.0; // top of the frame
const BIG: f64 = 14.5;
const SMALL: f64 = 12.5;

/// A part of the system with what is known of its load.
struct Block {
    part: Part,
    role: Role,
    needs: Vec<Need>, // what it can run short of while working, the fullest first; empty without traffic
    new: bool,
}

impl Block {
    fn new(part: Part, prediction: Option<&Prediction>, new: &[String]) -> Self {
        let needs = prediction.map_or_else(Vec::new, |p| parts::load(p, part.component));
        Self {
            role: parts::role(part.component),
            new: new.contains(&part.label),
            needs,
            part,
        }
    }

    fn level(&self) -> Option<f64> {
        self.needs.first().map(|need| need.ratio)
    }

    fn machines(&self) -> String {
        let Part { machine, count, .. } = &self.part;
        if *count == 1 {
            machine.clone()
        } else {
            format!("{count} × {machine}")
        }
    }

    fn described(&self) -> String {
        let mut text = format!("{} on {}", self.part.label, self.machines());
        for (index, need) in self.needs.iter().enumerate() {
            let lead = if index == 0 { ":" } else { "," };
            text.push_str(&format!("{lead} {} {}", need.resource, percent(need.ratio)));
        }
        if self.new {
            text.push_str(" (new)");
        }
        text
    }
}

struct Scene {
    boxes: Vec<Block>,
    links: Vec<Link>,
    prediction: Option<Prediction>,
    names: [String; 2],
    closed: bool,
}

impl Scene {
    fn frame(&self) -> Rect {
        let inside = if self.closed { 1 } else { self.boxes.len() };
        let width = 2.0 * PAD + inside as f64 * BOX + (inside - 1) as f64 * ARROW;
        (EDGE + CLIENT + ARROW, TOP, width, self.tall() + 2.0 * PAD)
    }

    fn tall(&self) -> f64 {
        if self.prediction.is_some() { TALL } else { LOW }
    }

    fn width(&self) -> u32 {
        let (x, _, width, _) = self.frame();
        libm::ceil(x + width + EDGE) as u32
    }

    fn height(&self) -> u32 {
        let (_, y, _, height) = self.frame();
        libm::ceil(y + height + EDGE) as u32
    }

    fn middle(&self) -> f64 {
        let (_, y, _, height) = self.frame();
        y + height / 2.0
    }

    fn svg(&self) -> String {
        let canvas = Canvas::new(self.width(), self.height());
        self.draw_client(&canvas);
        self.draw_frame(&canvas);
        self.draw_outer_arrows(&canvas);
        if !self.closed {
            for (index, part) in self.boxes.iter().enumerate() {
                draw_box(&canvas, part, self.place(index), &self.names);
            }
            for index in 1..self.boxes.len() {
                self.draw_inner_arrows(&canvas, index);
            }
        }
        canvas.finish("The system", &self.description())
    }

    fn place(&self, index: usize) -> Rect {
        let (x, y, _, _) = self.frame();
        let x = x + PAD + index as f64 * (BOX + ARROW);
        (x, y + PAD, BOX, self.tall())
    }

    fn draw_client(&self, canvas: &Canvas) {
        let (height, middle) = (88.0, self.middle());
        let shape = (EDGE, middle - height / 2.0, CLIENT, height);
        let look = Look {
            stroke: Some((Role::Client, 2.0)),
            ..Look::fill(Role::Client, 0.1)
        };
        canvas.rect(shape, 8.0, &look);
        let centre = EDGE + CLIENT / 2.0;
        canvas.text(
            centre,
            middle - 2.0,
            "client",
            Letters::new(BIG, Role::Ink).bold().middle(),
        );
        canvas.text(
            centre,
            middle + 15.0,
            "browser,",
            Letters::new(11.5, Role::Muted).middle(),
        );
        canvas.text(
            centre,
            middle + 29.0,
            "app",
            Letters::new(11.5, Role::Muted).middle(),
        );
    }

    fn draw_frame(&self, canvas: &Canvas) {
        let (x, y, width, height) = self.frame();
        if self.closed {
            canvas.black_box((x, y, width, height), "black box", BIG);
        }
        canvas.rect((x, y, width, height), 6.0, &Look::stroke(Role::Ink, 2.6));
        let letters = Letters::new(SMALL, Role::Muted).end();
        canvas.text(x + width, y - 9.0, "a black box to the client", letters);
    }

    fn draw_outer_arrows(&self, canvas: &Canvas) {
        let (from, to) = (EDGE + CLIENT, EDGE + CLIENT + ARROW);
        let words = self
            .links
            .first()
            .map(|link| (link.rate.to_string(), link.what));
        let answer = self.prediction.as_ref().map(|prediction| match prediction {
            Prediction::Steady(report) => ("p99".to_owned(), report.response.p99.value.to_string()),
            Prediction::Overloaded(_) => ("cannot".to_owned(), "keep up".to_owned()),
        });
        // Inside the frame's line the arrow goes on to the first part, so the request is seen to cross the boundary.
        let reach = if self.closed { 0.0 } else { PAD };
        arrows(
            canvas,
            (from + 4.0, to + reach - 3.0),
            self.middle(),
            words,
            answer,
        );
    }

    fn draw_inner_arrows(&self, canvas: &Canvas, index: usize) {
        let (x, _, _, _) = self.place(index);
        let stack = if self.boxes[index - 1].part.count > 1 {
            6.0
        } else {
            0.0
        };
        let words = self
            .links
            .get(index)
            .map(|link| (link.rate.to_string(), link.what));
        arrows(
            canvas,
            (x - ARROW + 4.0 + stack, x - 3.0),
            self.middle(),
            words,
            None,
        );
    }

    fn description(&self) -> String {
        let mut text =
            String::from("A client sends requests to a system that it does not see into");
        if let Some(link) = self.links.first() {
            text.push_str(&format!(", {} in the peak hour", link.rate));
        }
        text.push('.');
        if !self.closed {
            for (index, part) in self.boxes.iter().enumerate() {
                text.push_str(&format!(" {}.", capital(&part.described())));
                if let Some(link) = self.links.get(index + 1) {
                    text.push_str(&format!(" Then {} {}.", link.rate, link.what));
                }
            }
        }
        match &self.prediction {
            Some(Prediction::Overloaded(_)) if self.closed => text.push_str(" It cannot keep up."),
            Some(Prediction::Steady(report)) => {
                text.push_str(&format!(" Response p99 {}.", report.response.p99.value));
            }
            Some(Prediction::Overloaded(overload)) => {
                text.push_str(&format!(" Overloaded: {overload}."));
            }
            None => {}
        }
        text
    }
}

/// Upper-case first letter, unless the first word is a name such as "t3.medium".
pub(crate) fn capital(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    if !first.chars().all(char::is_alphabetic) {
        return text.to_owned();
    }
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// There and back: the request above, the answer below, each with its words.
fn arrows(
    canvas: &Canvas,
    (from, to): (f64, f64),
    middle: f64,
    request: Option<(String, &str)>,
    answer: Option<(String, String)>,
) {
    let (there, back) = (middle - 9.0, middle + 9.0);
    arrow(canvas, (from, there), (to, there), Role::Ink, 1.8);
    arrow(canvas, (to, back), (from, back), Role::Muted, 1.4);
    // Words stand over the free part of the arrow, before it crosses the frame.
    let centre = from - 4.0 + ARROW / 2.0;
    if let Some((rate, what)) = request {
        canvas.text(
            centre,
            there - 22.0,
            what,
            Letters::new(SMALL, Role::Muted).middle(),
        );
        canvas.text(
            centre,
            there - 7.0,
            &rate,
            Letters::new(SMALL, Role::Ink).bold().middle(),
        );
    }
    if let Some((what, time)) = answer {
        canvas.text(
            centre,
            back + 17.0,
            &what,
            Letters::new(SMALL, Role::Muted).middle(),
        );
        canvas.text(
            centre,
            back + 32.0,
            &time,
            Letters::new(SMALL, Role::Ink).bold().middle(),
        );
    }
}

fn arrow(canvas: &Canvas, from: (f64, f64), to: (f64, f64), role: Role, width: f64) {
    let way = if to.0 > from.0 { 1.0 } else { -1.0 };
    canvas.path(
        &[from, (to.0 - 5.0 * way, to.1)],
        &Look::stroke(role, width),
    );
    let head = [
        to,
        (to.0 - 8.0 * way, to.1 - 4.5),
        (to.0 - 8.0 * way, to.1 + 4.5),
    ];
    canvas.path(&head, &Look::fill(role, 1.0));
}

fn draw_box(canvas: &Canvas, part: &Block, place: Rect, names: &[String; 2]) {
    let (x, y, width, height) = place;
    if part.part.count > 1 {
        for offset in [6.0, 3.0] {
            let behind = (x + offset, y - offset, width, height);
            let look = Look {
                stroke: Some((part.role, 1.2)),
                ..Look::fill(Role::Page, 1.0)
            };
            canvas.rect(behind, 6.0, &look);
        }
    }
    canvas.rect(place, 6.0, &Look::fill(Role::Page, 1.0));
    draw_level(canvas, part, place);
    let full = part.level().is_some_and(|level| level >= 1.0);
    canvas.rect(
        place,
        6.0,
        &Look::stroke(part.role, if full { 3.6 } else { 2.0 }),
    );
    if part.new {
        draw_new(canvas, part.role, place);
    }
    if part.part.component == Component::Shared {
        draw_chips(canvas, place);
    }
    // A halo keeps the letters readable where the level's line passes through them.
    canvas.open(&format!(
        "style=\"paint-order:stroke;stroke:{};stroke-width:3;stroke-opacity:.75;stroke-linejoin:round\"",
        Role::Page.paint()
    ));
    if part.part.component == Component::Shared {
        draw_shared(canvas, part, place, names);
    } else {
        draw_names(canvas, part, place);
    }
    draw_needs(canvas, part, place);
    canvas.close();
}

/// The filling: a tint up to the level and a line on top, so that it reads in grey; hatched where it is full.
fn draw_level(canvas: &Canvas, part: &Block, (x, y, width, height): Rect) {
    let Some(level) = part.level() else { return };
    let share = level.clamp(0.0, 1.0);
    let top = y + height * (1.0 - share);
    let full = level >= 1.0;
    let tint = if full { 0.34 } else { 0.22 };
    canvas.rect(
        (x, top, width, height * share),
        if full { 6.0 } else { 4.0 },
        &Look::fill(part.role, tint),
    );
    if full {
        hatch(canvas, part.role, (x, y, width, height));
    } else {
        canvas.path(&[(x, top), (x + width, top)], &Look::stroke(part.role, 2.0));
    }
}

/// Diagonal lines over the whole box.
fn hatch(canvas: &Canvas, role: Role, (x, y, width, height): Rect) {
    let gap = 14.0;
    let count = libm::floor((width + height) / gap) as u32;
    for index in 1..=count {
        let reach = f64::from(index) * gap;
        let from = (x + (reach - height).max(0.0), y + reach.min(height));
        let to = (x + reach.min(width), y + (reach - width).max(0.0));
        canvas.path(&[from, to], &Look::stroke(role, 0.6));
    }
}

/// A second, dashed outline and a word.
fn draw_new(canvas: &Canvas, role: Role, (x, y, width, height): Rect) {
    let around = (x - 5.0, y - 5.0, width + 10.0, height + 10.0);
    canvas.rect(around, 9.0, &Look::stroke(role, 1.6).dashed("5 3"));
    let word = Letters::new(11.5, role).bold().end();
    canvas.text(x + width - 7.0, y + 14.0, "new", word);
}

fn draw_names(canvas: &Canvas, part: &Block, (x, y, width, _): Rect) {
    let room = width - 12.0;
    let name = crate::glyphs::fit(&part.part.label, BIG, crate::glyphs::Weight::Bold, room);
    let machine = crate::glyphs::fit(
        &part.machines(),
        SMALL,
        crate::glyphs::Weight::Regular,
        room,
    );
    let down = if part.new { 34.0 } else { 24.0 };
    canvas.text(
        x + width / 2.0,
        y + down,
        &name,
        Letters::new(BIG, Role::Ink).bold().middle(),
    );
    let letters = Letters::new(SMALL, Role::Muted).middle();
    canvas.text(x + width / 2.0, y + down + 17.0, &machine, letters);
}

/// Web application and database inside one machine.
fn draw_shared(canvas: &Canvas, part: &Block, (x, y, width, _): Rect, names: &[String; 2]) {
    let machine = crate::glyphs::fit(
        &part.machines(),
        BIG,
        crate::glyphs::Weight::Bold,
        width - 12.0,
    );
    let left = if part.new { 8.0 } else { width / 2.0 };
    let letters = Letters::new(BIG, Role::Ink).bold();
    let letters = if part.new { letters } else { letters.middle() };
    canvas.text(x + left, y + 20.0, &machine, letters);
    for (index, name) in names.iter().enumerate() {
        let (_, top, room, _) = chip(index, (x, y, width, 0.0));
        let name = crate::glyphs::fit(name, SMALL, crate::glyphs::Weight::Regular, room - 8.0);
        let letters = Letters::new(SMALL, Role::Ink).middle();
        canvas.text(x + width / 2.0, top + 15.5, &name, letters);
    }
}

/// The place of web application or database inside a shared machine.
fn chip(index: usize, (x, y, width, _): Rect) -> Rect {
    (x + 9.0, y + 29.0 + 26.0 * index as f64, width - 18.0, 22.0)
}

fn draw_chips(canvas: &Canvas, place: Rect) {
    for (index, role) in [Role::Web, Role::Database].into_iter().enumerate() {
        let look = Look {
            stroke: Some((role, 1.6)),
            ..Look::fill(Role::Page, 1.0)
        };
        canvas.rect(chip(index, place), 4.0, &look);
    }
}

/// The fullest resource large, two others small.
fn draw_needs(canvas: &Canvas, part: &Block, (x, y, width, height): Rect) {
    let Some(first) = part.needs.first() else {
        return;
    };
    let centre = x + width / 2.0;
    let full = first.ratio >= 1.0;
    let word = if full {
        format!("{}: full", first.resource)
    } else {
        format!("{} busy", first.resource)
    };
    let word = if matches!(first.resource, Resource::DiskSpace) {
        first.resource.to_string()
    } else {
        word
    };
    let base = y + height;
    canvas.text(
        centre,
        base - 52.0,
        &percent(first.ratio),
        Letters::new(20.0, Role::Ink).bold().middle(),
    );
    canvas.text(
        centre,
        base - 37.0,
        &word,
        Letters::new(SMALL, Role::Ink).middle(),
    );
    for (index, need) in part.needs.iter().skip(1).take(2).enumerate() {
        let line = format!("{} {}", need.resource, parts::rough(need.ratio));
        let down = base - 20.0 + 14.0 * index as f64;
        canvas.text(centre, down, &line, Letters::new(12.0, Role::Ink).middle());
    }
}
