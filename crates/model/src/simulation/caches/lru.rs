//! Least recently used: a list in the order of the last read; the end goes.

use super::index::ABSENT;
use super::store::{Room, Store};
use super::{Keys, Policy};

/// LRU.
///
/// ```
/// use model::simulation::caches::{Keys, Lru, Policy, Room};
/// let mut cache = Lru::new(Keys::Below(10), Room::entries(2));
/// let hits: Vec<bool> = [1, 2, 1, 3, 2].map(|key| cache.request(key)).to_vec();
/// assert_eq!(hits, [false, false, true, false, false]); // 3 evicts 2, for 1 was read since
/// ```
#[derive(Clone, Debug)]
pub struct Lru {
    store: Store,
}

impl Lru {
    /// An empty cache.
    pub fn new(keys: Keys, room: Room) -> Self {
        Self {
            store: Store::new(keys.index(), room, 1),
        }
    }
}

impl Policy for Lru {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        let slot = self.store.find(key);
        if slot != ABSENT {
            self.store.move_to_front(0, slot);
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
