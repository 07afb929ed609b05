//! The queue in front of every station.

use super::super::loads::Load;
use super::super::plan::{Plan, REQUEST};
use super::policy::Policy;
use crate::error::Error;
use crate::network::{Choice, Discipline, Step};
use crate::queueing::sojourn::Queue;
use crate::queueing::{Feedback, MGc};
use crate::report::{Component, Resource, StationReport};
use crate::units::{Time, per_second, seconds};

const CORES: usize = 0;

/// The pool of workers in its steady state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Workers {
    pub(super) taken: f64, // [1], probability that an arriving request finds none free
    pub(super) queue: f64, // [1], mean number that wait for one
    pub(super) extra: f64, // [s], what the limit adds to the mean response
    pub(super) refused: f64, // [1], share of the requests that find no room to wait
    pub(super) spare: Option<f64>, // [1], what the machine answers with all of them taken, over what is asked
}

/// A station in its steady state.
pub(super) struct Station {
    pub(super) group: usize,
    pub(super) station: usize,
    pub(super) report: StationReport,
    pub(super) queue: Queue,
    pub(super) variation: f64, // [1], squared coefficient, of the wait of a visit that has to; from 1
}

impl Station {
    /// The stations of some components that a report lists.
    pub(super) fn of(plan: &Plan, with: impl Fn(Component) -> bool) -> Result<Vec<Self>, Error> {
        let most = plan.sides.iter().map(|side| side.stations.len()).sum();
        let mut all = Vec::with_capacity(most);
        for (group, station, resource, load) in plan.stations() {
            if with(plan.sides[group].component) {
                all.push(Self::new(plan, (group, station), resource, load)?);
            }
        }
        Ok(all)
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
        // Sharing its time, a station's number is that of exponential service, whatever the service is.
        let (service, variation) = match servers.discipline {
            _ if load.visits <= 0.0 => (usual, 1.0),
            Discipline::Fcfs => (load.service(), load.variation()),
            Discipline::Sharing => (load.service(), 1.0),
        };
        let arrivals = per_second(plan.arrival * load.visits / f64::from(description.machines));
        let bare = seconds(service.max(1e-12));
        let mut queue = MGc::new(arrivals, bare, variation, servers.servers)?;
        if servers.discipline == Discipline::Fcfs && load.visits > 0.0 {
            let again = if (group, station) == (plan.web, CORES) {
                near(plan, load, queue.mean_wait().seconds()) * (1.0 - 1.0 / load.visits.max(1.0))
            } else {
                0.0
            };
            queue = queue.mixed(load.moments(), servers.servers, again);
        }
        let policy = Policy::at(plan, (group, station), load, &queue)?;
        let factor = factor(plan, (group, station), load, &queue)? * policy.wait;
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
        // Who shares takes longer in proportion to what it asks for itself: a page is not held up for as long as a file.
        let factor = match servers.discipline {
            Discipline::Sharing if service > 0.0 && group == plan.web => {
                usual / service * in_turn(plan, queue.utilisation()) * policy.wait
            }
            _ => factor,
        };
        // Of those who wait.
        let times = if policy.chance > 0.0 {
            factor / policy.chance
        } else {
            0.0
        };
        Ok(Self {
            group,
            station,
            report,
            queue: met(&queue, policy.chance, times),
            // At disks and links the difference is too small to be worth the time that it takes.
            variation: if station == CORES {
                policy.spread * (1.0 + queue.wait_variation(times)) - 1.0
            } else {
                1.0
            },
        })
    }
}

/// How many times as long as those of a Poisson stream of visits the waits at a station are.
fn factor(
    plan: &Plan,
    (group, station): (usize, usize),
    load: &Load,
    queue: &MGc,
) -> Result<f64, Error> {
    if group != plan.web || station != CORES {
        return Ok(1.0);
    }
    feedback(plan, load, queue.mean_wait().seconds())
}

/// What taking turns does to a station that serves everybody at once.
fn in_turn(plan: &Plan, utilisation: f64) -> f64 {
    let group = &plan.network.groups[plan.web];
    match group.choice {
        Choice::RoundRobin => Policy::in_turn((group.machines, 1), 1.0, utilisation).wait,
        _ => 1.0,
    }
}

/// The queue that a request meets, with waits so many times as likely, each so many times as long.
fn met(queue: &MGc, chance: f64, times: f64) -> Queue {
    Queue {
        chance: (queue.probability_of_waiting() * chance).min(1.0),
        wait: queue.mean_wait_if_any() * times,
        // Where between independent and the same: the square root fits the simulation best (see the tests).
        same: queue.utilisation().sqrt(),
    }
}

/// How the waits at cores that a request visits several times compare with those of a Poisson stream of visits.
///
/// Exact for one server of the same total speed and visits that follow each other at once. The longer a request is away
/// between its visits, compared with its wait, the less it meets again whom it met before: the exponent says so.
fn feedback(plan: &Plan, load: &Load, wait: f64) -> Result<f64, Error> {
    let mut visits = Vec::new();
    seen(plan, &plan.network.routes[REQUEST], 1.0, &mut visits);
    if plan.arrival == 0.0 || visits.len() < 2 || visits[0].1 < 1.0 {
        return Ok(1.0);
    }
    let cores = f64::from(plan.network.groups[plan.web].stations[CORES].servers);
    let (mut count, mut work, mut square) = (0.0, 0.0, 0.0);
    for (service, chance) in &visits {
        let service = service / cores;
        count += chance;
        work += chance * service;
        square += 2.0 * chance * service * service;
    }
    let variation = (square * count / (work * work) - 1.0).max(0.0);
    let rate = per_second(plan.web_rate());
    let poisson = MGc::new(rate * count, seconds(work / count), variation, 1)?;
    let times: Vec<(Time, f64)> = visits
        .iter()
        .map(|(service, chance)| (seconds(service / cores), *chance))
        .collect();
    let ratio = Feedback::likely(rate, &times)?.total_wait() / (poisson.mean_wait() * count);
    if !ratio.is_finite() {
        return Ok(1.0);
    }
    Ok(if ratio > 0.0 {
        libm::pow(ratio, near(plan, load, wait))
    } else {
        1.0
    })
}

/// How closely the visits of a request to its web machine's cores follow each other: 1 if it comes back at once, less the
/// longer it is away compared with its wait. `[1]`, 0 to 1
fn near(plan: &Plan, load: &Load, wait: f64) -> f64 {
    let away = (plan.bare_hold() - load.work) / (load.visits - 1.0).max(1.0);
    wait / (wait + away.max(0.0) + 1e-12)
}

/// The services of a request at the cores of its web machine, and how likely each visit is.
fn seen(plan: &Plan, steps: &[Step], chance: f64, visits: &mut Vec<(f64, f64)>) {
    for step in steps {
        match step {
            Step::Visit {
                group,
                station: CORES,
                service,
                visits: times,
            } if *group == plan.web && times.mean() > 0.0 => {
                visits.push((service.mean.seconds(), chance * times.mean().min(1.0)));
            }
            Step::Either {
                chance: first,
                then,
                otherwise,
            } => {
                let (mut one, mut other) = (Vec::new(), Vec::new());
                seen(plan, then, chance * first, &mut one);
                seen(plan, otherwise, chance * (1.0 - first), &mut other);
                merge(&one, &other, visits);
            }
            Step::Repeat { times, steps } => {
                let mut once = Vec::new();
                seen(plan, steps, chance, &mut once);
                (0..*times).for_each(|_| visits.extend_from_slice(&once));
            }
            _ => {}
        }
    }
}

/// Visits of two ways of which a request goes one: the same visit of both is one visit.
fn merge(one: &[(f64, f64)], other: &[(f64, f64)], visits: &mut Vec<(f64, f64)>) {
    for index in 0..one.len().max(other.len()) {
        match (one.get(index), other.get(index)) {
            (Some(a), Some(b)) if a.0 == b.0 => visits.push((a.0, (a.1 + b.1).min(1.0))),
            (a, b) => visits.extend(a.into_iter().chain(b)),
        }
    }
}
