//! Percentiles of a sum of waits and services, as one prediction of the complete system needs them. `cargo bench -p model --bench sojourn`
//!
//! The whole prediction has 10 microseconds; p50, p95 and p99 of 15 terms may take half of it.

use criterion::{Criterion, criterion_group, criterion_main};
use model::queueing::sojourn::{Queue, Sojourn};
use model::units::{ms, us};
use std::hint::black_box;

fn wait(chance: f64, mean: f64) -> Queue {
    Queue {
        chance,
        wait: ms(mean),
        same: 0.0,
    }
}

/// Balancer, web, cache (hit or miss), database with disk: 15 terms.
fn complete() -> Sojourn {
    let miss = Sojourn::new()
        .constant(us(250.0))
        .waits(wait(0.4, 2.0), 1)
        .service(ms(1.5), 1)
        .repeated(
            Sojourn::new()
                .waits(wait(0.1, 0.2), 1)
                .service(us(100.0), 1),
            2,
        );
    let query = Sojourn::new()
        .constant(us(250.0))
        .waits(wait(0.1, 0.1), 1)
        .service(us(100.0), 1)
        .maybe(0.3, miss);
    Sojourn::new()
        .constant(ms(1.0))
        .waits(wait(0.2, 0.05), 1)
        .service(us(50.0), 1)
        .waits(wait(0.6, 9.0), 1)
        .service(ms(8.0), 1)
        .maybe(0.2, Sojourn::new().service(us(100.0), 1))
        .repeated(query, 3)
}

/// The same number of terms without alternatives.
fn plain() -> Sojourn {
    (1..=7).fold(Sojourn::new(), |way, n| {
        let mean = f64::from(n);
        way.waits(wait(0.1 * mean, mean), 1).service(ms(mean), 1)
    })
}

fn sojourn(c: &mut Criterion) {
    let mut group = c.benchmark_group("sojourn");
    group.bench_function("build", |b| b.iter(|| black_box(complete())));
    for (name, way) in [("complete", complete()), ("plain", plain())] {
        group.bench_function(format!("p50, p95, p99 {name}"), |b| {
            b.iter(|| black_box(&way).percentiles([0.5, 0.95, 0.99]));
        });
        group.bench_function(format!("tail {name}"), |b| {
            b.iter(|| black_box(&way).tail(black_box(ms(20.0))));
        });
    }
    group.finish();
}

criterion_group!(benches, sojourn);
criterion_main!(benches);
