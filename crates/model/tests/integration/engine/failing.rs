//! Clients that give up and try again, machines that fail, jobs that requests start.

use super::{agrees, choosing, one, trials};
use model::network::{Arrivals, Choice, Client, Failures, Group, Service, Station, Step};
use model::prelude::*;
use model::queueing::MM1;
use model::simulation::Streams;

fn client(timeout: Time, retries: u32) -> Client {
    Client {
        timeout,
        retries,
        backoff: ms(1.0),
        jitter: 0.5,
        budget: None,
    }
}

/// A client that gives up after t sees exp(-t/T) of the answers of M/M/1 too late; the server works on, so nothing else changes.
#[test]
fn patience_ends_when_it_says() {
    let mut network = one(50.0, Station::fcfs(1), Service::exponential(ms(10.0)));
    network.client = Some(client(ms(40.0), 0));
    let counts = trials(20_000).run(&network).unwrap().counts;
    let late = counts.timed_out as f64 / counts.offered as f64;
    assert!(
        (late / (-40.0_f64 / 20.0).exp() - 1.0).abs() < 0.05,
        "{late}"
    );
    assert_eq!(counts.attempts, counts.offered);
    assert!(counts.wasted.abs_diff(counts.timed_out) < 100);
    assert!(counts.is_conserved());
}

/// Retries of abandoned work keep a station full that could serve all first attempts: with a budget it recovers.
#[test]
fn retries_can_keep_a_system_down_and_a_budget_brings_it_back() {
    let mut network = one(1.0, Station::fcfs(1), Service::exponential(ms(10.0)));
    let (spike, after) = (
        (seconds(5.0), per_second(200.0)),
        (seconds(1.0), per_second(80.0)),
    );
    network.arrivals = Arrivals::Phases(vec![(seconds(5.0), per_second(80.0)), spike, after]);
    let answered = |budget, retries| {
        let mut network = network.clone();
        network.client = Some(Client {
            budget,
            ..client(ms(200.0), retries)
        });
        let run = network.run(&Streams::new(1, 0), 8_000, 3_000).unwrap();
        run.counts.answered as f64 / run.counts.offered as f64
    };
    assert!(answered(None, 3) < 0.1, "{}", answered(None, 3));
    assert!(answered(Some(0.05), 3) > 0.8, "{}", answered(Some(0.05), 3));
    assert!(answered(None, 0) > 0.8);
}

/// A machine that is down a quarter of the time, never noticed, fails a quarter of what it gets.
#[test]
fn failures_fail_what_they_hit() {
    let mut network = choosing(2, Choice::Random);
    network.arrivals = Arrivals::Poisson(per_second(0.2));
    network.routes[0][1] = Step::visit(0, 0, Service::exponential(ms(1.0)));
    let failures = |detection| {
        Some(Failures {
            up: seconds(300.0),
            repair: seconds(100.0),
            detection,
        })
    };
    network.groups[0].failures = failures(None);
    let blind = trials(5_000).run(&network).unwrap();
    let failed = blind.counts.failed as f64 / blind.counts.offered as f64;
    assert!(
        (failed - 0.25).abs() < 0.02 && (blind.down[0] - 0.25).abs() < 0.02,
        "{failed} {:?}",
        blind.down
    );
    // Noticed at once: only where both are down, a quarter of a quarter of the time.
    network.groups[0].failures = failures(Some(Time::ZERO));
    let seen = trials(5_000).run(&network).unwrap().counts;
    let failed = seen.failed as f64 / seen.offered as f64;
    assert!((failed - 0.0625).abs() < 0.015, "{failed}");
}

/// Each write starts a job on each of two replicas; these are M/M/1 of their own.
#[test]
fn jobs_that_requests_start_are_measured_apart() {
    let mut network = one(50.0, Station::fcfs(1), Service::exponential(ms(1.0)));
    network
        .groups
        .push(Group::new("replica", 2, [Station::fcfs(1)]));
    let spawn = Step::Spawn {
        route: 1,
        each: Some(1),
    };
    network.routes[0].push(Step::Either {
        chance: 0.5,
        then: vec![spawn],
        otherwise: vec![],
    });
    network
        .routes
        .push(vec![Step::visit(1, 0, Service::exponential(ms(20.0)))]);
    let summary = trials(20_000).run(&network).unwrap();
    let lag = MM1::new(per_second(25.0), ms(20.0)).unwrap().mean_sojourn();
    agrees("lag", lag, summary.completion(1).unwrap().mean);
    let response = MM1::new(per_second(50.0), ms(1.0)).unwrap().mean_sojourn();
    agrees("response", response, summary.response.mean);
    let started = summary.routes[1].started as f64 / summary.counts.offered as f64;
    assert!((started - 1.0).abs() < 0.02, "{started}");
}
