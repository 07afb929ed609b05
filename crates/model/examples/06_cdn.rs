//! Stage 6. A page is ready after 20 ms in Toronto, and somebody in Seoul looks at a white screen.
//! No faster server helps against 181 ms there and back. Put copies of the files near the people.

mod shop;

use model::components::cdn::Files;
use model::prelude::*;
use shop::{Outcome, Shop, steady};

fn main() -> Outcome {
    let shop = Shop::open()?;
    let before = shop.cached();
    let cdn = shop.cdn();
    let system = before.clone().cdn(cdn.clone());
    assert_eq!(system, shop.near());
    let traffic = shop.traffic(3e6);
    let audience = traffic.places().ok_or("an audience")?;
    let files = Files::of(shop.work.asset_files().ok_or("files")?, traffic.peak_rate());

    // A picture of 300 KiB, place by place.
    let delivery = cdn.deliver(audience, &files, None)?;
    for at in &delivery.places {
        let far = at
            .without
            .as_ref()
            .ok_or("the way to the origin")?
            .fetch
            .last_byte;
        println!(
            "{}, from {}: {} instead of {far}",
            at.place, at.point, at.fetch.value
        );
        assert!(at.fetch.value < far);
    }
    // Korea is far from Toronto, and near to Tokyo: what was seconds away is now a fraction of it.
    let seoul = delivery.at("Seoul")?;
    assert_eq!(seoul.point, "Tokyo");
    let far = seoul
        .without
        .as_ref()
        .ok_or("the way to the origin")?
        .fetch
        .last_byte;
    assert!(seoul.fetch.value < far * 0.6);

    // The second witness plays requests, edges and segments one by one; here with edges so small that they fill soon.
    let small = shop.cdn_of(gib(1.0));
    let trials = Trials {
        replications: 4,
        warm_up: 20_000,
        customers: 20_000,
        ..Trials::draft()
    };
    let played = small
        .simulate_delivery(audience, &files, None, &trials)?
        .at("Seoul")?
        .fetch;
    let closed = small
        .deliver(audience, &files, None)?
        .at("Seoul")?
        .fetch
        .value;
    println!("with edges of 1 GiB, Seoul: {closed}; simulated {played}");
    assert!((closed / played.value - 1.0).abs() < 0.02);

    // The servers' own time is what it was; the report has the rest of the way.
    let prediction = system.predict(&traffic)?;
    let report = steady(&prediction)?;
    for place in &report.delivery {
        println!("{place}");
    }
    assert_eq!(
        report.response.p99,
        steady(&before.predict(&traffic)?)?.response.p99
    );

    // What it costs depends on whose bytes they are. What a list has no price for is named, not guessed.
    let fewer = shop.traffic(3e5);
    let cloud = shop.prices.in_book("cloud")?;
    let bill = system.bill_of(&fewer, &cloud, "ca-central-1")?;
    println!("\n{bill}");
    println!(
        "{} a million requests",
        bill.per_million_requests(&fewer).unwrap_or_default()
    );
    assert!(
        bill.unpriced
            .iter()
            .any(|item| item.what == "CDN requests in JP")
    );
    Ok(())
}

#[test]
fn it_holds() {
    main().unwrap();
}
