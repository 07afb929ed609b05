//! The queue of a system, with every rule: both witnesses, at the rate at which the system hands tasks over.

use crate::support::{machine, traffic};
use crate::work::work;
use model::components::queue::{Full, Human};
use model::prelude::*;

fn shop(queue: Queue) -> System {
    System::apart(
        (machine("t3.medium"), 4),
        Database::on(machine("m7g.xlarge")),
        us(250.0),
        work(),
    )
    .queue(queue)
}

fn queue() -> Queue {
    Queue::on(machine("t3.medium"))
        .handing_over(us(200.0))
        .hop(us(250.0))
        .workers((machine("t3.medium"), 1))
}

/// One request in ten brings 40 ms of work.
#[test]
fn both_witnesses_agree_on_every_rule_that_has_a_form() {
    let load = traffic(6e5);
    let human = Human {
        share: 0.01,
        mean: seconds(10.0),
        staff: 4,
        hours: None,
    };
    let queues = [
        queue(),
        queue().visibility(seconds(2.0)).failing(0.1).attempts(4),
        queue().bounded(6, Full::Refuse),
        queue().human_step(human),
    ];
    for queue in queues {
        let system = shop(queue);
        let closed = system.tasks(&load).unwrap().unwrap();
        let trials = Trials {
            customers: 20_000,
            ..Trials::default()
        };
        let played = system.simulate_tasks(&load, &trials).unwrap().unwrap();
        for (a, b) in [
            (closed.utilisation, played.utilisation),
            (closed.deliveries, played.deliveries),
            (closed.refused, played.refused),
        ] {
            let off = (a.value - b.value).abs();
            assert!(
                off <= 2.0 * b.half_width.unwrap() + 1e-3,
                "{closed}\n{played}"
            );
        }
        let (a, b) = (closed.completed.mean.value, played.completed.mean);
        let off = (a.seconds() / b.value.seconds() - 1.0).abs();
        assert!(off < 0.05, "{closed}\n{played}");
        assert_eq!(closed.approved.is_some(), played.approved.is_some());
    }
}

/// Where the queue has no further rule, the report of the system says the same of its tasks.
#[test]
fn the_report_of_the_system_says_the_same() {
    let load = traffic(6e5);
    let system = shop(queue());
    let report = system.predict(&load).unwrap();
    let tasks = report.steady().unwrap().tasks.unwrap();
    let alone = system.tasks(&load).unwrap().unwrap();
    assert!((tasks.backlog / alone.waiting.value - 1.0).abs() < 1e-9);
}

#[test]
fn no_tasks_no_answer() {
    let load = traffic(6e5);
    let none = Trials::draft();
    let without = System::together(machine("t3.medium"), 1, work());
    assert_eq!(without.tasks(&load), Ok(None));
    assert_eq!(without.simulate_tasks(&load, &none), Ok(None));
    let idle = shop(queue());
    assert_eq!(idle.tasks(&traffic(0.0)), Ok(None));
    assert!(idle.tasks(&traffic(f64::NAN)).is_err());
}

/// Tasks of requests that come in groups come in smaller groups: only a simulation knows.
#[test]
fn groups_bring_groups_of_tasks() {
    let load = traffic(6e5);
    let system = shop(queue());
    let groups = load.clone().in_groups(20.0);
    let error = system.tasks(&groups).unwrap_err();
    assert_eq!(error.parameter(), "traffic in groups");
    let trials = Trials {
        customers: 20_000,
        ..Trials::default()
    };
    let wait = |load: &Traffic| {
        let report = system.simulate_tasks(load, &trials).unwrap().unwrap();
        report.completed.mean
    };
    // In groups of 1 + 19/10.
    assert!(wait(&groups).low() > wait(&load).high());
}
