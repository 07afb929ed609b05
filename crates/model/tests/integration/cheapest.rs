//! The search for the cheapest system that meets a target.

use crate::stages::{large, medium, small, traffic, work};
use model::components::database::Database;
use model::prelude::*;
use model::system::{Goal, Options, plan};

/// The same systems, every one of a small space: none that is cheaper meets the target.
#[test]
fn no_cheaper_system_of_the_searched_space_meets_the_target() {
    let options = Options {
        machines: vec![small(), medium(), large()],
        hop: us(250.0),
        balancer: Some(Balancer::random().hop(us(250.0))),
        cache: None,
        most: 6,
        replicas: 2,
        uptime: None,
        failover: None,
    };
    for (users, p99) in [(1e5, 100.0), (4e5, 80.0), (6e5, 60.0)] {
        let goal = Goal {
            p99: ms(p99),
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
            all.push(balanced(
                System::together(web.clone(), count, work.clone()),
                count,
            ));
            for store in &options.machines {
                for replicas in 0..=options.replicas {
                    let database = Database::on(store.clone()).replicas(replicas);
                    let system =
                        System::apart((web.clone(), count), database, options.hop, work.clone());
                    all.push(balanced(system, count));
                }
            }
        }
    }
    all
}

/// Spare machines cost money; the search buys them only if the availability asks for it.
#[test]
fn availability_buys_spare_machines() {
    let day = 86_400.0;
    let options = Options {
        machines: vec![medium()],
        hop: us(250.0),
        balancer: Some(Balancer::random().hop(us(250.0))),
        cache: None,
        most: 10,
        replicas: 2,
        uptime: Some(Uptime {
            up: seconds(30.0 * day),
            repair: seconds(7_200.0),
        }),
        failover: Some(seconds(30.0)),
    };
    let planned = |availability| {
        let goal = Goal {
            p99: ms(200.0),
            availability,
        };
        plan(&traffic(1e5), &work(), goal, &options).unwrap()
    };
    let (loose, strict) = (planned(None), planned(Some(0.9999)));
    assert!(strict.monthly > loose.monthly);
    assert!(strict.availability.unwrap() >= 0.9999);
    let lonely = Options { most: 1, ..options };
    let goal = Goal {
        p99: ms(200.0),
        availability: Some(0.9999),
    };
    let none = plan(&traffic(1e5), &work(), goal, &lonely).unwrap();
    assert_eq!(none.system, None, "{none}");
}
