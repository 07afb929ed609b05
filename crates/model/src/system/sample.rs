//! A sample path: everything that happens in a system for a while, to be looked at.

use super::closed;
use super::definition::System;
use super::plan::Plan;
use super::simulated;
use crate::error::{Error, within};
use crate::report::{Component, Overload, Resource};
use crate::simulation::{Place, Story, Trace, Trials};
use crate::units::Time;
use crate::workload::Traffic;

/// Everything that is in a system between two moments of one simulated run.
#[derive(Clone, Debug, PartialEq)]
pub struct SamplePath {
    /// Who is in the system in that time, in the order in which they came. Who is still inside at the end is
    /// [`End::Unfinished`](crate::simulation::End::Unfinished).
    pub requests: Vec<Story>,
    /// The first moment, since the simulation began.
    pub from: Time,
    /// The last one.
    pub until: Time,
    /// Where a request can be, in the order in which it gets there.
    pub stands: Vec<Stand>,
    /// Why the system does not keep up, if it does not; `from` is then the time at which it was empty.
    pub overload: Option<Overload>,
}

/// A station or a pool of a group of machines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Whose it is.
    pub component: Component,
    /// What the machines are called: "web server".
    pub machine: String,
    /// What it is.
    pub resource: Resource,
    /// Index of the group.
    pub group: usize,
    /// Index of the station, or of the pool, in the group.
    pub index: usize,
    /// Whether it is a pool: a place is held while the request is elsewhere.
    pub pool: bool,
    /// Machines.
    pub machines: u32,
    /// Servers, or places, of one machine.
    pub servers: u32,
}

impl Stand {
    /// Whether it is where this says.
    pub fn is(&self, place: &Place) -> bool {
        (self.group, self.index, self.pool) == (place.group, place.index, place.pool)
    }
}

impl System {
    /// Follows all that is in this system while `requests` requests (1 to 10 000) come, in one simulated run, from the
    /// moment in which the first of them comes, after `after` others (0 to 50 000), until the next one would.
    ///
    /// An overloaded system can be looked at, too: from empty, whatever `after` is, for its queues have no usual length.
    ///
    /// ```
    /// use model::prelude::*;
    /// # let shop = Work::per_request().web_cpu(ms(8.0)).web_reads(0.2).queries(3).query_cpu(ms(1.5))
    /// #     .pages_per_query(2.0).data_per_user(kib(40.0)).workers(64).worker_memory(mib(40.0))
    /// #     .reserved_memory(mib(512.0));
    /// # let medium = Machine::named("medium").cores(2).memory(gib(4.0))
    /// #     .disk(Disk::new("SSD", us(100.0), gib(100.0)));
    /// let one = System::together(medium, 1, shop);
    /// let traffic = Traffic::daily_users(3e5).requests_each(20.0).peak_to_mean(1.85);
    /// let path = one.sample_path(&traffic, 1, 100, 40)?;
    /// let came = path.requests.iter().filter(|request| request.arrived >= path.from);
    /// assert_eq!(came.count(), 40);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range, and a system so overloaded that a million jobs are in it.
    pub fn sample_path(
        &self,
        traffic: &Traffic,
        seed: u64,
        after: u64,
        requests: u64,
    ) -> Result<SamplePath, Error> {
        within("requests to look at", requests as f64, 1.0, 1e4)?;
        within("requests before them", after as f64, 0.0, 5e4)?;
        let trials = Trials {
            seed,
            ..Trials::default()
        };
        let plan = self.simulated_plan(traffic, &trials)?;
        let overload = closed::judge(&plan)?.err();
        let after = if overload.is_some() { 0 } else { after };
        let network = simulated::network(&plan);
        let trace = Trace::from_empty(&network, seed, after, requests)?;
        let first = trace.requests[trace.requests.len() - requests as usize].arrived;
        let until = trace.requests.iter().map(lasts).fold(first, Time::max);
        Ok(SamplePath {
            requests: trace.requests,
            from: first,
            until,
            stands: stands(&plan, &network),
            overload,
        })
    }
}

/// When the last thing that belongs to a request is over, since the simulation began.
fn lasts(story: &Story) -> Time {
    let ends = story.spans.iter().map(|span| span.until);
    story.arrived + ends.fold(story.ended, Time::max)
}

/// The stations and pools of all groups; pools first, for they are taken at the door.
fn stands(plan: &Plan, network: &crate::network::Network) -> Vec<Stand> {
    let mut stands = Vec::new();
    for (group, side) in plan.sides.iter().enumerate() {
        let drawn = &network.groups[group];
        let mut add = |index, pool, resource, servers| {
            stands.push(Stand {
                component: side.component,
                machine: side.label.clone(),
                resource,
                group,
                index,
                pool,
                machines: drawn.machines,
                servers,
            });
        };
        for (index, (resource, pool)) in side.pools.iter().zip(&drawn.pools).enumerate() {
            add(index, true, *resource, pool.places);
        }
        for (index, (resource, station)) in side.stations.iter().zip(&drawn.stations).enumerate() {
            add(index, false, *resource, station.servers);
        }
    }
    stands
}
