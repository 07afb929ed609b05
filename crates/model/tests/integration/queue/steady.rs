//! Steady loads: response and completion, time-outs, attempts, order, bounds, people.

use super::{agrees, machine, matches, poisson, queue, task, trials};
use model::components::queue::TaskReport;
use model::network::Service;
use model::prelude::*;

fn both(queue: &Queue, rate: f64, task: Service, customers: u64) -> (TaskReport, TaskReport) {
    let exact = queue.predict(per_second(rate), task).unwrap();
    let found = queue
        .simulate(&poisson(rate), task, &trials(customers))
        .unwrap();
    (exact, found)
}

fn responses_agree(what: &str, exact: &Response, found: &Response, error: f64) {
    for (part, exact, found) in [
        ("mean", exact.mean, found.mean),
        ("p50", exact.p50, found.p50),
        ("p95", exact.p95, found.p95),
        ("p99", exact.p99, found.p99),
    ] {
        agrees(&format!("{what}, {part}"), exact.value, found, error);
    }
}

/// Exponential work on c workers behind an M/M/2 broker: everything is exact (Burke's theorem makes a Poisson stream of what
/// leaves the broker).
#[test]
fn response_and_completion_are_exact() {
    for (workers, load) in [(1, 0.5), (4, 0.3), (4, 0.7), (16, 0.8)] {
        let rate = load * f64::from(workers) * 10.0;
        let (exact, found) = both(&queue(workers), rate, task(), 15_000);
        let what = format!("{workers} workers at {load}");
        responses_agree(
            &format!("{what}, accepted"),
            &exact.accepted,
            &found.accepted,
            1e-3,
        );
        responses_agree(
            &format!("{what}, completed"),
            &exact.completed,
            &found.completed,
            1e-3,
        );
        matches(
            &format!("{what}, utilisation"),
            load,
            found.utilisation,
            0.0,
        );
        matches(
            &format!("{what}, waiting"),
            exact.waiting.value,
            found.waiting,
            1e-3,
        );
        // What the text promises: the client no longer waits for the work.
        assert!(exact.accepted.mean.value < 0.05 * exact.completed.mean.value);
    }
}

/// M/G/c by Lee and Longton: 2% of the completion at moderate variation, up to 6% of a percentile.
#[test]
fn other_service_times_agree_within_their_error() {
    for (variation, load) in [(0.0, 0.6), (0.25, 0.8), (0.7, 0.8), (0.9, 0.8), (2.0, 0.7)] {
        let task = Service {
            mean: ms(100.0),
            variation,
        };
        let (exact, found) = both(&queue(4), load * 40.0, task, 15_000);
        let what = format!("variation {variation} at {load}");
        agrees(
            &what,
            exact.completed.mean.value,
            found.completed.mean,
            0.02,
        );
        responses_agree(&what, &exact.completed, &found.completed, 0.06);
    }
}

/// Deliveries, duplicates, waste and dead letters do not depend on the load, and are exact; the wait of what comes back is
/// not, for it comes in bunches (stated error: 6% of the completion up to 50% load).
#[test]
fn time_outs_and_attempts() {
    let queues = [
        queue(4).visibility(ms(300.0)),
        queue(4).visibility(ms(400.0)).failing(0.2),
        queue(4)
            .visibility(ms(300.0))
            .attempts(3)
            .failing(0.1)
            .poison(0.02)
            .dead_letters(),
    ];
    for (number, queue) in queues.iter().enumerate() {
        for load in [0.3, 0.5] {
            let (exact, found) = both(queue, load * 40.0, task(), 15_000);
            let what = format!("queue {number} at {load}");
            matches(
                &format!("{what}, deliveries"),
                exact.deliveries.value,
                found.deliveries,
                0.0,
            );
            matches(
                &format!("{what}, duplicates"),
                exact.duplicates.value,
                found.duplicates,
                0.0,
            );
            matches(
                &format!("{what}, wasted"),
                exact.wasted.value,
                found.wasted,
                0.0,
            );
            matches(&format!("{what}, dead"), exact.dead.value, found.dead, 0.0);
            matches(
                &format!("{what}, utilisation"),
                exact.utilisation.value,
                found.utilisation,
                0.0,
            );
            responses_agree(&what, &exact.completed, &found.completed, 0.06);
        }
    }
}

/// The numbers of one message by hand: late with e^-3, failing with 0.1, three attempts, two of a hundred poisonous.
#[test]
fn the_fate_of_a_message_by_hand() {
    let queue = queue(4)
        .visibility(ms(300.0))
        .attempts(3)
        .failing(0.1)
        .poison(0.02);
    let fate = queue.redelivery(task()).unwrap();
    let late = (-3.0_f64).exp();
    let miss = 1.0 - 0.9 * (1.0 - late);
    let deliveries = 0.98 * (1.0 + miss + miss * miss) + 0.02 * 3.0;
    assert!((fate.late - late).abs() < 1e-12);
    assert!((fate.deliveries - deliveries).abs() < 1e-12);
    assert!((fate.dead - (0.02 + 0.98 * miss.powi(3))).abs() < 1e-12);
    // Finished 0.9 of the time; at least once unless all three fail.
    let duplicates = 0.98 * ((1.0 + miss + miss * miss) * 0.9 - (1.0 - 0.1_f64.powi(3)));
    assert!((fate.duplicates - duplicates).abs() < 1e-12);
    // Without any of it a message is delivered once.
    let plain = super::queue(4).redelivery(task()).unwrap();
    assert_eq!(
        (plain.deliveries, plain.dead, plain.duplicates, plain.wasted),
        (1.0, 0.0, 0.0, 0.0)
    );
}

/// Back-pressure: M/M/c/K is exact when it refuses, M/M/c when it makes the sender wait.
#[test]
fn bounded_queues() {
    for rate in [20.0, 32.0, 60.0] {
        let (exact, found) = both(&queue(4).bounded(5, Full::Refuse), rate, task(), 15_000);
        let what = format!("refusing at {rate}");
        matches(&what, exact.refused.value, found.refused, 0.0);
        matches(&what, exact.waiting.value, found.waiting, 0.0);
        let known = model::queueing::MMcK::new(per_second(rate), ms(100.0), 4, 9).unwrap();
        assert!((known.blocking() - exact.refused.value).abs() < 1e-12);
        responses_agree(&what, &exact.completed, &found.completed, 1e-3);
    }
    for rate in [20.0, 32.0] {
        let (exact, found) = both(&queue(4).bounded(5, Full::Block), rate, task(), 20_000);
        let what = format!("blocking at {rate}");
        agrees(&what, exact.accepted.mean.value, found.accepted.mean, 0.0);
        agrees(&what, exact.accepted.p99.value, found.accepted.p99, 0.02);
        agrees(&what, exact.completed.mean.value, found.completed.mean, 0.0);
        // Who is made to wait outside waits no longer in all.
        let free = queue(4).predict(per_second(rate), task()).unwrap();
        assert_eq!(free.completed, exact.completed);
        assert!(free.accepted.mean.value < exact.accepted.mean.value);
    }
}

/// The load at which one message less is refused for one more place: refusals fall, waits grow.
#[test]
fn more_room_refuses_less_and_waits_longer() {
    let answers: Vec<_> = [0, 2, 8, 32, 128]
        .map(|places| {
            let queue = queue(4).bounded(places, Full::Refuse);
            queue.predict(per_second(36.0), task()).unwrap()
        })
        .to_vec();
    for pair in answers.windows(2) {
        assert!(pair[1].refused.value < pair[0].refused.value);
        assert!(pair[1].completed.mean.value > pair[0].completed.mean.value);
    }
    // With room enough it is the queue without a bound.
    let free = queue(4).predict(per_second(36.0), task()).unwrap();
    let off = answers[4].completed.mean.value / free.completed.mean.value - 1.0;
    assert!(off.abs() < 1e-3, "{off}");
}

/// Order by key: the sum of both waits is exact where one of them vanishes, and within 5% between.
#[test]
fn order_within_a_key() {
    // Workers enough for every key: each key is an M/M/1 of its own.
    let (exact, found) = both(&queue(200).ordered(vec![1.0; 20]), 100.0, task(), 15_000);
    // Half of the hop, 1 ms and a little wait at the broker, 100 ms/(1 - 0.5) for each key.
    assert!((exact.completed.mean.value.millis() - 201.25).abs() < 0.05);
    responses_agree(
        "20 keys, 200 workers",
        &exact.completed,
        &found.completed,
        0.01,
    );
    for load in [0.3, 0.5, 0.7] {
        let hot = std::iter::once(3.0).chain(std::iter::repeat_n(1.0, 57));
        let (exact, found) = both(&queue(4).ordered(hot), load * 40.0, task(), 15_000);
        agrees(
            &format!("a hot key at {load}"),
            exact.completed.mean.value,
            found.completed.mean,
            0.05,
        );
    }
    // The hottest key is the limit however many workers there are.
    let few = queue(100).ordered([3.0, 1.0]);
    assert!((few.limits(task()).unwrap().key.unwrap().per_second() - 10.0 / 0.75).abs() < 1e-9);
    let error = few.predict(per_second(14.0), task()).unwrap_err();
    assert_eq!(error.parameter(), "utilisation of the hottest key");
}

/// People day and night are M/M/c; in their hours a fluid (stated error: 5% of the mean, 8% of a percentile).
#[test]
fn people() {
    let desk = |staff, mean, hours| Human {
        share: 0.5,
        mean,
        staff,
        hours,
    };
    let always = queue(8).human_step(desk(8, ms(400.0), None));
    let (exact, found) = both(&always, 28.0, task(), 15_000);
    responses_agree(
        "day and night",
        &exact.approved.unwrap(),
        &found.approved.unwrap(),
        1e-3,
    );
    for load in [0.3, 0.6, 0.8] {
        let human = desk(8, seconds(600.0), Some((9.0, 17.0)));
        let rate = load * 2.0 * 8.0 / 600.0 / 3.0;
        let (exact, found) = both(&queue(4).human_step(human), rate, task(), 15_000);
        let (exact, found) = (exact.approved.unwrap(), found.approved.unwrap());
        agrees(
            &format!("nine to five at {load}"),
            exact.mean.value,
            found.mean,
            0.05,
        );
        agrees(
            &format!("nine to five at {load}, p95"),
            exact.p95.value,
            found.p95,
            0.08,
        );
        // Most of it is the night: who comes at five waits sixteen hours.
        assert!(exact.p99.value.seconds() > 15.0 * 3600.0);
    }
}

/// Little's law, with arrivals, wait and number waiting measured independently.
#[test]
fn littles_law() {
    let tasks = model::simulation::tasks::Tasks::new(poisson(32.0), 4, task());
    let run = tasks
        .steady(&model::simulation::Streams::new(3, 0), 5_000, 200_000)
        .unwrap();
    // 6 250 s long; the wait of those who arrive in it is not quite that of those who wait in it.
    let law = 32.0 * run.wait.mean;
    assert!(
        (run.waiting / law - 1.0).abs() < 0.02,
        "{} waiting, {law} by Little",
        run.waiting
    );
}

/// The same dice, more of everything: never later.
#[test]
fn more_workers_are_never_later() {
    let mut before = f64::INFINITY;
    for workers in [4, 5, 6, 8, 12] {
        let (exact, found) = both(&queue(workers), 36.0, task(), 5_000);
        let mean = exact.completed.mean.value.seconds();
        assert!(mean < before);
        before = mean;
        agrees(
            &format!("{workers} workers"),
            exact.completed.mean.value,
            found.completed.mean,
            0.0,
        );
    }
    // Cores count as workers do: one machine of eight is eight machines of one.
    let one = queue(8)
        .workers((machine(8), 1))
        .predict(per_second(60.0), task());
    assert_eq!(one, queue(8).predict(per_second(60.0), task()));
}
