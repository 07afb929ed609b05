//! M/G/c: Poisson arrivals, any service time, `c` servers. Approximate.

use super::delay::Delay;
use super::light::Light;
use super::mmc::MMc;
use super::sojourn::Sojourn;
use crate::error::{Error, within};
use crate::network::Service;
use crate::units::{Rate, Time};

/// The M/G/c queue in its steady state, by the approximation of Lee and Longton (1959): the wait of M/M/c times
/// (1 + C²)/2, where C² is the squared coefficient of variation of the service time.
///
/// Exact for one server (Pollaczek and Khinchine) and for exponential service. Between, its error on the mean wait is
/// a few percent for C² up to about 2 in heavy traffic; the tests judge it against the simulation. The less traffic, the more
/// it overstates what some slow services do to several servers; where three moments are known, so much can be mended.
///
/// [`wait`](Self::wait), [`sojourn`](Self::sojourn) and percentiles: as many wait as in M/M/c, and those who do for a time with the
/// variation of a sum of residual services (Whitt, "Approximations for the GI/G/m queue", Production and Operations Management
/// 2(2), 1993; two moments made a distribution as in Tijms, A First Course in Stochastic Models, 2003, appendix B). Exact for
/// exponential service. Else, before 1 to 16 servers that are 30 to 85% busy, p50, p95 and p99 of the time are within 8% of the
/// simulation for C² from 0 to 2. Above 2 they are refused: the median would be off by a fifth at 4. At one server
/// [`MG1`](crate::queueing::MG1) is exact for any.
///
/// ```
/// use model::queueing::{MGc, MMc};
/// use model::units::{per_second, seconds};
/// let (arrival, service) = (per_second(3.2), seconds(1.0));
/// let regular = MGc::new(arrival, service, 0.25, 4)?;
/// let exponential = MMc::new(arrival, service, 4)?;
/// assert!(regular.sojourn_percentile(0.99)? < exponential.sojourn_percentile(0.99)?);
/// // 80% busy, yet two in five do not wait at all.
/// assert!(regular.wait()?.percentile(0.4)? == seconds(0.0) && regular.wait()?.tail(seconds(0.0)) > 0.59);
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MGc {
    exponential: MMc,
    heavy: f64,   // [1], wait over that of M/M/c where all is full: (1 + C²)/2, from 0.5
    light: Light, // where nearly all is free
}

/// Services that vary more than this have no percentiles here. `[1]`, squared coefficient
pub(super) const MOST: f64 = 2.0;

impl MGc {
    /// `arrival` customers a second, `service` mean time each with squared coefficient of `variation`, `servers` servers.
    ///
    /// # Errors
    /// Those of [`MMc::new`], and a `variation` outside 0 to 10^9.
    pub fn new(arrival: Rate, service: Time, variation: f64, servers: u32) -> Result<Self, Error> {
        within("squared coefficient of variation", variation, 0.0, 1e9)?;
        let heavy = 0.5 * (1.0 + variation);
        Ok(Self {
            exponential: MMc::new(arrival, service, servers)?,
            heavy,
            light: Light {
                mean: heavy,
                variation: 1.0,
            },
        })
    }

    /// The same for services that are a mixture of exponentials, of which three moments are known, over 1, 2 and 6; other
    /// services stay as they are.
    ///
    /// The wait over that of M/M/c goes in a straight line of the utilisation from its limit in light traffic, which is exact
    /// (Burman and Smith, 1983), to that of Lee and Longton, which is so in heavy traffic (Köllerström, 1974). Against the
    /// simulation of one in ten that takes 5 or 20 times as long, before 2 and 4 servers that are 30 to 85% busy, the mean time is
    /// up to 4% too short; by (1 + C²)/2 alone it is up to 9% too long.
    ///
    /// `again`: share of the visits that meet again the queue that they have just left. They do not come at random times, and
    /// find the service that follows theirs: for them (1 + C²)/2 stays, as the simulation has it. `[1]`, 0 to 1
    pub(crate) fn mixed(self, moments: [f64; 3], servers: u32, again: f64) -> Self {
        let Some(light) = Light::of(moments, servers) else {
            return self;
        };
        let part = |first: f64, other: f64| first + again * (other - first);
        Self {
            light: Light {
                mean: part(light.mean, self.light.mean),
                variation: part(light.variation, self.light.variation),
            },
            ..self
        }
    }

    /// Mean wait over that of M/M/c at a utilisation. `[1]`
    pub(crate) fn factor(&self, utilisation: f64) -> f64 {
        self.light.mean + (self.heavy - self.light.mean) * utilisation
    }

    /// Squared coefficient of variation of the wait of those who have to, where it is so many times as long as here. `[1]`, from 1
    ///
    /// At one server a wait is a sum of residual services, 1/(1 - utilisation) of them in the mean and geometric: the more, the
    /// more exponential it is. Exact there (Pollaczek and Khinchine). At several it is taken for a sum of waits in light
    /// traffic, and where it is shorter, of fewer.
    pub(crate) fn wait_variation(&self, times: f64) -> f64 {
        let summed = ((1.0 - self.utilisation()) / times).min(1.0);
        1.0 + (self.light.variation - 1.0) * summed
    }

    /// Squared coefficient of variation of the service time.
    pub(crate) fn variation(&self) -> f64 {
        2.0 * self.heavy - 1.0
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
        self.exponential.mean_wait_if_any() * self.factor(self.utilisation())
    }

    /// Mean wait before service.
    pub fn mean_wait(&self) -> Time {
        self.exponential.mean_wait() * self.factor(self.utilisation())
    }

    /// How the wait before service is distributed.
    ///
    /// # Errors
    /// Services with a squared coefficient of variation above 2.
    pub fn wait(&self) -> Result<Sojourn, Error> {
        Ok(self.delay()?.wait())
    }

    /// How the time from arrival to departure is distributed.
    ///
    /// # Errors
    /// Services with a squared coefficient of variation above 2.
    pub fn sojourn(&self) -> Result<Sojourn, Error> {
        Ok(self.delay()?.sojourn(Service {
            mean: self.flow().1,
            variation: self.variation(),
        }))
    }

    /// The time within which the share `q` of the customers is through, by [`sojourn`](Self::sojourn).
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1), and those of [`sojourn`](Self::sojourn).
    pub fn sojourn_percentile(&self, q: f64) -> Result<Time, Error> {
        self.sojourn()?.percentile(q)
    }

    fn delay(&self) -> Result<Delay, Error> {
        let variation = within(
            "squared coefficient of variation",
            self.variation(),
            0.0,
            MOST,
        )?;
        let chance = self.probability_of_waiting();
        Ok(Delay::new(
            chance,
            self.mean_wait(),
            self.utilisation(),
            variation,
        ))
    }
}
