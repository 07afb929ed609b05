//! What happens beside the request: a replica's copies, a worker's tasks.

use super::super::plan::{APPLY, Plan, TASK};
use super::stations::Station;
use super::way::{self, response};
use crate::error::Error;
use crate::queueing::MGc;
use crate::queueing::sojourn::{Near, Queue, Sojourn};
use crate::report::{Component, ReplicationReport, Resource, TaskReport};
use crate::units::{Rate, Time, per_second, seconds};

/// The appliers of one replica: what each does, and the queue before them.
pub(super) struct Applier {
    pub(super) demand: f64, // [1], needed over there is, waits at the replica's cores and disk included
    rate: Rate,
    work: Sojourn,
    variation: f64, // [1]
    threads: u32,
}

impl Applier {
    /// Nothing where nothing is copied.
    pub(super) fn of(plan: &Plan, stations: &[Station]) -> Option<Self> {
        let group = plan.group(Component::Replica)?;
        let jobs = plan.loads.jobs[APPLY];
        let machines = f64::from(plan.network.groups[group].machines);
        let rate = plan.arrival * jobs / machines;
        if rate <= 0.0 {
            return None;
        }
        let work = way::sum(&plan.network.routes[APPLY], stations);
        let hold = plan.loads.pool(group, 0);
        let bare = hold.time / hold.takes;
        let threads = plan.network.groups[group].pools[0].places;
        Some(Self {
            demand: rate * work.mean().seconds() / f64::from(threads),
            rate: per_second(rate),
            work,
            variation: if bare > 0.0 {
                hold.variance / hold.takes / (bare * bare)
            } else {
                1.0
            },
            threads,
        })
    }

    /// From the write at the source until it is applied: a queue for the threads, then the work itself.
    fn lag(self) -> Result<Sojourn, Error> {
        let service = self.work.mean().max(seconds(1e-12));
        let queue = MGc::new(self.rate, service, self.variation, self.threads)?;
        Ok(self.work.waits(waiting(&queue), 1))
    }
}

fn waiting(queue: &MGc) -> Queue {
    Queue {
        chance: queue.probability_of_waiting(),
        wait: queue.mean_wait_if_any(),
        same: 0.0,
    }
}

/// How far the replicas are behind.
pub(super) fn replication(
    plan: &Plan,
    applier: Option<Applier>,
    near: &mut Near<3>,
) -> Result<Option<ReplicationReport>, Error> {
    let (Some(group), Some(applier)) = (plan.group(Component::Replica), applier) else {
        return Ok(None);
    };
    Ok(Some(ReplicationReport {
        replicas: plan.network.groups[group].machines,
        writes: applier.rate,
        lag: response(&applier.lag()?, near)?,
    }))
}

/// What the workers do.
pub(super) fn tasks(
    plan: &Plan,
    stations: &[Station],
    near: &mut Near<3>,
) -> Result<Option<TaskReport>, Error> {
    let offered = plan.arrival * plan.loads.jobs[TASK];
    let workers = |s: &&Station| {
        (s.report.component, s.report.resource) == (Component::Worker, Resource::Cores)
    };
    let Some(station) = stations.iter().find(workers).filter(|_| offered > 0.0) else {
        return Ok(None);
    };
    let wait: Time = station.report.wait;
    Ok(Some(TaskReport {
        offered: per_second(offered),
        backlog: station.report.queue,
        wait,
        completion: response(&way::sum(&plan.network.routes[TASK], stations), near)?,
    }))
}
