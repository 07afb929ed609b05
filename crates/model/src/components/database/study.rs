//! How busy source and replicas are, and what they can carry at most.

use super::definition::Database;
use super::queries::Queries;
use crate::error::{Error, within};
use crate::machine::Machine;
use crate::units::{Rate, Time, per_second, seconds};
use std::fmt;

/// One machine in numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Side {
    pub(super) cores: f64,
    pub(super) read: f64,  // [s], one page from the disk
    pub(super) log: f64,   // [s], one write to the log
    pub(super) miss: f64,  // [1], share of the pages that come from the disk
    pub(super) cache: f64, // [B], memory that is left for pages
}

/// A database under a load: what it does to each machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    pub(super) database: Database,
    pub(super) queries: Queries,
    pub(super) source: Side,
    pub(super) replica: Side,
}

/// How busy a machine is. Above 1 it cannot keep up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Busy {
    /// Share of its core time. `[1]`
    pub cores: f64,
    /// Share of its disk's time. `[1]`
    pub disk: f64,
    /// Share of the work on the busier of the two that only repeats writes of the source. `[1]`, 0 to 1
    pub replication: f64,
}

/// What is full first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limiting {
    /// The cores of the source, or of each copy.
    SourceCores,
    /// The disk of the source, or of each copy.
    SourceDisk,
    /// The cores of each replica.
    ReplicaCores,
    /// The disk of each replica.
    ReplicaDisk,
    /// The threads of each replica that apply writes: its lag grows without bound.
    Appliers,
}

impl fmt::Display for Limiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::SourceCores => "cores of the source",
            Self::SourceDisk => "disk of the source",
            Self::ReplicaCores => "cores of the replicas",
            Self::ReplicaDisk => "disks of the replicas",
            Self::Appliers => "appliers of the replicas",
        })
    }
}

/// What a database can carry, at the mix of reads and writes that it has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capacity {
    /// All queries, at which the first resource is full.
    pub queries: Rate,
    /// Which resource that is.
    pub by: Limiting,
}

impl Database {
    /// The database under a load.
    ///
    /// # Errors
    /// A number out of range; the disk's write time, where something writes and it was not given.
    pub fn study(&self, queries: &Queries) -> Result<Study, Error> {
        self.check()?;
        queries.check()?;
        let side = |machine| side(machine, self, queries);
        Ok(Study {
            source: side(self.machine())?,
            replica: side(self.replica_machine())?,
            database: self.clone(),
            queries: *queries,
        })
    }
}

/// The numbers of a machine under these queries.
fn side(machine: &Machine, database: &Database, queries: &Queries) -> Result<Side, Error> {
    let hardware = machine.hardware()?;
    let log = if queries.writes > Rate::ZERO {
        machine.write_time()?.seconds()
    } else {
        0.0
    };
    let taken = queries.reserved + database.connections_memory();
    let (data, cache) = (
        queries.data.bytes(),
        (hardware.memory - taken.bytes()).max(0.0),
    );
    Ok(Side {
        cores: f64::from(hardware.cores),
        read: hardware.read,
        log,
        miss: if data > cache {
            1.0 - cache / data
        } else {
            0.0
        },
        cache,
    })
}

impl Side {
    /// Time on the disk for the pages of a query. `[s]`
    pub(super) fn pages(&self, queries: &Queries) -> f64 {
        queries.pages * self.miss * self.read
    }
}

/// Seconds of a machine's cores and disk that one query of the mix takes in the mean: for reads, and for writes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Taken {
    reads: [f64; 2],
    writes: [f64; 2],
}

impl Taken {
    /// `reads` and `writes` a query, of this size, at a machine. `[1]`
    fn new(side: &Side, queries: &Queries, reads: f64, writes: f64) -> Self {
        let (cpu, pages) = (queries.cpu.seconds() / side.cores, side.pages(queries));
        Self {
            reads: [reads * cpu, reads * pages],
            writes: [writes * cpu, writes * (pages + side.log)],
        }
    }

    fn sum(&self, resource: usize) -> f64 {
        self.reads[resource] + self.writes[resource]
    }

    fn busy(&self, rate: f64) -> Busy {
        let busier = usize::from(self.sum(1) > self.sum(0));
        let all = self.sum(busier);
        Busy {
            cores: self.sum(0) * rate,
            disk: self.sum(1) * rate,
            replication: if all > 0.0 {
                self.writes[busier] / all
            } else {
                0.0
            },
        }
    }
}

impl Study {
    /// What is asked.
    pub fn queries(&self) -> &Queries {
        &self.queries
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// How busy the source is, or each copy where there is no replication. Nothing of it repeats other machines' work.
    pub fn source(&self) -> Busy {
        let taken = self.at_source(f64::from(self.database.replica_count()));
        Busy {
            replication: 0.0,
            ..taken.busy(self.queries.all().per_second())
        }
    }

    /// How busy each replica is; `None` without replicas.
    pub fn replica(&self) -> Option<Busy> {
        let replicas = f64::from(self.database.replica_count());
        let taken = self.at_replica(replicas);
        (replicas > 0.0).then(|| taken.busy(self.queries.all().per_second()))
    }

    /// How busy the threads are that apply writes, if nobody else uses the replica; `None` without replicas. `[1]`
    pub fn appliers(&self) -> Option<f64> {
        let rate = self.queries.all().per_second();
        (self.database.replica_count() > 0).then(|| self.applying() * rate)
    }

    /// What it can carry at this mix of reads and writes, and what is full then.
    pub fn capacity(&self) -> Capacity {
        self.capacity_with(f64::from(self.database.replica_count()))
    }

    /// What any number of replicas can carry at this mix of reads and writes; `None` if nothing writes, for then there is no
    /// limit.
    ///
    /// With a share `p` of writes it is 1/(p S) at the source, and 1/(a p S) at each replica, however many there are.
    pub fn limit(&self) -> Option<Capacity> {
        (self.queries.writes > Rate::ZERO).then(|| self.capacity_with(f64::INFINITY))
    }

    /// The number of replicas, at least one, from which on one more adds less than the share `gain` to what the database can
    /// carry; `None` if that is not so below 1 000. `[1]`
    ///
    /// # Errors
    /// `gain` is not from 1e-6 to 100.
    pub fn worthwhile(&self, gain: f64) -> Result<Option<u32>, Error> {
        within("gain", gain, 1e-6, 100.0)?;
        let at = |replicas: u32| self.capacity_with(f64::from(replicas)).queries;
        Ok((1..1000).find(|replicas| at(replicas + 1) < at(*replicas) * (1.0 + gain)))
    }

    /// Share of the pages that come from the disk of a machine that answers reads. `[1]`
    pub fn disk_share(&self) -> f64 {
        self.reader().miss
    }

    /// How long a read takes that meets nobody, at a machine that answers reads: cores, and the pages that are not in memory.
    pub fn bare_read(&self) -> Time {
        self.queries.cpu + seconds(self.reader().pages(&self.queries))
    }

    /// A machine that answers reads.
    pub(super) fn reader(&self) -> &Side {
        if self.database.replica_count() > 0 {
            &self.replica
        } else {
            &self.source
        }
    }

    fn capacity_with(&self, replicas: f64) -> Capacity {
        use Limiting::{Appliers, ReplicaCores, ReplicaDisk, SourceCores, SourceDisk};
        let (source, replica) = (self.at_source(replicas), self.at_replica(replicas));
        let mut all = vec![(SourceCores, source.sum(0)), (SourceDisk, source.sum(1))];
        if replicas > 0.0 {
            all.extend([
                (ReplicaCores, replica.sum(0)),
                (ReplicaDisk, replica.sum(1)),
                (Appliers, self.applying()),
            ]);
        }
        let mut most = all[0];
        for one in &all[1..] {
            if one.1 > most.1 {
                most = *one;
            }
        }
        Capacity {
            queries: per_second(1.0 / most.1.max(1e-300)),
            by: most.0,
        }
    }

    /// What one query of the mix takes of the source with so many replicas, or of each copy.
    fn at_source(&self, replicas: f64) -> Taken {
        let writes = self.queries.write_share();
        let share = if replicas <= 0.0 {
            1.0
        } else if self.database.source_reads() {
            1.0 / (1.0 + replicas)
        } else {
            0.0
        };
        let each = 1.0 / f64::from(self.database.copy_count());
        let (reads, writes) = ((1.0 - writes) * share * each, writes * each);
        Taken::new(&self.source, &self.queries, reads, writes)
    }

    /// What one query of the mix takes of each of so many replicas.
    fn at_replica(&self, replicas: f64) -> Taken {
        let writes = self.queries.write_share();
        let readers = replicas + f64::from(u8::from(self.database.source_reads()));
        let reads = (1.0 - writes) / readers.max(1.0);
        let applied = writes * self.database.apply_share();
        Taken::new(&self.replica, &self.queries, reads, applied)
    }

    /// Time of an applying thread that one query of the mix takes, if nobody else is there. `[s]`
    fn applying(&self) -> f64 {
        let (side, queries) = (&self.replica, &self.queries);
        let each = queries.cpu.seconds() + side.pages(queries) + side.log;
        let applied = queries.write_share() * self.database.apply_share();
        applied * each / f64::from(self.database.applier_count())
    }
}
