//! How often caches hit, from both witnesses: the one before the database, and the edges of the CDN.

use crate::components::cache::{Cache, HitRatio, Writing};
use crate::components::cdn::{Cdn, EdgeHits, Files};
use crate::error::Error;
use crate::queueing::che::Near;
use crate::report::CacheReport;
use crate::simulation::Trials;
use crate::simulation::caches::Effort;
use crate::system::definition::System;
use crate::units::{Bytes, Rate, per_second};
use crate::workload::{Audience, Demand, Popularity, Traffic};

/// What a cache is asked for: how many objects of which size, and how many reads a second.
pub(crate) struct Reads<'a> {
    pub(crate) cache: &'a Cache,
    pub(crate) objects: f64,
    pub(crate) size: Bytes,
    pub(crate) popularity: &'a Popularity,
    pub(crate) rate: Rate,
    pub(crate) writes: f64,  // [1], for each read of an object
    pub(crate) written: f64, // [1/s]
}

/// For a read; more than that, and hits are what nobody asks for. `[1]`
const MOST_WRITES: f64 = 1e3;

/// So few that no two of them meet. `[1/s]`
const LEAST_WRITES: f64 = 1e-9;

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
    let writes = system.work.write_share();
    let rate = (queries * (1.0 - writes)).per_second();
    Ok(Some(Reads {
        cache,
        objects: system.work.object_count(traffic.users())?,
        size: objects.size,
        popularity: &objects.popularity,
        rate: per_second(rate.max(1e-9)),
        writes: (writes / (1.0 - writes)).min(MOST_WRITES),
        written: (queries * writes).per_second(),
    }))
}

/// What caches answer: the one before the database, and the edges of the CDN.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) cache: Option<CacheReport>,
    pub(crate) brought: f64, // [1], of the writes that a cache brings to the database later: those to one object at once are one
    pub(crate) edges: Edges,
}

/// How often each edge hits, a list for each replication; one for a closed form, none where nobody asks.
pub(crate) type Edges = Vec<Vec<EdgeHits>>;

impl Found {
    /// By Che's approximation.
    pub(crate) fn closed(
        system: &System,
        demand: &Demand,
        traffic: &Traffic,
        near: &mut Near,
    ) -> Result<Self, Error> {
        let cache = reads(system, demand, traffic)?;
        Ok(Self {
            brought: brought(&cache)?,
            cache: cache.map(|reads| reads.closed_near(near)).transpose()?,
            edges: match asked(system, traffic)? {
                Some(Asked {
                    cdn,
                    audience,
                    files,
                }) => vec![cdn.hits(audience, &files)?],
                None => Vec::new(),
            },
        })
    }

    /// As [`Found::closed`] where the edges of another load are known: how often they are asked only matters where copies
    /// expire.
    pub(crate) fn again(
        system: &System,
        demand: &Demand,
        traffic: &Traffic,
        (edges, near): (Edges, &mut Near),
    ) -> Result<Self, Error> {
        let expire = system.cdn.as_ref().map(Cdn::fresh).transpose()?.flatten();
        if expire.is_some() {
            return Self::closed(system, demand, traffic, near);
        }
        let cache = reads(system, demand, traffic)?;
        Ok(Self {
            brought: brought(&cache)?,
            cache: cache.map(|reads| reads.closed_near(near)).transpose()?,
            edges,
        })
    }

    /// By caches that are simulated.
    pub(crate) fn simulated(
        system: &System,
        demand: &Demand,
        traffic: &Traffic,
        trials: &Trials,
    ) -> Result<Self, Error> {
        let cache = reads(system, demand, traffic)?;
        Ok(Self {
            brought: brought(&cache)?,
            cache: cache.map(|reads| reads.simulated(trials)).transpose()?,
            edges: match asked(system, traffic)? {
                Some(Asked {
                    cdn,
                    audience,
                    files,
                }) => cdn.simulate_hits(audience, &files, trials)?,
                None => Vec::new(),
            },
        })
    }
}

/// What of the writes a cache brings to its database, in closed form for both witnesses: it is exact.
fn brought(cache: &Option<Reads>) -> Result<f64, Error> {
    cache.as_ref().map_or(Ok(1.0), Reads::brought)
}

impl Reads<'_> {
    fn brought(&self) -> Result<f64, Error> {
        if !matches!(self.cache.writes(), Writing::Back(_)) || self.written < LEAST_WRITES {
            return Ok(1.0);
        }
        let written = per_second(self.written);
        let log = self
            .cache
            .back_log(self.objects, self.popularity, written)?;
        Ok(log.database_writes.per_second() / self.written)
    }

    /// How often the cache hits, by Che's approximation.
    pub(crate) fn closed(&self) -> Result<CacheReport, Error> {
        self.closed_near(&mut Near::default())
    }

    /// The same for one load after the other.
    fn closed_near(&self, near: &mut Near) -> Result<CacheReport, Error> {
        let object = (self.size, self.popularity);
        self.cache
            .hit_ratio_near(self.objects, object, (self.rate, self.writes), near)
            .map(report)
    }

    /// How often it hits: in closed form if its policy has one, else simulated.
    pub(crate) fn estimated(&self) -> Result<CacheReport, Error> {
        if self.cache.has_closed_form() {
            self.closed()
        } else {
            self.simulated(&Trials::default())
        }
    }

    /// How often a simulated one hits: to tenths of a percent where trials are as long as they are by default, less exactly where
    /// they are short.
    pub(crate) fn simulated(&self, trials: &Trials) -> Result<CacheReport, Error> {
        let effort = effort(trials);
        let asked = (self.rate, self.writes);
        self.cache
            .simulated_with_writes(self.objects, self.size, self.popularity, asked, &effort)
            .map(report)
    }
}

/// The part of the usual effort that trials are of the usual ones.
fn effort(trials: &Trials) -> Effort {
    let requests = |trials: &Trials| trials.customers as f64 * f64::from(trials.replications);
    let part = (requests(trials) / requests(&Trials::default())).clamp(0.03, 1.0);
    let usual = Effort::draft();
    let of = |number: u64| libm::round(number as f64 * part) as u64;
    Effort {
        seed: trials.seed,
        requests: of(usual.requests),
        warm_up: of(usual.warm_up),
        entries: (of(u64::from(usual.entries)) as u32).max(500),
    }
}

fn report(ratio: HitRatio) -> CacheReport {
    CacheReport {
        hit_ratio: ratio.value,
        half_width: ratio.half_width,
        objects: ratio.objects,
        entries: ratio.entries,
    }
}

/// What the CDN of a system is asked for, and from where.
pub(crate) struct Asked<'a> {
    pub(crate) cdn: &'a Cdn,
    pub(crate) audience: &'a Audience,
    pub(crate) files: Files,
}

/// What the CDN of a system is asked for; nothing where there is none or no page has files. Where users are must be known as
/// soon as the files that it misses are a load for somebody.
pub(crate) fn asked<'a>(
    system: &'a System,
    traffic: &'a Traffic,
) -> Result<Option<Asked<'a>>, Error> {
    let Some(cdn) = &system.cdn else {
        return Ok(None);
    };
    // Also without files a CDN is what was described, or an error.
    let idle = || cdn.check().map(|()| None);
    let assets = system.work.asset_files();
    let Some(assets) = assets.filter(|assets| assets.per_request > 0.0) else {
        return idle();
    };
    let Some(audience) = traffic.places() else {
        return match system.web.machine().bandwidth_of() {
            Some(_) => Err(Error::missing("audience")),
            None => idle(),
        };
    };
    let mut files = Files::of(assets, traffic.peak_rate());
    files.rate = per_second(files.rate.per_second().max(1e-9));
    Ok(Some(Asked {
        cdn,
        audience,
        files,
    }))
}
