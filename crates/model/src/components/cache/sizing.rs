//! More memory against more hits against more money.

use super::{Cache, HitRatio};
use crate::error::{Error, within};
use crate::units::{Bytes, HOURS_A_MONTH, Money, Rate};
use crate::workload::Popularity;

/// A cache of so many machines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizeRow {
    /// Its machines.
    pub machines: u32,
    /// Memory for objects on all of them.
    pub memory: Bytes,
    /// How often it hits.
    pub ratio: HitRatio,
    /// What the machines cost in a month.
    pub cost: Money,
    /// What a million hits cost, at this rate of reads all month; `None` where there are none.
    pub cost_of_a_million_hits: Option<Money>,
}

impl Cache {
    /// The same cache on other numbers of machines.
    ///
    /// Each doubling of the memory adds about the same number of hits (for Zipf near 1), and each costs twice as much as the
    /// one before: there is always a last one that pays.
    ///
    /// # Errors
    /// As [`Cache::closed_hit_ratio`]; names the machine if there is none, and an empty list.
    ///
    /// ```
    /// use model::prelude::*;
    /// let machine = Machine::named("medium").memory(gib(4.0)).monthly(usd(50.0), "the text");
    /// let cache = Cache::lru().on(machine, 1).reserved(gib(0.5));
    /// let rows = cache.by_machines(&[1, 2, 4], 1e8, kib(1.0), &Popularity::zipf(0.9), per_second(1_000.0))?;
    /// assert!(rows[1].ratio.value > rows[0].ratio.value);
    /// assert!(rows[1].cost_of_a_million_hits > rows[0].cost_of_a_million_hits);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn by_machines(
        &self,
        machines: &[u32],
        objects: f64,
        object_size: Bytes,
        popularity: &Popularity,
        reads: Rate,
    ) -> Result<Vec<SizeRow>, Error> {
        within("numbers of machines", machines.len() as f64, 1.0, 1e6)?;
        let machine = self
            .machine()
            .ok_or_else(|| Error::missing("cache machine"))?;
        let row = |count: &u32| {
            let cache = self.clone().on(machine.clone(), *count);
            let ratio = cache.closed_hit_ratio(objects, object_size, popularity, reads)?;
            let cost = machine.cost() * f64::from(*count);
            let millions = ratio.value * reads.per_second() * HOURS_A_MONTH * 3600.0 / 1e6;
            Ok(SizeRow {
                machines: *count,
                memory: cache.capacity()?,
                ratio,
                cost,
                cost_of_a_million_hits: (millions > 0.0).then(|| cost / millions),
            })
        };
        machines.iter().map(row).collect()
    }

    /// How often it hits with other amounts of memory (on each machine): the curve to draw.
    ///
    /// # Errors
    /// As [`Cache::closed_hit_ratio`].
    pub fn by_memory(
        &self,
        memory: &[Bytes],
        objects: f64,
        object_size: Bytes,
        popularity: &Popularity,
        reads: Rate,
    ) -> Result<Vec<HitRatio>, Error> {
        let at = |memory: &Bytes| {
            let cache = self.clone().memory(*memory);
            cache.closed_hit_ratio(objects, object_size, popularity, reads)
        };
        memory.iter().map(at).collect()
    }
}
