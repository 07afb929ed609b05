//! The first witness: a system in closed form.
//!
//! What is exact in it and how far the rest is off stands in [`crate::system`].

use super::definition::System;
use super::plan::{Plan, Side, is_full};
use crate::error::Error;
use crate::queueing::pool::{Place, Pool};
use crate::queueing::sojourn::{Queue, Sojourn};
use crate::queueing::{Feedback, MGc};
use crate::report::{
    Component, Estimate, Need, Overload, PoolReport, Prediction, Report, Resource, Response,
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
        Ok(match judge(&plan)? {
            Ok(pool) => Prediction::Steady(steady(&plan, &pool)?),
            Err(overload) => Prediction::Overloaded(overload),
        })
    }
}

/// A station that all workers together can keep this busy is what limits the system, not the number of workers.
const NEARLY_FULL: f64 = 0.95;

/// The pool of workers in its steady state, or what is full.
pub(crate) fn judge(plan: &Plan) -> Result<Result<Pool, Overload>, Error> {
    let mut needs = plan.needs();
    if let Some(full) = needs.iter().find(|need| is_full(need)).cloned() {
        return Ok(Err(plan.overload(&full, needs)));
    }
    let pool = Pool::new(per_second(plan.web_rate()), plan.workers, &places(plan))?;
    if !pool.is_full() {
        return Ok(Ok(pool));
    }
    // All stations would keep up, but not with so few workers at once.
    let demand = pool
        .capacity()
        .map_or(1.0, |capacity| plan.web_rate() / capacity.per_second())
        .max(1.0);
    let scarce = |need: &Need| match need.resource {
        Resource::Workers => true,
        Resource::Cores | Resource::DiskReads => need.ratio / demand >= NEARLY_FULL,
        _ => false,
    };
    let mut full = needs
        .iter()
        .find(|need| scarce(need))
        .cloned()
        .expect("there is always a row for workers");
    full.ratio = demand;
    needs.retain(|need| (need.component, need.resource) != (full.component, full.resource));
    needs.insert(0, full.clone());
    Ok(Err(plan.overload(&full, needs)))
}

/// Where the workers of one web machine spend their time.
fn places(plan: &Plan) -> Vec<Place> {
    let place = |visit: &Load| {
        let servers = visit.servers();
        let offered = plan.arrival * visit.visits / f64::from(visit.side.machines) * visit.service;
        let place = Place::station(offered, servers);
        if visit.side.component == plan.web.component {
            return place;
        }
        place.shared(visit.side.machines, 1.0 / f64::from(plan.web.machines))
    };
    let mut places: Vec<Place> = loads(plan).iter().map(place).collect();
    if plan.is_apart() {
        places.push(Place::delay(
            plan.web_rate() * f64::from(plan.queries) * plan.hop,
        ));
    }
    places
}

/// What requests ask of a station.
struct Load {
    side: Side,
    resource: Resource,
    visits: f64,    // [1], of a request, to the group
    service: f64,   // [s], mean of a visit
    variation: f64, // [1], squared coefficient of variation
}

impl Load {
    fn servers(&self) -> u32 {
        if self.resource == Resource::Cores {
            self.side.hardware.cores
        } else {
            1
        }
    }
}

/// What requests ask of the cores and the disk of the web side, then of the database where it is apart.
fn loads(plan: &Plan) -> Vec<Load> {
    let (web, store) = (plan.web, *plan.store());
    let queries = f64::from(plan.queries);
    let exponential = |side: Side, resource, visits, service| Load {
        side,
        resource,
        visits,
        service,
        variation: 1.0,
    };
    let disk =
        |side: Side, visits| exponential(side, Resource::DiskReads, visits, side.hardware.read);
    if plan.is_apart() {
        return vec![
            exponential(web, Resource::Cores, 1.0, plan.web_cpu),
            disk(web, plan.web_reads),
            exponential(store, Resource::Cores, queries, plan.query_cpu),
            disk(store, plan.page_reads()),
        ];
    }
    // Two kinds of visit share the cores: a mixture of two exponentials.
    let visits = 1.0 + queries;
    let service = (plan.web_cpu + queries * plan.query_cpu) / visits;
    let square =
        2.0 * (plan.web_cpu * plan.web_cpu + queries * plan.query_cpu * plan.query_cpu) / visits;
    let variation = (square / (service * service) - 1.0).max(0.0);
    let cores = Load {
        side: web,
        resource: Resource::Cores,
        visits,
        service,
        variation,
    };
    vec![cores, disk(web, plan.web_reads + plan.page_reads())]
}

/// A station in its steady state.
struct Station {
    report: StationReport,
    queue: Queue,
}

impl Station {
    fn new(plan: &Plan, load: &Load) -> Result<Self, Error> {
        let (component, resource) = (load.side.component, load.resource);
        let service = seconds(load.service);
        let arrivals = per_second(plan.arrival * load.visits / f64::from(load.side.machines));
        let queue = MGc::new(arrivals, service, load.variation, load.servers())?;
        let mixed = !plan.is_apart() && resource == Resource::Cores;
        let feedback = if mixed { feedback(plan, load)? } else { 1.0 };
        let report = StationReport {
            component,
            resource,
            label: plan.label(component, resource),
            machines: load.side.machines,
            servers: load.servers(),
            utilisation: queue.utilisation(),
            queue: queue.mean_queue() * feedback,
            wait: queue.mean_wait() * feedback,
            service,
            visits: load.visits,
            arrivals,
        };
        let chance = queue.probability_of_waiting();
        // Where between independent and the same: the square root fits the simulation best (see the tests).
        let same = libm::sqrt(queue.utilisation());
        let queue = Queue {
            chance,
            wait: queue.mean_wait_if_any() * feedback,
            same,
        };
        Ok(Self { report, queue })
    }
}

/// How the waits at shared cores compare with those of a Poisson stream of visits: exactly so for one server of the same
/// total speed.
fn feedback(plan: &Plan, load: &Load) -> Result<f64, Error> {
    if plan.arrival == 0.0 {
        return Ok(1.0);
    }
    let cores = f64::from(load.servers());
    let mut services = vec![seconds(plan.query_cpu / cores); plan.queries as usize + 1];
    services[0] = seconds(plan.web_cpu / cores);
    let rate = per_second(plan.web_rate());
    let poisson = MGc::new(
        rate * load.visits,
        seconds(load.service / cores),
        load.variation,
        1,
    )?;
    let ratio = Feedback::new(rate, &services)?.total_wait() / (poisson.mean_wait() * load.visits);
    Ok(if ratio.is_finite() { ratio } else { 1.0 })
}

fn steady(plan: &Plan, pool: &Pool) -> Result<Report, Error> {
    let stations = loads(plan)
        .iter()
        .map(|load| Station::new(plan, load))
        .collect::<Result<Vec<_>, _>>()?;
    let way = way(plan, pool, &stations);
    let mean = way.mean();
    let pool = workers(plan, pool, mean);
    Ok(Report {
        offered: per_second(plan.arrival),
        throughput: per_second(plan.arrival),
        response: response(&way)?,
        in_system: plan.arrival * mean.seconds(),
        stations: stations.into_iter().map(|s| s.report).collect(),
        memory: plan.memory,
        needs: plan.needs_with_workers_taken(pool.utilisation),
        pool,
        customers: 0,
    })
}

/// The pool's row of the report.
fn workers(plan: &Plan, pool: &Pool, response: Time) -> PoolReport {
    let rate = plan.web_rate();
    let wait = if rate > 0.0 {
        seconds(pool.mean_queue() / rate)
    } else {
        Time::ZERO
    };
    let hold = (response - wait).max(seconds(plan.bare_hold()));
    PoolReport {
        component: plan.web.component,
        machines: plan.web.machines,
        workers: plan.workers,
        utilisation: (rate * hold.seconds() / f64::from(plan.workers)).min(1.0),
        queue: pool.mean_queue(),
        wait,
        hold,
    }
}

/// The way of a request as a sum of waits and services.
fn way(plan: &Plan, pool: &Pool, stations: &[Station]) -> Sojourn {
    let queries = f64::from(plan.queries);
    let hops = if plan.is_apart() {
        seconds(plan.hop * queries)
    } else {
        Time::ZERO
    };
    let mut way = Sojourn::new()
        .constant(hops)
        .service(seconds(plan.web_cpu), 1)
        .service(seconds(plan.query_cpu), plan.queries);
    let chance = pool.probability_of_waiting();
    if pool.extra() > Time::ZERO && chance > 0.0 {
        let extra = pool.extra() * (0.5 * (1.0 + plan.hold_variation()));
        way = way.waits(
            Queue {
                chance,
                wait: extra / chance,
                same: 0.0,
            },
            1,
        );
    }
    for Station { report, queue } in stations {
        way = if report.resource == Resource::Cores {
            way.waits(*queue, report.visits as u32)
        } else {
            way.visits(reads(plan, report.component), *queue, report.service)
        };
    }
    way
}

/// The distribution of the disk reads of a request at the machines of a component.
fn reads(plan: &Plan, component: Component) -> Vec<f64> {
    let mut counts = vec![1.0];
    if component == plan.web.component {
        add_reads(&mut counts, plan.web_reads, 1.0);
    }
    if component == plan.store().component && plan.memory.miss > 0.0 {
        for _ in 0..plan.queries {
            add_reads(&mut counts, plan.pages, plan.memory.miss);
        }
    }
    counts
}

/// Adds `reads` reads (the fraction as a chance), each of which happens with probability `chance`.
fn add_reads(counts: &mut Vec<f64>, reads: f64, chance: f64) {
    let whole = libm::floor(reads);
    for _ in 0..whole as u32 {
        add_one(counts, chance);
    }
    add_one(counts, chance * (reads - whole));
}

/// Adds one read that happens with probability `chance`.
fn add_one(counts: &mut Vec<f64>, chance: f64) {
    if chance <= 0.0 {
        return;
    }
    counts.push(0.0);
    for n in (0..counts.len()).rev() {
        let moved = if n > 0 { counts[n - 1] * chance } else { 0.0 };
        counts[n] = counts[n] * (1.0 - chance) + moved;
    }
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
