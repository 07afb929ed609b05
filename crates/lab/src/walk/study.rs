//! The numbers of the walk.

use super::{Stage, Walk};
use crate::axis::Axis;
use crate::html::{Grid, numbers, words};
use crate::palette::Role;
use crate::parts;
use crate::played;
use model::format::{count, percent};
use model::prelude::*;

/// Places along a system's users at which the closed form is asked, from its first to its last.
const PLACES: u32 = 9;

/// The cheapest systems, in stretches of one stage each, and what each stage could do alone.
pub(super) struct Study {
    pub(super) axis: Axis,
    pub(super) now: f64,
    pub(super) target: Option<Time>,
    pub(super) stretches: Vec<Stretch>,
    pub(super) alone: Vec<Alone>, // every stage
}

/// Neighbouring systems that the same stage first allows.
pub(super) struct Stretch {
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) legs: Vec<Step>, // at least one
    pub(super) played: Option<(f64, Report)>,
}

/// A system where it is the cheapest.
pub(super) struct Step {
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) monthly: Money,
    pub(super) described: String,
    pub(super) points: Vec<(f64, Report)>, // users, closed form
}

/// What a stage costs as far as it goes.
pub(super) struct Alone {
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) bills: Vec<(f64, f64, Money)>, // from, to, a month
}

impl Study {
    pub(super) fn new(walk: &Walk, traffic: &Traffic) -> Self {
        let last = &walk.stages[walk.stages.len() - 1].legs;
        let mut stretches: Vec<Stretch> = Vec::new();
        for leg in last {
            let stage = first_with(&walk.stages, leg);
            let step = step(leg, traffic);
            match stretches.last_mut() {
                Some(stretch) if stretch.name == stage.name => stretch.legs.push(step),
                _ => stretches.push(Stretch {
                    name: stage.name.clone(),
                    role: stage.role,
                    legs: vec![step],
                    played: None,
                }),
            }
        }
        for stretch in &mut stretches {
            stretch.played = played(stretch, last, traffic, &walk.trials);
        }
        let alone = walk.stages.iter().map(|stage| Alone {
            name: stage.name.clone(),
            role: stage.role,
            bills: (stage.legs.iter())
                .map(|leg| (leg.from, leg.to, leg.monthly))
                .collect(),
        });
        let low = last.first().map_or(1.0, |leg| leg.from);
        let high = last.last().map_or(2.0, |leg| leg.to);
        Self {
            axis: Axis::log(low, high),
            now: traffic.users(),
            target: walk.target,
            stretches,
            alone: alone.collect(),
        }
    }

    /// Every system with its stretch.
    pub(super) fn legs(&self) -> impl Iterator<Item = (&Stretch, &Step)> {
        let pairs = |stretch| std::iter::repeat(stretch);
        self.stretches
            .iter()
            .flat_map(move |stretch| pairs(stretch).zip(&stretch.legs))
    }

    /// The caption: where each stage begins, and what it costs at both ends.
    pub(super) fn finding(&self) -> String {
        let Some((first, last)) = self.ends() else {
            return "Nothing that may be built keeps the promise.".to_owned();
        };
        let begins: Vec<String> = self
            .stretches
            .iter()
            .skip(1)
            .map(|stretch| format!("{} from {}", stretch.name, count(stretch.legs[0].from)))
            .collect();
        let changes = if begins.is_empty() {
            String::new()
        } else {
            format!(
                " The cheapest system changes its stage: {}.",
                begins.join(", ")
            )
        };
        let within = self
            .target
            .map_or_else(String::new, |target| format!(", with p99 within {target}"));
        format!(
            "From {} a month for {} daily users to {} for {}{within}.{changes}",
            first.monthly,
            count(first.from),
            last.monthly,
            count(last.to),
        )
    }

    fn ends(&self) -> Option<(&Step, &Step)> {
        let first = self.stretches.first()?.legs.first()?;
        Some((first, self.stretches.last()?.legs.last()?))
    }

    /// The first system of each stretch.
    pub(super) fn table(&self) -> Grid {
        let row = |stretch: &Stretch| {
            let step = &stretch.legs[0];
            let end = &stretch.legs[stretch.legs.len() - 1];
            let full = end.points.last().and_then(|(_, report)| busiest(report));
            vec![
                stretch.name.clone(),
                count(step.from),
                step.monthly.to_string(),
                step.described.clone(),
                full.map_or_else(
                    || "-".to_owned(),
                    |need| format!("{} {}", need.label, percent(need.ratio)),
                ),
            ]
        };
        Grid {
            columns: vec![
                words("stage"),
                numbers("from users"),
                numbers("a month"),
                words("begins as"),
                words("fullest where it ends"),
            ],
            rows: self.stretches.iter().map(row).collect(),
            ..Grid::default()
        }
    }
}

/// The first stage that has a leg's system for the middle of its users; the last one has it.
fn first_with<'a>(stages: &'a [Stage], leg: &Leg) -> &'a Stage {
    let middle = (leg.from * leg.to).sqrt();
    let has = |stage: &&Stage| {
        let legs = stage.legs.iter();
        legs.filter(|other| other.covers(middle))
            .any(|other| other.system == leg.system)
    };
    let last = &stages[stages.len() - 1];
    stages.iter().find(has).unwrap_or(last)
}

/// A leg with what the closed form says along it.
fn step(leg: &Leg, traffic: &Traffic) -> Step {
    let along = |place: u32| {
        // Closer together towards the end, where it bends.
        let left = 1.0 - f64::from(place) / f64::from(PLACES - 1);
        leg.to * libm::pow(leg.from / leg.to, left * left)
    };
    let users: Vec<f64> = (0..PLACES).map(along).collect();
    let predictions = leg.system.sweep(traffic, &users).unwrap_or_default();
    let points = users.into_iter().zip(predictions);
    let steady = |(users, prediction)| match prediction {
        Prediction::Steady(report) => Some((users, report)),
        Prediction::Overloaded(_) => None,
    };
    Step {
        from: leg.from,
        to: leg.to,
        monthly: leg.monthly,
        described: parts::described(&leg.system),
        points: points.filter_map(steady).collect(),
    }
}

/// The simulation of the system in the middle of a stretch, in the middle of its users.
fn played(
    stretch: &Stretch,
    legs: &[Leg],
    traffic: &Traffic,
    trials: &Trials,
) -> Option<(f64, Report)> {
    let (from, to) = (stretch.legs.first()?.from, stretch.legs.last()?.to);
    let middle = (from * to).sqrt();
    let leg = legs.iter().find(|leg| leg.covers(middle))?;
    let users = libm::round((leg.from * leg.to).sqrt());
    let traffic = traffic.at_users(users);
    let trials = played::figure(trials);
    let prediction = played::simulate(&leg.system, &traffic, &trials).ok()?;
    prediction.steady().map(|report| (users, report.clone()))
}

/// What is the busiest of what queues.
pub(super) fn busiest(report: &Report) -> Option<&Need> {
    report.needs.iter().find(|need| need.resource.is_time())
}
