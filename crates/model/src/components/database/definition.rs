//! Naming the machines of a database, and how they keep each other up to date.

use crate::components::availability::Uptime;
use crate::error::{Error, given, within};
use crate::machine::Machine;
use crate::units::{Bytes, Time, bytes};

/// Who waits for whom when something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replication {
    /// The source answers at once; the replicas follow when they can. What they have not received is lost with the source.
    Asynchronous,
    /// The source answers when this many replicas have received the write (not applied it).
    SemiSynchronous {
        /// Replicas that must have it. `[1]`, 1 to the number of replicas
        acks: u32,
    },
}

/// How a replica takes the place of a failed source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failover {
    /// Until the failure is noticed. 0 to 1e12 s
    pub detection: Time,
    /// From there until a replica serves as the source. 0 to 1e12 s
    pub promotion: Time,
}

/// The machines of a database, and how they keep each other up to date.
///
/// ```
/// use model::components::database::{Database, Replication};
/// use model::prelude::*;
/// let large = Machine::named("large").cores(4).memory(gib(16.0))
///     .disk(Disk::new("SSD", us(100.0), gib(100.0)).writes(us(300.0)));
/// let database = Database::on(large).replicas(2).replication(Replication::SemiSynchronous { acks: 1 });
/// assert_eq!(database.machines(), 3);
/// assert!(database.check().is_ok());
/// assert_eq!(database.replicas(0).check().unwrap_err().parameter(), "acks of the replication");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Database {
    machine: Machine,
    copies: u32,   // 1 to 1 000; 1 with replicas
    replicas: u32, // 0 to 1 000
    pub(crate) replica_machine: Option<Machine>,
    replication: Replication,
    apply_cost: f64,                           // [1], 0 to 10
    appliers: u32,                             // 1 to 1 024
    connections: Option<u32>,                  // 1 to 1e6
    pub(crate) connection_memory: Option<f64>, // [B], 0 to 1 PiB
    failover: Option<Failover>,
    uptime: Option<Uptime>,
    reads_on_source: bool,
}

impl From<(Machine, u32)> for Database {
    /// So many copies of all the data, with nothing that keeps them alike: see [`Database::copies`].
    fn from((machine, copies): (Machine, u32)) -> Self {
        Self::on(machine).copies(copies)
    }
}

impl Database {
    /// A database on one machine.
    pub fn on(machine: Machine) -> Self {
        Self {
            machine,
            copies: 1,
            replicas: 0,
            replica_machine: None,
            replication: Replication::Asynchronous,
            apply_cost: 1.0,
            appliers: 1,
            connections: None,
            connection_memory: None,
            failover: None,
            uptime: None,
            reads_on_source: false,
        }
    }

    /// Replicas beside the source. `[1]`, 0 to 1 000
    #[must_use]
    pub fn replicas(mut self, replicas: u32) -> Self {
        self.replicas = replicas;
        self
    }

    /// Another machine for the replicas; without it they are like the source.
    #[must_use]
    pub fn replicas_on(mut self, machine: Machine) -> Self {
        self.replica_machine = Some(machine);
        self
    }

    /// Copies that all hold the same data; what it takes to keep them alike is left out. `[1]`, 1 to 1 000
    ///
    /// Each query, a write too, picks one at random. Only right while nothing is written, and as a picture of what more
    /// machines would do if it were free.
    #[must_use]
    pub fn copies(mut self, copies: u32) -> Self {
        self.copies = copies;
        self
    }

    /// Who waits for whom. Asynchronous if it is not said, as databases are when installed.
    #[must_use]
    pub fn replication(mut self, replication: Replication) -> Self {
        self.replication = replication;
        self
    }

    /// The share of a write's work (cores, pages and log) that applying it costs a replica. `[1]`, 0 to 10
    ///
    /// 1 if it is not said: a replica that repeats the statement does the same work. That is the careful side; shipping
    /// finished rows or log records costs less, how much less must be measured.
    #[must_use]
    pub fn apply_cost(mut self, share: f64) -> Self {
        self.apply_cost = share;
        self
    }

    /// Threads of a replica that apply writes at the same time. `[1]`, 1 to 1 024
    ///
    /// 1 if it is not said: in order, one after the other, is how a replica can be sure to repeat what the source did.
    #[must_use]
    pub fn appliers(mut self, threads: u32) -> Self {
        self.appliers = threads;
        self
    }

    /// Connections that each database machine accepts at once; the others wait. `[1]`, 1 to 1 000 000
    #[must_use]
    pub fn connections(mut self, connections: u32) -> Self {
        self.connections = Some(connections);
        self
    }

    /// Memory that one connection takes on its database machine, open or busy. 0 to 1 PiB. It is then missing for pages.
    #[must_use]
    pub fn connection_memory(mut self, memory: Bytes) -> Self {
        self.connection_memory = Some(memory.bytes());
        self
    }

    /// How long it takes to notice that the source has failed, and to make a replica the source. 0 to 1e12 s each
    #[must_use]
    pub fn failover(mut self, detection: Time, promotion: Time) -> Self {
        self.failover = Some(Failover {
            detection,
            promotion,
        });
        self
    }

    /// How long a machine works until it fails, and how long its repair takes: means, exponential. 1 ms to 30 years each
    #[must_use]
    pub fn failures(mut self, up: Time, repair: Time) -> Self {
        self.uptime = Some(Uptime { up, repair });
        self
    }

    /// Whether the source answers reads, too, each machine an equal share of them. Not if it is not said.
    #[must_use]
    pub fn reads_on_source(mut self, reads: bool) -> Self {
        self.reads_on_source = reads;
        self
    }

    /// The machine of the source, or of each copy.
    pub fn machine(&self) -> &Machine {
        &self.machine
    }

    /// The machine of each replica.
    pub fn replica_machine(&self) -> &Machine {
        self.replica_machine.as_ref().unwrap_or(&self.machine)
    }

    /// Replicas beside the source. `[1]`
    pub fn replica_count(&self) -> u32 {
        self.replicas
    }

    /// Copies without replication. `[1]`
    pub fn copy_count(&self) -> u32 {
        self.copies
    }

    /// All machines: copies, source and replicas. `[1]`
    pub fn machines(&self) -> u32 {
        self.copies.saturating_add(self.replicas)
    }

    /// Who waits for whom.
    pub fn replication_mode(&self) -> Replication {
        self.replication
    }

    /// The share of a write's work that applying it costs a replica. `[1]`
    pub fn apply_share(&self) -> f64 {
        self.apply_cost
    }

    /// Threads of a replica that apply writes. `[1]`
    pub fn applier_count(&self) -> u32 {
        self.appliers
    }

    /// Connections of each machine, if they are limited. `[1]`
    pub fn connection_limit(&self) -> Option<u32> {
        self.connections
    }

    /// Memory that all connections of a machine take: nothing unless their number and memory were given.
    pub fn connections_memory(&self) -> Bytes {
        let each = self.connection_memory.unwrap_or(0.0);
        bytes(f64::from(self.connections.unwrap_or(0)) * each)
    }

    /// The times of a failover, if they were given.
    pub fn failover_times(&self) -> Option<Failover> {
        self.failover
    }

    /// How often a machine fails; `None` if they never do.
    pub fn uptime(&self) -> Option<Uptime> {
        self.uptime
    }

    /// Share of the reads that the source answers. `[1]`: all without replicas
    pub fn source_share_of_reads(&self) -> f64 {
        match (self.replicas, self.reads_on_source) {
            (0, _) => 1.0,
            (_, false) => 0.0,
            (replicas, true) => 1.0 / (1.0 + f64::from(replicas)),
        }
    }

    /// Whether the source answers reads although there are replicas.
    pub fn source_reads(&self) -> bool {
        self.reads_on_source
    }

    /// Checks that everything is in its range, the machines too.
    ///
    /// # Errors
    /// Names the first parameter that is not, or that the machines lack.
    pub fn check(&self) -> Result<(), Error> {
        self.machine.hardware()?;
        self.replica_machine().hardware()?;
        self.machine.check_charges()?;
        self.replica_machine().check_charges()?;
        let name = format!("number of {} machines", self.machine.name());
        within(&name, f64::from(self.copies), 1.0, 1000.0)?;
        within("replicas", f64::from(self.replicas), 0.0, 1000.0)?;
        if self.replicas > 0 {
            within("copies beside replicas", f64::from(self.copies), 1.0, 1.0)?;
        }
        if let Replication::SemiSynchronous { acks } = self.replication {
            let (name, acks) = ("acks of the replication", f64::from(acks));
            within(name, acks, 1.0, f64::from(self.replicas))?;
        }
        within("apply_cost", self.apply_cost, 0.0, 10.0)?;
        within("appliers", f64::from(self.appliers), 1.0, 1024.0)?;
        if self.connections.is_some() {
            given("connections", self.connections.map(f64::from), 1.0, 1e6)?;
        }
        let each = self.connection_memory.unwrap_or(0.0);
        within("connection_memory", each, 0.0, 1_125_899_906_842_624.0)?;
        self.check_failures()
    }

    fn check_failures(&self) -> Result<(), Error> {
        const LONGEST: f64 = 1e12; // 30 000 years
        if let Some(failover) = self.failover {
            within("detection", failover.detection.seconds(), 0.0, LONGEST)?;
            within("promotion", failover.promotion.seconds(), 0.0, LONGEST)?;
        }
        self.uptime
            .map_or(Ok(()), |uptime| uptime.check("database"))
    }
}

/// The network time of a query, checked. `[s]`
pub(crate) fn hop_in_range(hop: Time) -> Result<f64, Error> {
    within("hop", hop.seconds(), 0.0, 3600.0)
}
