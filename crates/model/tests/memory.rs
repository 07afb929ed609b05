//! Memory does not grow with the number of customers.
//!
//! A binary of its own: it watches the whole process, which must do nothing else meanwhile.

#[path = "integration/work.rs"]
mod work;

use model::network::Network;
use model::simulation::Streams;
use model::units::{per_second, seconds};

/// The most memory that this process ever had. `[KiB]`
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    line.trim()
        .strip_suffix("kB")
        .unwrap()
        .trim()
        .parse()
        .unwrap()
}

/// Seven stages, about seventeen services of a request.
#[cfg(target_os = "linux")]
fn complete() -> Network {
    use model::prelude::*;
    let machine = |name: &str, cores: u32, memory: f64| {
        let disk = Disk::new("SSD", us(100.0), gib(500.0)).writes(us(300.0));
        let machine = Machine::named(name).cores(cores).memory(gib(memory));
        machine.disk(disk).bandwidth(per_second(1e9))
    };
    let (medium, large) = (machine("medium", 2, 4.0), machine("large", 4, 16.0));
    let work = work::work().assets(1.0, kib(100.0), 1e4, Popularity::zipf(0.8));
    let cache = Cache::lru().on(medium.clone(), 1).lookup(us(100.0));
    let queue = Queue::on(medium.clone())
        .handing_over(us(200.0))
        .hop(us(250.0))
        .workers((medium.clone(), 4));
    let system = System::apart((medium, 8), Database::on(large), us(250.0), work)
        .balancer(Balancer::round_robin().hop(us(250.0)))
        .replicas(2)
        .cache(cache.reserved(gib(1.0)))
        .queue(queue);
    let traffic = Traffic::daily_users(6e5)
        .requests_each(20.0)
        .peak_to_mean(1.85);
    system.network(&traffic, &Trials::draft()).unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn twenty_times_the_customers_take_the_same_memory() {
    let single = Network::single(per_second(3.6), seconds(1.0), 4);
    for network in [single, complete()] {
        let run = |customers| network.run(&Streams::new(1, 0), 0, customers).unwrap();
        run(50_000);
        let before = peak();
        run(1_000_000);
        let grown = peak() - before;
        // A record of 16 bytes each would be 15 MiB.
        assert!(grown < 1024, "grew by {grown} KiB");
    }
}
