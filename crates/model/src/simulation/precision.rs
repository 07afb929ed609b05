//! How exactly a simulation is to answer: warm-up found by itself, replications until an interval is narrow, and the
//! difference of two systems.

use super::engine::{Engine, Full};
use super::operations::Program;
use super::results::Summary;
use super::streams::Streams;
use super::trials::{Trials, estimate};
use crate::error::{Error, within};
use crate::network::Network;
use crate::parallel::{cores, in_order};
use crate::report::Estimate;

/// Which number is to be known how exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// Which.
    pub measure: Measure,
    /// Half the width of its 95% interval, as a share of it. `[1]`, 0.0001 to 1
    pub relative: f64,
    /// Replications at most. 2 to 10 000
    pub at_most: u32,
}

/// A number that a simulation estimates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The mean response.
    Mean,
    /// Its 99th percentile.
    P99,
}

/// What came out, and whether it is as exact as it was to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Precise {
    /// All replications together.
    pub summary: Summary,
    /// How many there were.
    pub replications: u32,
    /// Whether the interval became as narrow as asked.
    pub reached: bool,
}

/// What a change does to the response: the second system less the first, each replication under the same dice.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Of the mean; negative if the second is faster.
    pub mean: Estimate,
    /// Of the median.
    pub p50: Estimate,
    /// Of the 95th percentile.
    pub p95: Estimate,
    /// Of the 99th percentile.
    pub p99: Estimate,
    /// The first system.
    pub before: Summary,
    /// The second.
    pub after: Summary,
}

impl Precision {
    /// The mean response to within this share of it, with at most 1 000 replications.
    pub const fn of_mean(relative: f64) -> Self {
        Self {
            measure: Measure::Mean,
            relative,
            at_most: 1_000,
        }
    }

    /// The 99th percentile to within this share of it, with at most 1 000 replications.
    pub const fn of_p99(relative: f64) -> Self {
        Self {
            measure: Measure::P99,
            ..Self::of_mean(relative)
        }
    }

    /// How wide the interval is, in units of the width that was asked for. `[1]`
    fn excess(&self, summary: &Summary) -> f64 {
        let estimate = match self.measure {
            Measure::Mean => summary.response.mean,
            Measure::P99 => summary.response.p99,
        };
        let half = estimate
            .half_width
            .map_or(f64::INFINITY, |half| half.seconds());
        if half == 0.0 {
            0.0
        } else {
            half / (self.relative * estimate.value.seconds())
        }
    }
}

/// Requests of a pilot run at most, so that its memory stays small.
const PILOT: u64 = 200_000;
/// Pilot runs.
const PILOTS: u64 = 5;
/// Responses in a batch.
const BATCH: usize = 5;

impl Trials {
    /// Adds replications until the interval is as narrow as asked, beginning with as many as these trials have.
    ///
    /// It adds as many as the width so far asks for (the width falls with the square root of their number), but at most
    /// doubles them each time, so that a first interval that is too narrow or too wide by luck does little harm. An
    /// interval that decides when to stop covers the truth a little less often than 95 times in 100 (Law and Kelton,
    /// Simulation Modeling and Analysis, 9.4.1).
    ///
    /// ```
    /// use model::network::Network;
    /// use model::simulation::{Precision, Trials};
    /// use model::units::{ms, per_second};
    /// let network = Network::single(per_second(60.0), ms(10.0), 1);
    /// let precise = Trials::draft().until(&network, &Precision::of_mean(0.01))?;
    /// assert!(precise.reached && precise.replications > 10);
    /// assert!(precise.summary.response.mean.half_width.unwrap() < ms(0.25));
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Trials::run`], and a precision out of range.
    pub fn until(&self, network: &Network, precision: &Precision) -> Result<Precise, Error> {
        within("relative half width", precision.relative, 1e-4, 1.0)?;
        let first = f64::from(self.replications);
        within(
            "replications at most",
            f64::from(precision.at_most),
            first,
            1e4,
        )?;
        let mut runs = self.runs(network, 0..u64::from(self.replications))?;
        loop {
            let summary = self.summary(&runs)?;
            let (excess, done) = (precision.excess(&summary), runs.len() as u32);
            if excess <= 1.0 || done >= precision.at_most {
                return Ok(Precise {
                    summary,
                    replications: done,
                    reached: excess <= 1.0,
                });
            }
            let needed = (f64::from(done) * (excess * excess).min(2.0)).ceil() as u32;
            let next = needed.clamp(done + 1, precision.at_most);
            runs.extend(self.runs(network, u64::from(done)..u64::from(next))?);
        }
    }

    /// The same trials with a warm-up found by MSER-5 in pilot runs: of the means of five responses in a row, those at the
    /// beginning are left out without which the standard error of the others is least (White, An effective truncation
    /// heuristic for bias reduction in simulation output, 1997). Five pilot runs, and the longest of their warm-ups.
    ///
    /// ```
    /// use model::network::Network;
    /// use model::simulation::Trials;
    /// use model::units::{ms, per_second};
    /// let busy = Network::single(per_second(95.0), ms(10.0), 1);
    /// let trials = Trials::default().with_detected_warm_up(&busy)?;
    /// assert!(trials.warm_up >= 5 && trials.warm_up <= 6_000);
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Trials::run`].
    #[must_use = "the trials themselves stay as they are"]
    pub fn with_detected_warm_up(&self, network: &Network) -> Result<Self, Error> {
        self.check()?;
        let requests = (self.customers + self.warm_up).min(PILOT);
        network.check(0, requests)?;
        let program = Program::new(network);
        let pilot = |number| {
            // Dice of their own: the runs that are measured must not be chosen by what they say.
            let streams = Streams::new(self.seed, u64::MAX - number);
            Engine::<Full>::new(network, &program, &streams).stays(requests)
        };
        let pilots = in_order(0..PILOTS, cores(), pilot)?;
        let warm_up = pilots
            .iter()
            .map(|stays| truncation(stays))
            .max()
            .unwrap_or(0);
        Ok(Self {
            warm_up: (warm_up * BATCH) as u64,
            ..*self
        })
    }

    /// What changes from one system to another, under the same dice: the same arrivals, the same service times as far as
    /// the same stations serve. The difference of each replication is free of much of the noise that both have in common,
    /// so its interval is narrower than those of the two.
    ///
    /// ```
    /// use model::network::Network;
    /// use model::simulation::Trials;
    /// use model::units::{ms, per_second};
    /// let (before, after) = (Network::single(per_second(80.0), ms(10.0), 1), Network::single(per_second(80.0), ms(9.9), 1));
    /// let change = Trials::default().difference(&before, &after)?;
    /// assert!(change.mean.high() < ms(0.0)); // it did help
    /// assert!(change.mean.half_width < change.before.response.mean.half_width);
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Trials::run`], and fewer than two replications in which both answer anything.
    pub fn difference(&self, before: &Network, after: &Network) -> Result<Difference, Error> {
        let numbers = 0..u64::from(self.replications);
        let (before, after) = (
            self.runs(before, numbers.clone())?,
            self.runs(after, numbers)?,
        );
        let pairs = before.iter().zip(&after);
        let pairs = pairs.filter_map(|(before, after)| Some((before.response?, after.response?)));
        let pairs: Vec<_> = pairs.collect();
        within(
            "replications that answer anything",
            pairs.len() as f64,
            2.0,
            1e4,
        )?;
        let paired =
            |i: usize| estimate(&pairs.iter().map(|(b, a)| a[i] - b[i]).collect::<Vec<_>>());
        Ok(Difference {
            mean: paired(0),
            p50: paired(1),
            p95: paired(2),
            p99: paired(3),
            before: self.summary(&before)?,
            after: self.summary(&after)?,
        })
    }
}

/// How many batches at the beginning to leave out.
fn truncation(stays: &[f64]) -> usize {
    let batches: Vec<f64> = stays
        .chunks_exact(BATCH)
        .map(|batch| batch.iter().sum::<f64>() / BATCH as f64)
        .collect();
    // From the end: the sums of those that are kept. Never more than half is left out: beyond that too few are kept to
    // judge by.
    let (mut sum, mut squares) = (0.0, 0.0);
    let (mut least, mut best) = (f64::INFINITY, 0);
    for (index, batch) in batches.iter().enumerate().rev() {
        sum += batch;
        squares += batch * batch;
        let kept = (batches.len() - index) as f64;
        let error = (squares - sum * sum / kept).max(0.0) / (kept * kept);
        if index <= batches.len() / 2 && error <= least {
            (least, best) = (error, index);
        }
    }
    best
}
