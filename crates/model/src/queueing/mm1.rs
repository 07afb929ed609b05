//! M/M/1: Poisson arrivals, exponential service, one server.

use super::mmc::MMc;
use crate::error::Error;
use crate::units::{Rate, Time};

/// The M/M/1 queue in its steady state. Exact.
///
/// ```
/// use model::queueing::MM1;
/// use model::units::{ms, per_second};
/// let queue = MM1::new(per_second(90.0), ms(10.0))?;
/// assert!((queue.mean_sojourn().millis() - 100.0).abs() < 1e-9); // ten times the service at 90% load
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MM1(MMc);

impl MM1 {
    /// `arrival` customers a second, `service` mean time each.
    ///
    /// # Errors
    /// Those of [`MMc::new`].
    pub fn new(arrival: Rate, service: Time) -> Result<Self, Error> {
        MMc::new(arrival, service, 1).map(Self)
    }

    /// Share of the time in which the server is busy. `[1]`
    pub fn utilisation(&self) -> f64 {
        self.0.utilisation()
    }

    /// Share of the customers who have to wait: the utilisation. `[1]`
    pub fn probability_of_waiting(&self) -> f64 {
        self.0.utilisation()
    }

    fn flow(&self) -> (f64, Time) {
        self.0.flow()
    }

    super::station::means!();

    /// Mean wait before service.
    pub fn mean_wait(&self) -> Time {
        self.0.mean_wait()
    }

    /// Probability that a customer is still there `time` after arriving: e^(-t/T) with the mean sojourn T. `[1]`
    pub fn sojourn_tail(&self, time: Time) -> f64 {
        libm::exp(-(time.max(Time::ZERO) / self.mean_sojourn()))
    }

    /// The time within which the share `q` of the customers is through: T ln(1/(1-q)).
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1).
    pub fn sojourn_percentile(&self, q: f64) -> Result<Time, Error> {
        let q = super::sojourn::quantile(q)?;
        Ok(self.mean_sojourn() * -libm::log1p(-q))
    }
}
