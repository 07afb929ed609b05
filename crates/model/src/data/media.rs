//! Where data can be kept, and how long it takes to reach it there.

use super::rates::BaseRates;
use crate::error::Error;
use crate::machine::Disk;
use crate::units::{Bytes, Time};
use std::fmt;

/// Where data can be kept: in memory, on a solid-state drive, on a hard disk.
///
/// ```
/// use model::prelude::*;
/// let rates = BaseRates::parse(
///     "# for an example\n\
///      operation,value,unit,as_of,source\n\
///      random SSD read 8 KiB,100,us,2026-03-08,a table\n\
///      SSD write and fsync,300,us,2026-03-08,a table\n",
/// )?;
/// let disk = Medium::Ssd.disk(&rates, gib(100.0))?;
/// assert_eq!((disk.read(), disk.write()), (us(100.0), Some(us(300.0))));
/// assert!(Medium::Memory.read(&rates).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Medium {
    /// Main memory.
    Memory,
    /// A solid-state drive.
    Ssd,
    /// A hard disk.
    HardDisk,
}

impl Medium {
    /// All of them, the fastest first.
    pub const ALL: [Self; 3] = [Self::Memory, Self::Ssd, Self::HardDisk];

    /// The row of `data/base-rates.csv` with the time of one random read.
    pub const fn read_operation(self) -> &'static str {
        match self {
            Self::Memory => "random memory read 64 B",
            Self::Ssd => "random SSD read 8 KiB",
            Self::HardDisk => "hard disk random read",
        }
    }

    /// The row of `data/base-rates.csv` with the time of one write.
    ///
    /// Memory and hard disk have only a row for reads: to write, an arm seeks as far and a line of memory is fetched as
    /// long. Memory forgets, so a write there alone is not safe.
    pub const fn write_operation(self) -> &'static str {
        match self {
            Self::Ssd => "SSD write and fsync",
            _ => self.read_operation(),
        }
    }

    /// Mean time of one random read.
    ///
    /// # Errors
    /// Says that the table lacks the row.
    pub fn read(self, rates: &BaseRates) -> Result<Time, Error> {
        rates.time(self.read_operation())
    }

    /// Mean time of one write.
    ///
    /// # Errors
    /// Says that the table lacks the row.
    pub fn write(self, rates: &BaseRates) -> Result<Time, Error> {
        rates.time(self.write_operation())
    }

    /// A disk of this kind and size with the times of the table.
    ///
    /// # Errors
    /// Says that the table lacks a row.
    pub fn disk(self, rates: &BaseRates, size: Bytes) -> Result<Disk, Error> {
        Ok(Disk::new(self.to_string(), self.read(rates)?, size).writes(self.write(rates)?))
    }
}

impl fmt::Display for Medium {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Memory => "memory",
            Self::Ssd => "SSD",
            Self::HardDisk => "hard disk",
        })
    }
}
