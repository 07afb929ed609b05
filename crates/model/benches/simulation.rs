//! Customers a second through the engine, on one core. `cargo bench -p model`
//!
//! The elements of the throughput are measured customers. At the end, the memory that more customers cost: none.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use model::network::Network;
use model::prelude::*;
use model::simulation::Streams;
use std::hint::black_box;

fn single(c: &mut Criterion) {
    let mut group = c.benchmark_group("single");
    const CUSTOMERS: u64 = 1_000_000;
    group
        .throughput(Throughput::Elements(CUSTOMERS))
        .sample_size(10);
    for servers in [1, 4, 16] {
        let network = Network::single(per_second(0.9 * f64::from(servers)), seconds(1.0), servers);
        group.bench_function(format!("M/M/{servers} at 90%"), |b| {
            b.iter(|| black_box(network.run(&Streams::new(1, 0), 0, CUSTOMERS)));
        });
    }
    group.finish();
}

fn shop() -> Work {
    Parameters::parse(include_str!("../../../data/shop.csv"))
        .expect("readable")
        .work()
        .expect("complete")
}

fn medium() -> Machine {
    Machine::named("medium")
        .cores(2)
        .memory(gib(4.0))
        .disk(Disk::new("SSD", us(100.0), gib(100.0)))
}

fn system(c: &mut Criterion) {
    let traffic = Traffic::daily_users(3e5)
        .requests_each(20.0)
        .peak_to_mean(1.85);
    let systems = [
        ("together", System::together(medium(), 1, shop())),
        (
            "apart",
            System::apart((medium(), 1), (medium(), 1), us(250.0), shop()),
        ),
    ];
    let mut group = c.benchmark_group("system");
    group.sample_size(10);
    for (name, system) in &systems {
        let trials = Trials::default();
        group.throughput(Throughput::Elements(
            trials.customers * u64::from(trials.replications),
        ));
        group.bench_function(format!("simulate {name}"), |b| {
            b.iter(|| system.simulate(&traffic, &trials));
        });
        group.throughput(Throughput::Elements(1));
        group.bench_function(format!("predict {name}"), |b| {
            b.iter(|| system.predict(&traffic));
        });
        group.bench_function(format!("largest load {name}"), |b| {
            b.iter(|| system.largest_load(&traffic, ms(300.0)));
        });
    }
    group.finish();
}

/// The most memory that this process ever had, in KiB (Linux only).
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?
        .trim()
        .strip_suffix("kB")?
        .trim()
        .parse()
        .ok()
}

fn memory(_: &mut Criterion) {
    let network = Network::single(per_second(3.6), seconds(1.0), 4);
    for customers in [100_000, 1_000_000, 10_000_000] {
        black_box(
            network
                .run(&Streams::new(1, 0), 0, customers)
                .expect("valid"),
        );
        println!(
            "peak memory after a run of {customers:>9} customers: {} KiB",
            peak().unwrap_or_default()
        );
    }
}

criterion_group!(benches, single, system, memory);
criterion_main!(benches);
