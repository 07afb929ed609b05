//! Hostile input: a named error, never a panic, never NaN.

use super::{machine, poisson, queue, task};
use model::components::queue::TaskReport;
use model::network::Service;
use model::prelude::*;
use proptest::prelude::*;

#[test]
fn what_is_missing_is_named() {
    let broker = || Queue::on(machine(1));
    let missing = |queue: Queue| queue.check().unwrap_err().parameter().to_owned();
    assert_eq!(missing(broker()), "handing_over");
    assert_eq!(missing(broker().handing_over(ms(1.0))), "queue hop");
    assert_eq!(
        missing(broker().handing_over(ms(1.0)).hop(ms(1.0))),
        "workers"
    );
    assert_eq!(missing(queue(1).poison(0.1)), "attempts");
    assert_eq!(missing(queue(1).dead_letters()), "attempts");
    assert_eq!(missing(queue(1).failing(0.1)), "visibility");
    assert_eq!(missing(queue(1).ordered([])), "ordered keys");
    assert_eq!(
        missing(queue(1).ordered([0.0])),
        "sum of the ordered key weights"
    );
    assert_eq!(
        missing(queue(1).ordered([1.0, f64::NAN])),
        "ordered key weight"
    );
}

#[test]
fn overload_is_an_error_that_says_by_how_much() {
    let error = queue(4).predict(per_second(44.0), task()).unwrap_err();
    assert_eq!(error.value(), Some(1.1));
    let error = queue(4)
        .simulate(&poisson(44.0), task(), &super::trials(1_000))
        .unwrap_err();
    assert_eq!(error.parameter(), "utilisation of the workers");
    // Work that always outlasts the time-out is never done.
    let hopeless = queue(4).visibility(ms(50.0));
    let error = hopeless
        .predict(per_second(1.0), Service::constant(ms(100.0)))
        .unwrap_err();
    assert_eq!(error.parameter(), "share of the attempts that succeed");
}

fn finite(report: &TaskReport) -> bool {
    let all = |r: &Response| {
        [r.mean, r.p50, r.p95, r.p99]
            .iter()
            .all(|e| e.value.is_finite() && e.value >= Time::ZERO)
    };
    let numbers = [
        report.utilisation,
        report.waiting,
        report.deliveries,
        report.duplicates,
        report.wasted,
    ];
    all(&report.accepted)
        && all(&report.completed)
        && report.approved.as_ref().is_none_or(all)
        && numbers
            .iter()
            .all(|m| m.value.is_finite() && m.value >= 0.0)
}

/// Ordinary numbers, and those that break things.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 1e-4..100.0_f64,
        1 => prop_oneof![Just(0.0), Just(-1.0), Just(f64::NAN), Just(f64::INFINITY), Just(1e300), Just(1e-300)],
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_numbers_give_an_answer_or_an_error(n in prop::collection::vec(number(), 12), small in prop::collection::vec(0_u32..50, 5)) {
        let mut queue = Queue::on(machine(small[0])).handing_over(ms(n[0])).hop(ms(n[1])).workers((machine(small[1]), small[2]));
        if n[2] > 1.0 { queue = queue.visibility(seconds(n[2])); }
        if small[3] > 25 { queue = queue.attempts(small[3]).failing(n[3] / 100.0).poison(n[4] / 100.0); }
        if small[4] > 40 { queue = queue.bounded(small[4], if n[5] > 50.0 { Full::Block } else { Full::Refuse }); }
        if n[6] > 80.0 { queue = queue.ordered([n[7], n[8]]); }
        if n[7] > 80.0 { queue = queue.human_step(Human { share: n[8] / 100.0, mean: ms(n[9]), staff: small[3], hours: Some((n[10], n[11])) }); }
        let task = Service { mean: ms(n[9]), variation: n[10] / 10.0 };
        if let Ok(report) = queue.predict(per_second(n[11]), task) {
            prop_assert!(finite(&report), "{report:?}");
        }
        let phases = [(seconds(n[0]), per_second(n[1])), (seconds(n[2]), per_second(n[3]))];
        if let Ok(backlog) = queue.backlog(&phases, task) {
            prop_assert!(backlog.largest.value.is_finite() && backlog.drained.value.is_finite());
        }
        if let Ok(limits) = queue.limits(task) {
            prop_assert!(limits.safe <= limits.workers * (1.0 + 1e-9) && limits.workers.is_finite());
        }
    }
}

/// What a formula does not cover is refused by name, with what to do instead.
#[test]
fn a_refusal_says_what_to_do() {
    let rule = Autoscaling {
        min: 1,
        max: 9,
        target: Target::Backlog(10.0),
        period: seconds(60.0),
        start: seconds(60.0),
    };
    for (queue, parameter) in [
        (queue(1).prefetch(10), "prefetch"),
        (queue(1).autoscaling(rule), "autoscaling"),
    ] {
        let error = queue
            .predict(per_second(1e-3), Service::exponential(ms(100.0)))
            .unwrap_err();
        assert_eq!(error.parameter(), parameter);
        assert!(error.to_string().contains("simulate it"), "{error}");
    }
}

/// Found by fuzzing: what lasts longer than the clock, or looks more often than anybody waits for, and messages that never come.
#[test]
fn nothing_lasts_for_ever() {
    use model::components::queue::{Autoscaling, Target};
    use model::network::Arrivals;
    let trials = super::trials(100);
    let said = |queue: Queue, arrivals: Arrivals, task: Service| {
        let error = queue.simulate(&arrivals, task, &trials).unwrap_err();
        error.parameter().to_owned()
    };
    assert_eq!(
        said(queue(1), poisson(1e-8), task()),
        "seconds on the simulated clock"
    );
    let rule = |period| Autoscaling {
        min: 1,
        max: 2,
        target: Target::Utilisation(0.5),
        period,
        start: seconds(1.0),
    };
    let watched = queue(1).autoscaling(rule(ms(1.0)));
    assert_eq!(
        said(watched, poisson(1e-3), task()),
        "looks of the autoscaling"
    );
    let phases = |phases: &[(f64, f64)]| {
        let phases = phases.iter();
        phases
            .map(|(time, rate)| (seconds(*time), per_second(*rate)))
            .collect::<Vec<_>>()
    };
    let centuries = phases(&[(1e9, 1e-9); 20]);
    assert_eq!(
        said(queue(1), Arrivals::Phases(centuries), task()),
        "seconds on the simulated clock"
    );
    // Somebody who comes once in longer than the clock runs never comes.
    let seldom = phases(&[(10.0, 5.0), (0.0, 5e-323)]);
    let played = queue(1).simulate_backlog(&seldom, task(), seconds(60.0), &trials);
    assert!(played.is_ok(), "{played:?}");
    // What is always too late is not tried for ever, with or without a bound or a rule.
    let hopeless = queue(1).visibility(ms(50.0));
    for late in [
        hopeless.clone().autoscaling(rule(seconds(1.0))),
        hopeless.bounded(6, model::components::queue::Full::Refuse),
    ] {
        let task = Service::constant(ms(100.0));
        let error = late.simulate(&poisson(1.0), task, &trials).unwrap_err();
        assert!(error.parameter().contains("attempts"), "{error}");
    }
    let slow = model::components::queue::Human {
        share: 1.0,
        mean: seconds(2.6e6),
        staff: 1,
        hours: None,
    };
    assert_eq!(
        said(queue(1).human_step(slow), poisson(1.0), task()),
        "utilisation of the people"
    );
    // All that are asked for arrive long before the last rate begins.
    let early = Arrivals::Phases(phases(&[(3600.0, 5.0), (0.0, 1e-5)]));
    assert!(queue(1).simulate(&early, task(), &trials).is_ok());
    // When all have gone home, a rule that looks on does not keep the run going.
    let over = Arrivals::Phases(phases(&[(100.0, 5.0), (0.0, 0.0)]));
    let played = queue(1)
        .autoscaling(rule(seconds(1.0)))
        .simulate(&over, task(), &trials);
    assert!(played.is_ok(), "{played:?}");
}

/// Found by fuzzing: a rule out of range, and limits beyond all numbers.
#[test]
fn limits_are_numbers() {
    use model::components::queue::{Autoscaling, Human, Target};
    let rule = Autoscaling {
        min: 1,
        max: 2,
        target: Target::Utilisation(0.5),
        period: seconds(1.0),
        start: seconds(f64::NAN),
    };
    let error = rule.pile_up(per_second(1.0)).unwrap_err();
    assert_eq!(error.parameter(), "start of a worker");
    let human = Human {
        share: 1e-310,
        mean: seconds(1.0),
        staff: 1,
        hours: None,
    };
    let quick = queue(1).handing_over(seconds(1e-310)).human_step(human);
    let limits = quick.limits(task()).unwrap();
    assert_eq!((limits.broker, limits.people), (None, None));
}
