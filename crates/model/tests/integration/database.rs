//! Source and replicas: theory judges the simulation, and the limits that replication has.

use model::components::database::{
    APPLY, Acknowledgement, Database, Limiting, Queries, Reads, Study, User,
};
use model::prelude::*;
use model::simulation::{Streams, Summary};
use proptest::prelude::*;

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

#[test]
fn lag_over_a_grid_of_loads() {
    for (threads, reads, writes) in [
        (1, 0.0, 100.0),
        (1, 0.0, 300.0),
        (1, 0.0, 450.0),
        (1, 1000.0, 100.0),
        (1, 2000.0, 100.0),
        (1, 2000.0, 200.0),
        (2, 1000.0, 500.0),
        (4, 2000.0, 400.0),
        (16, 500.0, 1000.0),
    ] {
        let study = study(&replicated(2, threads), reads, writes);
        let (lag, summary) = (study.lag().unwrap(), simulate(&study));
        let simulated = summary.completion(APPLY).unwrap();
        let what = format!("{threads} threads, {reads} reads, {writes} writes");
        agrees(&what, lag.mean(), simulated.mean, 0.03);
        for (q, estimate) in [
            (0.5, simulated.p50),
            (0.95, simulated.p95),
            (0.99, simulated.p99),
        ] {
            let formula = lag.percentile(q).unwrap();
            agrees(&format!("{what}, p{q}"), formula, estimate, 0.03);
            assert!((lag.tail(formula) - (1.0 - q)).abs() < 1e-6);
        }
        // Little's law: what two replicas have not applied yet, counted.
        let behind = summary.routes[APPLY].in_system / 2.0;
        assert!(
            (behind / lag.behind() - 1.0).abs() < 0.06,
            "{what}: {behind}"
        );
        let parts = lag.network() + lag.wait() + lag.hold();
        near(parts.seconds() * 1e6, lag.mean().seconds() * 1e6);
    }
}

/// Where reads crowd a replica the formula is on the low side, as its page says, and not by more than it says.
#[test]
fn lag_is_underestimated_among_many_reads() {
    for (threads, reads, writes) in [(1, 4000.0, 200.0), (4, 2000.0, 1000.0)] {
        let study = study(&replicated(2, threads), reads, writes);
        let simulated = simulate(&study).completion(APPLY).unwrap().mean;
        let ratio = study.lag().unwrap().mean() / simulated.value;
        assert!((0.7..1.0).contains(&ratio), "{ratio}");
    }
}

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

#[test]
fn who_reads_an_old_value() {
    let study = study(&replicated(2, 1), 1000.0, 200.0);
    let (lag, ms5) = (study.lag().unwrap(), ms(5.0));
    let window = Reads::SourceAfterWrite(ms(10.0));
    near(lag.stale(Reads::AnyReplica, ms5), lag.tail(ms5));
    near(lag.stale(Reads::Sticky, ms5), lag.tail(ms5));
    near(lag.stale(window, ms5), 0.0);
    near(lag.stale(window, ms(20.0)), lag.tail(ms(20.0)));
    near(lag.stale(Reads::AnyReplica, Time::ZERO), 1.0);
    let back =
        |reads, replicas, first, second| lag.goes_back(reads, replicas, first, second).unwrap();
    let any = back(Reads::AnyReplica, 2, ms5, ms5);
    near(any, (1.0 - lag.tail(ms5)) * 0.5 * lag.tail(ms5));
    assert!(any > 0.0);
    near(back(Reads::Sticky, 2, ms5, ms5), 0.0);
    near(back(Reads::AnyReplica, 1, ms5, ms5), 0.0);
    near(back(window, 2, ms5, ms(20.0)), lag.tail(ms(20.0)));
    assert!(
        lag.goes_back(Reads::AnyReplica, 2, ms(2.0), ms(1.0))
            .is_err()
    );
}

/// The staleness of something that is written now and then, played with dice: independent lags, a Poisson stream of writes.
#[test]
fn stale_share_against_dice() {
    let lag = study(&replicated(1, 1), 0.0, 100.0).lag().unwrap();
    let rate = 100.0;
    let mut dice = Streams::new(5, 0).stream("staleness");
    let points: Vec<f64> = (0..2000)
        .map(|n| {
            lag.percentile((f64::from(n) + 0.5) / 2000.0)
                .unwrap()
                .seconds()
        })
        .collect();
    let (reads, mut stale) = (40_000, 0);
    for _ in 0..reads {
        // Backwards in time from the read: an old one is a write whose lag is longer than its age.
        let (mut age, mut old) = (0.0, false);
        while age < 0.2 && !old {
            age += dice.exponential() / rate;
            old = points[dice.pick(2000) as usize] > age;
        }
        stale += u32::from(old);
    }
    let (counted, formula) = (
        f64::from(stale) / f64::from(reads),
        lag.stale_share(per_second(rate)),
    );
    let interval = 1.96 * (formula * (1.0 - formula) / f64::from(reads)).sqrt();
    assert!(
        (counted - formula).abs() < 2.0 * interval,
        "{counted} {formula}"
    );
}

/// A user writes every 100 s and reads at the source for 5 s after: 1 - e^(-0.05) of all reads move there.
#[test]
fn reading_your_own_writes_costs_the_source() {
    let study = study(&replicated(2, 1), 2000.0, 100.0);
    let user = User {
        writes: per_second(0.01),
    };
    let policy = Reads::SourceAfterWrite(seconds(5.0));
    let moved = study.reads_moved(policy, user).unwrap();
    near(moved, 1.0 - (-0.05_f64).exp());
    let (before, after) = (
        study.source().cores,
        study.source_with(policy, user).unwrap().cores,
    );
    near(after - before, 2000.0 * moved * 0.0015 / 64.0);
    near(
        study.source_with(Reads::AnyReplica, user).unwrap().cores,
        before,
    );
    assert!(
        study
            .reads_moved(Reads::SourceAfterWrite(seconds(-1.0)), user)
            .is_err()
    );
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

/// Machines that fail and are repaired, one of which is the source; played event by event. `[1]`, and `[1/year]`
fn played(replicas: usize, up: f64, repair: f64, failover: f64, dice: u64) -> (f64, f64) {
    let mut dice = Streams::new(dice, 0).stream("failures");
    let mut works = vec![true; replicas + 1];
    let mut changes: Vec<f64> = works.iter().map(|_| dice.exponential() * up).collect();
    let (mut now, mut source, mut ready) = (0.0, Some(0), 0.0);
    let (mut down, mut failures, end) = (0.0, 0, 4_000.0 * up);
    while now < end {
        let (who, when) = changes
            .iter()
            .copied()
            .enumerate()
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap();
        if source.is_none() {
            down += when - now;
        } else {
            down += (ready - now).clamp(0.0, when - now);
        }
        now = when;
        works[who] = !works[who];
        changes[who] = now + dice.exponential() * if works[who] { up } else { repair };
        if source == Some(who) {
            failures += 1;
            source = works.iter().position(|works| *works);
            ready = now + failover;
        } else if source.is_none() {
            source = Some(who);
            ready = now;
        }
    }
    (down / now, f64::from(failures) / now)
}

#[test]
fn outages_against_dice() {
    let (up, repair, failover) = (1e6, 5e4, 2e3);
    for replicas in [0, 1, 2] {
        let database = replicated(replicas, 1)
            .failures(seconds(up), seconds(repair))
            .failover(seconds(1_500.0), seconds(500.0));
        let outage = study(&database, 0.0, 100.0).outage().unwrap();
        let runs: Vec<(f64, f64)> = (0..10)
            .map(|n| {
                played(
                    replicas as usize,
                    up,
                    repair,
                    if replicas > 0 { failover } else { 0.0 },
                    n,
                )
            })
            .collect();
        let mean = |of: fn(&(f64, f64)) -> f64| runs.iter().map(of).sum::<f64>() / 10.0;
        let deviation = |of: fn(&(f64, f64)) -> f64| {
            let mean = mean(of);
            (runs.iter().map(|run| (of(run) - mean).powi(2)).sum::<f64>() / 9.0 / 10.0).sqrt()
        };
        let room = 2.0 * 2.262 * deviation(|r| r.0) + 0.01 * outage.unavailable;
        let off = (mean(|r| r.0) - outage.unavailable).abs();
        assert!(
            off < room,
            "{replicas}: {} {}",
            mean(|r| r.0),
            outage.unavailable
        );
        let year = 365.0 * 86_400.0;
        let room = 2.0 * 2.262 * deviation(|r| r.1) * year + 0.01 * outage.failures_per_year;
        let off = (mean(|r| r.1) * year - outage.failures_per_year).abs();
        assert!(
            off < room,
            "{replicas}: {} {}",
            mean(|r| r.1) * year,
            outage.failures_per_year
        );
        let each = if replicas == 0 { repair } else { failover };
        near(outage.refused, 100.0 * each);
        near(outage.per_year().seconds(), outage.unavailable * year);
    }
}

#[test]
fn a_failover_needs_its_times() {
    let outage = |database: &Database| study(database, 0.0, 100.0).outage();
    assert_eq!(
        outage(&replicated(1, 1)).unwrap_err().parameter(),
        "failures"
    );
    let failing = replicated(1, 1).failures(seconds(1e6), seconds(1e4));
    assert_eq!(outage(&failing).unwrap_err().parameter(), "failover");
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

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (-9.0..9.0_f64).prop_map(|x| 10_f64.powf(x)),
        1 => Just(0.0), 1 => Just(-1.0), 1 => Just(f64::NAN), 1 => Just(f64::INFINITY), 1 => Just(f64::MAX), 1 => any::<f64>(),
    ]
}

fn finite(values: &[f64]) {
    assert!(
        values.iter().all(|x| x.is_finite() && *x >= 0.0),
        "{values:?}"
    );
}

fn sane(study: &Study, time: Time) {
    let limits = [
        study.capacity().queries,
        study.limit().map_or(Rate::ZERO, |limit| limit.queries),
    ];
    finite(&limits.map(Rate::per_second));
    finite(&[
        study.source().cores,
        study.source().disk,
        study.disk_share(),
        study.bare_read().seconds(),
    ]);
    if let Some(busy) = study.replica() {
        finite(&[busy.cores, busy.disk, busy.replication]);
    }
    if let Ok(lag) = study.lag() {
        let p99 = lag.percentile(0.99).unwrap().seconds();
        finite(&[lag.mean().seconds(), p99, lag.behind(), lag.utilisation()]);
        let tail = lag.tail(time);
        assert!(
            (0.0..=1.0).contains(&tail) || time.seconds().is_nan(),
            "{tail}"
        );
        finite(&[lag.stale_share(per_second(3.0))]);
    }
    for way in [study.read_time(), study.write_time()]
        .into_iter()
        .flatten()
    {
        finite(&[
            way.mean().seconds(),
            way.percentile(0.99).unwrap().seconds(),
        ]);
    }
    if let Ok(outage) = study.outage() {
        finite(&[
            outage.unavailable,
            outage.failures_per_year,
            outage.refused,
            outage.lost,
            outage.behind,
        ]);
        assert!(outage.unavailable <= 1.0);
    }
    if let Ok(wait) = study.acknowledgement() {
        finite(&[
            wait.mean().seconds(),
            wait.percentile(0.9).unwrap().seconds(),
            wait.tail(time),
        ]);
    }
    for connections in [study.source_connections(), study.replica_connections()] {
        if let Ok(Some(connections)) = connections {
            finite(&[
                connections.waiting,
                connections.queue,
                connections.extra.seconds(),
            ]);
        }
    }
    study.network().unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_database_has_a_sane_answer(
        n in proptest::collection::vec(number(), 15),
        w in proptest::collection::vec(prop_oneof![4 => 0..30_u32, 1 => any::<u32>()], 5),
        semi: bool, on_source: bool,
    ) {
        let disk = Disk::new("SSD", us(n[0]), gib(100.0)).writes(us(n[1]));
        let machine = Machine::named("any").cores(w[0]).memory(gib(n[2])).disk(disk);
        let mut database = Database::on(machine).replicas(w[1]).appliers(w[2]).apply_cost(n[3]).reads_on_source(on_source)
            .failures(seconds(n[4]), seconds(n[5])).failover(seconds(n[6]), seconds(n[7])).connection_memory(mib(n[8]));
        if semi {
            database = database.replication(Replication::SemiSynchronous { acks: w[3] }).connections(w[4]);
        }
        let asked = Queries {
            reads: per_second(n[9]), writes: per_second(n[10]), cpu: us(n[11]), pages: n[12], data: gib(n[13]),
            reserved: mib(1.0), hop: us(n[14]),
        };
        match database.study(&asked) {
            Ok(study) => sane(&study, seconds(n[14])),
            Err(error) => prop_assert!(!error.parameter().is_empty()),
        }
    }

    /// Mostly ordinary numbers, so that most cases reach the formulas. One more replica never carries less, and makes no
    /// replica busier.
    #[test]
    fn one_more_replica_is_never_worse(
        reads in 1.0..4000.0_f64, writes in 0.0..300.0_f64, replicas in 1..20_u32, threads in 1..8_u32, apply in 0.0..1.5_f64,
        data in 1.0..64.0_f64, acks: bool, on_source: bool,
    ) {
        let build = |replicas| {
            let mut database = replicated(replicas, threads).apply_cost(apply).connections(500).reads_on_source(on_source)
                .failures(seconds(1e6), seconds(1e4)).failover(seconds(10.0), seconds(10.0));
            if acks {
                database = database.replication(Replication::SemiSynchronous { acks: 1 });
            }
            database.study(&Queries { data: gib(data), ..queries(reads, writes) }).unwrap()
        };
        let (before, after) = (build(replicas), build(replicas + 1));
        sane(&before, ms(1.0));
        prop_assert!(after.capacity().queries >= before.capacity().queries * (1.0 - 1e-12));
        prop_assert!(after.replica().unwrap().cores <= before.replica().unwrap().cores * (1.0 + 1e-12));
        prop_assert!(after.replica().unwrap().replication >= before.replica().unwrap().replication - 1e-12);
        if let Some(limit) = before.limit() {
            prop_assert!(after.capacity().queries <= limit.queries * (1.0 + 1e-12));
        }
    }
}
