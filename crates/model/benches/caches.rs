//! Accesses a second through simulated caches, and the time of one hit ratio in closed form, on one core.
//! `cargo bench -p model --bench caches`
//!
//! A million objects, Zipf 0.8, room for a tenth of them. The elements of the throughput are reads of objects, of which each
//! policy meets the same ones: drawn beforehand ("policy"), or drawn as they go ("drawn and read").

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use model::queueing::che::{self, Che};
use model::simulation::caches::{
    Draws, Effort, Fifo, Keys, Kind, Lfu, Lru, Policy, Room, S3Fifo, Sieve, Ttl, measured_hit_ratio,
};
use model::simulation::{Stream, Streams};
use model::workload::Popularity;
use std::hint::black_box;

const OBJECTS: u32 = 1_000_000;
const ENTRIES: u64 = 100_000;
const READS: u64 = 1_000_000;

fn stream() -> Stream {
    Streams::new(1, 0).stream("reads")
}

type Request = Box<dyn FnMut(u32) -> bool>;

fn policies() -> Vec<(&'static str, Request)> {
    fn boxed<P: Policy + 'static>(mut policy: P) -> Request {
        Box::new(move |key| policy.request(key))
    }
    let (keys, room) = (Keys::Below(OBJECTS), || Room::entries(ENTRIES));
    let mut ttl = Ttl::new(keys, ENTRIES);
    let mut now = 0;
    vec![
        ("LRU", boxed(Lru::new(keys, room()))),
        ("LRU, hashed keys", boxed(Lru::new(Keys::Any, room()))),
        ("FIFO", boxed(Fifo::new(keys, room()))),
        ("LFU", boxed(Lfu::new(keys, room()))),
        ("SIEVE", boxed(Sieve::new(keys, room()))),
        ("S3-FIFO", boxed(S3Fifo::new(keys, room()))),
        (
            "TTL",
            Box::new(move |key| {
                now += 1;
                ttl.request_at(key, now)
            }),
        ),
    ]
}

fn policy(c: &mut Criterion) {
    let draws = Draws::from_table(0.8, f64::from(OBJECTS)).expect("valid");
    let mut dice = stream();
    let reads: Vec<u32> = (0..4 * READS)
        .map(|_| draws.draw(&mut dice) as u32)
        .collect();
    let mut group = c.benchmark_group("policy");
    group
        .throughput(Throughput::Elements(4 * READS))
        .sample_size(10);
    for (name, mut request) in policies() {
        group.bench_function(name, |b| {
            b.iter(|| reads.iter().filter(|key| request(**key)).count());
        });
    }
    group.finish();
}

fn drawn(c: &mut Criterion) {
    let table = Draws::from_table(0.8, f64::from(OBJECTS)).expect("valid");
    let rejection = Draws::by_rejection(0.8, f64::from(OBJECTS)).expect("valid");
    let mut group = c.benchmark_group("drawn and read");
    group
        .throughput(Throughput::Elements(READS))
        .sample_size(10);
    for (name, mut request) in policies() {
        let mut dice = stream();
        group.bench_function(name, |b| {
            b.iter(|| {
                (0..READS)
                    .filter(|_| request(table.draw(&mut dice) as u32))
                    .count()
            });
        });
    }
    for (name, draws) in [
        ("table only", &table),
        ("rejection-inversion only", &rejection),
    ] {
        let mut dice = stream();
        group.bench_function(name, |b| {
            b.iter(|| {
                (0..READS)
                    .map(|_| draws.draw(&mut dice))
                    .fold(0, u64::wrapping_add)
            });
        });
    }
    group.finish();
}

fn hit_ratio(c: &mut Criterion) {
    let mut group = c.benchmark_group("hit ratio");
    for (exponent, objects, part) in [(0.8, 1e4, 0.1), (0.8, 1e9, 0.01), (1.1, 1e12, 0.5)] {
        let popularity = Popularity::zipf(exponent);
        for (name, policy) in [("LRU", che::Policy::Lru), ("FIFO", che::Policy::Fifo)] {
            group.bench_function(
                format!("closed {name}, {objects:e} objects, {part} fit"),
                |b| {
                    let objects = black_box(objects);
                    b.iter(|| {
                        Che::new(policy, &popularity, objects, part * objects, None)
                            .map(|c| c.hit_ratio())
                    });
                },
            );
        }
    }
    group.sample_size(10);
    for (name, kind) in [("LRU", Kind::Lru), ("SIEVE", Kind::Sieve)] {
        for objects in [1e4, 1e8] {
            group.bench_function(
                format!("draft, simulated {name}, {objects:e} objects"),
                |b| {
                    let popularity = Popularity::zipf(0.8);
                    b.iter(|| {
                        measured_hit_ratio(
                            kind,
                            &popularity,
                            objects,
                            0.1 * objects,
                            None,
                            &Effort::draft(),
                        )
                    });
                },
            );
        }
    }
    group.finish();
}

criterion_group!(benches, policy, drawn, hit_ratio);
criterion_main!(benches);
