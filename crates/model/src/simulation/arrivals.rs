//! When requests come.

use super::service::whole;
use super::streams::{Stream, Streams};
use crate::network::Arrivals;

/// A stream of arrivals in progress.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pattern: Pattern,
    intervals: Stream,
    fraction: f64, // [ns], 0 to 1: kept, so that short intervals are not rounded away
    ahead: u64,    // [ns], the next interval, where it depends on nothing that happens until then
}

#[derive(Clone, Debug)]
enum Pattern {
    Poisson {
        interval: f64, // [ns]
    },
    Batches {
        interval: f64, // [ns], between groups
        another: f64,  // probability that one more of the group follows
        sizes: Stream,
    },
    Phases {
        phases: Vec<(f64, f64)>, // end [ns], interval [ns]
        at: usize,
    },
}

/// No further arrival.
pub(super) const NEVER: u64 = u64::MAX;

impl Source {
    pub(super) fn new(arrivals: &Arrivals, streams: &Streams) -> Self {
        let pattern = match arrivals {
            Arrivals::Poisson(rate) => Pattern::Poisson {
                interval: 1e9 / rate.per_second(),
            },
            // The size is geometric: after each of the group, one more with the same probability.
            Arrivals::Batches { rate, size } => Pattern::Batches {
                interval: 1e9 / rate.per_second() * size,
                another: 1.0 - 1.0 / size,
                sizes: streams.stream("arrivals in groups"),
            },
            Arrivals::Phases(phases) => {
                let mut end = 0.0;
                let phase = |(time, rate): &(crate::units::Time, crate::units::Rate)| {
                    end += time.seconds() * 1e9;
                    (end, 1e9 / rate.per_second())
                };
                let phases = phases.iter().map(phase).collect();
                Pattern::Phases { phases, at: 0 }
            }
        };
        let mut this = Self {
            pattern,
            intervals: streams.stream("arrivals"),
            fraction: 0.0,
            ahead: 0,
        };
        if let Pattern::Poisson { interval } | Pattern::Batches { interval, .. } = this.pattern {
            this.ahead = this.draw(interval);
        }
        this
    }

    /// When the next one comes after `now`. `[ns]`
    #[inline(always)]
    pub(super) fn next(&mut self, now: u64) -> u64 {
        let interval = match &mut self.pattern {
            Pattern::Poisson { interval } => *interval,
            Pattern::Batches {
                interval,
                another,
                sizes,
            } => {
                if sizes.happens(*another) {
                    return now;
                }
                *interval
            }
            Pattern::Phases { .. } => return self.next_in_phases(now),
        };
        // The one after the next is drawn now: whoever waits for the time of an arrival does not wait for the dice.
        let ahead = self.ahead;
        self.ahead = self.draw(interval);
        now.saturating_add(ahead)
    }

    /// An exponential interval. `[ns]`
    #[inline(always)]
    fn draw(&mut self, interval: f64) -> u64 {
        self.fraction += self.intervals.exponential() * interval;
        let whole = whole(self.fraction);
        self.fraction -= whole as i64 as f64;
        whole
    }

    /// An exponential time is used up at the rate of each phase that it crosses, so the change of rate is exact.
    #[inline(never)]
    fn next_in_phases(&mut self, now: u64) -> u64 {
        let Pattern::Phases { phases, at } = &mut self.pattern else {
            return NEVER;
        };
        let mut left = self.intervals.exponential();
        let mut time = now as f64 + self.fraction;
        loop {
            let (end, interval) = phases[*at];
            let then = time + left * interval;
            if then < end || *at + 1 == phases.len() {
                self.fraction = then - then.floor();
                return if then < 1.8e19 { then as u64 } else { NEVER };
            }
            left -= (end - time).max(0.0) / interval;
            left = left.max(0.0);
            time = time.max(end);
            *at += 1;
        }
    }
}
