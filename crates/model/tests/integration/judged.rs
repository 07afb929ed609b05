//! The closed form of every stage, judged by simulations that are long enough to find it wrong.

use crate::stages::{response, stages, traffic};
use model::prelude::*;

/// How busy, how many measured requests of each of ten runs, and half the width of the interval of the mean at most: the
/// fuller, the more it takes. `[1]`
const JUDGED: [(f64, u64, f64); 3] = [
    (0.3, 30_000, 0.01),
    (0.6, 150_000, 0.015),
    (0.85, 400_000, 0.025),
];

/// The closed form against a simulation that is long enough to judge it: how far mean, p50, p95 and p99 are off at most, beyond
/// the simulation's own 95% interval.
pub(crate) fn judge(name: &str, system: &System, bounds: [f64; 4]) {
    let full = system.saturation(&traffic(1.0)).unwrap().users;
    for (load, customers, widest) in JUDGED {
        let trials = Trials {
            customers,
            warm_up: 5_000,
            ..Trials::default()
        };
        let at = traffic(load * full);
        let closed = system.predict(&at).unwrap();
        let simulated = system.simulate(&at, &trials).unwrap();
        let closed = response(closed.steady().unwrap());
        let simulated = response(simulated.steady().unwrap());
        let half = simulated[0].half_width.unwrap() / simulated[0].value;
        assert!(half <= widest, "{name} at {load}: {}", simulated[0]);
        for ((c, s), bound) in closed.iter().zip(simulated).zip(bounds) {
            let off = (c.value - s.value).seconds().abs() - s.half_width.unwrap().seconds();
            let off = off / s.value.seconds();
            assert!(
                off <= bound,
                "{name} at {load}: {c} is off by {off:.3} from {s}"
            );
        }
    }
}

/// What the documentation of `model::system` promises of each stage for mean, p50, p95 and p99.
const STAGES: [f64; 4] = [0.02, 0.10, 0.05, 0.08];

fn stage(name: &str) {
    let found = stages().into_iter().find(|(other, _)| *other == name);
    judge(name, &found.unwrap().1, STAGES);
}

#[test]
fn theory_judges_the_simulation_of_one_machine() {
    stage("together");
}

#[test]
fn theory_judges_the_simulation_of_two_machines() {
    stage("apart");
}

#[test]
fn theory_judges_the_simulation_with_replicas() {
    stage("copies");
}

#[test]
fn theory_judges_the_simulation_with_a_cache() {
    stage("cached");
}

#[test]
fn theory_judges_the_simulation_with_a_queue() {
    stage("later");
}
