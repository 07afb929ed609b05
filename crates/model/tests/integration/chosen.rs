//! Stages that the search takes or leaves: a CDN, a queue and its workers, with what is sent on the bill.

use crate::cheapest::managed;
use crate::complete::{cdn, traffic as at};
use crate::stages::{large, medium, small, traffic, work};
use model::prelude::*;

use model::workload::Popularity;

const GOAL: Goal = Goal {
    p99: ms(120.0),
    headroom: 0.0,
    availability: None,
};

/// Egress at so much a GB from the web machines, and from the edges.
fn tariff(origin: f64, edge: f64) -> Tariff {
    let list = format!(
        "# prices for an example\n\
         book,role,item,unit,from,to,usd,region,as_of,source\n\
         host,egress,traffic out,GB,0,100,0,here,-,example\n\
         host,egress,traffic out,GB,100,-,{origin},here,-,example\n\
         host,CDN egress,traffic of the edges,GB,0,-,{edge},-,-,example\n\
         host,CDN requests,requests of the edges,10k requests,0,-,0.001,-,-,example\n"
    );
    Tariff {
        prices: PriceBook::parse(&list).unwrap(),
        region: "here".into(),
    }
}

/// Pages with pictures, and slow work in one request of ten.
fn album() -> Work {
    work().assets(10.0, kib(30.0), 1e5, Popularity::zipf(0.8))
}

fn queue() -> Queue {
    Queue::on(small())
        .handing_over(us(200.0))
        .hop(us(250.0))
        .workers(Fleet::of(1, small()))
}

fn options(tariff: Tariff) -> Options {
    Options {
        databases: vec![Database::on(medium()), Database::on(large())],
        balancer: Some(managed()),
        cdn: Stage::Perhaps(cdn()),
        queue: Stage::Perhaps(queue()),
        workers: 6,
        most: 8,
        tariff: Some(tariff),
        ..Options::of(vec![small(), medium(), large()], us(250.0))
    }
}

/// Every system of the space, by brute force: with every number of workers.
fn all(options: &Options) -> Vec<System> {
    let mut all = Vec::new();
    let balancer = options.balancer.as_ref().unwrap();
    for web in &options.machines {
        all.push(System::together(web.clone(), 1, album()));
        for database in &options.databases {
            for count in 1..=options.most {
                let web = (web.clone(), count);
                let apart = System::apart(web, database.clone(), options.hop, album());
                all.push(match count {
                    1 => apart,
                    _ => apart.balancer(balancer.clone()),
                });
            }
        }
    }
    let queued = all.clone().into_iter().flat_map(|system| {
        let crews = 1..=options.workers;
        crews.map(move |n| system.clone().queue(queue().workers(Fleet::of(n, small()))))
    });
    all.extend(queued.collect::<Vec<_>>());
    let near: Vec<System> = all.iter().map(|system| system.clone().cdn(cdn())).collect();
    all.extend(near);
    all
}

/// None that is cheaper meets the target, what is sent included.
#[test]
fn no_system_with_or_without_a_stage_is_cheaper() {
    let (mut with_cdn, mut with_queue) = (0, 0);
    for (users, origin, edge, p99) in [
        (1e5, 0.09, 0.085, 120.0),
        (1e5, 0.09, 0.02, 60.0),
        (3e5, 0.01, 0.05, 60.0),
        (6e5, 0.09, 0.02, 120.0),
    ] {
        let goal = Goal {
            p99: ms(p99),
            ..GOAL
        };
        let options = options(tariff(origin, edge));
        let (at, tariff) = (at(users), options.tariff.clone().unwrap());
        let monthly = |system: &System| {
            let bill = system.bill_of(&at, &tariff.prices, "here").unwrap();
            assert_eq!(bill.unpriced, [], "{bill}");
            bill.monthly().usd()
        };
        let found = plan(&at, &album(), goal, &options).unwrap();
        let cheapest = all(&options)
            .iter()
            .filter(|system| {
                let p99 = system.predict(&at).unwrap().p99();
                p99.is_some_and(|p99| p99 <= goal.p99)
            })
            .map(monthly)
            .fold(f64::INFINITY, f64::min);
        let system = found.system.clone().unwrap();
        assert!(
            (found.monthly.usd() / cheapest - 1.0).abs() < 1e-9,
            "{cheapest}: {found}"
        );
        assert!((monthly(&system) / cheapest - 1.0).abs() < 1e-9, "{found}");
        assert!(found.p99.unwrap() <= goal.p99);
        let has = |component| {
            let parts = system.parts();
            parts.iter().any(|part| part.component == component)
        };
        with_cdn += u32::from(has(Component::Cdn));
        with_queue += u32::from(has(Component::Queue));
    }
    // Both are chosen here and not there: by what they cost and save.
    assert!((1..4).contains(&with_cdn), "{with_cdn}");
    assert!((1..4).contains(&with_queue), "{with_queue}");
}

/// As many workers as keep up, of the load with its headroom, and one fewer would not.
#[test]
fn the_fewest_workers_that_keep_up() {
    let options = Options {
        queue: Stage::With(queue()),
        cdn: Stage::Without,
        tariff: None,
        workers: 40,
        ..options(tariff(0.0, 0.0))
    };
    for headroom in [0.0, 0.5] {
        let goal = Goal { headroom, ..GOAL };
        let found = plan(&traffic(6e5), &work(), goal, &options).unwrap();
        let system = found.system.clone().unwrap();
        let crew = system.parts().into_iter().next_back().unwrap();
        // One request of ten brings 40 ms for one core.
        let tasks = traffic(6e5 * (1.0 + headroom)).peak_rate().per_second() * 0.1 * 0.040;
        assert_eq!(crew.component, Component::Worker);
        assert_eq!(crew.count, tasks as u32 + 1, "{found}");
        let step = format!("{} instead of {} machines", crew.count - 1, crew.count);
        let fewer = found.neighbours.iter().find(|n| n.step.starts_with(&step));
        assert!(fewer.unwrap().fails.starts_with("worker"), "{found}");
    }
    // Too few may be had: then that is what it fails on.
    let few = Options {
        workers: 1,
        ..options
    };
    let none = plan(&traffic(6e5), &work(), GOAL, &few).unwrap();
    let nearest = none.nearest.clone().unwrap();
    assert!(
        none.system.is_none() && nearest.fails.starts_with("worker"),
        "{none}"
    );
}

/// The number of workers grows along a journey; each leg is what a search for its users finds.
#[test]
fn a_journey_hires_workers() {
    let options = Options {
        queue: Stage::Perhaps(queue()),
        cdn: Stage::Without,
        tariff: None,
        ..options(tariff(0.0, 0.0))
    };
    let legs = journey(&traffic(1.0), 2e4..=1e6, &work(), GOAL, &options).unwrap();
    let crew = |leg: &Leg| {
        let parts = leg.system.parts();
        let crew = parts
            .iter()
            .find(|part| part.component == Component::Worker);
        crew.map_or(0, |part| part.count)
    };
    let (first, last) = (crew(&legs[0]), crew(legs.last().unwrap()));
    assert!(first < last, "{first} {last}");
    for leg in &legs {
        let users = leg.from * libm::pow(leg.to / leg.from, 0.6);
        let alone = plan(&traffic(users), &work(), GOAL, &options).unwrap();
        assert_eq!(alone.monthly, leg.monthly, "{users}: {alone}");
    }
}

/// What would make the search wrong is refused by name.
#[test]
fn prices_that_mislead_are_refused() {
    let refused = |options: &Options| {
        let error = plan(&at(1e5), &album(), GOAL, options).unwrap_err();
        error.to_string()
    };
    let unpriced = Tariff {
        prices: PriceBook::parse(
            "# prices for an example\n\
             book,role,item,unit,from,to,usd,region,as_of,source\n\
             host,egress,traffic out,GB,0,-,0.09,here,-,example\n",
        )
        .unwrap(),
        region: "here".into(),
    };
    let error = refused(&options(unpriced));
    assert!(error.contains("price of CDN"), "{error}");
    let error = refused(&Options {
        balancer: Some(Balancer::random().hop(us(250.0))),
        ..options(tariff(0.1, 0.1))
    });
    assert!(error.contains("price of load balancer"), "{error}");
    let error = refused(&Options {
        machines: vec![medium().monthly(usd(-1000.0), "a credit")],
        ..options(tariff(0.1, 0.1))
    });
    assert!(error.contains("price of machine medium"), "{error}");
    let legs = journey(
        &at(1.0),
        1e4..=1e5,
        &album(),
        GOAL,
        &options(tariff(0.1, 0.1)),
    );
    let error = legs.unwrap_err().to_string();
    assert!(error.contains("tariff of a journey"), "{error}");
}
