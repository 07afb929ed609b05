//! Machines that die behind a balancer: how many requests fail.

use crate::support::interval;
use model::components::{Balancing, Outage, Uptime};
use model::network::{Choice, Service};
use model::prelude::*;
use model::simulation::{Counts, Streams};

/// Requests that fail because a machine died, with health checks and without.
#[test]
fn outages_cost_what_the_theory_says() {
    let uptime = Uptime {
        up: seconds(60.0),
        repair: seconds(10.0),
    };
    let share = |n: u32, choice: Choice, outage: &Outage, each: f64| {
        let shop = Balancing::of(n, 1, Service::exponential(ms(10.0))).unwrap();
        let mut network = shop
            .network(&choice, per_second(each * f64::from(n)))
            .unwrap();
        network.groups[0].failures = Some(outage.failures());
        let run = |i| {
            network
                .run(&Streams::new(3, i), 1_000, 60_000)
                .unwrap()
                .counts
        };
        let failed = |c: Counts| c.failed as f64 / c.offered as f64;
        interval(&(0..10).map(|i| failed(run(i))).collect::<Vec<_>>())
    };
    for n in [2, 4] {
        for detection in [None, Some(seconds(1.0)), Some(seconds(5.0))] {
            let outage = Outage::of(n, uptime, detection).unwrap();
            // Half a machine's load before single servers: about 12 ms each.
            let expected = outage.failing(ms(12.0)).unwrap();
            for choice in [Choice::Random, Choice::RoundRobin] {
                let (seen, half) = share(n, choice.clone(), &outage, 20.0);
                let what = format!("{n} {choice:?} {detection:?}: {seen} ± {half}, {expected}");
                assert!(
                    (seen - expected).abs() < 2.0 * half + 0.02 * expected,
                    "{what}"
                );
            }
        }
    }
    // A dead machine looks idle: the busier the others, the more least connections sends it until it is noticed.
    let outage = Outage::of(4, uptime, Some(seconds(5.0))).unwrap();
    let expected = outage.failing(ms(12.0)).unwrap();
    let least = share(4, Choice::LeastConnections, &outage, 80.0);
    let two = share(4, Choice::TwoChoices, &outage, 80.0);
    assert!(
        least.0 - least.1 > 1.7 * expected && two.0 - two.1 > 1.4 * expected,
        "{least:?} {two:?} {expected}"
    );
}

#[test]
fn checks_that_are_more_frequent_and_more_machines_never_cost_more() {
    let uptime = Uptime {
        up: seconds(86_400.0),
        repair: seconds(600.0),
    };
    for n in [1, 2, 4, 100] {
        let of = |n, detection| Outage::of(n, uptime, detection).unwrap();
        let failing = |n, detection| of(n, detection).failing(ms(50.0)).unwrap();
        let by_detection = [0.0, 1.0, 10.0, 100.0, 1000.0].map(|d| failing(n, Some(seconds(d))));
        assert!(
            by_detection.windows(2).all(|w| w[0] <= w[1]),
            "{by_detection:?}"
        );
        assert!(by_detection[4] <= failing(n, None) * (1.0 + 1e-9) || n == 1);
        assert!(
            failing(n + 1, Some(seconds(10.0))) <= failing(n, Some(seconds(10.0))) * (1.0 + 1e-9)
        );
    }
    // What one failure costs: a quarter of the requests for ten seconds, or until the repair.
    let lost = |detection| {
        Outage::of(4, uptime, detection)
            .unwrap()
            .lost_each(per_second(100.0))
            .unwrap()
    };
    assert!((lost(None) - 100.0 / 4.0 * 600.0).abs() < 1e-9);
    assert!((lost(Some(seconds(10.0))) / 250.0 - 1.0).abs() < 0.01);
    let fleet = Fleet::of(4, Machine::named("m").cores(1)).failures(uptime.up, uptime.repair);
    let balancer = Balancer::round_robin()
        .hop(us(250.0))
        .health_checks(seconds(5.0), 3);
    let behind = Outage::behind(&balancer, &fleet).unwrap().unwrap();
    assert_eq!(behind, Outage::of(4, uptime, Some(seconds(12.5))).unwrap());
    assert_eq!(
        Outage::behind(&balancer, &Fleet::of(1, Machine::named("m"))).unwrap(),
        None
    );
    assert!(
        behind.failing(seconds(f64::NAN)).is_err() && behind.lost_each(per_second(-1.0)).is_err()
    );
}
