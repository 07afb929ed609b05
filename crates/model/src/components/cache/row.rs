//! Two caches in a row: one near whoever asks, one before the database.
//!
//! ```text
//! reads ──> [ first ] ── misses ──> [ second ] ── misses ──> database
//!            hits h1                 hits h2 of these         (1 - h1)(1 - h2) of all
//! ```
//!
//! What the first one misses is not what people read: its hits are gone from it, and they are the popular objects. So the second one has
//! to be much larger to be of use.

use super::{Cache, Eviction, HitRatio};
use crate::error::{Error, within};
use crate::simulation::caches::{Effort, Measured, measured_in_row};
use crate::units::{Bytes, Rate};
use crate::workload::{MOST_OBJECTS, Popularity};

impl Cache {
    /// How often this cache hits, and how often `second` does of what this one misses, LRU behind LRU: by Che's approximation, with the
    /// correction of [`Che::shared_hit_ratios`](crate::queueing::che::Che::shared_hit_ratios), right to 0.003 for the second.
    ///
    /// ```
    /// use model::prelude::*;
    /// let near = Cache::lru().memory(gib(1.0));
    /// let ratios = |far| {
    ///     let far = Cache::lru().memory(far);
    ///     near.closed_hit_ratios_before(&far, 1e7, kib(4.0), &Popularity::zipf(0.8), per_second(1e4))
    /// };
    /// // A second cache as large as the first knows next to nothing; four times as large, it still hits less often.
    /// let [first, second] = ratios(gib(1.0))?;
    /// assert!(first.value > 0.3 && second.value < 0.01);
    /// assert!(ratios(gib(4.0))?[1].value < first.value);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Cache::closed_hit_ratio`]; a cache that is not LRU, or that has a time to live.
    pub fn closed_hit_ratios_before(
        &self,
        second: &Self,
        objects: f64,
        object_size: Bytes,
        popularity: &Popularity,
        reads: Rate,
    ) -> Result<[HitRatio; 2], Error> {
        if second.policy() != Eviction::Lru || second.lifetime().is_some() {
            return Err(Error::refused(
                "second cache",
                "must be LRU without a time to live",
            ));
        }
        let first = self.closed_hit_ratio(objects, object_size, popularity, reads)?;
        let (_, che) = self.che(objects, object_size, popularity, reads)?;
        let entries = second.entries(object_size)?;
        let value = che.second_hit_ratio(entries)?;
        let second = HitRatio {
            value,
            half_width: None,
            objects,
            entries,
            stays: None,
        };
        Ok([first, second])
    }

    /// The same for any policies that evict, simulated.
    ///
    /// # Errors
    /// As [`Cache::simulated_hit_ratio`]; a cache that has a time to live.
    pub fn simulated_hit_ratios_before(
        &self,
        second: &Self,
        objects: f64,
        object_size: Bytes,
        popularity: &Popularity,
        effort: &Effort,
    ) -> Result<[HitRatio; 2], Error> {
        let objects = within("objects", objects, 1.0, MOST_OBJECTS)?;
        let caches = [self, second];
        if caches.iter().any(|cache| cache.lifetime().is_some()) {
            return Err(Error::refused(
                "time to live",
                "must not be given for caches in a row",
            ));
        }
        let entries = [self.entries(object_size)?, second.entries(object_size)?];
        let kinds = caches.map(Self::kind);
        let measured = measured_in_row(kinds, popularity, objects, entries, effort)?;
        let ratio = |(measured, entries): (Measured, f64)| HitRatio {
            value: measured.hit_ratio,
            half_width: Some(measured.half_width),
            objects,
            entries,
            stays: None,
        };
        let [first, second] = measured;
        Ok([(first, entries[0]), (second, entries[1])].map(ratio))
    }
}
