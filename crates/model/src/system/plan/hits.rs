//! How often the cache hits, in closed form.

use crate::components::cache::Cache;
use crate::error::Error;
use crate::report::CacheReport;
use crate::system::definition::System;
use crate::units::{Bytes, Rate, per_second};
use crate::workload::{Demand, Popularity, Traffic};

/// What a cache is asked for: how many objects of which size, and how many reads a second.
pub(crate) struct Reads<'a> {
    pub(crate) cache: &'a Cache,
    pub(crate) objects: f64,
    pub(crate) size: Bytes,
    pub(crate) popularity: &'a Popularity,
    pub(crate) rate: Rate,
}

/// What the cache of a system is asked for, where there is one and something is read.
pub(crate) fn reads<'a>(
    system: &'a System,
    demand: &Demand,
    traffic: &Traffic,
) -> Result<Option<Reads<'a>>, Error> {
    let Some(cache) = &system.cache else {
        return Ok(None);
    };
    cache.check()?;
    let objects = system.work.objects_read();
    let objects = objects.ok_or_else(|| Error::missing("objects"))?;
    let queries = traffic.peak_rate() * f64::from(demand.queries);
    let rate = (queries * (1.0 - system.work.write_share())).per_second();
    Ok(Some(Reads {
        cache,
        objects: system.work.object_count(traffic.users())?,
        size: objects.size,
        popularity: &objects.popularity,
        rate: per_second(rate.max(1e-9)),
    }))
}

/// How often the cache of a system hits, by Che's approximation.
pub(crate) fn hit_ratio(
    system: &System,
    demand: &Demand,
    traffic: &Traffic,
) -> Result<Option<CacheReport>, Error> {
    let Some(reads) = reads(system, demand, traffic)? else {
        return Ok(None);
    };
    let ratio =
        reads
            .cache
            .closed_hit_ratio(reads.objects, reads.size, reads.popularity, reads.rate)?;
    Ok(Some(CacheReport {
        hit_ratio: ratio.value,
        half_width: ratio.half_width,
        objects: ratio.objects,
        entries: ratio.entries,
    }))
}
