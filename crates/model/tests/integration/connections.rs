//! Systems whose database machines take few queries at once: those that wait for a connection, by both witnesses.

use crate::stages::{large, medium, traffic, work};
use crate::system::{GRID, within, worst};
use model::prelude::*;

/// The database fills first: 12 web machines before one source of four cores, with so many connections.
fn apart(connections: u32) -> System {
    let work = work().task(0.0, ms(1.0));
    let database = Database::on(large()).connections(connections);
    System::apart((medium(), 12), database, us(250.0), work)
}

/// The same with replicas that read, and apply what is written.
fn copied(connections: u32) -> System {
    let database = Database::on(large()).connections(connections).appliers(4);
    let work = work().task(0.0, ms(1.0));
    System::apart((medium(), 24), database.replicas(2), us(250.0), work)
}

#[test]
fn the_closed_form_holds_for_few_connections() {
    for (name, system, bounds) in [
        ("3 connections", apart(3), [0.02, 0.10, 0.08, 0.08]),
        ("4 connections", apart(4), [0.02, 0.10, 0.08, 0.08]),
        ("6 connections", apart(6), [0.02, 0.10, 0.08, 0.08]),
        ("12 connections", apart(12), [0.02, 0.10, 0.08, 0.08]),
        ("3 to each copy", copied(3), [0.02, 0.10, 0.08, 0.08]),
        ("6 to each copy", copied(6), [0.02, 0.10, 0.08, 0.08]),
    ] {
        within(name, worst(&system, &GRID), bounds);
    }
}

/// Any number does while nobody waits, and fewer are never faster.
#[test]
fn fewer_connections_never_answer_sooner() {
    let mean = |connections| {
        let prediction = apart(connections).predict(&traffic(7e5)).unwrap();
        prediction.steady().map(|report| report.response.mean.value)
    };
    let many = mean(1_000_000).unwrap();
    assert_eq!(mean(1_000), Some(many));
    let times: Vec<Option<Time>> = (1..=40).map(mean).collect();
    let full = times.iter().position(Option::is_some).unwrap();
    assert!(full > 0, "one connection is too few");
    for pair in times[full..].windows(2) {
        assert!(pair[1].unwrap() <= pair[0].unwrap(), "{times:?}");
    }
    assert!(times[full].unwrap() > many * 1.05, "{times:?}");
}

/// What both cores and disk could do, too few connections cannot: that is named, and more of them advised.
#[test]
fn too_few_connections_are_what_is_full() {
    let full = apart(2).saturation(&traffic(1.0)).unwrap();
    assert!(
        full.limit.to_string().contains("database connections"),
        "{}",
        full.limit
    );
    let more = apart(8).saturation(&traffic(1.0)).unwrap();
    assert!(more.users > 1.3 * full.users, "{full:?} {more:?}");
    let prediction = apart(2).predict(&traffic(1.1 * full.users)).unwrap();
    let Prediction::Overloaded(overload) = &prediction else {
        panic!("{prediction}");
    };
    assert_eq!(overload.resource, Resource::Connections);
    assert!((overload.demand / 1.1 - 1.0).abs() < 0.02, "{overload}");
    assert!(
        prediction.explain().contains("connections"),
        "{}",
        prediction.explain()
    );
}
