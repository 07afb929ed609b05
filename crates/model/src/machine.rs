//! A machine that can be rented: cores, memory, one disk, and what it costs.
//!
//! ```text
//! ┌ medium ──────────────────────┐
//! │ cores   memory   disk  link  │ ── charges, a month
//! └──────────────────────────────┘
//!   a queue  room     a queue each
//! ```
//!
//! The assumption that matters most: its parts are its own. Cores of a rented machine are often halves of real ones, small machines
//! may be as fast as they look for part of the time only (credits), and neighbours share disk and link. Measure yours.
//!
//! ```
//! use model::prelude::*;
//! let medium = Machine::named("t3.medium")
//!     .cores(2)
//!     .memory(gib(4.0))
//!     .disk(Disk::new("SSD", us(100.0), gib(100.0)))
//!     .monthly(usd(30.37), "price list");
//! assert_eq!(medium.cost().to_string(), "$30");
//! ```

use crate::cost::Line;
use crate::error::{Error, given, within};
use crate::units::{Bytes, Money, Rate, Time};

/// A disk: how long one random read takes, how long a write, and how much fits.
///
/// It serves one at a time, in the order of arrival. Real solid-state drives serve several at once; this is the
/// careful side, and the model says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Disk {
    kind: String,
    read: f64,          // [s], 1 ns to 1 h; mean of an exponential
    write: Option<f64>, // [s], 1 ns to 1 h; mean of an exponential
    size: f64,          // [B], above 0
}

impl Disk {
    /// A disk by its kind ("SSD"), the mean time of one random read (1 ns to 1 h), and its size (1 B to 1 ZB).
    pub fn new(kind: impl Into<String>, read: Time, size: Bytes) -> Self {
        Self {
            kind: kind.into(),
            read: read.seconds(),
            write: None,
            size: size.bytes(),
        }
    }

    /// Mean time of one write that has reached the medium (a write and an fsync). Needed as soon as something writes.
    ///
    /// ```
    /// use model::prelude::*;
    /// let disk = Disk::new("SSD", us(100.0), gib(100.0)).writes(us(300.0));
    /// assert_eq!(disk.write(), Some(us(300.0)));
    /// ```
    #[must_use]
    pub fn writes(mut self, time: Time) -> Self {
        self.write = Some(time.seconds());
        self
    }

    /// "SSD", "hard disk" and the like.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Mean time of one random read.
    pub fn read(&self) -> Time {
        crate::units::seconds(self.read)
    }

    /// Mean time of one write that has reached the medium, if it was given.
    pub fn write(&self) -> Option<Time> {
        self.write.map(crate::units::seconds)
    }

    /// What fits on it.
    pub fn size(&self) -> Bytes {
        crate::units::bytes(self.size)
    }
}

/// A machine. Cores, memory and disk have no defaults; what has no price stands on the bill as not priced.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    name: String,
    cores: Option<u32>,  // 1 to 1 024
    memory: Option<f64>, // [B], 1 MiB to 1 PiB
    disk: Option<Disk>,
    bandwidth: Option<f64>, // [B/s], 1 to 1e15
    charges: Vec<Line>,
}

/// A [`Machine`] with every number given and in its range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hardware {
    pub(crate) cores: u32,
    pub(crate) memory: f64,
    pub(crate) read: f64,
    pub(crate) disk: f64,
}

impl Machine {
    /// Begins the description of a machine.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            cores: None,
            memory: None,
            disk: None,
            bandwidth: None,
            charges: Vec::new(),
        }
    }

    /// Cores that compute at the same time, all equally fast. `[1]`, 1 to 1 024
    #[must_use]
    pub fn cores(mut self, cores: u32) -> Self {
        self.cores = Some(cores);
        self
    }

    /// Main memory. 1 MiB to 1 PiB
    #[must_use]
    pub fn memory(mut self, memory: Bytes) -> Self {
        self.memory = Some(memory.bytes());
        self
    }

    /// Its one disk.
    #[must_use]
    pub fn disk(mut self, disk: Disk) -> Self {
        self.disk = Some(disk);
        self
    }

    /// What its network card sends, as a rate of bytes. `[B/s]`, 1 to 1e15. Only what was given is modelled: then answers share it.
    #[must_use]
    pub fn bandwidth(mut self, bytes: Rate) -> Self {
        self.bandwidth = Some(bytes.per_second());
        self
    }

    /// Its price in a month, and where that was read.
    #[must_use]
    pub fn monthly(self, price: Money, source: impl Into<String>) -> Self {
        let what = self.name.clone();
        self.charge(Line::new(what, 1.0, "month", price, source))
    }

    /// Adds a line to what it costs in a month.
    #[must_use]
    pub fn charge(mut self, line: Line) -> Self {
        self.charges.push(line);
        self
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What one of it costs in a month, line by line.
    pub fn charges(&self) -> &[Line] {
        &self.charges
    }

    /// What one of it costs in a month.
    pub fn cost(&self) -> Money {
        self.charges.iter().map(Line::total).sum()
    }

    /// Cores, if they were given.
    pub fn core_count(&self) -> Option<u32> {
        self.cores
    }

    /// Memory, if it was given.
    pub fn memory_size(&self) -> Option<Bytes> {
        self.memory.map(crate::units::bytes)
    }

    /// The disk, if it was given.
    pub fn disk_of(&self) -> Option<&Disk> {
        self.disk.as_ref()
    }

    /// What its network card sends, as a rate of bytes, if it was given.
    pub fn bandwidth_of(&self) -> Option<Rate> {
        self.bandwidth.map(crate::units::per_second)
    }

    /// Mean time of one write that has reached the disk, for a machine that must write.
    ///
    /// # Errors
    /// Says that it was not given, or is not from 1 ns to 1 h.
    pub fn write_time(&self) -> Result<Time, Error> {
        let write = self.disk.as_ref().and_then(|disk| disk.write);
        given("disk write time", write, 1e-9, 3600.0)
            .map(crate::units::seconds)
            .map_err(|error| error.of_machine(&self.name))
    }

    /// The numbers, all of them there and in range.
    pub(crate) fn hardware(&self) -> Result<Hardware, Error> {
        // The name is only put together when it is needed: a prediction asks often.
        self.checked().map_err(|error| error.of_machine(&self.name))
    }

    /// Checks the numbers that were given, and what it costs. Which of them are needed, who uses the machine knows.
    #[cfg(feature = "file")]
    pub(crate) fn check_given(&self) -> Result<(), Error> {
        self.ranges()
            .map_err(|error| error.of_machine(&self.name))?;
        self.check_charges()
    }

    /// Checks what it costs.
    pub(crate) fn check_charges(&self) -> Result<(), Error> {
        let first = self.charges.iter().find_map(|line| line.check().err());
        first.map_or(Ok(()), |error| Err(error.of_machine(&self.name)))
    }

    /// Each number that was given is in its range.
    fn ranges(&self) -> Result<(), Error> {
        let disk = self.disk.as_ref();
        [
            ("cores", self.cores.map(f64::from), 1.0, 1024.0),
            ("memory", self.memory, 1048576.0, 1_125_899_906_842_624.0),
            ("bandwidth", self.bandwidth, 1.0, 1e15),
            ("disk read time", disk.map(|disk| disk.read), 1e-9, 3600.0),
            ("disk write time", disk.and_then(|d| d.write), 1e-9, 3600.0),
            ("disk size", disk.map(|disk| disk.size), 1.0, 1e21),
        ]
        .into_iter()
        .try_for_each(|(name, value, low, high)| match value {
            Some(value) => within(name, value, low, high).map(drop),
            None => Ok(()),
        })
    }

    fn checked(&self) -> Result<Hardware, Error> {
        self.ranges()?;
        let disk = self.disk.as_ref().ok_or_else(|| Error::missing("disk"))?;
        Ok(Hardware {
            cores: self.cores.ok_or_else(|| Error::missing("cores"))?,
            memory: self.memory.ok_or_else(|| Error::missing("memory"))?,
            read: disk.read,
            disk: disk.size,
        })
    }
}
