//! More of anything, in the simulation: what it may never make worse, where it stops helping, and where theory says that it
//! does harm. Both systems meet the same dice, so that the interval is that of the difference.

use crate::stages::{large, machine, medium, small, traffic, work};
use model::components::database::Database;
use model::prelude::*;

/// Twenty runs, so that a percentile has an interval worth the name.
fn trials() -> Trials {
    Trials {
        replications: 20,
        customers: 2_500,
        ..Trials::default()
    }
}

/// What it does to the response where the first system is this full.
fn change(before: &System, after: &System, load: f64) -> Response {
    let users = before.saturation(&traffic(1.0)).unwrap().users * load;
    before
        .difference(after, &traffic(users), &trials())
        .unwrap()
}

/// Neither mean nor 99th percentile is worse by more than twice the interval of the difference, idle or busy; and where it is
/// `felt`, the mean is better by more than the interval when it is busy.
fn helps(what: &str, before: &System, after: &System, felt: bool) {
    for load in [0.3, 0.85] {
        let change = change(before, after, load);
        for part in [change.mean, change.p99] {
            let worse = part.value - part.half_width.unwrap() * 2.0;
            assert!(worse <= ns(), "{what} at {load}: {part} worse");
        }
        let better = change.mean.value + change.mean.half_width.unwrap();
        assert!(
            !felt || load < 0.5 || better < Time::ZERO,
            "{what} at {load}: {} is not felt",
            change.mean
        );
    }
}

/// The clock of the simulation counts whole nanoseconds.
fn ns() -> Time {
    us(0.001)
}

/// The mean is worse by more than twice the interval of the difference.
fn harms(what: &str, before: &System, after: &System, load: f64) -> Estimate {
    let change = change(before, after, load).mean;
    let least = change.value - change.half_width.unwrap() * 2.0;
    assert!(least > Time::ZERO, "{what} at {load}: {change} is no harm");
    change
}

/// A few web machines and a database of one machine; everything is done at once.
fn apart(web: u32) -> System {
    let work = work().task(0.0, ms(1.0));
    System::apart((medium(), web), Database::on(large()), us(250.0), work)
}

fn balancers() -> [(&'static str, Balancer); 4] {
    [
        ("random", Balancer::random()),
        ("round robin", Balancer::round_robin()),
        ("two choices", Balancer::two_choices()),
        ("least connections", Balancer::least_connections()),
    ]
    .map(|(name, balancer)| (name, balancer.hop(us(250.0))))
}

#[test]
fn one_more_web_machine_helps_under_every_policy() {
    for (policy, balancer) in balancers() {
        let at = |machines| apart(machines).balancer(balancer.clone());
        helps(&format!("fifth machine, {policy}"), &at(4), &at(5), true);
    }
}

#[test]
fn many_more_web_machines_help_under_every_policy() {
    for (policy, balancer) in balancers() {
        let at = |machines| apart(machines).balancer(balancer.clone());
        helps(&format!("six for two, {policy}"), &at(2), &at(6), true);
    }
}

#[test]
fn larger_machines_help() {
    let web = |cores| {
        let work = work().task(0.0, ms(1.0));
        let web = machine("web", cores, 4.0);
        System::apart((web, 1), Database::on(large()), us(250.0), work)
    };
    helps("cores", &web(2), &web(3), true);
    let source = |cores, memory| {
        let work = work().task(0.0, ms(1.0)).data_per_user(kib(200.0));
        let source = Database::on(machine("source", cores, memory));
        System::apart((large(), 40), source, us(250.0), work)
    };
    helps(
        "cores of the database",
        &source(2, 8.0),
        &source(4, 8.0),
        true,
    );
    helps(
        "memory of the database",
        &source(4, 8.0),
        &source(4, 32.0),
        true,
    );
    let linked = |rate| {
        let work = work().task(0.0, ms(1.0)).page_size(kib(100.0));
        let web = medium().bandwidth(per_second(rate));
        System::apart((web, 4), Database::on(large()), us(250.0), work)
    };
    helps("bandwidth", &linked(1e7), &linked(3e7), true);
}

#[test]
fn what_takes_reads_off_the_database_helps() {
    let reading = |replicas| {
        let database = Database::on(medium()).replicas(replicas).appliers(16);
        let work = work()
            .task(0.0, ms(1.0))
            .writes(0.02)
            .data_per_user(bytes(10.0));
        System::apart((large(), 40), database, us(250.0), work)
    };
    helps("second replica", &reading(1), &reading(2), true);
    helps("fourth replica", &reading(3), &reading(4), true);
    let cached = |memory| {
        let cache = Cache::lru()
            .on(machine("cache", 2, memory), 1)
            .reserved(gib(1.0))
            .lookup(us(100.0));
        apart(40).cache(cache)
    };
    helps("memory of the cache", &cached(1.25), &cached(4.0), true);
}

#[test]
fn more_places_and_workers_help() {
    helps(
        "places of a pool",
        &apart(4).workers(6),
        &apart(4).workers(64),
        true,
    );
    // Tasks are none of the response, but they share nothing with it either.
    let working = |workers: u32| {
        let queue = Queue::on(small()).handing_over(us(200.0)).hop(us(250.0));
        apart(4)
            .with_work(work())
            .queue(queue.workers((medium(), workers)))
    };
    helps("workers behind a queue", &working(2), &working(4), false);
    for load in [0.3, 0.85] {
        let users = working(2).saturation(&traffic(1.0)).unwrap().users * load;
        let done = |system: &System| {
            let report = system.simulate(&traffic(users), &trials()).unwrap();
            report.steady().unwrap().tasks.unwrap().completion
        };
        let (few, many) = (done(&working(2)), done(&working(4)));
        for (few, many) in [(few.mean, many.mean), (few.p99, many.p99)] {
            let room = few.half_width.unwrap() + many.half_width.unwrap();
            assert!(many.value <= few.value + room, "{load}: {few} {many}");
        }
    }
}

/// Where nearly everything writes, a replica repeats all of it: one more is no faster and no less behind.
#[test]
fn replicas_do_not_help_writes() {
    let writing = |replicas, replication| {
        let database = Database::on(medium())
            .replicas(replicas)
            .appliers(16)
            .replication(replication);
        let work = work()
            .task(0.0, ms(1.0))
            .writes(1.0)
            .data_per_user(bytes(10.0));
        System::apart((large(), 40), database, us(250.0), work)
    };
    let free = |replicas| writing(replicas, Replication::Asynchronous);
    for load in [0.3, 0.85] {
        let change = change(&free(1), &free(4), load).mean;
        let room = change.half_width.unwrap().seconds() * 2.0 + 1e-9;
        assert!(change.value.seconds().abs() < room, "{change}");
        let users = free(1).saturation(&traffic(1.0)).unwrap().users * load;
        let lag = |replicas| {
            let report = free(replicas).simulate(&traffic(users), &trials()).unwrap();
            report.steady().unwrap().replication.unwrap().lag.mean
        };
        let (one, four) = (lag(1), lag(4));
        let room = (one.half_width.unwrap() + four.half_width.unwrap()).seconds();
        let off = (one.value - four.value).seconds().abs();
        assert!(off < room, "{load}: lag of {one} becomes {four}");
    }
    // Who waits for all of them waits for the slowest log: 3 writes a request, of 1/2 + 1/3 + 1/4 logs more.
    let careful = |acks| writing(acks, Replication::SemiSynchronous { acks });
    let slower = harms(
        "four acknowledgements for one",
        &careful(1),
        &careful(4),
        0.3,
    );
    let expected = us(300.0) * (3.0 * (1.0 / 2.0 + 1.0 / 3.0 + 1.0 / 4.0));
    let off = (slower.value - expected).seconds().abs();
    assert!(
        off < 2.0 * slower.half_width.unwrap().seconds() + 0.02 * expected.seconds(),
        "{slower} {expected}"
    );
}

/// As many cores in as many machines: each has a queue of its own, and some are idle while others wait.
#[test]
fn cores_in_more_machines_are_slower() {
    let web = |machines, cores| {
        let work = work().task(0.0, ms(1.0)).workers(256);
        let web = machine("web", cores, 16.0);
        let balancer = Balancer::random().hop(us(250.0));
        System::apart((web, machines), Database::on(large()), us(250.0), work).balancer(balancer)
    };
    for load in [0.5, 0.8] {
        harms(
            "four of two cores for one of eight",
            &web(1, 8),
            &web(4, 2),
            load,
        );
        harms(
            "eight of one core for four of two",
            &web(4, 2),
            &web(8, 1),
            load,
        );
    }
}

/// A longer queue refuses fewer, and all who are let in wait longer.
#[test]
fn a_longer_queue_is_slower() {
    let room = |places| {
        let web = Fleet::of(2, medium()).accept_queue(places);
        let work = work().task(0.0, ms(1.0)).workers(4);
        System::apart(web, Database::on(large()), us(250.0), work)
    };
    harms("room for twenty instead of two", &room(2), &room(20), 0.9);
}

/// Machines of which one gets most of the requests: one more that gets hardly any is no help, one that gets as much is.
#[test]
fn turns_only_help_where_they_are_taken() {
    let weighted = |weights: &[f64]| {
        apart(weights.len() as u32).balancer(Balancer::weighted(weights).hop(us(250.0)))
    };
    let before = weighted(&[3.0, 1.0]);
    helps(
        "third machine for every fourth",
        &before,
        &weighted(&[3.0, 1.0, 3.0]),
        true,
    );
    helps("as much for each", &before, &weighted(&[1.0, 1.0]), true);
    harms("most for one", &weighted(&[1.0, 1.0]), &before, 0.6);
}
