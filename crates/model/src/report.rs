//! What a system does under a load: the same record from both witnesses.
//!
//! The closed form fills it with exact or approximate numbers, the simulation with estimates that carry their 95%
//! intervals. A system past its limit has no report but an [`Overload`], which says what is full and by how much.

use crate::format::{count, percent, significant};
use crate::units::{Bytes, Rate, Time};
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

/// What either witness says of a system under a load.
#[derive(Clone, Debug, PartialEq)]
pub enum Prediction {
    /// The system keeps up.
    Steady(Report),
    /// It does not.
    Overloaded(Overload),
}

impl Prediction {
    /// The report, if the system keeps up.
    pub fn steady(&self) -> Option<&Report> {
        match self {
            Self::Steady(report) => Some(report),
            Self::Overloaded(_) => None,
        }
    }

    /// What is full, if the system does not keep up.
    pub fn overload(&self) -> Option<&Overload> {
        match self {
            Self::Steady(_) => None,
            Self::Overloaded(overload) => Some(overload),
        }
    }

    /// How much of every resource is needed, the fullest first.
    pub fn needs(&self) -> &[Need] {
        match self {
            Self::Steady(report) => &report.needs,
            Self::Overloaded(overload) => &overload.needs,
        }
    }

    /// Mean response time; nothing if the system does not keep up.
    pub fn mean(&self) -> Option<Time> {
        Some(self.steady()?.response.mean.value)
    }

    /// 99th percentile of the response time; nothing if the system does not keep up.
    pub fn p99(&self) -> Option<Time> {
        Some(self.steady()?.response.p99.value)
    }

    /// How busy the bottleneck is, cores or disk `[1]`; nothing if the system does not keep up.
    pub fn utilisation(&self) -> Option<f64> {
        Some(self.steady()?.bottleneck().utilisation)
    }

    /// One sentence: what is full, or what is nearest to it.
    pub fn sentence(&self) -> String {
        match (self, self.needs().first()) {
            (Self::Overloaded(overload), _) => overload.to_string(),
            (Self::Steady(_), Some(need)) => {
                format!("all keeps up, {} at {}", need.label, percent(need.ratio))
            }
            (Self::Steady(_), None) => "all keeps up".into(),
        }
    }

    /// The busiest of a component's cores, disk and workers: how full a diagram paints its box. Past the limit the ratio
    /// is above 1.
    pub fn busiest(&self, component: Component) -> Option<&Need> {
        self.needs()
            .iter()
            .find(|need| need.component == component && need.resource.is_time())
    }

    /// The fullest resource of a component, room included.
    pub fn fullest(&self, component: Component) -> Option<&Need> {
        self.needs().iter().find(|need| need.component == component)
    }
}

impl fmt::Display for Prediction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Steady(report) => report.fmt(f),
            Self::Overloaded(overload) => overload.fmt(f),
        }
    }
}

/// A system that does not keep up, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Overload {
    /// Whose resource is full.
    pub component: Component,
    /// Which resource is full.
    pub resource: Resource,
    /// Needed over there is. `[1]`, at least 1
    pub demand: f64,
    /// For people: "database disk reads".
    pub label: String,
    /// Requests that arrive.
    pub offered: Rate,
    /// How much of every resource is needed, the fullest first.
    pub needs: Vec<Need>,
}

impl fmt::Display for Overload {
    /// "database disk reads full at 310 /s: needs 1.3 times what there is".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Three digits hide a limit passed by a hair: say "just over".
        let demand = if self.demand < 1.005 {
            "just over what there is".into()
        } else {
            format!("{} times what there is", significant(self.demand, 3))
        };
        write!(f, "{} full at {}: needs {demand}", self.label, self.offered)
    }
}

/// A time with its 95% confidence interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate, or the closed form's value.
    pub value: Time,
    /// Half the width of the 95% interval; `None` for a closed form.
    pub half_width: Option<Time>,
}

impl Estimate {
    /// A value without an interval.
    pub const fn exact(value: Time) -> Self {
        Self {
            value,
            half_width: None,
        }
    }

    /// The lower end of the interval.
    pub fn low(&self) -> Time {
        self.value - self.half_width.unwrap_or_default()
    }

    /// The upper end of the interval.
    pub fn high(&self) -> Time {
        self.value + self.half_width.unwrap_or_default()
    }

    /// Whether `time` lies in the interval.
    pub fn covers(&self, time: Time) -> bool {
        self.low() <= time && time <= self.high()
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.half_width {
            Some(half) => f.pad(&format!("{} ± {half}", self.value)),
            None => self.value.fmt(f),
        }
    }
}

/// How long a request takes, from the client's side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Response {
    /// Mean.
    pub mean: Estimate,
    /// Half of the requests are faster.
    pub p50: Estimate,
    /// One in twenty is slower.
    pub p95: Estimate,
    /// One in a hundred is slower.
    pub p99: Estimate,
}

/// One place where requests queue: the cores or the disk of one machine of a group (all of a group are alike).
#[derive(Clone, Debug, PartialEq)]
pub struct StationReport {
    /// Whose it is.
    pub component: Component,
    /// Cores or disk reads.
    pub resource: Resource,
    /// For people: "database cores".
    pub label: String,
    /// Machines of the group.
    pub machines: u32,
    /// Servers of one station: cores, or 1 for a disk.
    pub servers: u32,
    /// Share of its servers that are busy. `[1]`, 0 to 1
    pub utilisation: f64,
    /// Mean number waiting at one station, not counting those in service. `[1]`
    pub queue: f64,
    /// Mean wait of a visit before its service begins.
    pub wait: Time,
    /// Mean service of a visit.
    pub service: Time,
    /// Mean visits that a request makes to the stations of the group. `[1]`
    pub visits: f64,
    /// Visits that arrive at one station.
    pub arrivals: Rate,
}

/// The workers of one web machine.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolReport {
    /// Whose they are.
    pub component: Component,
    /// Web machines.
    pub machines: u32,
    /// Workers of one machine.
    pub workers: u32,
    /// Share that is taken. `[1]`, 0 to 1
    pub utilisation: f64,
    /// Mean number of requests that wait for a worker of one machine. `[1]`
    pub queue: f64,
    /// Mean wait for a worker.
    pub wait: Time,
    /// Mean time for which a request holds its worker.
    pub hold: Time,
}

/// Where the memory of one database machine goes, and what that means for its reads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MemoryReport {
    /// Whose it is.
    pub component: Component,
    /// What there is.
    pub total: Bytes,
    /// What the operating system and the workers keep.
    pub taken: Bytes,
    /// What is left to keep pages of the database in memory.
    pub cache: Bytes,
    /// What the database stores.
    pub data: Bytes,
    /// Share of page reads that have to go to the disk. `[1]`, 0 to 1
    pub miss: f64,
}

/// A system that keeps up.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Requests that arrive.
    pub offered: Rate,
    /// Requests that are answered. Equal to `offered` in a closed form.
    pub throughput: Rate,
    /// How long a request takes.
    pub response: Response,
    /// Mean number of requests in the whole system. `[1]`
    pub in_system: f64,
    /// Where requests queue.
    pub stations: Vec<StationReport>,
    /// The workers of the web application.
    pub pool: PoolReport,
    /// The database's memory.
    pub memory: MemoryReport,
    /// How much of every resource is needed, the fullest first.
    pub needs: Vec<Need>,
    /// Requests behind the numbers: 0 for a closed form.
    pub customers: u64,
}

impl Report {
    /// The station that is busiest: the one that will fill first if all grow alike.
    pub fn bottleneck(&self) -> &StationReport {
        let mut busiest = &self.stations[0];
        for station in &self.stations[1..] {
            if station.utilisation > busiest.utilisation {
                busiest = station;
            }
        }
        busiest
    }

    /// The station of a component and resource.
    pub fn station(&self, component: Component, resource: Resource) -> Option<&StationReport> {
        self.stations
            .iter()
            .find(|s| s.component == component && s.resource == resource)
    }
}

impl fmt::Display for Report {
    /// A text table: the response, then a row a station.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let r = &self.response;
        writeln!(f, "offered {}, answered {}", self.offered, self.throughput)?;
        writeln!(
            f,
            "response mean {}, p50 {}, p95 {}, p99 {}",
            r.mean, r.p50, r.p95, r.p99
        )?;
        writeln!(f, "{} in the system", count(self.in_system))?;
        writeln!(
            f,
            "{:<40}{:>10}{:>10}{:>12}{:>12}",
            "station", "busy", "queue", "wait", "service"
        )?;
        for s in &self.stations {
            row(f, &s.label, s.utilisation, s.queue, s.wait, s.service)?;
        }
        let p = &self.pool;
        row(
            f,
            &format!("{} workers", p.component),
            p.utilisation,
            p.queue,
            p.wait,
            p.hold,
        )
    }
}

/// One row of the text table.
fn row(
    f: &mut fmt::Formatter<'_>,
    label: &str,
    busy: f64,
    queue: f64,
    wait: Time,
    service: Time,
) -> fmt::Result {
    let busy = percent(busy);
    let queue = significant(queue, 3);
    writeln!(f, "{label:<40}{busy:>10}{queue:>10}{wait:>12}{service:>12}")
}

/// How far a system goes with the habits of a traffic.
#[derive(Clone, Debug, PartialEq)]
pub struct LargestLoad {
    /// Daily users at the limit. `[1]`
    pub users: f64,
    /// Requests per second in the peak hour at the limit.
    pub rate: Rate,
    /// What stops it.
    pub limit: Limit,
}

/// What stops a system from growing.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// The 99th percentile reaches the target while everything still keeps up. `busiest` names the fullest resource.
    Target {
        /// The target.
        p99: Time,
        /// What would fill first.
        busiest: Need,
    },
    /// A resource is full.
    Full(Need),
}

impl Limit {
    /// The resource behind the limit.
    pub fn need(&self) -> &Need {
        match self {
            Self::Target { busiest, .. } => busiest,
            Self::Full(need) => need,
        }
    }
}

impl fmt::Display for Limit {
    /// "p99 at 300 ms (database cores 93 % busy)" or "database cores full".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target { p99, busiest } => {
                write!(
                    f,
                    "p99 at {p99} ({} at {})",
                    busiest.label,
                    percent(busiest.ratio)
                )
            }
            Self::Full(need) => write!(f, "{} full", need.label),
        }
    }
}

impl fmt::Display for LargestLoad {
    /// "310 k users: database cores full".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} users: {}", count(self.users), self.limit)
    }
}
