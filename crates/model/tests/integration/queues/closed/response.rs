//! How responses are distributed where all wait for one station: exact, against one that is played.

use super::{Case, WIDER, World, stop};
use crate::support::interval;
use model::prelude::*;
use model::queueing::MMc;
use model::queueing::mva::{Closed, Demand};

const LONE: [Case; 3] = [
    Case {
        name: "one server",
        think: 6.0,
        stops: &[stop(1.0, 1, 1.0, &[])],
    },
    Case {
        name: "three servers",
        think: 4.0,
        stops: &[stop(2.0, 3, 1.0, &[])],
    },
    Case {
        name: "nobody thinks",
        think: 0.0,
        stops: &[stop(1.0, 2, 1.0, &[])],
    },
];
const QUANTILES: [f64; 3] = [0.5, 0.95, 0.99];

/// Shares of the responses of one run that come within these times.
fn within(case: &Case, customers: u32, times: &[f64], run: u64) -> Vec<f64> {
    const ANSWERS: usize = 8_000;
    let mut world = World::new(case, customers, run);
    let mut responses = Vec::new();
    while responses.len() < 500 + ANSWERS {
        responses.extend(world.step());
    }
    let responses = &responses[500..];
    let share = |time: &f64| {
        responses
            .iter()
            .filter(|response| *response <= time)
            .count()
    };
    let shares = times.iter().map(share);
    shares.map(|count| count as f64 / ANSWERS as f64).collect()
}

/// Of 36 comparisons one beyond twice a 95% interval of 20 runs is one chance in fifty.
#[test]
fn percentiles_are_those_that_are_played() {
    for case in &LONE {
        for customers in [1, 4, 9, 25] {
            let network = case.closed();
            let exact = |q: f64| network.response_percentile(customers, q).unwrap().seconds();
            let times = QUANTILES.map(exact);
            let runs: Vec<_> = (0..20)
                .map(|run| within(case, customers, &times, run))
                .collect();
            for (i, q) in QUANTILES.into_iter().enumerate() {
                let shares: Vec<f64> = runs.iter().map(|run| run[i]).collect();
                let (share, half) = interval(&shares);
                assert!(
                    (share - q).abs() <= WIDER * half,
                    "{}, {customers} customers: within {} s are {share} ± {half}, not {q}",
                    case.name,
                    times[i]
                );
            }
        }
    }
}

fn lone(think: f64, servers: u32) -> Closed {
    let station = Demand {
        demand: seconds(1.0),
        servers,
    };
    Closed::new(seconds(think), &[station]).unwrap()
}

/// The integral of the tail is the mean of mean value analysis, which knows nothing of distributions.
#[test]
fn the_tail_has_the_mean_of_mean_value_analysis() {
    for (think, servers, customers) in [
        (5.0, 1, 1),
        (5.0, 1, 12),
        (20.0, 4, 90),
        (0.0, 2, 7),
        (3.0, 8, 5),
    ] {
        let network = lone(think, servers);
        let mean = network.exact(customers).unwrap().response.seconds();
        let steps = 4_000;
        let step = network
            .response_percentile(customers, 1.0 - 1e-9)
            .unwrap()
            .seconds()
            / f64::from(steps);
        let tail = |k| network.response_tail(customers, seconds((f64::from(k) + 0.5) * step));
        let sum: f64 = (0..steps).map(|k| tail(k).unwrap() * step).sum();
        super::super::close("mean", sum, mean, 1e-4);
    }
}

/// With so many who think so long, the others are as good as a Poisson stream; who never thinks waits for all others.
#[test]
fn percentiles_reach_their_limits() {
    let open = MMc::new(per_second(2.4), seconds(1.0), 3).unwrap();
    let many = lone(10_000.0 / 2.4, 3);
    let all = lone(0.0, 1);
    for q in QUANTILES {
        let expected = open.sojourn_percentile(q).unwrap().seconds();
        let found = many.response_percentile(10_000, q).unwrap().seconds();
        super::super::close("M/M/3", found, expected, 0.02);
        // The sum of 10 000 exponentials, by Wilson and Hilferty.
        let (normal, n) = (
            [0.0, 1.644_854, 2.326_348][QUANTILES.iter().position(|x| *x == q).unwrap()],
            10_000.0_f64,
        );
        let sum = n * (1.0 - 1.0 / (9.0 * n) + normal / (3.0 * n.sqrt())).powi(3);
        let found = all.response_percentile(10_000, q).unwrap().seconds();
        super::super::close("Erlang", found, sum, 1e-5);
    }
}

#[test]
fn several_stations_have_no_percentiles() {
    let two = super::CASES[0].closed();
    let error = two.response_percentile(3, 0.5).unwrap_err();
    assert_eq!(error.parameter(), "stations with a demand");
    for customers in [0, 10_001] {
        let error = lone(1.0, 1)
            .response_tail(customers, seconds(1.0))
            .unwrap_err();
        assert_eq!(error.parameter(), "customers");
    }
    assert!(lone(1.0, 1).response_percentile(3, 1.0).is_err());
    assert_eq!(lone(1.0, 1).response_tail(3, seconds(0.0)).unwrap(), 1.0);
    assert_eq!(
        lone(1.0, 1)
            .response_tail(3, seconds(f64::INFINITY))
            .unwrap(),
        0.0
    );
}
