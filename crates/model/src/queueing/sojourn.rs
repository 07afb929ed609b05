//! How a sum of waits and services is distributed: its percentiles.
//!
//! A request's way is a sum of independent times. Their Laplace transforms multiply; the product is turned back into
//! probabilities by the Euler method of Abate and Whitt (ORSA Journal on Computing 7, 1995), and a percentile found
//! between zero and Markov's bound.
//!
//! ```
//! use model::queueing::{MMc, sojourn::{Queue, Sojourn}};
//! use model::units::{per_second, seconds};
//! let queue = MMc::new(per_second(3.6), seconds(1.0), 4)?;
//! let wait = Queue { chance: queue.probability_of_waiting(), wait: queue.mean_wait_if_any(), same: 0.0 };
//! let way = Sojourn::new().waits(wait, 1).service(seconds(1.0), 1);
//! let exact = queue.sojourn_percentile(0.99)?;
//! assert!((way.percentile(0.99)? / exact - 1.0).abs() < 1e-6);
//! # Ok::<(), model::error::Error>(())
//! ```

use super::complex::Complex;
use crate::error::Error;
use crate::units::{Time, seconds};

/// A sum of independent times, built up term by term.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sojourn {
    constant: f64, // [s]
    mean: f64,     // [s], of everything but the constant
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq)]
enum Term {
    /// The sum of `times` exponential services.
    Service { mean: f64, times: u32 },
    /// The waits of a random number of visits to a station, and a service for each.
    Visits {
        counts: Vec<f64>,
        queue: Queue,
        service: f64,
    },
}

/// The queue in front of a station, as one visit meets it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Queue {
    /// Probability that a visit has to wait. `[1]`
    pub chance: f64,
    /// Mean wait if it has to: exponential.
    pub wait: Time,
    /// Probability that the queue is still as it was when the same request comes back. `[1]`
    ///
    /// At 0 the waits of a request's visits are independent, at 1 they are one and the same (Reiman's snapshot
    /// principle, exact as the utilisation tends to 1).
    pub same: f64,
}

impl Sojourn {
    /// No time at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a time that is always the same.
    #[must_use]
    pub fn constant(mut self, time: Time) -> Self {
        self.constant += time.seconds();
        self
    }

    /// Adds `times` exponential services of this mean, independent of each other.
    #[must_use]
    pub fn service(mut self, mean: Time, times: u32) -> Self {
        if times > 0 && mean > Time::ZERO {
            self.mean += mean.seconds() * f64::from(times);
            self.terms.push(Term::Service {
                mean: mean.seconds(),
                times,
            });
        }
        self
    }

    /// Adds the waits of `times` visits to a station.
    #[must_use]
    pub fn waits(self, queue: Queue, times: u32) -> Self {
        let mut counts = vec![0.0; times as usize + 1];
        counts[times as usize] = 1.0;
        self.visits(counts, queue, Time::ZERO)
    }

    /// Adds a random number of visits to a station, each with an exponential service of its own: `counts[n]` is the
    /// probability of `n` visits.
    #[must_use]
    pub fn visits(mut self, counts: Vec<f64>, queue: Queue, service: Time) -> Self {
        let mean: f64 = counts.iter().enumerate().map(|(n, p)| n as f64 * p).sum();
        let each = queue.chance * queue.wait.seconds() + service.seconds();
        if mean > 0.0 && each > 0.0 {
            self.mean += mean * each;
            self.terms.push(Term::Visits {
                counts,
                queue,
                service: service.seconds(),
            });
        }
        self
    }

    /// The mean.
    pub fn mean(&self) -> Time {
        seconds(self.constant + self.mean)
    }

    /// Probability that the sum is larger than `time`. `[1]`, with an absolute error of about 1e-8
    pub fn tail(&self, time: Time) -> f64 {
        let t = time.seconds() - self.constant;
        if t <= 0.0 || self.terms.is_empty() {
            return f64::from(u8::from(t < 0.0));
        }
        euler(t, |s| {
            (Complex::ONE + self.transform(s) * -1.0) * s.inverse()
        })
        .clamp(0.0, 1.0)
    }

    /// The time that the share `q` does not exceed.
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1).
    pub fn percentile(&self, q: f64) -> Result<Time, Error> {
        let left = 1.0 - quantile(q)?;
        if self.terms.is_empty() || q == 0.0 {
            return Ok(seconds(self.constant));
        }
        // The logarithm of the tail is nearly a straight line, so a secant finds its way in a few steps.
        let height = |t: f64| libm::log(self.tail(seconds(self.constant + t)).max(1e-13) / left);
        Ok(seconds(self.constant + root(height, self.mean / left)))
    }

    /// The Laplace transform at `s`, constant left out.
    fn transform(&self, s: Complex) -> Complex {
        self.terms
            .iter()
            .fold(Complex::ONE, |product, term| product * term.transform(s))
    }
}

impl Term {
    fn transform(&self, s: Complex) -> Complex {
        match self {
            Self::Service { mean, times } => exponential(s, *mean).power(*times),
            Self::Visits {
                counts,
                queue,
                service,
            } => {
                let (service, wait) = (exponential(s, *service), queue.transform(s, 1.0));
                let (mut services, mut waits, mut sum) =
                    (Complex::ONE, Complex::ONE, Complex::real(0.0));
                for (n, p) in counts.iter().enumerate() {
                    if *p > 0.0 {
                        let same = queue.transform(s, n as f64);
                        sum =
                            sum + services * (waits * (1.0 - queue.same) + same * queue.same) * *p;
                    }
                    services = services * service;
                    waits = waits * wait;
                }
                sum
            }
        }
    }
}

impl Queue {
    /// The transform of a wait that counts `times` times.
    fn transform(&self, s: Complex, times: f64) -> Complex {
        let wait = exponential(s, self.wait.seconds() * times);
        Complex::real(1.0 - self.chance) + wait * self.chance
    }
}

/// 1/(1 + s m): the transform of an exponential of mean m.
fn exponential(s: Complex, mean: f64) -> Complex {
    (Complex::ONE + s * mean).inverse()
}

/// A number of a quantile: from 0, below 1.
pub(crate) fn quantile(q: f64) -> Result<f64, Error> {
    if (0.0..1.0).contains(&q) {
        Ok(q)
    } else {
        Err(Error::new("quantile", q, "must be from 0 and below 1"))
    }
}

/// The function of time at `t` whose Laplace transform is given: the Euler method of Abate and Whitt.
fn euler(t: f64, transform: impl Fn(Complex) -> Complex) -> f64 {
    // Discretisation error e^-A; 15 terms, then the weighted mean (binomial weights) of the next 12 partial sums.
    const A: f64 = 18.4;
    const TERMS: usize = 15;
    const WEIGHTS: [f64; 12] = [
        1.0, 11.0, 55.0, 165.0, 330.0, 462.0, 462.0, 330.0, 165.0, 55.0, 11.0, 1.0,
    ];
    let at = |k: usize| {
        transform(Complex::new(
            A / (2.0 * t),
            k as f64 * core::f64::consts::PI / t,
        ))
        .re
    };
    let mut sum = 0.5 * at(0);
    let mut mean = 0.0;
    for k in 1..=TERMS + WEIGHTS.len() - 1 {
        sum += if k % 2 == 0 { at(k) } else { -at(k) };
        if k >= TERMS {
            mean += sum * WEIGHTS[k - TERMS] / 2048.0;
        }
    }
    mean * libm::exp(A / 2.0) / t
}

/// Where a falling function crosses zero between 0 and `high`: secant steps, kept inside a shrinking bracket
/// (the Illinois variant of false position).
fn root(f: impl Fn(f64) -> f64, high: f64) -> f64 {
    let (mut a, mut fa) = (0.0, f(1e-9 * high));
    let (mut b, mut fb) = (high, f(high));
    if fa <= 0.0 || fb >= 0.0 {
        return if fa <= 0.0 { a } else { b };
    }
    for _ in 0..100 {
        let c = (a * fb - b * fa) / (fb - fa);
        let fc = f(c);
        if libm::fabs(fc) < 1e-9 || b - a < 1e-12 * b {
            return c;
        }
        if fc > 0.0 {
            (a, fa) = (c, fc);
            fb *= 0.5;
        } else {
            (b, fb) = (c, fc);
            fa *= 0.5;
        }
    }
    b
}
