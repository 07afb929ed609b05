//! Customers a second through the engine, on one core. `cargo bench -p model`
//!
//! The elements of the throughput are measured customers. At the end, the memory that more customers cost: none.

mod complete;
#[path = "../examples/shop/mod.rs"]
mod shop;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use model::network::{Arrivals, Choice, Group, Network, Service, Station, Step};
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

/// All seven stages in outline, by hand, at about 60% of what the database can do: two balancers, eight web machines, three queries
/// each through a cache that holds nine in ten, a source with two replicas, two files a page from an edge that lacks one in ten,
/// a broker and two workers. Neither disks, nor links that are shared, nor the way back.
fn seven_stages(rate: f64) -> Network {
    let group = |name: &str, machines, servers| {
        let stations = [Station::fcfs(servers), Station::fcfs(1)];
        Group::new(name, machines, stations).choice(Choice::RoundRobin)
    };
    let [balancer, web, cache, source, replica, edge, broker, worker] = [0, 1, 2, 3, 4, 5, 6, 7];
    let cpu = |group, time| Step::visit(group, 0, Service::exponential(us(time)));
    let hop = || Step::Delay(Service::constant(us(250.0)));
    let read = vec![Step::Choose { group: replica }, cpu(replica, 500.0)];
    let each = Some(replica);
    let write = vec![cpu(source, 500.0), Step::Spawn { route: 1, each }];
    let either = |chance, then, otherwise| Step::Either {
        chance,
        then,
        otherwise,
    };
    let database = either(0.05, write, vec![either(0.9, vec![], read)]);
    let query = [Step::Choose { group: cache }, cpu(cache, 50.0), database];
    let pool = |take| match take {
        true => Step::Take {
            group: web,
            pool: 0,
        },
        false => Step::Give {
            group: web,
            pool: 0,
        },
    };
    let mut request = vec![Step::Choose { group: balancer }, cpu(balancer, 50.0), hop()];
    request.extend([Step::Choose { group: web }, pool(true), cpu(web, 2000.0)]);
    (0..3).for_each(|_| request.extend(query.clone()));
    let start = |route| Step::Spawn { route, each: None };
    let task = vec![Step::Choose { group: broker }, cpu(broker, 200.0), start(2)];
    request.extend([either(0.02, task, vec![]), pool(false), start(3)]);
    let miss = Step::visit(web, 1, Service::exponential(us(800.0)));
    let file = vec![cpu(edge, 100.0), either(0.9, vec![], vec![miss])];
    Network {
        arrivals: Arrivals::Poisson(per_second(rate)),
        groups: vec![
            group("balancer", 2, 2),
            group("web", 8, 2).pool(64, None),
            group("cache", 1, 2),
            group("source", 1, 4),
            group("replica", 2, 4),
            group("edge", 1, 8),
            group("broker", 1, 2),
            group("worker", 2, 2),
        ],
        routes: vec![
            request,
            vec![cpu(replica, 300.0)],
            vec![Step::Choose { group: worker }, cpu(worker, 20_000.0)],
            vec![
                Step::Choose { group: edge },
                Step::Repeat {
                    times: 2,
                    steps: file,
                },
            ],
        ],
        client: None,
    }
}

/// Requests a second, at 60% of what the system can do: through the stages in outline (about eight services of a request), through the
/// seventh stage of the examples (22 events), and through one that lacks nothing, with copies on two replicas and ten files a page
/// over links that are shared (33 events).
fn complete(c: &mut Criterion) {
    let outline = seven_stages(4_000.0);
    let shop = shop::Shop::open().expect("the data are there");
    let later = at_60_percent(&shop.later(), &shop.traffic(1.0));
    let detailed = at_60_percent(&complete::system(), &complete::habits());
    let mut group = c.benchmark_group("complete");
    group.sample_size(10);
    let networks = [
        ("in outline", &outline),
        ("the shop", &later),
        ("in detail", &detailed),
    ];
    for (name, network) in networks {
        for customers in [100_000, 1_000_000] {
            group.throughput(Throughput::Elements(customers));
            group.bench_function(format!("{name}, {customers} requests"), |b| {
                b.iter(|| black_box(network.run(&Streams::new(1, 0), 0, customers)));
            });
        }
    }
    let trials = Trials {
        customers: 100_000,
        ..Trials::default()
    };
    for threads in [1, 2] {
        group.throughput(Throughput::Elements(
            trials.customers * u64::from(trials.replications),
        ));
        group.bench_function(format!("replications on {threads} threads"), |b| {
            b.iter(|| black_box(trials.run_on(&later, threads)));
        });
    }
    group.finish();
}

fn at_60_percent(system: &System, habits: &Traffic) -> Network {
    let full = system.saturation(habits).expect("valid").users;
    let traffic = habits.at_users(0.6 * full);
    system.network(&traffic, &Trials::default()).expect("valid")
}

fn work() -> Work {
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
        ("together", System::together(medium(), 1, work())),
        (
            "apart",
            System::apart((medium(), 1), (medium(), 1), us(250.0), work()),
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

criterion_group!(benches, single, complete, system, memory);
criterion_main!(benches);
