//! The groups of machines of a system, and the room that they need.

use super::{Built, Found, Side, transfer};
use crate::components::database::{Database, hop_in_range};
use crate::error::{Error, given, within};
use crate::machine::{Hardware, Machine};
use crate::network::{Choice, Discipline, Failures, Group, Pool, Station};
use crate::report::{Component, MemoryReport, Need, Resource};
use crate::system::definition::System;
use crate::units::{Bytes, bytes};
use crate::workload::{Demand, Traffic};

/// Collects groups, one after the other.
struct Builder<'a> {
    system: &'a System,
    demand: &'a Demand,
    data: f64, // [B], what the database stores
    groups: Vec<Group>,
    sides: Vec<Side>,
    rooms: Vec<Need>,
    disks: Vec<(usize, f64)>, // which rooms are on disks, and of what size [B]
}

/// Builds the groups in the order in which a request meets them.
pub(super) fn build(
    system: &System,
    demand: &Demand,
    traffic: &Traffic,
    found: &Found,
    origin: f64,
) -> Result<Built, Error> {
    let mut builder = Builder {
        system,
        demand,
        data: traffic.users() * demand.data_per_user,
        groups: Vec::new(),
        sides: Vec::new(),
        rooms: Vec::new(),
        disks: Vec::new(),
    };
    hop_in_range(system.hop)?;
    builder.balancer()?;
    let web = builder.groups.len();
    let shared = builder.web()?;
    let (memory, replica) = match &system.database {
        Some(database) => builder.database(database)?,
        None => (builder.memory(system.front(), &shared), None),
    };
    builder.cache()?;
    builder.queue()?;
    Ok(Built {
        groups: builder.groups,
        sides: builder.sides,
        web,
        memory,
        rooms: builder.rooms,
        disks: builder.disks,
        replica,
        hit: found.cache.map(|cache| cache.hit_ratio),
        brought: found.brought,
        origin,
    })
}

fn fcfs(servers: u32) -> Station {
    Station {
        servers,
        discipline: Discipline::Fcfs,
    }
}

impl Builder<'_> {
    /// Adds a group; its stations follow.
    fn group(&mut self, component: Component, machines: u32) {
        self.groups.push(Group {
            name: component.to_string(),
            machines,
            stations: Vec::new(),
            pools: Vec::new(),
            choice: Choice::Random,
            failures: None,
        });
        self.sides.push(Side {
            component,
            label: self.system.label(component),
            stations: Vec::new(),
            pools: Vec::new(),
            usual: [0.0; 3],
            names: Vec::new(),
        });
    }

    /// Adds a station to the last group, with the service that it is listed with if nobody comes.
    fn station(&mut self, station: Station, resource: Resource, usual: f64) {
        let last = self.groups.len() - 1;
        let index = self.groups[last].stations.len();
        self.groups[last].stations.push(station);
        self.sides[last].stations.push(resource);
        self.sides[last].usual[index] = usual;
    }

    /// Adds a pool to the last group.
    fn pool(&mut self, places: u32, room: Option<u32>, resource: Resource) {
        let last = self.groups.len() - 1;
        self.groups[last].pools.push(Pool { places, room });
        self.sides[last].pools.push(resource);
    }

    /// How the last group's machines fail.
    fn fails(&mut self, failures: Option<Failures>) {
        let last = self.groups.len() - 1;
        self.groups[last].failures = failures;
    }

    /// Adds memory or disk space of the last group's machines, of which `ratio` is needed.
    fn room(&mut self, resource: Resource, ratio: f64) {
        let side = &self.sides[self.sides.len() - 1];
        self.rooms.push(Need {
            component: side.component,
            resource,
            ratio,
            label: side.name(resource),
        });
    }

    /// Adds the disk space of the last group's machines, which the data need.
    fn disk(&mut self, hardware: &Hardware) {
        self.disks.push((self.rooms.len(), hardware.disk));
        self.room(Resource::DiskSpace, self.data / hardware.disk);
    }

    fn balancer(&mut self) -> Result<(), Error> {
        let Some(balancer) = &self.system.balancer else {
            return Ok(());
        };
        balancer.check(self.system.web.count())?;
        if let Some((machine, count)) = balancer.machine() {
            self.group(Component::Balancer, count);
            let cores = machine.core_count().unwrap_or(1);
            self.station(fcfs(cores), Resource::Cores, 0.0);
            self.groups[0].failures = balancer.failing();
        }
        Ok(())
    }

    fn web(&mut self) -> Result<Hardware, Error> {
        let (system, demand) = (self.system, self.demand);
        let web = &system.web;
        let name = format!("number of {} machines", web.machine().name());
        within(&name, f64::from(web.count()), 1.0, 1000.0)?;
        web.check()?;
        let hardware = web.machine().hardware()?;
        self.group(system.front(), web.count());
        self.station(fcfs(hardware.cores), Resource::Cores, demand.web_cpu);
        self.station(fcfs(1), Resource::DiskReads, hardware.read);
        let files = system.work.asset_files().map(|assets| assets.size);
        let page = transfer(system, system.work.answer_size());
        if let Some(time) = page.or(transfer(system, files)) {
            let link = Station {
                servers: 1,
                discipline: Discipline::Sharing,
            };
            self.station(link, Resource::Bandwidth, time);
        }
        self.pool(demand.workers, web.room(), Resource::Workers);
        let detection = system.balancer.as_ref().and_then(|b| b.detection());
        let group = self.groups.last_mut().expect("just added");
        group.failures = web.failing(detection);
        group.choice = match &system.balancer {
            Some(balancer) => balancer.choice().clone(),
            None => web.choice(),
        };
        let taken = demand.reserved_memory + self.pool_memory();
        self.room(Resource::Memory, taken / hardware.memory);
        if system.database.is_none() {
            self.disk(&hardware);
        }
        Ok(hardware)
    }

    /// What all workers of a web machine occupy. `[B]`
    fn pool_memory(&self) -> f64 {
        f64::from(self.demand.workers) * self.demand.worker_memory
    }

    /// Where the memory of a machine that runs the database goes.
    fn memory(&self, component: Component, hardware: &Hardware) -> MemoryReport {
        let shared = component == Component::Shared;
        let pool = if shared { self.pool_memory() } else { 0.0 };
        let taken = self.demand.reserved_memory + pool + self.connections_memory();
        let cache = (hardware.memory - taken).max(0.0);
        MemoryReport {
            component,
            total: bytes(hardware.memory),
            taken: bytes(taken),
            cache: bytes(cache),
            data: Bytes::ZERO,
            miss: 0.0,
        }
        .holding(bytes(self.data))
    }

    /// The source (or copies) and the replicas: the memory of each.
    fn database(
        &mut self,
        database: &Database,
    ) -> Result<(MemoryReport, Option<MemoryReport>), Error> {
        database.check()?;
        let limit = database.connection_limit();
        let source = self.store(
            Component::Database,
            database.machine(),
            database.copy_count(),
        )?;
        self.fails(database.failing());
        if let Some(connections) = limit {
            self.pool(connections, None, Resource::Connections);
        }
        if database.replica_count() == 0 {
            return Ok((source, None));
        }
        let replica = self.store(
            Component::Replica,
            database.replica_machine(),
            database.replica_count(),
        )?;
        self.fails(database.failing_replicas());
        self.pool(database.applier_count(), None, Resource::Applier);
        if let Some(connections) = limit {
            self.pool(connections, None, Resource::Connections);
        }
        Ok((source, Some(replica)))
    }

    /// What the connections of a database machine take of its memory. `[B]`
    fn connections_memory(&self) -> f64 {
        let database = self.system.database.as_ref();
        database.map_or(0.0, |database| database.connections_memory().bytes())
    }

    /// A group of machines that hold all the data.
    fn store(
        &mut self,
        component: Component,
        machine: &Machine,
        count: u32,
    ) -> Result<MemoryReport, Error> {
        let hardware = machine.hardware()?;
        if self.system.work.write_share() > 0.0 {
            machine.write_time()?;
        }
        self.group(component, count);
        self.station(fcfs(hardware.cores), Resource::Cores, self.demand.query_cpu);
        self.station(fcfs(1), Resource::DiskReads, hardware.read);
        self.room(
            Resource::Memory,
            (self.demand.reserved_memory + self.connections_memory()) / hardware.memory,
        );
        self.disk(&hardware);
        Ok(self.memory(component, &hardware))
    }

    fn cache(&mut self) -> Result<(), Error> {
        let Some(cache) = &self.system.cache else {
            return Ok(());
        };
        let cores = cache.machine().and_then(Machine::core_count).map(f64::from);
        let cores = given("cores of the cache machine", cores, 1.0, 1024.0)?;
        self.group(Component::Cache, cache.count());
        self.station(fcfs(cores as u32), Resource::Cores, 0.0);
        self.fails(cache.failing());
        Ok(())
    }

    fn queue(&mut self) -> Result<(), Error> {
        let Some(queue) = &self.system.queue else {
            return Ok(());
        };
        queue.check()?;
        self.group(Component::Queue, queue.brokers());
        self.station(fcfs(queue.broker_cores()?), Resource::Cores, 0.0);
        // Workers take the next message when they are free, whichever machine they are on: one queue for all cores.
        self.group(Component::Worker, 1);
        self.station(fcfs(queue.worker_cores()?), Resource::Cores, 0.0);
        Ok(())
    }
}
