//! One cache behind several: the shield of a content delivery network.

use super::{Che, Policy, filled_lru, growth};
use crate::error::{Error, within};

impl Che {
    /// Shares of the misses of each of these caches that hit in one cache behind them all, LRU behind LRU, with room for
    /// `entries`. Each front stands with its share of all reads (0 to 1, not 0 for all; together 1); all have the same objects. `[1]`
    ///
    /// As [`second_hit_ratio`](Self::second_hit_ratio): the misses of an object are taken as Poisson streams, except that
    /// after a miss of a front none of its own follows within its T. What other fronts fetched is there for all: with many of
    /// them the second cache hits on objects that each front sees for the first time.
    ///
    /// # Errors
    /// Names a share or entries out of range; a front that is not LRU, that has a lifetime, or other objects.
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
            within("share of a cache in front", *share, 0.0, 1.0)?;
            if front.policy != Policy::Lru || front.lifetime.is_finite() {
                return Err(Error::missing(
                    "caches in front that are LRU without lifetime",
                ));
            }
            if front.catalogue != first.catalogue {
                return Err(Error::missing("caches in front with the same objects"));
            }
        }
        Ok(first.shared(fronts, entries))
    }

    fn shared(&self, fronts: &[(f64, Self)], entries: f64) -> Vec<f64> {
        // Reads of an object that the front misses, a read of any object at any front.
        let missed = |front: &(f64, Self), p: f64| front.0 * p * (1.0 - growth(p * front.1.stays));
        let all = |p: f64| fronts.iter().map(|front| missed(front, p)).sum::<f64>();
        let total = self.catalogue.sum(all);
        if total <= 1e-12 {
            return vec![0.0; fronts.len()];
        }
        let second = Self {
            entries: entries.min(self.catalogue.size()),
            ..self.clone()
        };
        // Counted in misses of all fronts, for which `solve` knows where to begin.
        let stays = second.solve(|p, t| filled_lru(all(p) / total, t)) / total;
        let hits = |front: &(f64, Self)| {
            let (share, own) = (front.0, front.1.stays / front.0);
            let own_misses = self.catalogue.sum(|p| missed(front, p));
            if share <= 0.0 || own_misses <= 0.0 {
                return 0.0;
            }
            let hit = self.catalogue.sum(|p| {
                let mine = missed(front, p);
                let silent = (stays - own).max(0.0);
                let others = (all(p) - mine).max(0.0);
                mine * growth(times(others, stays) + times(mine, silent))
            });
            (hit / own_misses).clamp(0.0, 1.0)
        };
        fronts.iter().map(hits).collect()
    }
}

/// A product in which nothing of infinity is nothing.
fn times(rate: f64, time: f64) -> f64 {
    if rate == 0.0 { 0.0 } else { rate * time }
}
