//! What a diagram shows and where: the frame, the parts in it, and the same in words.

use super::block::Block;
use crate::parts;
use crate::svg::Rect;
use model::prelude::*;

pub(super) const CLIENT: f64 = 60.0; // width of the client
pub(super) const ARROW: f64 = 66.0; // room for an arrow and its words
const BOX: f64 = 114.0; // width of a part
const TALL: f64 = 158.0; // height of a part with its load
const LOW: f64 = 92.0; // height of a part without
pub(super) const PAD: f64 = 10.0; // between the frame and a part
pub(super) const EDGE: f64 = 3.0;
const TOP: f64 = 30.0; // top of the frame

/// All that a diagram shows, with places [user units].
pub(super) struct Scene {
    pub(super) boxes: Vec<Block>,
    pub(super) links: Vec<Link>,
    pub(super) hop: Option<Time>, // of one query, there and back; known with the links
    pub(super) prediction: Option<Prediction>,
    pub(super) names: [String; 2],
    pub(super) closed: bool,
}

impl Scene {
    pub(super) fn new(
        system: &System,
        traffic: Option<&Traffic>,
        new: &[String],
        closed: bool,
    ) -> Self {
        let prediction = traffic.map(|traffic| parts::predict(system, traffic));
        let links = traffic.map_or_else(Vec::new, |traffic| {
            system
                .links(traffic)
                .unwrap_or_else(|error| panic!("diagram: {error}"))
        });
        let boxes = system
            .parts()
            .into_iter()
            .filter(|part| part.component != Component::Client)
            .map(|part| Block::new(part, prediction.as_ref(), new))
            .collect();
        Self {
            boxes,
            links,
            hop: traffic.and_then(|_| system.hop()),
            prediction,
            names: side_names(system),
            closed,
        }
    }

    pub(super) fn frame(&self) -> Rect {
        let inside = if self.closed { 1 } else { self.boxes.len() };
        let width = 2.0 * PAD + inside as f64 * BOX + (inside - 1) as f64 * ARROW;
        (EDGE + CLIENT + ARROW, TOP, width, self.tall() + 2.0 * PAD)
    }

    fn tall(&self) -> f64 {
        if self.prediction.is_some() { TALL } else { LOW }
    }

    pub(super) fn width(&self) -> u32 {
        let (x, _, width, _) = self.frame();
        libm::ceil(x + width + EDGE) as u32
    }

    pub(super) fn height(&self) -> u32 {
        let (_, y, _, height) = self.frame();
        libm::ceil(y + height + EDGE) as u32
    }

    pub(super) fn middle(&self) -> f64 {
        let (_, y, _, height) = self.frame();
        y + height / 2.0
    }

    pub(super) fn place(&self, index: usize) -> Rect {
        let (x, y, _, _) = self.frame();
        let x = x + PAD + index as f64 * (BOX + ARROW);
        (x, y + PAD, BOX, self.tall())
    }

    pub(super) fn description(&self) -> String {
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
                    text.push_str(&format!(" Then {} {}", link.rate, link.what));
                    if let Some(hop) = self.hop {
                        text.push_str(&format!(", each with a hop of {hop}"));
                    }
                    text.push('.');
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

/// The names of web application and database, for the inside of a shared machine.
fn side_names(system: &System) -> [String; 2] {
    [
        system.label(Component::WebServer),
        system.label(Component::Database),
    ]
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
