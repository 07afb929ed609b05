//! M/G/c: Poisson arrivals, any service time, `c` servers. Approximate.

use super::mmc::MMc;
use crate::error::{Error, within};
use crate::units::{Rate, Time};

/// The M/G/c queue in its steady state, by the approximation of Lee and Longton (1959): the wait of M/M/c times
/// (1 + C²)/2, where C² is the squared coefficient of variation of the service time.
///
/// Exact for one server (Pollaczek and Khinchine) and for exponential service. Between, its error on the mean wait is
/// a few percent for C² up to about 2; the tests judge it against the simulation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MGc {
    exponential: MMc,
    factor: f64, // [1], (1 + C²)/2, from 0.5
}

impl MGc {
    /// `arrival` customers a second, `service` mean time each with squared coefficient of `variation`, `servers` servers.
    ///
    /// # Errors
    /// A number out of range, or utilisation 1 and more.
    pub fn new(arrival: Rate, service: Time, variation: f64, servers: u32) -> Result<Self, Error> {
        within("squared coefficient of variation", variation, 0.0, 1e9)?;
        Ok(Self {
            exponential: MMc::new(arrival, service, servers)?,
            factor: 0.5 * (1.0 + variation),
        })
    }

    /// Squared coefficient of variation of the service time.
    pub(super) fn variation(&self) -> f64 {
        2.0 * self.factor - 1.0
    }

    pub(super) fn flow(&self) -> (f64, Time) {
        self.exponential.flow()
    }

    super::station::means!();

    /// Share of the servers that are busy. `[1]`
    pub fn utilisation(&self) -> f64 {
        self.exponential.utilisation()
    }

    /// Share of the customers who have to wait, taken from M/M/c. `[1]`
    pub fn probability_of_waiting(&self) -> f64 {
        self.exponential.probability_of_waiting()
    }

    /// Mean wait of those who have to wait.
    pub fn mean_wait_if_any(&self) -> Time {
        self.exponential.mean_wait_if_any() * self.factor
    }

    /// Mean wait before service.
    pub fn mean_wait(&self) -> Time {
        self.exponential.mean_wait() * self.factor
    }
}
