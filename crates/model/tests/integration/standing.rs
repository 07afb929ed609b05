//! How often enough machines work: machines that fail and are repaired, held against the formulas.

use crate::stages::{large, medium, small, traffic, work};
use model::components::database::Database;
use model::components::{Availability, Uptime};
use model::prelude::*;
use model::simulation::{Redundancy, Standing};
use proptest::prelude::*;

/// 200 000 failures of each group.
const THOROUGH: Trials = Trials {
    seed: 1,
    replications: 20,
    customers: 50_000,
    warm_up: 0,
};

fn measured(group: Redundancy) -> Standing {
    THOROUGH.standing(&[group]).unwrap()
}

fn down(up: f64, repair: f64) -> f64 {
    repair / (up + repair)
}

/// Within the 95% interval in 19 of 20 cases, and never beyond twice of it.
fn judge(cases: &[(Standing, f64)]) {
    let covered = cases.iter().filter(|(seen, away)| seen.covers(1.0 - away));
    let (covered, all) = (covered.count(), cases.len());
    assert!(covered * 10 >= all * 9, "{covered} of {all}");
    for (seen, away) in cases {
        let off = (seen.unavailable - away).abs();
        assert!(off <= 2.0 * seen.half_width, "{seen:?} {away}");
        // An interval that covers everything would prove nothing.
        assert!(seen.half_width < 0.1 * away, "{seen:?} {away}");
    }
}

#[test]
fn at_least_so_many_of_so_many_work_as_often_as_binomials_say() {
    let mut cases = Vec::new();
    for (up, repair) in [(90.0, 10.0), (1.0, 1.0), (5e6, 1e6), (0.3, 0.9)] {
        for machines in [1_u32, 2, 3, 8] {
            for needed in [1, machines.div_ceil(2), machines] {
                let machine = Uptime {
                    up: seconds(up),
                    repair: seconds(repair),
                };
                let closed = machine.availability().at_least(needed, machines).unwrap();
                // What is rarer is not seen often enough to say much.
                if closed.unavailable() > 1e-3 {
                    let group = Redundancy::of("m", machines, needed, seconds(up), seconds(repair));
                    cases.push((measured(group), closed.unavailable()));
                }
            }
        }
    }
    assert!(cases.len() >= 40, "{}", cases.len());
    judge(&cases);
}

/// What is never seen is said to be never: the limit of this witness.
#[test]
fn what_is_too_rare_is_not_seen() {
    let eight = measured(Redundancy::of("m", 8, 1, seconds(1e6), seconds(1e3)));
    assert_eq!((eight.unavailable, eight.half_width), (0.0, 0.0));
}

/// The source alone, as the formula of the database has it: no replica need be left.
fn source(replicas: u32, up: f64, repair: f64, failover: f64) -> Redundancy {
    Redundancy::of("r", replicas, 0, seconds(up), seconds(repair))
        .behind_a_source(seconds(failover))
}

fn formula(replicas: u32, up: f64, repair: f64, failover: f64) -> f64 {
    let machine = large();
    Database::on(machine)
        .replicas(replicas)
        .failures(seconds(up), seconds(repair))
        .failover(seconds(failover), seconds(0.0))
        .availability()
        .unwrap()
        .unavailable()
}

#[test]
fn a_source_is_away_as_often_as_the_formula_of_the_failover_says() {
    let mut cases = Vec::new();
    // A failover that takes no time leaves what all together are away.
    for (replicas, repair) in [(1, 10.0), (1, 50.0), (2, 50.0)] {
        let away = formula(replicas, 90.0, repair, 0.0);
        let all = down(90.0, repair).powi(replicas as i32 + 1);
        assert!((away / all - 1.0).abs() < 1e-9);
        cases.push((measured(source(replicas, 90.0, repair, 0.0)), away));
    }
    // One that is short beside a repair.
    for (replicas, repair) in [(2, 5.0), (3, 20.0), (8, 20.0)] {
        let failover = 0.004 * repair;
        let away = formula(replicas, 90.0, repair, failover);
        cases.push((measured(source(replicas, 90.0, repair, failover)), away));
    }
    judge(&cases);
}

/// A source that is repaired before its replica is ready remains the source: the formula waits for the replica all the same.
#[test]
fn the_formula_is_careful_where_a_failover_takes_as_long_as_a_repair() {
    let (up, repair) = (100.0, 10.0);
    let mut cases = Vec::new();
    for (failover, times) in [(5.0, 1.27), (10.0, 1.58), (20.0, 2.3)] {
        // The shorter of a constant and an exponential time; with 8 replicas one always works.
        let each = repair * -f64::exp_m1(-failover / repair);
        let away = each / (up + each);
        let closed = formula(8, up, repair, failover);
        cases.push((measured(source(8, up, repair, failover)), away));
        let odds = |share: f64| share / (1.0 - share);
        assert!((odds(closed) / odds(away) / times - 1.0).abs() < 0.01);
    }
    judge(&cases);
}

/// A replica that has become the source is missing among the replicas until the old source is repaired: one more must work than
/// are needed. To take source and replicas as independent would be too good by so many times.
#[test]
fn a_promoted_replica_is_missing_among_the_replicas() {
    let (up, repair) = (99.0, 1.0);
    let p = down(up, repair);
    let mut cases = Vec::new();
    // How many times as often it is away as if both were independent: where p is small.
    for (replicas, needed, times) in [(1, 1, 2.0), (2, 2, 1.5), (4, 4, 1.25), (2, 1, 3.0)] {
        let group = Redundancy::of("r", replicas, needed, seconds(up), seconds(repair));
        let machine = Availability::of(1.0 - p).unwrap();
        // Source and replicas, all alike: one more must work.
        let real = machine.at_least(needed + 1, replicas + 1).unwrap();
        let apart = machine.at_least(needed, replicas).unwrap();
        let apart = apart.unavailable() + formula(replicas, up, repair, 0.0);
        cases.push((
            measured(group.behind_a_source(Time::ZERO)),
            real.unavailable(),
        ));
        let off = real.unavailable() / apart;
        assert!((off / times - 1.0).abs() < 0.03, "{off} {times}");
    }
    // One of two replicas is away together with the source 3 times in 10 000: seen 60 times in 200 000 failures.
    let rare = cases.pop().unwrap();
    assert!((rare.0.unavailable - rare.1).abs() <= 2.0 * rare.0.half_width);
    judge(&cases);
}

fn all() -> System {
    let (up, repair) = (seconds(200.0), seconds(20.0));
    let balancer = Balancer::random()
        .on(small(), 2)
        .forwarding(us(50.0))
        .hop(us(250.0));
    let cache = Cache::lru()
        .on(medium(), 1)
        .reserved(gib(1.0))
        .lookup(us(100.0));
    let web = Fleet::of(5, medium()).failures(up, repair);
    System::apart(web, Database::on(large()), us(250.0), work())
        .balancer(balancer.failures(up, repair))
        .cache(cache.failures(up, repair))
}

/// Both witnesses say how available a system is, where one does, and start from the same number of needed machines.
#[test]
fn both_witnesses_say_how_available_a_system_is() {
    let never = System::apart((medium(), 5), Database::on(large()), us(250.0), work());
    let single = never
        .clone()
        .database(Database::on(large()).failures(seconds(50.0), seconds(5.0)));
    let available = |prediction: &Prediction| prediction.steady().unwrap().availability;
    let replicated = never.clone().database(
        Database::on(large())
            .replicas(2)
            .failures(seconds(500.0), seconds(5.0))
            .failover(seconds(2.0), seconds(3.0)),
    );
    for (system, users) in [
        (&never, 1e4),
        (&single, 1e4),
        (&replicated, 1e4),
        (&all(), 1e4),
        (&all(), 4e5),
    ] {
        let (at, trials) = (traffic(users), Trials::draft());
        let closed = available(&system.predict(&at).unwrap());
        let simulated = available(&system.simulate(&at, &trials).unwrap());
        assert_eq!(closed.is_some(), simulated.is_some());
        let Some((closed, simulated)) = closed.zip(simulated) else {
            continue;
        };
        // 4 000 failures of each group: 2% of what one is away.
        let off = (1.0 - simulated) / (1.0 - closed) - 1.0;
        assert!(off.abs() < 0.08 && off != 0.0, "{simulated} {closed}");
    }
    let missing = never.database(
        Database::on(large())
            .replicas(1)
            .failures(seconds(50.0), seconds(5.0)),
    );
    let error = missing.simulate(&traffic(1e4), &Trials::draft());
    assert_eq!(error.unwrap_err().parameter(), "failover");
}

#[test]
fn the_same_seed_says_the_same_and_another_another() {
    let group = || Redundancy::of("m", 3, 2, seconds(9.0), seconds(1.0));
    let of = |seed| {
        let trials = Trials {
            seed,
            ..Trials::draft()
        };
        trials.standing(&[group()]).unwrap()
    };
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
    // Another group changes nothing of the first, and the two are a row.
    let other = Redundancy::of("n", 1, 1, seconds(1.0), seconds(1.0));
    let both = Trials::draft().standing(&[group(), other]).unwrap();
    assert!((both.unavailable - (1.0 - 0.5 * 0.972)).abs() < 0.02);
    assert_eq!(Trials::draft().standing(&[]).unwrap().unavailable, 0.0);
}

#[test]
fn what_is_out_of_range_is_named() {
    let good = || Redundancy::of("web", 3, 2, seconds(9.0), seconds(1.0));
    let fails = |group: Redundancy, what: &str| {
        let error = Trials::draft().standing(&[good(), group]).unwrap_err();
        assert_eq!(error.parameter(), what);
    };
    let of = |machines, needed, up, repair| {
        Redundancy::of("web", machines, needed, seconds(up), seconds(repair))
    };
    fails(of(0, 0, 1.0, 1.0), "web: machines");
    fails(of(10_001, 1, 1.0, 1.0), "web: machines");
    fails(of(2, 3, 1.0, 1.0), "web: needed machines");
    for wrong in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        fails(of(2, 1, wrong, 1.0), "web: time up");
        fails(of(2, 1, 1.0, wrong), "web: repair");
    }
    for wrong in [-1.0, f64::NAN, f64::INFINITY] {
        fails(good().behind_a_source(seconds(wrong)), "web: failover");
    }
    let one = Trials {
        replications: 1,
        ..Trials::draft()
    };
    let error = one.standing(&[good()]).unwrap_err();
    assert_eq!(error.parameter(), "replications");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_in_range_is_a_share(
        machines in 1..2_000_u32,
        needed in 0.0..=1.0_f64,
        times in (-3.0..9.0_f64, -3.0..9.0_f64),
        failover in prop::option::of(-4.0..12.0_f64),
    ) {
        let needed = (needed * f64::from(machines)) as u32;
        let time = |log: f64| seconds(10.0_f64.powf(log));
        let mut group = Redundancy::of("m", machines, needed, time(times.0), time(times.1));
        if let Some(failover) = failover {
            group = group.behind_a_source(time(failover));
        }
        let trials = Trials { replications: 2, customers: 1_000, ..Trials::default() };
        let seen = trials.standing(&[group]).unwrap();
        prop_assert!((0.0..=1.0).contains(&seen.unavailable), "{:?}", seen);
        prop_assert!(seen.half_width >= 0.0 && seen.half_width.is_finite(), "{:?}", seen);
    }
}
