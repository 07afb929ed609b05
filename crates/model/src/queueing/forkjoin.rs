//! Fork-join: a request asks K servers at once and is answered when the last of them is done.
//!
//! ```text
//!            ┌─> queue 1 ─┐
//! arrivals ──┼─> queue 2 ─┼─> the last one answers
//!            └─> queue K ─┘
//! ```

use super::mm1::MM1;
use crate::error::{Error, within};
use crate::units::{Rate, Time};

/// K M/M/1 queues, each of which gets a part of every request.
///
/// Mean response R: exact for one and two queues, R(2) = (12 - rho)/8 x R(1). For 3 to 32 the approximation
/// R(K) = (H(K)/H(2) + (1 - H(K)/H(2)) x 4 rho/11) R(2), with H(K) = 1 + 1/2 + ... + 1/K, which Nelson and Tantawi give with
/// an error of less than 5%. Source: Nelson, Tantawi, "Approximate analysis of fork/join synchronization in parallel
/// queues", IEEE Transactions on Computers 37(6), 1988.
///
/// ```
/// use model::queueing::ForkJoin;
/// use model::units::{per_second, seconds};
/// let two = ForkJoin::new(per_second(0.8), seconds(1.0), 2)?;
/// assert!((two.mean_sojourn().seconds() - 7.0).abs() < 1e-12); // one queue alone takes 5
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForkJoin {
    one: MM1,
    queues: u32, // 1 to 32
}

impl ForkJoin {
    /// `arrival` requests a second, each with an exponential part of mean `service` for every one of `queues` queues.
    ///
    /// # Errors
    /// Those of [`MMc::new`](super::MMc::new), or not from 1 to 32 queues.
    pub fn new(arrival: Rate, service: Time, queues: u32) -> Result<Self, Error> {
        within("queues of a fork-join", f64::from(queues), 1.0, 32.0)?;
        let one = MM1::new(arrival, service)?;
        Ok(Self { one, queues })
    }

    /// Share of the time in which a server is busy. `[1]`
    pub fn utilisation(&self) -> f64 {
        self.one.utilisation()
    }

    /// Mean time until the last part is done.
    pub fn mean_sojourn(&self) -> Time {
        let (load, one) = (self.utilisation(), self.one.mean_sojourn());
        if self.queues == 1 {
            return one;
        }
        let ratio = harmonic(self.queues) / harmonic(2);
        one * ((12.0 - load) / 8.0 * (ratio + (1.0 - ratio) * 4.0 / 11.0 * load))
    }

    /// An upper bound for the time within which the share `q` of the requests is through.
    ///
    /// The parts of a request wait together, so they are late together; were they independent, the last would be later:
    /// P(all within t) is at least (1 - e^(-t/R(1)))^K. It is the percentile itself for one queue, and nearly at little load; what is
    /// known to come nearer (Qiu, Pérez, Harrison, "Beyond the mean in fork-join queues", Performance Evaluation 91, 2015)
    /// solves a matrix equation for each load, and is not in here.
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1).
    pub fn sojourn_percentile_bound(&self, q: f64) -> Result<Time, Error> {
        let q = super::sojourn::quantile(q)?;
        self.one
            .sojourn_percentile(libm::pow(q, 1.0 / f64::from(self.queues)).min(1.0 - f64::EPSILON))
    }
}

/// 1 + 1/2 + ... + 1/n: the mean maximum of n exponentials of mean 1.
fn harmonic(n: u32) -> f64 {
    (1..=n).map(|k| 1.0 / f64::from(k)).sum()
}
