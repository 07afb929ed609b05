//! The workers of a web machine: how many requests it takes in hand at once.

use super::super::plan::{Plan, is_full};
use crate::error::Error;
use crate::network::Discipline;
use crate::queueing::pool::{Place, Pool};
use crate::report::{Need, Overload, Resource};
use crate::units::per_second;

/// A station that all workers together can keep this busy is what limits the system, not the number of workers.
const NEARLY_FULL: f64 = 0.95;

/// The pool of workers in its steady state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Workers {
    pub(super) taken: f64, // [1], probability that an arriving request finds none free
    pub(super) queue: f64, // [1], mean number that wait for one
    pub(super) extra: f64, // [s], what the limit adds to the mean response
    pub(super) refused: f64, // [1], share of the requests that find no room to wait
}

/// The pool of workers in its steady state, or what is full.
pub(crate) fn judge(plan: &Plan) -> Result<Result<Workers, Overload>, Error> {
    let mut needs = plan.needs();
    if let Some(full) = needs.iter().find(|need| is_full(need)).cloned() {
        return Ok(Err(plan.overload(&full, needs)));
    }
    let pool = Pool::new(per_second(plan.web_rate()), plan.workers(), &places(plan))?;
    if !pool.is_full() {
        return Ok(Ok(Workers {
            taken: pool.probability_of_waiting(),
            queue: pool.mean_queue(),
            extra: pool.extra().seconds(),
            refused: 0.0,
        }));
    }
    // All stations would keep up, but not with so few workers at once.
    let demand = pool
        .capacity()
        .map_or(1.0, |capacity| plan.web_rate() / capacity.per_second())
        .max(1.0);
    let full = scarce(plan, &needs, demand);
    needs.retain(|need| (need.component, need.resource) != (full.component, full.resource));
    needs.insert(0, full.clone());
    Ok(Err(plan.overload(&full, needs)))
}

/// What is short where the workers cannot carry the load: they, or a station that they can keep nearly full.
fn scarce(plan: &Plan, needs: &[Need], demand: f64) -> Need {
    let web = plan.sides[plan.web].component;
    let is_scarce = |need: &&Need| match need.resource {
        Resource::Workers => need.component == web,
        Resource::Cores | Resource::DiskReads => need.ratio / demand >= NEARLY_FULL,
        _ => false,
    };
    let mut full = needs
        .iter()
        .find(is_scarce)
        .cloned()
        .expect("there is always a row for workers");
    full.ratio = demand;
    full
}

/// Where the workers of one web machine spend their time.
fn places(plan: &Plan) -> Vec<Place> {
    let web_machines = f64::from(plan.network.groups[plan.web].machines);
    let mut places = Vec::new();
    for (group, station, _, load) in plan.stations() {
        if load.held <= 0.0 {
            continue;
        }
        let machines = plan.network.groups[group].machines;
        let servers = plan.network.groups[group].stations[station];
        let offered = plan.arrival * load.work / f64::from(machines);
        // Sharing one server, the number of requests is that of M/M/1.
        debug_assert!(servers.discipline == Discipline::Fcfs || servers.servers == 1);
        let place = Place::station(offered, servers.servers);
        places.push(if group == plan.web && load.held == load.visits {
            place
        } else if group == plan.web {
            place.shared(1, load.held / load.visits)
        } else {
            place.shared(machines, load.held / load.visits / web_machines)
        });
    }
    let delay = plan.loads.pool(plan.web, 0).delay;
    if delay > 0.0 {
        places.push(Place::delay(plan.web_rate() * delay));
    }
    places
}
