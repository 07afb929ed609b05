//! Least frequently used: objects that were read equally often are in one list; the end of the lowest list goes.
//!
//! Constant time by the lists of lists of Shah, Mitra and Matani ("An O(1) algorithm for implementing the LFU cache
//! eviction scheme", 2010). An object's count is kept when it is evicted: "perfect LFU" in the words of Breslau et al.
//! (INFOCOM 1999). LFU that forgets ("in-cache LFU") keeps whatever once became popular and hardly lets anything else in.

use super::index::{ABSENT, Index};
use super::store::{Room, Store};
use super::{Keys, Policy};

/// LFU; of equals, the one not read for the longest time goes.
#[derive(Clone, Debug)]
pub struct Lfu {
    store: Store,
    counts: Index, // not slots but reads, of all keys ever read
    levels: Vec<Level>,
    free: u32,
}

/// The objects that were read `count` times. Level 0 is the two ends of the list of levels.
#[derive(Clone, Copy, Debug)]
struct Level {
    count: u32,
    list: u32,
    below: u32,
    above: u32,
}

impl Lfu {
    /// An empty cache.
    pub fn new(keys: Keys, room: Room) -> Self {
        let ends = Level {
            count: 0,
            list: 0,
            below: 0,
            above: 0,
        };
        Self {
            store: Store::new(keys.index(), room, 1),
            counts: keys.index(),
            levels: vec![ends],
            free: ABSENT,
        }
    }

    /// One read more of this key, ever.
    #[inline]
    fn count(&mut self, key: u32) -> u32 {
        self.counts.add(key)
    }

    /// The level of this count, counted upwards from `from`; made where there is none.
    #[inline]
    fn level(&mut self, from: u32, count: u32) -> u32 {
        let mut below = from;
        loop {
            let above = self.levels[below as usize].above;
            let found = self.levels[above as usize].count;
            if above != 0 && found == count {
                return above;
            }
            if above == 0 || found > count {
                return self.insert_level(below, above, count);
            }
            below = above;
        }
    }

    fn insert_level(&mut self, below: u32, above: u32, count: u32) -> u32 {
        let list = self.store.allocate(0, 0);
        self.store.close(list);
        let level = Level {
            count,
            list,
            below,
            above,
        };
        let at = if self.free == ABSENT {
            self.levels.push(level);
            self.levels.len() as u32 - 1
        } else {
            let at = self.free;
            self.free = self.levels[at as usize].above;
            self.levels[at as usize] = level;
            at
        };
        self.levels[below as usize].above = at;
        self.levels[above as usize].below = at;
        at
    }

    /// Drops a level if nothing is left of it.
    #[inline]
    fn tidy(&mut self, at: u32) {
        let Level {
            list, below, above, ..
        } = self.levels[at as usize];
        if self.store.last(list) != list {
            return;
        }
        self.levels[below as usize].above = above;
        self.levels[above as usize].below = below;
        self.levels[at as usize].above = self.free;
        self.free = at;
        self.store.release(list);
    }

    fn evict(&mut self) {
        let lowest = self.levels[0].above;
        let slot = self.store.last(self.levels[lowest as usize].list);
        self.store.remove(slot);
        self.tidy(lowest);
    }
}

impl Policy for Lfu {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        let count = self.count(key);
        let slot = self.store.find(key);
        if slot != ABSENT {
            let from = self.store.mark(slot);
            if self.levels[from as usize].count < count {
                let to = self.level(from, count);
                self.store.unlink(slot);
                self.store.link_front(self.levels[to as usize].list, slot);
                self.store.set_mark(slot, to);
                self.tidy(from);
            }
            return true;
        }
        if self.store.fits(key) {
            while self.store.lacks_room(key) {
                self.evict();
            }
            // What was evicted had the lowest count, so its level is near the bottom when it comes back.
            let level = self.level(0, count);
            self.store
                .insert(self.levels[level as usize].list, key, level);
        }
        false
    }
    fn remove(&mut self, key: u32) {
        let slot = self.store.find(key);
        if slot != ABSENT {
            let level = self.store.mark(slot);
            self.store.remove(slot);
            self.tidy(level);
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
