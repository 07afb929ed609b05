//! SIEVE: a list in the order of loading and a hand that moves from old to new; what it finds read since it last came by
//! may stay where it is, the first that was not read goes.
//!
//! Zhang et al., "SIEVE is Simpler than LRU: an Efficient Turn-Key Eviction Algorithm for Web Caches" (NSDI 2024),
//! algorithm 1. A hit sets one bit and moves nothing.

use super::index::ABSENT;
use super::store::{Room, Store};
use super::{Keys, Policy};

/// SIEVE.
#[derive(Clone, Debug)]
pub struct Sieve {
    store: Store,
    hand: u32, // a slot; 0, the end of the list, means: begin at the oldest
}

impl Sieve {
    /// An empty cache.
    pub fn new(keys: Keys, room: Room) -> Self {
        Self {
            store: Store::new(keys.index(), room, 1),
            hand: 0,
        }
    }

    fn evict(&mut self) {
        let mut at = self.hand;
        loop {
            if at == 0 {
                at = self.store.last(0);
            }
            if self.store.mark(at) == 0 {
                break;
            }
            self.store.set_mark(at, 0);
            at = self.store.before(at);
        }
        self.hand = self.store.before(at);
        self.store.remove(at);
    }
}

impl Policy for Sieve {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        let slot = self.store.find(key);
        if slot != ABSENT {
            self.store.set_mark(slot, 1);
            return true;
        }
        if self.store.fits(key) {
            while self.store.lacks_room(key) {
                self.evict();
            }
            self.store.insert(0, key, 0);
        }
        false
    }
    fn remove(&mut self, key: u32) {
        let slot = self.store.find(key);
        if slot != ABSENT {
            if self.hand == slot {
                self.hand = self.store.before(slot);
            }
            self.store.remove(slot);
        }
    }
    fn contains(&self, key: u32) -> bool {
        self.store.find(key) != ABSENT
    }
    fn used(&self) -> u64 {
        self.store.used
    }
    fn len(&self) -> usize {
        self.store.count
    }
}
