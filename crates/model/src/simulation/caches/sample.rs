//! A recorded list of keys, replayed; a long one by a sample of its keys.
//!
//! SHARDS (Waldspurger et al., FAST 2015): only the keys whose hash lies below a bound are replayed, all reads of each, through a
//! cache with room for that share of the entries. Reads that the sample lacks or has too many, because a popular key
//! is out or in, count as hits ("SHARDS-adj").

use super::Keys;
use super::effort::{Effort, Measured, summary};
use super::kind::{Kind, Simulated, TICKS};
use crate::error::{Error, within};
use crate::simulation::{Stream, Streams};

/// Which keys are in a sample.
///
/// ```
/// use model::simulation::caches::Sample;
/// let sample = Sample::new(0.1, 1)?;
/// let kept = (0..100_000).filter(|key| sample.keeps(*key)).count();
/// assert!((kept as f64 - 10_000.0).abs() < 400.0); // four standard deviations
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    below: u64, // of 2^32
    seed: u64,
}

impl Sample {
    /// This share of all keys, chosen by their hash: another seed, another sample.
    ///
    /// # Errors
    /// Names a share outside 1e-9 to 1.
    pub fn new(share: f64, seed: u64) -> Result<Self, Error> {
        let share = within("sampled share of the keys", share, 1e-9, 1.0)?;
        Ok(Self {
            below: (share * 4_294_967_296.0) as u64,
            seed,
        })
    }

    /// Whether a key is in it.
    #[inline]
    pub fn keeps(&self, key: u32) -> bool {
        // The finaliser of MurmurHash3.
        let mut x = u64::from(key) ^ self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        x = (x ^ (x >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        x = (x ^ (x >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        (x ^ (x >> 33)) >> 32 < self.below
    }
}

/// How often a cache with room for `entries` hits when these keys are read in this order, again and again: the first
/// round fills it, the second is measured. Keys are numbers from 0.
///
/// A list of more than ten times the effort's `requests` is sampled, ten times by another hash. The interval comes
/// from 20 parts of the list, or from the ten samples. `lifetime` is counted in reads.
///
/// # Errors
/// Names an empty list, entries below 0, and a lifetime that is missing for TTL.
pub fn replayed_hit_ratio(
    kind: Kind,
    reads: &[u32],
    entries: f64,
    lifetime: Option<f64>,
    effort: &Effort,
) -> Result<Measured, Error> {
    replayed(kind, reads, entries, (lifetime, 0.0), effort)
}

/// The same with so many writes for each read, which remove what they write.
pub(super) fn replayed(
    kind: Kind,
    reads: &[u32],
    entries: f64,
    (lifetime, writes): (Option<f64>, f64),
    effort: &Effort,
) -> Result<Measured, Error> {
    effort.check()?;
    within("recorded keys", reads.len() as f64, 1.0, 4e9)?;
    within("entries", entries, 0.0, f64::MAX)?;
    if kind == Kind::Ttl && lifetime.is_none() {
        return Err(Error::missing("lifetime"));
    }
    let ticks = lifetime.map(|requests| (requests * TICKS).max(1.0) as u64);
    let share = 10.0 * effort.requests as f64 / reads.len() as f64;
    if share >= 1.0 {
        let writes = Writes::new(writes, effort.seed, 0);
        return Ok(whole(kind, reads, entries, ticks, writes));
    }
    let one = |n| {
        let sample = Sample::new(share / 10.0, effort.seed ^ n)?;
        Ok(sampled(
            kind,
            reads,
            entries * share / 10.0,
            ticks,
            (sample, share / 10.0),
            Writes::new(writes, effort.seed, n),
        ))
    };
    let parts = (0..10).map(one).collect::<Result<Vec<_>, Error>>()?;
    let shares: Vec<f64> = parts.iter().map(|(hits, _)| *hits).collect();
    let held = parts.iter().map(|(_, held)| held).sum::<f64>() / share;
    Ok(summary(&shares, reads.len() as u64, held))
}

/// Keys that are written between two reads: any of the list, as likely as it is read.
struct Writes {
    share: f64, // [1], of reads and writes
    stream: Stream,
}

impl Writes {
    fn new(each: f64, seed: u64, number: u64) -> Self {
        Self {
            share: each / (1.0 + each),
            stream: Streams::new(seed, number).stream("writes to the cache"),
        }
    }

    #[inline]
    fn next(&mut self, reads: &[u32]) -> Option<u32> {
        let one = self.share > 0.0 && self.stream.happens(self.share);
        one.then(|| reads[self.stream.pick(reads.len() as u32) as usize])
    }
}

fn keys(reads: &[u32]) -> Keys {
    match reads.iter().max() {
        Some(most) if (*most as usize) < 16 * reads.len() => Keys::Below(*most + 1),
        _ => Keys::Any,
    }
}

fn whole(
    kind: Kind,
    reads: &[u32],
    entries: f64,
    ticks: Option<u64>,
    mut writes: Writes,
) -> Measured {
    let mut cache = Simulated::new(kind, keys(reads), entries as u64, ticks);
    let mut now = 0;
    let mut hits = |part: &[u32]| {
        let hit = |key: &u32| {
            while let Some(written) = writes.next(reads) {
                cache.remove(written);
            }
            now += TICKS as u64;
            u64::from(cache.request(*key, now))
        };
        let hits: u64 = part.iter().map(hit).sum();
        hits as f64 / part.len() as f64
    };
    hits(reads);
    let parts: Vec<f64> = reads
        .chunks(reads.len().div_ceil(20))
        .map(&mut hits)
        .collect();
    // The last part may be shorter; the mean over all reads weighs it as what it is.
    let size = |n: usize| {
        reads
            .chunks(reads.len().div_ceil(20))
            .nth(n)
            .map_or(0, <[u32]>::len)
    };
    let all = parts
        .iter()
        .enumerate()
        .map(|(n, share)| share * size(n) as f64);
    let mean = all.sum::<f64>() / reads.len() as f64;
    if parts.len() < 2 {
        return summary(&[mean, mean], reads.len() as u64, cache.len() as f64);
    }
    Measured {
        hit_ratio: mean,
        ..summary(&parts, reads.len() as u64, cache.len() as f64)
    }
}

/// Hit ratio of the second round and objects held, by a sample of the keys.
fn sampled(
    kind: Kind,
    reads: &[u32],
    entries: f64,
    ticks: Option<u64>,
    (sample, share): (Sample, f64),
    mut writes: Writes,
) -> (f64, f64) {
    let mut cache = Simulated::new(kind, keys(reads), libm::round(entries) as u64, ticks);
    let (mut hits, mut kept, mut now) = (0_u64, 0_u64, 0_u64);
    for round in 0..2 {
        for key in reads {
            while let Some(written) = writes.next(reads) {
                if sample.keeps(written) {
                    cache.remove(written);
                }
            }
            now += TICKS as u64;
            if sample.keeps(*key) {
                let hit = cache.request(*key, now);
                (hits, kept) = (hits + round * u64::from(hit), kept + round);
            }
        }
    }
    let expected = share * reads.len() as f64;
    let hits = hits as f64 + expected - kept as f64;
    ((hits / expected).clamp(0.0, 1.0), cache.len() as f64)
}
