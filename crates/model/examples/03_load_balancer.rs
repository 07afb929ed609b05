//! Stage 3. One web server is full, and when it dies the shop is closed.
//! Put five side by side: who decides which of them gets the next request?

mod shop;

use model::prelude::*;
use shop::{Outcome, Shop};

fn main() -> Outcome {
    let shop = Shop::open()?;
    let before = shop.apart();
    let system = before.clone().web_machines(5).balancer(shop.balancer());
    assert_eq!(system, shop.balanced());
    let traffic = shop.traffic(1.6e6);
    println!("before: {}", before.predict(&traffic)?);
    println!("now:    {}\n", system.predict(&traffic)?.sentence());
    assert!(before.predict(&traffic)?.overload().is_some());

    // The same load, the same dice, four policies. Only pages, no slow work, on three web servers at 91%.
    let pages = shop.work.clone().task(0.0, ms(1.0));
    let busy = system.clone().with_work(pages).web_machines(3);
    let with = |policy: Balancer| {
        let forwarding = shop.balancer().forwarding_time().unwrap_or_default();
        let policy = policy.on(shop.medium.clone(), 2).forwarding(forwarding);
        busy.clone().balancer(policy.hop(shop.hop))
    };
    let random = with(Balancer::random());
    let gain = |policy| random.difference(&with(policy), &traffic, &Trials::draft());
    let turns = gain(Balancer::round_robin())?;
    let two = gain(Balancer::two_choices())?;
    let least = gain(Balancer::least_connections())?;
    for (name, gain) in [
        ("round robin", turns),
        ("two choices", two),
        ("least connections", least),
    ] {
        println!(
            "{name:<18} against random: mean {}, p99 {}",
            gain.mean, gain.p99
        );
    }
    // To look at two queues is worth more than to take turns, and most of what it is worth to look at all.
    assert!(two.mean.high() < Time::ZERO && two.p99.high() < Time::ZERO);
    assert!(two.p99.value < turns.p99.value && two.p99.value < least.p99.value * 0.7);

    // Five web servers can do a little more than the one database: the bottleneck has moved.
    let limit = system.saturation(&traffic)?;
    println!("\nfull at {}: {}", limit.rate, limit.limit);
    assert_eq!(limit.limit.need().component, Component::Database);

    // A machine that dies takes a fifth of the requests along until the health checks notice; a pair of balancers hides it.
    let uptime = Uptime {
        up: seconds(30.0 * 86_400.0),
        repair: seconds(3_600.0),
    };
    let machine = uptime.availability();
    let (alone, pair) = (machine, machine.at_least(1, 2)?);
    let four_of_five = machine.at_least(4, 5)?;
    println!(
        "one server is away {} a year, a pair {}",
        alone.downtime_a_year(),
        pair.downtime_a_year()
    );
    println!(
        "four of five behind a pair are not enough {} a year",
        pair.and(four_of_five).downtime_a_year()
    );
    assert!(pair.and(four_of_five).share() > alone.share());
    Ok(())
}

#[test]
fn it_holds() {
    main().unwrap();
}
