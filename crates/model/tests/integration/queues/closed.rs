//! Closed networks against one that is played: so many customers who think, go from station to station, and ask again.

mod response;

use crate::support::interval;
use model::prelude::*;
use model::queueing::mva::{Closed, Cycle, Demand};
use model::simulation::{Stream, Streams};
use std::collections::VecDeque;

/// A station that serves first come, first served.
struct Stop {
    service: f64,                  // [s], exponential
    servers: u32,                  // from 1
    visits: f64,                   // [1], of a request, in the mean
    next: &'static [(f64, usize)], // where to from here with which probability; else the request is answered
}

struct Case {
    name: &'static str,
    think: f64, // [s]
    stops: &'static [Stop],
}

const CASES: [Case; 4] = [
    // Lazowska et al., section 6.4, each station visited once.
    Case {
        name: "in a row",
        think: 15.0,
        stops: &[
            stop(0.605, 1, 1.0, &[(1.0, 1)]),
            stop(2.1, 1, 1.0, &[(1.0, 2)]),
            stop(1.35, 1, 1.0, &[]),
        ],
    },
    // A processor that is left for one of two disks three times in four: 4, 2 and 1 visits.
    Case {
        name: "back to the processor",
        think: 5.0,
        stops: &[
            stop(0.2, 1, 4.0, &[(0.5, 1), (0.25, 2)]),
            stop(0.3, 1, 2.0, &[(1.0, 0)]),
            stop(0.9, 1, 1.0, &[(1.0, 0)]),
        ],
    },
    Case {
        name: "nobody thinks",
        think: 0.0,
        stops: &[stop(1.0, 1, 1.0, &[(1.0, 1)]), stop(1.0, 1, 1.0, &[])],
    },
    Case {
        name: "several servers",
        think: 4.0,
        stops: &[
            stop(2.0, 4, 1.0, &[(1.0, 1)]),
            stop(1.2, 2, 1.0, &[(0.3, 2)]),
            stop(0.8, 1, 0.3, &[]),
        ],
    },
];

const fn stop(service: f64, servers: u32, visits: f64, next: &'static [(f64, usize)]) -> Stop {
    Stop {
        service,
        servers,
        visits,
        next,
    }
}

impl Case {
    fn closed(&self) -> Closed {
        let demand = |stop: &Stop| Demand {
            demand: seconds(stop.service * stop.visits),
            servers: stop.servers,
        };
        let demands: Vec<Demand> = self.stops.iter().map(demand).collect();
        Closed::new(seconds(self.think), &demands).unwrap()
    }

    /// How far throughput and response of the approximation may be off. `[1]`
    fn room(&self) -> [f64; 2] {
        if self.stops.iter().any(|stop| stop.servers > 1) {
            [0.25, 0.34]
        } else {
            [0.07, 0.25]
        }
    }
}

/// Where a customer is: thinking, or at a station.
#[derive(Clone, Copy)]
struct Customer {
    at: Option<usize>,
    until: f64, // [s], infinite while waiting
    asked: f64, // [s]
}

struct World<'a> {
    case: &'a Case,
    dice: Stream,
    customers: Vec<Customer>,
    lines: Vec<VecDeque<usize>>, // who is at a station, those in service first
    now: f64,
}

impl<'a> World<'a> {
    /// Everybody begins to think.
    fn new(case: &'a Case, customers: u32, run: u64) -> Self {
        let mut dice = Streams::new(1, run).stream("customers");
        let mut begin = || Customer {
            at: None,
            until: think(case, &mut dice),
            asked: 0.0,
        };
        let customers = (0..customers).map(|_| begin()).collect();
        Self {
            case,
            customers,
            dice,
            lines: vec![VecDeque::new(); case.stops.len()],
            now: 0.0,
        }
    }

    /// The next thing that happens; the time of a request that it answers. `[s]`
    fn step(&mut self) -> Option<f64> {
        let soonest = |a: &usize, b: &usize| {
            let until = |who: usize| self.customers[who].until;
            until(*a).total_cmp(&until(*b))
        };
        let who = (0..self.customers.len()).min_by(soonest).unwrap();
        self.now = self.customers[who].until;
        let Some(from) = self.customers[who].at else {
            self.customers[who].asked = self.now;
            self.enter(who, 0);
            return None;
        };
        self.leave(who, from);
        let mut luck = self.dice.uniform();
        for (chance, to) in self.case.stops[from].next {
            if luck < *chance {
                self.enter(who, *to);
                return None;
            }
            luck -= chance;
        }
        let until = self.now + think(self.case, &mut self.dice);
        let asked = self.customers[who].asked;
        self.customers[who] = Customer {
            at: None,
            until,
            asked,
        };
        Some(self.now - asked)
    }

    fn enter(&mut self, who: usize, to: usize) {
        self.lines[to].push_back(who);
        self.customers[who].at = Some(to);
        self.customers[who].until = f64::INFINITY;
        if self.lines[to].len() <= self.case.stops[to].servers as usize {
            self.serve(who, to);
        }
    }

    fn leave(&mut self, who: usize, from: usize) {
        let line = &mut self.lines[from];
        let place = line.iter().position(|other| *other == who).unwrap();
        line.remove(place);
        let servers = self.case.stops[from].servers as usize;
        if let Some(next) = line.get(servers - 1).copied() {
            self.serve(next, from);
        }
    }

    fn serve(&mut self, who: usize, at: usize) {
        self.customers[who].until =
            self.now + self.dice.exponential() * self.case.stops[at].service;
    }
}

/// Evenly from nothing to twice the mean: only the mean of thinking counts, and this is not exponential.
fn think(case: &Case, dice: &mut Stream) -> f64 {
    2.0 * case.think * dice.uniform()
}

/// Throughput, response and numbers at the stations of one run. `[1/s]`, `[s]`, `[1]`
fn played(case: &Case, customers: u32, run: u64) -> (f64, f64, Vec<f64>) {
    let answers = 8_000;
    let mut world = World::new(case, customers, run);
    let mut warm = 500;
    while warm > 0 {
        warm -= u32::from(world.step().is_some());
    }
    let (begin, mut answered, mut sum) = (world.now, 0, 0.0);
    let mut numbers = vec![0.0; case.stops.len()];
    while answered < answers {
        let (before, there) = (world.now, world.lines.iter().map(VecDeque::len));
        let there: Vec<f64> = there.map(|n| n as f64).collect();
        if let Some(response) = world.step() {
            answered += 1;
            sum += response;
        }
        for (number, there) in numbers.iter_mut().zip(there) {
            *number += there * (world.now - before);
        }
    }
    let (time, answers) = (world.now - begin, f64::from(answers));
    numbers.iter_mut().for_each(|number| *number /= time);
    (answers / time, sum / answers, numbers)
}

/// Throughput, response and numbers at the stations of one case, with half of their 95% intervals.
fn judged(case: &Case, customers: u32) -> Vec<(f64, f64)> {
    let runs: Vec<_> = (0..20).map(|run| played(case, customers, run)).collect();
    let rates: Vec<f64> = runs.iter().map(|run| run.0).collect();
    let times: Vec<f64> = runs.iter().map(|run| run.1).collect();
    let numbers = (0..case.stops.len()).map(|stop| {
        let numbers: Vec<f64> = runs.iter().map(|run| run.2[stop]).collect();
        interval(&numbers)
    });
    [interval(&rates), interval(&times)]
        .into_iter()
        .chain(numbers)
        .collect()
}

fn numbers(cycle: &Cycle) -> Vec<f64> {
    let mut all = vec![cycle.throughput.per_second(), cycle.response.seconds()];
    all.extend(&cycle.numbers);
    all
}

/// Eighty comparisons: within twice an interval of 95%, which is one of 99.95% for 20 runs.
const WIDER: f64 = 2.0;

/// Exactly, within the intervals; approximately, within what its page says beside them.
#[test]
fn who_thinks_and_asks_is_answered_as_played() {
    for case in &CASES {
        for customers in [1, 3, 8, 25] {
            let network = case.closed();
            let played = judged(case, customers);
            let exact = numbers(&network.exact(customers).unwrap());
            for ((mean, half), exact) in played.iter().zip(exact) {
                assert!(
                    (mean - exact).abs() <= WIDER * half,
                    "{}, {customers} customers: {exact}, played {mean} ± {half}",
                    case.name
                );
            }
            let about = numbers(&network.approximate(customers).unwrap());
            for (((mean, half), about), most) in played.iter().zip(about).zip(case.room()) {
                assert!(
                    (mean - about).abs() <= WIDER * half + most * mean,
                    "{}, {customers} customers: about {about}, played {mean} ± {half}",
                    case.name
                );
            }
        }
    }
}
