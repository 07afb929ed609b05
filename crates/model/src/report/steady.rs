//! A system that keeps up: its stations, its workers, its memory.

use super::later::{
    CacheReport, ClientReport, Delivery, FilesReport, ReplicationReport, TaskReport,
};
use super::need::{Component, Need, Resource};
use super::response::Response;
use crate::format::{count, percent, rounded, significant, waiting};
use crate::units::{Bytes, Rate, Time};
use std::fmt;
use std::sync::Arc;

/// One place where requests queue: the cores, the disk or the link of one machine of a group (all of a group are alike).
#[derive(Clone, Debug, PartialEq)]
pub struct StationReport {
    /// Whose it is.
    pub component: Component,
    /// Cores, disk reads or bandwidth.
    pub resource: Resource,
    /// For people: "database cores".
    pub label: Arc<str>,
    /// Machines of the group.
    pub machines: u32,
    /// Servers of one station: cores, or 1 for a disk or a link.
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
    /// Those of them that the answer waits for; the others belong to jobs that the request starts. `[1]`
    pub own: f64,
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
    /// What the web machines answer with all workers taken, over what is asked of them; `None` where the number of workers does not
    /// matter, and for the simulation, which plays one load only. `[1]`, above 0
    pub spare: Option<f64>,
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

impl MemoryReport {
    /// The same with other data, of which all pages are equally popular.
    pub(crate) fn holding(mut self, data: Bytes) -> Self {
        self.data = data;
        self.miss = if data > self.cache {
            1.0 - self.cache / data
        } else {
            0.0
        };
        self
    }
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
    /// Share of the requests that were turned away because there was no room to wait. `[1]`, 0 to 1
    pub refused: f64,
    /// Share of the attempts that turned to a dead machine, or whose machine died: balancers, web machines, caches, databases.
    /// `[1]`, 0 to 1
    pub failed: f64,
    /// Share of the time in which enough machines work to carry the load; `None` where nothing was said of failures. A
    /// simulation measures it from failures alone, apart from its requests
    /// ([`Trials::standing`](crate::simulation::Trials::standing)). `[1]`, 0 to 1
    pub availability: Option<f64>,
    /// What becomes of the clients who do not wait for ever, where they are described.
    pub clients: Option<ClientReport>,
    /// The cache, where there is one.
    pub cache: Option<CacheReport>,
    /// The replicas, where something is written and there are any.
    pub replication: Option<ReplicationReport>,
    /// The tasks, where a queue takes them.
    pub tasks: Option<TaskReport>,
    /// The files of the pages, where a CDN has them and it is known where users are.
    pub files: Option<FilesReport>,
    /// The way to the users, where there is a CDN, pages have files, and it is known where users are.
    pub delivery: Vec<Delivery>,
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

    /// What a component is called: as in the labels of its stations, for people may have named it.
    pub(super) fn whose(&self, component: Component) -> String {
        let cores = self.station(component, Resource::Cores);
        let name = cores.and_then(|station| station.label.strip_suffix(" cores"));
        name.map_or_else(|| component.to_string(), str::to_owned)
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
            &format!("{} workers", self.whose(p.component)),
            p.utilisation,
            p.queue,
            p.wait,
            p.hold,
        )?;
        self.beside(f)
    }
}

impl Report {
    /// The lines under the table.
    fn beside(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if rounded(self.refused, 1e-6) > 0.0 {
            writeln!(f, "refused: {} of the requests", percent(self.refused))?;
        }
        if rounded(self.failed, 1e-6) > 0.0 {
            writeln!(f, "failed: {} of the requests", percent(self.failed))?;
        }
        if let Some(availability) = self.availability {
            writeln!(f, "available: {}%", significant(100.0 * availability, 6))?;
        }
        if let Some(clients) = &self.clients {
            writeln!(f, "clients: {clients}")?;
        }
        if let Some(cache) = &self.cache {
            writeln!(f, "cache: {cache}")?;
        }
        if let Some(replication) = &self.replication {
            writeln!(f, "replication: {replication}")?;
        }
        if let Some(tasks) = &self.tasks {
            writeln!(f, "tasks: {tasks}")?;
        }
        if let Some(files) = &self.files {
            writeln!(f, "files: {files}")?;
        }
        self.delivery
            .iter()
            .try_for_each(|place| writeln!(f, "{place}"))
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
    let queue = waiting(queue);
    writeln!(f, "{label:<40}{busy:>10}{queue:>10}{wait:>12}{service:>12}")
}
