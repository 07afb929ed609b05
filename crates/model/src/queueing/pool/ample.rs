//! Whether there are so many workers that they never run out: a bound that costs much less than the probabilities themselves.
//!
//! With the generating function G of the number inside, P(N > W) is at most G(z)/z^(W + 1) for every z from 1 (Chernoff).
//! Numbers at different places are independent: G is the product of theirs.

use super::super::visits::power;
use super::{NEVER, Place};
use crate::error::Error;

/// The largest z, and how far z goes from 1 to the nearest pole of G. Any z gives a bound; near a pole G is large.
const FARTHEST: f64 = 3.0;
const NEAR: f64 = 0.8;

/// Whether the number inside without a limit is, by that bound, never more than the workers; "no" may be wrong.
///
/// # Errors
/// A station with utilisation 1 and more.
pub(super) fn is_ample(workers: u32, places: &[Place]) -> Result<bool, Error> {
    let z = places
        .iter()
        .fold(FARTHEST, |z, place| z.min(place.farthest()));
    let (mut product, mut apart) = (1.0, 0.0);
    for place in places {
        if place.is_station() {
            product *= place.generating(z);
        } else {
            apart += place.mean()?;
        }
    }
    let bound = product * libm::exp(apart * (z - 1.0)) / power(z, workers.saturating_add(1));
    // A tenth, for what rounding does to the sum of the probabilities.
    Ok(z > 1.0 && bound < 0.1 * NEVER)
}

impl Place {
    /// Up to where the generating function is asked: a part of the way to its pole. 1 or less where there is no steady state.
    fn farthest(&self) -> f64 {
        if !self.is_station() {
            return f64::INFINITY;
        }
        let all = f64::from(self.servers) / self.offered;
        1.0 + NEAR * (all - 1.0) / self.share
    }

    /// The generating function of the pool's number at these stations: of all who are there each is one of ours with
    /// probability `share`.
    fn generating(&self, z: f64) -> f64 {
        let all = 1.0 + self.share * (z - 1.0);
        power(self.weights(all) / self.weights(1.0), self.copies)
    }

    /// The sum of the weights of M/M/c, a^k/k! up to c and then geometric, times z^k.
    fn weights(&self, z: f64) -> f64 {
        let (offered, servers) = (self.offered * z, f64::from(self.servers));
        let (mut sum, mut weight) = (0.0, 1.0);
        for k in 1..=self.servers {
            sum += weight;
            weight *= offered / f64::from(k);
        }
        sum + weight / (1.0 - offered / servers)
    }
}

#[cfg(test)]
mod tests {
    use super::super::numbers::{Fraction, poisson};
    use super::super::{Place, Pool};
    use super::*;
    use crate::units::per_second;

    /// Where the bound says "never", the probabilities say so, too; and it does say so.
    #[test]
    fn ample_workers_are_never_all_taken() {
        let mut seen = [0, 0];
        for (load, workers) in
            (1..40).flat_map(|n| [4, 16, 64, 200].map(|w| (f64::from(n) / 40.0, w)))
        {
            let places = [
                Place::delay(2.0 * load),
                Place::station(2.0 * load, 2),
                Place::station(4.0 * load, 4).shared(3, 0.25),
                Place::station(load, 1).shared(1, 0.5),
                Place::station(load, 1).shared(100, 0.01),
            ];
            let ample = is_ample(workers, &places).unwrap();
            seen[usize::from(ample)] += 1;
            let rate = per_second(1.0);
            let (_, inside, open) = Pool::inside(rate, workers, &places).unwrap();
            let found = Pool::limited(1.0, &inside, open);
            assert!(!ample || found == Pool::UNLIMITED, "{load} {workers}");
            assert_eq!(Pool::new(rate, workers, &places).unwrap(), found);
        }
        assert!(seen[0] > 20 && seen[1] > 20, "{seen:?}");
    }

    /// The generating function is that of the probabilities.
    #[test]
    fn the_generating_function_sums_the_probabilities() {
        let place = Place::station(2.4, 3).shared(2, 0.4);
        let mut stations = Fraction::one();
        stations.add((2.4, 3), (0.4, 2), 400);
        let mut inside = poisson(0.0, 400);
        stations.times(&mut inside, place.mean().unwrap());
        let sum: f64 = inside.iter().rev().fold(0.0, |sum, p| sum * 1.1 + p);
        assert!((place.generating(1.1) / sum - 1.0).abs() < 1e-12);
    }
}
