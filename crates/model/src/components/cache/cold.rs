//! The database hidden behind the cache: what it gets when the cache comes back empty.

use super::Cache;
use crate::error::{Error, within};
use crate::units::{Bytes, Rate, Time, per_second, seconds};
use crate::workload::Popularity;

/// A cache that begins empty, in closed form.
///
/// ```
/// use model::prelude::*;
/// let cache = Cache::lru().memory(gib(1.0));
/// let cold = cache.cold_start(1e7, kib(1.0), &Popularity::zipf(0.9), (per_second(2_000.0), 0.0), 0.05)?;
/// assert!(cold.time > seconds(60.0) && cold.first_load > cold.last_load);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColdStart {
    /// Until the hit ratio of the moment is as near its steady value as was asked.
    pub time: Time,
    /// Reads a second that reach the database at the start: all of them.
    pub first_load: Rate,
    /// Reads a second that reach it in the steady state.
    pub last_load: Rate,
    /// Reads that reach it by then, above those that would have in the steady state. `[1]`
    pub extra_reads: f64,
}

impl Cache {
    /// How long an empty cache takes until its hit ratio is below the steady one by `near` at most, and what the database gets
    /// meanwhile.
    ///
    /// Until it is full, a cache misses an object once, and again after each write that removes it, whatever it evicts later: the
    /// formula is exact, the same for LRU, FIFO and LFU. `writes` `[1]`, for each read, 0 to 1e9, remove objects where the way of
    /// [`writing`](Cache::writing) says so. While the database is too slow for the load, requests fail or wait and the cache fills
    /// more slowly still; that is left out.
    ///
    /// # Errors
    /// As [`Cache::closed_hit_ratio`]; names a `near` outside 1e-6 to 1, and writes out of range.
    pub fn cold_start(
        &self,
        objects: f64,
        object_size: Bytes,
        popularity: &Popularity,
        (reads, writes): (Rate, f64),
        near: f64,
    ) -> Result<ColdStart, Error> {
        let near = within("near the steady hit ratio", near, 1e-6, 1.0)?;
        let asked = (reads, self.removing(writes)?);
        let che = self.che_with_writes(objects, object_size, popularity, asked)?;
        let steady = che.hit_ratio();
        let warm = |requests: f64| -> Result<bool, Error> {
            Ok(che.hit_ratio_after(requests)? >= steady - near)
        };
        let (mut low, mut high) = (0.0, 1.0);
        while !warm(high)? && high < 1e18 {
            (low, high) = (high, 2.0 * high);
        }
        for _ in 0..40 {
            let middle = 0.5 * (low + high);
            if warm(middle)? {
                high = middle;
            } else {
                low = middle;
            }
        }
        let rate = reads.per_second();
        let extra = che.missed_after(high)? - (1.0 - steady) * high;
        Ok(ColdStart {
            time: seconds(high / rate),
            first_load: reads,
            last_load: per_second(rate * (1.0 - steady)),
            extra_reads: extra.max(0.0),
        })
    }
}
