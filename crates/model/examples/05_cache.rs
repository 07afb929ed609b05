//! Stage 5. The replicas answer the same few questions all day.
//! Keep the answers in memory. How often will it hit? Nobody has to guess: it follows from what is read, and from the size.

mod shop;

use model::prelude::*;
use model::simulation::caches::Effort;
use shop::{Outcome, Shop, steady};

fn main() -> Outcome {
    let shop = Shop::open()?;
    let before = shop.replicated();
    let system = before.clone().cache(shop.cache(1));
    assert_eq!(system, shop.cached());
    let traffic = shop.traffic(3e6);

    // A bigger cache hits more often, and each doubling adds about as much as the one before.
    let (objects, reads) = (shop.work.object_count(3e6)?, traffic.peak_rate() * 2.85);
    let popularity = Popularity::zipf(0.8);
    println!("{} objects of 4 KiB", model::format::count(objects));
    let mut last = 0.0;
    for row in shop
        .cache(1)
        .by_machines(&[1, 2, 4, 8], objects, kib(4.0), &popularity, reads)?
    {
        let cache = shop.cache(row.machines);
        let effort = Effort::draft();
        let played = cache.simulated_hit_ratio(objects, kib(4.0), &popularity, reads, &effort)?;
        println!(
            "{} on {}: {}; simulated {}",
            row.memory, row.machines, row.ratio, played
        );
        assert!(row.ratio.value > last);
        assert!((row.ratio.value - played.value).abs() < played.half_width.unwrap_or(0.0) + 0.01);
        last = row.ratio.value;
    }

    // What hits never reaches a replica.
    let (without, with) = (before.predict(&traffic)?, system.predict(&traffic)?);
    let (without, with) = (steady(&without)?, steady(&with)?);
    let busy = |report: &Report| {
        report
            .station(Component::Replica, Resource::Cores)
            .map(|s| s.utilisation)
    };
    let (without, relieved) = (
        busy(without).ok_or("replicas")?,
        busy(with).ok_or("replicas")?,
    );
    let hit = with.cache.ok_or("a cache")?.hit_ratio;
    println!(
        "\nreplicas {:.0}% busy without, {:.0}% with",
        100.0 * without,
        100.0 * relieved
    );
    // Of 1.425 reads and 0.15 writes a request at each replica, the share of the reads that misses remains.
    let law = (2.85 / 2.0 * (1.0 - hit) + 0.15) / (2.85 / 2.0 + 0.15);
    assert!((relieved / without - law).abs() < 1e-6);

    // The other side: at this load the shop cannot do without it any more.
    let crowd = shop.traffic(4.5e6);
    println!(
        "at 4.5 million users, with:    {}",
        system.predict(&crowd)?.sentence()
    );
    println!(
        "                      without: {}",
        before.predict(&crowd)?.sentence()
    );
    assert!(
        system.predict(&crowd)?.steady().is_some() && before.predict(&crowd)?.overload().is_some()
    );
    let cold = shop
        .cache(1)
        .cold_start(objects, kib(4.0), &popularity, (reads, 0.0), 0.05)?;
    println!(
        "while the cache is empty, {} reads reach the replicas instead of {}; it is warm after {}",
        cold.first_load, cold.last_load, cold.time
    );
    assert!(cold.first_load > cold.last_load);
    Ok(())
}

#[test]
fn it_holds() {
    main().unwrap();
}
