//! What must hold in every run: nothing lost, order kept, the same bytes.

use super::{poisson, task};
use model::network::{Arrivals, Service};
use model::prelude::*;
use model::simulation::Streams;
use model::simulation::tasks::{Room, Tasks};

fn tasks(rate: f64) -> Tasks {
    Tasks::new(poisson(rate), 4, task())
}

/// Messages in = done + dead + refused + still there, whatever happens to them.
#[test]
fn nothing_gets_lost() {
    let many = [
        tasks(30.0),
        Tasks {
            visibility: Some(ms(200.0)),
            failing: 0.3,
            ..tasks(15.0)
        },
        Tasks {
            visibility: Some(ms(200.0)),
            attempts: Some(2),
            poison: 0.1,
            ..tasks(15.0)
        },
        Tasks {
            room: Some(Room {
                places: 3,
                block: false,
            }),
            ..tasks(50.0)
        },
        Tasks {
            room: Some(Room {
                places: 3,
                block: true,
            }),
            ..tasks(50.0)
        },
        Tasks {
            keys: vec![5.0, 1.0, 1.0],
            ordered: true,
            ..tasks(8.0)
        },
        Tasks {
            prefetch: 10,
            visibility: Some(ms(500.0)),
            ..tasks(20.0)
        },
        Tasks {
            arrivals: Arrivals::Batches {
                rate: per_second(20.0),
                size: 5.0,
            },
            ..tasks(1.0)
        },
    ];
    for (number, tasks) in many.iter().enumerate() {
        let run = tasks.play(&Streams::new(5, 0), seconds(200.0), 10).unwrap();
        assert!(run.arrived > 1_000, "{number}: {run:?}");
        assert_eq!(
            run.arrived,
            run.done + run.dead + run.refused + run.left,
            "{number}"
        );
        // At least once: whatever was done has been received, and only a limit of attempts makes dead ones.
        assert!(
            run.received >= run.done && run.effects >= run.done,
            "{number}"
        );
        assert!(tasks.attempts.is_some() || run.dead == 0, "{number}");
        // Until the end of a steady run nothing of the measured is left.
        let run = tasks.steady(&Streams::new(5, 0), 100, 1_000).unwrap();
        assert_eq!(run.done + run.dead + run.refused, 1_000, "{number}");
    }
}

/// Without a limit of attempts no message is ever given up, though three of four attempts fail.
#[test]
fn at_least_once() {
    let tasks = Tasks {
        visibility: Some(ms(500.0)),
        failing: 0.75,
        ..tasks(5.0)
    };
    let run = tasks.steady(&Streams::new(8, 0), 0, 5_000).unwrap();
    assert_eq!((run.done, run.dead), (5_000, 0));
    // Each has had its effect at least once, and some twice.
    assert_eq!(run.effects - run.duplicates, 5_000);
    assert!(run.duplicates > 0);
}

/// Four workers overtake each other; with order they never do, also when messages come back.
#[test]
fn order_is_kept() {
    let free = Tasks {
        keys: vec![1.0; 5],
        ..tasks(20.0)
    };
    let run = free.steady(&Streams::new(2, 0), 0, 5_000).unwrap();
    assert!(run.out_of_order > 100);
    let kept = Tasks {
        ordered: true,
        visibility: Some(ms(300.0)),
        failing: 0.1,
        ..free
    };
    let kept = Tasks {
        arrivals: poisson(8.0),
        ..kept
    };
    let run = kept.steady(&Streams::new(2, 0), 0, 5_000).unwrap();
    assert_eq!((run.out_of_order, run.done), (0, 5_000));
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let tasks = Tasks {
        visibility: Some(ms(200.0)),
        failing: 0.1,
        keys: vec![1.0, 2.0],
        ..tasks(20.0)
    };
    let run = |seed| tasks.steady(&Streams::new(seed, 0), 100, 2_000).unwrap();
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

/// What is added draws from its own stream: the same messages arrive at the same times and take as long.
#[test]
fn adding_people_reshuffles_nothing() {
    let plain = tasks(20.0);
    let people = model::simulation::tasks::People {
        share: 0.5,
        mean: ms(50.0),
        staff: 3,
        hours: None,
    };
    let asked = Tasks {
        people: Some(people),
        ..plain.clone()
    };
    let run = |tasks: &Tasks| tasks.play(&Streams::new(1, 0), seconds(100.0), 1).unwrap();
    assert_eq!(run(&plain).completed, run(&asked).completed);
    assert!(run(&asked).approved.count > 500);
}

/// A flash crowd of a hundred, all at once, on constant work: the last is done after a hundredth of four workers' pace.
#[test]
fn a_group_is_worked_off_at_the_pace_of_the_workers() {
    let one = per_second(1e-6);
    let phases = vec![(ms(1.0), per_second(1e5)), (seconds(0.0), one)];
    let tasks = Tasks::new(Arrivals::Phases(phases), 4, Service::constant(ms(100.0)));
    let run = tasks.play(&Streams::new(4, 0), seconds(60.0), 100).unwrap();
    let rounds = (run.done as f64 / 4.0).ceil();
    assert!((run.completed.max - 0.1 * rounds).abs() < 2e-3, "{run:?}");
    assert!((80..130).contains(&run.done));
}
