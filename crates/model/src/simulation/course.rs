//! A load that changes: what is measured from one stretch of time to the next.

use super::engine::{Engine, Features, Full, Plain};
use super::events::Events;
use super::log::Recorder;
use super::operations::Program;
use super::results::{Counts, Times};
use super::streams::Streams;
use super::trials::{Trials, response};
use crate::error::{Error, within};
use crate::network::{Arrivals, Network};
use crate::parallel::{cores, in_order};
use crate::report::Response;
use crate::units::{Time, seconds};

/// What all replications measured in a stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// When it begins, since the system was empty.
    pub from: Time,
    /// How long it lasts.
    pub lasts: Time,
    /// Response of the requests that were answered in it, whenever they came; `None` where fewer than two replications
    /// answered any.
    pub response: Option<Response>,
    /// Requests that clients wait for when it ends, in the mean over the replications. `[1]`
    pub inside: f64,
    /// What became of the requests, in all replications.
    pub counts: Counts,
}

/// What one replication measured in a stretch: no more, for there can be many of both.
type Measured = (Option<Times>, Counts);

impl<F: Features> Engine<'_, F> {
    /// From an empty system through stretches that end at these times `[ns]`: what is measured in each.
    fn through(&mut self, ends: &[u64]) -> Result<Vec<Measured>, Error> {
        self.pending = u64::MAX / 2;
        self.start();
        let mut next = self.next_arrival();
        let mut runs = Vec::with_capacity(ends.len());
        for end in ends {
            let (begin, end) = (self.now, Events::beginning(*end));
            self.begin();
            for route in &mut self.routes {
                route.recorder = Recorder::default();
            }
            loop {
                if self.happens_before(next.min(end)) {
                    continue;
                }
                if end <= next {
                    break;
                }
                self.arrive(true)?;
                next = self.next_arrival();
            }
            let run = self.end_measurement(begin);
            let run = self.with_times(run, 1);
            runs.push((run.response, run.counts));
        }
        Ok(runs)
    }
}

impl Trials {
    /// Follows a network whose load changes, from the moment in which it is empty through stretches of these lengths (each
    /// 1 µs to 10^9 s), and measures each of them. Warm-up and number of requests of these trials are without effect: what
    /// comes is what the stretches bring.
    ///
    /// ```
    /// use model::network::{Arrivals, Network};
    /// use model::simulation::Trials;
    /// use model::units::{ms, per_second, seconds};
    /// // One server that answers 100 a second; 150 come for ten seconds, then 20.
    /// let phases = vec![(seconds(10.0), per_second(150.0)), (seconds(0.0), per_second(20.0))];
    /// let rush = Network { arrivals: Arrivals::Phases(phases), ..Network::single(per_second(1.0), ms(10.0), 1) };
    /// let [rush, after] = &Trials::draft().through(&rush, &[seconds(10.0), seconds(20.0)])?[..] else { unreachable!() };
    /// assert!(rush.inside > 400.0 && after.inside < 5.0);
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// Names a number out of range, and a system so overloaded that a million jobs are in it.
    pub fn through(&self, network: &Network, stretches: &[Time]) -> Result<Vec<Stretch>, Error> {
        self.check()?;
        within("stretches", stretches.len() as f64, 1.0, 1e5)?;
        for stretch in stretches {
            within("length of a stretch", stretch.seconds(), 1e-6, 1e9)?;
        }
        let length = seconds(stretches.iter().map(|time| time.seconds()).sum());
        let requests = expected(&network.arrivals, length).ceil().max(1.0);
        within("requests of all stretches", requests, 1.0, 1e9)?;
        network.check(0, requests as u64)?;
        let program = Program::new(network);
        let ends = ends(stretches);
        let runs = in_order(0..u64::from(self.replications), cores(), |number| {
            follow(network, &program, &Streams::new(self.seed, number), &ends)
        })?;
        let mut from = Time::ZERO;
        let each = stretches.iter().enumerate();
        Ok(each
            .map(|(index, lasts)| {
                let stretch = together(&runs, index, (from, *lasts));
                from += *lasts;
                stretch
            })
            .collect())
    }
}

fn follow(
    network: &Network,
    program: &Program,
    streams: &Streams,
    ends: &[u64],
) -> Result<Vec<Measured>, Error> {
    if network.is_full() {
        Engine::<Full>::new(network, program, streams).through(ends)
    } else {
        Engine::<Plain>::new(network, program, streams).through(ends)
    }
}

/// When stretches end, on the clock. `[ns]`
fn ends(stretches: &[Time]) -> Vec<u64> {
    let mut end = 0.0;
    let each = stretches.iter().map(|stretch| {
        end += stretch.seconds() * 1e9;
        end as u64
    });
    each.collect()
}

/// One stretch in all replications.
fn together(runs: &[Vec<Measured>], index: usize, (from, lasts): (Time, Time)) -> Stretch {
    let these = || runs.iter().map(|run| &run[index]);
    let counts = these().fold(Counts::default(), |sum, run| sum.plus(run.1));
    Stretch {
        from,
        lasts,
        response: response(these().map(|run| run.0)),
        inside: counts.inside_after as f64 / runs.len() as f64,
        counts,
    }
}

/// Requests that come in so long a time, in the mean. `[1]`
fn expected(arrivals: &Arrivals, length: Time) -> f64 {
    match arrivals {
        Arrivals::Poisson(rate) | Arrivals::Batches { rate, .. } => *rate * length,
        Arrivals::Phases(phases) => {
            let (mut left, mut requests) = (length, 0.0);
            for (index, (time, rate)) in phases.iter().enumerate() {
                let last = index + 1 == phases.len();
                let time = if last { left } else { time.min(left) };
                requests += *rate * time;
                left = left - time;
            }
            requests
        }
    }
}
