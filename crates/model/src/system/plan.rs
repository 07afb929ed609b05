//! A system and a traffic as checked numbers: what both witnesses start from.

use super::definition::{Group, System};
use crate::error::{Error, within};
use crate::machine::Hardware;
use crate::report::{Component, MemoryReport, Need, Overload, Resource};
use crate::units::{bytes, per_second};
use crate::workload::Traffic;

/// One side of the system in numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Side {
    pub(crate) component: Component,
    pub(crate) machines: u32,
    pub(crate) hardware: Hardware,
}

/// Everything that a witness needs to know, in range.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) arrival: f64, // [1/s]
    pub(crate) web: Side,
    pub(crate) database: Option<Side>,
    pub(crate) hop: f64,
    pub(crate) workers: u32,
    pub(crate) web_cpu: f64,
    pub(crate) web_reads: f64,
    pub(crate) queries: u32,
    pub(crate) query_cpu: f64,
    pub(crate) pages: f64,
    pub(crate) memory: MemoryReport,
    worker_memory: f64,
    reserved_memory: f64,
    labels: [String; 2],
}

fn fullest_first(needs: &mut [Need]) {
    needs.sort_by(|a, b| b.ratio.total_cmp(&a.ratio));
}

impl Plan {
    /// Checks every number of the system and the traffic.
    pub(crate) fn new(system: &System, traffic: &Traffic) -> Result<Self, Error> {
        traffic.check()?;
        let demand = system.work.demand()?;
        let web = side(&system.web)?;
        let database = system.database.as_ref().map(side).transpose()?;
        let hop = within("hop", system.hop.seconds(), 0.0, 3600.0)?;
        let store = database.unwrap_or(web);
        let pool = f64::from(demand.workers) * demand.worker_memory;
        let taken = demand.reserved_memory + if database.is_none() { pool } else { 0.0 };
        let data = traffic.users() * demand.data_per_user;
        let cache = (store.hardware.memory - taken).max(0.0);
        let miss = if data > cache {
            1.0 - cache / data
        } else {
            0.0
        };
        Ok(Self {
            arrival: traffic.peak_rate().per_second(),
            web,
            database,
            hop,
            workers: demand.workers,
            web_cpu: demand.web_cpu,
            web_reads: demand.web_reads,
            queries: demand.queries,
            query_cpu: demand.query_cpu,
            pages: demand.pages,
            memory: MemoryReport {
                component: store.component,
                total: bytes(store.hardware.memory),
                taken: bytes(taken),
                cache: bytes(cache),
                data: bytes(data),
                miss,
            },
            worker_memory: demand.worker_memory,
            reserved_memory: demand.reserved_memory,
            labels: [system.label(web.component), system.label(store.component)],
        })
    }

    /// The side that runs the database.
    pub(crate) fn store(&self) -> &Side {
        self.database.as_ref().unwrap_or(&self.web)
    }

    /// Whether the two sides are on machines of their own.
    pub(crate) fn is_apart(&self) -> bool {
        self.database.is_some()
    }

    /// Requests that arrive at one web machine. `[1/s]`
    pub(crate) fn web_rate(&self) -> f64 {
        self.arrival / f64::from(self.web.machines)
    }

    /// Requests whose share reaches one database machine. `[1/s]`
    pub(crate) fn store_rate(&self) -> f64 {
        self.arrival / f64::from(self.store().machines)
    }

    /// Mean page reads from the disk that a request causes at the database. `[1]`
    pub(crate) fn page_reads(&self) -> f64 {
        f64::from(self.queries) * self.pages * self.memory.miss
    }

    /// "database cores" and the like.
    pub(crate) fn label(&self, component: Component, resource: Resource) -> String {
        let side = usize::from(component == Component::Database);
        format!("{} {resource}", self.labels[side])
    }

    /// [`Plan::needs`] of a system that keeps up, whose workers are known to be taken for this share of the time `[1]`: they
    /// are held while a request waits, too.
    pub(crate) fn needs_with_workers_taken(&self, share: f64) -> Vec<Need> {
        let mut needs = self.needs();
        for need in &mut needs {
            if need.resource == Resource::Workers {
                need.ratio = share;
            }
        }
        fullest_first(&mut needs);
        needs
    }

    /// How much of each resource is needed, the fullest first.
    pub(crate) fn needs(&self) -> Vec<Need> {
        let mut needs = Vec::new();
        let mut add = |component, resource, ratio: f64| {
            let label = self.label(component, resource);
            needs.push(Need {
                component,
                resource,
                ratio,
                label,
            });
        };
        let (web, store) = (&self.web, self.store());
        let queries = f64::from(self.queries);
        let (mut web_cpu, mut web_disk) = (self.web_cpu, self.web_reads * web.hardware.read);
        let query_cpu = queries * self.query_cpu;
        let page_disk = self.page_reads() * store.hardware.read;
        if self.is_apart() {
            let rate = self.store_rate();
            add(
                store.component,
                Resource::Cores,
                rate * query_cpu / f64::from(store.hardware.cores),
            );
            add(store.component, Resource::DiskReads, rate * page_disk);
            add(
                store.component,
                Resource::Memory,
                self.reserved_memory / store.hardware.memory,
            );
        } else {
            web_cpu += query_cpu;
            web_disk += page_disk;
        }
        let rate = self.web_rate();
        let pool = f64::from(self.workers) * self.worker_memory;
        add(
            web.component,
            Resource::Cores,
            rate * web_cpu / f64::from(web.hardware.cores),
        );
        add(web.component, Resource::DiskReads, rate * web_disk);
        add(
            web.component,
            Resource::Memory,
            (self.reserved_memory + pool) / web.hardware.memory,
        );
        add(
            web.component,
            Resource::Workers,
            rate * self.bare_hold() / f64::from(self.workers),
        );
        add(
            store.component,
            Resource::DiskSpace,
            self.memory.data.bytes() / store.hardware.disk,
        );
        fullest_first(&mut needs);
        needs
    }

    /// How long a request holds its worker when it never waits for anything. `[s]`
    pub(crate) fn bare_hold(&self) -> f64 {
        self.web_cpu
            + self.web_reads * self.web.hardware.read
            + f64::from(self.queries)
                * (self.query_cpu + if self.is_apart() { self.hop } else { 0.0 })
            + self.page_reads() * self.store().hardware.read
    }

    /// Squared coefficient of variation of [`Plan::bare_hold`]. `[1]`
    pub(crate) fn hold_variation(&self) -> f64 {
        let square = |mean: f64| mean * mean;
        let variance = square(self.web_cpu)
            + self.web_reads * square(self.web.hardware.read)
            + f64::from(self.queries) * square(self.query_cpu)
            + self.page_reads() * square(self.store().hardware.read);
        variance / square(self.bare_hold())
    }

    /// The overload in which `need` is what fails.
    pub(crate) fn overload(&self, need: &Need, needs: Vec<Need>) -> Overload {
        Overload {
            component: need.component,
            resource: need.resource,
            demand: need.ratio,
            label: need.label.clone(),
            offered: per_second(self.arrival),
            needs,
        }
    }
}

/// The numbers of a group of machines.
fn side(group: &Group) -> Result<Side, Error> {
    let name = format!("number of {} machines", group.machine.name());
    within(&name, f64::from(group.count), 1.0, 1000.0)?;
    Ok(Side {
        component: group.component,
        machines: group.count,
        hardware: group.machine.hardware()?,
    })
}

/// Whether running out of `need` means that the system cannot go on: a queue at exactly 1 already grows without bound,
/// memory and disk may be exactly full.
pub(crate) fn is_full(need: &Need) -> bool {
    match need.resource {
        Resource::Memory | Resource::DiskSpace => need.ratio > 1.0,
        _ => need.ratio >= 1.0,
    }
}
