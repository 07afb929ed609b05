//! Who reads an old value, played: replicas that apply the same writes in order, and users who write and read.

use super::{near, replicated, study};
use crate::support::interval;
use model::components::database::{Reads, User};
use model::prelude::*;
use model::simulation::{Stream, Streams};

const CPU: f64 = 1.5e-3; // [s]
const LOG: f64 = 0.3e-3;
const WAY: f64 = 125e-6; // half a round trip
const REPLICAS: usize = 3;
/// All writes a second: a thread is busy for 9, 36 and 72% of the time.
const WRITES: [f64; 3] = [50.0, 200.0, 400.0];
/// When a user reads, and reads again, after having written. `[s]`
const MOMENTS: [(f64, f64); 3] = [(0.001, 0.003), (0.003, 0.005), (0.01, 0.02)];

/// Whose lags are compared.
#[derive(Clone, Copy, PartialEq)]
enum Lines {
    /// Those of real replicas: the same writes queue at all of them.
    OfTheSameWrites,
    /// Those of replicas that have nothing to do with each other.
    Apart,
}

/// Replicas of one thread that nobody reads: one line each.
struct Replicas {
    arrivals: [Stream; REPLICAS],
    services: [Stream; REPLICAS],
    left: [f64; REPLICAS], // [s], of work when a write arrives
    writes: f64,           // [1/s]
    lines: Lines,
}

impl Replicas {
    fn new(writes: f64, lines: Lines, run: u64) -> Self {
        let dice = Streams::new(43, run);
        let numbered = |what: &str| [0, 1, 2].map(|number| dice.numbered(what, number));
        let mut replicas = Self {
            arrivals: numbered("writes"),
            services: numbered("services"),
            left: [0.0; REPLICAS],
            writes,
            lines,
        };
        for _ in 0..2_000 {
            replicas.write();
        }
        replicas
    }

    /// How long after the source's answer each replica has applied the next write. `[s]`
    fn write(&mut self) -> [f64; REPLICAS] {
        let same = self.arrivals[0].exponential();
        for number in 0..REPLICAS {
            let gap = match self.lines {
                Lines::Apart if number > 0 => self.arrivals[number].exponential(),
                _ => same,
            };
            let (left, service) = (&mut self.left[number], &mut self.services[number]);
            let hold = service.exponential() * CPU + service.exponential() * LOG;
            *left = (*left - gap / self.writes).max(0.0) + hold;
        }
        self.left.map(|left| left + WAY)
    }
}

/// Users who write, read at `first` and again at `second`: the shares of them that see the old value at first, and that see the
/// new one at first and the old one later, each with half of its 95% interval. `[1]`
fn played(reads: Reads, lines: Lines, writes: f64, (first, second): (f64, f64)) -> [(f64, f64); 2] {
    let users = 15_000;
    let run = |run| {
        let mut replicas = Replicas::new(writes, lines, run);
        let mut dice = Streams::new(47, run).stream("users");
        let (mut old, mut back) = (0, 0);
        for _ in 0..users {
            let lags = replicas.write();
            let mut pick = || lags[dice.pick(REPLICAS as u32) as usize];
            let (one, mut two) = (pick(), pick());
            if reads == Reads::Sticky {
                two = one;
            }
            let new = |lag: f64, after: f64| match reads {
                Reads::SourceAfterWrite(window) if after <= window.seconds() => true,
                _ => lag <= after,
            };
            old += u32::from(!new(one, first));
            back += u32::from(new(one, first) && !new(two, second));
        }
        [old, back].map(|count| f64::from(count) / f64::from(users))
    };
    let runs: Vec<[f64; 2]> = (0..10).map(run).collect();
    // Of what never happened in so many cases, three may have been due.
    let rare = 3.0 / f64::from(10 * users);
    [0, 1].map(|i| {
        let (mean, half) = interval(&runs.iter().map(|run| run[i]).collect::<Vec<_>>());
        (mean, half.max(rare))
    })
}

const POLICIES: [Reads; 3] = [
    Reads::AnyReplica,
    Reads::Sticky,
    Reads::SourceAfterWrite(ms(4.0)),
];

/// Twice an interval of 95%, and the 3% of the lag that its page leaves open.
fn agrees(what: &str, formula: f64, (mean, half): (f64, f64)) {
    assert!(
        (mean - formula).abs() <= 2.0 * half + 0.03 * formula + 1e-12,
        "{what}: {formula}, played {mean} ± {half}"
    );
}

#[test]
fn as_many_see_an_old_value_as_when_played() {
    for writes in WRITES {
        let lag = study(&replicated(3, 1), 0.0, writes).lag().unwrap();
        for (first, second) in MOMENTS {
            for reads in POLICIES {
                let what = format!("{reads:?} of {writes}/s, {first} s, {second} s");
                let [stale, back] = played(reads, Lines::Apart, writes, (first, second));
                agrees(&what, lag.stale(reads, seconds(first)), stale);
                let formula = lag.goes_back(reads, 3, seconds(first), seconds(second));
                agrees(&format!("back by {what}"), formula.unwrap(), back);
            }
        }
    }
}

/// Replicas that queue the same writes are late together, so that fewer users go back in time than if they were independent: about
/// as many while the threads are hardly busy, and half as many where they are busy for three quarters of the time.
#[test]
fn replicas_are_late_together() {
    for (writes, least) in WRITES.into_iter().zip([0.9, 0.7, 0.5]) {
        let lag = study(&replicated(3, 1), 0.0, writes).lag().unwrap();
        for (first, second) in MOMENTS {
            let same = Lines::OfTheSameWrites;
            let [_, (back, half)] = played(Reads::AnyReplica, same, writes, (first, second));
            let formula = lag.goes_back(Reads::AnyReplica, 3, seconds(first), seconds(second));
            let formula = formula.unwrap();
            let what =
                format!("{writes}/s, {first} s, {second} s: {formula}, played {back} ± {half}");
            assert!(back - 2.0 * half <= formula, "{what}");
            assert!(back + 2.0 * half >= least * formula, "{what}");
        }
    }
}

/// Share of a user's reads that find the last write younger than the window, with half of its 95% interval. `[1]`
fn moved(writes: f64, window: f64) -> (f64, f64) {
    let reads = 20_000;
    let run = |run| {
        let mut dice = Streams::new(53, run).stream("a user");
        let (mut now, mut written) = (0.0, f64::NEG_INFINITY);
        let (mut next, mut moved) = (dice.exponential() / writes, 0);
        for _ in 0..reads {
            now += dice.exponential();
            while next < now {
                written = next;
                next += dice.exponential() / writes;
            }
            moved += u32::from(now - written <= window);
        }
        f64::from(moved) / f64::from(reads)
    };
    interval(&(0..10).map(run).collect::<Vec<_>>())
}

/// A user reads once a second and writes more seldom or more often; the reads that find the write too young load the source.
#[test]
fn reads_that_move_are_those_that_moved_when_played() {
    let study = study(&replicated(2, 1), 1000.0, 100.0);
    for (writes, window) in [(0.01, 5.0), (0.1, 5.0), (1.0, 1.0), (3.0, 0.5)] {
        let policy = Reads::SourceAfterWrite(seconds(window));
        let user = User {
            writes: per_second(writes),
        };
        let formula = study.reads_moved(policy, user).unwrap();
        let (mean, half) = moved(writes, window);
        assert!(
            (mean - formula).abs() <= 2.0 * half,
            "{writes}/s, {window} s: {formula}, played {mean} ± {half}"
        );
        // 64 cores, 1.5 ms each.
        let busy = study.source_with(policy, user).unwrap().cores - study.source().cores;
        near(busy, 1000.0 * formula * 0.0015 / 64.0);
    }
}
