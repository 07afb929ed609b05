//! M/M/c: Poisson arrivals, exponential service, `c` servers and one queue.

use super::erlang;
use crate::bisection::bisect;
use crate::error::{Error, within};
use crate::units::{Rate, Time, seconds};

/// The M/M/c queue in its steady state. Exact.
///
/// ```
/// use model::queueing::MMc;
/// use model::units::{per_second, seconds};
/// let queue = MMc::new(per_second(3.6), seconds(1.0), 4)?;
/// assert!((queue.mean_sojourn().seconds() - 2.969383).abs() < 1e-6);
/// assert!((queue.sojourn_percentile(0.99)?.seconds() - 12.19317).abs() < 1e-5);
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MMc {
    arrival: f64, // [1/s], from 0
    service: f64, // [s], above 0
    servers: u32, // from 1
    waits: f64,   // [1], Erlang C
}

impl MMc {
    /// `arrival` customers a second, `service` mean time each, `servers` servers.
    ///
    /// # Errors
    /// Arrivals outside 0 to 10^15 a second, a service outside 1 ps to 10^12 s, servers outside 1 to 10^6, or utilisation 1 and more.
    pub fn new(arrival: Rate, service: Time, servers: u32) -> Result<Self, Error> {
        let arrival = within("arrival rate", arrival.per_second(), 0.0, 1e15)?;
        let service = within("service time", service.seconds(), 1e-12, 1e12)?;
        within("servers", f64::from(servers), 1.0, 1e6)?;
        let utilisation = arrival * service / f64::from(servers);
        if utilisation >= 1.0 {
            return Err(Error::new("utilisation", utilisation, "must be below 1"));
        }
        Ok(Self {
            arrival,
            service,
            servers,
            waits: erlang::c(servers, arrival * service),
        })
    }

    pub(super) fn servers(&self) -> u32 {
        self.servers
    }

    pub(super) fn flow(&self) -> (f64, Time) {
        (self.arrival, seconds(self.service))
    }

    super::station::means!();

    /// Share of the servers that are busy. `[1]`
    pub fn utilisation(&self) -> f64 {
        self.arrival * self.service / f64::from(self.servers)
    }

    /// Share of the customers who have to wait (Erlang C). `[1]`
    pub fn probability_of_waiting(&self) -> f64 {
        self.waits
    }

    /// Mean wait of those who have to wait: exponential with this mean.
    pub fn mean_wait_if_any(&self) -> Time {
        seconds(self.service / (f64::from(self.servers) * (1.0 - self.utilisation())))
    }

    /// Mean wait before service.
    pub fn mean_wait(&self) -> Time {
        self.mean_wait_if_any() * self.waits
    }

    /// Probability that a customer is still there `time` after arriving. `[1]`
    ///
    /// Wait (zero, or exponential at the rate a = c/S - arrival) plus service (exponential at the rate 1/S):
    /// P(T > t) = e^(-t/S) + C (e^(-at) - e^(-t/S)) / (1 - aS).
    pub fn sojourn_tail(&self, time: Time) -> f64 {
        let t = (time.seconds() / self.service).max(0.0);
        if t.is_infinite() {
            return 0.0;
        }
        let a = self.service / self.mean_wait_if_any().seconds();
        let spread = 1.0 - a;
        // (e^(-at) - e^(-t)) / (1 - a) = e^(-t) (e^((1-a)t) - 1) / (1 - a), which tends to t e^(-t) where a is 1.
        let ratio = if spread.abs() * t < 1e-12 {
            t
        } else {
            libm::expm1(spread * t) / spread
        };
        let tail = libm::exp(-t) * (1.0 + self.waits * ratio);
        if tail.is_finite() {
            tail.min(1.0)
        } else {
            self.far_tail(t, a)
        }
    }

    /// The same where e^((1-a)t) overflows: only the slower of the two exponentials is left.
    fn far_tail(&self, t: f64, a: f64) -> f64 {
        self.waits * libm::exp(-a * t) / (1.0 - a)
    }

    /// The time within which the share `q` of the customers is through.
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1).
    pub fn sojourn_percentile(&self, q: f64) -> Result<Time, Error> {
        let q = super::sojourn::quantile(q)?;
        // Markov's inequality bounds the percentile from above.
        let high = self.mean_sojourn().seconds() / (1.0 - q);
        let late = |t| self.sojourn_tail(seconds(t)) > 1.0 - q;
        Ok(seconds(bisect(0.0, high, 200, late).1))
    }
}
