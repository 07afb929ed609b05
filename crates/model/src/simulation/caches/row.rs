//! Two caches in a row: the second is asked for what the first has not.

use super::Keys;
use super::draws::Draws;
use super::effort::{Effort, Measured, summary};
use super::kind::{Kind, Simulated};
use super::measure::fold;
use crate::error::{Error, within};
use crate::simulation::{Stream, Streams, student_t_975};
use crate::workload::{MOST_OBJECTS, Popularity};

/// How often each of two caches hits in its steady state: the first of all reads, the second of those that the first misses.
///
/// Each read is independent of the last, also where the popularity comes from a recorded list. Both caches are scaled down alike if the
/// larger of them is larger than `effort` allows, as far as 100 places are left to the smaller. The intervals come from 20 parts of the run.
/// The second cache may take twenty times the reads of `effort` to fill.
///
/// ```
/// use model::simulation::caches::{Effort, Kind, measured_in_row};
/// use model::workload::Popularity;
/// let effort = Effort::draft();
/// let [first, second] = measured_in_row([Kind::Lru; 2], &Popularity::zipf(0.9), 1e4, [500.0, 500.0], &effort)?;
/// // What the first one has let go is what the second one has just let in: as large, it hits far less often.
/// assert!(second.hit_ratio < 0.2 * first.hit_ratio);
/// # Ok::<(), model::error::Error>(())
/// ```
///
/// # Errors
/// Names objects outside 1 to 1e15, entries below 0, caches whose sizes differ by more than 1e5 times, an effort out of range; TTL, which has
/// no room that could be full.
pub fn measured_in_row(
    kinds: [Kind; 2],
    popularity: &Popularity,
    objects: f64,
    entries: [f64; 2],
    effort: &Effort,
) -> Result<[Measured; 2], Error> {
    const PARTS: u64 = 20;
    effort.check()?;
    let objects = within("objects", objects, 1.0, MOST_OBJECTS)?;
    for (kind, entries) in kinds.into_iter().zip(entries) {
        within("entries", entries, 0.0, f64::MAX)?;
        if kind == Kind::Ttl {
            return Err(Error::refused(
                "cache policy",
                "must evict: TTL keeps what it has for its time",
            ));
        }
    }
    let scale = scale(entries.map(|entries| entries.min(objects)), effort)?;
    let rooms = entries.map(|entries| libm::round(entries.min(objects) * scale) as u64);
    let mut row = Row {
        draws: Draws::new(popularity, objects)?,
        stream: Streams::new(effort.seed, 0).stream("reads of the cache"),
        scale,
        caches: [0, 1].map(|at| Simulated::new(kinds[at], Keys::Any, rooms[at], None)),
    };
    row.warm_up(rooms, effort.warm_up);
    let each = effort.requests.div_ceil(PARTS);
    let parts: Vec<[u64; 2]> = (0..PARTS).map(|_| row.hits(each)).collect();
    let asked = each * PARTS;
    let firsts = parts.iter().map(|[hits, _]| *hits as f64 / each as f64);
    let firsts = summary(&firsts.collect::<Vec<_>>(), asked, row.held(0));
    let behind = parts.iter().map(|[first, second]| (*second, each - first));
    let seconds = pooled(&behind.collect::<Vec<_>>(), row.held(1));
    Ok([firsts, seconds])
}

/// Simulated objects for one of the catalogue: as few as the larger cache allows, but so many that the smaller one can be told from none.
fn scale(entries: [f64; 2], effort: &Effort) -> Result<f64, Error> {
    /// Fewer places than this are no picture of a cache.
    const LEAST: f64 = 100.0;
    /// More are too many.
    const MOST: f64 = 1e7;
    let larger = entries[0].max(entries[1]).max(1.0);
    let smaller = entries.into_iter().filter(|entries| *entries >= 1.0);
    let smaller = smaller.fold(larger, f64::min);
    let scale = (f64::from(effort.entries) / larger)
        .max(LEAST / smaller)
        .min(1.0);
    within(
        "places of the larger cache for 100 of the smaller",
        larger * scale,
        0.0,
        MOST,
    )?;
    Ok(scale)
}

/// Two caches, and the reads that meet them.
struct Row {
    draws: Draws,
    stream: Stream,
    scale: f64,
    caches: [Simulated; 2],
}

impl Row {
    /// One read: whether the first cache hits, and if not, whether the second does.
    #[inline]
    fn read(&mut self) -> [bool; 2] {
        let key = (self.draws.draw(&mut self.stream) as f64 * self.scale) as u64;
        let key = u32::try_from(key).unwrap_or_else(|_| fold(key));
        let [first, second] = &mut self.caches;
        let hit = first.request(key, 0);
        [hit, !hit && second.request(key, 0)]
    }

    /// Hits of both in so many reads.
    fn hits(&mut self, reads: u64) -> [u64; 2] {
        let mut hits = [0, 0];
        for _ in 0..reads {
            let [first, second] = self.read();
            hits = [hits[0] + u64::from(first), hits[1] + u64::from(second)];
        }
        hits
    }

    /// Until both are full, and once as long again. The second one fills slowly, with what the first one misses.
    fn warm_up(&mut self, rooms: [u64; 2], most: u64) {
        let full = |row: &Self| (0..2).all(|at| row.caches[at].len() as u64 >= rooms[at]);
        let mut reads = 0;
        while reads < 20 * most && (reads < most / 2 || !full(self)) {
            self.read();
            reads += 1;
        }
        self.hits(reads.min(most));
    }

    /// Objects in a cache now, of the whole catalogue. `[1]`
    fn held(&self, cache: usize) -> f64 {
        self.caches[cache].len() as f64 / self.scale
    }
}

/// Of all who asked, who hit, in parts of different size (a ratio estimate: Cochran, Sampling Techniques, 1977, chapter 6).
fn pooled(parts: &[(u64, u64)], occupied: f64) -> Measured {
    let (hits, asked) = parts
        .iter()
        .fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    let ratio = hits as f64 / asked.max(1) as f64;
    let n = parts.len() as f64;
    let square = |(hits, asked): &(u64, u64)| {
        let off = *hits as f64 - ratio * *asked as f64;
        off * off
    };
    let spread = (n / (n - 1.0) * parts.iter().map(square).sum::<f64>()).sqrt();
    Measured {
        hit_ratio: ratio,
        half_width: student_t_975(parts.len() as u32 - 1) * spread / asked.max(1) as f64,
        requests: asked,
        occupied,
    }
}
