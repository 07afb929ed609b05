//! A system and a traffic as checked numbers: what both witnesses start from.
//!
//! ```text
//! groups   balancer -> web ─┬─> cache ──miss──> replicas <──copies── source      route 0 the request
//!                           ├─> source, for writes                               route 1 a replica's copy of a write
//!                           └─> broker ──> workers                               route 2 a task
//! ```

mod groups;
mod hits;
mod routes;
mod shares;

use super::definition::System;
use super::loads::{Load, Loads};
use crate::components::cdn::measured_origin_share;
use crate::error::Error;
use crate::network::Network;
use crate::queueing::che::Near;
use crate::report::{CacheReport, Component, FilesReport, MemoryReport, Need, Overload, Resource};
use crate::units::{Bytes, bytes, per_second};
use crate::workload::{Demand, Traffic};
pub(crate) use hits::{Asked, Edges, Found, asked, reads};
use std::sync::Arc;

/// What the network does not say of a group: its name and its stations' names.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Side {
    pub(crate) component: Component,
    pub(crate) label: String,
    pub(crate) stations: Vec<Resource>,
    pub(crate) pools: Vec<Resource>,
    pub(crate) usual: [f64; 3], // [s], service of a station that nobody visits
    names: Vec<(Resource, Arc<str>)>, // of stations and pools, for people
}

impl Side {
    fn name(&self, resource: Resource) -> Arc<str> {
        format!("{} {resource}", self.label).into()
    }

    /// The same with the names of its stations and pools, put together once.
    fn named(mut self) -> Self {
        let resources = self.stations.iter().chain(&self.pools);
        self.names = resources
            .map(|resource| (*resource, self.name(*resource)))
            .collect();
        self
    }
}

/// Everything that a witness needs to know, in range.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub(crate) network: Network,
    pub(crate) loads: Loads,
    pub(crate) sides: Vec<Side>, // one a group
    pub(crate) web: usize,       // index of the group that runs the web application
    pub(crate) arrival: f64,     // [1/s]
    pub(crate) shares: Vec<f64>, // [1], of the requests, by web machine; none where all are alike
    pub(crate) memory: MemoryReport,
    pub(crate) cache: Option<CacheReport>,
    pub(crate) edges: Edges,
    asked: f64,               // [1], files of a request
    rooms: Vec<Need>,         // memory and disk space
    disks: Vec<(usize, f64)>, // which of them are on disks, and of what size [B]
    replica: Option<MemoryReport>,
    near: Near, // where the search for the cache's characteristic time ended
}

/// The routes: the request, a replica's copy of a write, a task, a write that a cache brings to the database later, and
/// the files of a page.
pub(crate) const REQUEST: usize = 0;
pub(crate) const APPLY: usize = 1;
pub(crate) const TASK: usize = 2;
pub(crate) const FLUSH: usize = 3;
pub(crate) const FILES: usize = 4;

/// Needs of a system of all stages, about.
const USUAL_NEEDS: usize = 24;

fn fullest_first(needs: &mut [Need]) {
    needs.sort_by(|a, b| b.ratio.total_cmp(&a.ratio));
}

/// Checks a traffic that has a closed form.
fn check(traffic: &Traffic) -> Result<(), Error> {
    traffic.check()?;
    if traffic.group_size() > 1.0 {
        return Err(Error::refused(
            "traffic in groups",
            "has no closed form: simulate it (under a load that does not change), or let each request come alone",
        ));
    }
    Ok(())
}

impl Plan {
    /// Checks every number of the system and the traffic.
    pub(crate) fn new(system: &System, traffic: &Traffic) -> Result<Self, Error> {
        check(traffic)?;
        let demand = system.work.demand()?;
        let mut near = Near::default();
        let found = Found::closed(system, &demand, traffic, &mut near)?;
        let plan = Self::with(system, traffic, &demand, found)?;
        Ok(Self { near, ..plan })
    }

    /// The same where it is known how often caches hit.
    pub(crate) fn with(
        system: &System,
        traffic: &Traffic,
        demand: &Demand,
        found: Found,
    ) -> Result<Self, Error> {
        let origin = measured_origin_share(&found.edges);
        let built = groups::build(system, demand, traffic, &found, origin.value)?;
        let routes = routes::build(system, demand, &built.shape())?;
        let arrival = traffic.peak_rate().per_second();
        let network = Network {
            arrivals: traffic.arrivals(),
            groups: built.groups,
            routes,
            client: system.client.map(|client| client.client()).transpose()?,
        };
        Ok(Self {
            shares: shares::of(&network.groups[built.web])?,
            loads: Loads::of(&network),
            network,
            sides: built.sides.into_iter().map(Side::named).collect(),
            web: built.web,
            arrival,
            memory: built.memory,
            asked: system
                .work
                .asset_files()
                .map_or(0.0, |assets| assets.per_request),
            cache: found.cache,
            edges: found.edges,
            rooms: built.rooms,
            disks: built.disks,
            replica: built.replica,
            near: Near::default(),
        })
    }

    /// The same system under another load, as [`Plan::new`] would make it.
    pub(crate) fn again(&mut self, system: &System, traffic: &Traffic) -> Result<(), Error> {
        check(traffic)?;
        let demand = system.work.demand()?;
        let known = (std::mem::take(&mut self.edges), &mut self.near);
        let found = Found::again(system, &demand, traffic, known)?;
        (self.cache, self.edges) = (found.cache, found.edges);
        let brought = found.brought;
        let data = traffic.users() * demand.data_per_user;
        for (room, disk) in &self.disks {
            self.rooms[*room].ratio = data / disk;
        }
        self.memory = self.memory.holding(bytes(data));
        self.replica = self.replica.map(|memory| memory.holding(bytes(data)));
        let shape = Shape {
            groups: &self.network.groups,
            sides: &self.sides,
            web: self.web,
            miss: self.memory.miss,
            replica_miss: self.replica.map_or(0.0, |memory| memory.miss),
            hit: self.cache.map(|cache| cache.hit_ratio),
            brought,
            origin: measured_origin_share(&self.edges).value,
        };
        routes::again::adjust(&mut self.network.routes, system, &demand, &shape)?;
        self.arrival = traffic.peak_rate().per_second();
        self.network.arrivals = traffic.arrivals();
        self.loads = Loads::of(&self.network);
        Ok(())
    }

    /// Workers of one web machine.
    pub(crate) fn workers(&self) -> u32 {
        self.network.groups[self.web].pools[0].places
    }

    /// Requests that arrive at one web machine in the mean. `[1/s]`
    pub(crate) fn web_rate(&self) -> f64 {
        self.arrival / f64::from(self.network.groups[self.web].machines)
    }

    /// How long a request holds its worker when it never waits for anything. `[s]`
    pub(crate) fn bare_hold(&self) -> f64 {
        self.loads.pool(self.web, 0).time
    }

    /// The group of a component.
    pub(crate) fn group(&self, component: Component) -> Option<usize> {
        self.sides
            .iter()
            .position(|side| side.component == component)
    }

    /// What the CDN is asked for, and what it asks for.
    pub(crate) fn files(&self) -> Option<FilesReport> {
        let origin = measured_origin_share(&self.edges);
        (!self.edges.is_empty()).then_some(FilesReport {
            asked: per_second(self.arrival * self.asked),
            to_origin: origin.value,
            half_width: origin.half_width,
        })
    }

    /// "database cores" and the like.
    pub(crate) fn label(&self, group: usize, resource: Resource) -> Arc<str> {
        let side = &self.sides[group];
        let known = side.names.iter().find(|(known, _)| *known == resource);
        known.map_or_else(|| side.name(resource), |(_, name)| Arc::clone(name))
    }

    /// The stations that a report lists: those of the machines that do the work, and others where they are visited.
    pub(crate) fn stations(&self) -> impl Iterator<Item = (usize, usize, Resource, &Load)> {
        self.sides
            .iter()
            .enumerate()
            .flat_map(move |(group, side)| {
                side.stations
                    .iter()
                    .enumerate()
                    .map(move |(station, resource)| {
                        (
                            group,
                            station,
                            *resource,
                            self.loads.station(group, station),
                        )
                    })
                    .filter(move |(_, station, _, load)| {
                        load.visits > 0.0 || (*station < 2 && side.usual[*station] > 0.0)
                    })
            })
    }

    /// How much more than its part the busiest machine of a group gets: 1 if all are alike. `[1]`
    fn skew(&self, group: usize) -> f64 {
        if group == self.web {
            shares::skew(&self.shares)
        } else {
            1.0
        }
    }

    /// [`Plan::needs`] of a system that keeps up, whose workers are known to be taken for this share of the time `[1]`: they
    /// are held while a request waits, too.
    pub(crate) fn with_workers_taken(&self, mut needs: Vec<Need>, share: f64) -> Vec<Need> {
        let web = self.sides[self.web].component;
        for need in &mut needs {
            if (need.component, need.resource) == (web, Resource::Workers) {
                need.ratio = share;
            }
        }
        fullest_first(&mut needs);
        needs
    }

    /// How much of each resource is needed, the fullest first.
    pub(crate) fn needs(&self) -> Vec<Need> {
        let mut needs = Vec::with_capacity(USUAL_NEEDS);
        needs.extend_from_slice(&self.rooms);
        let mut add = |group: usize, resource, ratio: f64| {
            needs.push(Need {
                component: self.sides[group].component,
                resource,
                ratio: ratio * self.arrival * self.skew(group)
                    / f64::from(self.network.groups[group].machines),
                label: self.label(group, resource),
            });
        };
        for (group, station, resource, load) in self.stations() {
            let servers = f64::from(self.network.groups[group].stations[station].servers);
            add(group, resource, load.work / servers);
        }
        for (group, side) in self.sides.iter().enumerate() {
            let pools = self.network.groups[group].pools.iter();
            for (index, (pool, resource)) in pools.zip(&side.pools).enumerate() {
                let hold = self.loads.pool(group, index);
                add(group, *resource, hold.time / f64::from(pool.places));
            }
        }
        fullest_first(&mut needs);
        needs
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

/// Nearer to 1 than this, rounding decides whether a queue is stable.
pub(crate) const ROUNDING: f64 = 1e-9;

/// Whether running out of `need` means that the system cannot go on: a queue at exactly 1 already grows without bound,
/// memory and disk may be exactly full.
pub(crate) fn is_full(need: &Need) -> bool {
    if need.resource.is_time() {
        need.ratio >= 1.0 - ROUNDING
    } else {
        need.ratio > 1.0
    }
}

/// What the groups' builder hands over.
pub(crate) struct Built {
    pub(crate) groups: Vec<crate::network::Group>,
    pub(crate) sides: Vec<Side>,
    pub(crate) web: usize,
    pub(crate) memory: MemoryReport,
    pub(crate) rooms: Vec<Need>,
    pub(crate) disks: Vec<(usize, f64)>,
    pub(crate) replica: Option<MemoryReport>,
    pub(crate) hit: Option<f64>, // [1], share of the reads that the cache answers
    pub(crate) brought: f64,     // [1], of the writes that a cache brings to the database later
    pub(crate) origin: f64,      // [1], share of the files that a CDN fetches from the web machines
}

impl Built {
    /// What the routes lead through.
    fn shape(&self) -> Shape<'_> {
        Shape {
            groups: &self.groups,
            sides: &self.sides,
            web: self.web,
            miss: self.memory.miss,
            replica_miss: self.replica.map_or(0.0, |memory| memory.miss),
            hit: self.hit,
            brought: self.brought,
            origin: self.origin,
        }
    }
}

/// What the routes lead through, and how likely.
pub(crate) struct Shape<'a> {
    pub(crate) groups: &'a [crate::network::Group],
    pub(crate) sides: &'a [Side],
    pub(crate) web: usize,
    pub(crate) miss: f64, // [1], share of the page reads that go to the disk, at the source
    pub(crate) replica_miss: f64, // [1], the same at a replica
    pub(crate) hit: Option<f64>, // [1], share of the reads that the cache answers
    pub(crate) brought: f64, // [1], of the writes that a cache brings to the database later
    pub(crate) origin: f64, // [1], share of the files that a CDN fetches from the web machines
}

impl Shape<'_> {
    /// The group of a component.
    pub(crate) fn group(&self, component: Component) -> Option<usize> {
        self.sides
            .iter()
            .position(|side| side.component == component)
    }
}

/// How long the link of a web machine takes for so many bytes, if it is known what it carries. `[s]`
pub(crate) fn transfer(system: &System, size: Option<Bytes>) -> Option<f64> {
    let size = size.filter(|size| size.bytes() > 0.0)?;
    let bandwidth = system.web.machine().bandwidth_of()?;
    Some(size.bytes() / bandwidth.per_second())
}
