//! Simulated caches: they really evict, and are asked key by key.
//!
//! ```text
//! draws      which object is read next, by its popularity
//!   |
//!   v        ┌ lru fifo lfu sieve s3_fifo: what goes when the room is full (a file each)
//! policy ────┤ expiring: any of them, and what was loaded too long ago is loaded again
//!   |        └ index, store: from key to slot, and slots in lists by number
//!   v
//! measure    hit ratio with its 95% interval; large catalogues and long lists by a sample of the keys
//! ```
//!
//! The room is in bytes, objects have one size or each its own. What does not fit at all is never kept.
//!
//! ```
//! use model::simulation::caches::{Kind, Effort, measured_hit_ratio};
//! use model::workload::Popularity;
//! let measured = measured_hit_ratio(Kind::Lru, &Popularity::zipf(0.8), 10_000.0, 1_000.0, None, &Effort::draft())?;
//! assert!((measured.hit_ratio - 0.4367).abs() < 2.0 * measured.half_width); // published for this cache
//! # Ok::<(), model::error::Error>(())
//! ```

mod draws;
mod effort;
mod expiring;
mod fifo;
mod index;
mod kind;
mod lfu;
mod lru;
mod measure;
mod row;
mod s3_fifo;
mod sample;
mod sieve;
mod store;

pub use draws::Draws;
pub use effort::{Effort, Measured};
pub use expiring::{Expiring, Ttl};
pub use fifo::Fifo;
pub use kind::Kind;
pub use lfu::Lfu;
pub use lru::Lru;
pub use measure::{cold_start, measured_hit_ratio, measured_with_writes};
pub use row::measured_in_row;
pub use s3_fifo::S3Fifo;
pub use sample::{Sample, replayed_hit_ratio};
pub use sieve::Sieve;
pub use store::Room;

use index::Index;

/// A cache that is asked for one key after the other.
pub trait Policy {
    /// Reads an object; whether it was there. If not, it is loaded, and others go to make room.
    fn request(&mut self, key: u32) -> bool;

    /// Loads an object anew that is there but expired.
    fn reload(&mut self, key: u32) {
        self.request(key);
    }

    /// A write: the object is there no more, if it was.
    fn remove(&mut self, key: u32);

    /// Whether the object is there, without reading it.
    fn contains(&self, key: u32) -> bool;

    /// How much of the room is filled.
    fn used(&self) -> u64;

    /// How many objects are there.
    fn len(&self) -> usize;

    /// Whether none is.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Which keys can occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Whole numbers from 0, below this. The fastest, at 4 bytes a key.
    Below(u32),
    /// Any. Memory for those that are there, only.
    Any,
}

impl Keys {
    fn index(self) -> Index {
        match self {
            Self::Below(keys) => Index::dense(keys),
            Self::Any => Index::hashed(),
        }
    }
}
