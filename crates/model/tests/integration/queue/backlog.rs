//! Peaks: what piles up, when it is done, and what autoscaling and prefetch make of it.

use super::{agrees, machine, matches, queue, task, trials};
use model::network::{Arrivals, Service};
use model::prelude::*;
use model::queueing::fluid::{Fluid, Piece};
use model::simulation::Streams;
use model::workload::{Day, FlashCrowd};

fn peak(before: f64, during: f64, after: f64) -> [(Time, Rate); 3] {
    [
        (seconds(60.0), per_second(before)),
        (seconds(120.0), per_second(during)),
        (seconds(0.0), per_second(after)),
    ]
}

/// The fluid by hand: 40 a second can be done, 70 arrive for two minutes, then 20: 3 600 wait, and 180 s later all is done.
#[test]
fn a_peak_by_hand() {
    let backlog = queue(4).backlog(&peak(20.0, 70.0, 20.0), task()).unwrap();
    assert!((backlog.largest.value - 3_600.0).abs() < 1e-6);
    assert!((backlog.largest_at.value.seconds() - 180.0).abs() < 1e-9);
    assert!((backlog.drained.value.seconds() - 360.0).abs() < 1e-9);
    // A triangle of 3 600 over 300 s, shared by 1 200 + 8 400 + 3 600 messages.
    let area = 0.5 * 3_600.0 * 300.0;
    assert!((backlog.mean_wait.value.seconds() - area / 13_200.0).abs() < 1e-9);
    // The last of the peak waits for 3 600 others.
    assert!((backlog.longest_wait.value.seconds() - 90.0).abs() < 1e-9);
}

/// Simulated, the backlog is a little larger: by about the queue of the steady state (here below 3%).
#[test]
fn the_fluid_judges_the_simulation() {
    for (workers, during) in [(4, 70.0), (4, 55.0), (8, 140.0)] {
        let queue = queue(workers);
        let phases = peak(5.0 * f64::from(workers), during, 5.0 * f64::from(workers));
        let fluid = queue.backlog(&phases, task()).unwrap();
        let found = queue
            .simulate_backlog(&phases, task(), seconds(900.0), &trials(100))
            .unwrap();
        let what = format!("{workers} workers, {during} a second");
        matches(&what, fluid.largest.value, found.largest, 0.03);
        agrees(&what, fluid.drained.value, found.drained, 0.03);
        agrees(&what, fluid.mean_wait.value, found.mean_wait, 0.03);
        agrees(&what, fluid.longest_wait.value, found.longest_wait, 0.03);
    }
}

/// What comes back needs workers, too: the same peak with deliveries of 1/(1 - 0.2) takes longer to drain.
#[test]
fn retries_slow_the_drain() {
    let phases = peak(20.0, 70.0, 20.0);
    let failing = queue(4).visibility(seconds(2.0)).failing(0.2);
    let fluid = failing.backlog(&phases, task()).unwrap();
    // 32 a second are done for good: 60 + 120 s, then 120 x 38 messages at 12 a second.
    assert!((fluid.drained.value.seconds() - (180.0 + 120.0 * 38.0 / 12.0)).abs() < 1e-3);
    let found = failing
        .simulate_backlog(&phases, task(), seconds(1_500.0), &trials(100))
        .unwrap();
    agrees("failing", fluid.drained.value, found.drained, 0.03);
}

#[test]
fn machines_that_drain_in_time() {
    let phases = peak(20.0, 70.0, 20.0);
    let machines = queue(4)
        .machines_to_drain(&phases, task(), seconds(60.0))
        .unwrap();
    // (70 - 10 m) x 120 s, at 10 m - 20 a second, in 60 s: 3 m >= 16.
    assert_eq!(machines, 6);
    let drained = |workers: u32| {
        let found = queue(workers)
            .simulate_backlog(&phases, task(), seconds(900.0), &trials(100))
            .unwrap();
        found.drained.value.seconds() - 180.0
    };
    assert!(drained(machines) <= 60.0 && drained(machines - 1) > 60.0);
}

/// A day whose evening is above what the workers can do: the evening's work is done at night.
#[test]
fn a_day() {
    let day = Day::sinusoid(1.6, 20.0);
    let mut phases = day.phases(per_second(7.5));
    phases.push((seconds(0.0), per_second(7.5 * day.factor(0.5))));
    let fluid = queue(1).backlog(&phases, task()).unwrap();
    let few = Trials {
        replications: 2,
        ..trials(100)
    };
    let found = queue(1)
        .simulate_backlog(&phases, task(), seconds(50.0 * 3600.0), &few)
        .unwrap();
    assert!(fluid.largest.value > 2_000.0);
    matches(
        "backlog of the evening",
        fluid.largest.value,
        found.largest,
        0.05,
    );
    agrees("end of the night", fluid.drained.value, found.drained, 0.03);
}

/// Through days that follow each other the fluid repeats itself: a closed desk empties what the night has brought.
#[test]
fn days_that_follow_each_other() {
    let piece = |hours: f64, inflow: f64, capacity: f64| Piece {
        time: seconds(hours * 3600.0),
        inflow: per_second(inflow),
        capacity: per_second(capacity),
    };
    // 1 a second all day; 4 a second can be done from 8 to 16: 16 h of messages wait at 8, gone after 16/3 h.
    let day = Fluid::cycle(&[
        piece(8.0, 1.0, 0.0),
        piece(8.0, 1.0, 4.0),
        piece(8.0, 1.0, 0.0),
    ])
    .unwrap();
    assert!((day.largest() - 16.0 * 3600.0).abs() < 1e-6);
    let area = 0.5 * 16.0 * (16.0 + 16.0 / 3.0) * 3600.0 * 3600.0;
    assert!((day.area() / area - 1.0).abs() < 1e-12);
    assert!((day.mean_wait().seconds() - area / 86_400.0).abs() < 1e-6);
    // Who comes a second after closing time waits for the morning, behind one other.
    let late = day.wait_at(seconds(16.0 * 3600.0 + 1.0)).seconds();
    assert!((late - (16.0 * 3600.0 - 1.0 + 0.25)).abs() < 1e-6);
    // Those who come in the 2 h 40 min after the rush, one in nine, do not wait at all.
    assert_eq!(day.wait_percentile(0.11).unwrap(), Time::ZERO);
    assert!(Fluid::cycle(&[piece(24.0, 1.0, 1.0)]).is_err());
}

/// Autoscaling cannot help before its machines have started: the backlog has grown by the surplus until then.
#[test]
fn autoscaling_comes_late() {
    for target in [Target::Backlog(20.0), Target::Utilisation(0.7)] {
        let rule = Autoscaling {
            min: 4,
            max: 40,
            target,
            period: seconds(30.0),
            start: seconds(60.0),
        };
        let scaled = queue(4).autoscaling(rule);
        let phases = [
            (seconds(95.0), per_second(25.0)),
            (seconds(600.0), per_second(140.0)),
            (seconds(0.0), per_second(25.0)),
        ];
        let fluid = scaled.backlog(&phases, task()).unwrap();
        let few = Trials {
            replications: 5,
            ..trials(100)
        };
        let found = scaled
            .simulate_backlog(&phases, task(), seconds(1_500.0), &few)
            .unwrap();
        let (least, most) = rule.pile_up(per_second(140.0 - 40.0)).unwrap();
        assert_eq!((least, most), (6_000.0, 9_000.0));
        assert!(fluid.largest.value >= least, "{fluid}");
        assert!(found.largest.value >= 0.97 * least, "{found}");
        // Both play the same rule: the fluid is within 10% of the mean of the runs.
        matches(
            &format!("{target:?}"),
            fluid.largest.value,
            found.largest,
            0.1,
        );
        assert!(fluid.workers > 14 && found.workers > 14);
        // Without the rule four workers would never have come through it so fast.
        let fixed = queue(4).backlog(&phases, task()).unwrap();
        assert!(fluid.drained.value < 0.5 * fixed.drained.value);
    }
}

/// Between the safe limit and the workers' limit a queue that takes ten at once keeps up from empty; after a burst it is done
/// only below the safe one.
#[test]
fn greedy_workers_spiral() {
    let work = Service::exponential(seconds(1.0));
    let greedy = Queue::on(machine(2))
        .handing_over(ms(1.0))
        .hop(ms(1.0))
        .workers((machine(1), 10));
    let greedy = greedy.visibility(seconds(8.0)).prefetch(10);
    let limits = greedy.limits(work).unwrap();
    let late = (1..=10).map(|n| {
        // A Poisson stream of 8 in the mean has fewer than n events.
        let mut term = (-8.0_f64).exp();
        (0..n)
            .map(|k| {
                let p = term;
                term *= 8.0 / f64::from(k + 1);
                p
            })
            .sum::<f64>()
    });
    let safe = 10.0 * (1.0 - late.sum::<f64>() / 10.0);
    assert!((limits.safe.per_second() - safe).abs() < 1e-9);
    assert!(limits.safe < 0.85 * limits.workers);
    // A burst of 2 000, then a steady load a little below or above what full hands can do.
    let drains = |rate: f64| {
        let crowd = FlashCrowd {
            after: seconds(0.0),
            factor: 400.0 / rate,
            lasts: seconds(5.0),
        };
        let arrivals = Arrivals::Phases(crowd.phases(per_second(rate)).unwrap());
        let tasks = model::simulation::tasks::Tasks {
            prefetch: 10,
            visibility: Some(seconds(8.0)),
            ..model::simulation::tasks::Tasks::new(arrivals, 10, work)
        };
        let run = tasks
            .play(&Streams::new(6, 0), seconds(4_000.0), 10)
            .unwrap();
        run.drained.is_some()
    };
    assert!(drains(0.8 * safe) && !drains(1.1 * safe));
    assert!(1.1 * safe < limits.workers.per_second());
}

/// Found by fuzzing: messages that come back can be the most that ever wait.
#[test]
fn what_comes_back_counts_among_the_most() {
    let back = queue(1).visibility(seconds(20.0)).failing(0.5).attempts(9);
    let phases = [
        (seconds(30.0), per_second(9.0)),
        (seconds(0.0), per_second(0.1)),
    ];
    let backlog = back
        .simulate_backlog(&phases, task(), seconds(2_000.0), &super::trials(100))
        .unwrap();
    let most = backlog.path.iter().map(|(_, waiting)| *waiting);
    let most = most.fold(0.0, f64::max);
    assert!(most <= backlog.largest.value, "{most} {}", backlog.largest);
}
