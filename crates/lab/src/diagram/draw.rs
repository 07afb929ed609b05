//! The client, the frame, the boxes in it and the arrows between them, as a picture.

use super::arrangement::{Arrangement, Way};
use super::block::{self, BIG, SMALL};
use crate::palette::Role;
use crate::svg::{Canvas, Letters, Look};
use model::prelude::*;

/// The whole picture.
pub(super) fn svg(places: &Arrangement) -> String {
    let scene = places.scene;
    let canvas = Canvas::new(places.width(), places.height());
    draw_client(places, &canvas);
    draw_frame(places, &canvas);
    draw_outer_arrows(places, &canvas);
    if !scene.closed {
        for (index, part) in scene.boxes.iter().enumerate() {
            block::draw(&canvas, part, places.place(index), &scene.names);
        }
        for index in 1..scene.boxes.len() {
            draw_inner_arrows(places, &canvas, index);
        }
    }
    canvas.finish("The system", &scene.description())
}

fn draw_client(places: &Arrangement, canvas: &Canvas) {
    let (x, y, width, height) = places.client();
    let look = Look {
        stroke: Some((Role::Client, 2.0)),
        ..Look::fill(Role::Client, 0.1)
    };
    canvas.rect((x, y, width, height), 8.0, &look);
    let (centre, middle) = (x + width / 2.0, y + height / 2.0);
    let (base, below): (f64, &[&str]) = if places.above {
        (middle - 4.0, &["browser, app"])
    } else {
        (middle - 2.0, &["browser,", "app"])
    };
    let letters = Letters::new(BIG, Role::Ink).bold().middle();
    canvas.text(centre, base, "client", letters);
    for (index, line) in below.iter().enumerate() {
        let down = base + 17.0 + 14.0 * index as f64;
        canvas.text(
            centre,
            down,
            line,
            Letters::new(SMALL, Role::Muted).middle(),
        );
    }
}

fn draw_frame(places: &Arrangement, canvas: &Canvas) {
    let (x, y, width, height) = places.frame();
    if places.scene.closed {
        canvas.black_box((x, y, width, height), "black box", BIG);
    }
    canvas.rect((x, y, width, height), 6.0, &Look::stroke(Role::Ink, 2.6));
    let letters = Letters::new(SMALL, Role::Muted).end();
    canvas.text(x + width, y - 9.0, "a black box to the client", letters);
}

fn draw_outer_arrows(places: &Arrangement, canvas: &Canvas) {
    let scene = places.scene;
    let words = scene
        .links
        .first()
        .map(|link| (link.what.to_owned(), link.rate.to_string()));
    let answer = scene
        .prediction
        .as_ref()
        .map(|prediction| match prediction {
            Prediction::Steady(report) => ("p99".to_owned(), report.response.p99.value.to_string()),
            Prediction::Overloaded(_) => ("cannot".to_owned(), "keep up".to_owned()),
        });
    arrows(canvas, &places.way_in(), words, answer);
}

fn draw_inner_arrows(places: &Arrangement, canvas: &Canvas, index: usize) {
    let scene = places.scene;
    let words = scene
        .into(index)
        .map(|link| (link.what.to_owned(), link.rate.to_string()));
    let hop = scene.hop.map(|hop| ("hop".to_owned(), hop.to_string()));
    arrows(canvas, &places.way_to(index), words, hop);
}

/// What stands at an arrow: a word, and under it a figure.
type Words = Option<(String, String)>;

/// Where letters stand relative to their point.
type Side = fn(Letters) -> Letters;

/// There and back, each with its words: in a row the request above and the answer below, on a way down beside each other.
fn arrows(canvas: &Canvas, way: &Way, request: Words, answer: Words) {
    let aside = 9.0 * way.down.unwrap_or(-1.0);
    let (there, back) = (way.across + aside, way.across - aside);
    let at = |along: f64, across: f64| match way.down {
        None => (along, across),
        Some(_) => (across, along),
    };
    let ends = |across: f64| (at(way.from, across), at(way.to, across));
    let (from, to) = ends(there);
    arrow(canvas, from, to, Role::Ink, 1.8);
    let (to, from) = ends(back);
    arrow(canvas, from, to, Role::Muted, 1.4);
    if let Some(side) = way.down {
        let (right, left): (Side, Side) = (|letters| letters, Letters::end);
        let sides = if side > 0.0 {
            [right, left]
        } else {
            [left, right]
        };
        let base = way.words - 3.0;
        say(canvas, request, (there + 8.0 * side, base), sides[0]);
        say(canvas, answer, (back - 8.0 * side, base), sides[1]);
    } else {
        say(canvas, request, (way.words, there - 22.0), Letters::middle);
        say(canvas, answer, (way.words, back + 17.0), Letters::middle);
    }
}

fn say(canvas: &Canvas, words: Words, (x, y): (f64, f64), side: Side) {
    let Some((what, figure)) = words else { return };
    canvas.text(x, y, &what, side(Letters::new(SMALL, Role::Muted)));
    let letters = Letters::new(SMALL, Role::Ink).bold();
    canvas.text(x, y + 15.0, &figure, side(letters));
}

/// A straight arrow, along one of the axes.
fn arrow(canvas: &Canvas, from: (f64, f64), to: (f64, f64), role: Role, width: f64) {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let (x, y) = (x / (x.abs() + y.abs()), y / (x.abs() + y.abs()));
    let (wide, high) = (4.5 * y.abs(), 4.5 * x.abs());
    let back = |by: f64| (to.0 - by * x, to.1 - by * y);
    canvas.path(&[from, back(5.0)], &Look::stroke(role, width));
    let base = back(8.0);
    let head = [
        to,
        (base.0 - wide, base.1 - high),
        (base.0 + wide, base.1 + high),
    ];
    canvas.path(&head, &Look::fill(role, 1.0));
}
