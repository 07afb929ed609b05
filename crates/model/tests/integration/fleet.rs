//! Fleets: how often enough machines work, and how many it takes.

use crate::support::interval;
use model::components::{Availability, Balancing, Uptime, Workers};
use model::network::{Arrivals, Choice, Group, Network, Service, Station, Step};
use model::prelude::*;
use model::simulation::{Run, Streams};
use proptest::prelude::*;

fn machine() -> Machine {
    Machine::named("m").cores(2)
}

/// Probabilities of 0 to n working machines, one machine after the other: no binomial coefficient in it.
fn working(machines: u32, availability: f64) -> Vec<f64> {
    (0..machines).fold(vec![1.0], |before, _| {
        let mut after = vec![0.0; before.len() + 1];
        for (n, p) in before.iter().enumerate() {
            after[n] += p * (1.0 - availability);
            after[n + 1] += p * availability;
        }
        after
    })
}

#[test]
fn k_of_n_counts_the_machines() {
    for machines in [1, 2, 3, 7, 40] {
        for availability in [0.0, 0.3, 0.9, 0.999, 1.0] {
            let each = working(machines, availability);
            for needed in 0..=machines {
                let a = Availability::of(availability)
                    .unwrap()
                    .at_least(needed, machines)
                    .unwrap();
                let few: f64 = each[..needed as usize].iter().sum();
                assert!(
                    (a.unavailable() - few).abs() < 1e-12,
                    "{needed} of {machines} at {availability}"
                );
            }
        }
    }
}

/// Patterson, Gibson and Katz (1988) and every textbook since: up over up plus repair; 8.76 hours a year at three nines.
#[test]
fn up_and_repair_take_turns() {
    let up = Uptime {
        up: seconds(999.0),
        repair: seconds(1.0),
    };
    assert!((up.availability().share() - 0.999).abs() < 1e-15);
    assert!((up.availability().downtime_a_year().seconds() / 3600.0 - 8.76).abs() < 1e-9);
    assert_eq!(up.cycle(), seconds(1000.0));
}

#[test]
fn a_pair_in_parallel_and_a_chain_in_series() {
    let (up, repair) = (seconds(99.0 * 3600.0), seconds(3600.0));
    let fleet = Fleet::of(3, machine()).failures(up, repair);
    let single = Balancer::round_robin()
        .on(machine(), 1)
        .failures(up, repair);
    let pair = Balancer::round_robin()
        .on(machine(), 2)
        .failures(up, repair);
    let whole = |b: &Balancer| {
        b.availability()
            .unwrap()
            .and(fleet.availability(1).unwrap())
    };
    assert!((whole(&single).unavailable() - (1.0 - 0.99 * (1.0 - 1e-6))).abs() < 1e-12);
    assert!((whole(&pair).unavailable() - (1.0 - (1.0 - 1e-4) * (1.0 - 1e-6))).abs() < 1e-12);
    // A single balancer makes three machines worse than one of them alone would be.
    assert!(whole(&single).share() < fleet.machine_availability().unwrap().share());
    assert!((fleet.expected_machines().unwrap() - 2.97).abs() < 1e-12);
    assert_eq!(
        Balancer::random().availability().unwrap(),
        Availability::ALWAYS
    );
}

#[test]
fn the_fewest_machines_that_reach_a_target() {
    let target = Availability::of(0.9999).unwrap();
    for availability in [0.9, 0.99, 0.999] {
        for serving in [1, 4, 100] {
            let each = Availability::of(availability).unwrap();
            let n = each.needed(serving, target).unwrap();
            assert!(each.at_least(serving, n).unwrap().unavailable() <= target.unavailable());
            if n > serving {
                assert!(
                    each.at_least(serving, n - 1).unwrap().unavailable() > target.unavailable()
                );
            }
        }
    }
    let never = Availability::of(0.0).unwrap();
    assert_eq!(
        never.needed(1, target).unwrap_err().parameter(),
        "target availability"
    );
}

#[test]
fn what_is_out_of_range_is_named() {
    let named = |fleet: Fleet| fleet.check().unwrap_err().to_string();
    assert!(named(Fleet::of(0, machine())).starts_with("machines of fleet m must be from 1"));
    assert!(
        named(Fleet::of(1, machine()).failures(seconds(0.0), seconds(1.0))).contains("time up")
    );
    assert!(
        named(Fleet::of(1, machine()).failures(seconds(1.0), seconds(f64::NAN))).contains("repair")
    );
    assert!(named(Fleet::of(2, machine()).weights(&[1.0])).contains("one a machine, 2, was 1"));
    assert!(named(Fleet::of(2, machine()).weights(&[0.0, 0.0])).contains("weights"));
    assert!(named(Fleet::of(1, machine()).accept_queue(u32::MAX)).contains("accept_queue"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn availability_is_a_share_and_more_machines_never_lower_it(a in 0.0..=1.0_f64, n in 1..300_u32, k in 0..300_u32) {
        let each = Availability::of(a).unwrap();
        let Ok(here) = each.at_least(k, n) else {
            prop_assert!(k > n);
            return Ok(());
        };
        prop_assert!((0.0..=1.0).contains(&here.unavailable()));
        prop_assert!(each.at_least(k, n + 1).unwrap().unavailable() <= here.unavailable() + 1e-12);
    }

    #[test]
    fn any_availability_is_read_or_refused(a: f64, k: u32, n: u32, up: f64, repair: f64) {
        if let Ok(each) = Availability::of(a) {
            let _ = each.at_least(k, n).map(|x| assert!((0.0..=1.0).contains(&x.share())));
            let _ = each.needed(k, each);
        }
        let fleet = Fleet::of(n, machine()).failures(seconds(up), seconds(repair));
        if let Ok(x) = fleet.availability(k) {
            prop_assert!((0.0..=1.0).contains(&x.unavailable()));
        }
    }
}

/// Who is refused and who waits at a pool of workers, over a grid of loads.
#[test]
fn workers_refuse_and_let_wait_as_the_theory_says() {
    for (places, room) in [
        (1, Some(0)),
        (1, Some(4)),
        (8, Some(0)),
        (8, Some(16)),
        (8, None),
    ] {
        let workers = Workers::of(places, ms(50.0)).unwrap();
        let workers = room.map_or(workers, |room| workers.accept_queue(room));
        for load in [0.3, 0.7, 0.9, 1.3] {
            let rate = workers.limit() * load;
            if load > 1.0 && room.is_none() {
                assert_eq!(workers.at(rate).unwrap_err().parameter(), "utilisation");
                continue;
            }
            let held = workers.at(rate).unwrap();
            let network = workers.network(rate);
            let runs: Vec<_> = (0..10)
                .map(|n| network.run(&Streams::new(5, n), 4_000, 20_000).unwrap())
                .collect();
            let agrees = |what: &str, theory: f64, of: &dyn Fn(&Run) -> f64| {
                let (seen, half) = interval(&runs.iter().map(of).collect::<Vec<_>>());
                let what = format!("{places} {room:?} {load} {what}: {seen} ± {half}, {theory}");
                assert!(
                    (seen - theory).abs() <= 2.0 * half + 1e-3 * theory + 1e-6,
                    "{what}"
                );
            };
            agrees("refused", held.refused, &|r| {
                r.counts.refused as f64 / r.counts.offered as f64
            });
            agrees("answer", held.wait.seconds() + 0.05, &|r| {
                r.response.unwrap()[0]
            });
            agrees("busy", held.busy, &|r| r.pools[0][0].busy / r.time / 1e9);
        }
    }
}

/// A slow database: workers run out while the cores are idle.
#[test]
fn a_slow_database_empties_the_pool() {
    let fleet = Fleet::of(2, machine()).accept_queue(100);
    let limit = fleet.worker_limit(64, ms(8.0 + 900.0)).unwrap();
    assert!((limit.per_second() - 2.0 * 64.0 / 0.908).abs() < 1e-9);
    for (offered, answered) in [(0.8, 0.8), (1.3, 1.0)] {
        let route = vec![
            Step::Choose { group: 0 },
            Step::Take { group: 0, pool: 0 },
            Step::visit(0, 0, Service::exponential(ms(8.0))),
            Step::Delay(Service::exponential(ms(900.0))),
            Step::Give { group: 0, pool: 0 },
        ];
        let network = Network {
            arrivals: Arrivals::Poisson(limit * offered),
            groups: vec![
                Group::new("web", 2, [Station::fcfs(2)])
                    .pool(64, Some(100))
                    .choice(Choice::RoundRobin),
            ],
            routes: vec![route],
            client: None,
        };
        let runs: Vec<_> = (0..10)
            .map(|n| network.run(&Streams::new(5, n), 5_000, 20_000).unwrap())
            .collect();
        let (seen, half) = interval(
            &runs
                .iter()
                .map(|r| r.counts.answered as f64 / r.time)
                .collect::<Vec<_>>(),
        );
        let expected = limit.per_second() * answered;
        // Waiting for a core adds a little to the holding time: the limit is a bit lower.
        assert!(
            (seen - expected).abs() < 2.0 * half + 0.003 * expected,
            "{seen} ± {half}, {expected}"
        );
        let cores = runs
            .iter()
            .map(|r| r.stations[0][0].busy / r.time / 1e9 / 4.0);
        assert!(cores.fold(0.0, f64::max) < 0.35);
    }
}

/// The share of the time that machines are down, and that all are.
#[test]
fn machines_are_down_as_often_as_the_theory_says() {
    let uptime = Uptime {
        up: seconds(30.0),
        repair: seconds(10.0),
    };
    for n in [1, 2, 3] {
        let fleet = Fleet::of(n, machine()).failures(uptime.up, uptime.repair);
        let shop = Balancing::of(n, 1, Service::exponential(us(10.0))).unwrap();
        let mut network = shop.network(&Choice::Random, per_second(20.0)).unwrap();
        // Noticed at once: a request fails only where no machine is up.
        network.groups[0].failures = fleet.failing(Some(Time::ZERO));
        let runs: Vec<_> = (0..10)
            .map(|i| network.run(&Streams::new(9, i), 100, 50_000).unwrap())
            .collect();
        let (down, half) = interval(&runs.iter().map(|r| r.down[0]).collect::<Vec<_>>());
        assert!((down - 0.25).abs() < 2.0 * half, "{down} ± {half}");
        let failed = |r: &Run| r.counts.failed as f64 / r.counts.offered as f64;
        let (failed, half) = interval(&runs.iter().map(failed).collect::<Vec<_>>());
        let all = fleet.availability(1).unwrap().unavailable();
        assert!((all - 0.25_f64.powi(n as i32)).abs() < 1e-12);
        assert!(
            (failed - all).abs() < 2.0 * half,
            "{n}: {failed} ± {half}, {all}"
        );
    }
}
