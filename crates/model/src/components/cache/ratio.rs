//! How often a cache hits, from both witnesses.

use super::{Cache, Eviction};
use crate::error::{Error, within};
use crate::format::percent;
use crate::queueing::che::{Che, Near, Policy};
use crate::simulation::caches::{Effort, Kind, measured_with_writes};
use crate::units::{Bytes, Rate, Time, seconds};
use crate::workload::{MOST_OBJECTS, Popularity};
use std::fmt;

/// How often a cache hits, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HitRatio {
    /// Share of the reads that the cache answers. `[1]`
    pub value: f64,
    /// Half the width of the 95% interval; `None` for a closed form. `[1]`
    pub half_width: Option<f64>,
    /// Objects that there are. `[1]`
    pub objects: f64,
    /// Objects that fit. `[1]`
    pub entries: f64,
    /// How long an object stays that nobody reads (LRU) or from its loading (FIFO, TTL): Che's characteristic time.
    /// `None` where there is no such time: everything fits, LFU, and the simulated cache.
    pub stays: Option<Time>,
}

impl HitRatio {
    /// Share of the reads that go on to the database. `[1]`
    pub fn misses(&self) -> f64 {
        1.0 - self.value
    }

    /// How many times as many reads the database gets when the cache is lost: 1/(1 - h). `[1]`
    ///
    /// `None` if nothing misses: then the database saw no reads at all.
    pub fn hidden_load(&self) -> Option<f64> {
        (self.value < 1.0).then(|| 1.0 / self.misses())
    }

    /// Whether the 95% interval reaches to this ratio.
    pub fn covers(&self, ratio: f64) -> bool {
        (self.value - ratio).abs() <= self.half_width.unwrap_or(0.0)
    }
}

impl fmt::Display for HitRatio {
    /// "38.2%", "38.2% ± 0.4%".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = percent(self.value);
        match self.half_width {
            Some(half) => f.pad(&format!("{value} ± {}", percent(half))),
            None => f.pad(&value),
        }
    }
}

impl Cache {
    /// Whether there is a formula for its policy: for all but SIEVE and S3-FIFO, which can only be simulated.
    pub fn has_closed_form(&self) -> bool {
        !matches!(self.eviction, Eviction::Sieve | Eviction::S3Fifo)
    }

    /// The simulated policy.
    pub(super) fn kind(&self) -> Kind {
        match self.eviction {
            Eviction::Lru => Kind::Lru,
            Eviction::Fifo => Kind::Fifo,
            Eviction::Lfu => Kind::Lfu,
            Eviction::Sieve => Kind::Sieve,
            Eviction::S3Fifo => Kind::S3Fifo,
            Eviction::Ttl(_) => Kind::Ttl,
        }
    }

    /// Entries, and Che's approximation for them, with time counted in reads.
    pub(super) fn che(
        &self,
        objects: f64,
        object_size: Bytes,
        popularity: &Popularity,
        reads: Rate,
    ) -> Result<(f64, Che), Error> {
        let near = &mut Near::default();
        self.che_near(objects, (object_size, popularity), (reads, 0.0), near)
    }

    /// The same where so many writes for each read remove their object.
    pub(super) fn che_with_writes(
        &self,
        objects: f64,
        object_size: Bytes,
        popularity: &Popularity,
        asked: (Rate, f64),
    ) -> Result<Che, Error> {
        let near = &mut Near::default();
        let (_, che) = self.che_near(objects, (object_size, popularity), asked, near)?;
        Ok(che)
    }

    fn che_near(
        &self,
        objects: f64,
        (object_size, popularity): (Bytes, &Popularity),
        (reads, writes): (Rate, f64),
        near: &mut Near,
    ) -> Result<(f64, Che), Error> {
        let objects = within("objects", objects, 1.0, MOST_OBJECTS)?;
        let entries = self.entries(object_size)?;
        let rate = within("read rate", reads.per_second(), 1e-9, 1e15)?;
        let lifetime = self.lifetime().map(|time| time.seconds() * rate);
        let policy = match self.eviction {
            Eviction::Lru => Policy::Lru,
            Eviction::Fifo => Policy::Fifo,
            Eviction::Lfu => Policy::Lfu,
            Eviction::Ttl(_) => Policy::Ttl,
            Eviction::Sieve | Eviction::S3Fifo => {
                return Err(Error::refused(
                    "cache policy",
                    "has no closed form: simulate it, or predict with LRU or LFU",
                ));
            }
        };
        let che = Che::near(
            policy,
            popularity,
            (objects, entries),
            (lifetime, writes),
            near,
        )?;
        Ok((entries, che))
    }

    /// How often it hits by Che's approximation: microseconds, whatever the number of objects.
    ///
    /// `objects` of `object_size` are read with this popularity, `reads` of them a second (all together). The rate matters
    /// only where time does: with a time to live, and for [`HitRatio::stays`].
    ///
    /// # Errors
    /// Names what is out of range or missing, a policy that has no closed form (SIEVE, S3-FIFO: ask the simulated cache),
    /// and a TTL cache whose memory does not suffice.
    pub fn closed_hit_ratio(
        &self,
        objects: f64,
        object_size: Bytes,
        popularity: &Popularity,
        reads: Rate,
    ) -> Result<HitRatio, Error> {
        let near = &mut Near::default();
        self.hit_ratio_near(objects, (object_size, popularity), (reads, 0.0), near)
    }

    /// The same where every object is also written, `writes` times for each of its reads, and writes do to the cache what its way of
    /// [`writing`](Cache::writing) says: with cache-aside and read-through they remove the object.
    ///
    /// ```
    /// use model::prelude::*;
    /// let cache = Cache::lru().memory(gib(4.0));
    /// let at = |writes| cache.hit_ratio_with_writes(1e7, kib(4.0), &Popularity::zipf(0.8), per_second(1e4), writes);
    /// // One write for nineteen reads: nearly a twentieth of the hits are gone.
    /// let kept = at(1.0 / 19.0)?.value / at(0.0)?.value;
    /// assert!(kept > 0.95 && kept < 0.98);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Cache::closed_hit_ratio`]; names writes outside 0 to 1e9.
    pub fn hit_ratio_with_writes(
        &self,
        objects: f64,
        object_size: Bytes,
        popularity: &Popularity,
        reads: Rate,
        writes: f64,
    ) -> Result<HitRatio, Error> {
        let near = &mut Near::default();
        self.hit_ratio_near(objects, (object_size, popularity), (reads, writes), near)
    }

    /// The same for one number of objects after the other.
    pub(crate) fn hit_ratio_near(
        &self,
        objects: f64,
        object: (Bytes, &Popularity),
        (reads, writes): (Rate, f64),
        near: &mut Near,
    ) -> Result<HitRatio, Error> {
        let rate = reads.per_second();
        let asked = (reads, self.removing(writes)?);
        let (entries, che) = self.che_near(objects, object, asked, near)?;
        Ok(HitRatio {
            value: che.hit_ratio(),
            half_width: None,
            objects,
            entries,
            stays: che
                .characteristic()
                .map(|requests| seconds(requests / rate)),
        })
    }

    /// Of so many writes for each read of an object, those that remove it from this cache. `[1]`
    ///
    /// # Errors
    /// Names writes outside 0 to 1e9.
    pub fn removing(&self, writes: f64) -> Result<f64, Error> {
        let writes = within("writes for a read", writes, 0.0, 1e9)?;
        Ok(if self.write_cost().next_read_misses {
            writes
        } else {
            0.0
        })
    }

    /// How often it hits when it is simulated: any policy, also on recorded keys in their order.
    ///
    /// The same question as [`Cache::closed_hit_ratio`]; the answer has a 95% interval. With [`Effort::draft`] it takes tens of
    /// milliseconds, whatever the number of objects.
    ///
    /// # Errors
    /// Names what is out of range or missing, and a TTL cache whose memory does not suffice.
    pub fn simulated_hit_ratio(
        &self,
        objects: f64,
        object_size: Bytes,
        popularity: &Popularity,
        reads: Rate,
        effort: &Effort,
    ) -> Result<HitRatio, Error> {
        let asked = (reads, 0.0);
        self.simulated_with_writes(objects, object_size, popularity, asked, effort)
    }

    /// The same with so many writes for each read, as [`Cache::hit_ratio_with_writes`] counts them (0 to 1000).
    ///
    /// # Errors
    /// As [`Cache::simulated_hit_ratio`]; names writes out of range.
    pub fn simulated_with_writes(
        &self,
        objects: f64,
        object_size: Bytes,
        popularity: &Popularity,
        (reads, writes): (Rate, f64),
        effort: &Effort,
    ) -> Result<HitRatio, Error> {
        let objects = within("objects", objects, 1.0, MOST_OBJECTS)?;
        let entries = self.entries(object_size)?;
        let rate = within("read rate", reads.per_second(), 1e-9, 1e15)?;
        let lifetime = self.lifetime().map(|time| time.seconds() * rate);
        let kind = self.kind();
        let asked = (lifetime, self.removing(writes)?);
        let measured = measured_with_writes(kind, popularity, (objects, entries), asked, effort)?;
        if kind == Kind::Ttl {
            within(
                "entries that a TTL cache needs",
                measured.occupied,
                0.0,
                entries,
            )?;
        }
        Ok(HitRatio {
            value: measured.hit_ratio,
            half_width: Some(measured.half_width),
            objects,
            entries,
            stays: None,
        })
    }
}
