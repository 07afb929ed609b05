//! Two caches in a row: the second is asked for what the first has not.

use super::Keys;
use super::draws::Draws;
use super::effort::{Effort, Measured, summary};
use super::kind::{Kind, Simulated};
use crate::error::{Error, within};
use crate::simulation::Streams;
use crate::workload::{MOST_OBJECTS, Popularity};

/// How often each of two caches hits in its steady state: the first of all reads, the second of those that the first misses.
///
/// Each read is independent of the last, also where the popularity comes from a recorded list. Both caches are scaled down alike if the
/// larger of them is larger than `effort` allows. The intervals come from the means of 20 parts of the run.
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
/// Names objects outside 1 to 1e15, entries below 0, an effort out of range; TTL, which has no room that could be full.
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
    let draws = Draws::new(popularity, objects)?;
    let mut stream = Streams::new(effort.seed, 0).stream("reads of the cache");
    let held = entries[0].max(entries[1]).min(objects).max(1.0);
    let scale = (f64::from(effort.entries) / held).min(1.0);
    let rooms = entries.map(|entries| libm::round(entries.min(objects) * scale) as u64);
    let cache = |at: usize| Simulated::new(kinds[at], Keys::Any, rooms[at], None);
    let (mut first, mut second) = (cache(0), cache(1));
    // Whether the first hits; if not, whether the second does.
    let mut read = || {
        let key = (draws.draw(&mut stream) as f64 * scale) as u64;
        let key = u32::try_from(key).unwrap_or_else(|_| super::measure::fold(key));
        if first.request(key, 0) {
            (true, false)
        } else {
            (false, second.request(key, 0))
        }
    };
    for _ in 0..effort.warm_up {
        read();
    }
    let each = effort.requests.div_ceil(PARTS);
    let (mut firsts, mut seconds) = (Vec::new(), Vec::new());
    for _ in 0..PARTS {
        let (mut hits, mut behind) = (0, 0);
        for _ in 0..each {
            let (hit, later) = read();
            (hits, behind) = (hits + u64::from(hit), behind + u64::from(later));
        }
        firsts.push(hits as f64 / each as f64);
        seconds.push(behind as f64 / (each - hits).max(1) as f64);
    }
    let asked = each * PARTS;
    let missed = firsts
        .iter()
        .map(|share| (1.0 - share) * each as f64)
        .sum::<f64>() as u64;
    Ok([
        summary(&firsts, asked, first.len() as f64 / scale),
        summary(&seconds, missed, second.len() as f64 / scale),
    ])
}
