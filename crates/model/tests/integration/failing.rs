//! A system whose machines fail, and clients who do not wait for ever.

use crate::stages::{large, machine, medium, small, traffic, work};
use model::components::database::Database;
use model::components::{Outage, RetryStorm};
use model::prelude::*;
use model::system::{Goal, Options, plan};

const UP: Time = seconds(200.0);
const REPAIR: Time = seconds(20.0);

fn quick() -> Work {
    work().writes(0.0).task(0.0, ms(1.0)).page_size(bytes(0.0))
}

fn balancer() -> Balancer {
    Balancer::random()
        .on(small(), 2)
        .forwarding(us(50.0))
        .hop(us(250.0))
}

fn web() -> Fleet {
    Fleet::of(5, medium()).failures(UP, REPAIR)
}

/// Web machines and balancers fail in the simulated network as often as the components' own formula says.
#[test]
fn failures_reach_both_witnesses() {
    let checks = balancer().health_checks(seconds(4.0), 2);
    // Those who never learn of a failure, those who do, and balancers that fail themselves: alone, and with a stand-by that
    // takes over at once.
    let alone = Balancer::random()
        .on(small(), 1)
        .forwarding(us(50.0))
        .hop(us(250.0));
    let cases = [
        (balancer(), None),
        (checks, Some(seconds(6.0))),
        (alone.failures(UP, REPAIR), None),
        (balancer().failures(UP, REPAIR), None),
    ];
    for (balancer, detection) in cases {
        let own = balancer.uptime().map_or(0.0, |uptime| {
            let count = balancer.machine().map_or(1, |(_, count)| count);
            uptime.availability().unavailable().powi(count as i32)
        });
        let system =
            System::apart(web(), Database::on(large()), us(250.0), quick()).balancer(balancer);
        let at = traffic(2e4);
        let trials = Trials {
            customers: 60_000,
            ..Trials::default()
        };
        let (closed, simulated) = (
            system.predict(&at).unwrap(),
            system.simulate(&at, &trials).unwrap(),
        );
        let (closed, simulated) = (closed.steady().unwrap(), simulated.steady().unwrap());
        let uptime = Uptime {
            up: UP,
            repair: REPAIR,
        };
        let web = Outage::of(5, uptime, detection)
            .unwrap()
            .failing(closed.response.mean.value)
            .unwrap();
        assert!((closed.failed - (1.0 - (1.0 - web) * (1.0 - own))).abs() < 1e-12);
        // Some 600 failures of a machine, each of which costs many requests.
        assert!(
            (closed.failed / simulated.failed - 1.0).abs() < 0.15,
            "{} {}",
            closed.failed,
            simulated.failed
        );
    }
}

/// The whole is a row of its groups, each by its component's own answer.
#[test]
fn a_system_is_as_available_as_its_groups_in_a_row() {
    let database = Database::on(large())
        .replicas(2)
        .failures(UP, REPAIR)
        .failover(seconds(1.0), seconds(2.0));
    let cache = Cache::lru()
        .on(medium(), 1)
        .reserved(gib(1.0))
        .lookup(us(100.0));
    let all = System::apart(web(), database, us(250.0), work())
        .balancer(balancer().failures(UP, REPAIR))
        .cache(cache.clone().failures(UP, REPAIR));
    let available = |system: &System, users| {
        system
            .predict(&traffic(users))
            .unwrap()
            .steady()
            .unwrap()
            .availability
    };
    let machine = web().machine_availability().unwrap();
    // A replica that answers and one that is the source; or both replicas, and the source away for less than a failover of 3 s.
    let away = REPAIR.seconds() * -f64::exp_m1(-3.0 / REPAIR.seconds());
    let gap = away / (UP.seconds() + away) * machine.at_least(2, 2).unwrap().share();
    let few = machine.at_least(2, 3).unwrap().unavailable();
    let stored = Availability::of(1.0 - few - gap).unwrap();
    let row = |needed| {
        web()
            .availability(needed)
            .unwrap()
            .and(machine.at_least(1, 2).unwrap())
            .and(machine)
            .and(stored)
    };
    // One web machine of five carries this load, but not twenty times as much.
    assert!((available(&all, 1e4).unwrap() - row(1).share()).abs() < 1e-12);
    let busy = all.predict(&traffic(4e5)).unwrap();
    let cores = busy
        .steady()
        .unwrap()
        .station(Component::WebServer, Resource::Cores)
        .unwrap()
        .utilisation;
    let needed = (cores * 5.0).floor() as u32 + 1;
    assert!(needed > 1);
    assert!((available(&all, 4e5).unwrap() - row(needed).share()).abs() < 1e-12);
    // Nothing fails: nothing to say.
    let never = System::apart(
        (medium(), 5),
        Database::on(large()).replicas(2),
        us(250.0),
        work(),
    )
    .cache(cache);
    assert_eq!(available(&never, 1e4), None);
    assert!(available(&all, 1e4) > available(&all, 4e5));
    let missing = System::apart(
        (medium(), 5),
        Database::on(large()).replicas(2).failures(UP, REPAIR),
        us(250.0),
        work(),
    );
    assert_eq!(
        missing.predict(&traffic(1e4)).unwrap_err().parameter(),
        "failover"
    );
}

/// The search judges by the number that the report shows.
#[test]
fn the_search_and_the_report_mean_the_same_availability() {
    let options = Options {
        databases: [medium(), machine("big", 8, 16.0), small()]
            .map(Database::on)
            .into(),
        balancer: Some(balancer()),
        most: 6,
        replicas: 2,
        uptime: Some(Uptime {
            up: seconds(2.6e6),
            repair: seconds(7_200.0),
        }),
        failover: Some(seconds(30.0)),
        ..Options::of(vec![medium(), machine("big", 8, 16.0), small()], us(250.0))
    };
    let goal = Goal {
        p99: ms(200.0),
        headroom: 0.0,
        availability: Some(0.9999),
    };
    let at = traffic(1e5);
    let found = plan(&at, &work(), goal, &options).unwrap();
    let report = found.system.as_ref().unwrap().predict(&at).unwrap();
    assert_eq!(report.steady().unwrap().availability, found.availability);
    assert!(found.availability.unwrap() >= 0.9999);
}

/// Who gives up: in closed form the tail of the response, in the simulation counted.
#[test]
fn the_closed_form_says_how_many_give_up() {
    let system = System::apart((medium(), 2), Database::on(large()), us(250.0), quick());
    let at = traffic(system.saturation(&traffic(1.0)).unwrap().users * 0.8);
    for timeout in [ms(30.0), ms(60.0), ms(100.0)] {
        let system = system.clone().client(Clients::timeout(timeout));
        let trials = Trials {
            customers: 20_000,
            ..Trials::default()
        };
        let (closed, simulated) = (
            system.predict(&at).unwrap(),
            system.simulate(&at, &trials).unwrap(),
        );
        let late = |p: &Prediction| p.steady().unwrap().clients.unwrap();
        let (c, s) = (late(&closed), late(&simulated));
        assert_eq!(
            (c.timeout, c.collapses_from, c.good_until),
            (timeout, None, None)
        );
        assert!(
            (c.late - s.late).abs() < 0.02 + 0.1 * s.late,
            "{timeout}: {} {}",
            c.late,
            s.late
        );
    }
}

/// A system that is little more than one queue collapses where the formula for one queue says.
#[test]
fn retries_that_can_keep_it_down_are_named() {
    let work = quick()
        .queries(0)
        .web_reads(0.0)
        .web_cpu(ms(20.0))
        .workers(1000)
        .worker_memory(mib(1.0));
    let system = System::apart((medium(), 3), Database::on(large()), us(250.0), work);
    let clients = Clients::timeout(seconds(1.0))
        .retries(3)
        .backoff(seconds(1.0))
        .jitter(1.0);
    let storm = RetryStorm::new(&clients, 2, ms(20.0), None).unwrap();
    let report = |users| {
        let prediction = system
            .clone()
            .client(clients)
            .predict(&traffic(users))
            .unwrap();
        prediction.steady().unwrap().clone()
    };
    let full = system.saturation(&traffic(1.0)).unwrap().users;
    let (calm, busy) = (report(0.2 * full), report(0.7 * full));
    let found = busy.clients.unwrap();
    for (found, one) in [
        (
            found.collapses_from.unwrap(),
            storm.collapses_from().unwrap(),
        ),
        (found.good_until.unwrap(), storm.good_until()),
    ] {
        assert!((found / (one * 3.0) - 1.0).abs() < 1e-3, "{found} {one}");
    }
    assert!(
        busy.explain().contains("a burst may tip it"),
        "{}",
        busy.explain()
    );
    assert!(!calm.explain().contains("burst"), "{}", calm.explain());
    let polite = system
        .client(clients.without_retries())
        .predict(&traffic(0.7 * full))
        .unwrap();
    assert_eq!(polite.steady().unwrap().clients.unwrap().good_until, None);
}
