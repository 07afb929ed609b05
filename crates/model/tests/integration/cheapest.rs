//! The search for the cheapest system that meets a target.

use crate::stages::{large, medium, small, traffic, work};
use model::components::database::Database;
use model::prelude::*;
use model::system::{Goal, Options, journey, plan};

/// A balancer that the host runs, for so much a month.
pub(crate) fn managed() -> Balancer {
    let price = Line::new("balancer", 1.0, "month", usd(16.0), "example");
    Balancer::random().hop(us(250.0)).charge(price)
}

/// The same systems, every one of a small space: none that is cheaper meets the target.
#[test]
fn no_cheaper_system_of_the_searched_space_meets_the_target() {
    let options = Options {
        databases: [small(), medium(), large()].map(Database::on).into(),
        balancer: Some(managed()),
        caches: vec![
            Cache::lru()
                .on(medium(), 1)
                .reserved(gib(1.0))
                .lookup(us(100.0)),
        ],
        most: 6,
        replicas: 2,
        ..Options::of(vec![small(), medium(), large()], us(250.0))
    };
    for (users, p99) in [(1e5, 100.0), (4e5, 80.0), (6e5, 60.0)] {
        let goal = Goal {
            p99: ms(p99),
            headroom: 0.0,
            availability: None,
        };
        let work = work()
            .writes(0.05)
            .worker_memory(mib(8.0))
            .task(0.0, ms(1.0));
        let found = plan(&traffic(users), &work, goal, &options).unwrap();
        let cheapest = all(&options, &work)
            .into_iter()
            .filter(|s| {
                s.predict(&traffic(users))
                    .unwrap()
                    .p99()
                    .is_some_and(|t| t <= goal.p99)
            })
            .map(|s| s.bill().monthly().usd())
            .fold(f64::INFINITY, f64::min);
        assert_eq!(found.monthly.usd(), cheapest, "{found}");
        assert!(found.p99.unwrap() <= goal.p99);
        assert!(found.neighbours.iter().all(|n| n.monthly < found.monthly));
        assert_eq!(found, plan(&traffic(users), &work, goal, &options).unwrap());
    }
}

/// Every system of the space, by brute force.
fn all(options: &Options, work: &Work) -> Vec<System> {
    let mut all = Vec::new();
    let balanced = |system: System, count: u32| match &options.balancer {
        Some(balancer) if count > 1 => system.balancer(balancer.clone()),
        _ => system,
    };
    for web in &options.machines {
        for count in 1..=options.most {
            // What is written to one of several shared machines is missing on the others.
            if count == 1 || work.write_share() == 0.0 {
                let together = System::together(web.clone(), count, work.clone());
                all.push(balanced(together, count));
            }
            for store in &options.databases {
                for replicas in 0..=options.replicas {
                    let database = store.clone().replicas(replicas);
                    let system =
                        System::apart((web.clone(), count), database, options.hop, work.clone());
                    all.push(balanced(system, count));
                }
            }
        }
    }
    let cached = all.clone().into_iter();
    let cached = cached.flat_map(|system: System| {
        let caches = options.caches.iter();
        caches.map(move |cache| system.clone().cache(cache.clone()))
    });
    all.extend(cached.collect::<Vec<_>>());
    all
}

/// Spare machines cost money; the search buys them only if the availability asks for it.
#[test]
fn availability_buys_spare_machines() {
    let day = 86_400.0;
    let options = Options {
        databases: vec![Database::on(medium())],
        balancer: Some(managed()),
        most: 10,
        replicas: 2,
        uptime: Some(Uptime {
            up: seconds(30.0 * day),
            repair: seconds(7_200.0),
        }),
        failover: Some(seconds(30.0)),
        ..Options::of(vec![medium()], us(250.0))
    };
    let planned = |availability| {
        let goal = Goal {
            p99: ms(200.0),
            headroom: 0.0,
            availability,
        };
        plan(&traffic(1e5), &work(), goal, &options).unwrap()
    };
    let (loose, strict) = (planned(None), planned(Some(0.9999)));
    assert!(strict.monthly > loose.monthly);
    assert!(strict.availability.unwrap() >= 0.9999);
    let goal = Goal {
        p99: ms(200.0),
        headroom: 0.0,
        availability: Some(0.9999),
    };
    // A database that says itself how long its failover takes is believed: this one is slower than any repair.
    let slow = Options {
        databases: vec![Database::on(medium()).failover(seconds(30.0 * day), Time::ZERO)],
        ..options.clone()
    };
    let none = plan(&traffic(1e5), &work(), goal, &slow).unwrap();
    assert_eq!(none.system, None, "{none}");
    let lonely = Options { most: 1, ..options };
    let none = plan(&traffic(1e5), &work(), goal, &lonely).unwrap();
    assert_eq!(none.system, None, "{none}");
}

/// Machines that each keep a copy of their own may be several only where nothing is written.
#[test]
fn shared_machines_are_several_only_where_nothing_is_written() {
    let options = Options {
        balancer: Some(managed()),
        most: 10,
        ..Options::of(vec![medium()], us(250.0))
    };
    let goal = Goal {
        p99: ms(200.0),
        headroom: 0.0,
        availability: None,
    };
    let one = System::together(medium(), 1, work().writes(0.0));
    let users = 2.0 * one.largest_load(&traffic(1.0), goal.p99).unwrap().users;
    let found = |share| plan(&traffic(users), &work().writes(share), goal, &options).unwrap();
    assert!(found(0.0).system.is_some_and(|system| system != one));
    assert_eq!(found(0.05).system, None);
}

/// A journey says what a search at each single size says, and its legs end where their systems fail.
#[test]
fn a_journey_is_its_sizes_one_by_one() {
    let options = Options {
        databases: vec![Database::on(medium()), Database::on(large())],
        balancer: Some(managed()),
        most: 8,
        replicas: 3,
        ..Options::of(vec![small(), medium(), large()], us(250.0))
    };
    let goal = Goal {
        p99: ms(80.0),
        headroom: 0.0,
        availability: None,
    };
    let work = work()
        .writes(0.05)
        .worker_memory(mib(8.0))
        .task(0.0, ms(1.0));
    let legs = journey(&traffic(1.0), 1e4..=1e9, &work, goal, &options).unwrap();
    assert!(legs.len() > 5, "{}", legs.len());
    assert_eq!(legs[0].from, 1e4);
    for leg in &legs {
        assert!(leg.from < leg.to);
        for share in [0.1, 0.5, 0.9] {
            let users = leg.from * libm::pow(leg.to / leg.from, share);
            let alone = plan(&traffic(users), &work, goal, &options).unwrap();
            // Beside the boundary a shorter leg may have been left out.
            let near = users < leg.from * 1.005;
            assert!(near || alone.monthly == leg.monthly, "{users}: {alone}");
        }
        let reach = leg
            .system
            .largest_load(&traffic(1.0), goal.p99)
            .unwrap()
            .users;
        assert!((reach / leg.to - 1.0).abs() < 1e-3, "{reach} {}", leg.to);
    }
    let last = legs.last().unwrap().to;
    let beyond = plan(&traffic(last * 1.01), &work, goal, &options).unwrap();
    assert_eq!(beyond.system, None);
}

/// With headroom the search finds what it would find for that many more users.
#[test]
fn headroom_is_the_plan_for_more_users() {
    let options = Options {
        databases: vec![Database::on(medium()), Database::on(large())],
        most: 8,
        replicas: 2,
        ..Options::of(vec![small(), medium(), large()], us(250.0))
    };
    let work = work()
        .writes(0.05)
        .worker_memory(mib(8.0))
        .task(0.0, ms(1.0));
    let planned = |users, headroom| {
        let goal = Goal {
            p99: ms(80.0),
            headroom,
            availability: None,
        };
        plan(&traffic(users), &work, goal, &options).unwrap()
    };
    let (careful, later) = (planned(3e5, 0.5), planned(4.5e5, 0.0));
    assert_eq!(careful.system, later.system);
    assert!(careful.monthly > planned(3e5, 0.0).monthly);
    // What it says is what happens at the users that are expected.
    assert!(careful.p99.unwrap() < later.p99.unwrap());
}

/// A balancer far away makes several machines slower than one without it: then one it is.
#[test]
fn one_machine_may_do_what_several_do_not() {
    let far = || managed().hop(ms(50.0));
    let options = Options {
        databases: vec![Database::on(large())],
        balancer: Some(far()),
        most: 8,
        ..Options::of(vec![medium()], us(250.0))
    };
    let goal = Goal {
        p99: ms(150.0),
        headroom: 0.0,
        availability: None,
    };
    let one = System::apart(medium(), Database::on(large()), us(250.0), work());
    let p99 = |system: &System| system.predict(&traffic(1e4)).unwrap().p99().unwrap();
    let many = one
        .clone()
        .web_machines(8)
        .balancer(managed().hop(ms(50.0)));
    assert!(
        p99(&one) <= goal.p99 && p99(&many) > goal.p99,
        "{} {}",
        p99(&one),
        p99(&many)
    );
    let found = plan(&traffic(1e4), &work(), goal, &options).unwrap();
    let parts = found.system.as_ref().map(System::parts).unwrap_or_default();
    let machines = parts.iter().map(|part| part.count).sum::<u32>();
    assert!((2..=3).contains(&machines), "{found}");
}

/// Where nothing does, it says what comes nearest and why that does not.
#[test]
fn where_nothing_meets_the_target_the_nearest_is_named() {
    let options = Options {
        databases: vec![Database::on(large())],
        most: 4,
        ..Options::of(vec![small(), large()], us(250.0))
    };
    let planned = |p99: Time| {
        let goal = Goal {
            p99,
            headroom: 0.0,
            availability: None,
        };
        plan(&traffic(3e5), &work(), goal, &options).unwrap()
    };
    let late = planned(ms(1.0));
    let nearest = late.nearest.clone().unwrap();
    assert!(
        late.system.is_none() && nearest.step.contains("large"),
        "{late}"
    );
    assert!(
        nearest.fails.starts_with("p99 ") && late.to_string().contains("nearest"),
        "{late}"
    );
    assert_eq!(planned(seconds(10.0)).nearest, None);
}
