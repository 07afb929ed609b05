//! Work is conserved: what servers did is what was asked of them, but for what is not done yet and what died with its machine.
//!
//! ```text
//! busy time = services that began + what was left of those under way before - what is left of those under way now
//!             - what was left of those whose machine failed
//! ```
//!
//! To the nanosecond where each has a server for itself. Where everybody shares, services are counted when they end, and ends are
//! rounded to a nanosecond:
//!
//! ```text
//! busy time = services that ended + what those inside were given - what those inside before had been given
//!             + what those were given whose machine failed
//! ```

use super::super::engine::{Engine, NUMBER_BITS, Traced};
use super::super::job::{GHOST, GONE, Job};
use super::super::operations::{Operation, Program};
use super::super::sharing::Shared;
use super::super::streams::Streams;
use super::{network, unless_overloaded};
use crate::error::Error;
use proptest::prelude::*;

/// A service under way: whose, at which station, and until when. `[ns]`
type Service = (u32, usize, u64);

/// An engine whose work is watched.
struct Watched<'a> {
    engine: Engine<'a, Traced>,
    owed: Vec<i128>, // [ns], by station: what was left when the measurement began, less what died
    shared: Vec<f64>, // [ns], by station that everybody shares: what those had who died, less what was given before
}

impl<'a> Watched<'a> {
    fn new(engine: Engine<'a, Traced>) -> Self {
        Self {
            owed: vec![0; engine.stations.len()],
            shared: vec![0.0; engine.shared.len()],
            engine,
        }
    }

    /// Services that are under way where each has a server for itself.
    fn under_way(&self) -> Vec<Service> {
        let engine = &self.engine;
        let jobs = engine
            .events
            .pending()
            .filter(|(_, who)| who >> NUMBER_BITS == 0);
        let served = |(until, who): (u64, u32)| {
            let job = engine.jobs[who as usize];
            match engine.program.operations[job.step as usize] {
                Operation::Visit(visit) if !visit.sharing && !job.is(GHOST | GONE) => {
                    Some((who, job.place as usize, until))
                }
                _ => None,
            }
        };
        jobs.filter_map(served).collect()
    }

    /// The measurement begins.
    fn begin(&mut self) {
        self.engine.begin();
        self.owed = self.left();
        self.shared = self.given().iter().map(|given| -given).collect();
    }

    /// What is left of the services under way, by station. `[ns]`
    fn left(&self) -> Vec<i128> {
        let mut left = vec![0; self.engine.stations.len()];
        for (_, station, until) in self.under_way() {
            left[station] += i128::from(until - self.engine.now);
        }
        left
    }

    /// What those who share were given so far, by station. `[ns]`
    fn given(&self) -> Vec<f64> {
        let (now, jobs) = (self.engine.now, &self.engine.jobs);
        let shared = self.engine.shared.iter();
        shared.map(|shared| given(shared, jobs, now)).collect()
    }

    /// What happens first, if that is before the next arrival; who died of it takes along what was left.
    fn happens_before(&mut self, next: u128) -> bool {
        let services = self.under_way();
        let (shared, jobs) = (self.engine.shared.clone(), self.engine.jobs.clone());
        let happened = self.engine.happens_before(next);
        let (now, still) = (self.engine.now, self.under_way());
        for (who, station, until) in services {
            if until > now && !still.contains(&(who, station, until)) {
                self.owed[station] -= i128::from(until - now);
            }
        }
        // Those are gone from a shared station without being done whose machine failed: all at once.
        for (index, before) in shared.iter().enumerate() {
            let after = &self.engine.shared[index];
            let fewer = after.needs(now).len() < before.needs(now).len();
            if fewer && done(after, now) == done(before, now) {
                self.shared[index] += given(before, &jobs, now);
            }
        }
        happened
    }

    /// Until so many more requests are about to come, or, if none are to, until nobody is inside.
    fn play(&mut self, mut next: u128, requests: u64) -> Result<u128, Error> {
        let mut left = requests;
        loop {
            while self.happens_before(next) {}
            if left == 0 {
                return Ok(next);
            }
            left -= 1;
            self.engine.arrive(false)?;
            next = self.engine.next_arrival();
        }
    }

    fn drain(&mut self) {
        for _ in 0..1_000_000 {
            let inside: u64 = self.engine.routes.iter().map(|route| route.inside()).sum();
            if inside == 0 && self.engine.requests.inside == 0 {
                break;
            }
            self.happens_before(u128::MAX);
        }
    }

    /// Station by station.
    fn judge(&mut self) {
        let now = self.engine.now;
        let left = self.left();
        for (index, station) in self.engine.stations.iter().enumerate() {
            let tally = station.tally(now);
            let expected = i128::from(tally.services) + self.owed[index] - left[index];
            assert_eq!(tally.busy as i128, expected, "station {index}: {tally:?}");
        }
        let given = self.given();
        for (index, shared) in self.engine.shared.iter_mut().enumerate() {
            let tally = shared.tally(now);
            let expected = tally.services as f64 + self.shared[index] + given[index];
            let room = 1.0 + tally.starts as f64;
            assert!(
                (tally.busy - expected).abs() <= room,
                "shared station {index}: {expected}, {tally:?}"
            );
        }
    }
}

/// What those who are at a shared station were given. `[ns]`
fn given(shared: &Shared, jobs: &[Job], now: u64) -> f64 {
    let needs = shared.needs(now).into_iter();
    needs
        .map(|(who, left)| jobs[who as usize].work as f64 - left)
        .sum()
}

/// How many are done.
fn done(shared: &Shared, now: u64) -> u64 {
    shared.clone().tally(now).starts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn work_is_conserved(network in network(), seed in 0..1000_u64) {
        network.check(20, 200).unwrap();
        let program = Program::new(&network);
        let mut watched = Watched::new(Engine::new(&network, &program, &Streams::new(seed, 0)));
        watched.engine.start();
        let next = watched.engine.next_arrival();
        let Some(next) = unless_overloaded(watched.play(next, 20)) else {
            return Ok(());
        };
        watched.begin();
        watched.judge();
        if unless_overloaded(watched.play(next, 100)).is_none() {
            return Ok(());
        }
        watched.judge();
        watched.drain();
        watched.judge();
    }
}
