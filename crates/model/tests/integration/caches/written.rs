//! Objects that are written as well as read: a write removes them.

use crate::stages::{large, medium, traffic};
use crate::work::work;
use model::components::database::Database;
use model::prelude::*;
use model::queueing::che::{self, Che};
use model::simulation::caches::{
    Draws, Effort, Fifo, Keys, Kind, Lfu, Lru, Policy, Room, S3Fifo, Sieve, measured_with_writes,
};
use model::simulation::{Stream, Streams};

fn dice() -> Stream {
    Streams::new(7, 0).stream("test")
}

/// Writes remove objects: an object is away until it is read again, whatever the policy.
#[test]
fn writes_that_remove_objects() {
    let (objects, entries) = (10_000.0, 1_000.0);
    let popularity = Popularity::zipf(0.8);
    let cases = [
        (che::Policy::Lru, Kind::Lru, None),
        (che::Policy::Fifo, Kind::Fifo, None),
        (che::Policy::Lfu, Kind::Lfu, None),
        (che::Policy::Lru, Kind::Lru, Some(3_000.0)),
        (che::Policy::Fifo, Kind::Fifo, Some(1_000.0)),
        (che::Policy::Ttl, Kind::Ttl, Some(1_000.0)),
    ];
    let effort = Effort {
        requests: 1_000_000,
        warm_up: 1_000_000,
        ..Effort::draft()
    };
    for (policy, kind, lifetime) in cases {
        for writes in [0.05, 0.5, 3.0] {
            let closed = Che::with_writes(policy, &popularity, objects, entries, lifetime, writes);
            let closed = closed.unwrap().hit_ratio();
            let sizes = (objects, entries);
            let played =
                measured_with_writes(kind, &popularity, sizes, (lifetime, writes), &effort);
            let played = played.unwrap();
            let off = (closed - played.hit_ratio).abs();
            assert!(
                off < 0.004 + played.half_width,
                "{policy:?}, {lifetime:?}, {writes} writes: {closed}, simulated {played:?}"
            );
        }
    }
    // Where everything fits, exactly the reads whose object was read last hit, whatever would be evicted.
    for kind in [Kind::Lru, Kind::Fifo, Kind::Lfu, Kind::Sieve, Kind::S3Fifo] {
        let played = measured_with_writes(kind, &popularity, (500.0, 600.0), (None, 0.5), &effort);
        let played = played.unwrap();
        assert!(
            (played.hit_ratio - 1.0 / 1.5).abs() < 0.003,
            "{kind:?} {played:?}"
        );
    }
}

/// A recorded list is written as often as it is read, at any time.
#[test]
fn writes_remove_recorded_objects() {
    let (draws, mut stream) = (Draws::new(&Popularity::zipf(0.8), 5_000.0).unwrap(), dice());
    let keys = (0..400_000).map(|_| draws.draw(&mut stream).to_string());
    let recorded = Popularity::recorded(&keys.collect::<Vec<_>>().join("\n")).unwrap();
    let objects = recorded.shares().len() as f64;
    let closed = Che::with_writes(che::Policy::Lru, &recorded, objects, 500.0, None, 0.5).unwrap();
    for requests in [1_000_000, 10_000] {
        let effort = Effort {
            requests,
            ..Effort::draft()
        };
        let played =
            measured_with_writes(Kind::Lru, &recorded, (objects, 500.0), (None, 0.5), &effort);
        let played = played.unwrap();
        let off = (closed.hit_ratio() - played.hit_ratio).abs();
        assert!(
            off < 0.02 + played.half_width,
            "{requests}: {} {played:?}",
            closed.hit_ratio()
        );
    }
}

/// Nothing is lost or counted twice where objects go in any order.
#[test]
fn what_is_removed_is_not_there() {
    let mut dice = dice();
    let policies: [Box<dyn Policy>; 5] = [
        Box::new(Lru::new(Keys::Any, Room::same(40, 4))),
        Box::new(Fifo::new(Keys::Any, Room::same(40, 4))),
        Box::new(Lfu::new(Keys::Any, Room::same(40, 4))),
        Box::new(Sieve::new(Keys::Any, Room::same(40, 4))),
        Box::new(S3Fifo::new(Keys::Any, Room::same(40, 4))),
    ];
    for mut policy in policies {
        for _ in 0..20_000 {
            let key = dice.pick(30);
            if dice.happens(0.3) {
                policy.remove(key);
                assert!(!policy.contains(key));
            } else {
                let there = policy.contains(key);
                assert_eq!(policy.request(key), there);
                assert!(policy.contains(key));
            }
            let held = (0..30).filter(|key| policy.contains(*key)).count();
            assert_eq!((policy.len(), policy.used()), (held, 4 * held as u64));
            assert!(held <= 10);
        }
    }
}

/// What a cache keeps of several writes to one object is one write for the database, in the system, too.
#[test]
fn a_system_brings_the_last_of_several_writes() {
    let back = Writing::Back(seconds(30.0));
    let cache = |writing| {
        Cache::lru()
            .on(medium(), 1)
            .reserved(gib(1.0))
            .lookup(us(100.0))
            .writing(writing)
    };
    let apart = || {
        System::apart(
            (medium(), 4),
            Database::on(large()),
            us(250.0),
            work().writes(0.4),
        )
    };
    let traffic = traffic(3e5);
    let log = |writing: Writing| {
        let report = apart().cache(cache(writing)).predict(&traffic).unwrap();
        let station = report
            .steady()
            .unwrap()
            .station(Component::Database, Resource::Cores);
        station.unwrap().visits
    };
    let work = work().writes(0.4);
    let objects = work.object_count(traffic.users()).unwrap();
    let popularity = &work.objects_read().unwrap().popularity;
    let queries = 3.0; // of a request, as `work` says
    let written = traffic.peak_rate() * queries * 0.4;
    let kept = cache(back).back_log(objects, popularity, written).unwrap();
    let brought = kept.database_writes.per_second() / written.per_second();
    assert!(brought < 0.95, "{brought}");
    // The reads that miss are the same; each write of the one is this much of a write of the other.
    let (through, later) = (log(Writing::Through), log(back));
    assert!(
        (through - later - queries * 0.4 * (1.0 - brought)).abs() < 1e-9,
        "{through} {later}"
    );
}

/// Found by fuzzing: the last ranks of a steep popularity have no share that a number can hold, and made the ratio NaN.
#[test]
fn the_steepest_popularity_has_a_hit_ratio() {
    for (exponent, objects) in [(4.0, 8e5), (6.0, 1e3), (9.0, 1e6)] {
        let cache = Cache::lfu().memory(gib(40.0));
        let popularity = Popularity::zipf(exponent);
        let (reads, writes) = (per_second(8e3), 0.1);
        let ratio = cache
            .hit_ratio_with_writes(objects, kib(32.0), &popularity, reads, writes)
            .unwrap();
        // Everything fits: of ten reads and one write of an object, what follows the write misses.
        assert!((ratio.value - 1.0 / 1.1).abs() < 1e-3, "{ratio:?}");
    }
}
