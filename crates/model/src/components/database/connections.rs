//! A limited number of connections: who waits for one, and what open ones cost in memory.

use super::study::{Busy, Side, Study};
use crate::error::Error;
use crate::queueing::pool::{Place, Pool};
use crate::units::{Bytes, Rate, Time, bytes, per_second};

/// The connections of one database machine: the source, or a replica.
///
/// A query holds a connection while it is on the machine: at its cores, at its disk, and in the queues of both. The closed form
/// is that of [`queueing::pool`](crate::queueing::pool).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Connections {
    /// Connections that may be open.
    pub limit: u32,
    /// Probability that a query finds all of them taken. `[1]`
    pub waiting: f64,
    /// Mean number of queries that wait for one. `[1]`
    pub queue: f64,
    /// What the limit adds to a query's mean time. Less than the wait: who waits outside does not wait inside.
    pub extra: Time,
    /// Memory that they take while they are open.
    pub memory: Bytes,
    /// Memory that is left for pages.
    pub cache: Bytes,
    /// Share of the pages that come from the disk. `[1]`
    pub disk_share: f64,
}

impl Study {
    /// The connections of the source, or of each copy; `None` without a limit.
    ///
    /// # Errors
    /// The machine cannot keep up, or all connections together are too few.
    pub fn source_connections(&self) -> Result<Option<Connections>, Error> {
        let queries = &self.queries;
        let share = self.database.source_share_of_reads();
        let rate = queries.writes + queries.reads * share;
        let rate = rate / f64::from(self.database.copy_count());
        self.connections(&self.source, self.source(), rate)
    }

    /// The connections of each replica; `None` without replicas or limit. Applying writes takes none.
    ///
    /// # Errors
    /// The machine cannot keep up, or all connections together are too few.
    pub fn replica_connections(&self) -> Result<Option<Connections>, Error> {
        let Some(busy) = self.replica() else {
            return Ok(None);
        };
        let reads = self.queries.reads * (1.0 - self.database.source_share_of_reads());
        let rate = reads / f64::from(self.database.replica_count());
        self.connections(&self.replica, busy, rate)
    }

    fn connections(
        &self,
        side: &Side,
        busy: Busy,
        rate: Rate,
    ) -> Result<Option<Connections>, Error> {
        let Some(limit) = self.database.connection_limit() else {
            return Ok(None);
        };
        let ours = |load: f64, ours: f64| {
            if load > 0.0 {
                (ours / load).min(1.0)
            } else {
                1.0
            }
        };
        let cores = rate * self.queries.cpu;
        let pages = rate.per_second() * side.pages(&self.queries);
        // Reads alone are counted of a replica's disk; the source's connections also write its log.
        let disk_share = if busy.replication > 0.0 {
            ours(busy.disk, pages)
        } else {
            1.0
        };
        let core_share = ours(busy.cores * side.cores, cores);
        let places = [
            Place::station(busy.cores * side.cores, side.cores as u32).shared(1, core_share),
            Place::station(busy.disk, 1).shared(1, disk_share),
        ];
        let pool = Pool::new(per_second(rate.per_second()), limit, &places)?;
        if pool.is_full() {
            let capacity = pool.capacity().map_or(f64::INFINITY, Rate::per_second);
            let load = rate.per_second() / capacity;
            return Err(Error::new(
                "utilisation of the connections",
                load,
                "must be below 1",
            ));
        }
        Ok(Some(Connections {
            limit,
            waiting: pool.probability_of_waiting(),
            queue: pool.mean_queue(),
            extra: pool.extra(),
            memory: self.database.connections_memory(),
            cache: bytes(side.cache),
            disk_share: side.miss,
        }))
    }
}
