//! Closed forms against exact results, against each other at their limits, and against common sense.

mod closed;
mod forkjoin;
mod networks;
mod open;
mod tails;

use model::network::Service;
use model::prelude::*;
use model::queueing::{
    Choices, ForkJoin, GGc, MG1, MGc, MM1, MMc, MMcK, RoundRobin, Sharing, ShortestQueue, busy,
    erlang,
};
use proptest::prelude::*;

const S: Time = seconds(1.0);

fn close(what: &str, got: f64, expected: f64, relative: f64) {
    let room = relative * expected.abs() + 1e-12;
    assert!(
        (got - expected).abs() <= room,
        "{what}: {got}, expected {expected}"
    );
}

/// The first two moments of a time, from its tail: the integrals of P(T > t) and of 2t P(T > t).
fn moments(tail: impl Fn(f64) -> f64, end: f64) -> (f64, f64) {
    let n = 4000;
    let step = end / f64::from(n);
    let points = (0..n).map(|k| (f64::from(k) + 0.5) * step);
    points.fold((0.0, 0.0), |(one, two), t| {
        (one + tail(t) * step, two + 2.0 * t * tail(t) * step)
    })
}

#[test]
fn a_large_room_is_no_limit() {
    for (servers, load) in [(1, 0.5), (1, 0.9), (4, 0.8), (10, 0.3)] {
        let arrival = per_second(load * f64::from(servers));
        let (open, room) = (
            MMc::new(arrival, S, servers).unwrap(),
            MMcK::new(arrival, S, servers, 1000).unwrap(),
        );
        close(
            "wait",
            room.mean_wait().seconds(),
            open.mean_wait().seconds(),
            1e-9,
        );
        close("number", room.mean_number(), open.mean_number(), 1e-9);
        close(
            "waiting",
            room.probability_of_waiting(),
            open.probability_of_waiting(),
            1e-9,
        );
        for q in [0.5, 0.95, 0.99] {
            let (a, b) = (
                room.sojourn_percentile(q).unwrap(),
                open.sojourn_percentile(q).unwrap(),
            );
            close("percentile", a / b, 1.0, 1e-4);
        }
    }
}

#[test]
fn no_room_is_erlang_b_and_overload_is_turned_away() {
    for (servers, offered) in [(1, 0.5), (4, 3.6), (10, 4.461), (100, 300.0)] {
        let loss = MMcK::new(per_second(offered), S, servers, servers).unwrap();
        close(
            "blocking",
            loss.blocking(),
            erlang::blocking(servers, offered).unwrap(),
            1e-9,
        );
        assert_eq!(loss.mean_wait(), Time::ZERO);
        close(
            "exponential",
            loss.sojourn_tail(seconds(2.0)),
            (-2.0_f64).exp(),
            1e-6,
        );
    }
    let flooded = MMcK::new(per_second(1e6), S, 4, 50).unwrap();
    close("throughput", flooded.throughput().per_second(), 4.0, 1e-5);
    // Whoever gets in finds 49 others, nearly always: 46 steps of a quarter, and a service.
    close(
        "sojourn",
        flooded.mean_sojourn().seconds(),
        46.0 / 4.0 + 1.0,
        1e-4,
    );
}

#[test]
fn littles_law_holds_where_it_was_not_used() {
    for (c, k, load) in [(1, 3, 0.7), (4, 10, 1.5), (8, 8, 0.9)] {
        let queue = MMcK::new(per_second(load * f64::from(c)), S, c, k).unwrap();
        let number = queue.throughput() * queue.mean_sojourn();
        close("M/M/c/K", queue.mean_number(), number, 1e-9);
    }
}

#[test]
fn general_queues_with_one_and_one_are_mmc_and_mgc() {
    for (servers, load) in [(1, 0.3), (1, 0.9), (4, 0.8)] {
        let arrival = per_second(load * f64::from(servers));
        let general = |ca, cs| {
            GGc::new(
                arrival,
                ca,
                Service {
                    mean: S,
                    variation: cs,
                },
                servers,
            )
            .unwrap()
        };
        let wait = MMc::new(arrival, S, servers).unwrap().mean_wait().seconds();
        close(
            "M/M/c",
            general(1.0, 1.0).mean_wait().seconds(),
            wait,
            1e-12,
        );
        let wait = MGc::new(arrival, S, 3.0, servers)
            .unwrap()
            .mean_wait()
            .seconds();
        close(
            "M/G/c",
            general(1.0, 3.0).mean_wait().seconds(),
            wait,
            1e-12,
        );
    }
}

/// Who waits at most t at a server with constant services of 1: (1 - rho) times the sum over k to t of (rho (k - t))^k/k!
/// e^(rho (t - k)) (Erlang 1909). Its corners are inverted to about 1e-3.
#[test]
fn constant_services_have_erlangs_percentiles() {
    for load in [0.3, 0.6, 0.85_f64] {
        let queue = MG1::new(per_second(load), S, Time::ZERO).unwrap();
        let within = |t: f64| -> f64 {
            let term = |k: u32| {
                let x = load * (f64::from(k) - t);
                let power: f64 = (1..=k).map(|i| x / f64::from(i)).product();
                power * (-x).exp()
            };
            (1.0 - load) * (0..=t as u32).map(term).sum::<f64>()
        };
        for q in [0.1, 0.5, 0.8, 0.95, 0.99] {
            let wait = queue.sojourn_percentile(q).unwrap().seconds() - 1.0;
            let expected = q.max(1.0 - load);
            assert!(
                (within(wait) - expected).abs() < 2e-3,
                "at {load}, p{q}: a wait of {wait} is that of {}",
                within(wait)
            );
        }
    }
}

/// Kraemer and Langenbach-Belz against the exact queue behind a round robin.
#[test]
fn regular_arrivals_are_as_good_as_documented() {
    for k in [2, 4, 8, 100] {
        for load in [0.3, 0.5, 0.7, 0.9] {
            let exact = RoundRobin::new(per_second(load), S, k).unwrap();
            let general = GGc::new(
                per_second(load),
                1.0 / f64::from(k),
                Service::exponential(S),
                1,
            )
            .unwrap();
            let error = general.mean_sojourn() / exact.mean_sojourn() - 1.0;
            assert!(error.abs() < 0.035, "E{k}/M/1 at {load}: {error}");
            assert!(general.kingman_bound().unwrap() >= exact.mean_wait());
            assert!(general.allen_cunneen() >= general.mean_wait());
        }
    }
}

#[test]
fn turns_with_one_server_are_mm1_and_with_many_are_dm1() {
    let (one, poisson) = (
        RoundRobin::new(per_second(0.8), S, 1).unwrap(),
        MM1::new(per_second(0.8), S).unwrap(),
    );
    close(
        "M/M/1",
        one.mean_wait().seconds(),
        poisson.mean_wait().seconds(),
        1e-9,
    );
    // D/M/1: x = e^(-(1 - x)/rho), solved here by repeating it.
    let mut x = 0.5;
    for _ in 0..10_000 {
        x = (-(1.0 - x) / 0.8_f64).exp();
    }
    let many = RoundRobin::new(per_second(0.8), S, 10_000).unwrap();
    close("D/M/1", many.probability_of_waiting(), x, 1e-3);
}

#[test]
fn sharing_has_the_means_of_fcfs_and_its_own_tail() {
    for load in [0.1, 0.5, 0.8, 0.95] {
        let sharing = Sharing::new(per_second(load), S, 1).unwrap();
        close(
            "mean",
            sharing.mean_sojourn().seconds(),
            1.0 / (1.0 - load),
            1e-12,
        );
        let end = 40.0 / (1.0 - load).powi(2);
        let (mean, square) = moments(|t| sharing.sojourn_tail(seconds(t)).unwrap(), end);
        close("mean by tail", mean, 1.0 / (1.0 - load), 0.02);
        // Coffman, Muntz, Trotter (1970): the second moment is 4/((1 - rho)^2 (2 - rho)).
        close(
            "square by tail",
            square,
            4.0 / ((1.0 - load).powi(2) * (2.0 - load)),
            0.01,
        );
    }
}

#[test]
fn sharing_among_many_cores_is_service_alone() {
    let wide = Sharing::new(per_second(2.0), S, 60).unwrap();
    for q in [0.5, 0.9, 0.99] {
        close(
            "exponential",
            wide.sojourn_percentile(q).unwrap().seconds(),
            -(1.0 - q).ln(),
            1e-5,
        );
    }
    let busy = Sharing::new(per_second(3.6), S, 4).unwrap();
    let (mean, _) = moments(|t| busy.sojourn_tail(seconds(t)).unwrap(), 200.0);
    close("M/M/4-PS", mean, 2.969383, 1e-3);
    assert!(
        Sharing::new(per_second(0.995), S, 1)
            .unwrap()
            .sojourn_percentile(0.5)
            .is_err()
    );
}

/// M/D/1 by the sum of Erlang (1909): P(W <= t) = (1 - rho) sum over k <= t of (rho (k - t))^k/k! e^(-rho (k - t)).
#[test]
fn constant_services_have_erlangs_waits() {
    for load in [0.3, 0.7, 0.9] {
        let queue = MG1::new(per_second(load), S, Time::ZERO).unwrap();
        for t in [0.25, 0.5, 1.5, 2.4, 5.5] {
            let mut sum = 0.0;
            let mut factorial = 1.0;
            for k in 0..=(t as u32) {
                factorial *= f64::from(k.max(1));
                let x = load * (f64::from(k) - t);
                sum += x.powi(k as i32) / factorial * (-x).exp();
            }
            let tail = queue.sojourn_tail(seconds(1.0 + t));
            assert!(
                (tail - (1.0 - (1.0 - load) * sum)).abs() < 1e-3,
                "M/D/1 at {load}, {t}: {tail}"
            );
        }
    }
}

#[test]
fn general_services_have_the_mean_of_their_tail() {
    for deviation in [0.0, 0.3, 1.0, 2.0] {
        let queue = MG1::new(per_second(0.7), S, seconds(deviation)).unwrap();
        let (mean, _) = moments(|t| queue.sojourn_tail(seconds(t)), 300.0);
        close("mean", mean, queue.mean_sojourn().seconds(), 5e-3);
    }
}

#[test]
fn one_part_and_one_choice_are_mm1() {
    let queue = MM1::new(per_second(0.8), S).unwrap();
    let (part, choice) = (
        ForkJoin::new(per_second(0.8), S, 1).unwrap(),
        Choices::new(per_second(0.8), S, 1).unwrap(),
    );
    assert_eq!(part.mean_sojourn(), queue.mean_sojourn());
    close("choice", choice.mean_sojourn().seconds(), 5.0, 1e-9);
    for q in [0.5, 0.99] {
        close(
            "percentile",
            choice.sojourn_percentile(q).unwrap() / queue.sojourn_percentile(q).unwrap(),
            1.0,
            1e-9,
        );
    }
    let two = Choices::new(per_second(0.9), S, 2).unwrap();
    let (mean, _) = moments(|t| two.sojourn_tail(seconds(t)), 60.0);
    close("mean by tail", mean, two.mean_sojourn().seconds(), 1e-3);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_load_is_slower_and_more_servers_are_faster(load in 0.01..0.9_f64, more in 1.0..1.1_f64, c in 1..20_u32) {
        let times = |load: f64, servers: u32| {
            let rate = per_second(load * f64::from(c));
            let (one, many) = (per_second(load), rate * 4.0);
            [
                MMcK::new(rate, S, servers, c + 20).unwrap().mean_sojourn(),
                MMcK::new(rate, S, servers, c + 20).unwrap().sojourn_percentile(0.99).unwrap(),
                GGc::new(rate, 0.5, Service::exponential(S), servers).unwrap().mean_sojourn(),
                Sharing::new(rate, S, servers).unwrap().sojourn_percentile(0.99).unwrap(),
                ShortestQueue::new(many, S, 4, servers).unwrap().mean_sojourn(),
                Choices::new(one, S, 2).unwrap().sojourn_percentile(0.99).unwrap(),
                RoundRobin::new(one, S, 3).unwrap().mean_sojourn(),
                ForkJoin::new(one, S, 5).unwrap().mean_sojourn(),
                MG1::new(one, S, seconds(0.5)).unwrap().sojourn_percentile(0.99).unwrap(),
                busy::period(one, S).unwrap(),
            ]
        };
        let (base, busier, wider) = (times(load, c), times(load * more, c), times(load, c + 1));
        for i in 0..base.len() {
            prop_assert!(busier[i] >= base[i] * (1.0 - 1e-4), "{i}: {:?} {:?}", base[i], busier[i]);
            prop_assert!(wider[i] <= base[i] * (1.0 + 1e-4), "{i}: {:?} {:?}", base[i], wider[i]);
        }
    }

    #[test]
    fn bounds_hold(load in 0.05..0.95_f64, n in 2..40_u32, c in 1..9_u32) {
        let queue = ShortestQueue::new(per_second(load * f64::from(n * c)), S, n, c).unwrap();
        prop_assert!(queue.lower_bound() <= queue.mean_wait() && queue.mean_wait() <= queue.upper_bound());
        let join = ForkJoin::new(per_second(load), S, n.min(32)).unwrap();
        prop_assert!(join.mean_sojourn() >= MM1::new(per_second(load), S).unwrap().mean_sojourn());
        let median = join.sojourn_percentile_bound(0.5).unwrap();
        prop_assert!(median.is_finite() && median < join.sojourn_percentile_bound(0.99).unwrap());
    }
}
