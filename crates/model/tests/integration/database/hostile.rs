//! Any numbers at all: a sane answer, or an error that names one of them.

use super::{queries, replicated};
use model::components::database::{Database, Queries, Study};
use model::prelude::*;
use proptest::prelude::*;

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
