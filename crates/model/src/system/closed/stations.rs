//! The queue in front of every station.

use super::super::loads::Load;
use super::super::plan::{Plan, REQUEST};
use crate::error::Error;
use crate::network::{Choice, Discipline, Step};
use crate::queueing::sojourn::Queue;
use crate::queueing::{Feedback, MGc};
use crate::report::{Resource, StationReport};
use crate::units::{Time, per_second, seconds};

const CORES: usize = 0;

/// A station in its steady state.
pub(super) struct Station {
    pub(super) group: usize,
    pub(super) station: usize,
    pub(super) report: StationReport,
    pub(super) queue: Queue,
}

impl Station {
    /// All stations that a report lists.
    pub(super) fn all(plan: &Plan) -> Result<Vec<Self>, Error> {
        plan.stations()
            .map(|(group, station, resource, load)| {
                Self::new(plan, (group, station), resource, load)
            })
            .collect()
    }

    fn new(
        plan: &Plan,
        (group, station): (usize, usize),
        resource: Resource,
        load: &Load,
    ) -> Result<Self, Error> {
        let description = &plan.network.groups[group];
        let servers = description.stations[station];
        let usual = plan.sides[group].usual[station];
        let (service, variation) = if load.visits > 0.0 {
            (load.service(), load.variation())
        } else {
            (usual, 1.0)
        };
        let arrivals = per_second(plan.arrival * load.visits / f64::from(description.machines));
        // Sharing its time, a station's number is that of exponential service, whatever the service is.
        let variation = match servers.discipline {
            Discipline::Fcfs => variation,
            Discipline::Sharing => 1.0,
        };
        let queue = MGc::new(
            arrivals,
            seconds(service.max(1e-12)),
            variation,
            servers.servers,
        )?;
        let factor = if group == plan.web && station == CORES {
            feedback(plan, load)? * regularity(plan, load, queue.utilisation())
        } else {
            1.0
        };
        let report = StationReport {
            component: plan.sides[group].component,
            resource,
            label: plan.label(group, resource),
            machines: description.machines,
            servers: servers.servers,
            utilisation: queue.utilisation(),
            queue: queue.mean_queue() * factor,
            wait: queue.mean_wait() * factor,
            service: seconds(service),
            visits: load.visits,
            own: load.own,
            arrivals,
        };
        let queue = Queue {
            chance: queue.probability_of_waiting(),
            wait: queue.mean_wait_if_any() * factor,
            // Where between independent and the same: the square root fits the simulation best (see the tests).
            same: libm::sqrt(queue.utilisation()),
        };
        Ok(Self {
            group,
            station,
            report,
            queue,
        })
    }
}

/// How the waits at cores that a request visits several times compare with those of a Poisson stream of visits: exactly
/// so for one server of the same total speed.
fn feedback(plan: &Plan, load: &Load) -> Result<f64, Error> {
    let mut services = Vec::new();
    visits(plan, &plan.network.routes[REQUEST], &mut services);
    if plan.arrival == 0.0 || services.len() < 2 {
        return Ok(1.0);
    }
    let cores = f64::from(plan.network.groups[plan.web].stations[CORES].servers);
    // The likelier ways of a request, scaled to the load of all.
    let sum: f64 = services.iter().sum();
    let scale = load.work / sum / cores;
    let mean = load.work / cores / services.len() as f64;
    let square: f64 = services
        .iter()
        .map(|s| 2.0 * (s * scale) * (s * scale))
        .sum();
    let variation = (square / services.len() as f64 / (mean * mean) - 1.0).max(0.0);
    let services: Vec<Time> = services.iter().map(|s| seconds(s * scale)).collect();
    let rate = per_second(plan.web_rate());
    let count = services.len() as f64;
    let poisson = MGc::new(rate * count, seconds(mean), variation, 1)?;
    let ratio = Feedback::new(rate, &services)?.total_wait() / (poisson.mean_wait() * count);
    Ok(if ratio.is_finite() { ratio } else { 1.0 })
}

/// The services of a request at the cores of its web machine, the likelier way where there are two.
fn visits(plan: &Plan, steps: &[Step], services: &mut Vec<f64>) {
    for step in steps {
        match step {
            Step::Visit {
                group,
                station: CORES,
                service,
                visits,
            } if *group == plan.web && visits.mean() > 0.5 => services.push(service.mean.seconds()),
            Step::Either {
                chance,
                then,
                otherwise,
            } => self::visits(plan, if *chance > 0.5 { then } else { otherwise }, services),
            _ => {}
        }
    }
}

/// How the way in which a balancer spreads requests changes the waits of their first visit, times its share of the visits.
fn regularity(plan: &Plan, load: &Load, utilisation: f64) -> f64 {
    let group = &plan.network.groups[plan.web];
    let machines = f64::from(group.machines);
    let factor = match group.choice {
        Choice::RoundRobin => {
            // Every nth of a Poisson stream: Erlang-n between two arrivals, C² = 1/n. Allen and Cunneen's factor with the
            // correction of Kraemer and Langenbach-Belz.
            let (a, s) = (1.0 / machines, load.variation());
            let rho = utilisation.max(1e-9);
            let less =
                libm::exp(-2.0 * (1.0 - rho) * (1.0 - a) * (1.0 - a) / (3.0 * rho * (a + s)));
            (a + s) / (1.0 + s) * less
        }
        _ => 1.0,
    };
    1.0 + (factor - 1.0) / load.visits.max(1.0)
}
