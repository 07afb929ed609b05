//! Stage 1. One machine runs everything, and everybody is happy.
//! How many people can it serve, and which part of it says no first?

mod shop;

use model::prelude::*;
use shop::{Outcome, Shop, TARGET, steady};

fn main() -> Outcome {
    let shop = Shop::open()?;
    let system = System::together(shop.medium.clone(), 1, shop.work.clone());
    let traffic = shop.traffic(2e5);
    for step in traffic.steps() {
        println!("{:<18}{:>12}   {}", step.label, step.value, step.how);
    }

    // Both witnesses, and the sentence that an engineer reads first.
    let (closed, simulated) = (
        system.predict(&traffic)?,
        system.simulate(&traffic, &Trials::draft())?,
    );
    println!("\n{closed}\n{}\n", closed.explain());
    let (closed, simulated) = (steady(&closed)?, steady(&simulated)?);
    println!(
        "simulated: mean {}, p99 {}",
        simulated.response.mean, simulated.response.p99
    );

    // Web application, slow work in 2 of 100 requests, three queries: all on the same two cores.
    let busy = ms(8.0) + ms(150.0) * 0.02 + 3.0 * ms(1.5);
    let cores = closed.bottleneck();
    assert_eq!(&*cores.label, "web server and database cores");
    assert!((cores.utilisation - traffic.peak_rate() * busy / 2.0).abs() < 1e-4);
    let (theory, played) = (closed.response.mean.value, simulated.response.mean);
    assert!(theory > played.low() * 0.97 && theory < played.high() * 1.03);

    // Being quick ends before being full.
    let (quick, full) = (
        system.largest_load(&traffic, TARGET)?,
        system.saturation(&traffic)?,
    );
    println!(
        "within {TARGET}: {quick}
whatever it takes: {full}"
    );
    assert!(quick.users < full.users);
    assert!((full.rate * busy / 2.0 - 1.0).abs() < 1e-3);

    // Past its limit there is no number, but a name.
    let crowd = system.predict(&shop.traffic(2.0 * full.users))?;
    println!("twice that: {crowd}");
    assert_eq!(crowd.overload().map(|o| o.resource), Some(Resource::Cores));
    Ok(())
}

#[test]
fn it_holds() {
    main().unwrap();
}
