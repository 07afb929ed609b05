//! Slots that hold objects, in doubly linked lists by number: no pointer, no allocation for an object.

use super::index::{ABSENT, Index};

/// An object, or the two ends of a list. 16 bytes: never astride two cache lines.
#[derive(Clone, Copy, Debug)]
struct Slot {
    key: u32,
    before: u32,
    after: u32,
    mark: u32,
}

/// How large objects are and how much fits.
#[derive(Clone, Debug)]
pub struct Room {
    capacity: u64,
    each: u64,       // size of every object, where `sizes` is empty
    sizes: Vec<u32>, // by key
}

impl Room {
    /// Room for so many objects, all of one size.
    pub fn entries(entries: u64) -> Self {
        Self::same(entries, 1)
    }

    /// So many bytes, and the same number of bytes for every object (at least 1).
    pub fn same(capacity: u64, size: u64) -> Self {
        Self {
            capacity,
            each: size.max(1),
            sizes: Vec::new(),
        }
    }

    /// So many bytes, and the number of bytes of each object by its key. Keys beyond the list have the size of the last.
    pub fn sized(capacity: u64, sizes: Vec<u32>) -> Self {
        Self {
            capacity,
            each: u64::from(sizes.last().copied().unwrap_or(1)).max(1),
            sizes,
        }
    }

    /// How much fits.
    pub fn capacity(&self) -> u64 {
        self.capacity
    }

    /// How large an object is.
    #[inline]
    pub fn size(&self, key: u32) -> u64 {
        if self.sizes.is_empty() {
            return self.each;
        }
        self.sizes
            .get(key as usize)
            .map_or(self.each, |size| u64::from(*size).max(1))
    }
}

/// Objects in one or several lists, and how much of the room they fill.
#[derive(Clone, Debug)]
pub(super) struct Store {
    pub(super) index: Index,
    pub(super) room: Room,
    pub(super) used: u64,
    pub(super) count: usize,
    slots: Vec<Slot>,
    free: u32, // first of the free slots, chained by `after`
}

impl Store {
    /// No objects, and so many lists: list n begins and ends at slot n.
    pub(super) fn new(index: Index, room: Room, lists: u32) -> Self {
        let ends = |n| Slot {
            key: 0,
            before: n,
            after: n,
            mark: 0,
        };
        Self {
            index,
            room,
            used: 0,
            count: 0,
            slots: (0..lists).map(ends).collect(),
            free: ABSENT,
        }
    }

    #[inline]
    pub(super) fn find(&self, key: u32) -> u32 {
        self.index.get(key)
    }
    #[inline]
    pub(super) fn key(&self, slot: u32) -> u32 {
        self.slots[slot as usize].key
    }
    #[inline]
    pub(super) fn mark(&self, slot: u32) -> u32 {
        self.slots[slot as usize].mark
    }
    #[inline]
    pub(super) fn set_mark(&mut self, slot: u32, mark: u32) {
        self.slots[slot as usize].mark = mark;
    }
    /// The one before it; the list's own number at its front.
    #[inline]
    pub(super) fn before(&self, slot: u32) -> u32 {
        self.slots[slot as usize].before
    }
    /// The last of a list; the list's own number if it is empty.
    #[inline]
    pub(super) fn last(&self, list: u32) -> u32 {
        self.slots[list as usize].before
    }

    /// Whether an object of this key can be there at all.
    #[inline]
    pub(super) fn fits(&self, key: u32) -> bool {
        self.room.size(key) <= self.room.capacity
    }

    /// Whether it does not fit beside what is there.
    #[inline]
    pub(super) fn lacks_room(&self, key: u32) -> bool {
        self.used + self.room.size(key) > self.room.capacity
    }

    #[inline]
    pub(super) fn unlink(&mut self, slot: u32) {
        let Slot { before, after, .. } = self.slots[slot as usize];
        self.slots[before as usize].after = after;
        self.slots[after as usize].before = before;
    }

    #[inline]
    pub(super) fn link_front(&mut self, list: u32, slot: u32) {
        let first = self.slots[list as usize].after;
        let entry = &mut self.slots[slot as usize];
        (entry.before, entry.after) = (list, first);
        self.slots[first as usize].before = slot;
        self.slots[list as usize].after = slot;
    }

    #[inline]
    pub(super) fn move_to_front(&mut self, list: u32, slot: u32) {
        if self.slots[list as usize].after != slot {
            self.unlink(slot);
            self.link_front(list, slot);
        }
    }

    /// A slot that is in no list.
    pub(super) fn allocate(&mut self, key: u32, mark: u32) -> u32 {
        let entry = Slot {
            key,
            before: ABSENT,
            after: ABSENT,
            mark,
        };
        if self.free == ABSENT {
            self.slots.push(entry);
            return self.slots.len() as u32 - 1;
        }
        let slot = self.free;
        self.free = self.slots[slot as usize].after;
        self.slots[slot as usize] = entry;
        slot
    }

    /// Makes a slot the two ends of an empty list.
    pub(super) fn close(&mut self, list: u32) {
        let ends = &mut self.slots[list as usize];
        (ends.before, ends.after) = (list, list);
    }

    /// Gives back a slot that is in no list.
    pub(super) fn release(&mut self, slot: u32) {
        self.slots[slot as usize].after = self.free;
        self.free = slot;
    }

    /// A new object at the front of a list.
    #[inline]
    pub(super) fn insert(&mut self, list: u32, key: u32, mark: u32) -> u32 {
        let slot = self.allocate(key, mark);
        self.index.insert(key, slot);
        self.link_front(list, slot);
        self.used += self.room.size(key);
        self.count += 1;
        slot
    }

    /// Takes an object out.
    #[inline]
    pub(super) fn remove(&mut self, slot: u32) {
        let key = self.key(slot);
        self.unlink(slot);
        self.index.remove(key);
        self.release(slot);
        self.used -= self.room.size(key);
        self.count -= 1;
    }
}
