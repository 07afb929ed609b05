//! How long a read and a write take, as the machines see them: queues, cores, disk, and the replicas that a write waits for.
//!
//! Cores are M/M/c and the disk M/G/1 with exponential reads and log writes; the waits are taken as independent, and writes
//! that are applied as a Poisson stream. The network between the web machines and the database is not in it.

use super::lag::{cores, counts, disk};
use super::study::{Side, Study};
use crate::error::Error;
use crate::network::Visits;
use crate::queueing::sojourn::{Queue, Sojourn};
use crate::units::{per_second, seconds};

impl Study {
    /// How long a read takes: at a replica, at the source, or now here now there.
    ///
    /// # Errors
    /// A machine cannot keep up.
    pub fn read_time(&self) -> Result<Sojourn, Error> {
        let share = self.database.source_share_of_reads();
        if self.database.replica_count() == 0 {
            return self.at(Place::Source, false);
        }
        let replica = self.at(Place::Replica, false)?;
        if share == 0.0 {
            return Ok(replica);
        }
        Ok(Sojourn::new().either(share, self.at(Place::Source, false)?, replica))
    }

    /// How long a write takes, the replicas' acknowledgements included.
    ///
    /// # Errors
    /// The source cannot keep up, or the replicas' disk lacks its write time.
    pub fn write_time(&self) -> Result<Sojourn, Error> {
        Ok(self
            .acknowledgement()?
            .add_to(self.at(Place::Source, true)?))
    }

    /// A query at a machine.
    fn at(&self, place: Place, writes: bool) -> Result<Sojourn, Error> {
        let queries = &self.queries;
        let (side, share, reads, written) = self.load(place);
        let rate = reads + written * share;
        let core = cores(side, per_second(rate), queries.cpu)
            .map_err(|error| place.busy("cores", &error))?;
        let disk_load = rate * side.pages(queries) + written * share * side.log;
        if disk_load >= 1.0 {
            let full = Error::new("utilisation", disk_load, "must be below 1");
            return Err(place.busy("disk", &full));
        }
        let logs = if side.log > 0.0 { written } else { 0.0 };
        let disk = disk(
            side.read,
            queries.pages * side.miss * rate,
            side.log * share,
            logs,
        );
        Ok(self.way(side, core, disk, writes))
    }

    fn way(&self, side: &Side, core: Queue, disk: Queue, writes: bool) -> Sojourn {
        let queries = &self.queries;
        let way = Sojourn::new()
            .visits(vec![0.0, 1.0], core, queries.cpu)
            .visits(
                counts(Visits::of(queries.pages, side.miss)),
                disk,
                seconds(side.read),
            );
        if writes && side.log > 0.0 {
            way.visits(vec![0.0, 1.0], disk, seconds(side.log))
        } else {
            way
        }
    }

    /// A machine, the share of a write's work that it does, and the reads and writes that come to it. `[1]`, `[1/s]`
    fn load(&self, place: Place) -> (&Side, f64, f64, f64) {
        let (database, queries) = (&self.database, &self.queries);
        let (reads, writes) = (queries.reads.per_second(), queries.writes.per_second());
        let at_source = database.source_share_of_reads();
        match place {
            Place::Source => {
                let copies = f64::from(database.copy_count());
                (
                    &self.source,
                    1.0,
                    reads * at_source / copies,
                    writes / copies,
                )
            }
            Place::Replica => {
                let replicas = f64::from(database.replica_count());
                let reads = reads * (1.0 - at_source) / replicas;
                (&self.replica, database.apply_share(), reads, writes)
            }
        }
    }
}

/// Where a query is answered.
#[derive(Clone, Copy, Debug)]
enum Place {
    Source,
    Replica,
}

impl Place {
    fn busy(self, what: &str, error: &Error) -> Error {
        let whose = match self {
            Self::Source => "source",
            Self::Replica => "replicas",
        };
        let name = format!("utilisation of the {what} of the {whose}");
        Error::new(
            name,
            error.value().unwrap_or(f64::INFINITY),
            "must be below 1",
        )
    }
}
