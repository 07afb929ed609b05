//! A part of the system with what is known of its load: a box that fills like a glass.

use crate::glyphs::{Weight, fit, width as width_of};
use crate::palette::Role;
use crate::parts;
use crate::svg::{Canvas, Letters, Look, Rect};
use model::format::percent;
use model::prelude::*;

/// The size of names [user units].
pub(super) const BIG: f64 = 14.5;
/// The size of small print [user units].
pub(super) const SMALL: f64 = 12.5;

/// A part of the system with what is known of its load.
pub(super) struct Block {
    pub(super) part: Part,
    role: Role,
    needs: Vec<Need>, // what it can run short of while working, the fullest first; empty without traffic
    new: bool,
}

impl Block {
    pub(super) fn new(part: Part, prediction: Option<&Prediction>, new: &[String]) -> Self {
        let needs = prediction.map_or(&[][..], Prediction::needs);
        Self {
            role: parts::role(part.component),
            new: new.contains(&part.label),
            needs: parts::load(needs, part.component).cloned().collect(),
            part,
        }
    }

    pub(super) fn needs(&self) -> &[Need] {
        &self.needs
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

    pub(super) fn described(&self) -> String {
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

/// A box: its filling, its outline, its names, what it is short of.
pub(super) fn draw(canvas: &Canvas, part: &Block, place: Rect, names: &[String; 2]) {
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
    let count = ((width + height) / gap).floor() as u32;
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
    let word = Letters::new(SMALL, role).bold().end();
    canvas.text(x + width - 7.0, y + 14.0, "new", word);
}

fn draw_names(canvas: &Canvas, part: &Block, (x, y, width, _): Rect) {
    let room = width - 12.0;
    // A long name rather small than cut.
    let label = &part.part.label;
    let whole = width_of(label, BIG, Weight::Bold) <= room;
    let size = if whole { BIG } else { SMALL };
    let name = fit(label, size, Weight::Bold, room);
    let machine = fit(&part.machines(), SMALL, Weight::Regular, room);
    let down = if part.new { 34.0 } else { 24.0 };
    canvas.text(
        x + width / 2.0,
        y + down,
        &name,
        Letters::new(size, Role::Ink).bold().middle(),
    );
    // Over the filling the quieter ink would be too pale to read.
    let reached = part.level().is_some_and(|level| level > 0.65);
    let ink = if reached { Role::Ink } else { Role::Muted };
    let letters = Letters::new(SMALL, ink).middle();
    canvas.text(x + width / 2.0, y + down + 17.0, &machine, letters);
}

/// Web application and database inside one machine.
fn draw_shared(canvas: &Canvas, part: &Block, (x, y, width, _): Rect, names: &[String; 2]) {
    let machine = fit(&part.machines(), BIG, Weight::Bold, width - 12.0);
    let left = if part.new { 8.0 } else { width / 2.0 };
    let letters = Letters::new(BIG, Role::Ink).bold();
    let letters = if part.new { letters } else { letters.middle() };
    canvas.text(x + left, y + 20.0, &machine, letters);
    for (index, name) in names.iter().enumerate() {
        let (_, top, room, _) = chip(index, (x, y, width, 0.0));
        let name = fit(name, SMALL, Weight::Regular, room - 8.0);
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
    let others = part.needs.iter().skip(1).filter(|need| need.ratio > 0.0);
    for (index, need) in others.take(2).enumerate() {
        let line = format!("{} {}", need.resource, parts::rough(need.ratio));
        let down = base - 20.0 + 14.0 * index as f64;
        canvas.text(centre, down, &line, Letters::new(SMALL, Role::Ink).middle());
    }
}
