//! The way of a request as a sum of waits and services.

use super::super::loads::MAX_STATIONS;
use super::super::plan::{Plan, REQUEST};
use super::stations::Station;
use super::workers::Workers;
use crate::network::{MAX_GROUPS, Step, Visits};
use crate::queueing::sojourn::{Queue, Sojourn};
use crate::units::seconds;

/// The way of a request from its arrival to its answer.
pub(super) fn request(plan: &Plan, workers: &Workers, stations: &[Station]) -> Sojourn {
    let route = &plan.network.routes[REQUEST];
    let mut way = sum(route, stations);
    if workers.extra > 0.0 && workers.taken > 0.0 {
        let hold = plan.loads.pool(plan.web, 0);
        let variation = hold.variance / (hold.time * hold.time);
        let extra = workers.extra * (0.5 * (1.0 + variation));
        let queue = Queue {
            chance: workers.taken,
            wait: seconds(extra / workers.taken),
            same: 0.0,
        };
        way = way.waits(queue, 1);
    }
    way
}

/// The sum of everything that a route asks for.
fn sum(route: &[Step], stations: &[Station]) -> Sojourn {
    let mut way = Sojourn::new();
    let mut parts = Parts::default();
    parts.walk(route, 1.0);
    way = way.constant(seconds(parts.delay));
    for Station {
        group,
        station,
        report,
        queue,
    } in stations
    {
        let seen = &parts.seen[*group][*station];
        if seen.visits <= 0.0 {
            continue;
        }
        let counts = counts(route, (*group, *station));
        way = if seen.services.len() > 1 {
            let mixed = seen.services.iter();
            let way = mixed.fold(way, |way, (mean, times)| {
                let whole = libm::floor(*times);
                let no_queue = Queue {
                    chance: 0.0,
                    wait: seconds(0.0),
                    same: 0.0,
                };
                way.service(seconds(*mean), whole as u32).visits(
                    vec![1.0 - (times - whole), times - whole],
                    no_queue,
                    seconds(*mean),
                )
            });
            way.visits(counts, *queue, seconds(0.0))
        } else {
            way.visits(counts, *queue, report.service)
        };
    }
    way
}

/// What a route asks of a station.
#[derive(Clone, Debug, Default)]
struct Seen {
    visits: f64,
    services: Vec<(f64, f64)>, // [s] mean, [1] how often
}

#[derive(Clone, Debug, Default)]
struct Parts {
    seen: [[Seen; MAX_STATIONS]; MAX_GROUPS],
    delay: f64,
}

impl Parts {
    fn walk(&mut self, steps: &[Step], chance: f64) {
        for step in steps {
            match step {
                Step::Visit {
                    group,
                    station,
                    service,
                    visits,
                } => {
                    let seen = &mut self.seen[*group][*station];
                    let (mean, times) = (service.mean.seconds(), chance * visits.mean());
                    seen.visits += times;
                    match seen.services.iter_mut().find(|(known, _)| *known == mean) {
                        Some((_, count)) => *count += times,
                        None => seen.services.push((mean, times)),
                    }
                }
                Step::Delay(service) => self.delay += chance * service.mean.seconds(),
                Step::Either {
                    chance: first,
                    then,
                    otherwise,
                } => {
                    self.walk(then, chance * first);
                    self.walk(otherwise, chance * (1.0 - first));
                }
                _ => {}
            }
        }
    }
}

/// The distribution of the number of visits to a station.
fn counts(steps: &[Step], at: (usize, usize)) -> Vec<f64> {
    let mut counts = vec![1.0];
    add(&mut counts, steps, at);
    counts
}

fn add(counts: &mut Vec<f64>, steps: &[Step], at: (usize, usize)) {
    for step in steps {
        match step {
            Step::Visit {
                group,
                station,
                visits,
                ..
            } if (*group, *station) == at => add_visits(counts, visits),
            Step::Either {
                chance,
                then,
                otherwise,
            } => {
                let mut other = counts.clone();
                add(counts, then, at);
                add(&mut other, otherwise, at);
                mix(counts, *chance, &other);
            }
            _ => {}
        }
    }
}

/// The first with this probability, else the other.
fn mix(counts: &mut Vec<f64>, chance: f64, other: &[f64]) {
    counts.resize(counts.len().max(other.len()), 0.0);
    for (n, count) in counts.iter_mut().enumerate() {
        *count = *count * chance + other.get(n).unwrap_or(&0.0) * (1.0 - chance);
    }
}

fn add_visits(counts: &mut Vec<f64>, visits: &Visits) {
    for _ in 0..visits.whole {
        add_one(counts, visits.chance);
    }
    add_one(counts, visits.chance * visits.extra);
}

/// Adds one visit that happens with probability `chance`.
fn add_one(counts: &mut Vec<f64>, chance: f64) {
    if chance <= 0.0 {
        return;
    }
    counts.push(0.0);
    for n in (0..counts.len()).rev() {
        let moved = if n > 0 { counts[n - 1] * chance } else { 0.0 };
        counts[n] = counts[n] * (1.0 - chance) + moved;
    }
}
