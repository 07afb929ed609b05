//! Many answers of the model, a line each, to the last bit: two hosts agree if they print the same text.
//!
//! `cargo xtask test --only same-bytes` runs this program natively and as WebAssembly and compares. The debug form of a
//! number is the shortest one that reads back as the same bits, so that no two numbers share it.

use model::components::RetryStorm;
use model::components::cache::Cache;
use model::components::queue::{Autoscaling, Human, Target};
use model::file::Scenario;
use model::network::{Arrivals, Service};
use model::prelude::*;
use model::queueing::che::{Che, Policy};
use model::queueing::{Choices, ForkJoin, MGc, MMc, Sharing};
use model::simulation::{Precision, Streams, caches};
use std::error::Error as Anything;
use std::fmt::Debug;

const SHOP: &str = include_str!("shop.toml");

fn main() -> Result<(), Box<dyn Anything>> {
    streams();
    formulas()?;
    systems()?;
    parts()?;
    Ok(())
}

/// One answer with its name.
fn say(name: &str, answer: &impl Debug) {
    println!("{name}: {answer:?}");
}

fn streams() {
    let mut stream = Streams::new(7, 3).stream("fingerprint");
    for n in 0..1000 {
        let draws = [stream.uniform(), stream.exponential()];
        if n % 50 == 0 {
            say("uniform and exponential", &draws);
        }
    }
}

fn formulas() -> Result<(), Error> {
    for load in [0.1, 0.5, 0.9, 0.99] {
        let queue = MMc::new(per_second(4.0 * load), seconds(1.0), 4)?;
        say(
            "M/M/4",
            &[queue.mean_sojourn(), queue.sojourn_percentile(0.99)?],
        );
        say(
            "power of two",
            &Choices::new(per_second(load), seconds(1.0), 2)?.mean_sojourn(),
        );
        say(
            "fork-join",
            &ForkJoin::new(per_second(load), seconds(1.0), 8)?.mean_sojourn(),
        );
        say(
            "sharing",
            &Sharing::new(per_second(load), seconds(1.0), 2)?.mean_sojourn(),
        );
        say(
            "M/G/2",
            &MGc::new(per_second(2.0 * load), seconds(1.0), 4.0, 2)?.mean_wait(),
        );
        say(
            "caches with writes",
            &Che::with_writes(Policy::Fifo, &Popularity::zipf(load), 1e6, 1e4, None, load)?
                .hit_ratio(),
        );
    }
    Ok(())
}

/// The complete system and its variants, by both witnesses.
fn systems() -> Result<(), Box<dyn Anything>> {
    let variants = [
        "web.machines=4",
        "balancer.policy=random",
        "balancer.policy=round robin",
        "balancer.policy=two choices",
        "cache.policy=fifo",
        "cache.policy=lfu",
        "database.replicas=1",
        "database.semi_synchronous_acks=1",
    ];
    for variant in variants {
        for users in ["1e4", "1e6", "2e6", "1e8"] {
            let name = format!("{variant} at {users}");
            let scenario =
                Scenario::read(SHOP, &[variant, &format!("traffic.daily_users={users}")])?;
            let (system, traffic) = (&scenario.system, &scenario.traffic);
            say(&format!("{name}, closed"), &system.predict(traffic)?);
            say(
                &format!("{name}, simulated"),
                &system.simulate(traffic, &Trials::draft())?,
            );
        }
        let scenario = Scenario::read(SHOP, &[variant])?;
        say(
            "saturation",
            &scenario.system.saturation(&scenario.traffic)?,
        );
        println!("{}", scenario.write());
    }
    // What has no closed form, single requests, the difference of two systems, and all that is in one for a while.
    let (plain, sieve) = (
        Scenario::read(SHOP, &[])?,
        Scenario::read(SHOP, &["cache.policy=sieve"])?,
    );
    let (system, traffic) = (&plain.system, &plain.traffic);
    let trials = Trials::draft();
    say("sieve", &sieve.system.simulate(traffic, &trials)?);
    say("trace", &system.trace(traffic, 3, 100, 50)?);
    say("tasks", &system.tasks(traffic)?);
    say(
        "tasks, simulated",
        &system.simulate_tasks(traffic, &trials)?,
    );
    let rate = traffic.peak_rate();
    let phases = [(2.0, 1.0), (1.0, 4.0), (5.0, 0.5)];
    let phases = phases.map(|(time, times)| (seconds(time), rate * times));
    say("through", &system.through(traffic, &phases)?);
    say(
        "through, simulated",
        &system.simulate_through(traffic, &phases, &trials)?,
    );
    let grouped = traffic.clone().in_groups(3.0);
    say("in groups", &system.simulate(&grouped, &trials)?);
    let precision = Precision::of_mean(0.05);
    say(
        "exactly",
        &system.simulate_until(traffic, &trials, &precision)?,
    );
    for policy in [
        Balancer::consistent_hashing(1_000, 100).hop(us(250.0)),
        Balancer::weighted(&[1.0, 2.0, 3.0, 4.0]).hop(us(250.0)),
    ] {
        let other = system.clone().web_machines(4).balancer(policy);
        say("shares", &other.predict(traffic)?);
        say("shares, simulated", &other.simulate(traffic, &trials)?);
    }
    say("sample path", &system.sample_path(traffic, 3, 100, 50)?);
    say(
        "difference",
        &system.difference(&sieve.system, traffic, &trials)?,
    );
    Ok(())
}

/// Parts with a second witness of their own.
fn parts() -> Result<(), Error> {
    let small = || Machine::named("small").cores(2).memory(gib(2.0));
    let popularity = Popularity::zipf(0.8);
    for cache in [
        Cache::lru(),
        Cache::fifo(),
        Cache::lfu(),
        Cache::sieve(),
        Cache::s3_fifo(),
    ] {
        let cache = cache.on(small(), 1).reserved(gib(1.0)).lookup(us(100.0));
        let ratio = |objects| {
            cache.simulated_hit_ratio(
                objects,
                kib(64.0),
                &popularity,
                per_second(500.0),
                &caches::Effort::draft(),
            )
        };
        say("cache", &[ratio(1e5)?, ratio(1e7)?]);
        let written = cache.simulated_with_writes(
            1e6,
            kib(64.0),
            &popularity,
            (per_second(500.0), 0.2),
            &caches::Effort::draft(),
        );
        say("cache with writes", &written?);
    }
    let queue = Queue::on(small())
        .handing_over(us(100.0))
        .hop(us(250.0))
        .workers((small(), 2))
        .visibility(seconds(30.0));
    let arrivals = Arrivals::Poisson(per_second(8.0));
    let task = Service {
        mean: ms(150.0),
        variation: 2.0,
    };
    say("queue", &queue.simulate(&arrivals, task, &Trials::draft())?);
    let people = Human {
        share: 0.1,
        mean: seconds(5.0),
        staff: 8,
        hours: None,
    };
    let rule = Autoscaling {
        min: 1,
        max: 9,
        target: Target::Utilisation(0.6),
        period: seconds(10.0),
        start: seconds(30.0),
    };
    for queue in [
        queue.clone().human_step(people),
        queue.clone().autoscaling(rule),
        queue.failing(0.1).attempts(4).ordered([3.0, 2.0, 1.0]),
    ] {
        say("rules", &queue.simulate(&arrivals, task, &Trials::draft())?);
    }
    let clients = Clients::timeout(seconds(1.0))
        .retries(3)
        .backoff(seconds(1.0))
        .jitter(1.0);
    let storm = RetryStorm::new(&clients, 10, ms(100.0), None)?;
    say("storm", &storm.states(per_second(70.0))?);
    Ok(())
}
