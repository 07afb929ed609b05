//! The waits of a random number of visits to a station.

use super::moments::Moments;
use super::wide::Wide;
use crate::units::Time;

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

/// The sum over n of the probability of n visits, times n services, times n waits: independent or the same.
pub(super) fn visits<const N: usize>(
    s: &Wide<N>,
    counts: &[f64],
    queue: &Queue,
    service: f64,
) -> Wide<N> {
    let (free, wait) = (1.0 - queue.chance, queue.wait.seconds());
    let once = s.exponential(wait).line(free, queue.chance);
    let served = (service > 0.0).then(|| s.exponential(service));
    let both = served.map_or(once, |served| once.times(&served));
    // Up to one visit there is nothing to be the same as.
    if counts.len() <= 2 {
        let never = counts.first().copied().unwrap_or(0.0);
        return both.line(never, counts.get(1).copied().unwrap_or(0.0));
    }
    let horner = |sum: Wide<N>, p: &f64| sum.times_plus(&both, *p);
    let apart = counts.iter().rev().fold(Wide::ZERO, horner);
    if queue.same <= 0.0 {
        return apart;
    }
    // The sum over n of p(n) times n services, without and with 1/(1 + s n wait).
    let (mut free_ones, mut waiting) = (Wide::ZERO, Wide::ZERO);
    let mut services = Wide::ONE;
    let (mut slower, step) = (Wide::ONE, s.line(0.0, wait));
    for p in counts {
        match &served {
            Some(served) => {
                free_ones = free_ones.plus(&services, *p);
                waiting = waiting.plus(&services.over(&slower), *p);
                services = services.times(served);
            }
            None => waiting = waiting.plus_inverse(&slower, *p),
        }
        slower = slower.plus(&step, 1.0);
    }
    if served.is_none() {
        free_ones = Wide::real(counts.iter().sum());
    }
    apart
        .line(0.0, 1.0 - queue.same)
        .plus(&free_ones, queue.same * free)
        .plus(&waiting, queue.same * queue.chance)
}

/// x^n: many times as fast as for any exponent.
pub(super) fn power(mut x: f64, mut n: u32) -> f64 {
    let mut power = 1.0;
    while n > 0 {
        if n % 2 == 1 {
            power *= x;
        }
        x *= x;
        n /= 2;
    }
    power
}

impl Queue {
    /// The moments of one wait.
    pub(super) fn once(&self) -> Moments {
        Moments::wait(self.chance, self.wait.seconds())
    }

    /// The moments of a random number of visits with an exponential service each.
    ///
    /// The waits of n visits have the mean n a and, where they are the same, n^2 and n^3 times the central moments of one, else
    /// n times: variance and third moment given n are polynomials of n, and the moments of n are enough.
    pub(super) fn moments(&self, counts: &[f64], service: f64) -> Moments {
        let (wait, served) = (self.once(), Moments::exponential(service, 1.0));
        let (same, apart) = (
            wait.times(self.same),
            wait.times(1.0 - self.same).plus(served),
        );
        let (mut one, mut two, mut three) = (0.0, 0.0, 0.0);
        for (n, p) in counts.iter().enumerate() {
            let n = n as f64;
            one += p * n;
            two += p * n * n;
            three += p * n * n * n;
        }
        let (mean, spread) = (wait.mean + served.mean, (two - one * one).max(0.0));
        let third = three - one * (3.0 * spread + one * one);
        let with = same.variance * (three - one * two) + apart.variance * spread;
        Moments {
            mean: mean * one,
            variance: same.variance * two + apart.variance * one + mean * mean * spread,
            third: same.third * three
                + apart.third * one
                + 3.0 * mean * with
                + mean * mean * mean * third,
        }
    }

    /// Probability that n visits take no time.
    pub(super) fn none(&self, n: usize, service: f64) -> f64 {
        if n == 0 {
            return 1.0;
        }
        if service > 0.0 {
            return 0.0;
        }
        let free = 1.0 - self.chance;
        self.same * free + (1.0 - self.same) * power(free, n as u32)
    }
}
