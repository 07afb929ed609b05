//! Every closed form, with every number that should not be: a named error or finite answers, never NaN, never a panic.

use model::network::Service;
use model::prelude::*;
use model::queueing::jackson::{Jackson, Node};
use model::queueing::mva::{Closed, Demand};
use model::queueing::sojourn::{Queue, Sojourn};
use model::queueing::{
    Choices, Feedback, ForkJoin, GGc, Law, MG1, MGc, MM1, MMc, MMcK, RoundRobin, Sharing,
    ShortestQueue, busy, erlang, variation,
};

const HOSTILE: [f64; 13] = [
    0.0,
    -1.0,
    1.0,
    0.5,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MAX,
    f64::MIN_POSITIVE,
    1e-300,
    1e15,
    1e-9,
    3.0,
];
const WHOLE: [u32; 6] = [0, 1, 2, 7, 1000, u32::MAX];

type Answer = Result<Vec<Time>, Error>;

/// All answers of a queue that have a time as result.
macro_rules! times {
    ($queue:expr; $($means:ident),* $(; $q:ident)?) => {
        $queue.map(|queue| {
            #[allow(unused_mut, reason = "some have no percentiles")]
            let mut all = vec![$(queue.$means()),*];
            $(all.extend([0.0, 0.5, 0.999].map(|q| queue.$q(q).unwrap()));
            assert!(queue.$q(1.0).is_err() && queue.$q(-0.1).is_err() && queue.$q(f64::NAN).is_err());)?
            all
        })
    };
}

/// Every constructor with an arrival, a time, a number and a count of something.
fn all(a: f64, s: f64, v: f64, n: u32) -> Vec<(&'static str, Answer)> {
    let (arrival, service) = (per_second(a), seconds(s));
    let general = Service {
        mean: service,
        variation: v,
    };
    let next = vec![v, 0.1];
    let node = |next: &[f64]| Node {
        external: arrival,
        service,
        servers: n,
        next: next.to_vec(),
    };
    let small = n.min(1000);
    let closed = Closed::new(
        seconds(v),
        &[
            Demand {
                demand: service,
                servers: n,
            },
            Demand {
                demand: service,
                servers: 1,
            },
        ],
    );
    let station = Demand {
        demand: service,
        servers: n,
    };
    let lone = Closed::new(seconds(v), &[station]);
    vec![
        (
            "MM1",
            times!(MM1::new(arrival, service); mean_wait, mean_sojourn; sojourn_percentile),
        ),
        (
            "MMc",
            times!(MMc::new(arrival, service, small); mean_wait, mean_sojourn; sojourn_percentile),
        ),
        (
            "MMcK",
            times!(MMcK::new(arrival, service, small, small.max(40)); mean_wait, mean_sojourn; sojourn_percentile),
        ),
        (
            "MG1",
            times!(MG1::new(arrival, service, seconds(v)); mean_wait, mean_sojourn; sojourn_percentile),
        ),
        (
            "MGc",
            times!(MGc::new(arrival, service, v, small); mean_wait, mean_sojourn),
        ),
        (
            "GGc",
            times!(GGc::new(arrival, v, general, small); mean_wait, mean_sojourn),
        ),
        (
            "MGc and GGc tails",
            MGc::new(arrival, service, v, small).and_then(|q| {
                let other = GGc::new(arrival, v, general, small)?;
                Ok(vec![
                    q.sojourn_percentile(0.999)?,
                    other.sojourn_percentile(0.999)?,
                ])
            }),
        ),
        (
            "RoundRobin",
            times!(RoundRobin::new(arrival, service, n); mean_wait, mean_sojourn; sojourn_percentile),
        ),
        (
            "ShortestQueue",
            times!(ShortestQueue::new(arrival, service, n, 4); mean_wait, mean_sojourn, upper_bound),
        ),
        (
            "Choices",
            times!(Choices::new(arrival, service, n); mean_sojourn; sojourn_percentile),
        ),
        (
            "ForkJoin",
            times!(ForkJoin::new(arrival, service, n); mean_sojourn; sojourn_percentile_bound),
        ),
        (
            "Sharing",
            times!(Sharing::new(arrival, service, small); mean_sojourn),
        ),
        (
            "Sharing tail",
            Sharing::new(arrival, service, small)
                .and_then(|q| Ok(vec![q.sojourn_percentile(0.99)?])),
        ),
        (
            "Jackson",
            times!(Jackson::new(&[node(&next), node(&next)]); mean_response),
        ),
        (
            "Jackson tails",
            Jackson::new(&[node(&[0.0, v]), node(&[0.0, 0.0])]).and_then(|q| {
                let path = q.path(&[0, 1])?.percentile(0.999)?;
                Ok(vec![path, q.sojourn_percentile(0.999)?])
            }),
        ),
        (
            "lone station",
            lone.and_then(|c| Ok(vec![c.response_percentile(small.min(60), 0.999)?])),
        ),
        (
            "Feedback",
            Feedback::new(arrival, &[service, seconds(v)]).map(|f| f.waits()),
        ),
        (
            "mva",
            closed
                .clone()
                .and_then(|c| Ok(vec![c.exact(small.min(60))?.response])),
        ),
        (
            "Schweitzer",
            closed.and_then(|c| Ok(vec![c.approximate(n)?.response, c.response_bound(n)?])),
        ),
        ("Erlang B", erlang::blocking(n, v).map(|n| vec![seconds(n)])),
        ("Erlang C", erlang::delay(n, v).map(|n| vec![seconds(n)])),
        (
            "Erlang B for a load",
            erlang::offered_at(small, v).map(|n| vec![seconds(n)]),
        ),
        (
            "Law",
            Law::of(&general).map(|law| {
                let several = seconds(law.tail_of_sum(small, seconds(a)));
                vec![law.mean(), several, law.mean_up_to(seconds(v))]
            }),
        ),
        (
            "drain",
            busy::drain(v, arrival, per_second(s)).map(|t| vec![t]),
        ),
        ("period", busy::period(arrival, service).map(|t| vec![t])),
        ("attempts", busy::attempts(v, n).map(|n| vec![seconds(n)])),
        (
            "by turns",
            variation::by_turns(v, n).map(|n| vec![seconds(n)]),
        ),
        (
            "at random",
            variation::at_random(v, s).map(|n| vec![seconds(n)]),
        ),
        (
            "merged",
            variation::merged(&[(a, v), (s, 1.0)]).map(|n| vec![seconds(n)]),
        ),
        (
            "departures",
            variation::departures(v, s, a, n).map(|n| vec![seconds(n)]),
        ),
    ]
}

#[test]
fn every_formula_answers_or_says_why_not() {
    let (mut answered, mut refused) = (0, 0);
    for (i, a) in HOSTILE.into_iter().enumerate() {
        for (j, s) in HOSTILE.into_iter().enumerate() {
            for (k, v) in HOSTILE.into_iter().enumerate() {
                // The counts take turns: each with each triple would take half a minute.
                let n = WHOLE[(i + 2 * j + 3 * k + i * j * k) % WHOLE.len()];
                for (name, answer) in all(a, s, v, n) {
                    match answer {
                        Ok(times) => {
                            let sane = |t: &Time| t.is_finite() && *t >= Time::ZERO;
                            assert!(
                                times.iter().all(sane),
                                "{name}({a}, {s}, {v}, {n}): {times:?}"
                            );
                            answered += 1;
                        }
                        Err(error) => {
                            assert!(!error.parameter().is_empty() && !error.bound().is_empty());
                            refused += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(
        answered > 5_000 && refused > 5_000,
        "{answered} answered, {refused} refused"
    );
}

/// A sum has no constructor that could refuse; what is no time is left out.
#[test]
fn a_sum_of_anything_has_no_nan() {
    for mean in HOSTILE {
        for chance in HOSTILE {
            let queue = Queue {
                chance,
                wait: seconds(mean),
                same: 0.5,
            };
            let way = Sojourn::new()
                .service(seconds(mean), 2)
                .services(
                    Service {
                        mean: seconds(mean),
                        variation: chance,
                    },
                    1,
                )
                .waits(queue, 1)
                .visits(vec![0.5, 0.5], queue, seconds(mean))
                .maybe(chance, Sojourn::new().constant(seconds(mean)));
            let finite = way.mean().is_finite();
            for time in way.percentiles([0.0, 0.5, 0.99]).unwrap() {
                assert!(
                    !finite || !time.seconds().is_nan(),
                    "{mean} {chance}: {way:?}"
                );
            }
        }
    }
    assert!(Sojourn::new().percentiles([0.5, 1.0]).is_err());
}
