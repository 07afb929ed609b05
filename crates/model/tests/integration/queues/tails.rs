//! Percentiles of M/G/c and G/G/c, which are approximations, against queues that are played.

use super::{S, close};
use crate::support::interval;
use model::network::{Network, Service, Step};
use model::prelude::*;
use model::queueing::{GGc, MGc, MMc};
use model::simulation::{Stream, Streams};

const LOADS: [f64; 3] = [0.3, 0.6, 0.85];
const QUANTILES: [f64; 3] = [0.5, 0.95, 0.99];

/// A service of 1 s in the mean.
fn service(variation: f64) -> Service {
    Service { mean: S, variation }
}

/// As good as the page of `MGc` says, beyond the simulation's own 95% interval.
#[test]
fn any_service_before_several_servers_is_as_good_as_documented() {
    for servers in [1, 2, 4, 16] {
        for load in LOADS {
            for variation in [0.0, 0.25, 0.5, 2.0] {
                let arrival = per_second(load * f64::from(servers));
                let mut network = Network::single(arrival, S, servers);
                network.routes = vec![vec![Step::visit(0, 0, service(variation))]];
                let trials = Trials {
                    customers: 20_000,
                    ..Trials::default()
                };
                let seen = trials.run(&network).unwrap().response;
                let queue = MGc::new(arrival, S, variation, servers).unwrap();
                for (q, seen) in QUANTILES.iter().zip([seen.p50, seen.p95, seen.p99]) {
                    let (formula, half) = (queue.sojourn_percentile(*q).unwrap(), seen.half_width);
                    let off = (formula - seen.value).seconds().abs() - half.unwrap().seconds();
                    let off = off / seen.value.seconds();
                    assert!(
                        off <= 0.08,
                        "M/G/{servers} at {load}, C² {variation}, p{q}: {formula}, simulated {seen}"
                    );
                }
            }
        }
    }
}

/// A time between arrivals or a service: a constant, Erlang's, exponential, or one of two exponentials with balanced means.
fn draw(dice: &mut Stream, mean: f64, variation: f64) -> f64 {
    if variation <= 0.0 {
        return mean;
    }
    if variation <= 1.0 {
        let phases = (1.0 / variation).round();
        let sum: f64 = (0..phases as u32).map(|_| dice.exponential()).sum();
        return sum * mean / phases;
    }
    let often = 0.5 * (1.0 + ((variation - 1.0) / (variation + 1.0)).sqrt());
    let which = if dice.uniform() < often {
        often
    } else {
        1.0 - often
    };
    dice.exponential() * mean / (2.0 * which)
}

/// Percentiles of one run: each customer goes to the server that is free first (Kiefer and Wolfowitz, 1955).
fn played(load: f64, [arrivals, services]: [f64; 2], servers: u32, run: u64) -> [f64; 3] {
    const CUSTOMERS: usize = 30_000;
    const WARM_UP: usize = 3_000;
    let dice = Streams::new(3, run);
    let (mut gaps, mut times) = (dice.stream("arrivals"), dice.stream("services"));
    let mut free = vec![0.0_f64; servers as usize];
    let (mut now, mut stays) = (0.0, Vec::new());
    let gap = 1.0 / (load * f64::from(servers));
    for customer in 0..WARM_UP + CUSTOMERS {
        now += draw(&mut gaps, gap, arrivals);
        let first = free.iter_mut().min_by(|a, b| a.total_cmp(b)).unwrap();
        *first = first.max(now) + draw(&mut times, 1.0, services);
        if customer >= WARM_UP {
            stays.push(*first - now);
        }
    }
    stays.sort_by(f64::total_cmp);
    QUANTILES.map(|q| stays[(q * CUSTOMERS as f64) as usize])
}

/// As good as the page of `GGc` says, beyond the interval of what is played.
#[test]
fn regular_arrivals_before_several_servers_are_as_good_as_documented() {
    for servers in [1, 4] {
        for load in [0.3, 0.6, 0.9] {
            for [ca, cs] in [0.25, 0.5]
                .into_iter()
                .flat_map(|ca| [0.0, 0.25, 1.0, 2.0].map(|cs| [ca, cs]))
            {
                let runs: Vec<_> = (0..6)
                    .map(|run| played(load, [ca, cs], servers, run))
                    .collect();
                let arrival = per_second(load * f64::from(servers));
                let queue = GGc::new(arrival, ca, service(cs), servers).unwrap();
                let most = if cs > 0.0 { 0.12 } else { 0.22 };
                for (i, q) in QUANTILES.into_iter().enumerate() {
                    let seen: Vec<f64> = runs.iter().map(|run| run[i]).collect();
                    let (seen, half) = interval(&seen);
                    let formula = queue.sojourn_percentile(q).unwrap().seconds();
                    assert!(
                        (formula - seen).abs() <= most * seen + half,
                        "Ca {ca}, Cs {cs}, {servers} servers at {load}, p{q}: {formula}, played {seen} ± {half}"
                    );
                }
            }
        }
    }
}

#[test]
fn exponential_services_have_exact_percentiles() {
    for (servers, load) in [(1, 0.3), (1, 0.9), (4, 0.8), (16, 0.95)] {
        let arrival = per_second(load * f64::from(servers));
        let exact = MMc::new(arrival, S, servers).unwrap();
        let any = MGc::new(arrival, S, 1.0, servers).unwrap();
        let both = GGc::new(arrival, 1.0, service(1.0), servers).unwrap();
        for q in [0.1, 0.5, 0.99] {
            let expected = exact.sojourn_percentile(q).unwrap().seconds();
            for found in [any.sojourn_percentile(q), both.sojourn_percentile(q)] {
                close("M/M/c", found.unwrap().seconds(), expected, 1e-4);
            }
        }
        for t in [0.0, 0.5, 3.0] {
            let wait = exact.mean_wait_if_any().seconds();
            let expected = exact.probability_of_waiting() * (-t / wait).exp();
            close("wait", any.wait().unwrap().tail(seconds(t)), expected, 1e-6);
            close(
                "wait",
                both.wait().unwrap().tail(seconds(t)),
                expected,
                1e-6,
            );
        }
    }
}

#[test]
fn distributions_have_the_means_of_their_queues() {
    for variation in [0.0, 0.3, 0.6, 1.0, 1.7] {
        for servers in [1, 3] {
            let arrival = per_second(0.7 * f64::from(servers));
            let any = MGc::new(arrival, S, variation, servers).unwrap();
            let both = GGc::new(arrival, 0.4, service(variation), servers).unwrap();
            for (way, mean) in [
                (any.wait(), any.mean_wait()),
                (any.sojourn(), any.mean_sojourn()),
                (both.wait(), both.mean_wait()),
                (both.sojourn(), both.mean_sojourn()),
            ] {
                close("mean", way.unwrap().mean().seconds(), mean.seconds(), 1e-9);
            }
        }
    }
}

/// Beyond what was measured there is no answer.
#[test]
fn what_varies_too_much_is_refused() {
    let arrival = per_second(0.5);
    let any = MGc::new(arrival, S, 2.1, 1).unwrap();
    let name = "squared coefficient of variation";
    assert_eq!(any.sojourn_percentile(0.5).unwrap_err().parameter(), name);
    assert_eq!(any.wait().unwrap_err().parameter(), name);
    let bursts = GGc::new(arrival, 1.1, service(1.0), 1).unwrap();
    assert_eq!(
        bursts.wait().unwrap_err().parameter(),
        "variation of arrivals"
    );
    let uneven = GGc::new(arrival, 1.0, service(2.1), 1).unwrap();
    assert_eq!(
        uneven.sojourn().unwrap_err().parameter(),
        "variation of services"
    );
}
