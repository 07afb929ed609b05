//! Reads by people and by a crawler: where it matters what a cache evicts.
//!
//! ```text
//! people    a b a c a a b d a ...      the same few again and again
//! crawler   1 2 3 4 5 6 7 8 9 ...      everything, each once
//!           └─ mixed at random into one list, which every policy replays
//! ```

use crate::settings::effort;
use model::prelude::*;
use model::simulation::Streams;
use model::simulation::caches::{Draws, Fifo, Keys, Lfu, Lru, Policy, Room, S3Fifo, Sieve};

/// Names of policies that [`Crawled::hits`] knows.
pub const EVICTIONS: [&str; 5] = ["LFU", "S3-FIFO", "SIEVE", "LRU", "FIFO"];

/// Reads by people and by a crawler, in their order. People read what is popular; the crawler reads one old object after the
/// other, each once.
///
/// ```
/// use lab::prelude::*;
/// let quiet = Crawled::reads(2_000, &Popularity::zipf(0.8), 0.0)?;
/// let busy = Crawled::reads(2_000, &Popularity::zipf(0.8), 0.4)?;
/// let at = |reads: &Crawled, policy| Ok::<_, Error>(reads.hits(policy, &[10.0])?[0].1);
/// assert!(at(&busy, "LRU")? < at(&quiet, "LRU")?); // the crawler pushes out what people read
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Crawled {
    reads: Vec<u32>,
    objects: u32, // that people read; the crawler's have the numbers from here on
    crawled: u32,
}

/// Reads for each object of people, at least: with fewer, a cache hardly learns what is popular.
const LEAST: u64 = 4;

impl Crawled {
    /// Forty reads for each of `objects` objects, of which the crawler's are this share (0 to 0.9). Fewer where there is little time
    /// ([`effort`]); where that would be too few for so many objects, neighbours in rank are taken as one.
    ///
    /// # Errors
    /// Names a popularity or a share that is out of range.
    pub fn reads(objects: u32, popularity: &Popularity, crawler: f64) -> Result<Self, Error> {
        if !(0.0..=0.9).contains(&crawler) {
            return Err(Error::new(
                "share of the crawler",
                crawler,
                "must be 0 to 0.9",
            ));
        }
        let draws = Draws::new(popularity, f64::from(objects))?;
        let streams = Streams::new(1, 0);
        let mut who = streams.stream("who reads");
        let mut what = streams.stream("what people read");
        let count = effort().requests.min(u64::from(objects) * 40);
        let neighbours = (LEAST * u64::from(objects)).div_ceil(count.max(1)).max(1);
        let objects = u64::from(objects).div_ceil(neighbours) as u32;
        let mut crawled = 0;
        let mut one = || {
            if who.uniform() < crawler {
                crawled += 1;
                objects + crawled - 1
            } else {
                (draws.draw(&mut what) / neighbours) as u32
            }
        };
        let reads = (0..count).map(|_| one()).collect();
        Ok(Self {
            reads,
            objects,
            crawled,
        })
    }

    /// Share of people's reads that hit, in percent, with room for these percentages of the objects that they read. All is read
    /// twice, to fill the cache and to measure; by the crawler other objects the second time.
    ///
    /// # Errors
    /// Names a policy that is none of [`EVICTIONS`].
    pub fn hits(&self, policy: &str, rooms: &[f64]) -> Result<Vec<(f64, f64)>, Error> {
        let at = |room: &f64| {
            let entries = (f64::from(self.objects) * room / 100.0).floor() as u64;
            let mut cache = self.empty(policy, entries)?;
            self.play(&mut *cache, 0);
            Ok((*room, 100.0 * self.play(&mut *cache, self.crawled)))
        };
        rooms.iter().map(at).collect()
    }

    /// A cache with room for so many objects.
    fn empty(&self, policy: &str, entries: u64) -> Result<Box<dyn Policy>, Error> {
        let keys = Keys::Below(self.objects + 2 * self.crawled);
        let room = Room::entries(entries);
        Ok(match policy {
            "LFU" => Box::new(Lfu::new(keys, room)),
            "S3-FIFO" => Box::new(S3Fifo::new(keys, room)),
            "SIEVE" => Box::new(Sieve::new(keys, room)),
            "LRU" => Box::new(Lru::new(keys, room)),
            "FIFO" => Box::new(Fifo::new(keys, room)),
            _ => return Err(unknown(policy)),
        })
    }

    /// Reads everything once, the crawler's objects so much further on; the share of people's reads that hit. `[1]`
    fn play(&self, cache: &mut dyn Policy, further: u32) -> f64 {
        let (mut asked, mut found) = (0_u32, 0_u32);
        for read in &self.reads {
            if *read < self.objects {
                asked += 1;
                found += u32::from(cache.request(*read));
            } else {
                cache.request(*read + further);
            }
        }
        f64::from(found) / f64::from(asked.max(1))
    }
}

fn unknown(policy: &str) -> Error {
    let known = EVICTIONS.join(", ");
    Error::missing(format!("eviction policy \"{policy}\" (one of {known})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(crawler: f64) -> Crawled {
        Crawled::reads(2_000, &Popularity::zipf(0.8), crawler).unwrap()
    }

    #[test]
    fn without_a_crawler_lru_hits_as_in_closed_form() {
        let cache = Cache::lru().memory(bytes(200.0));
        let closed =
            cache.closed_hit_ratio(2_000.0, bytes(1.0), &Popularity::zipf(0.8), per_second(1.0));
        let expected = 100.0 * closed.unwrap().value;
        let played = people(0.0).hits("LRU", &[10.0]).unwrap()[0].1;
        assert!((played - expected).abs() < 1.0, "{played} {expected}");
    }

    #[test]
    fn a_crawler_hurts_lru_more_than_those_that_wait_for_a_second_read() {
        let lost = |policy| {
            let at = |crawler| people(crawler).hits(policy, &[10.0]).unwrap()[0].1;
            at(0.0) - at(0.5)
        };
        assert!(
            lost("LRU") > 2.0 * lost("LFU"),
            "{} {}",
            lost("LRU"),
            lost("LFU")
        );
        assert!(lost("LRU") > lost("S3-FIFO"));
    }

    /// A draft has fewer reads, and says about the same: never more than all of them hit.
    #[test]
    fn a_draft_is_near_the_whole() {
        for crawler in [0.0, 0.5, 0.8] {
            let at = |draft| {
                crate::settings::set_draft(draft);
                let reads = Crawled::reads(20_000, &Popularity::zipf(0.8), crawler).unwrap();
                let all = EVICTIONS.map(|policy| reads.hits(policy, &[3.0, 30.0]).unwrap());
                crate::settings::forget();
                all
            };
            for ((policy, draft), whole) in EVICTIONS.iter().zip(at(true)).zip(at(false)) {
                for ((room, draft), (_, whole)) in draft.into_iter().zip(whole) {
                    let near = (draft - whole).abs() < 8.0;
                    assert!(
                        near && draft <= 100.0,
                        "{policy} {crawler} {room}: {draft} {whole}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_not_known_is_named() {
        let error = people(0.0).hits("MRU", &[1.0]).unwrap_err().to_string();
        assert!(error.contains("MRU") && error.contains("SIEVE"), "{error}");
        assert!(Crawled::reads(10, &Popularity::zipf(0.8), 1.0).is_err());
    }
}
