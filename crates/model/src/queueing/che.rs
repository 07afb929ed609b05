//! Che's approximation: how often a cache hits, without simulating it.
//!
//! An object stays in a full cache until it was not read (LRU), or until it has been there (FIFO), for about the same time
//! T, whichever object it is: the *characteristic time*, counted in requests. It is where the objects expected in the cache
//! fill it exactly:
//!
//! ```text
//! LRU    sum over i of 1 - exp(-p_i T) = C        h_i = 1 - exp(-p_i T)       Che, Tung, Wang (JSAC 2002)
//! FIFO   sum over i of p_i T/(1 + p_i T) = C      h_i = p_i T/(1 + p_i T)     Fricker, Robert, Roberts (ITC 2012);
//!        (and for random eviction)                                            Martina, Garetto, Leonardi (INFOCOM 2014)
//! TTL    T is given, C follows                    as FIFO; exact              Fofack et al. (2014)
//! LFU    the C most popular stay                  h_i = 1 or 0                in the long run, when the counts are known
//! ```
//!
//! With w writes for each read of an object, which remove it:
//!
//! ```text
//! LRU    h_i = (1 - exp(-p_i (1 + w) T))/(1 + w)    there if its last event was a read, less than T ago; at most C = N/(1 + w) are
//! FIFO   h_i = p_i F/(1 + p_i F)                    F = (1 - exp(-w p_i T))/(w p_i): until T, or the next write; so TTL and LFU
//! ```
//!
//! p_i is the share of the reads that go to object i, C the objects that fit. **References are independent**: the share of
//! an object does not depend on what was read before. The error falls as the catalogue grows; with 10 000 objects LRU is
//! right to about 1e-4.
//!
//! ```
//! use model::queueing::che::{Che, Policy};
//! use model::workload::Popularity;
//! let cache = Che::new(Policy::Lru, &Popularity::zipf(0.8), 10_000.0, 1_000.0, None)?;
//! assert!((cache.hit_ratio() - 0.43666).abs() < 1e-5);
//! # Ok::<(), model::error::Error>(())
//! ```

mod catalogue;
mod filled;
mod search;
mod shared;

use self::catalogue::{Catalogue, growth};
use self::filled::{filled_fifo, filled_last, filled_lru, filled_until, part, ratio};
pub(crate) use self::search::Near;
use crate::error::{Error, within};
use crate::workload::{MOST_OBJECTS, Popularity};

/// What goes when the cache is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Least recently used.
    Lru,
    /// First in, first out; the same hit ratio as evicting at random.
    Fifo,
    /// Least frequently used, once the frequencies are known.
    Lfu,
    /// Nothing: every object stays for its lifetime.
    Ttl,
}

/// A cache in its steady state, after [`Che::new`].
#[derive(Clone, Debug, PartialEq)]
pub struct Che {
    policy: Policy,
    catalogue: Catalogue,
    popularity: Popularity,
    entries: f64,  // [1], 0 to the number of objects
    lifetime: f64, // [requests], above 0; infinite without a limit
    writes: f64,   // [1], for each read of an object, that remove it; from 0
    stays: f64,    // [requests], T; infinite where all fit, for LFU and for TTL
}

impl Che {
    /// A cache with room for `entries` of `objects`; each is fresh for `lifetime` requests (of all objects together).
    ///
    /// A lifetime with LRU or LFU: what has expired keeps its place until it is loaded again or evicted. Then LRU's hits are an
    /// approximation more: an object that survives its first T is taken to leave at a constant rate.
    ///
    /// # Errors
    /// Names objects outside 1 to 1e15, entries below 0, a lifetime that is not above 0 or is missing for TTL, and a TTL
    /// cache that needs more entries than there are.
    pub fn new(
        policy: Policy,
        popularity: &Popularity,
        objects: f64,
        entries: f64,
        lifetime: Option<f64>,
    ) -> Result<Self, Error> {
        Self::with_writes(policy, popularity, objects, entries, lifetime, 0.0)
    }

    /// The same where every object is also written, `writes` times for each of its reads, and a write removes it from the cache.
    ///
    /// Writes are as independent of each other as reads. With LRU an object is there if its last event was a read, less than T
    /// ago; otherwise it stays for T, for its lifetime or until the next write, whichever is first.
    ///
    /// ```
    /// use model::queueing::che::{Che, Policy};
    /// use model::workload::Popularity;
    /// // Everything fits, and one event of three is a write: what is read was read last two times of three.
    /// let cache = Che::with_writes(Policy::Lru, &Popularity::zipf(0.8), 1_000.0, 1_000.0, None, 0.5)?;
    /// assert!((cache.hit_ratio() - 2.0 / 3.0).abs() < 1e-9);
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Che::new`]; names writes outside 0 to 1e9.
    pub fn with_writes(
        policy: Policy,
        popularity: &Popularity,
        objects: f64,
        entries: f64,
        lifetime: Option<f64>,
        writes: f64,
    ) -> Result<Self, Error> {
        let near = &mut Near::default();
        Self::near(
            policy,
            popularity,
            (objects, entries),
            (lifetime, writes),
            near,
        )
    }

    /// The same cache in front of more or fewer objects than the one before: much less work, and the same numbers.
    pub(crate) fn near(
        policy: Policy,
        popularity: &Popularity,
        (objects, entries): (f64, f64),
        (lifetime, writes): (Option<f64>, f64),
        near: &mut Near,
    ) -> Result<Self, Error> {
        let writes = within("writes for a read", writes, 0.0, 1e9)?;
        popularity.check()?;
        within("objects", objects, 1.0, MOST_OBJECTS)?;
        within("entries", entries, 0.0, f64::MAX)?;
        let lifetime = match lifetime {
            Some(requests) => within("lifetime", requests, 1e-9, 1e25)?,
            None if policy == Policy::Ttl => return Err(Error::missing("lifetime")),
            None => f64::INFINITY,
        };
        let mut cache = Self {
            policy,
            catalogue: Catalogue::new(popularity, objects),
            popularity: popularity.clone(),
            entries: entries.min(objects),
            lifetime,
            writes,
            stays: f64::INFINITY,
        };
        match policy {
            Policy::Lru if writes == 0.0 => cache.stays = cache.solve(filled_lru, near),
            Policy::Lru => cache.stays = cache.solve(|p, t| filled_last(p, t, writes), near),
            Policy::Fifo if writes == 0.0 => {
                cache.stays = cache.solve(|p, t| filled_fifo(p, t, lifetime), near);
            }
            Policy::Fifo => {
                cache.stays = cache.solve(|p, t| filled_until(p, t, (lifetime, writes)), near);
            }
            Policy::Lfu => {}
            Policy::Ttl => {
                let needed = cache.occupied();
                within("entries that a TTL cache needs", needed, 0.0, entries)?;
            }
        }
        Ok(cache)
    }

    /// Share of the reads that hit. `[1]`
    pub fn hit_ratio(&self) -> f64 {
        let sum = match self.policy {
            Policy::Lfu => self.lfu(|p| ratio(p * part(p * self.writes, self.lifetime))),
            _ => self.catalogue.sum(|p| p * self.hits(p)),
        };
        sum.clamp(0.0, 1.0)
    }

    /// Share of the reads of an object that hit, if it gets this share of all reads. `[1]`
    ///
    /// # Errors
    /// Names a share outside 0 to 1. Not for LFU, where the rank decides.
    pub fn hit_ratio_of(&self, share: f64) -> Result<f64, Error> {
        let share = within("share of the reads", share, 0.0, 1.0)?;
        if self.policy == Policy::Lfu {
            return Err(Error::refused(
                "policy",
                "must not be LFU, where the rank decides",
            ));
        }
        Ok(self.hits(share))
    }

    /// T: requests that an object stays without being read (LRU) or from its loading (FIFO; TTL, where it is the lifetime).
    ///
    /// `None` for LFU and where everything fits.
    pub fn characteristic(&self) -> Option<f64> {
        let stays = match self.policy {
            Policy::Ttl => self.lifetime,
            _ => self.stays,
        };
        stays.is_finite().then_some(stays)
    }

    /// Objects in it, in the mean; some may have expired. `[1]`
    pub fn occupied(&self) -> f64 {
        match self.policy {
            Policy::Ttl => self.catalogue.sum(|p| self.hits(p)),
            _ => self.entries.min(self.most()),
        }
    }

    fn hits(&self, p: f64) -> f64 {
        match self.policy {
            Policy::Lru if self.lifetime.is_infinite() && self.writes == 0.0 => {
                growth(p * self.stays)
            }
            Policy::Lru if self.lifetime.is_infinite() => filled_last(p, self.stays, self.writes).0,
            _ => ratio(p * self.fresh_time(p, p * self.writes)),
        }
    }

    /// Objects that can be in it: a write removes them, and there are no more than are read again. `[1]`
    fn most(&self) -> f64 {
        self.catalogue.size() / (1.0 + self.writes)
    }

    /// How long an object is fresh in the cache, from its loading, weighted with e^(-`decline` x age). `[requests]`
    fn fresh_time(&self, p: f64, decline: f64) -> f64 {
        let sure = self.lifetime.min(self.stays);
        let fresh = part(decline, sure);
        if self.policy != Policy::Lru || self.lifetime <= self.stays {
            return fresh;
        }
        // Until the first gap of T, an object stays for (e^pT - 1)/p in the mean: T for sure, then at a constant rate.
        let leave = 1.0 / ((libm::expm1((p * sure).min(700.0)) / p - sure).max(1e-300));
        let more = part(decline + leave, self.lifetime - sure);
        fresh + more * libm::exp(-decline * sure)
    }

    /// Share of all reads that get an old value, when every object is written `writes` times for each of its reads and
    /// nobody tells the cache. `[1]`
    ///
    /// For Poisson reads and writes; an object is as stale as the writes since it was loaded. Exact for TTL.
    ///
    /// # Errors
    /// Names writes outside 0 to 1e9.
    pub fn stale_share(&self, writes: f64) -> Result<f64, Error> {
        within("writes for a read", writes, 0.0, 1e9)?;
        if writes == 0.0 {
            return Ok(0.0);
        }
        let stale = |p: f64| {
            let (present, fresh) = (self.fresh_time(p, 0.0), self.fresh_time(p, p * writes));
            if present.is_infinite() {
                return 1.0;
            }
            p * (present - fresh) / (1.0 + p * present)
        };
        let sum = match self.policy {
            Policy::Lfu => self.lfu(stale),
            _ => self.catalogue.sum(|p| p * stale(p)),
        };
        Ok(sum.clamp(0.0, 1.0))
    }

    /// The sum of share x `f` over the objects that LFU keeps.
    fn lfu(&self, f: impl Fn(f64) -> f64) -> f64 {
        let size = self.catalogue.size();
        let top = |count: f64| self.popularity.share_of_top(count, size).unwrap_or(0.0);
        // Of the objects that have a place, so many are away until they are read again; others use the room meanwhile.
        let kept = (self.entries * (1.0 + self.writes)).min(size);
        if self.lifetime.is_infinite() && f(1.0) == 1.0 {
            return top(kept);
        }
        // Steps of 2% in rank: what f does between them is less than it does to the whole.
        let (mut sum, mut from) = (0.0, 0.0);
        while from < kept {
            let to = (from * 1.02).max(from + 1.0).min(kept);
            let share = top(to) - top(from);
            // The last ranks of a steep popularity have no share that a number can hold.
            if share > 0.0 {
                sum += share * f(share / (to - from));
            }
            from = to;
        }
        sum
    }

    /// Share of the reads that hit at this moment, when `requests` have arrived since the cache was empty. `[1]`
    ///
    /// Exact in the mean until it is full; from then on its steady state. FIFO is best at the moment when it becomes full:
    /// until then it has evicted nothing.
    ///
    /// # Errors
    /// Names requests below 0.
    pub fn hit_ratio_after(&self, requests: f64) -> Result<f64, Error> {
        within("requests", requests, 0.0, f64::MAX)?;
        let inside = |p: f64| filled_last(p, requests, self.writes).0;
        let seen = self.catalogue.sum(inside);
        let steady = self.hit_ratio();
        if seen >= self.entries && self.policy != Policy::Lfu || requests >= self.lifetime {
            return Ok(steady);
        }
        let hits = self.catalogue.sum(|p| p * inside(p));
        Ok(match self.policy {
            Policy::Fifo => hits,
            _ => hits.min(steady),
        })
    }

    /// Reads that have missed when `requests` have arrived since the cache was empty, as long as nothing was evicted or has
    /// expired: without writes, the number of different objects among them. `[1]`
    ///
    /// # Errors
    /// Names requests below 0.
    pub fn missed_after(&self, requests: f64) -> Result<f64, Error> {
        within("requests", requests, 0.0, f64::MAX)?;
        let events = 1.0 + self.writes;
        let again = requests * self.writes / events; // of each object's reads, those that follow a write
        let first = |p: f64| growth(p * events * requests) / (events * events);
        Ok(self.catalogue.sum(|p| p * again + first(p)))
    }

    /// For a delay instead of a lifetime, of a TTL cache of writes: how many writes wait for the end of their delay. `[1]`
    ///
    /// The first write of an object starts the delay x; at its end all writes of the object so far are done as one. With
    /// writes at rate p this is (px + (px)^2/2)/(1 + px), summed over the objects.
    pub fn pending(&self) -> f64 {
        let waiting = |p: f64| {
            let x = p * self.lifetime;
            (x + 0.5 * x * x) / (1.0 + x)
        };
        if self.lifetime.is_infinite() {
            return 0.0;
        }
        self.catalogue.sum(waiting)
    }

    /// Share of this cache's misses that hit in a second one behind it, LRU behind LRU, with room for `entries`. `[1]`
    ///
    /// As [`shared_hit_ratios`](Self::shared_hit_ratios) with one cache in front: right to 0.003, also where the second is no
    /// larger than the first.
    ///
    /// # Errors
    /// Names entries below 0; a first cache that is not LRU or that has a lifetime or writes.
    pub fn second_hit_ratio(&self, entries: f64) -> Result<f64, Error> {
        within("entries", entries, 0.0, f64::MAX)?;
        if self.policy != Policy::Lru || self.lifetime.is_finite() || self.writes > 0.0 {
            return Err(Error::refused(
                "first cache",
                "must be LRU without lifetime and writes",
            ));
        }
        let shared = Self::shared_hit_ratios(&[(1.0, self.clone())], entries)?;
        Ok(shared[0])
    }
}
