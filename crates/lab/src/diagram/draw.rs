//! The client, the frame, the boxes in it and the arrows between them, as a picture.

use super::block::{self, BIG, SMALL};
use super::scene::{ARROW, CLIENT, EDGE, PAD, Scene};
use crate::palette::Role;
use crate::svg::{Canvas, Letters, Look};
use model::prelude::*;

/// The whole picture.
pub(super) fn svg(scene: &Scene) -> String {
    let canvas = Canvas::new(scene.width(), scene.height());
    draw_client(scene, &canvas);
    draw_frame(scene, &canvas);
    draw_outer_arrows(scene, &canvas);
    if !scene.closed {
        for (index, part) in scene.boxes.iter().enumerate() {
            block::draw(&canvas, part, scene.place(index), &scene.names);
        }
        for index in 1..scene.boxes.len() {
            draw_inner_arrows(scene, &canvas, index);
        }
    }
    canvas.finish("The system", &scene.description())
}

fn draw_client(scene: &Scene, canvas: &Canvas) {
    let (height, middle) = (88.0, scene.middle());
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
        Letters::new(SMALL, Role::Muted).middle(),
    );
    canvas.text(
        centre,
        middle + 29.0,
        "app",
        Letters::new(SMALL, Role::Muted).middle(),
    );
}

fn draw_frame(scene: &Scene, canvas: &Canvas) {
    let (x, y, width, height) = scene.frame();
    if scene.closed {
        canvas.black_box((x, y, width, height), "black box", BIG);
    }
    canvas.rect((x, y, width, height), 6.0, &Look::stroke(Role::Ink, 2.6));
    let letters = Letters::new(SMALL, Role::Muted).end();
    canvas.text(x + width, y - 9.0, "a black box to the client", letters);
}

fn draw_outer_arrows(scene: &Scene, canvas: &Canvas) {
    let (from, to) = (EDGE + CLIENT, EDGE + CLIENT + ARROW);
    let words = scene
        .links
        .first()
        .map(|link| (link.rate.to_string(), link.what));
    let answer = scene
        .prediction
        .as_ref()
        .map(|prediction| match prediction {
            Prediction::Steady(report) => ("p99".to_owned(), report.response.p99.value.to_string()),
            Prediction::Overloaded(_) => ("cannot".to_owned(), "keep up".to_owned()),
        });
    // Inside the frame's line the arrow goes on to the first part, so the request is seen to cross the boundary.
    let reach = if scene.closed { 0.0 } else { PAD };
    arrows(
        canvas,
        (from + 4.0, to + reach - 3.0),
        scene.middle(),
        words,
        answer,
    );
}

fn draw_inner_arrows(scene: &Scene, canvas: &Canvas, index: usize) {
    let (x, _, _, _) = scene.place(index);
    let stack = if scene.boxes[index - 1].part.count > 1 {
        6.0
    } else {
        0.0
    };
    let words = scene
        .links
        .get(index)
        .map(|link| (link.rate.to_string(), link.what));
    arrows(
        canvas,
        (x - ARROW + 4.0 + stack, x - 3.0),
        scene.middle(),
        words,
        scene.hop.map(|hop| ("hop".to_owned(), hop.to_string())),
    );
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
