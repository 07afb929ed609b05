//! A point of the searched space as a system.

use super::Search;
use super::offer::Candidate;
use crate::components::Fleet;
use crate::components::availability::Uptime;
use crate::components::database::Database;
use crate::components::queue::Queue;
use crate::system::definition::System;
use crate::units::Time;

impl Search<'_> {
    /// A candidate as a system. Its machines fail where a target for the availability was set.
    pub(in crate::system) fn system(&self, candidate: Candidate) -> System {
        let uptime = self
            .options
            .uptime
            .filter(|_| self.goal.availability.is_some());
        let mut web = Fleet::of(
            candidate.count,
            self.options.machines[candidate.web].clone(),
        );
        if let Some(Uptime { up, repair }) = uptime {
            web = web.failures(up, repair);
        }
        let work = self.work.clone();
        let mut system = match candidate.database {
            None => System::sharing(web, work),
            Some(index) => {
                let database = self.database(index, candidate.replicas, uptime);
                System::apart(web, database, self.options.hop, work)
            }
        };
        if let Some(cdn) = self.options.cdn.part().filter(|_| candidate.cdn) {
            system = system.cdn(cdn.clone());
        }
        if let Some(queue) = self.options.queue.part().filter(|_| candidate.queue) {
            system = system.queue(crew(queue, candidate.workers));
        }
        let balancer = self.options.balancer.as_ref();
        if let Some(balancer) = balancer.filter(|_| candidate.count > 1) {
            let balancer = balancer.clone();
            system = system.balancer(match uptime {
                Some(Uptime { up, repair }) => balancer.failures(up, repair),
                None => balancer,
            });
        }
        if let Some(index) = candidate.cache {
            let cache = self.options.caches[index].clone();
            system = system.cache(match uptime {
                Some(Uptime { up, repair }) => cache.failures(up, repair),
                None => cache,
            });
        }
        system
    }

    fn database(&self, index: usize, replicas: u32, uptime: Option<Uptime>) -> Database {
        let mut database = self.options.databases[index].clone().replicas(replicas);
        if let Some(Uptime { up, repair }) = uptime {
            database = database.failures(up, repair);
        }
        match self.options.failover {
            Some(time) if database.failover_times().is_none() => {
                database.failover(time, Time::ZERO)
            }
            _ => database,
        }
    }
}

/// The queue with so many machines of workers; 0: with its own.
fn crew(queue: &Queue, machines: u32) -> Queue {
    let queue = queue.clone();
    match queue.worker_fleet().filter(|_| machines > 0) {
        Some(workers) => {
            let workers = workers.clone().machines(machines);
            queue.workers(workers)
        }
        None => queue,
    }
}
