//! What a diagram shows: the parts, what goes from one to the next, and the same in words.

use super::block::Block;
use crate::parts;
use model::prelude::*;

/// All that a diagram shows.
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

    /// What arrives at a part: parts stand in a row, but not every one is asked by the one before it.
    pub(super) fn into(&self, index: usize) -> Option<&Link> {
        let part = &self.boxes.get(index)?.part;
        self.links.iter().find(|link| link.to == part.component)
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
                if let Some(link) = self.into(index + 1) {
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

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    #[test]
    fn each_part_gets_what_is_sent_to_it() {
        let apart = System::apart(machine("t3.medium"), shop_database(), hop(), shop());
        let many = apart
            .balancer(shop_balancer(Balancer::two_choices()))
            .replicas(2);
        let memory = shop_cache(Cache::lru()).on(machine("m7g.xlarge"), 1);
        let near = many.cache(memory).cdn(shop_cdn(gib(1.0)));
        let words = diagram(&near).under(&shop_traffic(1e5)).plain();
        for (what, part) in [
            ("requests", "Web server on"),
            ("lookups", "Cache on"),
            ("reads", "Replica on"),
        ] {
            let before = words.split(part).next().unwrap();
            let arrow = before.rsplit(" Then ").next().unwrap();
            assert!(arrow.contains(what), "{part}: {arrow}");
        }
    }
}
