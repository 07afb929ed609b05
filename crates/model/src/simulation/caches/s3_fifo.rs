//! S3-FIFO: three simple queues. New objects pass a small one (a tenth of the room); who is asked for more than once there
//! goes on to the main one, the others only leave their key in a queue of ghosts. A ghost that is asked for goes
//! to the main queue at once.
//!
//! Yang et al., "FIFO queues are all you need for cache eviction" (SOSP 2023), algorithm 1. Ghosts take no room; they are as
//! many bytes of objects as fit the main queue.

use super::index::ABSENT;
use super::store::{Room, Store};
use super::{Keys, Policy};

const SMALL: u32 = 0;
const MAIN: u32 = 1;
const GHOSTS: u32 = 2;
/// A mark is the number of reads since the object came to its queue (up to 3), and where it is.
const READS: u32 = 3;
const IN_MAIN: u32 = 4;
const GHOST: u32 = 8;

/// S3-FIFO.
#[derive(Clone, Debug)]
pub struct S3Fifo {
    store: Store,
    main_room: u64,
    main: u64,
    ghosts: u64,
    ghost_count: usize,
}

impl S3Fifo {
    /// An empty cache.
    pub fn new(keys: Keys, room: Room) -> Self {
        let small = (room.capacity() / 10).max(1);
        Self {
            main_room: room.capacity().saturating_sub(small),
            store: Store::new(keys.index(), room, 3),
            main: 0,
            ghosts: 0,
            ghost_count: 0,
        }
    }

    /// Bytes of objects, without the ghosts that the store counts, too.
    fn real(&self) -> u64 {
        self.store.used - self.ghosts
    }

    fn evict(&mut self) {
        if self.main > self.main_room || self.store.last(SMALL) == SMALL {
            self.evict_main();
        } else {
            self.evict_small();
        }
    }

    fn evict_small(&mut self) {
        let slot = self.store.last(SMALL);
        let size = self.store.room.size(self.store.key(slot));
        self.store.unlink(slot);
        if self.store.mark(slot) & READS > 1 {
            self.store.set_mark(slot, IN_MAIN);
            self.store.link_front(MAIN, slot);
            self.main += size;
            return;
        }
        self.store.set_mark(slot, GHOST);
        self.store.link_front(GHOSTS, slot);
        self.ghosts += size;
        self.ghost_count += 1;
        while self.ghosts > self.main_room {
            self.forget(self.store.last(GHOSTS));
        }
    }

    fn evict_main(&mut self) {
        loop {
            let slot = self.store.last(MAIN);
            let mark = self.store.mark(slot);
            if mark & READS == 0 {
                self.main -= self.store.room.size(self.store.key(slot));
                return self.store.remove(slot);
            }
            self.store.set_mark(slot, mark - 1);
            self.store.move_to_front(MAIN, slot);
        }
    }

    fn forget(&mut self, ghost: u32) {
        self.ghosts -= self.store.room.size(self.store.key(ghost));
        self.ghost_count -= 1;
        self.store.remove(ghost);
    }
}

impl Policy for S3Fifo {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        let slot = self.store.find(key);
        let known = slot != ABSENT;
        if known && self.store.mark(slot) & GHOST == 0 {
            let mark = self.store.mark(slot);
            if mark & READS < READS {
                self.store.set_mark(slot, mark + 1);
            }
            return true;
        }
        if known {
            self.forget(slot);
        }
        if self.store.fits(key) {
            let size = self.store.room.size(key);
            while self.real() + size > self.store.room.capacity() {
                self.evict();
            }
            let (list, mark) = if known { (MAIN, IN_MAIN) } else { (SMALL, 0) };
            self.main += if known { size } else { 0 };
            self.store.insert(list, key, mark);
        }
        false
    }
    /// A ghost stays: the key was asked for, whatever became of its object.
    fn remove(&mut self, key: u32) {
        let slot = self.store.find(key);
        if slot == ABSENT || self.store.mark(slot) & GHOST != 0 {
            return;
        }
        if self.store.mark(slot) & IN_MAIN != 0 {
            self.main -= self.store.room.size(key);
        }
        self.store.remove(slot);
    }
    fn contains(&self, key: u32) -> bool {
        let slot = self.store.find(key);
        slot != ABSENT && self.store.mark(slot) & GHOST == 0
    }
    fn used(&self) -> u64 {
        self.real()
    }
    fn len(&self) -> usize {
        self.store.count - self.ghost_count
    }
}
