//! A station where everybody is served at once: processor sharing.
//!
//! With `n` customers at `c` servers, each is served at the rate `min(1, c/n)`. The station counts how much service each
//! customer has had since it was last empty ("virtual time"), the same for all, so that a customer who comes needs no
//! more than the virtual time at which it will be done, and an arrival changes nobody else's. Exact up to the rounding of
//! a departure to the nearest nanosecond.

use super::events::Events;
use super::service::Law;
use super::station::Tally;
use super::streams::Stream;

/// Servers shared by everybody who is there.
#[derive(Clone, Debug)]
pub(super) struct Shared {
    servers: f64,
    inside: u32,
    served: f64, // [ns], virtual time: what each has been served since the station was empty
    done: Events, // at which virtual time each is done (the bits of a number from 0 are ordered like the number)
    services: Stream,
    since: u64,   // [ns], of the last change
    pending: u64, // [ns], the event that is waited for; NEVER if none
    tally: Tally,
}

/// No event.
const NEVER: u64 = u64::MAX;

impl Shared {
    /// A station with nobody in it.
    pub(super) fn new(servers: u32, services: Stream) -> Self {
        Self {
            servers: f64::from(servers),
            inside: 0,
            served: 0.0,
            done: Events::new(),
            services,
            since: 0,
            pending: NEVER,
            tally: Tally::default(),
        }
    }

    /// Takes `who` in. Returns how long it would take alone. `[ns]`
    #[inline]
    pub(super) fn enter(&mut self, now: u64, who: u32, law: &Law) -> u64 {
        self.pass(now);
        let service = law.draw(&mut self.services);
        self.inside += 1;
        let done = self.served + service as f64;
        self.done.schedule(done.to_bits(), who);
        service
    }

    /// When the next one will be done, if an event must be scheduled for it: not if one is pending that comes first, which
    /// will ask again.
    #[inline]
    pub(super) fn next_event(&mut self) -> Option<u64> {
        let first = self.done.first_time()?;
        let left = (f64::from_bits(first) - self.served).max(0.0) / self.pace();
        let time = self.since + (left + 0.5) as u64;
        if time >= self.pending {
            return None;
        }
        self.pending = time;
        Some(time)
    }

    /// Whether an event at this time is the one that is waited for, and not one that was overtaken.
    #[inline]
    pub(super) fn expects(&mut self, now: u64) -> bool {
        let expected = now == self.pending;
        if expected {
            self.pending = NEVER;
        }
        expected
    }

    /// Lets one go that is done by now.
    #[inline]
    pub(super) fn leave(&mut self, now: u64) -> Option<u32> {
        self.pass(now);
        let first = self.done.first_time()?;
        // The event was rounded by half a nanosecond, in which nobody is served more than that.
        if f64::from_bits(first) > self.served + 0.500_001 {
            return None;
        }
        let (_, who) = self.done.next()?;
        self.inside -= 1;
        if self.inside == 0 {
            self.served = 0.0;
        }
        Some(who)
    }

    /// One has left who stayed so long `[ns]` and would have taken `service` alone `[ns]`.
    #[inline]
    pub(super) fn note(&mut self, stay: u64, service: u64) {
        self.tally.starts += 1;
        self.tally.waits += stay.saturating_sub(service);
        self.tally.services += service;
    }

    /// Begins the measurement.
    pub(super) fn reset(&mut self, now: u64) {
        self.pass(now);
        self.tally = Tally::default();
    }

    /// What was counted until now.
    pub(super) fn tally(&mut self, now: u64) -> Tally {
        self.pass(now);
        self.tally
    }

    /// Sends everybody away.
    pub(super) fn clear(&mut self, now: u64) {
        self.pass(now);
        self.inside = 0;
        self.served = 0.0;
        self.done = Events::new();
        self.pending = NEVER;
    }

    /// How fast each is served.
    #[inline]
    fn pace(&self) -> f64 {
        let inside = f64::from(self.inside);
        if inside <= self.servers {
            1.0
        } else {
            self.servers / inside
        }
    }

    /// Who is there, and how much of its service is left. `[ns]`
    #[cfg(test)]
    pub(super) fn needs(&self, now: u64) -> Vec<(u32, f64)> {
        let served = self.served + (now - self.since) as f64 * self.pace();
        let left = |(done, who)| (who, f64::from_bits(done) - served);
        self.done.pending().map(left).collect()
    }

    /// Adds up the time since the last change.
    #[inline]
    fn pass(&mut self, now: u64) {
        let time = (now - self.since) as f64;
        let inside = f64::from(self.inside);
        let busy = inside.min(self.servers);
        if self.inside > 0 {
            self.served += time * self.pace();
        }
        self.tally.busy += time * busy;
        self.tally.waiting += time * (inside - busy);
        self.since = now;
    }
}
