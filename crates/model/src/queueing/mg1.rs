//! M/G/1: Poisson arrivals, any service time, one server.

use super::laplace::{self, Point};
use super::mgc::MGc;
use super::wide::{LANES, Wide};
use crate::error::Error;
use crate::units::{Rate, Time, seconds};

/// The M/G/1 queue in its steady state, by Pollaczek and Khinchine (Kleinrock, Queueing Systems I, 1975, chapter 5). Exact.
///
/// Means hold for any service with this mean and deviation. Tails and percentiles are those of a service that is
/// constant, gamma distributed (deviation up to the mean) or a mixture of two exponentials with balanced means (above): their
/// transform (1 - rho) s B(s)/(s - a + a B(s)) is inverted numerically.
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
    /// Those of [`MGc::new`]: the squared coefficient of variation is the square of deviation over service.
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

    /// Probability that a customer is still there `time` after arriving. `[1]`
    ///
    /// Absolute error about 1e-6; 1e-3 around whole multiples of a constant service, where the tail has corners.
    pub fn sojourn_tail(&self, time: Time) -> f64 {
        let t = time.seconds() - self.least();
        if t == 0.0 && self.least() > 0.0 {
            // Who does not wait is through at that moment.
            return self.utilisation();
        }
        if t <= 0.0 || t.is_infinite() {
            return f64::from(u8::from(t <= 0.0));
        }
        self.point(t).tail.clamp(0.0, 1.0)
    }

    /// A constant service is taken out of the sum before inverting.
    fn least(&self) -> f64 {
        if self.0.variation() < CONSTANT {
            self.flow().1.seconds()
        } else {
            0.0
        }
    }

    /// The time within which the share `q` of the customers is through.
    ///
    /// ```
    /// use model::queueing::{MG1, MM1};
    /// use model::units::{per_second, seconds};
    /// let (arrival, service) = (per_second(0.8), seconds(1.0));
    /// let general = MG1::new(arrival, service, service)?.sojourn_percentile(0.99)?;
    /// assert!((general / MM1::new(arrival, service)?.sojourn_percentile(0.99)? - 1.0).abs() < 1e-5);
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1).
    pub fn sojourn_percentile(&self, q: f64) -> Result<Time, Error> {
        let left = 1.0 - super::sojourn::quantile(q)?;
        let least = seconds(self.least());
        if least > Time::ZERO && left >= self.utilisation() {
            return Ok(least); // does not wait
        }
        let rest = self.mean_sojourn() - least;
        Ok(least + laplace::percentile(|t| self.point(t), left, rest))
    }

    fn point(&self, t: f64) -> Point {
        let (arrival, service) = self.flow();
        let (idle, variation) = (1.0 - self.utilisation(), self.0.variation());
        laplace::euler(t, |s| {
            let b = served(s, service.seconds(), variation);
            let below = s.plus(&b, arrival).line(-arrival, 1.0);
            let wait = s.line(0.0, idle).times(&below.inverse());
            if variation < CONSTANT {
                wait
            } else {
                wait.times(&b)
            }
        })
    }
}

/// Services that vary less than this count as constant. `[1]`
const CONSTANT: f64 = 1e-6;

/// The transform of a service of this mean and squared coefficient of variation.
fn served(s: &Wide, mean: f64, variation: f64) -> Wide {
    if variation > 1.0 {
        let chance = 0.5 * (1.0 + ((variation - 1.0) / (variation + 1.0)).sqrt());
        let one = |chance: f64| s.exponential(mean / (2.0 * chance));
        return one(chance)
            .line(0.0, chance)
            .plus(&one(1.0 - chance), 1.0 - chance);
    }
    if variation < CONSTANT {
        return s.constant(mean);
    }
    // (1 + s mean variation)^(-1/variation)
    let mut power = s.line(1.0, mean * variation);
    for i in 0..LANES {
        let size = libm::exp(-libm::log(libm::hypot(power.re[i], power.im[i])) / variation);
        let (sin, cos) = libm::sincos(-libm::atan2(power.im[i], power.re[i]) / variation);
        (power.re[i], power.im[i]) = (size * cos, size * sin);
    }
    power
}
