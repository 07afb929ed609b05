//! How often a cache hits, from both witnesses.

use super::{Cache, Eviction};
use crate::error::{Error, within};
use crate::format::percent;
use crate::queueing::che::{Che, Near, Policy};
use crate::simulation::caches::{Effort, Kind, measured_hit_ratio};
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
        libm::fabs(self.value - ratio) <= self.half_width.unwrap_or(0.0)
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

    /// Entries, and Che's approximation for them, with time counted in reads.
    pub(super) fn che(
        &self,
        objects: f64,
        object_size: Bytes,
        popularity: &Popularity,
        reads: Rate,
    ) -> Result<(f64, Che), Error> {
        let near = &mut Near::default();
        self.che_near(objects, (object_size, popularity), reads, near)
    }

    fn che_near(
        &self,
        objects: f64,
        (object_size, popularity): (Bytes, &Popularity),
        reads: Rate,
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
        let che = Che::near(policy, popularity, (objects, entries), lifetime, near)?;
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
        self.hit_ratio_near(objects, (object_size, popularity), reads, near)
    }

    /// The same for one number of objects after the other.
    pub(crate) fn hit_ratio_near(
        &self,
        objects: f64,
        (object_size, popularity): (Bytes, &Popularity),
        reads: Rate,
        near: &mut Near,
    ) -> Result<HitRatio, Error> {
        let rate = reads.per_second();
        let (entries, che) = self.che_near(objects, (object_size, popularity), reads, near)?;
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
        let objects = within("objects", objects, 1.0, MOST_OBJECTS)?;
        let entries = self.entries(object_size)?;
        let rate = within("read rate", reads.per_second(), 1e-9, 1e15)?;
        let lifetime = self.lifetime().map(|time| time.seconds() * rate);
        let kind = match self.eviction {
            Eviction::Lru => Kind::Lru,
            Eviction::Fifo => Kind::Fifo,
            Eviction::Lfu => Kind::Lfu,
            Eviction::Sieve => Kind::Sieve,
            Eviction::S3Fifo => Kind::S3Fifo,
            Eviction::Ttl(_) => Kind::Ttl,
        };
        let measured = measured_hit_ratio(kind, popularity, objects, entries, lifetime, effort)?;
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
