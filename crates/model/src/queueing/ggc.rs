//! G/G/c: arrivals and services that are more or less regular than exponential. Approximate.

use super::mmc::MMc;
use super::sojourn::{Queue, Sojourn};
use crate::error::{Error, within};
use crate::network::Service;
use crate::units::{Rate, Time, seconds};

/// The G/G/c queue in its steady state, by two moments of the times between arrivals and of the services.
///
/// Mean wait: that of M/M/c times (Ca + Cs)/2, where Ca and Cs are the squared coefficients of variation (Allen, Cunneen;
/// Allen, Probability, Statistics, and Queueing Theory, 2nd ed. 1990, section 5.5), times the correction of Kraemer and
/// Langenbach-Belz (8th International Teletraffic Congress, 1976): e^(-2(1 - rho)(1 - Ca)^2/(3 rho (Ca + Cs))) where
/// arrivals are more regular than Poisson, e^(-(1 - rho)(Ca - 1)/(Ca + 4 Cs)) where they are less. Exact for M/G/1 and
/// M/M/c. Between: 3.5% of the mean time for E(k)/M/1 at any load; for Ca above 1 two moments do not say enough, and the wait
/// can be off by half.
///
/// ```
/// use model::queueing::GGc;
/// use model::network::Service;
/// use model::units::{per_second, seconds};
/// // A request every second, exactly; each takes 0.8 s, exactly: nobody waits.
/// let clockwork = GGc::new(per_second(1.0), 0.0, Service::constant(seconds(0.8)), 1)?;
/// assert_eq!(clockwork.mean_wait(), seconds(0.0));
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GGc {
    exponential: MMc,
    arrival: Rate,
    arrivals: f64, // [1], Ca, 0 to 1e9
    service: Service,
    servers: u32,
}

impl GGc {
    /// `arrival` customers a second with the squared coefficient of `variation` of the times between them, `service` each,
    /// `servers` servers.
    ///
    /// # Errors
    /// A number out of range, or utilisation 1 and more.
    pub fn new(
        arrival: Rate,
        variation: f64,
        service: Service,
        servers: u32,
    ) -> Result<Self, Error> {
        within("variation of arrivals", variation, 0.0, 1e9)?;
        within("variation of services", service.variation, 0.0, 1e9)?;
        Ok(Self {
            exponential: MMc::new(arrival, service.mean, servers)?,
            arrival,
            arrivals: variation,
            service,
            servers,
        })
    }

    fn flow(&self) -> (f64, Time) {
        (self.arrival.per_second(), self.service.mean)
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

    /// Mean wait before service.
    pub fn mean_wait(&self) -> Time {
        self.allen_cunneen() * self.correction()
    }

    /// Mean wait by Allen and Cunneen, without the correction: for arrivals more regular than Poisson it is too large.
    pub fn allen_cunneen(&self) -> Time {
        self.exponential.mean_wait() * (0.5 * (self.arrivals + self.service.variation))
    }

    /// The factor of Kraemer and Langenbach-Belz.
    fn correction(&self) -> f64 {
        let (ca, cs, load) = (self.arrivals, self.service.variation, self.utilisation());
        if ca + cs <= 0.0 || load <= 0.0 {
            return 1.0;
        }
        let exponent = if ca <= 1.0 {
            2.0 * (1.0 - load) * (1.0 - ca) * (1.0 - ca) / (3.0 * load * (ca + cs))
        } else {
            (1.0 - load) * (ca - 1.0) / (ca + 4.0 * cs)
        };
        libm::exp(-exponent)
    }

    /// An upper bound for the mean wait at one server: arrival x (variance between arrivals + variance of services)/(2(1 -
    /// rho)). Source: Kingman, "Some inequalities for the queue GI/G/1", Biometrika 49, 1962.
    ///
    /// # Errors
    /// More than one server, or no arrivals (then the bound is infinite).
    pub fn kingman_bound(&self) -> Result<Time, Error> {
        within(
            "servers for Kingman's bound",
            f64::from(self.servers),
            1.0,
            1.0,
        )?;
        let arrival = within("arrival rate", self.arrival.per_second(), 1e-15, 1e15)?;
        let service = self.service.mean.seconds();
        let variance =
            self.arrivals / (arrival * arrival) + self.service.variation * service * service;
        Ok(seconds(
            0.5 * arrival * variance / (1.0 - self.utilisation()),
        ))
    }

    /// How the time from arrival to departure is distributed: a wait that is exponential for those who wait, and a service.
    pub fn sojourn(&self) -> Sojourn {
        let chance = self.probability_of_waiting();
        let wait = if chance > 0.0 {
            self.mean_wait() / chance
        } else {
            Time::ZERO
        };
        let queue = Queue {
            chance,
            wait,
            same: 0.0,
        };
        Sojourn::new().waits(queue, 1).services(self.service, 1)
    }

    /// The time within which the share `q` of the customers is through, by [`sojourn`](Self::sojourn).
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1).
    pub fn sojourn_percentile(&self, q: f64) -> Result<Time, Error> {
        self.sojourn().percentile(q)
    }
}
