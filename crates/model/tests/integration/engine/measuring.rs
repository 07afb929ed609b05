//! How runs are repeated and measured: threads, precision, warm-up, differences, refusals.

use super::{agrees, choosing, one, varied};
use model::network::{Arrivals, Choice, Network, Service, Station, Step, Visits};
use model::prelude::*;
use model::queueing::{MM1, MMc};
use model::simulation::{Measure, Precision};

#[test]
fn as_many_threads_as_you_like_the_same_bytes() {
    let network = choosing(4, Choice::LeastConnections);
    let trials = Trials {
        customers: 2_000,
        ..Trials::default()
    };
    let one = trials.run_on(&network, 1).unwrap();
    for threads in [2, 3, 16] {
        assert_eq!(one, trials.run_on(&network, threads).unwrap());
    }
    // And the same error.
    let over = Network::single(per_second(1e9), ms(10.0), 1);
    let long = Trials {
        customers: 2_000_000,
        replications: 3,
        ..Trials::default()
    };
    let error = long.run_on(&over, 1).unwrap_err();
    assert_eq!(error.parameter(), "requests in the system");
    assert_eq!(error, long.run_on(&over, 2).unwrap_err());
}

#[test]
fn replications_are_added_until_it_is_enough_or_too_many() {
    let network = Network::single(per_second(90.0), ms(10.0), 1);
    let precise = Trials::draft()
        .until(&network, &Precision::of_p99(0.03))
        .unwrap();
    let p99 = precise.summary.response.p99;
    assert!(
        precise.reached && p99.half_width.unwrap() <= p99.value * 0.03,
        "{p99}"
    );
    assert_eq!(
        precise.summary.customers,
        u64::from(precise.replications) * 2_000
    );
    let few = Precision {
        measure: Measure::Mean,
        relative: 1e-3,
        at_most: 20,
    };
    let precise = Trials::draft().until(&network, &few).unwrap();
    assert!(!precise.reached && precise.replications == 20);
}

/// Without a warm-up the mean of M/M/1 at 95% is too low from an empty start; the detected warm-up mends it.
#[test]
fn a_warm_up_is_found() {
    let network = Network::single(per_second(95.0), ms(10.0), 1);
    let exact = MM1::new(per_second(95.0), ms(10.0)).unwrap().mean_sojourn();
    let cold = Trials {
        replications: 200,
        customers: 2_000,
        warm_up: 0,
        ..Trials::default()
    };
    assert!(cold.run(&network).unwrap().response.mean.high() < exact);
    let idle = cold
        .with_detected_warm_up(&Network::single(per_second(1.0), ms(10.0), 1))
        .unwrap();
    let long = Trials {
        customers: 20_000,
        ..cold
    };
    let warm = Trials {
        customers: 2_000,
        ..long.with_detected_warm_up(&network).unwrap()
    };
    assert!(
        warm.warm_up > idle.warm_up,
        "{} {}",
        warm.warm_up,
        idle.warm_up
    );
    assert!(warm.run(&network).unwrap().response.mean.high() > exact);
}

#[test]
fn a_difference_is_known_better_than_both() {
    let network = |servers| one(80.0, Station::fcfs(servers), Service::exponential(ms(9.0)));
    let change = Trials::default()
        .difference(&network(1), &network(2))
        .unwrap();
    let exact = |servers| {
        MMc::new(per_second(80.0), ms(9.0), servers)
            .unwrap()
            .mean_sojourn()
    };
    agrees("before", exact(1), change.before.response.mean);
    let off = (change.mean.value - (exact(2) - exact(1))).seconds().abs();
    assert!(
        off <= 2.0 * change.mean.half_width.unwrap().seconds(),
        "{}",
        change.mean
    );
    let slightly = Trials::default().difference(&network(2), &{
        let mut faster = network(2);
        faster.routes[0] = vec![Step::visit(0, 0, Service::exponential(ms(8.9)))];
        faster
    });
    let slightly = slightly.unwrap();
    assert!(slightly.mean.high() < Time::ZERO, "{}", slightly.mean);
    let (paired, alone) = (
        slightly.mean.half_width.unwrap(),
        slightly.before.response.mean.half_width.unwrap(),
    );
    assert!(paired < alone * 0.2, "{paired} {alone}");
}

/// Repeated steps are the same steps written several times, to the byte.
#[test]
fn repeated_steps_are_unrolled() {
    let steps = vec![
        Step::visit(0, 0, Service::exponential(ms(1.0))),
        Step::Delay(Service::exponential(ms(2.0))),
    ];
    let run = |route| {
        let mut network = one(100.0, Station::fcfs(1), Service::exponential(ms(1.0)));
        network.routes = vec![route];
        Trials::draft().run(&network).unwrap()
    };
    let unrolled = run(vec![steps.clone(); 3].concat());
    assert_eq!(run(vec![Step::Repeat { times: 3, steps }]), unrolled);
}

#[test]
fn what_cannot_be_simulated_is_named() {
    let good = one(10.0, Station::fcfs(1), Service::exponential(ms(1.0))).groups[0]
        .clone()
        .pool(1, None);
    let take = Step::Take { group: 0, pool: 0 };
    let give = Step::Give { group: 0, pool: 0 };
    let visit = |station| Step::visit(0, station, Service::exponential(ms(1.0)));
    let either = |then, otherwise| Step::Either {
        chance: 0.5,
        then,
        otherwise,
    };
    let several = |times, step| Step::Repeat {
        times,
        steps: vec![step],
    };
    let rows: Vec<(&str, Vec<Vec<Step>>)> = vec![
        ("steps of all routes", vec![vec![]]),
        ("routes", vec![]),
        ("group", vec![vec![Step::Choose { group: 1 }]]),
        ("station", vec![vec![visit(1)]]),
        ("pools that are held", vec![vec![take.clone()]]),
        ("pool", vec![vec![give.clone()]]),
        ("pool", vec![vec![take.clone(), take.clone()]]),
        (
            "pool",
            vec![vec![either(vec![take.clone()], vec![]), give.clone()]],
        ),
        ("pool", vec![vec![several(2, take.clone()), give.clone()]]),
        ("repetitions", vec![vec![visit(0), several(0, visit(0))]]),
        ("steps of all routes", vec![vec![several(10_001, visit(0))]]),
        ("group", vec![vec![take, Step::Choose { group: 0 }, give]]),
        (
            "route",
            vec![vec![Step::Spawn {
                route: 0,
                each: None,
            }]],
        ),
        (
            "chance of a way",
            vec![vec![Step::Either {
                chance: f64::NAN,
                then: vec![],
                otherwise: vec![],
            }]],
        ),
        (
            "squared coefficient of variation",
            vec![vec![Step::Delay(varied(ms(1.0), -1.0))]],
        ),
        (
            "chance of a visit",
            vec![vec![Step::Visit {
                group: 0,
                station: 0,
                service: varied(ms(1.0), 1.0),
                visits: Visits::of(1.0, 2.0),
            }]],
        ),
    ];
    for (parameter, routes) in rows {
        let network = Network {
            arrivals: Arrivals::Poisson(per_second(10.0)),
            groups: vec![good.clone()],
            routes,
            client: None,
        };
        let error = Trials::draft().run(&network).unwrap_err();
        assert_eq!(error.parameter(), parameter, "{error}");
    }
}
