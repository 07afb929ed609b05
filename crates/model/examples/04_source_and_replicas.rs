//! Stage 4. The database is full, and nineteen of twenty queries only read.
//! Copies answer reads; but each copy repeats every write. How many copies are worth their price?

mod shop;

use model::components::database::Queries;
use model::prelude::*;
use shop::{Outcome, Shop, steady};

fn main() -> Outcome {
    let shop = Shop::open()?;
    let before = shop.balanced();
    let system = before.clone().replicas(2).web_machines(16);
    assert_eq!(system, shop.replicated());
    let traffic = shop.traffic(3e6);
    let (old, new) = (before.saturation(&traffic)?, system.saturation(&traffic)?);
    println!(
        "full at {} before ({}), at {} now ({})\n",
        old.rate, old.limit, new.rate, new.limit
    );
    assert!(new.rate > old.rate * 1.7);

    // The law: each of r replicas carries (reads/r + all writes) x 1.5 ms on four cores. Writes do not shrink with r.
    let queries = Queries::of(&shop.work, &traffic, shop.hop)?;
    let many = |replicas| {
        let database = Database::on(shop.large.clone())
            .replicas(replicas)
            .appliers(8);
        database.study(&queries)
    };
    let limit = many(1)?.limit().ok_or("something writes")?;
    let mut last = Rate::ZERO;
    for replicas in [1, 2, 4, 8, 16, 32] {
        let queries = many(replicas)?.capacity().queries;
        let law = 4.0 / 1.5e-3 / (0.95 / f64::from(replicas) + 0.05);
        println!(
            "{replicas:>2} x replica: {queries} queries, of each {}",
            queries / f64::from(replicas)
        );
        assert!((queries.per_second() / law - 1.0).abs() < 1e-9);
        assert!(queries > last && queries < limit.queries);
        last = queries;
    }
    // However many there are, each must keep up with all writes, and so must the disk of the source.
    println!("any number: below {} queries, {}", limit.queries, limit.by);
    assert!(limit.queries.per_second() < 4.0 / 1.5e-3 / 0.05);
    assert!(many(1000)?.capacity().queries > limit.queries * 0.97);
    let worthwhile = many(1)?.worthwhile(0.05)?.ok_or("a limit")?;
    println!("from {worthwhile} replicas on, one more adds less than 5%\n");

    // What is read from a copy is old: both witnesses on how old.
    let [closed, simulated] = [
        system.predict(&traffic)?,
        system.simulate(&traffic, &Trials::draft())?,
    ];
    for (witness, prediction) in [("closed", &closed), ("simulated", &simulated)] {
        println!(
            "{witness}: {}",
            steady(prediction)?.replication.ok_or("replicas")?
        );
    }
    let lag =
        |p| Ok::<_, Box<dyn std::error::Error>>(steady(p)?.replication.ok_or("replicas")?.lag.mean);
    assert!((lag(&closed)?.value / lag(&simulated)?.value - 1.0).abs() < 0.15);
    Ok(())
}

#[test]
fn it_holds() {
    main().unwrap();
}
