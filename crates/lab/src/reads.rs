//! What a cache is asked: the reads of a system, counted and weighed, so that a cell can ask one cache after the other.
//!
//! ```text
//! system + traffic ──> CacheReads: how many objects, of what size, how unequally read, how often
//!                        ├─ hits(&cache), played(&cache)   both witnesses
//!                        ├─ warming(&cache, minutes)       from empty on
//!                        └─ stale(&cache)                  when nobody tells it about writes
//! ```
//!
//! ```
//! use lab::prelude::*;
//! let apart = System::apart(machine("t3.medium"), shop_database(), hop(), shop());
//! let memory = shop_cache(Cache::lru()).on(machine("m7g.xlarge"), 1);
//! let reads = cache_reads(&apart.cache(memory.clone()), &shop_traffic(2e6))?;
//! let (closed, played) = (reads.hits(&memory)?, reads.played(&memory)?);
//! assert!((closed.value - played.value).abs() < 0.02);
//! # Ok::<(), Error>(())
//! ```

use crate::axis::log_samples;
use crate::settings::effort;
use model::components::cache::ColdStart;
use model::prelude::*;
use model::queueing::che::{Che, Policy};
use std::ops::RangeInclusive;

/// What a cache is asked in the peak hour. See [`cache_reads`].
#[derive(Clone, Debug, PartialEq)]
pub struct CacheReads {
    objects: f64, // [1], 1 to 1e15
    size: Bytes,
    popularity: Popularity,
    rate: Rate,
    writes: f64, // for each read of an object [1]
}

/// The reads that the cache of a system gets.
///
/// # Errors
/// Names what is missing or out of range: the objects of the work, the cache of the system.
pub fn cache_reads(system: &System, traffic: &Traffic) -> Result<CacheReads, Error> {
    let work = system.work();
    let read = work.objects_read();
    let read = read.ok_or_else(|| Error::missing("objects that are read"))?;
    let links = system.links(traffic)?;
    let lookups = links.iter().find(|link| link.to == Component::Cache);
    let lookups = lookups.ok_or_else(|| Error::missing("cache of the system"))?;
    Ok(CacheReads {
        objects: work.object_count(traffic.users())?,
        size: read.size,
        popularity: read.popularity.clone(),
        rate: lookups.rate,
        writes: work.write_share() / (1.0 - work.write_share()),
    })
}

impl CacheReads {
    /// Objects that there are. `[1]`
    pub fn objects(&self) -> f64 {
        self.objects
    }

    /// Reads a second.
    pub fn rate(&self) -> Rate {
        self.rate
    }

    /// Reads a second of the most popular object.
    ///
    /// # Errors
    /// Names a popularity out of range.
    pub fn hottest(&self) -> Result<Rate, Error> {
        let share = self.popularity.share_of_top(1.0, self.objects)?;
        Ok(self.rate * share)
    }

    /// Share of the reads that go to the most popular objects, this share of all (0 to 1). `[1]`
    ///
    /// # Errors
    /// Names a popularity out of range.
    pub fn of_top(&self, share: f64) -> Result<f64, Error> {
        self.popularity
            .share_of_top(self.objects * share, self.objects)
    }

    /// How often a cache hits, in closed form: with cache-aside and read-through, each write removes its object.
    ///
    /// # Errors
    /// As [`Cache::hit_ratio_with_writes`].
    pub fn hits(&self, cache: &Cache) -> Result<HitRatio, Error> {
        let (objects, size) = (self.objects, self.size);
        cache.hit_ratio_with_writes(objects, size, &self.popularity, self.rate, self.writes)
    }

    /// How often it hits when it is simulated; less of it while a slider moves ([`effort`]).
    ///
    /// # Errors
    /// As [`Cache::simulated_with_writes`].
    pub fn played(&self, cache: &Cache) -> Result<HitRatio, Error> {
        let asked = (self.rate, self.writes);
        cache.simulated_with_writes(self.objects, self.size, &self.popularity, asked, &effort())
    }

    /// How often it hits if nobody tells it about writes.
    ///
    /// # Errors
    /// As [`Cache::closed_hit_ratio`].
    pub fn hits_untold(&self, cache: &Cache) -> Result<HitRatio, Error> {
        cache.closed_hit_ratio(self.objects, self.size, &self.popularity, self.rate)
    }

    /// Share of the reads that find an old value when nothing but the cache's time to live ends it. `[1]`
    ///
    /// # Errors
    /// As [`Cache::stale_share`].
    pub fn stale(&self, cache: &Cache) -> Result<f64, Error> {
        let (objects, size) = (self.objects, self.size);
        cache.stale_share(objects, size, &self.popularity, self.rate, self.writes)
    }

    /// How often an LRU cache hits in each of the first minutes after it was empty: (minute, share). `[1]`
    ///
    /// # Errors
    /// Names what is out of range.
    pub fn warming(&self, cache: &Cache, minutes: u32) -> Result<Vec<(f64, f64)>, Error> {
        let entries = cache.entries(self.size)?;
        let (popularity, objects) = (&self.popularity, self.objects);
        let writes = cache.removing(self.writes)?;
        let che = Che::with_writes(Policy::Lru, popularity, objects, entries, None, writes)?;
        let at = |minute: f64| {
            let asked = self.rate * seconds(60.0 * minute);
            Ok((minute, che.hit_ratio_after(asked)?))
        };
        (0..=minutes).map(f64::from).map(at).collect()
    }

    /// Hit ratios in closed form with other amounts of memory on each machine, for a chart: (GiB of all machines, percent).
    ///
    /// # Errors
    /// As [`Cache::closed_hit_ratio`]; names a range that does not lie above zero.
    pub fn by_memory(
        &self,
        cache: &Cache,
        gibibytes: RangeInclusive<f64>,
    ) -> Result<Vec<(f64, f64)>, Error> {
        let at = |room: f64| Ok((room, 100.0 * self.hits(&holding(cache, room))?.value));
        log_samples(gibibytes)?.into_iter().map(at).collect()
    }

    /// The same simulated, with half of the 95% interval: (GiB of all machines, percent, percent).
    ///
    /// # Errors
    /// As [`Cache::simulated_hit_ratio`].
    pub fn played_by_memory(
        &self,
        cache: &Cache,
        gibibytes: &[f64],
    ) -> Result<Vec<(f64, f64, f64)>, Error> {
        let at = |room: &f64| {
            let played = self.played(&holding(cache, *room))?;
            let half = played.half_width.unwrap_or(0.0);
            Ok((*room, 100.0 * played.value, 100.0 * half))
        };
        gibibytes.iter().map(at).collect()
    }

    /// How often it hits with other times to live if nobody tells it about writes, for a chart: (seconds, percent).
    ///
    /// # Errors
    /// As [`CacheReads::hits_untold`]; names a range that does not lie above zero.
    pub fn hits_by_lifetime(
        &self,
        cache: &Cache,
        lifetimes: RangeInclusive<f64>,
    ) -> Result<Vec<(f64, f64)>, Error> {
        by_lifetime(cache, lifetimes, |cache| Ok(self.hits_untold(cache)?.value))
    }

    /// How many reads find an old value with other times to live, for a chart: (seconds, percent).
    ///
    /// # Errors
    /// As [`CacheReads::stale`]; names a range that does not lie above zero.
    pub fn stale_by_lifetime(
        &self,
        cache: &Cache,
        lifetimes: RangeInclusive<f64>,
    ) -> Result<Vec<(f64, f64)>, Error> {
        by_lifetime(cache, lifetimes, |cache| self.stale(cache))
    }

    /// Until an empty cache hits as often as it ever will, but for `near` (1e-6 to 1), and what the database gets meanwhile.
    ///
    /// # Errors
    /// As [`Cache::cold_start`].
    pub fn cold(&self, cache: &Cache, near: f64) -> Result<ColdStart, Error> {
        let asked = (self.rate, self.writes);
        cache.cold_start(self.objects, self.size, &self.popularity, asked, near)
    }
}

/// The same cache with this much memory altogether. `[GiB]`
fn holding(cache: &Cache, room: f64) -> Cache {
    let each = room / f64::from(cache.count().max(1));
    cache.clone().memory(gib(each))
}

/// A share at a cache with other times to live: (seconds, percent).
fn by_lifetime(
    cache: &Cache,
    lifetimes: RangeInclusive<f64>,
    share: impl Fn(&Cache) -> Result<f64, Error>,
) -> Result<Vec<(f64, f64)>, Error> {
    let at = |life: f64| {
        let expiring = cache.clone().time_to_live(seconds(life));
        Ok((life, 100.0 * share(&expiring)?))
    };
    log_samples(lifetimes)?.into_iter().map(at).collect()
}

#[cfg(test)]
mod tests {
    use crate::prelude::*;

    fn reads(users: f64) -> (CacheReads, Cache) {
        let memory = shop_cache(Cache::lru()).on(machine("m7g.xlarge"), 1);
        let apart = System::apart(machine("t3.medium"), shop_database(), hop(), shop());
        let reads = cache_reads(&apart.cache(memory.clone()), &shop_traffic(users)).unwrap();
        (reads, memory)
    }

    #[test]
    fn a_cache_gets_the_reads_of_all_queries() {
        // 20 requests a day of 3 queries, of which 95% read, at 1.85 times the mean.
        let expected = 2e6 * 20.0 * peak_to_mean() * 3.0 * 0.95 / 86_400.0;
        let rate = reads(2e6).0.rate().per_second();
        assert!((rate / expected - 1.0).abs() < 1e-9, "{rate} {expected}");
    }

    #[test]
    fn it_warms_up_to_its_steady_ratio() {
        let (reads, memory) = reads(5e6);
        let warm = reads.warming(&memory, 600).unwrap();
        assert!(warm[0].1 < 1e-9 && warm.windows(2).all(|pair| pair[0].1 <= pair[1].1));
        let steady = reads.hits(&memory).unwrap().value;
        assert!(
            (warm[600].1 - steady).abs() < 1e-6,
            "{} {steady}",
            warm[600].1
        );
    }

    #[test]
    fn points_lie_on_the_curve_of_memory() {
        let (reads, memory) = reads(5e6);
        let points = reads.played_by_memory(&memory, &[4.0, 64.0]).unwrap();
        for (room, played, half) in points {
            let closed = 100.0 * reads.hits(&memory.clone().memory(gib(room))).unwrap().value;
            assert!(
                (played - closed).abs() < 2.0 * half + 0.5,
                "{room}: {played} {closed}"
            );
        }
        let curve = reads.by_memory(&memory, 1.0..=64.0).unwrap();
        assert!(curve.windows(2).all(|pair| pair[0].1 < pair[1].1));
        assert!(reads.by_memory(&memory, 0.0..=1.0).is_err());
    }

    #[test]
    fn longer_lives_hit_more_and_are_older() {
        let (reads, memory) = reads(5e6);
        let lives = 1.0..=86_400.0;
        let hits = reads.hits_by_lifetime(&memory, lives.clone()).unwrap();
        let stale = reads.stale_by_lifetime(&memory, lives).unwrap();
        for curve in [hits, stale] {
            assert!(curve.windows(2).all(|pair| pair[0].1 < pair[1].1 + 1e-9));
        }
    }

    #[test]
    fn without_a_cache_nothing_is_asked() {
        let apart = System::apart(machine("t3.medium"), shop_database(), hop(), shop());
        let error = cache_reads(&apart, &shop_traffic(1e5)).unwrap_err();
        assert!(error.to_string().contains("cache of the system"), "{error}");
    }
}
