//! M/G/1: Poisson arrivals, any service time, one server.

use super::mgc::MGc;
use crate::error::Error;
use crate::units::{Rate, Time};

/// The M/G/1 queue in its steady state: means only, by Pollaczek and Khinchine. Exact.
///
/// ```
/// use model::queueing::MG1;
/// use model::units::{per_second, seconds};
/// // Banks et al.: jobs every 30 minutes, service 24 minutes with a standard deviation of 20.
/// let able = MG1::new(per_second(1.0 / 30.0), seconds(24.0), seconds(20.0))?;
/// assert!((able.mean_queue() - 2.711).abs() < 0.001);
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MG1(MGc);

impl MG1 {
    /// `arrival` customers a second, `service` mean time each with standard deviation `deviation`.
    ///
    /// # Errors
    /// A number out of range, or utilisation 1 and more.
    pub fn new(arrival: Rate, service: Time, deviation: Time) -> Result<Self, Error> {
        let ratio = deviation / service;
        let variation = if ratio.is_nan() {
            ratio
        } else {
            ratio.abs() * ratio
        };
        MGc::new(arrival, service, variation, 1).map(Self)
    }

    fn flow(&self) -> (f64, Time) {
        self.0.flow()
    }

    super::station::means!();

    /// Share of the time in which the server is busy. `[1]`
    pub fn utilisation(&self) -> f64 {
        self.0.utilisation()
    }

    /// Mean wait before service.
    pub fn mean_wait(&self) -> Time {
        self.0.mean_wait()
    }
}
