//! How a service time is distributed.

use crate::bisection::bisect;
use crate::error::{Error, within};
use crate::network::Service;
use crate::units::{Time, seconds};

/// The distribution of a [`Service`]: constant, a sum of exponentials (some with one fewer), or one of two exponentials with
/// balanced means.
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
    Erlang { phases: u32, less: f64 }, // at most so many, from 1; the probability of one fewer
    Mixture(f64),                      // probability of the shorter one, 0.5 to 1
}

impl Law {
    /// The distribution of a service.
    ///
    /// # Errors
    /// Mean not from 1 ns to 10^12 s, or a squared coefficient of variation that is neither 0 nor from 0.001 to 1 000.
    pub fn of(service: &Service) -> Result<Self, Error> {
        let mean = within("service time", service.mean.seconds(), 1e-9, 1e12)?;
        let variation = service.checked_variation()?;
        let kind = if variation == 0.0 {
            Kind::Constant
        } else if variation <= 1.0 {
            let (phases, less) = service.phases();
            Kind::Erlang { phases, less }
        } else {
            Kind::Mixture(0.5 * (1.0 + ((variation - 1.0) / (variation + 1.0)).sqrt()))
        };
        Ok(Self { mean, kind })
    }

    /// The mean.
    pub fn mean(&self) -> Time {
        seconds(self.mean)
    }

    /// Its squared coefficient of variation. `[1]`
    pub fn variation(&self) -> f64 {
        match self.kind {
            Kind::Constant => 0.0,
            Kind::Erlang { phases, less } => {
                let mean = f64::from(phases) - less;
                (mean + less * (1.0 - less)) / (mean * mean)
            }
            Kind::Mixture(p) => 0.5 / p / (1.0 - p) - 1.0,
        }
    }

    /// The exponentials it is made of: with a probability `[1]`, so many of this mean one after the other. A constant is
    /// none of a mean of its length.
    pub fn stages(&self) -> Vec<(f64, Time, u32)> {
        match self.kind {
            Kind::Constant => vec![(1.0, self.mean(), 0)],
            Kind::Erlang { phases, less } => {
                let phase = self.mean() / (f64::from(phases) - less);
                let ways = [(less, phase, phases - 1), (1.0 - less, phase, phases)];
                ways.into_iter().filter(|way| way.0 > 0.0).collect()
            }
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
    /// Exact, with two exceptions: several of a mixture of two exponentials are joined by mean and variance as one gamma of whole shape;
    /// and what is a sum of more than a million exponentials is a normal distribution, right to 0.001.
    pub fn tail_of_sum(&self, count: u32, time: Time) -> f64 {
        let t = time.seconds();
        if t < 0.0 || count == 0 {
            return f64::from(u8::from(t < 0.0));
        }
        let n = f64::from(count);
        if let Kind::Constant = self.kind {
            return f64::from(u8::from(self.mean * n > t));
        }
        if n * f64::from(self.most_phases()) > 1e6 {
            let deviation = self.mean * (n * self.variation()).sqrt();
            return 0.5 * libm::erfc((t - n * self.mean) / (deviation * core::f64::consts::SQRT_2));
        }
        match self.kind {
            Kind::Constant => 0.0,
            Kind::Erlang { phases, less } => {
                let x = t * (f64::from(phases) - less) / self.mean;
                sum_tail(count, phases, less, x)
            }
            Kind::Mixture(p) if count == 1 => [p, 1.0 - p]
                .iter()
                .map(|p| p * libm::exp(-2.0 * p * t / self.mean))
                .sum(),
            Kind::Mixture(_) => {
                let shape = (n / self.variation()).ceil().max(1.0);
                erlang_tail(shape as u32, t * shape / (n * self.mean))
            }
        }
    }

    fn most_phases(&self) -> u32 {
        match self.kind {
            Kind::Erlang { phases, .. } => phases,
            Kind::Constant | Kind::Mixture(_) => 1,
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
            // The density times t is that of a sum of one phase more.
            Kind::Erlang { phases, less } => {
                let phase = self.mean / (f64::from(phases) - less);
                let way = |probability: f64, phases: u32| {
                    let shorter = 1.0 - erlang_tail(phases + 1, t / phase);
                    probability * f64::from(phases) * phase * shorter
                };
                way(less, phases - 1) + way(1.0 - less, phases)
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

/// Probability that `count` sums of `phases` exponentials of mean 1, or one fewer with probability `less`, are together larger than `x`.
/// `[1]`
fn sum_tail(count: u32, phases: u32, less: f64, x: f64) -> f64 {
    if less <= 0.0 || x <= 0.0 {
        return erlang_tail(count * phases, x);
    }
    let n = f64::from(count);
    let combinations =
        |k: f64| libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    // From all shorter to none: each exponential more adds the probability of as many Poisson events.
    let fewest = count * (phases - 1);
    let mut below = erlang_tail(fewest, x);
    let mut events = f64::from(fewest);
    let mut tail = 0.0;
    for shorter in (0..=count).rev() {
        let k = f64::from(shorter);
        let chance = combinations(k) + k * libm::log(less) + (n - k) * libm::log1p(-less);
        tail += libm::exp(chance) * below;
        below += libm::exp(events * libm::log(x) - x - libm::lgamma(events + 1.0));
        events += 1.0;
    }
    tail.min(1.0)
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
        // All that follow are smaller still.
        if term < -745.0 && f64::from(n) > x {
            break;
        }
        sum += libm::exp(term);
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::sojourn::Sojourn;

    /// Against the transforms, which know nothing of sums of Poisson probabilities.
    #[test]
    fn times_have_the_variation_that_was_asked_for() {
        for variation in [0.01, 0.017, 0.3, 0.5, 0.7, 0.9, 1.0, 4.0] {
            let service = Service {
                mean: seconds(2.0),
                variation,
            };
            let law = Law::of(&service).unwrap();
            assert!((law.variation() / variation - 1.0).abs() < 1e-9);
            let stages = law.stages();
            let sum: f64 = stages.iter().map(|stage| stage.0).sum();
            let mean: f64 = (stages.iter())
                .map(|(p, mean, times)| p * mean.seconds() * f64::from(*times))
                .sum();
            assert!((sum - 1.0).abs() < 1e-12 && (mean - 2.0).abs() < 1e-9);
            for count in [1, 3] {
                if count > 1 && variation > 1.0 {
                    continue; // approximate
                }
                let way = Sojourn::new().services(service, count);
                for time in [0.1, 1.0, 2.5, 7.0].map(seconds) {
                    let (one, other) = (law.tail_of_sum(count, time), way.tail(time));
                    let room = if variation < 0.1 { 1e-4 } else { 1e-6 };
                    assert!(
                        (one - other).abs() < room,
                        "{variation} {count} {time:?}: {one}, {other}"
                    );
                }
            }
        }
    }

    /// Hundreds of phases, hundreds of services: neither slow nor far from what the central limit says.
    #[test]
    fn long_sums_are_nearly_normal() {
        for (variation, count) in [
            (0.7, 1_000),
            (0.0015, 900),
            (1.0, 999_999),
            (0.7, u32::MAX),
            (5.0, u32::MAX),
        ] {
            let law = Law::of(&Service {
                mean: seconds(2.0),
                variation,
            })
            .unwrap();
            let n = f64::from(count);
            for deviations in [-1.0, 0.0, 2.0] {
                let time = seconds(2.0 * n + deviations * 2.0 * (n * variation).sqrt());
                let normal = 0.5 * libm::erfc(deviations / core::f64::consts::SQRT_2);
                let tail = law.tail_of_sum(count, time);
                assert!(
                    (tail - normal).abs() < 0.01,
                    "{variation} {count} {deviations}: {tail}"
                );
            }
        }
    }

    /// The mean of all is that of those up to a time and of those beyond it.
    #[test]
    fn the_mean_up_to_a_time_is_the_integral_of_the_tail() {
        for variation in [0.3, 0.7, 1.0, 4.0] {
            let law = Law::of(&Service {
                mean: seconds(2.0),
                variation,
            })
            .unwrap();
            let limit = 3.0;
            let steps = 30_000;
            let width = limit / f64::from(steps);
            let tails = (0..steps).map(|n| law.tail(seconds((f64::from(n) + 0.5) * width)));
            let integral = tails.sum::<f64>() * width;
            let tail = law.tail(seconds(limit));
            let expected = (integral - limit * tail) / (1.0 - tail);
            let got = law.mean_up_to(seconds(limit)).seconds();
            assert!(
                (got / expected - 1.0).abs() < 1e-6,
                "{variation}: {got}, {expected}"
            );
        }
    }
}
