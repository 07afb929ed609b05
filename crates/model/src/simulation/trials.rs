//! Replications: the same system under different dice, and what they agree on.

use super::network::{Network, Run};
use super::station::Tally;
use super::streams::Streams;
use super::student::student_t_975;
use crate::error::{Error, within};
use crate::report::{Estimate, Response};
use crate::units::seconds;

/// How much is simulated. These are numerical knobs, so unlike anything physical they have defaults.
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

/// What all replications say together. Times in seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Response with 95% intervals.
    pub response: Response,
    /// Requests answered a second. `[1/s]`
    pub throughput: f64,
    /// Mean number of requests in the system, integrated over time. `[1]`
    pub in_system: f64,
    /// Measured time of all runs. `[s]`
    pub time: f64,
    /// Measured requests of all runs.
    pub customers: u64,
    /// What was counted at the stations: for each side, for each of its stations, all machines and runs together.
    pub stations: Vec<Vec<Tally>>,
    /// What was counted at the workers, all machines and runs together.
    pub pool: Tally,
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

    /// Simulates the network in independent replications.
    ///
    /// # Errors
    /// Names a number out of range.
    pub fn run(&self, network: &Network) -> Result<Summary, Error> {
        within("replications", f64::from(self.replications), 2.0, 1000.0)?;
        within("customers", self.customers as f64, 100.0, 1e9)?;
        within("warm_up", self.warm_up as f64, 0.0, 1e9)?;
        let run = |n| network.run(&Streams::new(self.seed, n), self.warm_up, self.customers);
        let runs = (0..u64::from(self.replications))
            .map(run)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(self.summary(&runs))
    }

    fn summary(&self, runs: &[Run]) -> Summary {
        let time: f64 = runs.iter().map(|r| r.time).sum();
        let part = |i: usize| estimate(&runs.iter().map(|r| r.response[i]).collect::<Vec<_>>());
        let mut stations = runs[0].stations.clone();
        for run in &runs[1..] {
            for (all, one) in stations
                .iter_mut()
                .flatten()
                .zip(run.stations.iter().flatten())
            {
                *all = all.plus(*one);
            }
        }
        Summary {
            response: Response {
                mean: part(0),
                p50: part(1),
                p95: part(2),
                p99: part(3),
            },
            throughput: runs.iter().map(|r| r.answered).sum::<u64>() as f64 / time,
            in_system: runs.iter().map(|r| r.in_system * r.time).sum::<f64>() / time,
            time,
            customers: self.customers * u64::from(self.replications),
            stations,
            pool: runs
                .iter()
                .map(|r| r.pool)
                .fold(Tally::default(), Tally::plus),
        }
    }
}

/// The mean of independent results, with the 95% interval of Student's t.
fn estimate(results: &[f64]) -> Estimate {
    let n = results.len() as f64;
    let mean = results.iter().sum::<f64>() / n;
    let square: f64 = results.iter().map(|x| (x - mean) * (x - mean)).sum();
    let error = libm::sqrt(square / (n - 1.0) / n);
    let half = student_t_975(results.len() as u32 - 1) * error;
    Estimate {
        value: seconds(mean),
        half_width: Some(seconds(half)),
    }
}
