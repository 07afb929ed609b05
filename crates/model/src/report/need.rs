//! What there is of everything, and how much of it is needed.

use std::fmt;

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
}

impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Client => "client",
            Self::WebServer => "web server",
            Self::Database => "database",
            Self::Shared => "web application and database",
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
}

impl Resource {
    /// Whether it is time that requests take up (cores, disk reads, workers), so that a queue grows where it is short.
    /// Memory and disk space are room instead: there is enough, or there is not.
    pub const fn is_time(self) -> bool {
        matches!(self, Self::Cores | Self::DiskReads | Self::Workers)
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
    pub label: String,
}
