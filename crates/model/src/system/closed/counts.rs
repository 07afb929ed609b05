//! How often a route visits every station: distributions of numbers, as polynomials whose coefficients are probabilities.

use super::super::loads::MAX_STATIONS;
use crate::network::{MAX_GROUPS, Step, Visits};

/// The distribution of the number of visits to each station; empty where there are none.
#[derive(Debug, Default)]
pub(super) struct Counts([Vec<f64>; MAX_GROUPS * MAX_STATIONS]);

impl Counts {
    pub(super) fn of(steps: &[Step]) -> Self {
        let mut counts = Self::default();
        // A request asks the same several times.
        for alike in steps.chunk_by(PartialEq::eq) {
            counts.add(&alike[0], alike.len());
        }
        counts
    }

    /// Probabilities of 0, 1, 2 ... visits to a station.
    pub(super) fn at(&mut self, group: usize, station: usize) -> &mut Vec<f64> {
        &mut self.0[group * MAX_STATIONS + station]
    }

    /// Adds a step that comes `times` times.
    fn add(&mut self, step: &Step, times: usize) {
        match step {
            Step::Visit {
                group,
                station,
                visits,
                ..
            } => {
                let counts = self.at(*group, *station);
                (0..times).for_each(|_| add_visits(counts, visits));
            }
            Step::Either {
                chance,
                then,
                otherwise,
            } => {
                let once = Self::of(then).or(*chance, &Self::of(otherwise));
                for (counts, once) in self.0.iter_mut().zip(&once.0) {
                    if !once.is_empty() {
                        (0..times).for_each(|_| multiply(counts, once));
                    }
                }
            }
            _ => {}
        }
    }

    /// With probability `chance` these, else the others.
    fn or(mut self, chance: f64, others: &Self) -> Self {
        for (one, other) in self.0.iter_mut().zip(&others.0) {
            if !one.is_empty() || !other.is_empty() {
                mix(one, chance, other);
            }
        }
        self
    }
}

fn mix(one: &mut Vec<f64>, chance: f64, other: &[f64]) {
    if one.is_empty() {
        one.push(1.0);
    }
    one.resize(one.len().max(other.len()), 0.0);
    one.iter_mut().for_each(|count| *count *= chance);
    if other.is_empty() {
        one[0] += 1.0 - chance;
    }
    for (count, other) in one.iter_mut().zip(other) {
        *count += other * (1.0 - chance);
    }
}

/// The sum of two independent numbers.
fn multiply(counts: &mut Vec<f64>, other: &[f64]) {
    if counts.is_empty() {
        counts.extend_from_slice(other);
        return;
    }
    counts.resize(counts.len() + other.len() - 1, 0.0);
    for n in (0..counts.len()).rev() {
        let terms = other.iter().take(n + 1).enumerate();
        counts[n] = terms.map(|(k, p)| p * counts[n - k]).sum();
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
    if chance > 0.0 {
        multiply(counts, &[1.0 - chance, chance]);
    }
}
