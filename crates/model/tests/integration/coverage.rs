//! Confidence intervals must cover the truth as often as they say.

use model::network::Network;
use model::prelude::*;
use model::queueing::MMc;

/// 400 trials of M/M/2 at 60% load, each with its own seed: the 95% interval of the mean and of every percentile covers the
/// exact value in 93 to 97 of 100.
#[test]
fn intervals_cover_the_truth() {
    let arrival = per_second(120.0);
    let exact = MMc::new(arrival, ms(10.0), 2).unwrap();
    let network = Network::single(arrival, ms(10.0), 2);
    let truth = [0.5, 0.95, 0.99].map(|q| exact.sojourn_percentile(q).unwrap());
    let mut covered = [0; 4];
    for seed in 0..400 {
        let trials = Trials {
            seed,
            replications: 8,
            customers: 5_000,
            warm_up: 500,
        };
        let response = trials.run(&network).unwrap().response;
        covered[0] += u32::from(response.mean.covers(exact.mean_sojourn()));
        for (i, estimate) in [response.p50, response.p95, response.p99]
            .iter()
            .enumerate()
        {
            covered[i + 1] += u32::from(estimate.covers(truth[i]));
        }
    }
    for (what, count) in ["mean", "p50", "p95", "p99"].iter().zip(covered) {
        let share = f64::from(count) / 400.0;
        assert!(
            (0.93..=0.97).contains(&share),
            "{what}: covered in {share} of 400 trials; all: {covered:?}"
        );
    }
}
