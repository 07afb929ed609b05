//! The waits of a random number of visits to a station.

use super::moments::Moments;
use super::wide::{LANES, Wide};
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

/// Lanes that a processor keeps in its registers through a whole sum.
const FEW: usize = 4;

/// The sum over n of the probability of n visits, times n services, times n waits: independent or the same.
pub(super) fn visits(s: &Wide, counts: &[f64], queue: &Queue, service: f64) -> Wide {
    let mut out = Wide::ONE;
    for from in (0..LANES).step_by(FEW) {
        out.set(
            from,
            &few_visits::<FEW>(&s.lanes(from), counts, queue, service),
        );
    }
    out
}

#[inline]
fn few_visits<const N: usize>(s: &Wide<N>, counts: &[f64], queue: &Queue, service: f64) -> Wide<N> {
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
    let mut same = both.line(counts[0], counts[1]);
    let mut services = served;
    for (n, p) in counts.iter().enumerate().skip(2) {
        let waits = s.exponential(wait * n as f64).line(free, queue.chance);
        if let (Some(served), Some(all)) = (&served, &mut services) {
            *all = all.times(served);
            same = same.plus(&waits.times(all), *p);
        } else {
            same = same.plus(&waits, *p);
        }
    }
    apart.line(0.0, 1.0 - queue.same).plus(&same, queue.same)
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
