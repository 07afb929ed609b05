//! What a balancer's policy does to a whole system: closed form and simulation.

use crate::judged::judge;
use crate::stages::{machine, small, stages, traffic, work};
use model::components::Ring;
use model::components::database::Database;
use model::prelude::*;

fn system(machines: u32, balancer: Balancer) -> System {
    let (_, many) = stages().swap_remove(2);
    let balancer = balancer.on(small(), 2).forwarding(us(50.0)).hop(us(250.0));
    many.web_machines(machines).balancer(balancer)
}

/// A database that never is what limits, so that the web machines are.
fn roomy(machines: u32, balancer: Balancer) -> System {
    let database = Database::on(machine("huge", 64, 64.0));
    let work = work().data_per_user(bytes(10.0));
    system(machines, balancer)
        .database(database)
        .with_work(work)
}

fn mean(system: &System, users: f64) -> f64 {
    let prediction = system.predict(&traffic(users)).unwrap();
    prediction.steady().unwrap().response.mean.value.seconds()
}

/// The bounds are those that the documentation of `model::system` promises for mean, p50, p95 and p99.
fn judged(name: &str, balancer: Balancer) {
    judge(name, &system(4, balancer), [0.02, 0.08, 0.05, 0.06]);
}

#[test]
fn random_choice_is_as_the_simulation_says() {
    judged("random", Balancer::random());
}

#[test]
fn turns_are_as_the_simulation_says() {
    judged("round robin", Balancer::round_robin());
}

#[test]
fn two_choices_are_as_the_simulation_says() {
    judged("two choices", Balancer::two_choices());
}

#[test]
fn least_connections_are_as_the_simulation_says() {
    judged("least connections", Balancer::least_connections());
}

#[test]
fn weights_are_as_the_simulation_says() {
    judged("weights", Balancer::weighted(&[1.5, 1.0, 1.0, 1.0]));
}

#[test]
fn hashing_is_as_the_simulation_says() {
    judged("hashing", Balancer::consistent_hashing(100_000, 1_000));
}

/// A typical ring, and the one of the simulation: the fewer points, the less they are alike.
#[test]
fn a_ring_of_few_points_is_a_matter_of_luck() {
    let system = system(4, Balancer::consistent_hashing(100_000, 100));
    judge("few points", &system, [0.07, 0.10, 0.06, 0.10]);
}

/// A count of requests that are mostly elsewhere says little: the closed form knows how little.
#[test]
fn counts_are_worth_less_the_longer_requests_are_away() {
    let trials = Trials {
        customers: 20_000,
        warm_up: 1_000,
        replications: 5,
        ..Trials::default()
    };
    let mut kept = Vec::new();
    for hop in [us(250.0), ms(20.0)] {
        let with = |balancer| {
            let work = work().data_per_user(bytes(10.0)).task(0.0, ms(1.0));
            let system = roomy(4, balancer).with_work(work).hop_of(hop);
            let at = traffic(1.8e6);
            let closed = system.predict(&at).unwrap();
            let played = system.simulate(&at, &trials).unwrap();
            let wait = |prediction: &Prediction| {
                let report = prediction.steady().unwrap();
                let cores = report.station(Component::WebServer, Resource::Cores);
                cores.unwrap().wait.seconds()
            };
            (wait(&closed), wait(&played))
        };
        let (random, least) = (
            with(Balancer::random()),
            with(Balancer::least_connections()),
        );
        let (closed, played) = (least.0 / random.0, least.1 / random.1);
        assert!((closed - played).abs() < 0.1, "{hop}: {closed} {played}");
        kept.push(closed);
    }
    assert!(kept[1] > 1.5 * kept[0], "{kept:?}");
}

#[test]
fn to_look_at_more_machines_is_never_worse() {
    for machines in [2, 3, 4, 8, 40] {
        for load in [0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99] {
            let at = |balancer| {
                let system = roomy(machines, balancer);
                // 12 ms of two cores for each of 20 requests a user and day, 1.85 times as many in the peak.
                let each = 20.0 * 1.85 / 86_400.0 * 0.012 / 2.0;
                mean(&system, load * f64::from(machines) / each)
            };
            let random = at(Balancer::random());
            let two = at(Balancer::two_choices());
            let least = at(Balancer::least_connections());
            let what = format!("{machines} at {load}: {least} {two} {random}");
            assert!(least <= two && two <= random, "{what}");
            assert!(least < random, "{what}");
        }
    }
}

#[test]
fn before_one_machine_all_policies_are_the_same() {
    let at = traffic(3e5);
    let random = system(1, Balancer::random()).predict(&at).unwrap();
    for balancer in [
        Balancer::round_robin(),
        Balancer::two_choices(),
        Balancer::least_connections(),
        Balancer::weighted(&[3.0]),
        Balancer::consistent_hashing(1000, 10),
    ] {
        assert_eq!(system(1, balancer).predict(&at).unwrap(), random);
    }
    assert!(random.steady().is_some());
}

/// More machines and less load never make it worse, whoever looks.
#[test]
fn more_machines_are_never_worse_under_any_policy() {
    for balancer in [
        Balancer::random(),
        Balancer::two_choices(),
        Balancer::least_connections(),
    ] {
        for users in [1e5, 5e5, 7e5] {
            let means: Vec<f64> = [2, 3, 4, 6, 8, 16]
                .map(|machines| mean(&roomy(machines, balancer.clone()), users))
                .to_vec();
            let falls = means.windows(2).all(|two| two[1] <= two[0] * (1.0 + 1e-6));
            assert!(falls, "{users}: {means:?}");
        }
        let system = roomy(4, balancer);
        let means: Vec<f64> = (1..17).map(|i| mean(&system, 9e4 * f64::from(i))).collect();
        assert!(means.windows(2).all(|two| two[0] <= two[1]), "{means:?}");
    }
}

/// The machine that gets most is the first that is full.
#[test]
fn the_hottest_machine_limits() {
    let full = |balancer| {
        let limit = roomy(4, balancer).saturation(&traffic(1.0)).unwrap();
        assert_eq!(limit.limit.need().component, Component::WebServer);
        limit.users
    };
    let even = full(Balancer::random());
    let weighted = full(Balancer::weighted(&[3.0, 1.0, 1.0, 1.0]));
    assert!((weighted / even - 0.5).abs() < 1e-4, "{weighted} {even}");
    let hashed = full(Balancer::consistent_hashing(10_000, 20));
    let hottest = Ring::new(4, 20, 10_000).unwrap().imbalance();
    assert!(hottest > 1.1);
    assert!((hashed * hottest / even - 1.0).abs() < 1e-4);
    let alike = mean(&roomy(4, Balancer::random()), 5e5);
    let equal = mean(&roomy(4, Balancer::weighted(&[1.0; 4])), 5e5);
    assert!((equal / alike - 1.0).abs() < 1e-12);
}
