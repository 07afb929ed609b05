//! Stage 2. At the peak, pages and queries stand in one line for the same two cores.
//! Give the database a machine of its own: the queries now cross the network. Was it worth it?

mod shop;

use model::prelude::*;
use shop::{Outcome, Shop, TARGET, steady};

fn main() -> Outcome {
    let shop = Shop::open()?;
    let before = shop.one_server();
    let database = Database::on(shop.large.clone()).appliers(4);
    let system = System::apart(shop.medium.clone(), database, shop.hop, shop.work.clone());
    assert_eq!(system, shop.apart());
    println!("{}\n", system.bill());
    assert_eq!(system.bill().monthly(), usd(150.0)); // the text's medium and large server

    // At the peak it helps. Both see the same arrivals, so the interval is narrow.
    let peak = shop.traffic(2e5);
    let gain = before.difference(&system, &peak, &Trials::draft())?;
    println!(
        "at the peak, the mean changes by {} and p99 by {}",
        gain.mean, gain.p99
    );
    assert!(gain.mean.high() < Time::ZERO);

    // At night it costs three trips over the network.
    let night = shop.traffic(1e3);
    let (one, two) = (before.predict(&night)?, system.predict(&night)?);
    let slower = steady(&two)?.response.mean.value - steady(&one)?.response.mean.value;
    println!("at night, the mean grows by {slower}");
    assert!((slower / (3.0 * shop.hop) - 1.0).abs() < 0.05);

    // And it goes further, until the web server's cores are full: they have lost the queries, but not the rest.
    let (small, large) = (
        before.largest_load(&peak, TARGET)?,
        system.largest_load(&peak, TARGET)?,
    );
    println!(
        "within {TARGET} before: {small}
{:>13} now: {large}",
        ""
    );
    assert!(large.users > 1.3 * small.users);
    assert_eq!(&*large.limit.need().label, "web server cores");
    Ok(())
}

#[test]
fn it_holds() {
    main().unwrap();
}
