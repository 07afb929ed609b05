//! A station: servers, and one queue in front of them, first come, first served. A pool of places is one as well, whose
//! services end when others say so.

use super::crowd::{Area, Crowd};
use super::service::Law;
use super::streams::Stream;
use std::collections::VecDeque;

/// Servers and their queue.
#[derive(Clone, Debug)]
pub(super) struct Station {
    servers: u64,
    busy: Crowd, // 0 to servers
    waiting: VecDeque<u32>,
    waits: Area, // of those who wait
    services: Stream,
    tally: Tally, // without the integrals
}

/// What was counted at a station, or at a pool, since the measurement began.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Busy servers (places that are taken), integrated over time. `[ns]`
    pub busy: f64,
    /// Waiting customers, integrated over time. Where everybody shares: those above the number of servers. `[ns]`
    pub waiting: f64,
    /// Services that began. Where everybody shares: that ended.
    pub starts: u64,
    /// The waits of these, summed. Where everybody shares: what the services took longer than alone. `[ns]`
    pub waits: u64,
    /// Their service times, summed; 0 at a pool. `[ns]`
    pub services: u64,
}

impl Station {
    /// A station with nobody in it.
    pub(super) fn new(servers: u32, services: Stream) -> Self {
        Self {
            servers: u64::from(servers),
            busy: Crowd::default(),
            waits: Area::default(),
            waiting: VecDeque::new(),
            services,
            tally: Tally::default(),
        }
    }

    /// Takes `who` in: true if a server is free and begins, false if `who` has to wait.
    #[inline]
    pub(super) fn enter(&mut self, now: u64, who: u32) -> bool {
        if self.busy.inside < self.servers {
            self.busy.change(now, 1);
            return true;
        }
        self.waits.come(now);
        self.waiting.push_back(who);
        false
    }

    /// Whether one more would find all servers busy and `room` customers waiting.
    #[inline]
    pub(super) fn is_full(&self, room: u32) -> bool {
        self.busy.inside >= self.servers && self.waiting.len() as u64 >= u64::from(room)
    }

    /// Lets one go: the server turns to the first who waits, whom it returns, or becomes idle.
    #[inline]
    pub(super) fn leave(&mut self, now: u64) -> Option<u32> {
        let next = self.waiting.pop_front();
        if next.is_some() {
            self.waits.go(now);
        } else {
            self.busy.change(now, -1);
        }
        next
    }

    /// A service that begins after a wait `[ns]`: how long it takes. `[ns]`
    #[inline]
    pub(super) fn serve(&mut self, law: &Law, wait: u64) -> u64 {
        let service = law.draw(&mut self.services);
        self.tally.starts += 1;
        self.tally.waits += wait;
        self.tally.services += service;
        service
    }

    /// A server that is taken for a time that others decide (a place of a pool).
    #[inline]
    pub(super) fn hold(&mut self, wait: u64) {
        self.tally.starts += 1;
        self.tally.waits += wait;
    }

    /// Begins the measurement.
    pub(super) fn reset(&mut self, now: u64) {
        self.busy.reset(now);
        self.waits.reset(now, self.waiting.len() as u64);
        self.tally = Tally::default();
    }

    /// What was counted until now.
    pub(super) fn tally(&self, now: u64) -> Tally {
        Tally {
            busy: self.busy.area(now),
            waiting: self.waits.until(now, self.waiting.len() as u64),
            ..self.tally
        }
    }

    /// Sends everybody away.
    pub(super) fn clear(&mut self, now: u64) {
        self.busy.clear(now);
        self.waits.clear(now, self.waiting.len() as u64);
        self.waiting.clear();
    }

    /// Whether nobody is there.
    #[cfg(test)]
    pub(super) fn is_idle(&self) -> bool {
        self.busy.inside == 0 && self.waiting.is_empty()
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
