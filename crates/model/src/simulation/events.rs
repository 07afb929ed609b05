//! What happens next: events ordered by time, ties by the order in which they were scheduled.

use std::hint::select_unpredictable;

/// Bits of an event's key that name whom it concerns.
const WHO_BITS: u32 = 28;

/// The largest number that names whom an event concerns.
const WHO_MAX: u32 = (1 << WHO_BITS) - 1;

/// The event queue.
///
/// ```
/// use model::simulation::Events;
/// let mut events = Events::new();
/// events.schedule(20, 1);
/// events.schedule(10, 2);
/// events.schedule(10, 3);
/// assert_eq!(events.next(), Some((10, 2))); // first in, first out at the same nanosecond
/// assert_eq!(events.next(), Some((10, 3)));
/// assert_eq!(events.next(), Some((20, 1)));
/// assert_eq!(events.next(), None);
/// ```
///
/// A heap of four children a node over single 128-bit keys: time, sequence, whom. Taking the first event leaves a hole
/// at the top, which the next scheduled event fills: most events schedule their successor, and this saves them half
/// of the work. (The sequence wraps after 7 x 10^10 events, which could then only confuse a tie.)
///
/// ```text
///            top          the first event, or the hole
/// block 0: [ a b c d ]    siblings share a block and its cache line; places without an event hold NONE
/// block 1: [ e f g h ]    below a, in place 0; below place p is block p + 1
/// ```
///
/// Which sibling comes first, and whether a key sinks below it, is as good as random, so both are computed instead of
/// branched on: a wrong guess of the processor costs more than a level of the heap.
#[derive(Clone, Debug)]
pub struct Events {
    top: u128,             // NONE if there is no event
    blocks: Vec<Siblings>, // at least one; the last of several holds an event
    len: usize,            // events, with the hole
    hole: bool,
    sequence: u64, // its lowest 36 bits count
}

/// Keys with the same parent.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Siblings([u128; 4]);

/// The key of no event: later than all.
const NONE: u128 = u128::MAX;
impl Siblings {
    /// Which one is the first.
    #[inline]
    fn first(&self) -> usize {
        let keys = &self.0;
        let left = usize::from(keys[1] < keys[0]);
        let right = 2 + usize::from(keys[3] < keys[2]);
        select_unpredictable(keys[right] < keys[left], right, left)
    }
}

impl Default for Events {
    fn default() -> Self {
        Self::new()
    }
}

impl Events {
    /// No events.
    pub fn new() -> Self {
        Self {
            top: NONE,
            blocks: vec![Siblings([NONE; 4])],
            len: 0,
            hole: false,
            sequence: 0,
        }
    }

    /// Puts an event at `time` `[ns]` that concerns `who`, at most 2^28 - 1.
    #[inline(always)]
    pub fn schedule(&mut self, time: u64, who: u32) {
        let key = self.key(time, who);
        if self.hole {
            self.hole = false;
            self.sink(key);
        } else {
            self.add(key);
        }
    }

    /// Takes the first event: its time `[ns]` and whom it concerns.
    #[allow(
        clippy::should_implement_trait,
        reason = "an event queue is no iterator: it grows while it is read"
    )]
    #[inline]
    pub fn next(&mut self) -> Option<(u64, u32)> {
        (self.first() != NONE).then(|| self.take())
    }

    /// Takes the first event, which [`first`](Self::first) has just shown.
    #[inline(always)]
    pub(crate) fn take(&mut self) -> (u64, u32) {
        debug_assert!(!self.hole && self.top != NONE, "there is no event");
        self.hole = true;
        Self::unpack(self.top)
    }

    /// A key that is ordered among the events but not kept in the heap: for the one event that is always pending.
    #[inline]
    pub(crate) fn key(&mut self, time: u64, who: u32) -> u128 {
        self.sequence = self.sequence.wrapping_add(1);
        u128::from(time) << 64 | u128::from(self.sequence << WHO_BITS | u64::from(who & WHO_MAX))
    }

    /// The key of the beginning of a time: nothing that happens at it comes before.
    pub(crate) fn beginning(time: u64) -> u128 {
        u128::from(time) << 64
    }

    /// Time and whom of a key.
    #[inline]
    pub(crate) fn unpack(key: u128) -> (u64, u32) {
        ((key >> 64) as u64, key as u32 & WHO_MAX)
    }

    /// The first event's key; the largest number if there is none.
    #[inline]
    pub(crate) fn first(&mut self) -> u128 {
        if self.hole {
            self.hole = false;
            self.close();
        }
        self.top
    }

    /// When the first event is. `[ns]`
    #[inline]
    pub(crate) fn first_time(&mut self) -> Option<u64> {
        let first = self.first();
        (first != NONE).then(|| Self::unpack(first).0)
    }

    /// All events to come, in no order: time `[ns]` and whom they concern.
    #[cfg(test)]
    pub(crate) fn pending(&self) -> impl Iterator<Item = (u64, u32)> {
        let top = (!self.hole).then_some(self.top);
        let below = self.blocks.iter().flat_map(|siblings| siblings.0);
        let all = top.into_iter().chain(below);
        all.filter(|key| *key != NONE).map(Self::unpack)
    }

    /// The last one fills the hole.
    #[inline(never)]
    fn close(&mut self) {
        self.len -= 1;
        if self.len == 0 {
            self.top = NONE;
            return;
        }
        let place = self.len - 1;
        let last = std::mem::replace(&mut self.blocks[place / 4].0[place % 4], NONE);
        if place > 0 && place.is_multiple_of(4) {
            self.blocks.pop();
        }
        self.sink(last);
    }

    /// Adds a key at the end, and moves it up until its parent is earlier.
    #[inline(never)]
    fn add(&mut self, key: u128) {
        let mut next = self.len;
        self.len += 1;
        while let Some(place) = next.checked_sub(1) {
            let block = place / 4;
            if block == self.blocks.len() {
                self.blocks.push(Siblings([NONE; 4]));
            }
            let above = match block.checked_sub(1) {
                Some(parent) => self.blocks[parent / 4].0[parent % 4],
                None => self.top,
            };
            if above <= key {
                self.blocks[block].0[place % 4] = key;
                return;
            }
            self.blocks[block].0[place % 4] = above;
            next = block;
        }
        self.top = key;
    }

    /// Moves `key` down from the top until those below are later. On from there it is the earliest below that goes on
    /// down, to its own place.
    #[inline(always)]
    fn sink(&mut self, key: u128) {
        let mut block = 0;
        let mut at = self.blocks[0].first();
        let (first, mut key) = in_order(self.blocks[0].0[at], key);
        self.top = first;
        while let Some(siblings) = self.blocks.get(4 * block + at + 1) {
            let child = siblings.first();
            let (first, rest) = in_order(siblings.0[child], key);
            self.blocks[block].0[at] = first;
            key = rest;
            (block, at) = (4 * block + at + 1, child);
        }
        self.blocks[block].0[at] = key;
    }
}

/// The earlier of two keys and the later.
#[inline(always)]
fn in_order(one: u128, other: u128) -> (u128, u128) {
    let before = one < other;
    (
        select_unpredictable(before, one, other),
        select_unpredictable(before, other, one),
    )
}
