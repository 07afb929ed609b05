//! How a service time is distributed.

use crate::bisection::bisect;
use crate::error::{Error, within};
use crate::network::Service;
use crate::units::{Time, seconds};

/// The distribution of a [`Service`]: constant, Erlang's (a sum of exponentials), exponential, or one of two exponentials
/// with balanced means.
///
/// ```
/// use model::network::Service;
/// use model::queueing::Law;
/// use model::units::seconds;
/// let law = Law::of(&Service::exponential(seconds(10.0)))?;
/// assert!((law.tail(seconds(30.0)) - (-3.0_f64).exp()).abs() < 1e-12);
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Law {
    mean: f64, // [s], above 0
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Constant,
    Erlang(u32),  // shape, from 1
    Mixture(f64), // probability of the shorter one, 0.5 to 1
}

impl Law {
    /// The distribution of a service.
    ///
    /// # Errors
    /// Mean not positive, or a squared coefficient of variation outside 0 to 1 000.
    pub fn of(service: &Service) -> Result<Self, Error> {
        let mean = within("service time", service.mean.seconds(), 1e-9, 1e12)?;
        let variation = within(
            "squared coefficient of variation",
            service.variation,
            0.0,
            1000.0,
        )?;
        let kind = if variation == 0.0 {
            Kind::Constant
        } else if variation <= 1.0 {
            Kind::Erlang((1.0 / variation).ceil().min(1000.0) as u32)
        } else {
            Kind::Mixture(0.5 * (1.0 + ((variation - 1.0) / (variation + 1.0)).sqrt()))
        };
        Ok(Self { mean, kind })
    }

    /// The mean.
    pub fn mean(&self) -> Time {
        seconds(self.mean)
    }

    /// Its squared coefficient of variation: below 1 that of the whole shape. `[1]`
    pub fn variation(&self) -> f64 {
        match self.kind {
            Kind::Constant => 0.0,
            Kind::Erlang(shape) => 1.0 / f64::from(shape),
            Kind::Mixture(p) => 0.5 / p / (1.0 - p) - 1.0,
        }
    }

    /// The exponentials it is made of: with a probability `[1]`, so many of this mean one after the other. A constant is
    /// none of a mean of its length.
    pub fn stages(&self) -> Vec<(f64, Time, u32)> {
        match self.kind {
            Kind::Constant => vec![(1.0, self.mean(), 0)],
            Kind::Erlang(shape) => vec![(1.0, self.mean() / f64::from(shape), shape)],
            Kind::Mixture(p) => [p, 1.0 - p]
                .map(|p| (p, self.mean() / (2.0 * p), 1))
                .to_vec(),
        }
    }

    /// Probability that it lasts longer than `time`. `[1]`
    pub fn tail(&self, time: Time) -> f64 {
        self.tail_of_sum(1, time)
    }

    /// Probability that `count` of them, one after the other, last longer than `time`. `[1]`
    ///
    /// For a mixture: the sum over how many are short (binomial), with the sums of both kinds joined by their means and
    /// variances as one gamma of whole shape; exact for one.
    pub fn tail_of_sum(&self, count: u32, time: Time) -> f64 {
        let t = time.seconds();
        if t < 0.0 || count == 0 {
            return f64::from(u8::from(t < 0.0));
        }
        match self.kind {
            Kind::Constant => f64::from(u8::from(self.mean * f64::from(count) > t)),
            Kind::Erlang(shape) => erlang_tail(shape * count, t * f64::from(shape) / self.mean),
            Kind::Mixture(p) if count == 1 => [p, 1.0 - p]
                .iter()
                .map(|p| p * libm::exp(-2.0 * p * t / self.mean))
                .sum(),
            Kind::Mixture(_) => {
                let n = f64::from(count);
                let shape = (n / self.variation()).ceil().max(1.0);
                erlang_tail(shape as u32, t * shape / (n * self.mean))
            }
        }
    }

    /// The mean of those that last no longer than `time`; zero if none is that short.
    pub fn mean_up_to(&self, time: Time) -> Time {
        let (t, share) = (time.seconds(), 1.0 - self.tail(time));
        if share <= 0.0 {
            return Time::ZERO;
        }
        let part = match self.kind {
            Kind::Constant => self.mean,
            // The density times t is that of an Erlang with one stage more.
            Kind::Erlang(shape) => {
                self.mean * (1.0 - erlang_tail(shape + 1, t * f64::from(shape) / self.mean))
            }
            Kind::Mixture(p) => [p, 1.0 - p]
                .iter()
                .map(|p| 0.5 * self.mean * (1.0 - erlang_tail(2, 2.0 * p * t / self.mean)))
                .sum(),
        };
        seconds((part / share).min(t))
    }

    /// The time that the share `q` does not exceed, among those that last no longer than `limit`.
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1).
    pub fn quantile_up_to(&self, q: f64, limit: Time) -> Result<Time, Error> {
        let q = super::sojourn::quantile(q)?;
        let left = 1.0 - q * (1.0 - self.tail(limit));
        let high = limit.seconds().min(self.mean * 1e4);
        let (_, high) = bisect(0.0, high, 100, |t| self.tail(seconds(t)) > left);
        Ok(seconds(high))
    }
}

/// Probability that the sum of `shape` exponentials of mean 1 is larger than `x`: that fewer than `shape` Poisson events
/// happen in `x`. `[1]`
fn erlang_tail(shape: u32, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    // So far above its mean nothing is left, and an infinite x would be no number below.
    if x > 1e4 * f64::from(shape) {
        return 0.0;
    }
    // Through logarithms: e^-x alone is zero from 746 on.
    let (mut term, mut sum) = (-x, 0.0);
    for n in 0..shape {
        if n > 0 {
            term += libm::log(x / f64::from(n));
        }
        sum += libm::exp(term);
    }
    sum.min(1.0)
}
