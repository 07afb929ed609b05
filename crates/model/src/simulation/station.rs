//! A station: servers, and one queue in front of them, first come, first served.

use super::streams::Stream;
use std::collections::VecDeque;

/// Servers and their queue.
#[derive(Clone, Debug)]
pub(crate) struct Station {
    servers: u32,
    busy: u32,
    waiting: VecDeque<u32>,
    services: Stream,
    since: u64, // [ns], of the last change
    tally: Tally,
}

/// What was counted at a station since the measurement began.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Busy servers, integrated over time. `[ns]`
    pub busy: f64,
    /// Waiting customers, integrated over time. `[ns]`
    pub waiting: f64,
    /// Services that began.
    pub starts: u64,
    /// The waits of these, summed. `[ns]`
    pub waits: u64,
    /// Their service times, summed. `[ns]`
    pub services: u64,
}

impl Station {
    /// A station with nobody in it.
    pub(crate) fn new(servers: u32, services: Stream) -> Self {
        let waiting = VecDeque::new();
        Self {
            servers,
            busy: 0,
            waiting,
            services,
            since: 0,
            tally: Tally::default(),
        }
    }

    /// Takes `who` in: true if a server is free and begins, false if `who` has to wait.
    #[inline]
    pub(crate) fn enter(&mut self, now: u64, who: u32) -> bool {
        self.pass(now);
        if self.busy < self.servers {
            self.busy += 1;
            return true;
        }
        self.waiting.push_back(who);
        false
    }

    /// Lets one go: the server turns to the first who waits, whom it returns, or becomes idle.
    #[inline]
    pub(crate) fn leave(&mut self, now: u64) -> Option<u32> {
        self.pass(now);
        let next = self.waiting.pop_front();
        if next.is_none() {
            self.busy -= 1;
        }
        next
    }

    /// A service of this mean `[ns]` that begins after a wait `[ns]`: how long it takes. `[ns]`
    #[inline]
    pub(crate) fn serve(&mut self, mean: f64, wait: u64) -> u64 {
        // Rounded to the nearest nanosecond: half a nanosecond up on average would be too much for short services.
        let service = (self.services.exponential() * mean + 0.5) as u64;
        self.tally.starts += 1;
        self.tally.waits += wait;
        self.tally.services += service;
        service
    }

    /// A server that is taken for a time that others decide (a worker).
    pub(crate) fn hold(&mut self, wait: u64) {
        self.tally.starts += 1;
        self.tally.waits += wait;
    }

    /// Begins the measurement.
    pub(crate) fn reset(&mut self, now: u64) {
        self.pass(now);
        self.tally = Tally::default();
    }

    /// What was counted until now.
    pub(crate) fn tally(&mut self, now: u64) -> Tally {
        self.pass(now);
        self.tally
    }

    /// Adds up the time since the last change.
    #[inline]
    fn pass(&mut self, now: u64) {
        let time = (now - self.since) as f64;
        self.tally.busy += time * f64::from(self.busy);
        self.tally.waiting += time * self.waiting.len() as f64;
        self.since = now;
    }
}

impl Tally {
    /// The sum of two stations' counts.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            busy: self.busy + other.busy,
            waiting: self.waiting + other.waiting,
            starts: self.starts + other.starts,
            waits: self.waits + other.waits,
            services: self.services + other.services,
        }
    }
}
