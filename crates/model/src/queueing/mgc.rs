//! M/G/c: Poisson arrivals, any service time, `c` servers. Approximate.

use super::light::Light;
use super::mmc::MMc;
use crate::error::{Error, within};
use crate::units::{Rate, Time};

/// The M/G/c queue in its steady state, by the approximation of Lee and Longton (1959): the wait of M/M/c times
/// (1 + C²)/2, where C² is the squared coefficient of variation of the service time.
///
/// Exact for one server (Pollaczek and Khinchine) and for exponential service. Between, its error on the mean wait is
/// a few percent for C² up to about 2 in heavy traffic; the tests judge it against the simulation. The less traffic, the more
/// it overstates what some slow services do to several servers; where three moments are known, so much can be mended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MGc {
    exponential: MMc,
    heavy: f64,   // [1], wait over that of M/M/c where all is full: (1 + C²)/2, from 0.5
    light: Light, // where nearly all is free
}

impl MGc {
    /// `arrival` customers a second, `service` mean time each with squared coefficient of `variation`, `servers` servers.
    ///
    /// # Errors
    /// A number out of range, or utilisation 1 and more.
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
}
