//! Open networks against one that is played: requests come at random, wander from station to station by chance, and leave.

use super::S;
use crate::support::interval;
use model::prelude::*;
use model::queueing::jackson::{Jackson, Node};
use model::simulation::{Stream, Streams};
use std::collections::VecDeque;

/// External arrivals `[1/s]`, mean service `[s]`, servers, and where to from here with which probability.
type Stop = (f64, f64, u32, &'static [f64]);

/// What is played and judged.
struct Case {
    name: &'static str,
    nodes: &'static [Stop],
}

const CASES: [Case; 5] = [
    Case {
        name: "in a row",
        nodes: &[
            (0.8, 1.0, 1, &[0.0, 1.0, 0.0]),
            (0.0, 1.1, 1, &[0.0, 0.0, 1.0]),
            (0.0, 1.7, 2, &[0.0, 0.0, 0.0]),
        ],
    },
    // Two ways that part and do not meet again.
    Case {
        name: "a tree",
        nodes: &[
            (1.0, 0.7, 1, &[0.0, 0.5, 0.5]),
            (0.0, 1.6, 1, &[0.0, 0.0, 0.0]),
            (0.0, 1.2, 1, &[0.0, 0.0, 0.0]),
        ],
    },
    // Simon and Foley: a short cut past the second station.
    Case {
        name: "a short cut",
        nodes: &[
            (0.8, 1.0, 1, &[0.0, 0.5, 0.5]),
            (0.0, 2.0, 1, &[0.0, 0.0, 1.0]),
            (0.0, 1.0, 1, &[0.0, 0.0, 0.0]),
        ],
    },
    Case {
        name: "several in the middle",
        nodes: &[
            (0.8, 1.0, 1, &[0.0, 1.0, 0.0]),
            (0.0, 4.0, 4, &[0.0, 0.0, 1.0]),
            (0.0, 1.0, 1, &[0.0, 0.0, 0.0]),
        ],
    },
    // One in ten goes round by a slow station, and meets at the end those who were behind it.
    Case {
        name: "a slow way round",
        nodes: &[
            (0.9, 1.0, 1, &[0.0, 0.1, 0.9]),
            (0.0, 8.0, 1, &[0.0, 0.0, 1.0]),
            (0.0, 1.0, 1, &[0.0, 0.0, 0.0]),
        ],
    },
];

impl Case {
    fn network(&self) -> Jackson {
        let node = |(external, service, servers, next): &Stop| Node {
            external: per_second(*external),
            service: S * *service,
            servers: *servers,
            next: next.to_vec(),
        };
        Jackson::new(&self.nodes.iter().map(node).collect::<Vec<_>>()).unwrap()
    }
}

/// A request inside: where, since when, and the stations that it has been at.
struct Inside {
    arrived: f64,
    way: Vec<usize>,
}

/// What requests did, one run: the way of each and how long it took.
fn played(case: &Case, requests: usize, run: u64) -> Vec<(Vec<usize>, f64)> {
    let mut dice: Stream = Streams::new(5, run).stream("open");
    let external: f64 = case.nodes.iter().map(|node| node.0).sum();
    let mut lines: Vec<VecDeque<Inside>> = case.nodes.iter().map(|_| VecDeque::new()).collect();
    let (mut now, mut done) = (0.0, Vec::new());
    while done.len() < requests + requests / 10 {
        // Exponential times forget: what happens next is drawn anew, by the rates.
        let busy =
            |at: usize| lines[at].len().min(case.nodes[at].2 as usize) as f64 / case.nodes[at].1;
        let rates: Vec<f64> = (0..lines.len()).map(busy).collect();
        let total = external + rates.iter().sum::<f64>();
        now += dice.exponential() / total;
        let mut luck = dice.uniform() * total;
        let mut to = None;
        let mut request = Inside {
            arrived: now,
            way: Vec::new(),
        };
        if luck < external {
            for (at, node) in case.nodes.iter().enumerate() {
                if to.is_none() && luck < node.0 {
                    to = Some(at);
                }
                luck -= node.0;
            }
        } else {
            luck -= external;
            let last = rates.iter().rposition(|rate| *rate > 0.0).unwrap();
            let from = rates
                .iter()
                .position(|rate| {
                    luck -= rate;
                    luck < 0.0
                })
                .unwrap_or(last);
            // Any of those in service.
            let servers = lines[from].len().min(case.nodes[from].2 as usize);
            let which = ((dice.uniform() * servers as f64) as usize).min(servers - 1);
            request = lines[from].remove(which).unwrap();
            let mut luck = dice.uniform();
            to = case.nodes[from].3.iter().position(|chance| {
                luck -= chance;
                luck < 0.0
            });
        }
        match to {
            Some(to) => {
                request.way.push(to);
                lines[to].push_back(request);
            }
            None => done.push((request.way, now - request.arrived)),
        }
    }
    done.split_off(requests / 10)
}

/// Percentiles of the times of those who went a way, or of all: mean of the runs, and half of its interval.
fn percentile(runs: &[Vec<(Vec<usize>, f64)>], way: Option<&[usize]>, q: f64) -> (f64, f64) {
    let of_run = |run: &Vec<(Vec<usize>, f64)>| {
        let those = run
            .iter()
            .filter(|(other, _)| way.is_none_or(|way| way == other));
        let mut times: Vec<f64> = those.map(|(_, time)| *time).collect();
        times.sort_by(f64::total_cmp);
        times[(q * times.len() as f64) as usize]
    };
    interval(&runs.iter().map(of_run).collect::<Vec<_>>())
}

/// Exactly where nobody overtakes, within twice the interval; else within 2% more.
#[test]
fn requests_stay_as_long_as_played() {
    const WAYS: [&[&[usize]]; 5] = [
        &[&[0, 1, 2]],
        &[&[0, 1], &[0, 2]],
        &[&[0, 1, 2], &[0, 2]],
        &[&[0, 1, 2]],
        &[&[0, 1, 2], &[0, 2]],
    ];
    const OVERTAKEN: [&[bool]; 5] = [
        &[false],
        &[false, false],
        &[true, false],
        &[true],
        &[true, false],
    ];
    for ((case, ways), overtaken) in CASES.iter().zip(WAYS).zip(OVERTAKEN) {
        let network = case.network();
        let runs: Vec<_> = (0..10).map(|run| played(case, 30_000, run)).collect();
        let judge =
            |what: &str, way: Option<&[usize]>, exact: bool, formula: &dyn Fn(f64) -> Time| {
                for q in [0.5, 0.95, 0.99] {
                    let (seen, half) = percentile(&runs, way, q);
                    let (formula, slack) = (formula(q).seconds(), if exact { 1e-3 } else { 0.02 });
                    assert!(
                        (formula - seen).abs() <= 2.0 * half + slack * seen,
                        "{}, {what} {way:?}, p{q}: {formula}, played {seen} ± {half}",
                        case.name
                    );
                }
            };
        for (way, overtaken) in ways.iter().zip(overtaken) {
            assert_eq!(
                network.overtakes(way).unwrap(),
                *overtaken,
                "{}, {way:?}",
                case.name
            );
            let path = network.path(way).unwrap();
            judge("path", Some(*way), !overtaken, &|q| {
                path.percentile(q).unwrap()
            });
        }
        let exact = !overtaken.contains(&true);
        judge("all", None, exact, &|q| {
            network.sojourn_percentile(q).unwrap()
        });
    }
}

/// Taken as independent, visits to a station to which requests come back would be off by far: no answer.
#[test]
fn who_comes_back_has_no_percentiles() {
    let network = |stops: &'static [Stop]| {
        Case {
            name: "back",
            nodes: stops,
        }
        .network()
    };
    let again = network(&[(0.4, 1.0, 1, &[0.5])]);
    let name = "ways back to a station";
    assert_eq!(again.sojourn_percentile(0.5).unwrap_err().parameter(), name);
    assert_eq!(again.sojourn_tail(S).unwrap_err().parameter(), name);
    assert_eq!(
        again.path(&[0, 0]).unwrap_err().parameter(),
        "stations of a path"
    );
    // Who leaves at once has not been overtaken.
    assert!(!again.overtakes(&[0]).unwrap() && again.path(&[0]).is_ok());
    // 0 to 1 to 2, past 1 to 2, and from 2 back to 0.
    let round = network(&[
        (0.2, 1.0, 1, &[0.0, 0.5, 0.5]),
        (0.0, 1.0, 1, &[0.0, 0.0, 1.0]),
        (0.0, 1.0, 1, &[0.5, 0.0, 0.0]),
    ]);
    assert!(round.overtakes(&[0, 1, 2]).unwrap());
    assert_eq!(round.path(&[0, 1, 2]).unwrap_err().parameter(), name);
    assert!(!round.overtakes(&[0, 2]).unwrap() && round.path(&[0, 2]).is_ok());
    assert_eq!(
        round.path(&[0, 2, 0, 2]).unwrap_err().parameter(),
        "stations of a path"
    );
    assert_eq!(
        round.path(&[0, 2, 0]).unwrap_err().parameter(),
        "visits of a path to a station"
    );
    assert_eq!(
        round.path(&[3]).unwrap_err().parameter(),
        "number of a station"
    );
    assert_eq!(
        round.path(&[1, 2]).unwrap_err().parameter(),
        "probability of the path"
    );
    assert!(round.path(&[]).is_err());
}

/// The integral of the tail is the mean of Jackson's theorem, with loads at several stations and arrivals at two of them.
#[test]
fn the_tail_has_jacksons_mean() {
    let network = Case {
        name: "two doors",
        nodes: &[
            (0.5, 1.0, 1, &[0.0, 0.4, 0.6]),
            (0.3, 1.5, 2, &[0.0, 0.0, 0.7]),
            (0.0, 1.2, 1, &[0.0, 0.0, 0.0]),
        ],
    }
    .network();
    let steps = 20_000;
    let step = network.sojourn_percentile(1.0 - 1e-6).unwrap().seconds() / f64::from(steps);
    let tail = |k| network.sojourn_tail(seconds((f64::from(k) + 0.5) * step));
    let sum: f64 = (0..steps).map(|k| tail(k).unwrap() * step).sum();
    super::close("mean", sum, network.mean_response().seconds(), 1e-4);
}
