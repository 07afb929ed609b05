//! Where an object is: from its key to its slot.

/// No slot.
pub(super) const ABSENT: u32 = u32::MAX;

/// From keys to slots.
#[derive(Clone, Debug)]
pub(super) enum Index {
    /// A slot for each key from 0: one memory access, 4 bytes a key that could occur.
    Dense(Vec<u32>),
    /// For keys from a range too large for that.
    Hashed(Table),
}

impl Index {
    /// For keys below `keys`.
    pub(super) fn dense(keys: u32) -> Self {
        Self::Dense(vec![ABSENT; keys as usize])
    }

    /// For any keys.
    pub(super) fn hashed() -> Self {
        Self::Hashed(Table::new(1024))
    }

    #[inline]
    pub(super) fn get(&self, key: u32) -> u32 {
        match self {
            Self::Dense(slots) => slots.get(key as usize).copied().unwrap_or(ABSENT),
            Self::Hashed(table) => table.get(key),
        }
    }

    /// Puts a key that is not there; grows for a key beyond those announced.
    #[inline]
    pub(super) fn insert(&mut self, key: u32, slot: u32) {
        match self {
            Self::Dense(slots) => {
                if key as usize >= slots.len() {
                    slots.resize(key as usize + 1, ABSENT);
                }
                slots[key as usize] = slot;
            }
            Self::Hashed(table) => table.insert(key, slot),
        }
    }

    /// Counts one more at this key, from 0.
    #[inline]
    pub(super) fn add(&mut self, key: u32) -> u32 {
        if let Self::Dense(counts) = self
            && let Some(count) = counts.get_mut(key as usize)
        {
            *count = if *count == ABSENT {
                1
            } else {
                (*count + 1).min(ABSENT - 1)
            };
            return *count;
        }
        let count = match self.get(key) {
            ABSENT => 1,
            count => {
                self.remove(key);
                (count + 1).min(ABSENT - 1)
            }
        };
        self.insert(key, count);
        count
    }

    /// Takes a key out that is there.
    #[inline]
    pub(super) fn remove(&mut self, key: u32) {
        match self {
            Self::Dense(slots) => slots[key as usize] = ABSENT,
            Self::Hashed(table) => table.remove(key),
        }
    }
}

/// Open addressing with linear probing, at most half full; what follows a removed key moves up, so nothing is left behind.
///
/// The standard library's table is as fast to read, but its hash differs from run to run and needs a keyed function.
#[derive(Clone, Debug)]
pub(super) struct Table {
    places: Vec<(u32, u32)>, // key, slot; a power of two of them
    count: usize,
    shift: u32,
}

impl Table {
    fn new(places: usize) -> Self {
        Self {
            places: vec![(0, ABSENT); places],
            count: 0,
            shift: 64 - places.trailing_zeros(),
        }
    }

    /// Fibonacci hashing: the highest bits of the product with 2^64 over the golden ratio.
    #[inline]
    fn home(&self, key: u32) -> usize {
        (u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize
    }

    #[inline]
    fn get(&self, key: u32) -> u32 {
        let mask = self.places.len() - 1;
        let mut at = self.home(key);
        loop {
            let (found, slot) = self.places[at];
            if slot == ABSENT || found == key {
                return slot;
            }
            at = (at + 1) & mask;
        }
    }

    fn insert(&mut self, key: u32, slot: u32) {
        if 2 * self.count >= self.places.len() {
            self.grow();
        }
        let mask = self.places.len() - 1;
        let mut at = self.home(key);
        while self.places[at].1 != ABSENT {
            at = (at + 1) & mask;
        }
        self.places[at] = (key, slot);
        self.count += 1;
    }

    fn remove(&mut self, key: u32) {
        let mask = self.places.len() - 1;
        let mut hole = self.home(key);
        while self.places[hole].0 != key || self.places[hole].1 == ABSENT {
            if self.places[hole].1 == ABSENT {
                return;
            }
            hole = (hole + 1) & mask;
        }
        self.count -= 1;
        let mut at = hole;
        loop {
            self.places[hole].1 = ABSENT;
            // The next entry that may move into the hole: one whose home is not between hole and place.
            loop {
                at = (at + 1) & mask;
                let (key, slot) = self.places[at];
                if slot == ABSENT {
                    return;
                }
                let home = self.home(key);
                if at.wrapping_sub(home) & mask >= at.wrapping_sub(hole) & mask {
                    break;
                }
            }
            self.places[hole] = self.places[at];
            hole = at;
        }
    }

    fn grow(&mut self) {
        let mut larger = Self::new(2 * self.places.len());
        for (key, slot) in &self.places {
            if *slot != ABSENT {
                larger.insert(*key, *slot);
            }
        }
        *self = larger;
    }
}
