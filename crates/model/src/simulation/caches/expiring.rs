//! Objects that expire: a time to live on top of any policy, or instead of one.

use super::{Keys, Policy};
use std::collections::VecDeque;

/// A policy whose objects are only fresh for a while. What has expired keeps its place until it is read, and is then
/// loaded again, or until it is evicted: as caches do that look at an entry's age only when it is asked for.
#[derive(Clone, Debug)]
pub struct Expiring<P> {
    policy: P,
    lifetime: u64,
    deadlines: Vec<u64>, // by key
}

impl<P: Policy> Expiring<P> {
    /// Every object of this policy is fresh for `lifetime` after it was loaded, on whatever clock.
    pub fn new(policy: P, lifetime: u64) -> Self {
        Self {
            policy,
            lifetime,
            deadlines: Vec::new(),
        }
    }

    /// Reads an object at this time; whether it was there and fresh. Time must not go backwards.
    #[inline]
    pub fn request_at(&mut self, key: u32, now: u64) -> bool {
        let at = key as usize;
        if at >= self.deadlines.len() {
            self.deadlines.resize((at + 1).next_power_of_two(), 0);
        }
        let expired = self.deadlines[at] <= now;
        if expired && self.policy.contains(key) {
            self.policy.reload(key);
        } else if self.policy.request(key) {
            return true;
        }
        self.deadlines[at] = now.saturating_add(self.lifetime);
        false
    }

    /// A write: the object is there no more, if it was.
    pub fn remove(&mut self, key: u32) {
        self.policy.remove(key);
    }

    /// The policy below.
    pub fn policy(&self) -> &P {
        &self.policy
    }
}

/// A cache that keeps everything for a while and evicts nothing.
#[derive(Clone, Debug)]
pub struct Ttl {
    lifetime: u64,
    deadlines: Vec<u64>,         // by key; 0 for what is not there
    order: VecDeque<(u32, u64)>, // key and deadline, some of them removed since
    count: usize,
}

impl Ttl {
    /// Keeps every object for `lifetime` after it was loaded, on whatever clock. For keys from 0.
    pub fn new(keys: Keys, lifetime: u64) -> Self {
        let keys = match keys {
            Keys::Below(keys) => keys as usize,
            Keys::Any => 0,
        };
        Self {
            lifetime,
            deadlines: vec![0; keys],
            order: VecDeque::new(),
            count: 0,
        }
    }

    /// Reads an object at this time; whether it was there. Time must not go backwards.
    #[inline]
    pub fn request_at(&mut self, key: u32, now: u64) -> bool {
        let at = key as usize;
        if at >= self.deadlines.len() {
            self.deadlines.resize((at + 1).next_power_of_two(), 0);
        }
        // All live equally long, so they expire in the order of loading.
        while let Some((oldest, until)) = self
            .order
            .front()
            .copied()
            .filter(|(_, until)| *until <= now)
        {
            if self.deadlines[oldest as usize] == until {
                self.deadlines[oldest as usize] = 0;
                self.count -= 1;
            }
            self.order.pop_front();
        }
        if self.deadlines[at] > now {
            return true;
        }
        let until = now.saturating_add(self.lifetime.max(1));
        self.deadlines[at] = until;
        self.order.push_back((key, until));
        self.count += 1;
        false
    }

    /// A write: the object is there no more, if it was.
    pub fn remove(&mut self, key: u32) {
        if let Some(deadline) = self
            .deadlines
            .get_mut(key as usize)
            .filter(|deadline| **deadline > 0)
        {
            *deadline = 0;
            self.count -= 1;
        }
    }

    /// Objects in it, as of the last read.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}
