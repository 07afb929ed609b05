//! A job: a request's attempt, or what one started.

use crate::network::MAX_GROUPS;

/// A job inside, or the place of one that is gone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job {
    pub(super) arrived: u64,               // [ns]
    pub(super) since: u64,                 // [ns], when it came to where it is
    pub(super) work: u64,                  // [ns], what it would take alone where it shares
    pub(super) step: u32,                  // index of the operation at which it stays
    pub(super) left: u32, // visits still to make, this one included; at most 1 where it makes one
    pub(super) place: u32, // index of the station that it visits
    pub(super) machine: [u16; MAX_GROUPS], // at which machine of each group
    pub(super) held: u32, // a bit for each kind of pool of which it holds a place
    pub(super) client: u32, // who waits for it, or NO_CLIENT
    pub(super) counted: u8, // a bit for each group whose connections count it
    pub(super) route: u8,
    pub(super) measured: bool,
    pub(super) state: u8, // the bits below, which only a full engine keeps
}

/// Nobody waits for it: it was given up, or started by another, or clients are not looked at.
pub(super) const NO_CLIENT: u32 = u32::MAX;

/// It waits in a queue or shares a station, so that no event names it.
pub(super) const WAITS: u8 = 1;
/// A machine failed on which it holds something: it ends as soon as what it is doing elsewhere is over.
pub(super) const DOOMED: u8 = 2;
/// It is gone, but an event still names it.
pub(super) const GHOST: u8 = 4;
/// It is gone.
pub(super) const GONE: u8 = 8;

impl Job {
    /// One that begins now.
    #[inline]
    pub(super) fn new(now: u64, step: u32, measured: bool) -> Self {
        Self {
            arrived: now,
            since: now,
            work: 0,
            step,
            left: 0,
            place: 0,
            machine: [0; MAX_GROUPS],
            held: 0,
            client: NO_CLIENT,
            counted: 0,
            route: 0,
            measured,
            state: 0,
        }
    }

    /// One that this one starts on another route: at the same machines, holding nothing.
    pub(super) fn child(&self, now: u64, step: u32, route: u8) -> Self {
        Self {
            arrived: now,
            step,
            route,
            held: 0,
            counted: 0,
            client: NO_CLIENT,
            state: 0,
            ..*self
        }
    }

    /// Its machine of a group.
    #[inline]
    pub(super) fn at(&self, group: u8) -> usize {
        usize::from(self.machine[usize::from(group)])
    }

    #[inline]
    pub(super) fn is(&self, state: u8) -> bool {
        self.state & state != 0
    }
}

/// How a job, or a request, ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    Refused,
    Failed,
    TimedOut,
}
