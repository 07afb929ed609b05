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
use model::simulation::caches::{Draws, Kind, replayed_hit_ratio};

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
    objects: u32,
    people: f64, // share of the reads, above 0 to 1
}

impl Crawled {
    /// Forty reads for each of `objects` objects (fewer while a slider moves, see [`effort`]), of which the crawler's are this
    /// share (0 to 0.9).
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
        let mut next = objects;
        let count = effort().requests.min(u64::from(objects) * 40);
        let mut one = || {
            if who.uniform() < crawler {
                next += 1;
                next - 1
            } else {
                draws.draw(&mut what) as u32
            }
        };
        Ok(Self {
            reads: (0..count).map(|_| one()).collect(),
            objects,
            people: 1.0 - crawler,
        })
    }

    /// Share of people's reads that hit, in percent, with room for these percentages of the objects that they read.
    ///
    /// # Errors
    /// Names a policy that is none of [`EVICTIONS`].
    pub fn hits(&self, policy: &str, rooms: &[f64]) -> Result<Vec<(f64, f64)>, Error> {
        let kind = match policy {
            "LFU" => Kind::Lfu,
            "S3-FIFO" => Kind::S3Fifo,
            "SIEVE" => Kind::Sieve,
            "LRU" => Kind::Lru,
            "FIFO" => Kind::Fifo,
            _ => return Err(unknown(policy)),
        };
        let at = |room: &f64| {
            let entries = libm::floor(f64::from(self.objects) * room / 100.0);
            let all = replayed_hit_ratio(kind, &self.reads, entries, None, &effort())?;
            Ok((*room, 100.0 * all.hit_ratio / self.people))
        };
        rooms.iter().map(at).collect()
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

    #[test]
    fn what_is_not_known_is_named() {
        let error = people(0.0).hits("MRU", &[1.0]).unwrap_err().to_string();
        assert!(error.contains("MRU") && error.contains("SIEVE"), "{error}");
        assert!(Crawled::reads(10, &Popularity::zipf(0.8), 1.0).is_err());
    }
}
