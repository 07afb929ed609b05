//! The complete system, with all seven stages, that the benchmarks ask about.

#[path = "../../tests/integration/work.rs"]
mod work;

use model::components::cdn::{Tls, Transport};
use model::prelude::*;
use model::workload::Popularity;

fn machine(name: &str, cores: u32, memory: f64) -> Machine {
    Machine::named(name)
        .cores(cores)
        .memory(gib(memory))
        .disk(Disk::new("SSD", us(100.0), gib(500.0)).writes(us(300.0)))
        .bandwidth(per_second(1e9))
}

/// All seven stages.
pub(crate) fn system() -> System {
    let work = work::work().assets(10.0, kib(100.0), 1e5, Popularity::zipf(0.8));
    let (small, medium) = (machine("small", 1, 2.0), machine("medium", 2, 4.0));
    let large = machine("large", 4, 16.0);
    System::apart((medium.clone(), 16), Database::on(large), us(250.0), work)
        .balancer(
            Balancer::round_robin()
                .on(small.clone(), 2)
                .forwarding(us(50.0))
                .hop(us(250.0)),
        )
        .replicas(2)
        .cache(
            Cache::lru()
                .on(medium.clone(), 1)
                .reserved(gib(1.0))
                .lookup(us(100.0)),
        )
        .cdn(cdn())
        .queue(
            Queue::on(small)
                .handing_over(us(200.0))
                .hop(us(250.0))
                .workers(Fleet::of(4, medium)),
        )
}

/// Two points of presence with a shield behind them.
fn cdn() -> Cdn {
    Cdn::in_front_of("Toronto")
        .point("Calgary", gib(2.0))
        .point("Tokyo", gib(2.0))
        .shield("Montreal", gib(5.0))
        .round_trip("Edmonton", "Calgary", ms(6.0))
        .round_trip("Edmonton", "Toronto", ms(80.0))
        .round_trip("Seoul", "Tokyo", ms(29.0))
        .round_trip("Seoul", "Toronto", ms(181.0))
        .round_trip("Calgary", "Montreal", ms(60.0))
        .round_trip("Tokyo", "Montreal", ms(165.0))
        .round_trip("Montreal", "Toronto", ms(10.0))
        .transport(
            Transport::tcp()
                .tls(Tls::V13)
                .segment(bytes(1460.0))
                .initial_window(10),
        )
        .access(megabits(50.0))
        .answers(ms(20.0), ms(1.0))
        .kept_connections(true)
}

/// How people use it, and where they are.
pub(crate) fn habits() -> Traffic {
    Traffic::daily_users(1.0)
        .requests_each(20.0)
        .peak_to_mean(1.85)
        .audience(Audience::of("Edmonton", 0.7).and("Seoul", 0.3))
}
