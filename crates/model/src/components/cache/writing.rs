//! Writes: what they cost, what they do to the hit ratio, and what they risk.
//!
//! | | a write visits | confirmed after | risks |
//! |---|---|---|---|
//! | cache-aside | database, then cache (remove) | both | a reader that loads between the two keeps the old value |
//! | read-through | the same; the cache loads misses | both | the same |
//! | write-through | database and cache | both | memory for what nobody reads |
//! | write-back | cache; database later | the cache | what waits is lost with the cache |

use super::{Cache, Writing};
use crate::error::{Error, within};
use crate::queueing::che::{Che, Policy};
use crate::units::{Bytes, Rate, Time, per_second, seconds};
use crate::workload::Popularity;

/// What a write costs and risks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WriteCost {
    /// Visits to the cache. `[1]`
    pub cache_visits: f64,
    /// Visits to the database before the write is confirmed. `[1]`
    pub database_visits: f64,
    /// How long a confirmed write is in the cache only, at most.
    pub unsafe_for: Time,
    /// Whether the next read of the object misses.
    pub next_read_misses: bool,
    /// Whether the application makes a round trip of its own for each miss (otherwise the cache does).
    pub application_loads: bool,
}

/// What waits in a write-back cache.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BackLog {
    /// Writes that the database gets: those to the same object within the delay are one.
    pub database_writes: Rate,
    /// Confirmed writes that are lost if the cache is, in the mean. `[1]`
    pub at_risk: f64,
}

impl Cache {
    /// What a write costs and risks by this cache's way of [`writing`](Cache::writing).
    pub fn write_cost(&self) -> WriteCost {
        let aside = matches!(self.writing, Writing::Aside | Writing::ReadThrough);
        let (database_visits, unsafe_for) = match self.writing {
            Writing::Back(delay) => (0.0, delay),
            _ => (1.0, seconds(0.0)),
        };
        WriteCost {
            cache_visits: 1.0,
            database_visits,
            unsafe_for,
            next_read_misses: aside,
            application_loads: self.writing != Writing::ReadThrough,
        }
    }

    /// What waits in a write-back cache when objects are written with this popularity; exact for Poisson writes.
    ///
    /// # Errors
    /// Names the write-back delay if writes are not written back, and what is out of range.
    ///
    /// ```
    /// use model::prelude::*;
    /// let cache = Cache::lru().writing(Writing::Back(seconds(10.0)));
    /// let one = cache.back_log(1.0, &Popularity::zipf(0.0), per_second(5.0))?;
    /// // The first write waits 10 s, and those behind it less: 50 in a cycle of 10.2 s become one.
    /// assert!((one.database_writes.per_second() - 1.0 / 10.2).abs() < 1e-9);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn back_log(
        &self,
        objects: f64,
        popularity: &Popularity,
        writes: Rate,
    ) -> Result<BackLog, Error> {
        let Writing::Back(delay) = self.writing else {
            return Err(Error::missing("write-back delay"));
        };
        let rate = within("write rate", writes.per_second(), 1e-9, 1e15)?;
        let delay = within("write-back delay", delay.seconds(), 1e-9, 1e10)?;
        // A write that finds its object waiting is a hit in a cache of waiting writes.
        let waiting = Che::new(
            Policy::Ttl,
            popularity,
            objects,
            objects,
            Some(delay * rate),
        )?;
        Ok(BackLog {
            database_writes: per_second(rate * (1.0 - waiting.hit_ratio())),
            at_risk: waiting.pending(),
        })
    }

    /// Share of all reads that get an old value when nobody tells the cache about writes and only its time to live ends them:
    /// `writes` for each read of an object. `[1]`
    ///
    /// # Errors
    /// As [`Cache::closed_hit_ratio`]; names the time to live if there is none, and writes outside 0 to 1e9.
    pub fn stale_share(
        &self,
        objects: f64,
        object_size: Bytes,
        popularity: &Popularity,
        reads: Rate,
        writes: f64,
    ) -> Result<f64, Error> {
        if self.lifetime().is_none() {
            return Err(Error::missing("time to live"));
        }
        let (_, che) = self.che(objects, object_size, popularity, reads)?;
        che.stale_share(writes)
    }
}
