//! G/G/c: arrivals and services that are more or less regular than exponential. Approximate.

use super::delay::Delay;
use super::mgc::MOST;
use super::mmc::MMc;
use super::sojourn::Sojourn;
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
/// Percentiles: the share who wait is Erlang's C times what Kraemer and Langenbach-Belz have over the utilisation at one server;
/// those who do wait for a time with the variation of a sum of residual services, whatever arrives (Whitt, "The Queueing Network
/// Analyzer", Bell System Technical Journal 62(9), 1983, section 5.2, and "Approximations for the GI/G/m queue", Production and
/// Operations Management 2(2), 1993). Exact for M/M/c. With arrivals as Erlang's before 1 and 4 servers that are 30 to 90%
/// busy, p50, p95 and p99 are within 12% of what is played for Cs from 0.25 to 2, and p99 within 22% of it where services are constant. Refused are
/// Ca above 1 and Cs above 2.
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
    /// Those of [`MMc::new`](super::MMc::new), and a variation of either outside 0 to 10^9.
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

    /// Share of the customers who have to wait, taken from M/M/c; [`wait`](Self::wait) takes what regular arrivals change
    /// into account. `[1]`
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

    /// Share of the customers who have to wait, by the formula of Kraemer and Langenbach-Belz for one server and arrivals that are
    /// at least as regular as Poisson's; at several it changes Erlang's C as it does at one. `[1]`
    fn chance(&self) -> f64 {
        let (ca, cs, load) = (self.arrivals, self.service.variation, self.utilisation());
        let over = 1.0 + ca + load * cs;
        let under = 1.0 + load * (cs - 1.0) + load * load * (4.0 * ca + cs);
        let ratio = 1.0 - (1.0 - ca) * (1.0 - load) * over / under;
        (self.probability_of_waiting() * ratio).clamp(0.0, 1.0)
    }

    fn delay(&self) -> Result<Delay, Error> {
        within("variation of arrivals", self.arrivals, 0.0, 1.0)?;
        within("variation of services", self.service.variation, 0.0, MOST)?;
        let chance = self.chance();
        Ok(Delay::new(
            chance,
            self.mean_wait(),
            self.utilisation(),
            self.service.variation,
        ))
    }

    /// How the wait before service is distributed.
    ///
    /// # Errors
    /// Squared coefficients of variation above 1 between arrivals, or above 2 of services.
    pub fn wait(&self) -> Result<Sojourn, Error> {
        Ok(self.delay()?.wait())
    }

    /// How the time from arrival to departure is distributed: a wait and a service.
    ///
    /// # Errors
    /// Squared coefficients of variation above 1 between arrivals, or above 2 of services.
    pub fn sojourn(&self) -> Result<Sojourn, Error> {
        Ok(self.delay()?.sojourn(self.service))
    }

    /// The time within which the share `q` of the customers is through, by [`sojourn`](Self::sojourn).
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1), and those of [`sojourn`](Self::sojourn).
    pub fn sojourn_percentile(&self, q: f64) -> Result<Time, Error> {
        self.sojourn()?.percentile(q)
    }
}
