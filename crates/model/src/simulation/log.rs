//! What a run counts while it goes on.

use super::crowd::Area;
use super::results::{Jobs, Times};

/// Times in constant memory, whatever their number: percentiles to three digits.
///
/// Counted in the buckets of an HDR histogram. Those of each power of two begin when the first time falls among them: a short
/// run does not pay for buckets from a nanosecond to the end of time.
#[derive(Clone, Debug, Default)]
pub(super) struct Recorder {
    rows: Vec<Option<Box<[u64; ROW]>>>, // by power of two, up to the largest time so far
    sum: u128,                          // [ns]
}

/// The largest time on the clock: 292 years. `[ns]`
pub(super) const END_OF_TIME: f64 = 9.2e18;

/// Bits of a time that are told apart: 2 048 values and up, so that half a bucket is less than 0.1%.
const DIGITS: u32 = 11;
/// Buckets of a power of two; the shortest times take two rows.
const ROW: usize = 1 << (DIGITS - 1);

/// The bucket of a time, as a row and a place in it: its highest bits, and how many follow them.
#[inline]
fn bucket(nanos: u64) -> (usize, usize) {
    let more = u64::BITS - DIGITS - (nanos | ((1 << DIGITS) - 1)).leading_zeros();
    let highest = (nanos >> more) as usize;
    (more as usize + highest / ROW, highest % ROW)
}

/// The longest time of a bucket. `[ns]`
fn longest((row, place): (usize, usize)) -> u64 {
    let (more, highest) = match row {
        0 => (0, place),
        _ => (row - 1, ROW + place),
    };
    ((highest as u64 + 1) << more) - 1
}

impl Recorder {
    #[inline]
    pub(super) fn record(&mut self, nanos: u64) {
        self.sum += u128::from(nanos);
        let (row, place) = bucket(nanos);
        match self.rows.get_mut(row) {
            Some(Some(row)) => row[place] += 1,
            _ => self.begin(row)[place] += 1,
        }
    }

    #[cold]
    fn begin(&mut self, row: usize) -> &mut [u64; ROW] {
        if self.rows.len() <= row {
            self.rows.resize(row + 1, None);
        }
        self.rows[row].get_or_insert_with(|| Box::new([0; ROW]))
    }

    /// All times together. `[ns]`
    pub(super) fn sum(&self) -> u128 {
        self.sum
    }

    /// Mean and percentiles. `[s]`
    pub(super) fn times(&self) -> Option<Times> {
        let counts = || self.counts().map(|(_, count)| count);
        let all: u64 = counts().sum();
        let mean = self.sum as f64 / all as f64 / 1e9;
        let mut reached = 0;
        let mut buckets = self.counts();
        let mut bucket = (0, 0);
        // The percentiles ascend, so that one walk finds them all.
        let mut at = |q: f64| {
            let wanted = ((q * all as f64).ceil() as u64).max(1);
            while reached < wanted {
                let Some((next, count)) = buckets.next() else {
                    break;
                };
                (reached, bucket) = (reached + count, next);
            }
            longest(bucket) as f64 / 1e9
        };
        (all > 0).then(|| [mean, at(0.5), at(0.95), at(0.99)])
    }

    /// The buckets of all rows, from the shortest times on, with how many times each counts.
    fn counts(&self) -> impl Iterator<Item = ((usize, usize), u64)> {
        let rows = self.rows.iter().enumerate();
        rows.filter_map(|(row, counts)| Some((row, counts.as_deref()?)))
            .flat_map(|(row, counts)| {
                let counts = counts.iter().enumerate();
                counts.map(move |(place, count)| ((row, place), *count))
            })
    }
}

/// The jobs of a route.
#[derive(Clone, Debug)]
pub(super) struct RouteLog {
    inside: Area,
    inside_before: u64,
    started: u64,
    finished: u64,
    lost: u64,
    pub(super) recorder: Recorder,
}

impl RouteLog {
    pub(super) fn new() -> Self {
        Self {
            inside: Area::default(),
            inside_before: 0,
            started: 0,
            finished: 0,
            lost: 0,
            recorder: Recorder::default(),
        }
    }

    #[inline]
    pub(super) fn start(&mut self, now: u64) {
        self.inside.come(now);
        self.started += 1;
    }

    #[inline]
    pub(super) fn end(&mut self, now: u64, finished: bool) {
        self.inside.go(now);
        let ended = if finished {
            &mut self.finished
        } else {
            &mut self.lost
        };
        *ended += 1;
    }

    /// Jobs that ended since the measurement began.
    pub(super) fn ended(&self) -> u64 {
        self.finished + self.lost
    }

    /// Jobs that are inside.
    pub(super) fn inside(&self) -> u64 {
        self.inside_before + self.started - self.ended()
    }

    /// The measurement begins.
    pub(super) fn reset(&mut self, now: u64) {
        self.inside_before = self.inside();
        self.inside.reset(now, self.inside_before);
        (self.started, self.finished, self.lost) = (0, 0, 0);
    }

    /// The measurement ends, `time` after it began `[ns]`. The times follow when the last job is done.
    pub(super) fn jobs(&self, now: u64, time: f64) -> Jobs<Option<Times>> {
        Jobs {
            inside_before: self.inside_before,
            started: self.started,
            finished: self.finished,
            lost: self.lost,
            inside_after: self.inside(),
            in_system: self.inside.until(now, self.inside()) / time,
            times: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hdrhistogram::Histogram;
    use rand::rngs::Xoshiro256PlusPlus;
    use rand::{RngExt, SeedableRng};

    fn recorded(times: &[u64]) -> Recorder {
        let mut recorder = Recorder::default();
        times.iter().for_each(|time| recorder.record(*time));
        recorder
    }

    /// The percentiles of an HDR histogram of three digits, to the last bit; and so within a thousandth of the exact ones.
    #[test]
    fn percentiles_are_those_of_an_hdr_histogram() {
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(1);
        for count in [1, 2, 19, 20, 21, 100, 1000, 20_000] {
            let decades = |dice: &mut Xoshiro256PlusPlus| dice.random_range(0.0..43.0);
            let times: Vec<u64> = (0..count)
                .map(|_| libm::exp(decades(&mut dice)) as u64)
                .collect();
            let mut histogram = Histogram::<u64>::new(3).unwrap();
            times
                .iter()
                .for_each(|time| histogram.record(*time).unwrap());
            let [mean, percentiles @ ..] = recorded(&times).times().unwrap();
            for (found, q) in percentiles.iter().zip([0.5, 0.95, 0.99]) {
                assert_eq!(
                    *found,
                    histogram.value_at_quantile(q) as f64 / 1e9,
                    "{count}, {q}"
                );
            }
            let sum: f64 = times.iter().map(|time| *time as f64 / 1e9).sum();
            assert!(
                (mean * f64::from(count) / sum - 1.0).abs() < 1e-9,
                "{count}"
            );
        }
    }

    #[test]
    fn the_longest_and_the_shortest_time_have_their_buckets() {
        for nanos in [
            0,
            1,
            1023,
            1024,
            2047,
            2048,
            END_OF_TIME as u64,
            u64::MAX >> 1,
        ] {
            let (row, place) = bucket(nanos);
            let longest = longest((row, place));
            assert!(
                nanos <= longest && longest <= nanos + nanos / 1024,
                "{nanos}: {longest}"
            );
            assert!(longest < u64::MAX >> 1 && bucket(longest + 1) > (row, place) || row == 53);
        }
        assert_eq!(Recorder::default().times(), None);
    }
}
