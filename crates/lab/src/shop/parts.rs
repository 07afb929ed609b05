//! The components that the shop gets on its way, as they stand in it: their machines and times come from `data/`.
//!
//! What a chapter is about (how many, which policy, how much memory) it says itself:
//!
//! ```
//! use lab::prelude::*;
//! let apart = System::apart(machine("t3.medium"), shop_database(), hop(), shop());
//! let many = apart.web_machines(8).balancer(shop_balancer(Balancer::two_choices()));
//! let copies = many.replicas(2);
//! let cached = copies.cache(shop_cache(Cache::lru()).on(machine("m7g.xlarge"), 1));
//! let near = cached.cdn(shop_cdn(gib(100.0)));
//! let later = near.with_work(shop_with_receipts()).queue(shop_queue(3));
//! assert!(later.predict(&shop_traffic(1e6))?.steady().is_some());
//! # Ok::<(), Error>(())
//! ```

use super::{assumed, base_rate, hop, machine, round_trips};
use model::prelude::*;

/// The shop's database: one machine with room for a few million users, and nothing beside it yet.
#[must_use]
pub fn shop_database() -> Database {
    Database::on(machine("m7g.xlarge 500GiB")).appliers(assumed("appliers", "1") as u32)
}

/// A pair of balancers with health checks, of the policy given.
#[must_use]
pub fn shop_balancer(policy: Balancer) -> Balancer {
    policy
        .on(machine("t3.medium"), 2)
        .forwarding(base_rate("proxy hop (nginx HAProxy Envoy)"))
        .hop(hop())
        .health_checks(
            seconds(assumed("health_interval", "s")),
            assumed("health_failures", "1") as u32,
        )
}

/// A cache of the policy given. Say on which machines: `.on(machine("m7g.xlarge"), 1)`.
#[must_use]
pub fn shop_cache(policy: Cache) -> Cache {
    policy
        .reserved(mib(assumed("cache_reserved", "MiB")))
        .overhead(bytes(assumed("cache_overhead", "B")))
        .lookup(us(assumed("cache_lookup", "us")))
}

/// Edges with so much memory each: one in Toronto, beside the shop, and one in Tokyo.
#[must_use]
pub fn shop_cdn(memory: Bytes) -> Cdn {
    let near = ms(assumed("near_round_trip", "ms"));
    let transport = Transport::tcp()
        .tls(Tls::V13)
        .segment(bytes(assumed("segment", "B")))
        .initial_window(assumed("initial_window", "1") as u32);
    Cdn::in_front_of("Toronto")
        .point("Toronto", memory)
        .point("Tokyo", memory)
        .round_trips(round_trips())
        .round_trip("Toronto", "Toronto", near)
        .transport(transport)
        .access(megabits(assumed("access", "Mbit/s")))
        .answers(
            ms(assumed("origin_think", "ms")),
            ms(assumed("edge_think", "ms")),
        )
        .kept_connections(true)
        .region("Toronto", "CA")
        .region("Tokyo", "JP")
}

/// A queue with so many machines of workers.
#[must_use]
pub fn shop_queue(workers: u32) -> Queue {
    Queue::on(machine("t3.medium"))
        .handing_over(us(assumed("hand_over", "us")))
        .hop(hop())
        .workers(Fleet::of(workers, machine("t3.medium")))
}

/// All that may be rented for the shop: web servers and caches of two kinds, databases of three, replicas, a pair of balancers.
/// Neither CDN nor queue, which the book decides for other reasons ([`Options::cdn`] and [`Options::queue`] let the search decide).
#[must_use]
pub fn shop_options() -> Options {
    let (small, large) = (machine("t3.medium"), machine("m7g.xlarge"));
    let database = |machine| Database::on(machine).appliers(assumed("appliers", "1") as u32);
    Options {
        databases: vec![
            database(small.clone()),
            database(large.clone()),
            shop_database(),
        ],
        caches: [&small, &large]
            .map(|machine| shop_cache(Cache::lru()).on(machine.clone(), 1))
            .into(),
        balancer: Some(shop_balancer(Balancer::two_choices())),
        most: 60,
        replicas: 8,
        ..Options::of(vec![small, large], hop())
    }
}
