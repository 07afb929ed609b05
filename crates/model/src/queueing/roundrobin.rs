//! Servers that are fed by turns, or by who has the fewest requests.

use super::mmc::MMc;
use crate::bisection::bisect;
use crate::error::{Error, within};
use crate::units::{Rate, Time, per_second, seconds};

/// One single server of `n` that get a Poisson stream by turns: E(n)/M/1. Exact.
///
/// Every n-th arrival is the server's, so the times between are sums of n exponentials, with a squared coefficient of
/// variation of 1/n. An arriving customer finds k others with probability (1 - x) x^k, where x = A(mu (1 - x)) and A is the
/// transform of the time between arrivals; so the time in the system is exponential with mean S/(1 - x). Source: Kleinrock,
/// Queueing Systems I, 1975, section 6.4 (G/M/1).
///
/// ```
/// use model::queueing::{MM1, RoundRobin};
/// use model::units::{per_second, seconds};
/// let turns = RoundRobin::new(per_second(0.9), seconds(1.0), 4)?;
/// let random = MM1::new(per_second(0.9), seconds(1.0))?;
/// assert!(turns.mean_wait() < random.mean_wait() * 0.7);
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoundRobin {
    arrival: f64, // [1/s], of one server, from 0
    service: f64, // [s], above 0
    finds: f64,   // [1], x: probability that a customer finds others; from 0, below 1
}

impl RoundRobin {
    /// `arrival` customers a second and server, exponential `service`, `servers` servers that take turns.
    ///
    /// # Errors
    /// Those of [`MMc::new`], servers outside 1 to 10 000, or utilisation above 1 - 10^-6.
    pub fn new(arrival: Rate, service: Time, servers: u32) -> Result<Self, Error> {
        within("servers that take turns", f64::from(servers), 1.0, 1e4)?;
        let load = MMc::new(arrival, service, 1)?.utilisation();
        let load = within("utilisation", load, 0.0, 1.0 - 1e-6)?;
        let n = f64::from(servers);
        // x = (n rho/(n rho + 1 - x))^n, from above: the solution below 1 is where A(mu(1 - x)) - x changes sign.
        let above = |x: f64| libm::pow(n * load / (n * load + 1.0 - x), n) - x;
        Ok(Self {
            arrival: arrival.per_second(),
            service: service.seconds(),
            finds: if load > 0.0 {
                bisect(0.0, load, 200, |x| above(x) > 0.0).1
            } else {
                0.0
            },
        })
    }

    pub(super) fn flow(&self) -> (f64, Time) {
        (self.arrival, seconds(self.service))
    }

    super::station::means!();

    /// Share of the time in which a server is busy. `[1]`
    pub fn utilisation(&self) -> f64 {
        self.arrival * self.service
    }

    /// Share of the customers who have to wait. `[1]`
    pub fn probability_of_waiting(&self) -> f64 {
        self.finds
    }

    /// Mean wait of those who have to wait: exponential with this mean.
    pub fn mean_wait_if_any(&self) -> Time {
        seconds(self.service / (1.0 - self.finds))
    }

    /// Mean wait before service.
    pub fn mean_wait(&self) -> Time {
        self.mean_wait_if_any() * self.finds
    }

    /// Probability that a customer is still there `time` after arriving. `[1]`
    pub fn sojourn_tail(&self, time: Time) -> f64 {
        libm::exp(-(time.max(Time::ZERO) / self.mean_sojourn()))
    }

    /// The time within which the share `q` of the customers is through.
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1).
    pub fn sojourn_percentile(&self, q: f64) -> Result<Time, Error> {
        Ok(self.mean_sojourn() * -libm::log1p(-super::sojourn::quantile(q)?))
    }
}

/// `n` machines of `c` cores, each customer at the machine with the fewest (least connections, join the shortest queue).
///
/// No closed form is known. The mean wait lies between that of one queue for all n x c cores (M/M/nc, which never lets a
/// core idle while somebody waits) and that of machines chosen at random (M/M/c). Between, a fit of this book to simulated
/// M/M systems of 2 to 32 machines with 1 to 8 cores at utilisations from 0.3 to 0.95: W = W(nc) (1 + (n - 1)(1 - rho)(0.54 +
/// 0.39 (1 - rho)^2) n^-0.13 c^-0.41), at most W(c). The mean time was within 1.5% up to a utilisation of 0.9 and within 3%
/// at 0.95, where the simulations themselves were about as uncertain.
///
/// ```
/// use model::queueing::ShortestQueue;
/// use model::units::{per_second, seconds};
/// let queue = ShortestQueue::new(per_second(3.6), seconds(1.0), 4, 1)?;
/// assert!(queue.lower_bound() < queue.mean_wait() && queue.mean_wait() < queue.upper_bound());
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShortestQueue {
    together: MMc,
    apart: MMc,
    factor: f64, // [1], wait in units of that of `together`; from 1
}

impl ShortestQueue {
    /// `arrival` customers a second in all, exponential `service`, `machines` machines with `cores` cores each.
    ///
    /// # Errors
    /// Those of [`MMc::new`], machines outside 1 to 10 000, or cores outside 1 to 100.
    pub fn new(arrival: Rate, service: Time, machines: u32, cores: u32) -> Result<Self, Error> {
        let n = within("machines", f64::from(machines), 1.0, 1e4)?;
        let c = within("cores", f64::from(cores), 1.0, 1e2)?;
        let together = MMc::new(arrival, service, machines * cores)?;
        let idle = 1.0 - together.utilisation();
        let size = libm::pow(n, -0.13) * libm::pow(c, -0.41);
        Ok(Self {
            together,
            apart: MMc::new(per_second(arrival.per_second() / n), service, cores)?,
            factor: 1.0 + (n - 1.0) * idle * (0.54 + 0.39 * idle * idle) * size,
        })
    }

    pub(super) fn flow(&self) -> (f64, Time) {
        self.together.flow()
    }

    super::station::means!();

    /// Share of the cores that are busy. `[1]`
    pub fn utilisation(&self) -> f64 {
        self.together.utilisation()
    }

    /// Mean wait before service, by the fit.
    pub fn mean_wait(&self) -> Time {
        let fit = self.together.mean_wait() * self.factor;
        if fit > self.upper_bound() {
            self.upper_bound()
        } else {
            fit
        }
    }

    /// The mean wait of one queue for all cores: nothing can be better.
    pub fn lower_bound(&self) -> Time {
        self.together.mean_wait()
    }

    /// The mean wait at machines chosen at random.
    pub fn upper_bound(&self) -> Time {
        self.apart.mean_wait()
    }
}
