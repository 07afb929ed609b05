//! Confidence intervals must cover the truth as often as they say.

use model::network::{Arrivals, Group, Network, Service, Station, Step};
use model::prelude::*;
use model::queueing::jackson::{Jackson, Node};
use model::queueing::{MG1, MM1, MMc, Sharing};
use model::simulation::caches::{Effort, Kind, measured_hit_ratio};

/// Trials, each with its own seed.
const TRIALS: u32 = 400;

/// What is true of a system: its mean, and its percentiles.
struct Truth {
    mean: Time,
    percentiles: [Time; 3],
}

impl Truth {
    fn of(mean: Time, percentile: impl Fn(f64) -> Result<Time, Error>) -> Self {
        let percentiles = [0.5, 0.95, 0.99].map(|q| percentile(q).unwrap());
        Self { mean, percentiles }
    }

    /// The 95% intervals of the mean and of every percentile, from 8 runs of so many requests, cover it in 93 to 97 of 100 trials.
    fn is_covered_by(&self, network: &Network, customers: u64) {
        let mut covered = [0; 4];
        for seed in 0..u64::from(TRIALS) {
            let trials = Trials {
                seed,
                replications: 8,
                customers,
                warm_up: customers / 10,
            };
            let response = trials.run(network).unwrap().response;
            covered[0] += u32::from(response.mean.covers(self.mean));
            let estimates = [response.p50, response.p95, response.p99];
            for (i, (estimate, truth)) in estimates.iter().zip(self.percentiles).enumerate() {
                covered[i + 1] += u32::from(estimate.covers(truth));
            }
        }
        for (what, count) in ["mean", "p50", "p95", "p99"].iter().zip(covered) {
            let share = f64::from(count) / f64::from(TRIALS);
            assert!(
                (0.93..=0.97).contains(&share),
                "{what}: covered in {share} of {TRIALS} trials; all: {covered:?}"
            );
        }
    }
}

/// Of so many intervals, each from its own seed, 93 to 97 of 100 cover the truth.
fn cover(what: &str, covers: impl Fn(u64) -> bool) {
    let covered = (0..u64::from(TRIALS)).filter(|seed| covers(*seed)).count();
    let share = covered as f64 / f64::from(TRIALS);
    assert!(
        (0.93..=0.97).contains(&share),
        "{what}: covered in {share} of {TRIALS} trials"
    );
}

/// Workers behind a queue: M/M/c until the work is done.
#[test]
fn intervals_cover_what_becomes_of_tasks() {
    let workers = Machine::named("worker").cores(1);
    let queue = Queue::on(workers.clone())
        .handing_over(Time::ZERO)
        .hop(Time::ZERO)
        .workers((workers, 2));
    let (arrival, service) = (per_second(12.0), ms(100.0));
    let exact = MMc::new(arrival, service, 2).unwrap().mean_sojourn();
    cover("completion", |seed| {
        let trials = Trials {
            seed,
            replications: 8,
            customers: 3_000,
            warm_up: 300,
        };
        let arrivals = Arrivals::Poisson(arrival);
        let report = queue.simulate(&arrivals, Service::exponential(service), &trials);
        report.unwrap().completed.mean.covers(exact)
    });
}

/// Of objects that are all as popular, a cache hits as often as it has room for.
#[test]
fn intervals_cover_the_hit_ratio_of_a_cache() {
    for kind in [Kind::Lru, Kind::Fifo, Kind::Sieve] {
        cover(&format!("{kind:?}"), |seed| {
            let effort = Effort {
                seed,
                requests: 20_000,
                warm_up: 20_000,
                ..Effort::default()
            };
            let even = Popularity::zipf(0.0);
            let measured = measured_hit_ratio(kind, &even, 1_000.0, 300.0, None, &effort).unwrap();
            (measured.hit_ratio - 0.3).abs() <= measured.half_width
        });
    }
}

/// M/M/2 at 60% load.
#[test]
fn intervals_cover_the_truth() {
    let arrival = per_second(120.0);
    let exact = MMc::new(arrival, ms(10.0), 2).unwrap();
    Truth::of(exact.mean_sojourn(), |q| exact.sojourn_percentile(q))
        .is_covered_by(&Network::single(arrival, ms(10.0), 2), 5_000);
}

#[test]
fn intervals_cover_a_server_that_is_seldom_busy() {
    let arrival = per_second(30.0);
    let exact = MM1::new(arrival, ms(10.0)).unwrap();
    Truth::of(exact.mean_sojourn(), |q| exact.sojourn_percentile(q))
        .is_covered_by(&Network::single(arrival, ms(10.0), 1), 5_000);
}

/// Queues that come and go slowly: of 20 000 requests a run, too few are among the slowest hundredth independently of each
/// other, and intervals cover the p99 in 91 of 100 trials only.
#[test]
fn intervals_cover_a_server_that_is_mostly_busy() {
    let arrival = per_second(80.0);
    let exact = MM1::new(arrival, ms(10.0)).unwrap();
    Truth::of(exact.mean_sojourn(), |q| exact.sojourn_percentile(q))
        .is_covered_by(&Network::single(arrival, ms(10.0), 1), 80_000);
}

/// Squared coefficient of variation 4: many short services, a few long ones.
#[test]
fn intervals_cover_services_that_vary_much() {
    let (arrival, service) = (per_second(50.0), ms(10.0));
    let exact = MG1::new(arrival, service, 2.0 * service).unwrap();
    let mut network = Network::single(arrival, service, 1);
    let varied = Service {
        mean: service,
        variation: 4.0,
    };
    network.routes = vec![vec![Step::visit(0, 0, varied)]];
    Truth::of(exact.mean_sojourn(), |q| exact.sojourn_percentile(q))
        .is_covered_by(&network, 20_000);
}

#[test]
fn intervals_cover_a_server_that_everybody_shares() {
    let (arrival, service) = (per_second(60.0), ms(10.0));
    let exact = Sharing::new(arrival, service, 1).unwrap();
    let mut network = Network::single(arrival, service, 1);
    network.groups = vec![Group::new("link", 1, [Station::sharing(1)])];
    Truth::of(exact.mean_sojourn(), |q| exact.sojourn_percentile(q)).is_covered_by(&network, 5_000);
}

#[test]
fn intervals_cover_two_stations_in_a_row() {
    let (arrival, service) = (per_second(60.0), ms(10.0));
    let node = |external, next: [f64; 2]| Node {
        external,
        service,
        servers: 1,
        next: next.to_vec(),
    };
    let exact = Jackson::new(&[node(arrival, [0.0, 1.0]), node(Rate::ZERO, [0.0, 0.0])]).unwrap();
    let path = exact.path(&[0, 1]).unwrap();
    let mut network = Network::single(arrival, service, 1);
    network
        .groups
        .push(Group::new("second", 1, [Station::fcfs(1)]));
    network.routes[0].push(Step::visit(1, 0, Service::exponential(service)));
    Truth::of(exact.mean_response(), |q| path.percentile(q)).is_covered_by(&network, 5_000);
}
