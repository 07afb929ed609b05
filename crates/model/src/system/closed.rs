//! The first witness: a system in closed form.

use super::definition::System;
use super::plan::{Plan, is_full};
use crate::error::Error;
use crate::queueing::MGc;
use crate::queueing::sojourn::Sojourn;
use crate::report::{
    Component, Estimate, Overload, PoolReport, Prediction, Report, Resource, Response,
    StationReport,
};
use crate::units::{Time, per_second, seconds};
use crate::workload::Traffic;

impl System {
    /// What happens under a traffic, in closed form.
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range. Too much load is no error but
    /// [`Prediction::Overloaded`].
    pub fn predict(&self, traffic: &Traffic) -> Result<Prediction, Error> {
        let plan = Plan::new(self, traffic)?;
        if let Some(overload) = overload(&plan) {
            return Ok(Prediction::Overloaded(overload));
        }
        steady(&plan).map(Prediction::Steady)
    }
}

/// What is full, if anything is.
pub(crate) fn overload(plan: &Plan) -> Option<Overload> {
    let needs = plan.needs();
    let full = needs.iter().find(|need| is_full(need))?.clone();
    Some(plan.overload(&full, needs))
}

/// One station of each kind, alone.
struct Station {
    report: StationReport,
    queue: MGc,
}

/// A station of `side` where a request leaves `visits` visits in the group.
fn station(
    plan: &Plan,
    component: Component,
    resource: Resource,
    visits: f64,
    service: f64,
    variation: f64,
) -> Result<Station, Error> {
    let side = if component == plan.web.component {
        &plan.web
    } else {
        plan.store()
    };
    let servers = if resource == Resource::Cores {
        side.hardware.cores
    } else {
        1
    };
    let arrivals = per_second(plan.arrival * visits / f64::from(side.machines));
    let queue = MGc::new(arrivals, seconds(service), variation, servers)?;
    let report = StationReport {
        component,
        resource,
        label: plan.label(component, resource),
        machines: side.machines,
        servers,
        utilisation: queue.utilisation(),
        queue: queue.mean_queue(),
        wait: queue.mean_wait(),
        service: seconds(service),
        visits,
        arrivals,
    };
    Ok(Station { report, queue })
}

/// All stations of a system: cores and disk of the web side, then of the database where it is apart.
fn stations(plan: &Plan) -> Result<Vec<Station>, Error> {
    let (web, store) = (plan.web, *plan.store());
    let queries = f64::from(plan.queries);
    if plan.is_apart() {
        return Ok(vec![
            station(plan, web.component, Resource::Cores, 1.0, plan.web_cpu, 1.0)?,
            station(
                plan,
                web.component,
                Resource::DiskReads,
                plan.web_reads,
                web.hardware.read,
                1.0,
            )?,
            station(
                plan,
                store.component,
                Resource::Cores,
                queries,
                plan.query_cpu,
                1.0,
            )?,
            station(
                plan,
                store.component,
                Resource::DiskReads,
                plan.page_reads(),
                store.hardware.read,
                1.0,
            )?,
        ]);
    }
    // Two kinds of visit share the cores: a mixture of two exponentials.
    let visits = 1.0 + queries;
    let mean = (plan.web_cpu + queries * plan.query_cpu) / visits;
    let square =
        2.0 * (plan.web_cpu * plan.web_cpu + queries * plan.query_cpu * plan.query_cpu) / visits;
    let variation = (square / (mean * mean) - 1.0).max(0.0);
    let reads = plan.web_reads + plan.page_reads();
    Ok(vec![
        station(
            plan,
            web.component,
            Resource::Cores,
            visits,
            mean,
            variation,
        )?,
        station(
            plan,
            web.component,
            Resource::DiskReads,
            reads,
            web.hardware.read,
            1.0,
        )?,
    ])
}

fn steady(plan: &Plan) -> Result<Report, Error> {
    let stations = stations(plan)?;
    let way = way(plan, &stations);
    let mean = way.mean();
    let hold = mean;
    let rate = per_second(plan.web_rate());
    Ok(Report {
        offered: per_second(plan.arrival),
        throughput: per_second(plan.arrival),
        response: response(&way)?,
        in_system: plan.arrival * mean.seconds(),
        stations: stations.into_iter().map(|s| s.report).collect(),
        pool: PoolReport {
            component: plan.web.component,
            machines: plan.web.machines,
            workers: plan.workers,
            utilisation: (rate * hold / f64::from(plan.workers)).min(1.0),
            queue: 0.0,
            wait: Time::ZERO,
            hold,
        },
        memory: plan.memory,
        needs: plan.needs(),
        customers: 0,
    })
}

/// The way of a request as a sum of waits and services.
fn way(plan: &Plan, stations: &[Station]) -> Sojourn {
    let mut way = Sojourn::new()
        .service(seconds(plan.web_cpu), 1)
        .service(seconds(plan.query_cpu), plan.queries);
    if plan.is_apart() {
        way = way.constant(seconds(plan.hop * f64::from(plan.queries)));
    }
    for station in stations {
        let (chance, wait) = (
            station.queue.probability_of_waiting(),
            station.queue.mean_wait_if_any(),
        );
        way = if station.report.resource == Resource::Cores {
            way.wait(chance, wait, station.report.visits)
        } else {
            way.visits(
                reads(plan, station.report.component),
                chance,
                wait,
                station.report.service,
            )
        };
    }
    way
}

/// The distribution of the disk reads of a request at the machines of a component.
fn reads(plan: &Plan, component: Component) -> Vec<f64> {
    let mut counts = vec![1.0];
    if component == plan.web.component {
        counts = add_reads(counts, plan.web_reads, 1.0);
    }
    if component == plan.store().component {
        for _ in 0..plan.queries {
            counts = add_reads(counts, plan.pages, plan.memory.miss);
        }
    }
    counts
}

/// Adds `reads` reads (the fraction as a chance), each of which happens with probability `chance`.
fn add_reads(mut counts: Vec<f64>, reads: f64, chance: f64) -> Vec<f64> {
    let whole = libm::floor(reads);
    for _ in 0..whole as u32 {
        counts = add_one(&counts, chance);
    }
    add_one(&counts, chance * (reads - whole))
}

/// Adds one read that happens with probability `chance`.
fn add_one(counts: &[f64], chance: f64) -> Vec<f64> {
    if chance <= 0.0 {
        return counts.to_vec();
    }
    let mut next = vec![0.0; counts.len() + 1];
    for (n, p) in counts.iter().enumerate() {
        next[n] += p * (1.0 - chance);
        next[n + 1] += p * chance;
    }
    next
}

fn response(way: &Sojourn) -> Result<Response, Error> {
    let at = |q| way.percentile(q).map(Estimate::exact);
    Ok(Response {
        mean: Estimate::exact(way.mean()),
        p50: at(0.5)?,
        p95: at(0.95)?,
        p99: at(0.99)?,
    })
}
