//! First in, first out: a list in the order of loading; the end goes, however often it was read.

use super::index::ABSENT;
use super::store::{Room, Store};
use super::{Keys, Policy};

/// FIFO. A hit writes nothing.
#[derive(Clone, Debug)]
pub struct Fifo {
    store: Store,
}

impl Fifo {
    /// An empty cache.
    pub fn new(keys: Keys, room: Room) -> Self {
        Self {
            store: Store::new(keys.index(), room, 1),
        }
    }
}

impl Policy for Fifo {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        if self.store.find(key) != ABSENT {
            return true;
        }
        if self.store.fits(key) {
            while self.store.lacks_room(key) {
                self.store.remove(self.store.last(0));
            }
            self.store.insert(0, key, 0);
        }
        false
    }
    /// What is loaded again is the newest.
    fn reload(&mut self, key: u32) {
        let slot = self.store.find(key);
        if slot != ABSENT {
            self.store.move_to_front(0, slot);
        }
    }
    fn remove(&mut self, key: u32) {
        let slot = self.store.find(key);
        if slot != ABSENT {
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
