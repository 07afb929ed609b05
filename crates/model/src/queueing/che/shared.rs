//! One cache behind several: the shield of a content delivery network.
//!
//! A front that keeps an object for T after its last read misses it only when a gap of T went before: its misses come at
//! rate `m = p e^(-pT)`, never two within T, and for another T at this rate whatever happened. What follows that is taken
//! as exponential, with the mean that is left of 1/m. (Martina, Garetto and Leonardi, INFOCOM 2014, take all of it as
//! Poisson: with a second cache no larger than the first, hit ratios behind it were 0.07 off, these 0.003.)
//!
//! ```text
//! no miss in t after a miss    v(t) = 1 up to T, 1 - m (t - T) up to 2 T, then (1 - m T) e^(-(t - 2 T)/rest)
//! no miss in t, whenever       w(t) = m x the integral of v from t on
//! in the second cache          1 - product of w(T2) over all fronts         T2: where this fills it
//! a miss hits there            1 - v(T2) of its own front x product of w(T2) of the others
//! ```

use super::catalogue::decay;
use super::{Che, Policy};
use crate::error::{Error, within};

/// The misses of one object at one front, in time counted in reads of all fronts.
#[derive(Clone, Copy)]
struct Misses {
    rate: f64,  // m, 0 to 1
    quiet: f64, // T, 0 where there are no misses; m T at most 1/e
    rest: f64,  // mean time to a miss that has not come by 2 T; above 0
}

impl Misses {
    /// For a share of the reads of all objects at all fronts.
    fn new(share: f64, front: &Che, p: f64) -> Self {
        let rate = share * p * decay(p * front.stays);
        // A front with room for every object keeps it for ever: so rare a miss is none, and has no time between two.
        let rate = if rate < 1e-290 { 0.0 } else { rate };
        let quiet = if rate > 0.0 { front.stays / share } else { 0.0 };
        let mean = 1.0 / rate.max(1e-300);
        Self {
            rate,
            quiet,
            rest: (mean - 2.0 * quiet + 0.5 * rate * quiet * quiet) / (1.0 - rate * quiet),
        }
    }

    /// v(t).
    fn none_after_one(&self, t: f64) -> f64 {
        let beyond = (t - self.quiet).max(0.0);
        if beyond <= self.quiet {
            return 1.0 - self.rate * beyond;
        }
        (1.0 - self.rate * self.quiet) * decay((beyond - self.quiet) / self.rest)
    }

    /// w(t), and how fast its logarithm falls.
    fn none(&self, t: f64) -> (f64, f64) {
        if self.rate == 0.0 {
            return (1.0, 0.0);
        }
        let beyond = (t - self.quiet).max(0.0);
        if beyond > self.quiet {
            let later = self.none_after_one(t);
            return (self.rate * self.rest * later, 1.0 / self.rest);
        }
        let none = 1.0 - self.rate * (t - 0.5 * self.rate * beyond * beyond);
        (none, self.rate * self.none_after_one(t) / none)
    }
}

impl Che {
    /// Shares of the misses of each of these caches that hit in one cache behind them all, LRU behind LRU, with room for
    /// `entries`. Each front stands with its share of all reads (above 0 to 1, together 1); all have the same objects. `[1]`
    ///
    /// What other fronts fetched is there for all: with many of them the second cache hits on objects that a front sees for the
    /// first time.
    ///
    /// # Errors
    /// Names a share or entries out of range; a front that is not LRU, that has a lifetime, writes, or other objects.
    pub fn shared_hit_ratios(fronts: &[(f64, Self)], entries: f64) -> Result<Vec<f64>, Error> {
        within("entries", entries, 0.0, f64::MAX)?;
        let total: f64 = fronts.iter().map(|(share, _)| share).sum();
        within(
            "shares of the caches in front",
            total,
            1.0 - 1e-9,
            1.0 + 1e-9,
        )?;
        let Some((_, first)) = fronts.first() else {
            return Ok(Vec::new());
        };
        for (share, front) in fronts {
            within("share of a cache in front", *share, 1e-12, 1.0 + 1e-9)?;
            if front.policy != Policy::Lru || front.lifetime.is_finite() || front.writes > 0.0 {
                return Err(Error::refused(
                    "caches in front",
                    "must be LRU without lifetime and writes for a formula of what they share",
                ));
            }
            if front.catalogue != first.catalogue {
                return Err(Error::refused(
                    "caches in front",
                    "must have the same objects",
                ));
            }
        }
        Ok(first.shared(fronts, entries))
    }

    fn shared(&self, fronts: &[(f64, Self)], entries: f64) -> Vec<f64> {
        let misses = |front: &(f64, Self), p: f64| Misses::new(front.0, &front.1, p);
        let of = |front: &(f64, Self)| self.catalogue.sum(|p| misses(front, p).rate);
        let total: f64 = fronts.iter().map(of).sum();
        if total <= 1e-12 {
            return vec![0.0; fronts.len()];
        }
        let stays = self.shared_stay(fronts, entries, total);
        let hits = |front: &(f64, Self)| {
            let own = of(front);
            let missed = self.catalogue.sum(|p| {
                let all = fronts.iter().map(|other| misses(other, p).none(stays).0);
                let mine = misses(front, p);
                let others = all.product::<f64>() / mine.none(stays).0.max(1e-300);
                mine.rate * mine.none_after_one(stays) * others.min(1.0)
            });
            if own > 0.0 {
                (1.0 - missed / own).clamp(0.0, 1.0)
            } else {
                0.0
            }
        };
        fronts.iter().map(hits).collect()
    }

    /// T of the second cache, in reads of all fronts.
    fn shared_stay(&self, fronts: &[(f64, Self)], entries: f64, total: f64) -> f64 {
        let second = Self {
            entries: entries.min(self.catalogue.size()),
            ..self.clone()
        };
        let filled = |p: f64, t: f64| {
            let (mut none, mut slope) = (1.0, 0.0);
            for (share, front) in fronts {
                let (here, falls) = Misses::new(*share, front, p).none(t);
                none *= here;
                slope += falls;
            }
            (1.0 - none, slope * none)
        };
        // Each miss brings at most one object.
        libm::exp(second.solve_above(libm::log(second.entries / total), None, filled))
    }
}
