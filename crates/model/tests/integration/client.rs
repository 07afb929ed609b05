//! Clients that give up and try again: how a short burst becomes a long collapse, and what prevents it.

use crate::support::interval;
use model::components::{Outlook, RetryStorm, State};
use model::network::Arrivals;
use model::prelude::*;
use model::queueing::{MMc, MMcK, erlang};
use model::simulation::{Counts, Streams};
use proptest::prelude::*;

fn patient(timeout: Time, retries: u32) -> Clients {
    Clients::timeout(timeout)
        .retries(retries)
        .backoff(seconds(5.0))
        .jitter(1.0)
}

fn storm(clients: Clients) -> RetryStorm {
    RetryStorm::new(&clients, 10, ms(100.0), None).unwrap()
}

fn runs(storm: &RetryStorm, arrivals: &Arrivals, warm_up: u64, customers: u64) -> Vec<Counts> {
    let network = storm.network(arrivals.clone());
    let run = |n| {
        network
            .run(&Streams::new(11, n), warm_up, customers)
            .unwrap()
            .counts
    };
    (0..10).map(run).collect()
}

/// Share of the offered requests that are answered in time.
fn good(counts: &[Counts]) -> (f64, f64) {
    let share = |c: &Counts| c.answered as f64 / c.offered as f64;
    interval(&counts.iter().map(share).collect::<Vec<_>>())
}

const CALM: f64 = 70.0;

/// A minute of calm, half a minute of twice what the servers can do, and calm again for ever.
fn burst() -> Arrivals {
    let rate = per_second;
    Arrivals::Phases(vec![
        (seconds(60.0), rate(CALM)),
        (seconds(30.0), rate(200.0)),
        (seconds(1.0), rate(CALM)),
    ])
}

/// Goodput before the burst, and from three minutes after it on, as shares of what is offered.
fn before_and_after(storm: &RetryStorm) -> [(f64, f64); 2] {
    let until_after = CALM * 60.0 + 200.0 * 30.0 + CALM * 180.0;
    [
        good(&runs(storm, &burst(), 700, 3_000)),
        good(&runs(storm, &burst(), until_after as u64, 3_000)),
    ]
}

#[test]
fn a_short_burst_is_followed_by_a_long_collapse() {
    let naive = storm(
        Clients::timeout(seconds(1.0))
            .retries(3)
            .backoff(ms(500.0))
            .jitter(1.0),
    );
    assert_eq!(
        naive.outlook(per_second(CALM)).unwrap(),
        Outlook::Vulnerable
    );
    let [before, after] = before_and_after(&naive);
    assert!(before.0 + before.1 > 0.999, "before {before:?}");
    assert!(after.0 + after.1 < 0.01, "after {after:?}");
    // The burst was longer than what it survives, and the queue does not drain any more.
    assert!(naive.survives(per_second(200.0)).unwrap().unwrap() < seconds(30.0));
    assert_eq!(naive.drains(per_second(CALM), 3000.0).unwrap(), None);
}

#[test]
fn a_retry_budget_or_no_retries_let_it_recover() {
    let naive = Clients::timeout(seconds(1.0))
        .retries(3)
        .backoff(ms(500.0))
        .jitter(1.0);
    for clients in [naive.budget(0.1), naive.without_retries()] {
        let storm = storm(clients);
        assert_eq!(storm.outlook(per_second(CALM)).unwrap(), Outlook::Stable);
        let [before, after] = before_and_after(&storm);
        assert!(before.0 + before.1 > 0.999, "before {before:?}");
        assert!(after.0 + after.1 > 0.999, "after {after:?}");
        // The backlog of the burst is gone before the second measurement begins.
        let drained = storm.drains(per_second(CALM), 3000.0).unwrap().unwrap();
        assert!(drained < seconds(180.0), "{drained}");
    }
}

/// The same clients at a load where four attempts each are not too many.
#[test]
fn below_the_collapse_every_burst_is_survived() {
    let naive = storm(
        Clients::timeout(seconds(1.0))
            .retries(3)
            .backoff(ms(500.0))
            .jitter(1.0),
    );
    assert_eq!(naive.outlook(per_second(20.0)).unwrap(), Outlook::Stable);
    let arrivals = Arrivals::Phases(vec![
        (seconds(30.0), per_second(200.0)),
        (seconds(1.0), per_second(20.0)),
    ]);
    // The burst leaves four attempts for each of its 6 000 requests, less 3 000 done meanwhile: drained after
    // 21 000/(100 - 80) = 1 050 s. Measured from 1 500 s on.
    let after = good(&runs(&naive, &arrivals, 6_000 + 20 * 1_500, 2_000));
    assert!(after.0 + after.1 > 0.999, "{after:?}");
}

/// Abandoned work is done all the same: while attempts fail, the servers are as busy as ever.
#[test]
fn abandoned_work_burns_capacity() {
    let none = storm(Clients::timeout(seconds(1.0)));
    let counts = runs(&none, &Arrivals::Poisson(per_second(150.0)), 5_000, 5_000);
    let wasted = |c: &Counts| c.wasted as f64 / (c.wasted + c.answered) as f64;
    let (share, half) = interval(&counts.iter().map(wasted).collect::<Vec<_>>());
    assert!(share + half > 0.99, "{share} ± {half}");
}

/// A short queue refuses what it can't do in time, and so keeps its goodput: no collapse.
#[test]
fn a_short_accept_queue_prevents_the_collapse() {
    let naive = Clients::timeout(seconds(1.0))
        .retries(3)
        .backoff(ms(500.0))
        .jitter(1.0);
    let bounded = RetryStorm::new(&naive, 10, ms(100.0), Some(20)).unwrap();
    assert_eq!(bounded.outlook(per_second(CALM)).unwrap(), Outlook::Stable);
    let [before, after] = before_and_after(&bounded);
    assert!(
        before.0 + before.1 > 0.999 && after.0 + after.1 > 0.999,
        "{before:?} {after:?}"
    );
    // Room for more than clients wait for: the collapse is back.
    let long = RetryStorm::new(&naive, 10, ms(100.0), Some(500)).unwrap();
    assert_eq!(long.outlook(per_second(CALM)).unwrap(), Outlook::Vulnerable);
    let [_, bad] = long.states(per_second(CALM)).unwrap()[..] else {
        panic!("two states")
    };
    let share = bad.goodput / per_second(CALM);
    assert!(share < 0.05, "{bad:?}");
    let [_, after] = before_and_after(&long);
    assert!(
        (after.0 - share).abs() <= after.1 + 0.02,
        "{after:?} {share}"
    );
}

/// The state's numbers against the simulation, over a grid of loads.
#[test]
fn states_are_what_the_simulation_settles_in() {
    for (servers, room, timeout, retries) in [
        (1, None, 50.0, 2),
        (4, None, 40.0, 1),
        (1, Some(3), 1000.0, 3),
        (4, Some(8), 40.0, 2),
    ] {
        // The backoff is long against the queue's ups and downs, as the formula assumes.
        let clients = patient(ms(timeout), retries);
        let storm = RetryStorm::new(&clients, servers, ms(10.0), room).unwrap();
        for load in [0.3, 0.6, 0.95] {
            // Where there is a collapsed state, too, chance alone tips the system now and then: stay below it.
            let rate = storm.collapses_from().unwrap_or(storm.capacity() * 1.4) * load;
            let state = storm.states(rate).unwrap()[0];
            let warm_up = (rate.per_second() * 60.0) as u64;
            let counts = runs(&storm, &Arrivals::Poisson(rate), warm_up, 15_000);
            let agrees = |what: &str, theory: f64, of: &dyn Fn(&Counts) -> f64| {
                let (seen, half) = interval(&counts.iter().map(of).collect::<Vec<_>>());
                let off = (seen - theory).abs();
                assert!(
                    off <= 2.0 * half + 0.01 * seen + 1e-4,
                    "{servers} {room:?} {load} {what}: {seen} ± {half}, {theory}"
                );
            };
            let State {
                attempts,
                refused,
                late,
                goodput,
            } = state;
            agrees("attempts", attempts / rate, &|c| {
                c.attempts as f64 / c.offered as f64
            });
            agrees("refused", refused, &|c| {
                c.attempts_refused as f64 / c.attempts as f64
            });
            agrees("late", late, &|c| {
                c.attempts_timed_out as f64 / c.attempts as f64
            });
            agrees("goodput", goodput / rate, &|c| {
                c.answered as f64 / c.offered as f64
            });
        }
    }
}

/// Without retries the states are the textbook's queues.
#[test]
fn without_retries_it_is_a_queue() {
    let timeout = ms(150.0);
    for servers in [1, 3, 10] {
        for load in [0.2, 0.7, 0.95, 1.5] {
            let of = |room| {
                RetryStorm::new(&Clients::timeout(timeout), servers, ms(100.0), room).unwrap()
            };
            let rate = of(None).capacity() * load;
            let offered = rate * ms(100.0);
            let blocked = of(Some(0)).states(rate).unwrap()[0];
            assert!((blocked.refused - erlang::blocking(servers, offered).unwrap()).abs() < 1e-9);
            assert!((blocked.late - (1.0 - blocked.refused) * (-1.5_f64).exp()).abs() < 1e-9);
            let bounded = of(Some(7)).states(rate).unwrap()[0];
            let queue = MMcK::new(rate, ms(100.0), servers, servers + 7).unwrap();
            assert!((bounded.refused - queue.blocking()).abs() < 1e-9);
            let late = (1.0 - queue.blocking()) * queue.sojourn_tail(timeout);
            assert!(
                (bounded.late - late).abs() < 1e-6,
                "{} {late}",
                bounded.late
            );
            if load < 1.0 {
                let endless = of(None).states(rate).unwrap()[0];
                let queue = MMc::new(rate, ms(100.0), servers).unwrap();
                assert!((endless.late - queue.sojourn_tail(timeout)).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn the_edges_of_the_collapse() {
    for retries in [1, 3, 9] {
        let naive = storm(patient(seconds(1.0), retries));
        // All attempts of all requests are just what the servers can do.
        let from = naive.collapses_from().unwrap();
        assert!((from.per_second() * f64::from(retries + 1) - 100.0).abs() < 1e-6);
        let until = naive.good_until();
        assert!(until > from && until < naive.capacity());
        let outlook = |load: f64| naive.outlook(per_second(load)).unwrap();
        assert_eq!(outlook(from.per_second() * 0.999), Outlook::Stable);
        assert_eq!(outlook(from.per_second() * 1.001), Outlook::Vulnerable);
        assert_eq!(outlook(until.per_second() * 0.999), Outlook::Vulnerable);
        assert_eq!(outlook(until.per_second() * 1.001), Outlook::Overloaded);
        assert_eq!(naive.states(until * 0.999).unwrap().len(), 2);
        assert_eq!(naive.states(until * 1.001).unwrap().len(), 1);
    }
    assert_eq!(storm(patient(seconds(1.0), 0)).collapses_from(), None);
    // A budget binds as soon as a tenth fails, which is a little before the servers are busy all the time.
    let budget = storm(patient(seconds(1.0), 3).budget(0.1));
    let from = budget.collapses_from().unwrap().per_second();
    assert!(from < 100.0 / 1.1 && from > 0.95 * 100.0 / 1.1, "{from}");
}

/// Found by the property below: sixty halvings do not get from the first point of the curve to a load of next to nothing.
#[test]
fn next_to_no_load_makes_next_to_no_attempts() {
    for load in [2.2e-16, 1e-100, f64::MIN_POSITIVE] {
        let storm = RetryStorm::new(&patient(seconds(1.0), 3), 47, ms(100.0), None).unwrap();
        let states = storm.states(per_second(load)).unwrap();
        let [state] = states[..] else {
            panic!("{load}: {states:?}")
        };
        // Nobody waits, so what is late is a service longer than the time-out: e^-10 of the attempts.
        let late = (-10.0_f64).exp();
        assert!((state.late - late).abs() < 1e-12, "{load}: {state:?}");
        let attempts = state.attempts.per_second() / load;
        let expected = 1.0 + late + late * late + late * late * late;
        assert!((attempts - expected).abs() < 1e-9, "{load}: {attempts}");
    }
}

#[test]
fn what_is_out_of_range_is_named() {
    let named = |clients: Clients| clients.check().unwrap_err().parameter().to_owned();
    let one = Clients::timeout(seconds(1.0));
    assert_eq!(named(Clients::timeout(seconds(0.0))), "timeout");
    assert_eq!(named(Clients::timeout(seconds(f64::NAN))), "timeout");
    assert_eq!(named(one.retries(3)), "backoff");
    assert_eq!(named(one.retries(101).backoff(ms(1.0))), "retries");
    assert_eq!(named(one.jitter(1.5)), "jitter");
    assert_eq!(named(one.budget(-0.1)), "retry budget");
    let of = |servers, service| RetryStorm::new(&one, servers, service, None);
    assert_eq!(of(0, ms(1.0)).unwrap_err().parameter(), "servers");
    assert_eq!(of(1, ms(-1.0)).unwrap_err().parameter(), "service time");
    assert!(
        of(1, ms(1e-3))
            .unwrap_err()
            .parameter()
            .starts_with("time-out")
    );
    let storm = storm(one);
    assert_eq!(
        storm.states(per_second(f64::NAN)).unwrap_err().parameter(),
        "load"
    );
    assert_eq!(
        storm
            .drains(per_second(1.0), f64::INFINITY)
            .unwrap_err()
            .parameter(),
        "backlog"
    );
    assert_eq!(
        storm.survives(per_second(-1.0)).unwrap_err().parameter(),
        "burst"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_servers_patience_or_fewer_retries_never_lower_the_good_state(
        servers in 1..30_u32, patience in 1.0..20.0_f64, retries in 0..5_u32, load in 0.05..0.95_f64,
    ) {
        let of = |servers: u32, patience: f64, retries: u32| {
            RetryStorm::new(&patient(ms(100.0 * patience), retries), servers, ms(100.0), None).unwrap()
        };
        let here = of(servers, patience, retries);
        let rate = here.capacity() * load;
        let good = |storm: &RetryStorm| storm.states(rate).unwrap()[0].goodput.per_second();
        let before = good(&here);
        prop_assert!(before <= rate.per_second() * (1.0 + 1e-9));
        for better in [of(servers + 1, patience, retries), of(servers, patience * 1.5, retries)] {
            prop_assert!(good(&better) >= before * (1.0 - 1e-6), "{} {before}", good(&better));
        }
        prop_assert!(here.good_until() <= here.capacity() * (1.0 + 1e-9));
        prop_assert!(of(servers, patience, retries + 1).good_until() <= here.good_until() * (1.0 + 1e-9));
    }

    #[test]
    fn any_clients_get_an_answer_or_an_error(
        timeout: f64, retries in 0..200_u32, backoff: f64, budget: f64, service: f64, load: f64,
        servers in 0..200_u32, room in 0..2_000_000_u32, endless: bool, budgeted: bool,
    ) {
        let mut clients = Clients::timeout(seconds(timeout)).retries(retries).backoff(seconds(backoff));
        if budgeted {
            clients = clients.budget(budget);
        }
        let room = (!endless).then_some(room);
        for (timeout, service) in [(timeout, service), (1.0, 0.1)] {
            let clients = if timeout == 1.0 { patient(seconds(1.0), retries % 101) } else { clients };
            let Ok(storm) = RetryStorm::new(&clients, servers, seconds(service), room) else { continue };
            for load in [per_second(load), storm.capacity() * 0.7, storm.capacity() * 15.0] {
                for state in storm.states(load).into_iter().flatten() {
                    prop_assert!(state.goodput.is_finite() && state.attempts >= load * (1.0 - 1e-6), "{state:?}");
                    prop_assert!((0.0..=1.0).contains(&state.late) && (0.0..=1.0).contains(&state.refused));
                }
                let _ = storm.outlook(load);
            }
        }
    }
}
