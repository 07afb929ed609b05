//! What waiting for replicas costs a write: the k-th fastest of r answers.

use super::definition::{Replication, hop_in_range};
use super::study::Study;
use crate::bisection::bisect;
use crate::error::{Error, within};
use crate::network::{Service, Step};
use crate::queueing::sojourn::Sojourn;
use crate::units::{Time, seconds};

/// How long a write waits until enough replicas have said that they have it.
///
/// Each replica's answer takes the network there and back, always the same, and one write to its log, exponential and
/// without a queue (a replica appends what it receives before it applies anything). The k-th fastest of r exponential times
/// of mean m takes m (1/r + 1/(r-1) + ... + 1/(r-k+1)) (Rényi's representation; David and Nagaraja, Order Statistics, 2003).
///
/// ```
/// use model::components::database::Acknowledgement;
/// use model::units::{ms, us};
/// // The fastest of three takes a third of one; the slowest 1 + 1/2 + 1/3 of it.
/// let one = Acknowledgement::of(1, 3, us(250.0), ms(0.3))?;
/// let all = Acknowledgement::of(3, 3, us(250.0), ms(0.3))?;
/// assert!((one.mean() - us(350.0)).seconds().abs() < 1e-12);
/// assert!((all.mean() - us(250.0 + 300.0 * (1.0 + 0.5 + 1.0 / 3.0))).seconds().abs() < 1e-12);
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Acknowledgement {
    acks: u32,     // 0 to replicas
    replicas: u32, // 0 to 1 000
    hop: f64,      // [s]
    log: f64,      // [s]
}

impl Acknowledgement {
    /// The wait for `acks` of `replicas` answers over a network of this round trip, each after a log write of this mean.
    ///
    /// # Errors
    /// More answers than replicas, more than 1 000 replicas, or a time out of range.
    pub fn of(acks: u32, replicas: u32, hop: Time, log: Time) -> Result<Self, Error> {
        within("replicas", f64::from(replicas), 0.0, 1000.0)?;
        let name = "acks of the replication";
        within(name, f64::from(acks), 0.0, f64::from(replicas))?;
        Ok(Self {
            acks,
            replicas,
            hop: hop_in_range(hop)?,
            log: within("disk write time", log.seconds(), 0.0, 3600.0)?,
        })
    }

    /// The mean; zero where nobody waits.
    pub fn mean(&self) -> Time {
        if self.acks == 0 {
            return Time::ZERO;
        }
        seconds(self.hop + self.log * self.stages().map(|n| 1.0 / n).sum::<f64>())
    }

    /// The wait as steps of a route: the network, then the k-th fastest log write with its mean and variation.
    pub(crate) fn steps(&self) -> Vec<Step> {
        if self.acks == 0 {
            return Vec::new();
        }
        let log = Service {
            mean: (self.mean() - seconds(self.hop)).max(Time::ZERO),
            variation: self.log_variation(),
        };
        let network = Service::constant(seconds(self.hop));
        vec![Step::Delay(network), Step::Delay(log)]
    }

    /// Squared coefficient of variation of the part that is not the network. `[1]`
    fn log_variation(&self) -> f64 {
        let mean: f64 = self.stages().map(|n| 1.0 / n).sum();
        let variance: f64 = self.stages().map(|n| 1.0 / (n * n)).sum();
        variance / (mean * mean)
    }

    /// Answers still outstanding before each that is waited for: r, r-1, ..., r-k+1.
    fn stages(&self) -> impl Iterator<Item = f64> {
        let first = self.replicas - self.acks + 1;
        (first..=self.replicas).map(f64::from)
    }

    /// Adds the wait to a way: the network, then one exponential time for each answer that is waited for.
    pub(super) fn add_to(&self, way: Sojourn) -> Sojourn {
        if self.acks == 0 {
            return way;
        }
        let way = way.constant(seconds(self.hop));
        self.stages()
            .fold(way, |way, n| way.service(seconds(self.log / n), 1))
    }

    /// Probability that a write waits longer than this: fewer than k of r have answered. `[1]`
    pub fn tail(&self, time: Time) -> f64 {
        let t = time.seconds() - self.hop;
        if self.acks == 0 || t < 0.0 || self.log == 0.0 {
            return f64::from(u8::from(self.acks > 0 && t < 0.0));
        }
        let late = libm::exp(-t / self.log);
        binomial_below(self.acks, self.replicas, 1.0 - late).clamp(0.0, 1.0)
    }

    /// The wait that the share `q` of the writes does not exceed.
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1).
    pub fn percentile(&self, q: f64) -> Result<Time, Error> {
        if !(0.0..1.0).contains(&q) {
            return Err(Error::new("quantile", q, "must be from 0 and below 1"));
        }
        // Markov's inequality bounds the percentile from above.
        let high = self.mean().seconds() / (1.0 - q);
        let (_, high) = bisect(0.0, high, 100, |t| self.tail(seconds(t)) > 1.0 - q);
        Ok(seconds(high))
    }
}

/// Probability that fewer than `k` of `n` independent events of probability `p` happen. `[1]`
fn binomial_below(k: u32, n: u32, p: f64) -> f64 {
    if p <= 0.0 || p >= 1.0 {
        return f64::from(u8::from(p <= 0.0));
    }
    let (n, odds) = (f64::from(n), libm::log(p) - libm::log1p(-p));
    let mut weight = n * libm::log1p(-p);
    let mut sum = 0.0;
    for j in 0..k {
        sum += libm::exp(weight);
        let j = f64::from(j);
        weight += libm::log((n - j) / (j + 1.0)) + odds;
    }
    sum
}

impl Study {
    /// What the replication adds to a write before the source answers: nothing where it is asynchronous.
    ///
    /// # Errors
    /// The replicas' disk lacks its write time.
    pub fn acknowledgement(&self) -> Result<Acknowledgement, Error> {
        let acks = match self.database.replication_mode() {
            Replication::Asynchronous => 0,
            Replication::SemiSynchronous { acks } => acks,
        };
        let log = if acks > 0 {
            self.database.replica_machine().write_time()?
        } else {
            Time::ZERO
        };
        Acknowledgement::of(acks, self.database.replica_count(), self.queries.hop, log)
    }
}
