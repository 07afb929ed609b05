//! Sums of waits and services, against exact distributions and against a second way to compute them.

use model::network::Service;
use model::prelude::*;
use model::queueing::MMc;
use model::queueing::sojourn::{Queue, Sojourn};
use proptest::prelude::*;

/// Probability that the sum of `n` exponentials of mean 1 is larger than `t`: e^-t (1 + t + ... + t^(n-1)/(n-1)!).
fn erlang_tail(n: u32, t: f64) -> f64 {
    let mut term = (-t).exp();
    let mut sum = term;
    for k in 1..n {
        term *= t / f64::from(k);
        sum += term;
    }
    sum
}

#[test]
fn equal_services_are_erlang_distributed() {
    for n in [1, 2, 4, 8, 16, 19, 21, 30, 60] {
        let way = Sojourn::new().service(seconds(1.0), n);
        for q in [0.05, 0.5, 0.9, 0.95, 0.99, 0.999] {
            let t = way.percentile(q).unwrap().seconds();
            let tail = erlang_tail(n, t);
            assert!(
                (tail / (1.0 - q) - 1.0).abs() < 1e-3,
                "Erlang {n} p{q}: {t} leaves {tail}"
            );
            assert!(
                (way.tail(seconds(t)) - tail).abs() < 2e-6,
                "Erlang {n} at {t}"
            );
        }
    }
}

/// Where fewer poles are enough, a percentile is still right to 1e-5: its tail to 1e-5 times how steep that is there, below 10.
#[test]
fn percentiles_of_irregular_sums_are_precise() {
    for n in 1..=5 {
        let way = Sojourn::new().service(seconds(1.0), n);
        for q in [0.5, 0.9, 0.95, 0.99] {
            let tail = erlang_tail(n, way.percentile(q).unwrap().seconds());
            assert!((tail / (1.0 - q) - 1.0).abs() < 1e-4, "Erlang {n} p{q}");
        }
    }
}

/// Sums whose terms differ by orders of magnitude: the tail is a sum over the terms (no two means are equal).
#[test]
fn different_services_are_hypoexponential() {
    let means = [1e-6, 3e-5, 2e-4, 1e-3, 1.1e-3, 8e-3, 0.1];
    let way = means
        .iter()
        .fold(Sojourn::new(), |way, m| way.service(seconds(*m), 1));
    let tail = |t: f64| -> f64 {
        let weight = |m: f64| -> f64 {
            means
                .iter()
                .filter(|n| **n != m)
                .map(|n| m / (m - n))
                .product()
        };
        means.iter().map(|m| weight(*m) * (-t / m).exp()).sum()
    };
    for q in [0.01, 0.5, 0.95, 0.99] {
        let t = way.percentile(q).unwrap();
        assert!(
            (tail(t.seconds()) / (1.0 - q) - 1.0).abs() < 1e-4,
            "p{q}: {t}"
        );
    }
}

#[test]
fn a_wait_and_a_service_are_mmc() {
    for (servers, load) in [
        (1, 0.1),
        (1, 0.9),
        (2, 0.5),
        (4, 0.9),
        (16, 0.95),
        (64, 0.7),
        (1, 0.999),
    ] {
        let queue = MMc::new(per_second(load * f64::from(servers)), seconds(1.0), servers).unwrap();
        let wait = Queue {
            chance: queue.probability_of_waiting(),
            wait: queue.mean_wait_if_any(),
            same: 0.0,
        };
        let way = Sojourn::new().waits(wait, 1).service(seconds(1.0), 1);
        for q in [0.01, 0.5, 0.95, 0.99, 0.9999] {
            let exact = queue.sojourn_percentile(q).unwrap();
            let ratio = way.percentile(q).unwrap() / exact;
            assert!(
                (ratio - 1.0).abs() < 1e-4,
                "M/M/{servers} at {load}, p{q}: {ratio}"
            );
        }
    }
}

#[test]
fn a_mixture_of_two_exponentials_has_its_moments_and_its_tail() {
    let way = Sojourn::new().services(
        Service {
            mean: seconds(1.0),
            variation: 4.0,
        },
        1,
    );
    assert!((way.mean().seconds() - 1.0).abs() < 1e-12);
    assert!((way.deviation().seconds() - 2.0).abs() < 1e-12);
    let p = 0.5 * (1.0 + 0.6_f64.sqrt());
    let tail = |t: f64| p * (-2.0 * p * t).exp() + (1.0 - p) * (-2.0 * (1.0 - p) * t).exp();
    for t in [0.01, 0.3, 1.0, 5.0, 20.0] {
        assert!((way.tail(seconds(t)) - tail(t)).abs() < 1e-9, "{t}");
    }
}

#[test]
fn a_share_that_takes_no_time_is_a_step() {
    let rare = Sojourn::new()
        .constant(ms(1.0))
        .maybe(0.1, Sojourn::new().service(ms(10.0), 1));
    let [p50, p89, p99] = rare.percentiles([0.5, 0.89, 0.99]).unwrap();
    assert_eq!((p50, p89), (ms(1.0), ms(1.0)));
    assert!(
        (p99.millis() - (1.0 + 10.0 * 10_f64.ln())).abs() < 1e-3,
        "{p99}"
    );
    assert!((rare.tail(ms(1.0)) - 0.1).abs() < 1e-12);
    assert_eq!(rare.tail(ms(0.99)), 1.0);
}

#[test]
fn a_long_constant_in_an_alternative_shifts_that_alternative() {
    // 30% are far away: 100 ms more, each plus an exponential of 10 ms.
    let way = Sojourn::new()
        .service(ms(10.0), 1)
        .maybe(0.3, Sojourn::new().constant(ms(100.0)));
    let tail = |t: f64| {
        let late = if t > 100.0 {
            (-(t - 100.0) / 10.0).exp()
        } else {
            1.0
        };
        0.7 * (-t / 10.0).exp() + 0.3 * late
    };
    for q in [0.2, 0.5, 0.8, 0.9, 0.95, 0.99] {
        let t = way.percentile(q).unwrap().millis();
        assert!(
            (tail(t) - (1.0 - q)).abs() < 1e-5,
            "p{q}: {t} leaves {}",
            tail(t)
        );
    }
}

/// Terms of a random sum: kind, mean, chance.
fn terms() -> impl Strategy<Value = Vec<(u8, f64, f64)>> {
    let mean = (-3.0..2.0_f64).prop_map(|x| 10_f64.powf(x));
    proptest::collection::vec((0..5_u8, mean, 0.05..0.95_f64), 1..16)
}

fn build(terms: &[(u8, f64, f64)]) -> Sojourn {
    let add = |way: Sojourn, (kind, mean, chance): &(u8, f64, f64)| {
        let (queue, mean) = (
            Queue {
                chance: *chance,
                wait: seconds(*mean),
                same: 0.5,
            },
            seconds(*mean),
        );
        match kind {
            0 => way.service(mean, 1),
            1 => way.waits(queue, 1),
            2 => way.visits(vec![0.5, 0.2, 0.3], queue, mean),
            3 => way.maybe(
                *chance,
                Sojourn::new().constant(0.1 * mean).service(mean, 2),
            ),
            _ => way.constant(mean),
        }
    };
    terms.iter().fold(Sojourn::new(), add)
}

/// A second witness for the tail, written apart: the transform from its definition in ordinary complex numbers, and a
/// Fourier series of 2000 terms, smoothed at its end.
mod slow {
    type C = (f64, f64);

    fn mul(a: C, b: C) -> C {
        (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
    }

    fn mix(p: f64, a: C, b: C) -> C {
        (p * a.0 + (1.0 - p) * b.0, p * a.1 + (1.0 - p) * b.1)
    }

    /// 1/(1 + s m)
    fn exponential(s: C, m: f64) -> C {
        let (x, y) = (1.0 + m * s.0, m * s.1);
        (x / (x * x + y * y), -y / (x * x + y * y))
    }

    fn constant(s: C, c: f64) -> C {
        let size = (-c * s.0).exp();
        (size * (c * s.1).cos(), -size * (c * s.1).sin())
    }

    fn term(s: C, (kind, m, p): (u8, f64, f64)) -> C {
        let one = (1.0, 0.0);
        let (e, wait) = (exponential(s, m), |n: f64| {
            mix(p, exponential(s, n * m), one)
        });
        let both = |n: f64, apart: C| mix(0.5, wait(n), apart);
        match kind {
            0 => e,
            1 => wait(1.0),
            2 => {
                let (w, two) = (
                    mul(e, both(1.0, wait(1.0))),
                    mul(mul(e, e), both(2.0, mul(wait(1.0), wait(1.0)))),
                );
                (0.5 + 0.2 * w.0 + 0.3 * two.0, 0.2 * w.1 + 0.3 * two.1)
            }
            3 => mix(p, mul(mul(e, e), constant(s, 0.1 * m)), one),
            _ => constant(s, m),
        }
    }

    pub(super) fn tail(terms: &[(u8, f64, f64)], t: f64) -> f64 {
        const A: f64 = 18.0;
        const TERMS: usize = 2000;
        let mut sum = 0.0;
        let mut last = Vec::new();
        for k in 0..TERMS {
            let s = (A / (2.0 * t), k as f64 * std::f64::consts::PI / t);
            let f = terms.iter().fold((1.0, 0.0), |f, x| mul(f, term(s, *x)));
            let over = mul((1.0 - f.0, -f.1), exponential((s.0 - 1.0, s.1), 1.0)).0;
            let sign = if k % 2 == 0 { 1.0 } else { -1.0 };
            sum += if k == 0 { 0.5 * over } else { sign * over };
            if k >= TERMS - 20 {
                last.push(sum);
            }
        }
        // The means of neighbours, again and again.
        while last.len() > 1 {
            last = last
                .windows(2)
                .map(|pair| 0.5 * (pair[0] + pair[1]))
                .collect();
        }
        let mean = last[0];
        mean * (A / 2.0).exp() / t
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn percentiles_of_random_sums_are_right(terms in terms()) {
        let way = build(&terms);
        let times = way.percentiles([0.5, 0.95, 0.99]).unwrap();
        prop_assert!(times[0] <= times[1] && times[1] <= times[2], "{times:?}");
        let constant: f64 = terms.iter().filter(|x| x.0 == 4).map(|x| x.1).sum();
        let rest: Vec<_> = terms.iter().copied().filter(|x| x.0 != 4).collect();
        for (q, time) in [0.5, 0.95, 0.99].into_iter().zip(times) {
            let t = time.seconds() - constant;
            if t < 1e-9 {
                prop_assert!(rest.is_empty() || slow::tail(&rest, 1e-6) <= 1.0 - q + 1e-4, "p{q} of {terms:?}");
                continue;
            }
            let (before, after) = (slow::tail(&rest, t * (1.0 - 1e-4)), slow::tail(&rest, t * (1.0 + 1e-4)));
            prop_assert!(before >= 1.0 - q - 1e-6 && after <= 1.0 - q + 1e-6,
                "p{q} of {terms:?}: {time:?}, {before} {after}");
        }
    }

    #[test]
    fn more_terms_take_longer(terms in terms(), extra in 1e-3..10.0_f64) {
        let way = build(&terms);
        let longer = way.clone().service(seconds(extra), 1);
        for q in [0.5, 0.99] {
            prop_assert!(longer.percentile(q).unwrap() >= way.percentile(q).unwrap() * (1.0 - 1e-4));
        }
        prop_assert!(longer.mean() > way.mean() && longer.deviation() > way.deviation());
    }
}
