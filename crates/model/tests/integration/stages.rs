//! The seven stages of the text, each a small change of the one before, and both witnesses on each of them.

use model::components::database::Database;
use model::prelude::*;
use model::workload::Popularity;

fn traffic(users: f64) -> Traffic {
    Traffic::daily_users(users)
        .requests_each(20.0)
        .peak_to_mean(1.85)
}

fn machine(name: &str, cores: u32, memory: f64) -> Machine {
    Machine::named(name)
        .cores(cores)
        .memory(gib(memory))
        .disk(Disk::new("SSD", us(100.0), gib(500.0)).writes(us(300.0)))
        .monthly(usd(12.5 * memory), "example")
}

fn small() -> Machine {
    machine("small", 1, 2.0)
}

fn medium() -> Machine {
    machine("medium", 2, 4.0)
}

fn large() -> Machine {
    machine("large", 4, 16.0)
}

/// The shop at all stages: what each component needs to know, said once.
fn work() -> Work {
    Work::per_request()
        .web_cpu(ms(8.0))
        .web_reads(0.2)
        .queries(3)
        .query_cpu(ms(1.5))
        .pages_per_query(2.0)
        .data_per_user(kib(40.0))
        .workers(64)
        .worker_memory(mib(40.0))
        .reserved_memory(mib(512.0))
        .writes(0.1)
        .objects(kib(4.0), Popularity::zipf(0.8))
        .page_size(kib(30.0))
        .task(0.1, ms(40.0))
}

/// All stages in the order of the text.
fn stages() -> Vec<(&'static str, System)> {
    let together = System::together(medium(), 1, work());
    let apart = System::apart((medium(), 1), Database::on(large()), us(250.0), work());
    let many = apart.clone().web_machines(4).balancer(
        Balancer::round_robin()
            .on(small(), 2)
            .forwarding(us(50.0))
            .hop(us(250.0)),
    );
    let copies = many.clone().web_machines(8).replicas(2);
    let cached = copies.clone().cache(
        Cache::lru()
            .on(medium(), 1)
            .reserved(gib(1.0))
            .lookup(us(100.0)),
    );
    let later = cached.clone().queue(
        Queue::on(small())
            .handing_over(us(200.0))
            .hop(us(250.0))
            .workers(Fleet::of(2, medium())),
    );
    vec![
        ("together", together),
        ("apart", apart),
        ("many", many),
        ("copies", copies),
        ("cached", cached),
        ("later", later),
    ]
}

#[test]
#[ignore = "prints; the bounds follow"]
fn explore() {
    for (name, system) in stages() {
        let full = system.saturation(&traffic(1.0)).unwrap();
        println!("{name}: {full}");
        for load in [0.3, 0.6, 0.8, 0.9] {
            let at = traffic(load * full.users);
            let closed = system.predict(&at).unwrap();
            let c = closed.steady().unwrap();
            let trials = Trials {
                customers: 20_000,
                warm_up: 3_000,
                ..Trials::default()
            };
            let simulated = system.simulate(&at, &trials).unwrap();
            let s = simulated.steady().unwrap();
            if load == 0.8 {
                println!("{c}\n{s}");
            }
            let parts = [
                (c.response.mean, s.response.mean),
                (c.response.p50, s.response.p50),
                (c.response.p95, s.response.p95),
                (c.response.p99, s.response.p99),
            ];
            print!("   {load}:");
            for (c, s) in parts {
                print!(
                    " {:.3} (±{:.3})",
                    c.value / s.value - 1.0,
                    s.half_width.unwrap() / s.value
                );
            }
            println!();
        }
    }
}
