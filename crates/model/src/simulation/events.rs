//! What happens next: events ordered by time, ties by the order in which they were scheduled.

/// Bits of an event's key that name whom it concerns.
const WHO_BITS: u32 = 28;
const SEQUENCE_MASK: u128 = (1 << (64 - WHO_BITS)) - 1;

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
#[derive(Clone, Debug, Default)]
pub struct Events {
    heap: Vec<u128>,
    hole: bool,
    sequence: u128,
}

impl Events {
    /// No events.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts an event at `time` `[ns]` that concerns `who`, at most 2^28 - 1.
    #[inline]
    pub fn schedule(&mut self, time: u64, who: u32) {
        let key = self.key(time, who);
        if self.hole {
            self.hole = false;
            self.sink(key);
        } else {
            self.heap.push(key);
            self.rise(self.heap.len() - 1, key);
        }
    }

    /// Takes the first event: its time `[ns]` and whom it concerns.
    #[allow(
        clippy::should_implement_trait,
        reason = "an event queue is no iterator: it grows while it is read"
    )]
    #[inline]
    pub fn next(&mut self) -> Option<(u64, u32)> {
        self.first().map(|key| {
            self.hole = true;
            Self::unpack(key)
        })
    }

    /// A key that is ordered among the events but not kept in the heap: for the one event that is always pending.
    #[inline]
    pub(crate) fn key(&mut self, time: u64, who: u32) -> u128 {
        self.sequence = (self.sequence + 1) & SEQUENCE_MASK;
        u128::from(time) << 64 | self.sequence << WHO_BITS | u128::from(who & WHO_MAX)
    }

    /// Time and whom of a key.
    #[inline]
    pub(crate) fn unpack(key: u128) -> (u64, u32) {
        ((key >> 64) as u64, key as u32 & WHO_MAX)
    }

    /// The first event's key.
    #[inline]
    pub(crate) fn first(&mut self) -> Option<u128> {
        if self.hole {
            self.hole = false;
            let last = self.heap.pop()?;
            if !self.heap.is_empty() {
                self.sink(last);
            }
        }
        self.heap.first().copied()
    }

    /// Moves `key` up from `at` until its parent is earlier.
    #[inline]
    fn rise(&mut self, mut at: usize, key: u128) {
        while at > 0 {
            let parent = (at - 1) / 4;
            if self.heap[parent] <= key {
                break;
            }
            self.heap[at] = self.heap[parent];
            at = parent;
        }
        self.heap[at] = key;
    }

    /// Moves `key` down from the top until its children are later.
    #[inline]
    fn sink(&mut self, key: u128) {
        let heap = &mut self.heap[..];
        let mut at = 0;
        loop {
            let first = 4 * at + 1;
            let Some(children) = heap.get(first..heap.len().min(first + 4)) else {
                break;
            };
            let mut child = first;
            let mut least = u128::MAX;
            for (offset, &candidate) in children.iter().enumerate() {
                if candidate < least {
                    (least, child) = (candidate, first + offset);
                }
            }
            if least >= key {
                break;
            }
            heap[at] = least;
            at = child;
        }
        heap[at] = key;
    }
}
