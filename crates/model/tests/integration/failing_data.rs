//! Databases and caches that fail: the closed form's share of failed requests beside the simulation's.

use crate::stages::{medium, small, traffic, work};
use crate::support::interval;
use model::components::cache::Writing;
use model::components::database::Database;
use model::prelude::*;
use model::report::Component;
use model::simulation::Streams;

const UP: Time = seconds(4.0);
const REPAIR: Time = seconds(1.0);
const AWAY: f64 = 0.2;

/// Of three queries three tenths write.
fn shop() -> Work {
    work().writes(0.3).task(0.0, ms(1.0)).page_size(bytes(0.0))
}

fn system(database: Database) -> System {
    System::apart((medium(), 1), database, us(250.0), shop())
}

fn cache(machines: u32) -> Cache {
    Cache::lru()
        .on(medium(), machines)
        .reserved(gib(3.9))
        .lookup(us(100.0))
}

/// They never fail unless it is said.
fn database() -> Database {
    Database::on(small())
}

fn source(replicas: u32) -> Database {
    database()
        .replicas(replicas)
        .appliers(4)
        .failures(UP, REPAIR)
        .failover(seconds(0.1), seconds(0.2))
}

fn at(system: &System, share: f64) -> Traffic {
    traffic(system.saturation(&traffic(1.0)).unwrap().users * share)
}

fn closed(system: &System, at: &Traffic) -> f64 {
    system.predict(at).unwrap().steady().unwrap().failed
}

/// What the simulation counts, with its interval. Where one group fails and its failures are never noticed, how often they
/// happened in the run is no matter of this test: the count is put in proportion to it.
fn simulated(system: &System, at: &Traffic, in_proportion: bool) -> (f64, f64) {
    let trials = Trials::draft();
    let network = system.network(at, &trials).unwrap();
    let group = network.groups.iter().position(|g| g.failures.is_some());
    let group = group.expect("something fails");
    let failures = network.groups[group].failures.unwrap();
    let usual = failures.repair / (failures.up + failures.repair);
    let shares: Vec<f64> = (0..10)
        .map(|number| {
            let run = network
                .run(&Streams::new(7, number), 3_000, 40_000)
                .unwrap();
            assert!(run.counts.is_conserved());
            assert!(run.routes.iter().all(|jobs| jobs.is_conserved()));
            let share = run.counts.attempts_failed as f64 / run.counts.attempts as f64;
            if in_proportion {
                share * usual / run.down[group]
            } else {
                share
            }
        })
        .collect();
    interval(&shares)
}

/// The closed form is within 2% of what the simulation counts, beyond its 95% interval, at any load.
#[test]
fn dead_databases_and_caches_cost_what_the_closed_form_says() {
    let failing = |machines| cache(machines).failures(UP, REPAIR);
    let alone = database().failures(UP, REPAIR);
    let cached = |cache: Cache| system(database()).cache(cache);
    let cases = [
        ("source alone", true, system(alone.clone())),
        ("copies", true, system(alone.clone().copies(3))),
        ("cache", true, cached(failing(1))),
        ("three caches", true, cached(failing(3))),
        (
            "read through",
            true,
            cached(failing(3).writing(Writing::ReadThrough)),
        ),
        (
            "write back",
            true,
            cached(failing(1).writing(Writing::Back(ms(5.0)))),
        ),
        ("behind a cache", true, system(alone).cache(cache(1))),
        ("source, replica", false, system(source(1))),
        ("source, replicas", false, system(source(3))),
        (
            "source that reads",
            false,
            system(source(2).reads_on_source(true)),
        ),
        ("all", false, system(source(2)).cache(failing(2))),
    ];
    for (name, in_proportion, system) in cases {
        for share in [0.25, 0.75] {
            let at = at(&system, share);
            let expected = closed(&system, &at);
            let (seen, half) = simulated(&system, &at, in_proportion);
            let what = format!("{name} at {share}: {seen} ± {half}, {expected}");
            println!("{what}");
            let most = if in_proportion { 0.06 } else { 0.2 };
            assert!(half < most * seen, "{what}");
            assert!((seen - expected).abs() < half + 0.02 * expected, "{what}");
        }
    }
}

/// What can be computed by hand: three queries, three tenths of them writes.
#[test]
fn a_request_fails_once_however_often_it_meets_the_dead() {
    let near = |a: f64, b: f64| assert!((a - b).abs() < 5e-3, "{a} {b}");
    let of = |database: Database| {
        let system = system(database);
        closed(&system, &at(&system, 0.1))
    };
    // Every query goes to the source; each to any of two copies: both dead, or one and one of three queries picks it.
    let alone = database().failures(UP, REPAIR);
    near(of(alone.clone()), AWAY);
    let two = AWAY * AWAY + 2.0 * AWAY * (1.0 - AWAY) * (1.0 - 0.125);
    near(of(alone.copies(2)), two);
    // Replicas that nobody finds dead take the reads; the source is away until one has taken its place, not for the repair.
    let long = |failover: f64| {
        database()
            .replicas(2)
            .failures(seconds(1e6), seconds(1e5))
            .failover(Time::ZERO, seconds(failover))
    };
    let writes = 1.0 - 0.7_f64.powi(3);
    let none = (1.0_f64 / 11.0).powi(2);
    let reads = 1.0 - 0.3_f64.powi(3);
    let closer = |a: f64, b: f64| assert!((a - b).abs() < 1e-5, "{a} {b}");
    closer(of(long(0.0)), none * reads);
    // The shorter of a failover of a tenth of the repair and the repair.
    let away = 1e5 * -f64::exp_m1(-0.1);
    let source = away / (1e6 + away);
    let alive = (1.0 - source) * ((1.0 - none) + none * (1.0 - reads));
    closer(
        of(long(1e4)),
        1.0 - alive - source * (1.0 - none) * (1.0 - writes),
    );
    // A cache that writes back and hits nothing needs no source for its writes.
    let tiny = cache(1).memory(kib(8.0));
    let with = |writing: Writing| {
        let database = database().failures(UP, REPAIR);
        let system = system(database).cache(tiny.clone().writing(writing));
        closed(&system, &at(&system, 0.1))
    };
    near(with(Writing::Aside), AWAY);
    near(with(Writing::Back(ms(1.0))), AWAY * reads);
}

/// A copy for a replica that is dead is lost; the others and the answer know nothing of it.
#[test]
fn copies_for_a_dead_replica_are_lost() {
    // Nobody reads; the source hardly ever fails.
    let database = source(4).failover(seconds(0.1), Time::ZERO);
    let system = System::apart((medium(), 1), database, us(250.0), shop().writes(1.0));
    let at = at(&system, 0.3);
    let mut network = system.network(&at, &Trials::draft()).unwrap();
    network.groups[1].failures = None;
    let run = network.run(&Streams::new(3, 0), 1_000, 40_000).unwrap();
    let copies = run.routes[1];
    assert!(copies.is_conserved());
    let lost = copies.lost as f64 / copies.started as f64;
    assert!((lost / run.down[2] - 1.0).abs() < 0.05, "{lost}");
    assert_eq!(run.counts.failed, 0);
    let report = system.simulate(&at, &Trials::draft()).unwrap();
    assert!(report.steady().unwrap().replication.is_some());
}

/// Which groups fail, how, and that nothing else is touched.
#[test]
fn the_network_has_the_failures_of_its_components() {
    let failures = |system: &System, component: Component| {
        let network = system.network(&at(system, 0.2), &Trials::draft()).unwrap();
        let group = network
            .groups
            .iter()
            .find(|g| g.name == component.to_string());
        group.unwrap().failures
    };
    let never = system(database().replicas(2)).cache(cache(1));
    for component in [Component::Database, Component::Replica, Component::Cache] {
        assert_eq!(failures(&never, component), None);
    }
    let replicated = system(source(2));
    let replica = failures(&replicated, Component::Replica).unwrap();
    assert_eq!((replica.up, replica.repair), (UP, REPAIR));
    assert_eq!(replica.detection, Some(seconds(0.1)));
    let away = failures(&replicated, Component::Database).unwrap();
    let expected = 1.0 - f64::exp(-0.3); // [s], the shorter of a failover of 0.3 s and a repair of 1 s
    assert!((away.repair.seconds() - expected).abs() < 1e-12);
    // A source that nobody replaces.
    let unknown = database().replicas(2).failures(UP, REPAIR);
    let unknown = system(unknown);
    assert_eq!(
        failures(&unknown, Component::Database).unwrap().repair,
        REPAIR
    );
    assert_eq!(
        failures(&unknown, Component::Replica).unwrap().detection,
        None
    );
    // The longest times that there may be.
    let longest = source(2)
        .failures(seconds(1e9), seconds(1e9))
        .failover(seconds(1e12), seconds(1e12));
    let longest = system(longest).cache(cache(3).failures(seconds(1e9), seconds(1e9)));
    let at = at(&longest, 0.2);
    let closed = longest.predict(&at).unwrap();
    assert!((0.0..=1.0).contains(&closed.steady().unwrap().failed));
    // Half of the time each is down, in most runs nothing is answered: that has a name.
    if let Err(error) = longest.simulate(&at, &Trials::draft()) {
        assert_eq!(error.parameter(), "replications that answer anything");
    }
}

/// Many machines cost no more time than few, and say what few say.
#[test]
fn hundreds_of_machines_are_as_good_as_their_mean() {
    let system = system(database()).cache(cache(1_000).failures(UP, REPAIR));
    let at = at(&system, 0.2);
    let report = system.predict(&at).unwrap();
    let report = report.steady().unwrap();
    let hit = report.cache.unwrap().hit_ratio;
    // So many that every lookup meets the mean share of dead ones.
    let up = 1.0 - AWAY;
    let query = 0.3 * up + 0.7 * up * (hit + (1.0 - hit) * up);
    assert!((report.failed - (1.0 - query.powi(3))).abs() < 2e-3);
}
