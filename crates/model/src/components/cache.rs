//! A cache: memory on machines of its own that answers what was asked before, so that the database need not.
//!
//! ```text
//!                                 ┌───────┐  hit, share h: answered from memory
//!                          ┌─────>│ cache │
//! ┌────────────────────┐   │      └───────┘
//! │ cluster of web     │───┤          │ miss, share 1 - h
//! │ servers            │   │          v
//! └────────────────────┘   │      ┌────────────────────┐
//!                          └─────>│ database: source   │   reads that reach it: (1 - h) x all reads
//!                          writes │ and its replicas   │   and 1/(1 - h) times as many when the cache is lost
//!                                 └────────────────────┘
//! ```
//!
//! How often it hits is not an input. It *emerges* from how many objects there are, how large they are, how unequally
//! they are read ([`Popularity`](crate::workload::Popularity)), how much memory there is and what is evicted
//! ([`Eviction`]). Two witnesses say so: Che's
//! approximation ([`queueing::che`](crate::queueing::che)),
//!
//! ```text
//! sum over objects of 1 - exp(-p_i T) = objects that fit      (T: requests that an unread object survives)
//! h = sum over objects of p_i (1 - exp(-p_i T))
//! ```
//!
//! and a simulated cache that evicts ([`simulation::caches`](crate::simulation::caches)), also of two caches in a row
//! ([`Cache::closed_hit_ratios_before`]). With cache-aside and read-through a
//! write removes its object from both: w writes for each read of an object take up to w/(1 + w) of the hits.
//!
//! **The assumption that matters most: references are independent.** Each read picks its object by popularity alone,
//! whatever was read before. Real readers come back to what they have just read, so real caches often do better; a
//! [recorded](crate::workload::Popularity::recorded) list of keys, replayed through the simulated cache, shows by how much.
//!
//! ```
//! use model::prelude::*;
//! let small = Machine::named("small").cores(2).memory(gib(2.0));
//! let cache = Cache::lru().on(small, 1).reserved(gib(1.0)).overhead(bytes(64.0)).lookup(us(100.0));
//! let popularity = Popularity::zipf(0.8);
//! let ratio = cache.closed_hit_ratio(2e7, kib(4.0), &popularity, per_second(500.0))?;
//! assert!(ratio.value > 0.2 && ratio.value < 0.5); // room for 1.3% of the objects
//! # Ok::<(), Error>(())
//! ```

mod cold;
mod ratio;
mod row;
mod sizing;
mod stampede;
mod writing;

pub use cold::ColdStart;
pub use ratio::HitRatio;
pub use sizing::SizeRow;
pub use stampede::{Stampede, simulated_stampede};
pub use writing::{BackLog, WriteCost};

use super::availability::Uptime;
use crate::error::{Error, given, within};
use crate::machine::Machine;
use crate::network::Failures;
use crate::units::{Bytes, Time, bytes, seconds};

const PEBIBYTE: f64 = 1_125_899_906_842_624.0;

/// What goes when the memory is full.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Eviction {
    /// What was not read for the longest time (least recently used).
    Lru,
    /// What was loaded first, however often it was read (first in, first out).
    Fifo,
    /// What was read least often (least frequently used); of equals, what was not read for the longest time.
    Lfu,
    /// What a hand that moves from old to new finds unread since it last came by (Zhang et al., NSDI 2024).
    Sieve,
    /// What a small queue lets go because nobody asked for it twice (Yang et al., SOSP 2023).
    S3Fifo,
    /// Nothing: what is loaded stays this long, and the memory must suffice. See [`Cache::ttl`].
    Ttl(Time),
}

/// How a write reaches the database and the cache.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Writing {
    /// The application writes to the database and removes the object from the cache; a miss is loaded by the application.
    Aside,
    /// Like [`Writing::Aside`], but the cache itself loads what it misses: one round trip less for the application.
    ReadThrough,
    /// Every write goes to the database and to the cache before it is confirmed.
    Through,
    /// A write is confirmed once the cache has it; the database gets it after this time, several writes to an object in one.
    Back(Time),
}

/// A cache: policy, machines, costs. See the [module](self).
///
/// ```
/// use model::prelude::*;
/// let machine = Machine::named("medium").cores(2).memory(gib(4.0));
/// let cache = Cache::lru().on(machine, 2).lookup(us(100.0)).reserved(gib(0.5));
/// assert_eq!(cache.capacity()?.gib(), 7.0);
/// assert_eq!(Cache::lru().check().unwrap_err().parameter(), "cache machine");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Cache {
    eviction: Eviction,
    machine: Option<Machine>,
    count: u32,                     // 1 to 10 000
    lookup: Option<f64>,            // [s], 1 ns to 1 h; mean of an exponential
    pub(crate) memory: Option<f64>, // [B], 1 to 1 PiB, of each machine
    reserved: Option<f64>,          // [B], 0 to 1 PiB, of each machine
    pub(crate) overhead: f64,       // [B], 0 to 1 PiB, of each object
    time_to_live: Option<f64>,      // [s], 1 ns to 1e10
    writing: Writing,
    coalescing: bool,
    uptime: Option<Uptime>,
}

impl Cache {
    /// Evicts what was not read for the longest time.
    pub fn lru() -> Self {
        Self::evicting(Eviction::Lru)
    }
    /// Evicts what was loaded first.
    pub fn fifo() -> Self {
        Self::evicting(Eviction::Fifo)
    }
    /// Evicts what was read least often.
    pub fn lfu() -> Self {
        Self::evicting(Eviction::Lfu)
    }
    /// Evicts by SIEVE.
    pub fn sieve() -> Self {
        Self::evicting(Eviction::Sieve)
    }
    /// Evicts by S3-FIFO.
    pub fn s3_fifo() -> Self {
        Self::evicting(Eviction::S3Fifo)
    }
    /// Keeps every object for this long after it was loaded, and evicts nothing. Memory that does not suffice is an error.
    pub fn ttl(time: Time) -> Self {
        Self::evicting(Eviction::Ttl(time))
    }

    /// Evicts by this policy; the others are given by name.
    pub fn evicting(eviction: Eviction) -> Self {
        Self {
            eviction,
            machine: None,
            count: 1,
            lookup: None,
            memory: None,
            reserved: None,
            overhead: 0.0,
            time_to_live: None,
            writing: Writing::Aside,
            coalescing: false,
            uptime: None,
        }
    }

    /// Runs on `count` of these machines; each holds its share of the objects, by a hash of the key. 1 to 10 000
    #[must_use]
    pub fn on(mut self, machine: Machine, count: u32) -> Self {
        (self.machine, self.count) = (Some(machine), count);
        self
    }

    /// Mean time on one core of the cache for one lookup, hit or miss. 1 ns to 1 h
    #[must_use]
    pub fn lookup(mut self, mean: Time) -> Self {
        self.lookup = Some(mean.seconds());
        self
    }

    /// Memory for objects on each machine. 1 B to 1 PiB. Without it: what the machine has, less what is reserved.
    #[must_use]
    pub fn memory(mut self, memory: Bytes) -> Self {
        self.memory = Some(memory.bytes());
        self
    }

    /// Memory of each machine that the operating system and the cache itself keep. 0 to 1 PiB. Needed where `memory` is not given.
    #[must_use]
    pub fn reserved(mut self, memory: Bytes) -> Self {
        self.reserved = Some(memory.bytes());
        self
    }

    /// Memory that an object needs besides its own size: key, pointers, what the allocator rounds up. 0 to 1 PiB
    ///
    /// Without it an object occupies its size, which is too little: a Redis key of a few bytes takes some 70 more.
    #[must_use]
    pub fn overhead(mut self, each: Bytes) -> Self {
        self.overhead = each.bytes();
        self
    }

    /// How long a machine works until it fails, and how long its repair takes: means, exponential. 1 ms to 30 years each
    #[must_use]
    pub fn failures(mut self, up: Time, repair: Time) -> Self {
        self.uptime = Some(Uptime { up, repair });
        self
    }

    /// An object that was loaded this long ago is stale and loaded again, however often it is read; where nothing else
    /// evicts ([`Cache::ttl`]), another time for that. 1 ns to 1e10 s
    #[must_use]
    pub fn time_to_live(mut self, time: Time) -> Self {
        match &mut self.eviction {
            Eviction::Ttl(lifetime) => *lifetime = time,
            _ => self.time_to_live = Some(time.seconds()),
        }
        self
    }

    /// How writes reach the database and the cache; [`Writing::Aside`] unless said otherwise.
    #[must_use]
    pub fn writing(mut self, writing: Writing) -> Self {
        self.writing = writing;
        self
    }

    /// Whether requests that miss the same object wait for the first of them instead of asking the database themselves: what that
    /// saves says [`stampede`](Self::stampede). In the report of a [`System`](crate::system::System) nobody meets anybody there, and
    /// it changes nothing.
    #[must_use]
    pub fn coalescing(mut self, coalescing: bool) -> Self {
        self.coalescing = coalescing;
        self
    }

    /// What it evicts.
    pub fn policy(&self) -> Eviction {
        self.eviction
    }
    /// Its kind of machine, if it was given.
    pub fn machine(&self) -> Option<&Machine> {
        self.machine.as_ref()
    }
    /// Its machines.
    pub fn count(&self) -> u32 {
        self.count
    }
    /// Mean time on one core for one lookup, if it was given.
    pub fn lookup_time(&self) -> Option<Time> {
        self.lookup.map(seconds)
    }
    /// Reserved memory of each machine, if it was given.
    pub fn reserved_memory(&self) -> Option<Bytes> {
        self.reserved.map(bytes)
    }
    /// How long an object stays fresh, if that has a limit.
    pub fn lifetime(&self) -> Option<Time> {
        match self.eviction {
            Eviction::Ttl(time) => Some(time),
            _ => self.time_to_live.map(seconds),
        }
    }
    /// How writes reach the database and the cache.
    pub fn writes(&self) -> Writing {
        self.writing
    }
    /// Whether concurrent misses of one object ask the database once.
    pub fn coalesces(&self) -> bool {
        self.coalescing
    }

    /// Memory for objects on all machines together.
    ///
    /// # Errors
    /// Names what is missing: the machine, its memory, or what is reserved of it; or what leaves no room.
    pub fn capacity(&self) -> Result<Bytes, Error> {
        let count = within("cache machines", f64::from(self.count), 1.0, 10_000.0)?;
        if self.memory.is_some() {
            let memory = given("cache memory", self.memory, 1.0, PEBIBYTE)?;
            return Ok(bytes(memory * count));
        }
        let machine = self.machine.as_ref();
        let machine = machine.ok_or_else(|| Error::missing("cache machine"))?;
        let memory = machine.memory_size().map(Bytes::bytes);
        let memory = given("memory of the cache machine", memory, 1.0, PEBIBYTE)?;
        let reserved = given("cache reserved", self.reserved, 0.0, PEBIBYTE)?;
        within("cache reserved", reserved, 0.0, memory - 1.0)?;
        Ok(bytes((memory - reserved) * count))
    }

    /// How often a machine fails; `None` if they never do.
    pub fn uptime(&self) -> Option<Uptime> {
        self.uptime
    }

    /// The same for the description of a network: lookups at a dead machine fail until it is back, for its objects are nowhere else.
    pub fn failing(&self) -> Option<Failures> {
        self.uptime.map(|Uptime { up, repair }| Failures {
            up,
            repair,
            detection: None,
        })
    }

    /// Objects of this size that fit. `[1]`
    ///
    /// # Errors
    /// As [`Cache::capacity`]; names an object size outside 1 B to 1 PiB.
    pub fn entries(&self, object_size: Bytes) -> Result<f64, Error> {
        let size = within("object size", object_size.bytes(), 1.0, PEBIBYTE)?;
        let overhead = within("cache overhead", self.overhead, 0.0, PEBIBYTE)?;
        Ok((self.capacity()?.bytes() / (size + overhead)).floor())
    }

    /// Checks that what every use of a cache needs was given and is in its range.
    ///
    /// # Errors
    /// Names the first parameter that was not or is not.
    pub fn check(&self) -> Result<(), Error> {
        let machine = self.machine.as_ref();
        let machine = machine.ok_or_else(|| Error::missing("cache machine"))?;
        machine.check_charges()?;
        self.capacity()?;
        given("cache lookup", self.lookup, 1e-9, 3600.0)?;
        within("cache overhead", self.overhead, 0.0, PEBIBYTE)?;
        if let Some(time) = self.lifetime() {
            within("time to live", time.seconds(), 1e-9, 1e10)?;
        }
        if let Some(uptime) = self.uptime {
            uptime.check("failures of the cache")?;
        }
        if let Writing::Back(delay) = self.writing {
            within("write-back delay", delay.seconds(), 0.0, 1e10)?;
        }
        Ok(())
    }
}
