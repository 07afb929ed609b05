//! Source and replicas: theory judges the simulation, and the limits that replication has.

mod answers;
mod failover;
mod hostile;
mod lag;
mod outages;
mod stale;

use model::components::database::{Database, Limiting, Queries, Study};
use model::prelude::*;
use model::simulation::Summary;

fn server(cores: u32) -> Machine {
    let disk = Disk::new("SSD", us(100.0), gib(100.0)).writes(us(300.0));
    Machine::named("server")
        .cores(cores)
        .memory(gib(16.0))
        .disk(disk)
}

/// Reads and writes a second; everything fits into memory.
fn queries(reads: f64, writes: f64) -> Queries {
    Queries {
        reads: per_second(reads),
        writes: per_second(writes),
        cpu: ms(1.5),
        pages: 2.0,
        data: gib(8.0),
        reserved: gib(1.0),
        hop: us(250.0),
    }
}

/// A source that is never in the way, and replicas of four cores.
fn replicated(replicas: u32, threads: u32) -> Database {
    Database::on(server(64))
        .replicas_on(server(4))
        .replicas(replicas)
        .appliers(threads)
}

fn study(database: &Database, reads: f64, writes: f64) -> Study {
    database.study(&queries(reads, writes)).unwrap()
}

fn simulate(study: &Study) -> Summary {
    simulate_long(study, 20_000)
}

fn simulate_long(study: &Study, customers: u64) -> Summary {
    let trials = Trials {
        customers,
        warm_up: 4_000,
        ..Trials::default()
    };
    trials.run(&study.network().unwrap()).unwrap()
}

/// The interval of the simulation and a share of the value for what the formula leaves out must cover the formula.
fn agrees(what: &str, formula: Time, estimate: Estimate, slack: f64) {
    let off = (estimate.value - formula).seconds().abs();
    let room = 2.0 * estimate.half_width.unwrap().seconds() + slack * formula.seconds();
    assert!(
        off <= room,
        "{what}: formula {formula}, simulated {estimate}"
    );
}

fn near(value: f64, expected: f64) {
    assert!(
        (value - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{value} is not {expected}"
    );
}

/// Cores and disk of source and replicas, every share by hand and by the simulation.
#[test]
fn every_replica_repeats_every_write() {
    for (replicas, reads, writes, on_source) in [
        (1, 1000.0, 300.0, false),
        (2, 2000.0, 400.0, false),
        (2, 2000.0, 400.0, true),
        (5, 4000.0, 200.0, false),
    ] {
        let database = replicated(replicas, 4).reads_on_source(on_source);
        let study = study(&database, reads, writes);
        let readers = f64::from(replicas) + f64::from(u8::from(on_source));
        let replica = study.replica().unwrap();
        let (repeated, read) = (writes * 0.0015 / 4.0, reads / readers * 0.0015 / 4.0);
        near(replica.cores, repeated + read);
        near(replica.disk, writes * 0.0003);
        let summary = simulate(&study);
        let busy = |group: usize, station: usize, servers: f64| {
            summary.stations[group][station].busy / 1e9 / summary.time / servers
        };
        let count = f64::from(replicas);
        for (formula, counted) in [
            (replica.cores, busy(1, 0, 4.0 * count)),
            (replica.disk, busy(1, 1, count)),
            (study.source().cores, busy(0, 0, 64.0)),
            (study.source().disk, busy(0, 1, 1.0)),
        ] {
            assert!(
                (counted - formula).abs() < 0.02 * formula,
                "{formula} {counted}"
            );
        }
    }
}

/// The share of a replica's work that only repeats writes grows with the number of replicas, to 1.
#[test]
fn replication_is_a_growing_share_of_a_replica() {
    let share = |replicas| {
        study(&replicated(replicas, 64), 8000.0, 200.0)
            .replica()
            .unwrap()
            .replication
    };
    near(share(1), 200.0 / 8200.0);
    near(share(10), 200.0 / (800.0 + 200.0));
    assert!(share(1000) > 0.96 && share(1000) < 1.0);
}

/// With a share p of writes, r replicas on four cores carry 4/S/((1-p)/r + a p): more with each, never beyond 4/(a p S).
#[test]
fn replicas_stop_helping() {
    let (p, a, cores) = (0.1, 0.5, 4.0 / 0.0015);
    let at = |replicas| {
        let database = replicated(replicas, 1024).apply_cost(a);
        study(&database, 900.0, 100.0)
    };
    let limit = at(1).limit().unwrap();
    // The source's log is a disk that writes 300 us a time, long before its cores are full.
    near(limit.queries.per_second(), 1.0 / (p * 0.0003));
    assert_eq!(limit.by, Limiting::SourceDisk);
    let mut before = Rate::ZERO;
    for replicas in 1..12 {
        let capacity = at(replicas).capacity();
        let by_hand = cores / ((1.0 - p) / f64::from(replicas) + a * p);
        near(capacity.queries.per_second(), by_hand);
        assert_eq!(capacity.by, Limiting::ReplicaCores);
        assert!(capacity.queries > before && capacity.queries < limit.queries);
        before = capacity.queries;
    }
    // r to r + 1 adds (1-p)/(r (1-p + a p (r+1))), which is below a tenth from here on:
    let gain = |r: f64| (1.0 - p) / (r * (1.0 - p + a * p * (r + 1.0)));
    let expected = (1..).find(|r| gain(f64::from(*r)) < 0.1);
    assert_eq!(at(1).worthwhile(0.1).unwrap(), expected);
    assert_eq!(study(&replicated(1, 1), 900.0, 0.0).limit(), None);
}

/// A lone applying thread is full at 1/(1.5 + 0.3 ms), however idle the machine is.
#[test]
fn one_thread_limits_the_writes() {
    let study = study(&replicated(1, 1), 0.0, 500.0);
    assert_eq!(study.capacity().by, Limiting::Appliers);
    near(study.capacity().queries.per_second(), 1.0 / 0.0018);
    near(study.appliers().unwrap(), 500.0 * 0.0018);
    let over = self::study(&replicated(1, 1), 0.0, 560.0)
        .lag()
        .unwrap_err();
    assert_eq!(over.parameter(), "utilisation of the appliers");
    assert!(over.value().unwrap() > 1.0);
    let none = Database::on(server(4))
        .study(&queries(1.0, 1.0))
        .unwrap()
        .lag();
    assert_eq!(none.unwrap_err().parameter(), "replicas");
}

/// 16 GiB less 1 GiB reserved less 1 000 connections of 10 MiB, for 20 GiB of data.
#[test]
fn open_connections_take_memory_from_the_pages() {
    let database = Database::on(server(4))
        .connections(1000)
        .connection_memory(mib(10.0));
    let asked = Queries {
        data: gib(20.0),
        ..queries(100.0, 0.0)
    };
    let with = database
        .study(&asked)
        .unwrap()
        .source_connections()
        .unwrap()
        .unwrap();
    near(with.memory.gib(), 10_000.0 / 1024.0);
    near(with.cache.gib(), 15.0 - 10_000.0 / 1024.0);
    near(with.disk_share, 1.0 - with.cache.gib() / 20.0);
    let without = Database::on(server(4)).study(&asked).unwrap();
    near(without.disk_share(), 1.0 - 15.0 / 20.0);
    near(without.bare_read().seconds(), 0.0015 + 2.0 * 0.25 * 100e-6);
}

#[test]
fn memory_against_disk() {
    let rates = BaseRates::parse(include_str!("../../../../data/base-rates.csv")).unwrap();
    let asked = queries(100.0, 0.0);
    let [memory, ssd, disk] =
        Medium::ALL.map(|medium| asked.time_with_pages(medium.read(&rates).unwrap()));
    near(memory.seconds(), 0.0015 + 2.0 * 20e-9);
    near(ssd.seconds(), 0.0015 + 2.0 * 100e-6);
    near(disk.seconds(), 0.0015 + 2.0 * 10e-3);
}

#[test]
fn a_database_reads_its_load_from_the_work_of_the_shop() {
    let work = crate::support::shop().writes(0.1);
    let asked = Queries::of(&work, &crate::support::traffic(2e5), us(250.0)).unwrap();
    let all = 2e5 * 20.0 / 86_400.0 * 1.85 * 3.0;
    near(asked.all().per_second(), all);
    near(asked.writes.per_second(), 0.1 * all);
    near(asked.at(per_second(50.0)).writes.per_second(), 5.0);
    let silent = Machine::named("old")
        .cores(1)
        .memory(gib(1.0))
        .disk(Disk::new("SSD", us(100.0), gib(1.0)));
    let error = Database::on(silent).study(&asked).unwrap_err();
    assert_eq!(error.parameter(), "disk write time of machine old");
}
