//! How long queries take, what a write waits for, and who waits for a connection.

use super::{agrees, near, queries, replicated, server, simulate, simulate_long, study};
use model::components::database::{Acknowledgement, Database, Queries, Study};
use model::prelude::*;
use model::simulation::Streams;

/// Reads and writes together, as queries arrive: mean, and the share that takes longer than the simulated percentiles.
#[test]
fn queries_take_as_long_as_they_should() {
    let asked = Queries {
        data: gib(20.0),
        ..queries(2000.0, 300.0)
    };
    let careful = Replication::SemiSynchronous { acks: 1 };
    for database in [
        Database::on(server(8)),
        Database::on(server(8)).replicas(2).appliers(64),
        Database::on(server(8))
            .replicas(2)
            .appliers(64)
            .reads_on_source(true)
            .replication(careful),
        Database::on(server(8))
            .replicas(1)
            .appliers(64)
            .apply_cost(0.5)
            .replication(careful),
    ] {
        let study = database.study(&asked).unwrap();
        let (read, write) = (study.read_time().unwrap(), study.write_time().unwrap());
        let share = asked.write_share();
        let simulated = simulate(&study).response;
        let mean = read.mean() * (1.0 - share) + write.mean() * share;
        agrees("mean", mean, simulated.mean, 0.02);
        for (q, time) in [
            (0.5, simulated.p50),
            (0.95, simulated.p95),
            (0.99, simulated.p99),
        ] {
            let late = read.tail(time.value) * (1.0 - share) + write.tail(time.value) * share;
            assert!(
                (late / (1.0 - q) - 1.0).abs() < 0.15,
                "p{q}: {late} take longer"
            );
        }
    }
}

/// The k-th fastest of r answers: mean and tail against sorted dice.
#[test]
fn the_kth_fastest_answer() {
    let (runs, log) = (40_000, 0.3e-3);
    for (k, r) in [(1, 1), (1, 3), (2, 3), (3, 3), (4, 10)] {
        let formula = Acknowledgement::of(k, r, us(250.0), ms(0.3)).unwrap();
        let p95 = formula.percentile(0.95).unwrap();
        let mut dice = Streams::new(9, u64::from(k * 100 + r)).stream("answers");
        let (mut sum, mut squares, mut late) = (0.0, 0.0, 0);
        for _ in 0..runs {
            let mut answers: Vec<f64> = (0..r).map(|_| 250e-6 + dice.exponential() * log).collect();
            answers.sort_by(f64::total_cmp);
            let wait = answers[k as usize - 1];
            sum += wait;
            squares += wait * wait;
            late += u32::from(wait > p95.seconds());
        }
        let runs = f64::from(runs);
        let mean = sum / runs;
        let error = 1.96 * ((squares / runs - mean * mean) / runs).sqrt();
        assert!(
            (mean - formula.mean().seconds()).abs() < 2.0 * error,
            "{k} of {r}"
        );
        assert!((f64::from(late) / runs - 0.05).abs() < 2.0 * 1.96 * (0.05 * 0.95 / runs).sqrt());
    }
}

/// What a write waits for: the responses of two simulations differ by it; and only one of them can lose answered writes.
#[test]
fn semi_synchronous_writes_wait_and_lose_nothing() {
    let failing = |database: Database| {
        database
            .failures(seconds(30.0 * 86_400.0), seconds(3_600.0))
            .failover(seconds(10.0), seconds(20.0))
    };
    let relaxed = study(&failing(replicated(3, 4)), 0.0, 400.0);
    let careful = Replication::SemiSynchronous { acks: 2 };
    let careful = study(&failing(replicated(3, 4).replication(careful)), 0.0, 400.0);
    let wait = careful.acknowledgement().unwrap().mean();
    near(wait.seconds(), 250e-6 + 300e-6 * (1.0 / 3.0 + 1.0 / 2.0));
    assert_eq!(relaxed.acknowledgement().unwrap().mean(), Time::ZERO);
    let response = |study: &Study| simulate(study).response.mean;
    let (with, without) = (response(&careful), response(&relaxed));
    let room = with.half_width.unwrap() + without.half_width.unwrap();
    assert!(((with.value - without.value) - wait).seconds().abs() < 2.0 * room.seconds());
    near(relaxed.outage().unwrap().lost, 400.0 * 125e-6);
    near(careful.outage().unwrap().lost, 0.0);
    let lag = relaxed.lag().unwrap();
    near(
        relaxed.outage().unwrap().behind,
        400.0 * (lag.mean() - us(125.0)).seconds(),
    );
}

/// Queries that wait for a connection: the pool's formula against the simulation.
#[test]
fn too_few_connections_make_queries_wait() {
    let response = |limit: Option<u32>| {
        let mut database = Database::on(server(4));
        if let Some(limit) = limit {
            database = database.connections(limit);
        }
        let study = study(&database, 2000.0, 0.0);
        (
            simulate_long(&study, 80_000),
            study.source_connections().unwrap(),
        )
    };
    let (free, none) = response(None);
    assert_eq!(none, None);
    for limit in [5, 8, 12] {
        let (limited, formula) = response(Some(limit));
        let formula = formula.unwrap();
        let pool = limited.pools[0][1];
        let queue = pool.waiting / 1e9 / limited.time;
        assert!(
            (queue - formula.queue).abs() < 0.1 * formula.queue + 0.02,
            "{queue} {}",
            formula.queue
        );
        // For one station a limit above its cores changes who waits where, and nothing else.
        agrees(
            "response",
            free.response.mean.value + formula.extra,
            limited.response.mean,
            0.01,
        );
    }
    let full = study(&Database::on(server(4)).connections(2), 2000.0, 0.0);
    let error = full.source_connections().unwrap_err();
    assert_eq!(error.parameter(), "utilisation of the connections");
    near(error.value().unwrap(), 2000.0 * 0.0015 / 2.0);
}
