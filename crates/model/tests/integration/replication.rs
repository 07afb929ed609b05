//! Replication inside a system: the same lag and the same wait for acknowledgements as of a database alone, by both witnesses.

use crate::stages::{machine, traffic, work};
use model::components::database::{Database, Queries, Replication};
use model::prelude::*;

fn database() -> Database {
    Database::on(machine("large", 4, 16.0)).replicas(3)
}

/// Plenty of web machines, so that only the database queues. 3 queries a request, `writes` of them write.
fn system(database: Database, writes: f64) -> System {
    let work = work()
        .writes(writes)
        .task(0.0, ms(1.0))
        .page_size(bytes(0.0));
    System::apart((machine("large", 4, 16.0), 20), database, ms(1.0), work)
}

fn trials() -> Trials {
    Trials {
        customers: 10_000,
        warm_up: 200,
        ..Trials::default()
    }
}

/// Users at whom the fullest resource of the replicas is this busy.
fn users(system: &System, load: f64) -> f64 {
    system.saturation(&traffic(1.0)).unwrap().users * load
}

/// The bounds stand in the documentation of `model::system`.
#[test]
fn the_lag_is_that_of_the_simulation() {
    let mut wrong = Vec::new();
    for (appliers, writes) in [(1, 0.05), (4, 0.1), (16, 0.3)] {
        let system = system(database().appliers(appliers), writes);
        for (load, bounds) in [(0.3, [0.03, 0.06]), (0.5, [0.05, 0.1]), (0.8, [0.2, 0.4])] {
            let at = traffic(users(&system, load));
            let (closed, simulated) = (
                system.predict(&at).unwrap(),
                system.simulate(&at, &trials()).unwrap(),
            );
            let lag = |p: &Prediction| p.steady().unwrap().replication.unwrap().lag;
            let (c, s) = (lag(&closed), lag(&simulated));
            for ((c, s), bound) in [(c.mean, s.mean), (c.p99, s.p99)].into_iter().zip(bounds) {
                let off = (c.value - s.value).seconds();
                let far = off.abs() - s.half_width.unwrap().seconds();
                if far > bound * s.value.seconds() {
                    wrong.push(format!(
                        "{appliers} appliers, {writes} writes, {load}: {c} {s}"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The component's own study and the system answer alike for the same database.
#[test]
fn a_database_lags_in_a_system_as_it_does_alone() {
    for writes in [0.1, 0.3] {
        let system = system(database().appliers(4), writes);
        let at = traffic(users(&system, 0.4));
        let report = system.predict(&at).unwrap().steady().unwrap().clone();
        let queries = Queries::of(system.work(), &at, ms(1.0)).unwrap();
        let alone = database()
            .appliers(4)
            .study(&queries)
            .unwrap()
            .lag()
            .unwrap();
        let lag = report.replication.unwrap().lag;
        assert!(
            (lag.mean.value / alone.mean() - 1.0).abs() < 0.01,
            "{} {}",
            lag.mean,
            alone.mean()
        );
        let p99 = alone.percentile(0.99).unwrap();
        assert!(
            (lag.p99.value / p99 - 1.0).abs() < 0.02,
            "{} {p99}",
            lag.p99
        );
    }
}

/// Waiting for k of r replicas takes the network and the k-th fastest log write, in both witnesses.
#[test]
fn a_write_waits_for_the_acknowledgements() {
    let writes = 0.3;
    let mean = |replication| {
        let system = system(database().appliers(16).replication(replication), writes);
        let at = traffic(1e5);
        let (closed, simulated) = (
            system.predict(&at).unwrap(),
            system.simulate(&at, &trials()).unwrap(),
        );
        let response = |p: &Prediction| p.steady().unwrap().response;
        (response(&closed), response(&simulated))
    };
    let (asynchronous, _) = mean(Replication::Asynchronous);
    for (acks, slowest) in [
        (1, 1.0 / 3.0),
        (2, 1.0 / 3.0 + 0.5),
        (3, 1.0 / 3.0 + 0.5 + 1.0),
    ] {
        let (closed, simulated) = mean(Replication::SemiSynchronous { acks });
        // 3 queries, 0.3 of which write: 1 ms on the network, 300 µs on a log.
        let expected = ms(3.0 * writes * (1.0 + 0.3 * slowest));
        let added = closed.mean.value - asynchronous.mean.value;
        assert!(
            (added / expected - 1.0).abs() < 1e-6,
            "{acks}: {added} {expected}"
        );
        let off = (closed.mean.value - simulated.mean.value).seconds().abs();
        assert!(
            off < simulated.mean.half_width.unwrap().seconds()
                + 0.005 * closed.mean.value.seconds()
        );
        let off = (closed.p99.value / simulated.p99.value - 1.0).abs();
        assert!(off < 0.04, "{acks}: {} {}", closed.p99, simulated.p99);
    }
}
