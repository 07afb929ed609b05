//! What a run counts while it goes on.

use super::crowd::Area;
use super::results::{Jobs, Times};
use hdrhistogram::Histogram;

/// Times in constant memory, whatever their number: percentiles to three digits.
///
/// Counted in the buckets of an HDR histogram, which is filled only when it is asked: to look for a bucket is all that
/// recording a time takes, and a short run does not pay for buckets up to the end of time.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    counts: Vec<u64>, // by bucket, up to the largest time so far
    sum: u128,        // [ns]
}

/// The largest time on the clock: 292 years. `[ns]`
pub(super) const END_OF_TIME: f64 = 9.2e18;

/// Bits of a time that are told apart: 2 048 values and up, so that half a bucket is less than 0.1%.
const DIGITS: u32 = 11;

/// The bucket of a time: its highest bits, and how many follow them.
#[inline]
fn bucket(nanos: u64) -> usize {
    let more = u64::BITS - DIGITS - (nanos | ((1 << DIGITS) - 1)).leading_zeros();
    ((more as usize) << (DIGITS - 1)) + (nanos >> more) as usize
}

/// The shortest time of a bucket. `[ns]`
fn shortest(bucket: usize) -> u64 {
    let half = 1 << (DIGITS - 1);
    let more = (bucket / half).saturating_sub(1);
    ((bucket - more * half) as u64) << more
}

impl Recorder {
    pub(super) fn new() -> Self {
        Self {
            counts: Vec::new(),
            sum: 0,
        }
    }

    #[inline]
    pub(super) fn record(&mut self, nanos: u64) {
        self.sum += u128::from(nanos);
        let bucket = bucket(nanos);
        match self.counts.get_mut(bucket) {
            Some(count) => *count += 1,
            None => self.grow(bucket),
        }
    }

    /// Counts one in a bucket beyond the last.
    #[cold]
    fn grow(&mut self, bucket: usize) {
        self.counts.resize((bucket + 1).next_power_of_two(), 0);
        self.counts[bucket] = 1;
    }

    /// All times together. `[ns]`
    pub(super) fn sum(&self) -> u128 {
        self.sum
    }

    /// Mean and percentiles. `[s]`
    pub(super) fn times(&self) -> Option<Times> {
        let mut times = Histogram::<u64>::new_with_bounds(1, END_OF_TIME as u64, 3)
            .expect("these bounds are valid");
        for (bucket, count) in self.counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            times.saturating_record_n(shortest(bucket), *count);
        }
        let at = |q: f64| times.value_at_quantile(q) as f64 / 1e9;
        let mean = self.sum as f64 / times.len() as f64 / 1e9;
        (!times.is_empty()).then(|| [mean, at(0.5), at(0.95), at(0.99)])
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
            recorder: Recorder::new(),
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
