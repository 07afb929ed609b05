//! Networks of queues: open by Jackson, closed by mean value analysis.

use super::{S, close};
use model::prelude::*;
use model::queueing::jackson::{Jackson, Node};
use model::queueing::mva::{Closed, Demand};
use proptest::prelude::*;

fn single(demands: &[f64]) -> Vec<Demand> {
    demands
        .iter()
        .map(|d| Demand {
            demand: seconds(*d),
            servers: 1,
        })
        .collect()
}

#[test]
fn think_long_and_the_network_is_open() {
    // A thousand users who ask once in 1250 s: as good as a Poisson stream of 0.8/s.
    let closed = Closed::new(seconds(1e6 - 5.0), &single(&[1.0]))
        .unwrap()
        .exact(800_000)
        .unwrap();
    close("M/M/1", closed.response.seconds(), 5.0, 0.01);
    close("throughput", closed.throughput.per_second(), 0.8, 1e-3);
}

#[test]
fn two_ways_to_solve_a_closed_network_agree() {
    for customers in [1, 2, 5, 40, 300] {
        let demands = single(&[0.605, 2.1, 1.35]);
        let by_means = Closed::new(seconds(15.0), &demands)
            .unwrap()
            .exact(customers)
            .unwrap();
        // A second server at a station that is hardly used changes nothing but the method.
        let mut several = demands;
        several.push(Demand {
            demand: seconds(1e-9),
            servers: 2,
        });
        let by_sums = Closed::new(seconds(15.0), &several)
            .unwrap()
            .exact(customers)
            .unwrap();
        close(
            "throughput",
            by_sums.throughput.per_second(),
            by_means.throughput.per_second(),
            1e-7,
        );
        for (a, b) in by_means.numbers.iter().zip(&by_sums.numbers) {
            close("number", *b, *a, 1e-6);
        }
    }
}

#[test]
fn the_machine_repairmans_case_is_exact() {
    // N machines that break and c repairers: a birth-death chain, M/M/c//N.
    let (think, n, c) = (10.0, 12_u32, 3_u32);
    let mut p = vec![1.0];
    for k in 1..=n {
        let (up, down) = (f64::from(n - k + 1) / think, f64::from(k.min(c)));
        p.push(p[k as usize - 1] * up / down);
    }
    let total: f64 = p.iter().sum();
    let number: f64 = (0..).zip(&p).map(|(k, p)| f64::from(k) * p / total).sum();
    let station = Demand {
        demand: S,
        servers: c,
    };
    let cycle = Closed::new(seconds(think), &[station])
        .unwrap()
        .exact(n)
        .unwrap();
    close("number", cycle.numbers[0], number, 1e-9);
    close(
        "throughput",
        cycle.throughput.per_second(),
        (f64::from(n) - number) / think,
        1e-9,
    );
}

#[test]
fn leaving_by_chance_is_the_same_network_as_visits() {
    let node = |external: f64, next: Vec<f64>| Node {
        external: per_second(external),
        service: seconds(0.1),
        servers: 2,
        next,
    };
    let network = Jackson::new(&[node(1.0, vec![0.0, 0.5]), node(2.0, vec![0.5, 0.25])]).unwrap();
    let [a, b] = network.arrivals()[..] else {
        panic!("two stations")
    };
    close("first", a.per_second(), 1.0 + 0.5 * b.per_second(), 1e-12);
    close(
        "second",
        b.per_second(),
        2.0 + 0.5 * a.per_second() + 0.25 * b.per_second(),
        1e-12,
    );
    close(
        "Little",
        network.mean_number(),
        3.0 * network.mean_response().seconds(),
        1e-12,
    );
    let trapped = Jackson::new(&[node(1.0, vec![0.0, 1.0]), node(0.0, vec![1.0, 0.0])]);
    assert_eq!(trapped.unwrap_err().parameter(), "probability of leaving");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_approximation_is_as_good_as_documented(
        demands in proptest::collection::vec((0.05..3.0_f64, 1..5_u32), 1..6), think in 0.0..20.0_f64, n in 1..60_u32,
    ) {
        let several: Vec<_> = demands.iter().map(|(d, servers)| Demand { demand: seconds(*d), servers: *servers }).collect();
        let lone: Vec<_> = several.iter().map(|s| Demand { servers: 1, ..*s }).collect();
        for (stations, slower, less) in [(lone, 0.25, 0.07), (several, 0.34, 0.25)] {
            let network = Closed::new(seconds(think), &stations).unwrap();
            let (exact, about) = (network.exact(n).unwrap(), network.approximate(n).unwrap());
            let ratio = about.response / exact.response;
            prop_assert!((ratio - 1.0).abs() <= slower, "{ratio} {n} {think} {stations:?}");
            let ratio = about.throughput.per_second() / exact.throughput.per_second();
            prop_assert!((ratio - 1.0).abs() <= less + 1e-9, "{ratio} {n} {think} {stations:?}");
            prop_assert!(exact.throughput <= network.throughput_bound(n).unwrap() * (1.0 + 1e-9));
            prop_assert!(exact.response.seconds() >= network.response_bound(n).unwrap().seconds() * (1.0 - 1e-9));
            let all = exact.numbers.iter().sum::<f64>() + exact.throughput.per_second() * think;
            prop_assert!((all / f64::from(n) - 1.0).abs() < 1e-6, "{all} of {n}");
            let more = network.exact(n + 1).unwrap();
            prop_assert!(more.throughput.per_second() >= exact.throughput.per_second() * (1.0 - 1e-9));
        }
    }
}
