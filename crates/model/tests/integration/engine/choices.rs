//! Which machine gets a request: two choices, weights, rings.

use super::choosing;
use model::network::{Choice, Failures, Network};
use model::prelude::*;

/// Mitzenmacher, The power of two choices in randomized load balancing, IEEE TPDS 12(10), 2001: 2.6454 for 100 machines.
#[test]
fn two_choices_as_published() {
    let trials = Trials {
        replications: 10,
        customers: 60_000,
        warm_up: 30_000,
        ..Trials::default()
    };
    let mean = |choice| trials.run(&choosing(100, choice)).unwrap().response.mean;
    let two = mean(Choice::TwoChoices);
    assert!(two.covers(seconds(2.6454)), "{two}");
    let (random, turns) = (mean(Choice::Random), mean(Choice::RoundRobin));
    assert!(random.covers(seconds(10.0)), "{random}"); // M/M/1 at 90%
    assert!(
        turns.high() < random.low() && two.high() < turns.low(),
        "{turns} {two}"
    );
    let least = mean(Choice::LeastConnections);
    assert!(least.high() < two.low(), "{least}");
}

/// Shares of the machines, counted.
fn shares(network: &Network) -> Vec<f64> {
    let mut network = network.clone();
    let machines = network.groups[0].machines;
    // A machine shows its share by how much of the whole time it is busy: here it is alone in its group.
    let group = network.groups[0].clone();
    (0..machines)
        .map(|only| {
            network.groups[0] = group.clone();
            let failing = Failures {
                up: seconds(1e8),
                repair: us(1.0),
                detection: None,
            };
            network.groups[0].failures = Some(failing);
            let trace = model::simulation::Trace::of(&network, 5, 0, 4_000).unwrap();
            let at = |story: &&model::simulation::Story| {
                story.spans.iter().any(|span| {
                    span.place
                        .as_ref()
                        .is_some_and(|place| place.machine == only)
                })
            };
            trace.requests.iter().filter(at).count() as f64 / 4_000.0
        })
        .collect()
}

#[test]
fn weights_and_rings_share_as_they_say() {
    let weighted = shares(&choosing(3, Choice::Weighted(vec![1.0, 0.0, 3.0])));
    assert!(
        (weighted[0] - 0.25).abs() < 0.03 && weighted[1] == 0.0,
        "{weighted:?}"
    );
    let ring = shares(&choosing(
        3,
        Choice::Hashed {
            keys: 10_000,
            points: 1_000,
        },
    ));
    assert!(
        ring.iter().all(|share| (share - 1.0 / 3.0).abs() < 0.05),
        "{ring:?}"
    );
    let few = shares(&choosing(
        3,
        Choice::Hashed {
            keys: 1,
            points: 100,
        },
    ));
    assert_eq!(
        few.iter().filter(|share| **share == 1.0).count(),
        1,
        "{few:?}"
    );
}
