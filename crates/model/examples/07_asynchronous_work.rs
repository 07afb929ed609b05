//! Stage 7. Two requests of a hundred draw a thumbnail or print a receipt, and everybody behind them waits.
//! Answer first, do it later. The work is the same: what exactly has become faster?

mod shop;

use model::network::Service;
use model::prelude::*;
use shop::{Outcome, Shop, steady};

fn main() -> Outcome {
    let shop = Shop::open()?;
    let before = shop.near();
    let system = before.clone().queue(shop.queue());
    assert_eq!(system, shop.later());
    let traffic = shop.traffic(3e6);
    let (old, new) = (before.predict(&traffic)?, system.predict(&traffic)?);
    let played = system.simulate(&traffic, &Trials::draft())?;
    let (old, new, played) = (steady(&old)?, steady(&new)?, steady(&played)?);
    let tasks = new.tasks.ok_or("tasks")?;
    println!(
        "response before: mean {}, p99 {}",
        old.response.mean, old.response.p99
    );
    println!(
        "response now:    mean {}, p99 {}",
        new.response.mean, new.response.p99
    );
    println!(
        "simulated:       mean {}, p99 {}",
        played.response.mean, played.response.p99
    );
    println!("tasks now:       {tasks}");
    println!("simulated:       {}\n", played.tasks.ok_or("tasks")?);

    // The answer comes sooner; the thumbnail does not: it takes its 150 ms of computing, and a way through the queue.
    assert!(new.response.p99.value < old.response.p99.value * 0.7);
    let waits = |report: &Report| {
        report
            .station(Component::WebServer, Resource::Cores)
            .map(|s| s.wait)
    };
    let one = ms(150.0) + waits(old).ok_or("web servers")?;
    println!(
        "slow work was done after {one}, now after {}",
        tasks.completion.mean
    );
    assert!(tasks.completion.mean.value > one);

    // The web servers have their cores back: 2 x 150 ms of a hundred requests.
    let busy = |report: &Report| {
        report
            .station(Component::WebServer, Resource::Cores)
            .map(|s| s.utilisation)
    };
    let freed = busy(old).ok_or("web servers")? - busy(new).ok_or("web servers")?;
    let law = traffic.peak_rate() * ms(3.0) / 32.0;
    assert!((freed - law).abs() < 1e-6);

    // Ten minutes of three times the tasks: a queue fills and drains, and nobody who asked had to wait for that.
    let rate = tasks.offered;
    let peak = [(seconds(600.0), rate * 3.0), (Time::ZERO, rate)];
    let backlog = shop.queue().workers(Fleet::of(4, shop.medium));
    let backlog = backlog.backlog(&peak, Service::exponential(ms(150.0)))?;
    println!(
        "a peak of {} leaves {} tasks, done after {}",
        rate * 3.0,
        backlog.largest,
        backlog.drained
    );
    assert!(backlog.largest.value > 0.0 && backlog.drained.value > seconds(600.0));
    Ok(())
}

#[test]
fn it_holds() {
    main().unwrap();
}
