//! The search for the characteristic time T.
//!
//! Newton's method for ln T, from numbers on a grid only. The last step begins at the number of the grid next to the solution: so
//! it ends at the same one, to the last bit, wherever the search began, and may begin where those before it lead.

use super::Che;
use crate::interpolation::lagrange;

/// The grid of the search for ln T, a power of two: what remains after a step is about its square.
const ROUND: f64 = 1.0 / 16_384.0;
/// So far above a lower bound of ln T the search does not go at once.
const FAR: f64 = 20.0;
/// A step to a solution that is next to no other number of the grid; a little more, so that the search ends.
const HALF: f64 = 0.5001 * ROUND;

/// Where the last searches for ln T ended, in front of other numbers of objects: the next one starts on the curve through
/// these.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Near(Vec<(f64, [f64; 1])>); // ln of the objects, ln T

/// Searches that are remembered: through so many the curve mostly leads next to the solution, a single step away.
const REMEMBERED: usize = 3;

impl Near {
    fn guess(&self, size: f64) -> Option<f64> {
        let [guess] = lagrange(&self.0.iter(), size);
        (!self.0.is_empty()).then_some(guess)
    }

    fn learn(&mut self, size: f64, found: f64) {
        self.0.retain(|(known, _)| *known != size);
        if found.is_finite() {
            self.0.push((size, [found]));
        }
        if self.0.len() > REMEMBERED {
            self.0.remove(0);
        }
    }
}

impl Che {
    /// T for these expected contents and their slope, by Newton's method between bounds.
    pub(super) fn solve(&self, filled: impl Fn(f64, f64) -> (f64, f64), near: &mut Near) -> f64 {
        // Equally popular objects fill a cache the fastest (Jensen's inequality): a lower bound.
        let size = self.catalogue.size();
        let low = libm::log(-self.most() * libm::log1p(-self.entries / self.most()));
        let size = libm::log(size);
        let found = self.solve_above(low, near.guess(size), filled);
        near.learn(size, found);
        libm::exp(found)
    }

    /// ln T with a lower bound, and a guess where there is one.
    ///
    /// The unknown is ln T and the function the logarithm of (filled/empty): close to a straight line for small and for
    /// nearly full caches, so that three to six steps suffice.
    ///
    /// Every step begins at a round number, the last one at that next to the solution: so it ends at the same one, to the last
    /// bit, wherever the search began.
    pub(super) fn solve_above(
        &self,
        mut low: f64,
        guess: Option<f64>,
        filled: impl Fn(f64, f64) -> (f64, f64),
    ) -> f64 {
        if self.entries >= self.most() {
            return f64::INFINITY;
        }
        if self.entries <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let guess = guess.filter(|guess| (low..low + FAR).contains(guess));
        let (mut high, mut at) = (f64::INFINITY, guess.unwrap_or(low));
        for _ in 0..200 {
            if at > 600.0 {
                break; // never full: what is asked for does not suffice
            }
            at = libm::round(at / ROUND) * ROUND;
            let (off, step) = self.step(at, &filled);
            if off < 0.0 {
                low = at;
            } else {
                high = at;
            }
            let next = at - step;
            if step.abs() <= HALF {
                return next;
            }
            at = if next > low && next < high.min(low + FAR) {
                next
            } else if high.is_finite() {
                0.5 * (low + high)
            } else {
                low + 2.0
            };
        }
        if at > 600.0 { f64::INFINITY } else { at }
    }

    /// How far the contents are off at this ln T, and what Newton's method subtracts from it.
    fn step(&self, at: f64, filled: &impl Fn(f64, f64) -> (f64, f64)) -> (f64, f64) {
        let (size, entries) = (self.most(), self.entries);
        let t = libm::exp(at);
        let (count, slope) = self.catalogue.sums(|p| filled(p, t));
        let empty = (size - count).max(1e-300);
        let off = libm::log(count / empty) - libm::log(entries / (size - entries));
        (off, off * count * empty / (slope * t * size))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Policy;
    use super::*;
    use crate::workload::Popularity;

    /// Whatever was searched for before: T is the same, to the last bit, and fills the cache.
    #[test]
    fn where_a_search_begins_does_not_show() {
        for policy in [Policy::Lru, Policy::Fifo] {
            let near = &mut Near::default();
            for size in [
                1e3, 2e3, 2.1e3, 2.2e3, 9e9, 50.0, 2.2e3, 3e3, 0.9e3, 1e15, 1e3,
            ] {
                let popularity = Popularity::zipf(0.8);
                let alone = Che::new(policy, &popularity, size, 900.0, None).unwrap();
                let after =
                    Che::near(policy, &popularity, (size, 900.0), (None, 0.0), near).unwrap();
                assert_eq!(alone, after, "{policy:?} {size}");
                let Some(t) = alone.characteristic() else {
                    assert!(size <= 900.0);
                    continue;
                };
                let inside = |p: f64| match policy {
                    Policy::Lru => -libm::expm1(-p * t),
                    _ => p * t / (1.0 + p * t),
                };
                let filled = alone.catalogue.sum(inside);
                assert!((filled / 900.0 - 1.0).abs() < 1e-8, "{size}: {filled}");
            }
        }
    }
}
