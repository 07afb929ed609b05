//! All stages in a row, each a small change of the one before: what does each buy, and what does it cost?
//! And then the question the other way round: what is the cheapest system that does it?

mod shop;

use model::prelude::*;
use shop::{Outcome, Shop, TARGET};

fn main() -> Outcome {
    let shop = Shop::open()?;
    let one = System::together(shop.medium.clone(), 1, shop.work.clone());
    let database = Database::on(shop.large.clone()).appliers(4);
    let apart = System::apart(shop.medium.clone(), database, shop.hop, shop.work.clone());
    let balanced = apart.clone().web_machines(5).balancer(shop.balancer());
    let replicated = balanced.clone().replicas(2).web_machines(16);
    let cached = replicated.clone().cache(shop.cache(1));
    let near = cached.clone().cdn(shop.cdn());
    let later = near.clone().queue(shop.queue());
    assert_eq!(later, shop.later());
    // Three machines of workers are full before the web servers miss the target.
    let later = later.queue(shop.queue().workers(Fleet::of(4, shop.medium.clone())));
    let stages = [
        ("one server", one),
        ("web and database apart", apart),
        ("load balancer", balanced),
        ("source and replicas", replicated),
        ("cache", cached),
        ("CDN", near),
        ("queue and workers", later),
    ];

    let traffic = shop.traffic(1e5);
    println!(
        "{:<24}{:>12}{:>12}{:>10}   limit",
        "stage", "users", "p99", "bill"
    );
    let mut last = 0.0;
    for (name, system) in &stages {
        let largest = system.largest_load(&traffic, TARGET)?;
        let p99 = system
            .predict(&traffic)?
            .p99()
            .ok_or("it keeps up with 100 000 users")?;
        let users = model::format::count(largest.users);
        println!(
            "{name:<24}{users:>12}{p99:>12}{:>10}   {}",
            system.bill().monthly(),
            largest.limit
        );
        assert!(largest.users >= last, "{name}");
        last = largest.users;
    }

    // The cheapest of all that meets the target at a million users, and why not cheaper. What is sent is paid for, too.
    let options = Options {
        databases: [&shop.medium, &shop.large]
            .map(|machine| Database::on(machine.clone()).appliers(4))
            .into(),
        balancer: Some(shop.balancer()),
        caches: [&shop.medium, &shop.large]
            .map(|machine| shop.cache(1).on(machine.clone(), 1))
            .into(),
        queue: Stage::Perhaps(shop.queue()),
        workers: 10,
        most: 20,
        replicas: 2,
        tariff: Some(Tariff {
            prices: shop.prices.in_book("cloud")?,
            region: "ca-central-1".into(),
        }),
        ..Options::of(vec![shop.medium.clone(), shop.large.clone()], shop.hop)
    };
    let goal = Goal {
        p99: TARGET,
        headroom: 0.0,
        availability: None,
    };
    let planned = plan(&shop.traffic(1e6), &shop.work, goal, &options)?;
    println!("\n{planned}");
    assert!(planned.p99.ok_or("a system")? <= TARGET);
    let machines = planned.system.as_ref().ok_or("a system")?.bill().monthly();
    println!("what is sent: {}", planned.monthly - machines);
    assert!(planned.monthly > machines);
    assert!(
        planned
            .neighbours
            .iter()
            .all(|cheaper| cheaper.monthly < planned.monthly)
    );
    Ok(())
}

#[test]
fn it_holds() {
    main().unwrap();
}
