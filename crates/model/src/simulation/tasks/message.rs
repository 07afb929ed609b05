//! A message, and where it can be.

use crate::simulation::streams::{Stream, Streams};
use std::collections::VecDeque;

/// A message on its way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Message {
    pub(super) arrived: u64,  // [ns]
    pub(super) accepted: u64, // [ns]
    pub(super) ended: u64,    // [ns], when the work was done
    pub(super) number: u64,   // in the order of acceptance
    pub(super) key: u32,
    pub(super) received: u32,
    pub(super) effects: u32,
    pub(super) work: u64,   // [ns]
    pub(super) useful: u64, // [ns]
    pub(super) poison: bool,
    pub(super) measured: bool,
}

/// A broker machine: its cores and who waits for them.
#[derive(Debug, Default)]
pub(super) struct Taker {
    pub(super) busy: u32,
    pub(super) waiting: VecDeque<u32>,
}

/// The messages of one key.
#[derive(Debug, Default)]
pub(super) struct Lane {
    pub(super) taken: bool,
    pub(super) waiting: VecDeque<u32>,
    pub(super) last: u64, // number of the latest that was done
}

/// The random streams, one for each thing that is drawn.
#[derive(Debug)]
pub(super) struct Dice {
    pub(super) keys: Stream,
    pub(super) poison: Stream,
    pub(super) brokers: Stream,
    pub(super) handing: Stream,
    pub(super) services: Stream,
    pub(super) failing: Stream,
}

impl Dice {
    pub(super) fn new(streams: &Streams) -> Self {
        Self {
            keys: streams.stream("keys"),
            poison: streams.stream("poison"),
            brokers: streams.stream("brokers"),
            handing: streams.stream("handing over"),
            services: streams.stream("tasks"),
            failing: streams.stream("failing"),
        }
    }
}
