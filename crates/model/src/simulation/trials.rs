//! Replications: the same system under different dice, and what they agree on.

use super::engine::{Engine, Full, Plain};
use super::operations::Program;
use super::results::{Counts, Jobs, Run, Summary, Times};
use super::station::Tally;
use super::streams::Streams;
use super::student::student_t_975;
use crate::error::{Error, within};
use crate::network::Network;
use crate::parallel::{cores, in_order};
use crate::report::{Estimate, Response};
use crate::units::seconds;
use std::ops::Range;

/// How much is simulated. These are numerical knobs, so unlike anything physical they have defaults.
///
/// A run must be long for its load. Requests that follow each other meet the same queue, and the fuller it is, the longer it
/// remembers. Near the limit a short run is a few independent looks at the slowest requests, and each is biased low: at 80% of one
/// server, 95% intervals of the 99th percentile hold the truth in 91 of 100 cases for runs of 20 000 requests, and as often as they
/// should for runs of 80 000. Means suffer less. So near the limit give more `customers`; more replications only narrow the interval.
///
/// ```
/// use model::simulation::Trials;
/// let thorough = Trials { customers: 100_000, ..Trials::default() };
/// assert_eq!(thorough.replications, 10);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trials {
    /// All random streams come from it. Same seed, same bytes.
    pub seed: u64,
    /// Independent runs, each with streams of its own. 2 to 1 000
    pub replications: u32,
    /// Measured requests of a run. 100 to 10^9
    pub customers: u64,
    /// Requests at the start of a run that are not measured, for it begins with an empty system. To 10^9
    ///
    /// A network takes as many. [`System::simulate`](crate::system::System::simulate) takes as many as its queues need to forget
    /// ([`Trials::warmed_for`]).
    pub warm_up: u64,
}

impl Default for Trials {
    /// Ten runs of 10 000 requests after 2 000: the 99th percentile rests on 1 000 requests.
    fn default() -> Self {
        Self {
            seed: 1,
            replications: 10,
            customers: 10_000,
            warm_up: 2_000,
        }
    }
}

impl Network {
    /// Simulates one run: `warm_up` requests that are not measured, then `customers` that are, until the last of them and
    /// of the jobs that they started is done. Memory grows with the jobs in the system at one time, not with `customers`.
    ///
    /// A lone run says little; [`Trials::run`] gives intervals.
    ///
    /// # Errors
    /// Names a number out of range, and a system so overloaded that a million jobs are in it.
    pub fn run(&self, streams: &Streams, warm_up: u64, customers: u64) -> Result<Run, Error> {
        self.check(warm_up, customers)?;
        play(self, &Program::new(self), streams, warm_up, customers)
    }
}

impl Network {
    /// Whether clients lose patience or machines fail.
    pub(super) fn is_full(&self) -> bool {
        self.client.is_some() || self.groups.iter().any(|group| group.failures.is_some())
    }
}

/// One run of a network that was checked.
fn play(
    network: &Network,
    program: &Program,
    streams: &Streams,
    warm_up: u64,
    customers: u64,
) -> Result<Run, Error> {
    if network.is_full() {
        Engine::<Full>::new(network, program, streams).run(warm_up, customers)
    } else {
        Engine::<Plain>::new(network, program, streams).run(warm_up, customers)
    }
}

impl Trials {
    /// A fifth of the requests, for a first look: intervals about twice as wide.
    pub fn draft() -> Self {
        Self {
            customers: 2_000,
            warm_up: 500,
            ..Self::default()
        }
    }

    /// Simulates the network in independent replications, on all cores.
    ///
    /// # Errors
    /// Names a number out of range, a system so overloaded that a million jobs are in it, and one that answers nothing in
    /// all replications but one.
    pub fn run(&self, network: &Network) -> Result<Summary, Error> {
        self.summary(&self.runs(network, 0..u64::from(self.replications))?)
    }

    /// The same on so many threads, which changes nothing but how long it takes. (In WebAssembly there is always one.)
    ///
    /// # Errors
    /// Those of [`Trials::run`].
    pub fn run_on(&self, network: &Network, threads: usize) -> Result<Summary, Error> {
        let numbers = 0..u64::from(self.replications);
        self.summary(&self.runs_on(network, numbers, threads)?)
    }

    /// What `run` says with the dice of each replication, in their order, on all cores.
    pub(crate) fn each<T: Send>(
        &self,
        run: impl Fn(&Streams) -> Result<T, Error> + Sync,
    ) -> Result<Vec<T>, Error> {
        within("replications", f64::from(self.replications), 2.0, 1000.0)?;
        let numbers = 0..u64::from(self.replications);
        in_order(numbers.clone(), self.threads(&numbers), |number| {
            run(&Streams::new(self.seed, number))
        })
    }

    /// The replications with these numbers.
    pub(super) fn runs(&self, network: &Network, numbers: Range<u64>) -> Result<Vec<Run>, Error> {
        let threads = self.threads(&numbers);
        self.runs_on(network, numbers, threads)
    }

    /// Threads that are worth their start, which takes as long as a few hundred requests.
    fn threads(&self, numbers: &Range<u64>) -> usize {
        let each = self.customers.saturating_add(self.warm_up);
        let short = each.saturating_mul(numbers.end - numbers.start) < 5_000;
        if short { 1 } else { cores() }
    }

    fn runs_on(
        &self,
        network: &Network,
        numbers: Range<u64>,
        threads: usize,
    ) -> Result<Vec<Run>, Error> {
        self.check()?;
        network.check(self.warm_up, self.customers)?;
        let program = Program::new(network);
        in_order(numbers, threads, |number| {
            let streams = Streams::new(self.seed, number);
            play(network, &program, &streams, self.warm_up, self.customers)
        })
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        within("replications", f64::from(self.replications), 2.0, 1000.0)?;
        within("customers", self.customers as f64, 100.0, 1e9)?;
        within("warm_up", self.warm_up as f64, 0.0, 1e9)?;
        Ok(())
    }

    /// # Errors
    /// Names that fewer than two replications answered anything, of which no response can be told.
    pub(super) fn summary(&self, runs: &[Run]) -> Result<Summary, Error> {
        let answering = runs.iter().filter(|run| run.response.is_some()).count() as f64;
        let response = response(runs.iter().map(|r| r.response)).ok_or_else(|| {
            Error::new(
                "replications that answer anything",
                answering,
                "must be at least 2",
            )
        })?;
        let time: f64 = runs.iter().map(|r| r.time).sum();
        let over_time =
            |of: &dyn Fn(&Run) -> f64| runs.iter().map(|r| of(r) * r.time).sum::<f64>() / time;
        let counts = runs
            .iter()
            .map(|r| r.counts)
            .fold(Counts::default(), Counts::plus);
        let stays: Vec<f64> = runs.iter().map(|r| r.stay).collect();
        Ok(Summary {
            response,
            stay: estimate(&stays),
            throughput: counts.answered as f64 / time,
            in_system: over_time(&|r| r.in_system),
            time,
            customers: self.customers * runs.len() as u64,
            counts,
            stations: tallies(runs.iter().map(|r| &r.stations)),
            pools: tallies(runs.iter().map(|r| &r.pools)),
            routes: (0..runs[0].routes.len())
                .map(|route| jobs(runs, route, over_time(&|r| r.routes[route].in_system)))
                .collect(),
            down: (0..runs[0].down.len())
                .map(|group| over_time(&|r| r.down[group]))
                .collect(),
        })
    }
}

/// What was counted at the same stations in all runs.
fn tallies<'a>(mut runs: impl Iterator<Item = &'a Vec<Vec<Tally>>>) -> Vec<Vec<Tally>> {
    let mut sum = runs.next().cloned().unwrap_or_default();
    for run in runs {
        for (all, one) in sum.iter_mut().flatten().zip(run.iter().flatten()) {
            *all = all.plus(*one);
        }
    }
    sum
}

/// The jobs of a route in all runs.
fn jobs(runs: &[Run], route: usize, in_system: f64) -> Jobs<Option<Response>> {
    let sum = |of: fn(&Jobs<Option<Times>>) -> u64| runs.iter().map(|r| of(&r.routes[route])).sum();
    Jobs {
        inside_before: sum(|jobs| jobs.inside_before),
        started: sum(|jobs| jobs.started),
        finished: sum(|jobs| jobs.finished),
        lost: sum(|jobs| jobs.lost),
        inside_after: sum(|jobs| jobs.inside_after),
        in_system,
        times: response(runs.iter().map(|r| r.routes[route].times)),
    }
}

/// The response over those runs that have one; `None` if fewer than two do.
pub(super) fn response(times: impl Iterator<Item = Option<Times>>) -> Option<Response> {
    let times: Vec<Times> = times.flatten().collect();
    let part = |i: usize| estimate(&times.iter().map(|t| t[i]).collect::<Vec<_>>());
    (times.len() >= 2).then(|| Response {
        mean: part(0),
        p50: part(1),
        p95: part(2),
        p99: part(3),
    })
}

/// The mean of independent results, with the 95% interval of Student's t.
pub(super) fn estimate(results: &[f64]) -> Estimate {
    let n = results.len() as f64;
    let mean = results.iter().sum::<f64>() / n;
    let square: f64 = results.iter().map(|x| (x - mean) * (x - mean)).sum();
    let error = (square / (n - 1.0) / n).sqrt();
    let half = student_t_975(results.len() as u32 - 1) * error;
    Estimate {
        value: seconds(mean),
        half_width: Some(seconds(half)),
    }
}
