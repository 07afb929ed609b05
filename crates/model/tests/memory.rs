//! Memory does not grow with the number of customers.
//!
//! A binary of its own: it watches the whole process, which must do nothing else meanwhile.

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

#[test]
#[cfg(target_os = "linux")]
fn twenty_times_the_customers_take_the_same_memory() {
    let network = Network::single(per_second(3.6), seconds(1.0), 4);
    let run = |customers| network.run(&Streams::new(1, 0), 0, customers).unwrap();
    run(100_000);
    let before = peak();
    run(2_000_000);
    let grown = peak() - before;
    // A record of 16 bytes each would be 30 MiB.
    assert!(grown < 1024, "grew by {grown} KiB");
}
