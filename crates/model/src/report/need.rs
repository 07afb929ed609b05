//! What there is of everything, and how much of it is needed.

use std::fmt;
use std::sync::Arc;

/// A side of the system: what a diagram draws as a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Component {
    /// Who asks. Outside the system, a black box in both directions.
    Client,
    /// The machines that run the web application.
    WebServer,
    /// The machines that run the database.
    Database,
    /// Machines that run both.
    Shared,
    /// The machines that spread requests over the web machines.
    Balancer,
    /// Machines with a copy of the database, which only answer reads.
    Replica,
    /// The machines that keep answers of the database in memory.
    Cache,
    /// Machines of somebody else, near the clients, that keep files.
    Cdn,
    /// The machines that keep tasks until a worker takes them.
    Queue,
    /// The machines that do tasks.
    Worker,
}

impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Client => "client",
            Self::WebServer => "web server",
            Self::Database => "database",
            Self::Shared => "web application and database",
            Self::Balancer => "load balancer",
            Self::Replica => "replica",
            Self::Cache => "cache",
            Self::Cdn => "CDN",
            Self::Queue => "queue",
            Self::Worker => "worker",
        })
    }
}

/// What a machine can run out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Resource {
    /// Time on its cores.
    Cores,
    /// Time of its disk.
    DiskReads,
    /// Room on its disk.
    DiskSpace,
    /// Main memory.
    Memory,
    /// Workers of the web application.
    Workers,
    /// What its network card sends.
    Bandwidth,
    /// Connections to the database.
    Connections,
    /// The processes of a replica that apply the writes of the source.
    Applier,
}

impl Resource {
    /// Whether it is time that requests take up (cores, disk reads, workers, bandwidth and the like), so that a queue grows where it is short.
    /// Memory and disk space are room instead: there is enough, or there is not.
    pub const fn is_time(self) -> bool {
        !matches!(self, Self::DiskSpace | Self::Memory)
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Cores => "cores",
            Self::DiskReads => "disk reads",
            Self::DiskSpace => "disk space",
            Self::Memory => "memory",
            Self::Workers => "workers",
            Self::Bandwidth => "bandwidth",
            Self::Connections => "connections",
            Self::Applier => "applier",
        })
    }
}

/// How much of a resource is needed, over what there is.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// Whose it is.
    pub component: Component,
    /// What it is.
    pub resource: Resource,
    /// Needed over there is. `[1]`; at 1 a queue grows without bound, a disk or memory is exactly full
    pub ratio: f64,
    /// For people: "database cores".
    pub label: Arc<str>,
}
