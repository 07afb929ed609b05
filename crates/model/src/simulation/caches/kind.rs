//! Policies by their names.

use super::expiring::{Expiring, Ttl};
use super::fifo::Fifo;
use super::lfu::Lfu;
use super::lru::Lru;
use super::s3_fifo::S3Fifo;
use super::sieve::Sieve;
use super::store::Room;
use super::{Keys, Policy};

/// A policy by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Least recently used.
    Lru,
    /// First in, first out.
    Fifo,
    /// Least frequently used, with counts that survive eviction.
    Lfu,
    /// SIEVE.
    Sieve,
    /// S3-FIFO.
    S3Fifo,
    /// Everything stays for its lifetime.
    Ttl,
}

/// One tick of the simulated clock is 2^-20 of the mean time between two reads.
pub(super) const TICKS: f64 = 1_048_576.0;

/// A policy, with or without a lifetime.
pub(super) enum Simulated {
    Evicting(Box<dyn Policy>),
    Expiring(Expiring<Box<dyn Policy>>),
    Ttl(Ttl),
}

impl Simulated {
    /// `lifetime` in ticks. TTL without lifetime keeps everything.
    pub(super) fn new(kind: Kind, keys: Keys, entries: u64, lifetime: Option<u64>) -> Self {
        let room = Room::entries(entries);
        let policy: Box<dyn Policy> = match kind {
            Kind::Lru => Box::new(Lru::new(keys, room)),
            Kind::Fifo => Box::new(Fifo::new(keys, room)),
            Kind::Lfu => Box::new(Lfu::new(keys, room)),
            Kind::Sieve => Box::new(Sieve::new(keys, room)),
            Kind::S3Fifo => Box::new(S3Fifo::new(keys, room)),
            Kind::Ttl => return Self::Ttl(Ttl::new(keys, lifetime.unwrap_or(u64::MAX))),
        };
        match lifetime {
            Some(lifetime) => Self::Expiring(Expiring::new(policy, lifetime)),
            None => Self::Evicting(policy),
        }
    }

    #[inline]
    pub(super) fn request(&mut self, key: u32, now: u64) -> bool {
        match self {
            Self::Evicting(policy) => policy.request(key),
            Self::Expiring(policy) => policy.request_at(key, now),
            Self::Ttl(policy) => policy.request_at(key, now),
        }
    }

    pub(super) fn remove(&mut self, key: u32) {
        match self {
            Self::Evicting(policy) => policy.remove(key),
            Self::Expiring(policy) => policy.remove(key),
            Self::Ttl(policy) => policy.remove(key),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Evicting(policy) => policy.len(),
            Self::Expiring(policy) => policy.policy().len(),
            Self::Ttl(policy) => policy.len(),
        }
    }
}

impl Policy for Box<dyn Policy> {
    fn request(&mut self, key: u32) -> bool {
        (**self).request(key)
    }
    fn reload(&mut self, key: u32) {
        (**self).reload(key);
    }
    fn remove(&mut self, key: u32) {
        (**self).remove(key);
    }
    fn contains(&self, key: u32) -> bool {
        (**self).contains(key)
    }
    fn used(&self) -> u64 {
        (**self).used()
    }
    fn len(&self) -> usize {
        (**self).len()
    }
}
