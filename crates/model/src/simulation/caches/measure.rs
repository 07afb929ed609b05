//! How often a simulated cache hits, with the interval in which the truth lies.
//!
//! A large cache is simulated as a smaller one. Neighbours in rank, B of them at a time, are taken as one object, and the room
//! is B times smaller; every read is still drawn from the whole catalogue. That is spatial sampling (Waldspurger et al.,
//! "Efficient MRC Construction with SHARDS", FAST 2015) without its chance, which is large where few objects get most of the
//! reads. It changes only what happens within B ranks, and B is small beside what fits.

use super::Keys;
use super::draws::Draws;
use super::effort::{Effort, Measured, summary};
use super::index::{ABSENT, Index};
use super::kind::{Kind, Simulated, TICKS};
use super::sample::replayed;
use crate::error::{Error, within};
use crate::simulation::{Stream, Streams};
use crate::workload::{MOST_OBJECTS, Popularity};

/// A cache and the reads that meet it, scaled down if it is large.
struct Run {
    draws: Draws,
    stream: Stream,
    cache: Simulated,
    entries: usize,
    scale: f64,           // simulated objects for one of the catalogue, above 0, to 1
    names: Option<Index>, // numbers for keys from a range too large for a list of deadlines
    known: u32,
    timed: bool,
    now: u64,
    written: f64, // [1], share of reads and writes that are writes, which remove their object
}

/// Up to here a key has a place in a list.
const LISTED: f64 = 4_194_304.0;

impl Run {
    fn new(
        kind: Kind,
        draws: &Draws,
        sizes: (f64, f64),
        (lifetime, writes): (Option<f64>, f64),
        effort: &Effort,
        number: u64,
    ) -> Self {
        let (objects, entries) = sizes;
        // As many objects as can be in it at once: what was read within a lifetime at most.
        let held = entries.min(objects).min(lifetime.unwrap_or(f64::INFINITY));
        let scale = (f64::from(effort.entries) / held).min(1.0);
        let listed = objects * scale <= LISTED;
        let keys = if listed {
            Keys::Below((objects * scale).ceil() as u32)
        } else {
            Keys::Any
        };
        let room = libm::round(entries.min(objects) * scale) as u64;
        let ticks = lifetime.map(|requests| (requests * scale * TICKS).max(1.0) as u64);
        Self {
            draws: draws.clone(),
            stream: Streams::new(effort.seed, number).stream("reads of the cache"),
            cache: Simulated::new(kind, keys, room, ticks),
            entries: room as usize,
            scale,
            names: (!listed && lifetime.is_some()).then(Index::hashed),
            known: 0,
            timed: lifetime.is_some(),
            now: 0,
            written: writes / (1.0 + writes),
        }
    }

    /// One read, and the writes before it; whether it hit.
    #[inline]
    fn read(&mut self) -> bool {
        while self.written > 0.0 && self.stream.happens(self.written) {
            let key = self.key();
            self.cache.remove(key);
        }
        let key = self.key();
        if self.timed {
            self.now += (self.stream.exponential() * TICKS) as u64;
        }
        self.cache.request(key, self.now)
    }

    /// Whose turn it is.
    #[inline]
    fn key(&mut self) -> u32 {
        let rank = self.draws.draw(&mut self.stream);
        let place = (rank as f64 * self.scale) as u64;
        let mut key = u32::try_from(place).unwrap_or_else(|_| fold(place));
        if let Some(names) = &mut self.names {
            let number = names.get(key);
            if number == ABSENT {
                names.insert(key, self.known);
                (key, self.known) = (self.known, self.known + 1);
            } else {
                key = number;
            }
        }
        key
    }

    fn hits(&mut self, requests: u64) -> f64 {
        (0..requests)
            .map(|_| f64::from(u8::from(self.read())))
            .sum()
    }

    /// Until it is full, and three times as long again: then policies that learn have learned.
    fn warm_up(&mut self, most: u64) {
        let mut requests = 0;
        while requests < most && self.cache.len() < self.entries {
            self.read();
            requests += 1;
        }
        self.hits((3 * requests).min(most - requests));
    }
}

/// Beyond 2^32 keys: two of them meet in one of 4 billion numbers so rarely that no hit ratio notices.
pub(super) fn fold(key: u64) -> u32 {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// How often a cache of this kind with room for `entries` of `objects` hits in its steady state.
///
/// `lifetime` is counted in reads (of all objects together). A recorded list of keys is replayed in its order, once
/// to fill the cache and once to measure; any other popularity is drawn from, each read independent of the last.
/// The interval comes from the means of 20 parts of the run.
///
/// # Errors
/// Names objects outside 1 to 1e15, entries below 0, a lifetime that is missing for TTL or outside 1e-9 to 1e25, an effort out of range.
pub fn measured_hit_ratio(
    kind: Kind,
    popularity: &Popularity,
    objects: f64,
    entries: f64,
    lifetime: Option<f64>,
    effort: &Effort,
) -> Result<Measured, Error> {
    measured_with_writes(
        kind,
        popularity,
        (objects, entries),
        (lifetime, 0.0),
        effort,
    )
}

/// The same where every object is also written, `writes` times (0 to 1000) for each of its reads, and a write removes it from the
/// cache. A recorded list does not say when its keys were written: at any time, as often as they are read.
///
/// # Errors
/// As [`measured_hit_ratio`]; names writes out of range.
pub fn measured_with_writes(
    kind: Kind,
    popularity: &Popularity,
    (objects, entries): (f64, f64),
    (lifetime, writes): (Option<f64>, f64),
    effort: &Effort,
) -> Result<Measured, Error> {
    check(kind, popularity, objects, entries, lifetime, effort)?;
    let writes = within("writes for a read", writes, 0.0, 1e3)?;
    if let Some(reads) = popularity.reads() {
        let stretch = objects / popularity.shares().len() as f64;
        let (entries, lifetime) = (entries / stretch, lifetime.map(|time| time / stretch));
        return replayed(kind, reads, entries, (lifetime, writes), effort);
    }
    if writes == 0.0 && kind != Kind::Ttl && lifetime.is_none() && entries >= objects {
        return Ok(summary(&[1.0, 1.0], 0, objects));
    }
    const PARTS: u64 = 20;
    let draws = Draws::new(popularity, objects)?;
    let mut run = Run::new(
        kind,
        &draws,
        (objects, entries),
        (lifetime, writes),
        effort,
        0,
    );
    run.warm_up(effort.warm_up);
    let each = effort.requests.div_ceil(PARTS);
    let mut held = 0.0;
    let parts: Vec<f64> = (0..PARTS)
        .map(|_| {
            let share = run.hits(each) / each as f64;
            held += run.cache.len() as f64 / run.scale / PARTS as f64;
            share
        })
        .collect();
    Ok(summary(&parts, each * PARTS, held))
}

fn check(
    kind: Kind,
    popularity: &Popularity,
    objects: f64,
    entries: f64,
    lifetime: Option<f64>,
    effort: &Effort,
) -> Result<(), Error> {
    popularity.check()?;
    effort.check()?;
    within("objects", objects, 1.0, MOST_OBJECTS)?;
    within("entries", entries, 0.0, f64::MAX)?;
    if let Some(lifetime) = lifetime {
        within("lifetime", lifetime, 1e-9, 1e25)?;
    } else if kind == Kind::Ttl {
        return Err(Error::missing("lifetime"));
    }
    Ok(())
}

/// The hit ratio while a cache fills: a row for each of `until`, the reads since it was empty, in rising order.
///
/// A row is the share of hits between the one before and itself, over 10 replications. Counted in reads of the
/// catalogue: 1% of a cache that was scaled down by 10 is read 10 times as often.
///
/// # Errors
/// As [`measured_hit_ratio`]; names an `until` that does not rise.
pub fn cold_start(
    kind: Kind,
    popularity: &Popularity,
    objects: f64,
    entries: f64,
    until: &[f64],
    effort: &Effort,
) -> Result<Vec<Measured>, Error> {
    check(kind, popularity, objects, entries, Some(1.0), effort)?;
    const RUNS: u64 = 10;
    let draws = Draws::new(popularity, objects)?;
    let mut runs: Vec<Run> = (0..RUNS)
        .map(|n| Run::new(kind, &draws, (objects, entries), (None, 0.0), effort, n))
        .collect();
    let (mut rows, mut before) = (Vec::new(), 0);
    for end in until {
        let scale = runs[0].scale;
        let low = (before as f64 + 1.0) / scale;
        let end = (within("reads since empty", *end, low, 1e12)? * scale) as u64;
        let reads = (end - before).max(1);
        let part = |run: &mut Run| run.hits(reads) / reads as f64;
        let parts: Vec<f64> = runs.iter_mut().map(part).collect();
        let held = runs.iter().map(|run| run.cache.len() as f64).sum::<f64>() / RUNS as f64;
        rows.push(summary(&parts, reads * RUNS, held / scale));
        before = end;
    }
    Ok(rows)
}
