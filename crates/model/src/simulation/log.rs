//! What a run counts while it goes on.

use super::results::{Jobs, Times};
use hdrhistogram::Histogram;

/// How many are somewhere, integrated over time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Crowd {
    pub(super) inside: u64,
    area: f64,  // [ns]
    since: u64, // [ns], of the last change
}

impl Crowd {
    /// One more or one fewer.
    #[inline]
    pub(super) fn change(&mut self, now: u64, change: i64) {
        self.area += (now - self.since) as f64 * self.inside as f64;
        self.since = now;
        self.inside = self.inside.wrapping_add_signed(change);
    }

    pub(super) fn reset(&mut self, now: u64) {
        self.change(now, 0);
        self.area = 0.0;
    }

    /// The mean since the measurement began, `time` ago. `[1]`
    pub(super) fn mean(&mut self, now: u64, time: f64) -> f64 {
        self.change(now, 0);
        self.area / time
    }
}

/// Times in constant memory, whatever their number: percentiles to three digits.
#[derive(Clone, Debug)]
pub(super) struct Recorder {
    times: Histogram<u64>, // [ns]
    sum: f64,              // [ns]
    count: u64,
}

/// The largest time on the clock: 292 years. `[ns]`
pub(super) const END_OF_TIME: f64 = 9.2e18;

impl Recorder {
    pub(super) fn new() -> Self {
        Self {
            times: Histogram::new_with_bounds(1, END_OF_TIME as u64, 3)
                .expect("these bounds are valid"),
            sum: 0.0,
            count: 0,
        }
    }

    #[inline]
    pub(super) fn record(&mut self, nanos: u64) {
        self.sum += nanos as f64;
        self.count += 1;
        self.times.saturating_record(nanos);
    }

    /// Mean and percentiles. `[s]`
    pub(super) fn times(&self) -> Option<Times> {
        let at = |q: f64| self.times.value_at_quantile(q) as f64 / 1e9;
        let mean = self.sum / self.count as f64 / 1e9;
        (self.count > 0).then(|| [mean, at(0.5), at(0.95), at(0.99)])
    }
}

/// The jobs of a route.
#[derive(Clone, Debug)]
pub(super) struct RouteLog {
    pub(super) crowd: Crowd,
    inside_before: u64,
    started: u64,
    finished: u64,
    lost: u64,
    pub(super) recorder: Recorder,
}

impl RouteLog {
    pub(super) fn new() -> Self {
        Self {
            crowd: Crowd::default(),
            inside_before: 0,
            started: 0,
            finished: 0,
            lost: 0,
            recorder: Recorder::new(),
        }
    }

    #[inline]
    pub(super) fn start(&mut self, now: u64) {
        self.crowd.change(now, 1);
        self.started += 1;
    }

    #[inline]
    pub(super) fn end(&mut self, now: u64, finished: bool) {
        self.crowd.change(now, -1);
        self.finished += u64::from(finished);
        self.lost += u64::from(!finished);
    }

    /// The measurement begins.
    pub(super) fn reset(&mut self, now: u64) {
        self.crowd.reset(now);
        self.inside_before = self.crowd.inside;
        (self.started, self.finished, self.lost) = (0, 0, 0);
    }

    /// The measurement ends, `time` after it began `[ns]`. The times follow when the last job is done.
    pub(super) fn jobs(&mut self, now: u64, time: f64) -> Jobs<Option<Times>> {
        Jobs {
            inside_before: self.inside_before,
            started: self.started,
            finished: self.finished,
            lost: self.lost,
            inside_after: self.crowd.inside,
            in_system: self.crowd.mean(now, time),
            times: None,
        }
    }
}
