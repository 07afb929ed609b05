//! What happens next: events ordered by time, ties by the order in which they were scheduled.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
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
/// Single 128-bit keys: time, sequence, whom. (The sequence wraps after 7 x 10^10 events, which could then only confuse a tie.)
///
/// ```text
/// near, sorted: [ NONE NONE NONE | 44 | 31 | 15 | 12 ]      far, a heap: 93, 51, 60 ...
///                                              first ^      the horizon: 51
/// ```
///
/// Most of what a system does next takes little time: it comes before almost all that was scheduled earlier, and finds its place
/// among the near ones in a few steps from their end, where the first event is. A heap would ask all its levels for the same.
/// Only where there are many events are there any beyond the horizon.
///
/// Whether the newest event comes before the first ones is as good as random. So these are compared without a branch: a wrong
/// guess of the processor costs more than a few steps that would not have been needed.
#[derive(Clone, Debug)]
pub struct Events {
    near: [u128; PLACES], // the first of all comes last; NONES at the beginning, which come before nothing
    len: usize,           // of what is near, with the NONES
    far: BinaryHeap<Reverse<u128>>,
    horizon: u128, // all that is near comes before it, all that is far does not; NONE if nothing is far
    sequence: u64, // its lowest 36 bits count
}

/// The key of no event: later than all.
pub(super) const NONE: u128 = u128::MAX;

/// Places for what is near. A power of two: the lowest bits of a number are an index, and need no check.
const PLACES: usize = 64;
/// So many steps are made without looking whether they are needed.
const BLIND: usize = 2;
/// Places without an event, so that every step has something to compare with.
const NONES: usize = BLIND + 1;
/// Where the earlier half begins when all places are taken.
const HALF: usize = (PLACES + NONES) / 2;

impl Default for Events {
    fn default() -> Self {
        Self::new()
    }
}

impl Events {
    /// No events.
    pub fn new() -> Self {
        Self {
            near: [NONE; PLACES],
            len: NONES,
            far: BinaryHeap::new(),
            horizon: NONE,
            sequence: 0,
        }
    }

    /// Puts an event at `time` `[ns]`, at most 2^64 - 2, that concerns `who`, at most 2^28 - 1.
    #[inline(always)]
    pub fn schedule(&mut self, time: u64, who: u32) {
        let key = self.key(time.min(u64::MAX - 1), who);
        if key < self.horizon {
            self.insert(key);
        } else {
            self.far.push(Reverse(key));
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
        (first != NONE).then(|| {
            self.drop_first();
            Self::unpack(first)
        })
    }

    /// The first event is over, which [`first`](Self::first) has just shown.
    #[inline(always)]
    pub(crate) fn drop_first(&mut self) {
        debug_assert!(self.len > NONES, "there is no event");
        self.len -= 1;
    }

    /// A key that is ordered among the events but not kept among them: for the next arrival, and for those who stand in lines.
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
    #[inline(always)]
    pub(crate) fn first(&mut self) -> u128 {
        if self.len == NONES && self.horizon != NONE {
            self.come_near();
        }
        self.near[(self.len - 1) % PLACES]
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
        let far = self.far.iter().map(|Reverse(key)| key);
        let all = self.near[NONES..self.len].iter().chain(far);
        all.map(|key| Self::unpack(*key))
    }

    /// Puts a key among the near ones. Those that come before it move up, from the first on. It is the newest of all, so that
    /// their times say which these are.
    // For a page there is one of it: there bytes count, too.
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    #[cfg_attr(target_family = "wasm", inline(never))]
    fn insert(&mut self, mut key: u128) {
        let new = time(key);
        let mut place = self.len;
        for _ in 0..BLIND {
            let other = self.near[(place - 1) % PLACES];
            let before = time(other) <= new;
            self.near[place % PLACES] = select_unpredictable(before, other, key);
            key = select_unpredictable(before, key, other);
            place -= 1;
        }
        while time(self.near[(place - 1) % PLACES]) <= new {
            self.near[place % PLACES] = self.near[(place - 1) % PLACES];
            place -= 1;
        }
        self.near[place % PLACES] = key;
        self.len += 1;
        if self.len == PLACES {
            self.go_far();
        }
    }

    /// The later half of the near ones is far from now on.
    #[cold]
    fn go_far(&mut self) {
        self.horizon = self.near[HALF - 1];
        let later = self.near[NONES..HALF].iter().copied();
        self.far.extend(later.map(Reverse));
        self.near.copy_within(HALF.., NONES);
        self.len = NONES + PLACES - HALF;
    }

    /// The first of those that are far come near, where nobody is.
    #[inline(never)]
    fn come_near(&mut self) {
        while self.len < HALF
            && let Some(Reverse(key)) = self.far.pop()
        {
            self.near[self.len] = key;
            self.len += 1;
        }
        self.near[NONES..self.len].reverse();
        self.horizon = self.far.peek().map_or(NONE, |Reverse(key)| *key);
    }
}

/// When the event of a key is. `[ns]`
#[inline(always)]
fn time(key: u128) -> u64 {
    (key >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::rngs::Xoshiro256PlusPlus;
    use rand::{RngExt, SeedableRng};

    /// Played against a sorted list, with few events and with many more than can be near.
    #[test]
    fn events_happen_in_order() {
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(1);
        for most in [1, 2, 3, 60, 61, 62, 200, 5_000] {
            let mut events = Events::new();
            let mut expected = std::collections::BTreeMap::new();
            let (mut now, mut sequence) = (0, 0);
            for round in 0..20_000_u32 {
                let growing = round / 6_000 % 2 == 0;
                let comes = dice.random_bool(if growing { 0.7 } else { 0.3 });
                if expected.is_empty() || comes && expected.len() < most {
                    // Ties, things that take little time, and things that take long.
                    let ahead = [
                        0,
                        1,
                        dice.random_range(0..100),
                        dice.random_range(0..10_000),
                    ];
                    let time = now + ahead[dice.random_range(0..4)];
                    sequence += 1;
                    events.schedule(time, sequence);
                    expected.insert((time, sequence), ());
                } else {
                    let ((time, who), ()) = expected.pop_first().unwrap();
                    assert_eq!(events.first_time(), Some(time), "{most}, {round}");
                    assert_eq!(events.next(), Some((time, who)), "{most}, {round}");
                    now = time;
                }
                assert_eq!(events.pending().count(), expected.len());
            }
            while let Some(((time, who), ())) = expected.pop_first() {
                assert_eq!(events.next(), Some((time, who)), "{most}");
            }
            assert_eq!(events.next(), None);
        }
    }
}
