//! How a sum of waits and services is distributed: its percentiles.
//!
//! ```text
//! a constant + a service + visits (wait + service) + either one way or another + a way several times + ...
//! ```
//!
//! A request's way is a sum of independent times. Their Laplace transforms multiply, those of alternatives are
//! weighted with their chances; the result is turned back into probabilities numerically, and a percentile found by
//! Newton's method from a guess by three moments.
//!
//! ```
//! use model::queueing::{MMc, sojourn::{Queue, Sojourn}};
//! use model::units::{per_second, seconds};
//! let queue = MMc::new(per_second(3.6), seconds(1.0), 4)?;
//! let wait = Queue { chance: queue.probability_of_waiting(), wait: queue.mean_wait_if_any(), same: 0.0 };
//! let way = Sojourn::new().waits(wait, 1).service(seconds(1.0), 1);
//! let exact = queue.sojourn_percentile(0.99)?;
//! assert!((way.percentile(0.99)? / exact - 1.0).abs() < 1e-5);
//! # Ok::<(), model::error::Error>(())
//! ```

use super::way::{Aim, Term, Way};
use crate::error::Error;
use crate::network::Service;
use crate::units::{Time, seconds};

pub use super::visits::Queue;

/// More phases than this are not told from a constant. `[1]`
const PHASES: f64 = 1000.0;

/// A sum of independent times, built up term by term.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sojourn(Way);

impl Sojourn {
    /// No time at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// No time yet, with room for so many terms.
    pub(crate) fn with_room(terms: usize) -> Self {
        Self(Way::with_room(terms))
    }

    /// Adds a time that is always the same.
    #[must_use]
    pub fn constant(mut self, time: Time) -> Self {
        self.0.constant += time.seconds();
        self
    }

    /// Adds `times` exponential services of this mean, independent of each other.
    #[must_use]
    pub fn service(mut self, mean: Time, times: u32) -> Self {
        let mean = mean.seconds();
        if mean > 0.0 {
            self.0.push(Term::Service { mean, times });
        }
        self
    }

    /// Adds `times` services of this mean and variation, independent of each other, as [`Service`] says. One with more than 1 000 phases
    /// counts as constant.
    #[must_use]
    pub fn services(self, service: Service, times: u32) -> Self {
        let (mean, variation) = (service.mean, service.variation);
        if variation == 1.0 {
            return self.service(mean, times);
        }
        if variation * PHASES <= 1.0 {
            return self.constant(mean * f64::from(times));
        }
        if variation < 1.0 {
            let (phases, less) = service.phases();
            let phase = mean / (f64::from(phases) - less);
            if less == 0.0 {
                return self.service(phase, phases.saturating_mul(times));
            }
            let most = Self::new().service(phase, phases - 1);
            let last = Self::new().service(phase, 1);
            return self.repeated(most.maybe(1.0 - less, last), times);
        }
        // Two exponentials with balanced means.
        let chance = 0.5 * (1.0 + ((variation - 1.0) / (variation + 1.0)).sqrt());
        let one = |chance: f64| Self::new().service(mean / (2.0 * chance), 1);
        let either = Self::new().either(chance, one(chance), one(1.0 - chance));
        self.repeated(either, times)
    }

    /// Adds the waits of `times` visits to a station.
    #[must_use]
    pub fn waits(self, queue: Queue, times: u32) -> Self {
        if times == 1 {
            return self.chances(queue.chance, queue.wait, 1);
        }
        let mut counts = vec![0.0; times as usize + 1];
        counts[times as usize] = 1.0;
        self.visits(counts, queue, Time::ZERO)
    }

    /// Adds a random number of visits to a station, each with an exponential service of its own: `counts[n]` is the
    /// probability of `n` visits.
    #[must_use]
    pub fn visits(mut self, counts: Vec<f64>, queue: Queue, service: Time) -> Self {
        let service = service.seconds();
        if let (&[_, one], true) = (counts.as_slice(), service == 0.0) {
            return self.chances(one * queue.chance, queue.wait, 1);
        }
        self.0.push(Term::Visits {
            counts,
            queue,
            service,
        });
        self
    }

    /// Adds `times` exponentials of this mean, each with probability `chance`.
    pub(crate) fn chances(mut self, chance: f64, mean: Time, times: u32) -> Self {
        let wait = mean.seconds();
        self.0.push(Term::Wait {
            chance,
            wait,
            times,
        });
        self
    }

    /// Adds another way with probability `chance`. `[1]`, 0 to 1
    ///
    /// ```
    /// use model::queueing::sojourn::Sojourn;
    /// use model::units::ms;
    /// // One request in four asks the disk.
    /// let way = Sojourn::new().service(ms(5.0), 1).maybe(0.25, Sojourn::new().service(ms(10.0), 1));
    /// assert!((way.mean().millis() - 7.5).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn maybe(self, chance: f64, way: Self) -> Self {
        self.either(chance, way, Self::new())
    }

    /// Adds one way with probability `chance`, otherwise another. `[1]`, 0 to 1
    ///
    /// ```
    /// use model::queueing::sojourn::Sojourn;
    /// use model::units::ms;
    /// let hit = Sojourn::new().constant(ms(1.0));
    /// let miss = Sojourn::new().constant(ms(1.0)).service(ms(20.0), 1);
    /// let way = Sojourn::new().either(0.9, hit, miss);
    /// // One in ten misses; the slowest tenth of the misses takes longer than 1 ms + 20 ms x ln(10).
    /// assert!((way.percentile(0.99)?.millis() - (1.0 + 20.0 * 10_f64.ln())).abs() < 1e-3);
    /// # Ok::<(), model::error::Error>(())
    /// ```
    #[must_use]
    pub fn either(mut self, chance: f64, way: Self, other: Self) -> Self {
        if chance >= 1.0 {
            self.0.repeat(way.0, 1);
        } else if chance <= 0.0 {
            self.0.repeat(other.0, 1);
        } else {
            self.0.branch(chance, way.0, other.0);
        }
        self
    }

    /// Adds another way `times` times, each independent of the others.
    #[must_use]
    pub fn repeated(mut self, way: Self, times: u32) -> Self {
        self.0.repeat(way.0, times);
        self
    }

    /// The mean.
    pub fn mean(&self) -> Time {
        seconds(self.0.all().mean)
    }

    /// The standard deviation.
    pub fn deviation(&self) -> Time {
        seconds(self.0.moments.variance.sqrt())
    }

    /// Probability that the sum is larger than `time`. `[1]`, with an absolute error of about 1e-8; 1e-4 where nearly all take as long, as
    /// the sum of a hundred equal services does
    pub fn tail(&self, time: Time) -> f64 {
        let t = time.seconds() - self.0.constant;
        if t < 0.0 {
            return 1.0;
        }
        if t == 0.0 || self.0.is_empty() {
            return 1.0 - self.0.atom;
        }
        if t.is_infinite() {
            return 0.0;
        }
        self.0.point(t, Aim::Tail).tail.clamp(0.0, 1.0)
    }

    /// The time that the share `q` does not exceed, with a relative error of about 1e-5.
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1).
    pub fn percentile(&self, q: f64) -> Result<Time, Error> {
        Ok(self.percentiles([q])?[0])
    }

    /// Several percentiles at once.
    ///
    /// ```
    /// use model::queueing::sojourn::Sojourn;
    /// use model::units::ms;
    /// let [p50, p99] = Sojourn::new().service(ms(10.0), 1).percentiles([0.5, 0.99])?;
    /// assert!((p50.millis() - 10.0 * 2_f64.ln()).abs() < 1e-3 && (p99.millis() - 10.0 * 100_f64.ln()).abs() < 1e-3);
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// One of `qs` is not in 0 to 1 (exclusive of 1).
    pub fn percentiles<const N: usize>(&self, qs: [f64; N]) -> Result<[Time; N], Error> {
        self.percentiles_near(qs, &mut Near::default())
    }

    /// Several percentiles of a sum that is much like another one, say under a little more load: the searches start where
    /// those of the other ended, relative to what moments suggest, so that one step is mostly enough. The error stays the
    /// same.
    ///
    /// ```
    /// use model::queueing::sojourn::{Near, Sojourn};
    /// use model::units::ms;
    /// let mut near = Near::default();
    /// for mean in [10.0, 10.1, 10.2] {
    ///     let [p99] = Sojourn::new().service(ms(mean), 1).percentiles_near([0.99], &mut near)?;
    ///     assert!((p99.millis() / (mean * 100_f64.ln()) - 1.0).abs() < 1e-4);
    /// }
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// One of `qs` is not in 0 to 1 (exclusive of 1).
    pub fn percentiles_near<const N: usize>(
        &self,
        qs: [f64; N],
        near: &mut Near<N>,
    ) -> Result<[Time; N], Error> {
        let mut times = [Time::ZERO; N];
        for ((time, q), ratio) in times.iter_mut().zip(qs).zip(&mut near.0) {
            *time = seconds(self.0.constant + self.0.percentile(1.0 - quantile(q)?, ratio));
        }
        Ok(times)
    }
}

/// Where searches for percentiles ended: see [`Sojourn::percentiles_near`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near<const N: usize>([f64; N]); // [1], what was found over the guess by moments; 0.25 to 4

impl<const N: usize> Default for Near<N> {
    /// Nothing is known yet.
    fn default() -> Self {
        Self([1.0; N])
    }
}

/// A number of a quantile: from 0, below 1.
pub(crate) fn quantile(q: f64) -> Result<f64, Error> {
    if (0.0..1.0).contains(&q) {
        Ok(q)
    } else {
        Err(Error::new("quantile", q, "must be from 0 and below 1"))
    }
}
