//! The closed form of the complete system: one prediction, a sweep of 200 loads. `cargo bench -p model --bench closed`

mod complete;

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

fn closed(c: &mut Criterion) {
    let (system, habits) = (complete::system(), complete::habits());
    let full = system.saturation(&habits).expect("valid").users;
    let users: Vec<f64> = (1..=200).map(|n| full * f64::from(n) / 201.0).collect();
    let mut group = c.benchmark_group("closed");
    for load in [0.2, 0.6, 0.95] {
        let traffic = habits.at_users(load * full);
        group.bench_function(format!("predict at {:.0}%", load * 100.0), |b| {
            b.iter(|| black_box(system.predict(&traffic)));
        });
    }
    group.bench_function("sweep of 200 loads", |b| {
        b.iter(|| black_box(system.sweep(&habits, &users)));
    });
    group.finish();
}

criterion_group!(benches, closed);
criterion_main!(benches);
