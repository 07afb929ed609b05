//! Nothing is lost and nothing is left over, whatever a network does: random small networks with every feature at once.

mod work;

use super::engine::{Engine, Traced};
use super::operations::Program;
use super::streams::Streams;
use super::{End, Run, Story, Trace};
use crate::error::Error;
use crate::network::{
    Arrivals, Choice, Client, Failures, Group, Network, Service, Station, Step, Visits,
};
use crate::units::{Time, ms, per_second};
use proptest::collection::vec;
use proptest::prelude::*;

/// Groups of a random network.
const GROUPS: usize = 3;

fn choice() -> impl Strategy<Value = (u8, f64)> {
    (0..6_u8, 0.0..1.0_f64)
}

fn service() -> impl Strategy<Value = Service> {
    let variation = prop_oneof![Just(0.0), Just(1.0), 0.05..0.99_f64, 1.01..20.0_f64];
    (0.0..1.0_f64, variation).prop_map(|(mean, variation)| Service {
        mean: ms(mean),
        variation,
    })
}

fn failures() -> impl Strategy<Value = Option<Failures>> {
    let times = (
        20.0..300.0_f64,
        1.0..50.0_f64,
        prop::option::of(0.0..20.0_f64),
    );
    prop::option::of(times.prop_map(|(up, repair, detection)| Failures {
        up: ms(up),
        repair: ms(repair),
        detection: detection.map(ms),
    }))
}

fn group(index: usize) -> impl Strategy<Value = Group> {
    let station = (1..3_u32, any::<bool>()).prop_map(|(servers, sharing)| {
        if sharing {
            Station::sharing(servers)
        } else {
            Station::fcfs(servers)
        }
    });
    let pools = vec((1..4_u32, prop::option::of(0..4_u32)), 2);
    (1..4_u32, vec(station, 2), pools, choice(), failures()).prop_map(
        move |(machines, stations, pools, (which, weight), failures)| {
            let mut group = Group::new(format!("group {index}"), machines, stations);
            for (places, room) in pools {
                group = group.pool(places, room);
            }
            group.failures = failures;
            group.choice(match which {
                0 => Choice::Random,
                1 => Choice::RoundRobin,
                2 => Choice::Weighted((0..machines).map(|m| weight + f64::from(m)).collect()),
                3 => Choice::LeastConnections,
                4 => Choice::TwoChoices,
                _ => Choice::Hashed {
                    keys: 50,
                    points: 20,
                },
            })
        },
    )
}

/// Steps that hold what they take over other steps, and give it back.
fn steps(spawns: usize) -> impl Strategy<Value = Vec<Step>> {
    leaf(spawns).prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            (0.0..=1.0_f64, inner.clone(), inner.clone()).prop_map(|(chance, then, otherwise)| {
                vec![Step::Either {
                    chance,
                    then,
                    otherwise,
                }]
            }),
            (inner.clone(), inner.clone()).prop_map(|(first, second)| [first, second].concat()),
            (1..4_u32, inner.clone())
                .prop_map(|(times, steps)| vec![Step::Repeat { times, steps }]),
            (0..2_usize, inner).prop_map(|(pool, inner)| {
                // Only visits of other groups may choose while a place of group 0 is held.
                let group = 0;
                let mut steps = vec![Step::Choose { group }, Step::Take { group, pool }];
                steps.extend(inner.into_iter().filter(|step| !turns_to(step, group)));
                steps.push(Step::Give { group, pool });
                steps
            }),
        ]
    })
}

/// Steps that hold nothing.
fn leaf(spawns: usize) -> impl Strategy<Value = Vec<Step>> {
    let visits = (0.0..2.5_f64, 0.0..=1.0_f64);
    prop_oneof![
        (0..GROUPS, 0..2_usize, service(), visits).prop_map(
            |(group, station, service, (count, chance))| {
                vec![
                    Step::Choose { group },
                    Step::Visit {
                        group,
                        station,
                        service,
                        visits: Visits::of(count, chance),
                    },
                ]
            }
        ),
        service().prop_map(|service| vec![Step::Delay(service)]),
        (prop::option::of(0..GROUPS)).prop_map(move |each| {
            if spawns == 0 {
                vec![]
            } else {
                vec![Step::Spawn {
                    route: spawns,
                    each,
                }]
            }
        }),
    ]
}

fn turns_to(step: &Step, to: usize) -> bool {
    match step {
        Step::Choose { group } | Step::Take { group, .. } | Step::Give { group, .. } => {
            *group == to
        }
        Step::Either {
            then, otherwise, ..
        } => then.iter().chain(otherwise).any(|step| turns_to(step, to)),
        Step::Repeat { steps, .. } => steps.iter().any(|step| turns_to(step, to)),
        _ => false,
    }
}

fn client() -> impl Strategy<Value = Option<Client>> {
    let numbers = (
        0.1..10.0_f64,
        0..4_u32,
        0.0..10.0_f64,
        0.0..=1.0_f64,
        prop::option::of(0.0..1.0_f64),
    );
    prop::option::of(
        numbers.prop_map(|(timeout, retries, backoff, jitter, budget)| Client {
            timeout: ms(timeout),
            retries,
            backoff: ms(backoff),
            jitter,
            budget,
        }),
    )
}

fn arrivals() -> impl Strategy<Value = Arrivals> {
    prop_oneof![
        (10.0..150.0_f64).prop_map(|rate| Arrivals::Poisson(per_second(rate))),
        (10.0..150.0_f64, 1.0..5.0_f64).prop_map(|(rate, size)| Arrivals::Batches {
            rate: per_second(rate),
            size
        }),
        vec((0.0..500.0_f64, 0.0..150.0_f64), 0..3).prop_map(|phases| {
            let phases = phases
                .into_iter()
                .map(|(time, rate)| (ms(time), per_second(rate)));
            Arrivals::Phases(phases.chain([(ms(1.0), per_second(50.0))]).collect())
        }),
    ]
}

fn network() -> impl Strategy<Value = Network> {
    let groups = (group(0), group(1), group(2)).prop_map(|(a, b, c)| vec![a, b, c]);
    (arrivals(), groups, steps(1), steps(0), client()).prop_map(
        |(arrivals, groups, request, job, client)| Network {
            arrivals,
            groups,
            routes: vec![request, job],
            client,
        },
    )
}

/// Nobody comes any more: everything inside comes to its end, and leaves nothing behind.
fn drain(engine: &mut Engine<'_, Traced>) {
    for _ in 0..1_000_000 {
        let inside: u64 = engine.routes.iter().map(|route| route.inside()).sum();
        if inside == 0 && engine.requests.inside == 0 {
            break;
        }
        engine.happens_before(u128::MAX);
    }
    assert_eq!(engine.requests.inside, 0, "clients still wait");
    assert!(
        engine.routes.iter().all(|route| route.inside() == 0),
        "jobs are still inside"
    );
    assert!(
        engine
            .jobs
            .iter()
            .all(|job| job.is(super::job::GONE | super::job::GHOST))
    );
    assert!(
        engine.stations.iter().all(|station| station.is_idle()),
        "a server is busy"
    );
    assert!(
        engine.pools.iter().all(|pool| pool.is_idle()),
        "a place is held"
    );
    assert!(
        engine.choosers.iter().all(|chooser| chooser.is_idle()),
        "a connection is open"
    );
}

fn judge(run: &Run) {
    let counts = &run.counts;
    assert!(counts.is_conserved(), "{counts:?}");
    assert!(
        run.routes.iter().all(|jobs| jobs.is_conserved()),
        "{:?}",
        run.routes
    );
    let attempts = &run.routes[0];
    assert_eq!(
        (attempts.started, attempts.finished),
        (counts.attempts, counts.answered + counts.wasted)
    );
    let numbers = [run.in_system, run.stay, run.time];
    assert!(
        numbers.iter().all(|x| x.is_finite() && *x >= 0.0),
        "{run:?}"
    );
    assert!(
        run.down.iter().all(|share| (0.0..=1.0).contains(share)),
        "{:?}",
        run.down
    );
    for times in run.routes.iter().filter_map(|jobs| jobs.times) {
        assert!(
            times.iter().all(|x| x.is_finite() && *x >= 0.0),
            "{times:?}"
        );
        assert!(times[1] <= times[2] && times[2] <= times[3], "{times:?}");
    }
}

/// Where everybody shares, one that is overloaded never finishes anybody, and says so.
fn unless_overloaded<T>(result: Result<T, Error>) -> Option<T> {
    if let Err(error) = &result {
        assert_eq!(error.parameter(), "requests in the system");
    }
    result.ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_nothing_is_left_over(network in network(), seed in 0..1000_u64) {
        network.check(20, 200).unwrap();
        let program = Program::new(&network);
        let mut engine = Engine::<Traced>::new(&network, &program, &Streams::new(seed, 0));
        let Some(run) = unless_overloaded(engine.run(20, 200)) else {
            return Ok(());
        };
        judge(&run);
        drain(&mut engine);
    }

    #[test]
    fn a_trace_changes_nothing_and_adds_up(network in network(), seed in 0..1000_u64) {
        let run = network.run(&Streams::new(seed, 0), 20, 100);
        let trace = Trace::of(&network, seed, 20, 100);
        let (Some(run), Some(trace)) = (unless_overloaded(run), unless_overloaded(trace)) else {
            return Ok(());
        };
        prop_assert_eq!(trace.requests.len(), 100);
        let mean = trace.requests.iter().map(|r| r.time().seconds()).sum::<f64>() / 100.0;
        prop_assert!((mean - run.stay).abs() <= 1e-9 * (1.0 + run.stay), "{} {}", mean, run.stay);
        for request in &trace.requests {
            for span in &request.spans {
                prop_assert!(span.from <= span.until, "{:?}", span);
            }
            prop_assert!(!request.to_string().is_empty());
        }
    }

    #[test]
    fn a_trace_from_empty_is_the_beginning_of_the_same_run(network in network(), seed in 0..1000_u64) {
        let whole = Trace::of(&network, seed, 0, 100);
        let begun = Trace::from_empty(&network, seed, 0, 100);
        let later = Trace::from_empty(&network, seed, 60, 40);
        let (Some(whole), Some(begun)) = (unless_overloaded(whole), unless_overloaded(begun)) else {
            return Ok(());
        };
        prop_assert_eq!(begun.requests.len(), 100);
        // Those before the 61st that were still there when it came, and all from there on.
        let from = begun.requests[60].arrived;
        let lasts = |story: &Story| {
            let ends = story.spans.iter().map(|span| span.until);
            story.arrived + ends.fold(story.ended, Time::max)
        };
        let inside = begun.requests.iter().enumerate();
        let inside = inside.filter(|(number, story)| *number >= 60 || lasts(story) > from);
        let inside: Vec<&Story> = inside.map(|(_, story)| story).collect();
        let later = later.unwrap();
        prop_assert_eq!(later.requests.iter().collect::<Vec<_>>(), inside);
        for (whole, begun) in whole.requests.iter().zip(&begun.requests) {
            prop_assert_eq!(whole.arrived, begun.arrived);
            if begun.end != End::Unfinished {
                prop_assert_eq!((whole.end, whole.ended), (begun.end, begun.ended));
            } else {
                prop_assert!(begun.ended <= whole.ended);
            }
        }
    }
}
