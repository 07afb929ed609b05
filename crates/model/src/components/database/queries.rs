//! What is asked of a database.

use super::definition::hop_in_range;
use crate::error::{Error, within};
use crate::units::{Bytes, Rate, Time, bytes, seconds};
use crate::workload::{Traffic, Work};

/// What is asked of a database: how much, and what one query takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Queries {
    /// Queries that only read. 0 to 1e9/s
    pub reads: Rate,
    /// Queries that write. 0 to 1e9/s
    pub writes: Rate,
    /// Mean time of a query on one core, exponential. 1 µs to 1 h
    pub cpu: Time,
    /// Pages that a query looks at. `[1]`, 0 to 100
    pub pages: f64,
    /// What the database stores, on each machine.
    pub data: Bytes,
    /// Memory of each machine that the operating system and its processes keep.
    pub reserved: Bytes,
    /// Time on the network between two machines, there and back. 0 to 1 h
    pub hop: Time,
}

impl Queries {
    /// What the requests of the peak hour ask of the database.
    ///
    /// # Errors
    /// Names a parameter of work or traffic that is missing or out of range.
    pub fn of(work: &Work, traffic: &Traffic, hop: Time) -> Result<Self, Error> {
        traffic.check()?;
        let demand = work.demand()?;
        let all = traffic.peak_rate() * f64::from(demand.queries);
        let writes = all * work.write_share();
        let queries = Self {
            reads: all - writes,
            writes,
            cpu: seconds(demand.query_cpu),
            pages: demand.pages,
            data: bytes(traffic.users() * demand.data_per_user),
            reserved: bytes(demand.reserved_memory),
            hop,
        };
        queries.check().map(|()| queries)
    }

    /// All queries.
    pub fn all(&self) -> Rate {
        self.reads + self.writes
    }

    /// Share of the queries that write, 0 where there are none. `[1]`
    pub fn write_share(&self) -> f64 {
        let all = self.all();
        if all > Rate::ZERO {
            self.writes / all
        } else {
            0.0
        }
    }

    /// The same mix at another rate of all queries.
    #[must_use]
    pub fn at(self, all: Rate) -> Self {
        let writes = all * self.write_share();
        Self {
            reads: all - writes,
            writes,
            ..self
        }
    }

    /// How long a query takes that meets nobody, if reading one page takes this long: in memory, on an SSD, on a hard disk.
    pub fn time_with_pages(&self, page: Time) -> Time {
        self.cpu + page * self.pages
    }

    /// Checks that every number is in its range.
    ///
    /// # Errors
    /// Names the first that is not.
    pub fn check(&self) -> Result<(), Error> {
        const MOST: f64 = 1e21;
        within("reads", self.reads.per_second(), 0.0, 1e9)?;
        within("writes", self.writes.per_second(), 0.0, 1e9)?;
        within("query_cpu", self.cpu.seconds(), 1e-6, 3600.0)?;
        within("pages_per_query", self.pages, 0.0, 100.0)?;
        within("data of the database", self.data.bytes(), 0.0, MOST)?;
        within("reserved_memory", self.reserved.bytes(), 0.0, MOST)?;
        hop_in_range(self.hop)?;
        Ok(())
    }
}
