//! The second witness: a system simulated.

use super::closed;
use super::definition::System;
use super::plan::{Plan, Side};
use crate::error::{Error, within};
use crate::report::{PoolReport, Prediction, Report, Resource, StationReport};
use crate::simulation::{self, Network, Pool, Step, Summary, Tally, Trials, Visits};
use crate::units::{per_second, seconds};
use crate::workload::Traffic;

const CORES: usize = 0;
const DISK: usize = 1;

impl System {
    /// What happens under a traffic, simulated.
    ///
    /// A system that the closed form calls overloaded has no steady state to measure: it comes back as the same
    /// [`Prediction::Overloaded`], without a simulation.
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range.
    pub fn simulate(&self, traffic: &Traffic, trials: &Trials) -> Result<Prediction, Error> {
        let plan = Plan::new(self, traffic)?;
        within("daily_users", traffic.users(), 1e-6, 1e12)?;
        if let Err(overload) = closed::judge(&plan)? {
            return Ok(Prediction::Overloaded(overload));
        }
        // The more machines share the stream, the more requests it takes until each is past its empty start.
        let machines = simulated_web_machines(&plan).max(plan.database.map_or(1, |d| d.machines));
        let warm_up = trials.warm_up.saturating_mul(u64::from(machines));
        let summary = Trials { warm_up, ..*trials }.run(&network(&plan))?;
        Ok(Prediction::Steady(report(&plan, &summary)))
    }
}

/// The web machines that are simulated. Shared machines never meet each other, so that one stands for all of them.
fn simulated_web_machines(plan: &Plan) -> u32 {
    if plan.is_apart() {
        plan.web.machines
    } else {
        1
    }
}

/// The system as the simulation sees it.
fn network(plan: &Plan) -> Network {
    let web_machines = simulated_web_machines(plan);
    let side = |name: &str, side: &Side, machines| simulation::Side {
        name: name.into(),
        machines,
        stations: vec![side.hardware.cores, 1],
    };
    let mut sides = vec![side("web", &plan.web, web_machines)];
    sides.extend(
        plan.database
            .iter()
            .map(|database| side("database", database, database.machines)),
    );
    Network {
        arrival: per_second(plan.arrival * f64::from(web_machines) / f64::from(plan.web.machines)),
        sides,
        pool: Some(Pool {
            workers: plan.workers,
        }),
        route: route(plan),
    }
}

/// What a request does.
fn route(plan: &Plan) -> Vec<Step> {
    let visit = |side, station, service, visits| Step::Visit {
        side,
        station,
        service: seconds(service),
        visits,
    };
    let mut route = vec![
        visit(0, CORES, plan.web_cpu, Visits::ONE),
        visit(
            0,
            DISK,
            plan.web.hardware.read,
            Visits::of(plan.web_reads, 1.0),
        ),
    ];
    let store = usize::from(plan.is_apart());
    for _ in 0..plan.queries {
        if plan.is_apart() {
            route.extend([
                Step::Pick { side: store },
                Step::Delay {
                    time: seconds(plan.hop),
                },
            ]);
        }
        route.push(visit(store, CORES, plan.query_cpu, Visits::ONE));
        let pages = Visits::of(plan.pages, plan.memory.miss);
        route.push(visit(store, DISK, plan.store().hardware.read, pages));
    }
    route
}

/// The report of all replications.
fn report(plan: &Plan, summary: &Summary) -> Report {
    // One shared machine was simulated for all of them.
    let share = f64::from(plan.web.machines) / f64::from(simulated_web_machines(plan));
    let mut stations = Vec::new();
    let sides = [
        (plan.web, simulated_web_machines(plan)),
        (*plan.store(), plan.store().machines),
    ];
    for (tallies, (side, machines)) in summary.stations.iter().zip(sides) {
        for (tally, resource) in tallies.iter().zip([Resource::Cores, Resource::DiskReads]) {
            stations.push(station(plan, summary, tally, (&side, machines), resource));
        }
    }
    let pool = pool(plan, summary);
    Report {
        offered: per_second(plan.arrival),
        throughput: per_second(summary.throughput * share),
        response: summary.response,
        in_system: summary.in_system * share,
        stations,
        memory: plan.memory,
        needs: plan.needs_with_workers_taken(pool.utilisation),
        pool,
        customers: summary.customers,
    }
}

/// One row of the report, from what was counted at `machines` machines.
fn station(
    plan: &Plan,
    summary: &Summary,
    tally: &Tally,
    (side, machines): (&Side, u32),
    resource: Resource,
) -> StationReport {
    let servers = if resource == Resource::Cores {
        side.hardware.cores
    } else {
        1
    };
    let machine_time = summary.time * f64::from(machines);
    let arrivals = tally.starts as f64 / machine_time;
    let per_visit = |nanos: u64| {
        if tally.starts == 0 {
            0.0
        } else {
            nanos as f64 / 1e9 / tally.starts as f64
        }
    };
    StationReport {
        component: side.component,
        resource,
        label: plan.label(side.component, resource),
        machines: side.machines,
        servers,
        utilisation: tally.busy / 1e9 / machine_time / f64::from(servers),
        queue: tally.waiting / 1e9 / machine_time,
        wait: seconds(per_visit(tally.waits)),
        service: seconds(per_visit(tally.services)),
        visits: arrivals * f64::from(machines) / summary.throughput,
        arrivals: per_second(arrivals),
    }
}

fn pool(plan: &Plan, summary: &Summary) -> PoolReport {
    let (tally, workers) = (&summary.pool, f64::from(plan.workers));
    let machine_time = summary.time * f64::from(simulated_web_machines(plan));
    let starts = (tally.starts as f64).max(1.0);
    PoolReport {
        component: plan.web.component,
        machines: plan.web.machines,
        workers: plan.workers,
        utilisation: tally.busy / 1e9 / machine_time / workers,
        queue: tally.waiting / 1e9 / machine_time,
        wait: seconds(tally.waits as f64 / 1e9 / starts),
        hold: seconds(tally.busy / 1e9 / starts),
    }
}
