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
/// block 0: [ - - - first ]     siblings share a block and its cache line; places without an event hold NONE
/// block 1: [ a b c d ]         below the first, which is in place 3
/// block 2: [ e f g h ]         below a, in place 4; below place p is block p - 2
/// ```
///
/// Which sibling comes first, and whether a key sinks below it, is as good as random, so both are computed instead of
/// branched on: a wrong guess of the processor costs more than a level of the heap.
#[derive(Clone, Debug)]
pub struct Events {
    blocks: Vec<Siblings>, // at least one; the last one holds an event, or is the only one
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
/// The place of the first event.
const TOP: usize = 3;

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
        let first = self.first();
        self.hole = first != NONE;
        self.hole.then(|| Self::unpack(first))
    }

    /// A key that is ordered among the events but not kept in the heap: for the one event that is always pending.
    #[inline]
    pub(crate) fn key(&mut self, time: u64, who: u32) -> u128 {
        self.sequence = self.sequence.wrapping_add(1);
        u128::from(time) << 64 | u128::from(self.sequence << WHO_BITS | u64::from(who & WHO_MAX))
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
        self.blocks[0].0[TOP]
    }

    /// When the first event is. `[ns]`
    #[inline]
    pub(crate) fn first_time(&mut self) -> Option<u64> {
        let first = self.first();
        (first != NONE).then(|| Self::unpack(first).0)
    }

    /// The last one fills the hole.
    #[inline(never)]
    fn close(&mut self) {
        self.len -= 1;
        let place = TOP + self.len;
        let last = std::mem::replace(&mut self.blocks[place / 4].0[place % 4], NONE);
        if self.len == 0 {
            return;
        }
        if place.is_multiple_of(4) {
            self.blocks.pop();
        }
        self.sink(last);
    }

    /// Adds a key at the end, and moves it up until its parent is earlier.
    #[inline(never)]
    fn add(&mut self, key: u128) {
        let mut place = TOP + self.len;
        self.len += 1;
        if place / 4 == self.blocks.len() {
            self.blocks.push(Siblings([NONE; 4]));
        }
        while place > TOP {
            let parent = place / 4 + 2;
            let above = self.blocks[parent / 4].0[parent % 4];
            if above <= key {
                break;
            }
            self.blocks[place / 4].0[place % 4] = above;
            place = parent;
        }
        self.blocks[place / 4].0[place % 4] = key;
    }

    /// Moves `key` down from the top until those below are later. On from there it is the earliest below that goes on
    /// down, to its own place.
    #[inline(always)]
    fn sink(&mut self, mut key: u128) {
        let (mut block, mut at) = (0, TOP);
        loop {
            let below = 4 * block + at - 2;
            let Some(siblings) = self.blocks.get(below) else {
                break;
            };
            let child = siblings.first();
            let least = siblings.0[child];
            let sinks = least < key;
            self.blocks[block].0[at] = select_unpredictable(sinks, least, key);
            key = select_unpredictable(sinks, key, least);
            (block, at) = (below, child);
        }
        self.blocks[block].0[at] = key;
    }
}
