//! The second witness: a system simulated.

use super::availability;
use super::closed;
use super::definition::System;
use super::delivery;
use super::plan::{APPLY, Found, Plan, TASK};
use crate::error::{Error, within};
use crate::network::{Arrivals, Choice, Network};
use crate::report::{
    ClientReport, Component, PoolReport, Prediction, ReplicationReport, Report, Resource,
    StationReport, TaskReport,
};
use crate::simulation::{Precision, Summary, Tally, Trials};
use crate::units::{per_second, seconds};
use crate::workload::Traffic;

impl System {
    /// The plan with what simulated caches measure: the one before the database, and those of the CDN's edges.
    pub(super) fn simulated_plan(&self, traffic: &Traffic, trials: &Trials) -> Result<Plan, Error> {
        within("daily_users", traffic.users(), 1e-6, 1e12)?;
        traffic.check()?;
        let demand = self.work().demand()?;
        let found = Found::simulated(self, &demand, traffic, trials)?;
        Plan::with(self, traffic, &demand, found)
    }

    /// What happens under a traffic, simulated.
    ///
    /// A system that the closed form calls overloaded has no steady state to measure: it comes back as the same
    /// [`Prediction::Overloaded`], without a simulation.
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range.
    pub fn simulate(&self, traffic: &Traffic, trials: &Trials) -> Result<Prediction, Error> {
        self.played(traffic, trials, |network| {
            trials.warmed_for(network).run(network)
        })
    }

    /// The network that a simulation of this system plays: for one's own runs, traces and differences
    /// ([`Trials::run`], [`Trace`](crate::simulation::Trace), [`Trials::difference`]). The trials say how long caches are
    /// simulated, whose hit ratios become odds. Machines that share everything and nothing connects never meet: of those one
    /// stands for all, with its part of the arrivals.
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range.
    pub fn network(&self, traffic: &Traffic, trials: &Trials) -> Result<Network, Error> {
        Ok(network(&self.simulated_plan(traffic, trials)?))
    }

    /// As [`simulate`](Self::simulate), with a warm-up that is found in pilot runs ([`Trials::with_detected_warm_up`]), and with as many
    /// replications as make an interval as narrow as asked ([`Trials::until`]).
    ///
    /// ```
    /// use model::prelude::*;
    /// use model::simulation::Precision;
    /// # let shop = Work::per_request().web_cpu(ms(8.0)).web_reads(0.2).queries(3).query_cpu(ms(1.5))
    /// #     .pages_per_query(2.0).data_per_user(kib(40.0)).workers(64).worker_memory(mib(40.0))
    /// #     .reserved_memory(mib(512.0));
    /// # let medium = Machine::named("medium").cores(2).memory(gib(4.0))
    /// #     .disk(Disk::new("SSD", us(100.0), gib(100.0)));
    /// let one = System::together(medium, 1, shop);
    /// let traffic = Traffic::daily_users(3e5).requests_each(20.0).peak_to_mean(1.85);
    /// let exact = one.simulate_until(&traffic, &Trials::draft(), &Precision::of_mean(0.05))?;
    /// assert!(exact.reached && exact.replications > 10);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`simulate`](Self::simulate), and a precision out of range.
    pub fn simulate_until(
        &self,
        traffic: &Traffic,
        trials: &Trials,
        precision: &Precision,
    ) -> Result<Exactly, Error> {
        let (mut replications, mut reached) = (0, true);
        let played = self.played(traffic, trials, |network| {
            let trials = trials.warmed_for(network).with_detected_warm_up(network)?;
            let precise = trials.until(network, precision)?;
            (replications, reached) = (precise.replications, precise.reached);
            Ok(precise.summary)
        });
        Ok(Exactly {
            prediction: played?,
            replications,
            reached,
        })
    }

    /// The report of a simulation that is run like this.
    fn played(
        &self,
        traffic: &Traffic,
        trials: &Trials,
        run: impl FnOnce(&Network) -> Result<Summary, Error>,
    ) -> Result<Prediction, Error> {
        let plan = self.simulated_plan(traffic, trials)?;
        if let Err(overload) = closed::judge(&plan)? {
            return Ok(Prediction::Overloaded(overload));
        }
        let available = availability::simulated(self, &plan.needs(), trials)?;
        let summary = run(&network(&plan))?;
        let mut report = report(&plan, &summary);
        report.availability = available;
        report.delivery = delivery::places(self, traffic, &plan.edges)?;
        Ok(Prediction::Steady(report))
    }
}

/// What a simulation says that went on until it was exact.
#[derive(Clone, Debug, PartialEq)]
pub struct Exactly {
    /// What happens.
    pub prediction: Prediction,
    /// Replications that were simulated; none of what is overloaded. `[1]`
    pub replications: u32,
    /// Whether the interval became as narrow as asked; it has none where the system is overloaded.
    pub reached: bool,
}

/// How many attempts clients gave up.
fn clients(plan: &Plan, summary: &Summary) -> Option<ClientReport> {
    let counts = &summary.counts;
    plan.network.client.map(|client| ClientReport {
        timeout: client.timeout,
        late: counts.attempts_timed_out as f64 / (counts.attempts as f64).max(1.0),
        collapses_from: None,
        good_until: None,
    })
}

/// How far the replicas are behind.
fn replication(plan: &Plan, summary: &Summary) -> Option<ReplicationReport> {
    let replicas = plan.network.groups[plan.group(Component::Replica)?].machines;
    let lag = summary.completion(APPLY)?;
    let jobs = summary.routes[APPLY].started as f64 / summary.time;
    Some(ReplicationReport {
        replicas,
        writes: per_second(jobs / f64::from(replicas)),
        lag,
        spare: None,
    })
}

/// What the workers do.
fn tasks(plan: &Plan, summary: &Summary) -> Option<TaskReport> {
    let tally = &summary.stations[plan.group(Component::Worker)?][0];
    Some(TaskReport {
        offered: per_second(summary.routes[TASK].started as f64 / summary.time),
        backlog: tally.waiting / 1e9 / summary.time,
        wait: seconds(tally.waits as f64 / 1e9 / (tally.starts as f64).max(1.0)),
        completion: summary.completion(TASK)?,
    })
}

/// The machines that are simulated. Shared machines that nothing connects never meet each other, so that one stands for all.
fn simulated_machines(plan: &Plan, group: usize) -> u32 {
    let groups = &plan.network.groups;
    let apart = matches!(plan.network.arrivals, Arrivals::Poisson(_));
    let alone = groups.len() == 1 && groups[0].choice == Choice::Random && apart;
    if alone && groups[0].failures.is_none() {
        1
    } else {
        groups[group].machines
    }
}

/// The system as the simulation sees it.
pub(super) fn network(plan: &Plan) -> Network {
    let mut network = plan.network.clone();
    for (index, group) in network.groups.iter_mut().enumerate() {
        group.machines = simulated_machines(plan, index);
    }
    let machines = f64::from(simulated_machines(plan, plan.web));
    if let Arrivals::Poisson(rate) = &mut network.arrivals {
        *rate = per_second(plan.web_rate() * machines);
    }
    network
}

/// The report of all replications.
fn report(plan: &Plan, summary: &Summary) -> Report {
    // One shared machine was simulated for all of them.
    let share = f64::from(plan.network.groups[plan.web].machines)
        / f64::from(simulated_machines(plan, plan.web));
    let stations = plan.stations().map(|(group, index, resource, _)| {
        let tally = &summary.stations[group][index];
        station(plan, summary, tally, (group, index), resource)
    });
    let pool = pool(plan, summary);
    Report {
        offered: per_second(plan.arrival),
        throughput: per_second(summary.throughput * share),
        response: summary.response,
        in_system: summary.in_system * share,
        stations: stations.collect(),
        refused: summary.counts.attempts_refused as f64 / (summary.counts.attempts as f64).max(1.0),
        failed: summary.counts.attempts_failed as f64 / (summary.counts.attempts as f64).max(1.0),
        availability: None,
        clients: clients(plan, summary),
        cache: plan.cache,
        replication: replication(plan, summary),
        tasks: tasks(plan, summary),
        files: plan.files(),
        delivery: Vec::new(),
        memory: plan.memory,
        needs: plan.with_workers_taken(plan.needs(), pool.utilisation),
        pool,
        customers: summary.customers,
    }
}

/// One row of the report.
fn station(
    plan: &Plan,
    summary: &Summary,
    tally: &Tally,
    (group, index): (usize, usize),
    resource: Resource,
) -> StationReport {
    let machines = f64::from(simulated_machines(plan, group));
    let servers = plan.network.groups[group].stations[index].servers;
    let machine_time = summary.time * machines;
    let arrivals = tally.starts as f64 / machine_time;
    let per_visit = |nanos: u64| {
        if tally.starts == 0 {
            0.0
        } else {
            nanos as f64 / 1e9 / tally.starts as f64
        }
    };
    StationReport {
        component: plan.sides[group].component,
        resource,
        label: plan.label(group, resource),
        machines: plan.network.groups[group].machines,
        servers,
        utilisation: tally.busy / 1e9 / machine_time / f64::from(servers),
        queue: tally.waiting / 1e9 / machine_time,
        wait: seconds(per_visit(tally.waits)),
        service: seconds(per_visit(tally.services)),
        visits: tally.starts as f64 / requests(summary),
        own: plan.loads.station(group, index).own,
        arrivals: per_second(arrivals),
    }
}

/// What a visit is counted against: the answered, or who came, where the runs were too short for an answer.
fn requests(summary: &Summary) -> f64 {
    let counts = &summary.counts;
    let requests = if counts.answered > 0 {
        counts.answered
    } else {
        counts.offered
    };
    (requests as f64).max(1.0)
}

fn pool(plan: &Plan, summary: &Summary) -> PoolReport {
    let (tally, workers) = (&summary.pools[plan.web][0], f64::from(plan.workers()));
    let machine_time = summary.time * f64::from(simulated_machines(plan, plan.web));
    let starts = (tally.starts as f64).max(1.0);
    PoolReport {
        component: plan.sides[plan.web].component,
        machines: plan.network.groups[plan.web].machines,
        workers: plan.workers(),
        utilisation: tally.busy / 1e9 / machine_time / workers,
        queue: tally.waiting / 1e9 / machine_time,
        wait: seconds(tally.waits as f64 / 1e9 / starts),
        hold: seconds(tally.busy / 1e9 / starts),
        spare: None,
    }
}
