//! Many answers of the model, a line each, to the last bit: two hosts agree if they print the same text.
//!
//! `cargo xtask test --only same-bytes` runs this program natively and as WebAssembly and compares. The debug form of a
//! number is the shortest one that reads back as the same bits, so that no two numbers share it.

use model::components::cache::Cache;
use model::components::database::Queries;
use model::components::queue::{Autoscaling, Human, Target};
use model::components::{RetryStorm, Ring};
use model::file::Scenario;
use model::network::{Arrivals, Service};
use model::prelude::*;
use model::queueing::che::{Che, Policy};
use model::queueing::jackson::{Jackson, Node};
use model::queueing::mva::{Closed, Demand};
use model::queueing::{
    Choices, Feedback, ForkJoin, GGc, Law, MG1, MGc, MMc, MMcK, RoundRobin, Sharing, ShortestQueue,
    erlang,
};
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
    queues()
}

/// The other closed forms.
fn queues() -> Result<(), Error> {
    let (rate, mean) = (per_second(1.6), seconds(1.0));
    let regular = Service {
        mean,
        variation: 0.7,
    };
    let tail = |queue: MMcK| queue.sojourn_percentile(0.99);
    say("M/M/2/9", &tail(MMcK::new(rate, mean, 2, 9)?)?);
    let single = MG1::new(rate / 2.0, mean, seconds(0.5))?;
    say("M/G/1", &single.sojourn_percentile(0.99)?);
    let general = GGc::new(rate, 0.5, regular, 2)?;
    say("G/G/2", &general.sojourn_percentile(0.99)?);
    say("law", &Law::of(&regular)?.tail_of_sum(3, seconds(4.0)));
    say("Erlang B", &erlang::offered_at(10, 0.01)?);
    let turns = RoundRobin::new(rate / 2.0, mean, 3)?;
    say("by turns", &turns.sojourn_percentile(0.99)?);
    let shortest = ShortestQueue::new(rate, mean, 2, 1)?;
    say("shortest queue", &shortest.mean_sojourn());
    let feedback = Feedback::new(rate / 4.0, &[mean, mean * 0.5])?;
    say("feedback", &feedback.waits());
    let node = |external, next: [f64; 2]| Node {
        external,
        service: mean * 0.1,
        servers: 1,
        next: next.to_vec(),
    };
    let jackson = Jackson::new(&[node(rate, [0.0, 1.0]), node(Rate::ZERO, [0.1, 0.0])])?;
    say("Jackson", &jackson.mean_response());
    let demand = |seconds_each, servers| Demand {
        demand: seconds(seconds_each),
        servers,
    };
    let closed = Closed::new(seconds(4.0), &[demand(0.5, 1), demand(0.8, 2)])?;
    say("MVA", &closed.exact(20)?.response);
    say("Schweitzer", &closed.approximate(200)?.response);
    let expiring = Che::new(Policy::Ttl, &Popularity::zipf(0.8), 1e6, 1e6, Some(1e5))?;
    say("TTL", &expiring.hit_ratio());
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
    let (near, far) = (
        Cache::lru().memory(mib(64.0)),
        Cache::sieve().memory(gib(1.0)),
    );
    let effort = caches::Effort::draft();
    let row = near.simulated_hit_ratios_before(&far, 1e6, kib(64.0), &popularity, &effort)?;
    say("caches in a row", &row);
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
    plans()?;
    let storm = RetryStorm::new(&clients, 10, ms(100.0), None)?;
    say("storm", &storm.states(per_second(70.0))?);
    Ok(())
}

/// What is searched for, what is drawn on a ring, and a database by itself.
fn plans() -> Result<(), Error> {
    let machine = || {
        let disk = Disk::new("SSD", us(100.0), gib(100.0)).writes(us(300.0));
        let machine = Machine::named("medium").cores(2).memory(gib(16.0));
        machine.disk(disk).monthly(usd(50.0), "example")
    };
    let work = Work::per_request()
        .web_cpu(ms(8.0))
        .web_reads(0.2)
        .queries(3)
        .query_cpu(ms(1.5))
        .pages_per_query(2.0)
        .data_per_user(kib(40.0))
        .workers(64)
        .worker_memory(mib(40.0))
        .reserved_memory(mib(512.0));
    let traffic = Traffic::daily_users(5e5)
        .requests_each(20.0)
        .peak_to_mean(1.85);
    let price = Line::new("balancer", 1.0, "month", usd(16.0), "example");
    let options = Options {
        databases: vec![Database::on(machine())],
        balancer: Some(Balancer::round_robin().hop(us(250.0)).charge(price)),
        most: 20,
        replicas: 3,
        ..Options::of(vec![machine()], us(250.0))
    };
    let goal = Goal {
        p99: ms(200.0),
        headroom: 0.2,
        availability: None,
    };
    say("plan", &plan(&traffic, &work, goal, &options)?.monthly);
    let ring = Ring::new(7, 50, 100_000)?;
    say("ring", &[ring.hottest(), ring.variation()]);
    let queries = Queries {
        reads: per_second(1000.0),
        writes: per_second(200.0),
        cpu: ms(1.5),
        pages: 2.0,
        data: gib(8.0),
        reserved: gib(1.0),
        hop: us(250.0),
    };
    let study = Database::on(machine()).replicas(2).study(&queries)?;
    say("lag", &study.lag()?.percentile(0.99)?);
    Ok(())
}
