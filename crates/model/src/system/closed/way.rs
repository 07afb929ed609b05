//! The way of a request as a sum of waits and services.

use super::super::loads::MAX_STATIONS;
use super::super::plan::{Plan, REQUEST};
use super::Parts;
use super::connections::{self, Connections};
use super::counts::Counts;
use super::stations::{Station, Workers};
use crate::error::Error;
use crate::network::{MAX_GROUPS, Service, Step, Visits};
use crate::queueing::sojourn::{Near, Queue, Sojourn};
use crate::report::{Estimate, Response};
use crate::units::{Time, seconds};

/// All that a request may wait for.
pub(super) struct Waits<'a> {
    pub(super) workers: &'a Workers,
    pub(super) connections: &'a [Connections],
    pub(super) stations: &'a [Station],
}

/// The way of a request from its arrival to its answer.
pub(super) fn request(plan: &Plan, waits: &Waits) -> Sojourn {
    let route = &plan.network.routes[REQUEST];
    let mut way = Outline::of(route).sum(waits.stations, 1.0);
    for held in waits.connections {
        way = held.wait(route, way);
    }
    let extra = extra(plan, waits.workers);
    if extra <= 0.0 {
        return way;
    }
    let queue = Queue {
        chance: waits.workers.taken,
        wait: seconds(extra / waits.workers.taken),
        same: 0.0,
    };
    way.waits(queue, 1)
}

/// Its mean, which takes no distribution: every visit waits as long as any other at its station.
pub(super) fn mean(plan: &Plan, waits: &Waits) -> Time {
    let wait = |at: &Station| at.report.own * at.queue.chance * at.queue.wait.seconds();
    let stations: f64 = waits.stations.iter().map(wait).sum();
    let connections = connections::wait(waits.connections);
    seconds(plan.loads.bare + stations + connections + extra(plan, waits.workers))
}

/// What the limit of workers adds to it in the mean. `[s]`
fn extra(plan: &Plan, workers: &Workers) -> f64 {
    if workers.extra <= 0.0 || workers.taken <= 0.0 {
        return 0.0;
    }
    let variation = plan.loads.pool(plan.web, 0).variation();
    workers.extra * (0.5 * (1.0 + variation))
}

/// What a route asks for, whatever its waits are.
///
/// Services and delays keep their alternatives, so that what goes together stays together. Waits are counted station by
/// station, for the waits of one request at one station are alike. A station with one kind of service, visited a random
/// number of times, takes its services along with its waits.
struct Outline {
    services: Sojourn,
    kinds: Kinds,
    counts: Counts,
}

type Kinds = [[Kind; MAX_STATIONS]; MAX_GROUPS];

/// The sum of everything that a route asks for, with waits so many times as long as those of its stations.
pub(super) fn sum(route: &[Step], stations: &[Station], factor: f64) -> Sojourn {
    Outline::of(route).sum(stations, factor)
}

impl Outline {
    fn of(route: &[Step]) -> Self {
        let mut kinds = [[Kind::None; MAX_STATIONS]; MAX_GROUPS];
        look(route, &mut kinds);
        Self {
            services: services(route, &kinds, true),
            kinds,
            counts: Counts::of(route),
        }
    }

    /// The sum of services and waits.
    fn sum(mut self, stations: &[Station], factor: f64) -> Sojourn {
        let mut way = self.services;
        for at in stations {
            let service = self.kinds[at.group][at.station].service_with_wait();
            let Some(service) = service.filter(|service| *service > 0.0 || at.queue.chance > 0.0)
            else {
                continue;
            };
            let counts = self.counts.take(at.group, at.station);
            let visits = |way: Sojourn, counts, times: f64| {
                let wait = at.queue.wait * (factor * times);
                way.visits(counts, Queue { wait, ..at.queue }, seconds(service))
            };
            way = match branches(at.variation) {
                Some((chance, [short, long])) => {
                    let short = visits(Sojourn::new(), counts.clone(), short);
                    way.either(chance, short, visits(Sojourn::new(), counts, long))
                }
                None => visits(way, counts, 1.0),
            };
        }
        way
    }
}

/// Waits that vary so little more than exponential ones are taken for such: less than anybody sees, for percentiles must not jump
/// from one load to the next. `[1]`, squared coefficient of variation less 1
const NEARLY_EXPONENTIAL: f64 = 1e-9;

/// Waits with this squared coefficient of variation as one of two exponentials, each with half of the mean (balanced means):
/// how likely the shorter is, and how long both are over the mean. Nothing if one will do.
fn branches(variation: f64) -> Option<(f64, [f64; 2])> {
    let excess = variation - 1.0;
    let chance = 0.5 * (1.0 + (excess.max(0.0) / (variation + 1.0)).sqrt());
    (excess > NEARLY_EXPONENTIAL).then(|| (chance, [0.5 / chance, 0.5 / (1.0 - chance)]))
}

/// Terms that a way seldom exceeds.
const ROOM: usize = 16;

/// Shape of the gamma that stands for a constant inside an alternative.
const NEARLY_CONSTANT: u32 = 16;

/// What a route asks of a station: nothing, one kind of exponential service a certain or random number of times, several.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    None,
    Certain(f64),
    Random(f64),
    Several,
}

fn look(steps: &[Step], kinds: &mut Kinds) {
    for step in steps {
        match step {
            Step::Visit {
                group,
                station,
                service,
                visits,
            } if visits.mean() > 0.0 => {
                let kind = &mut kinds[*group][*station];
                *kind = kind.and(service, is_random(visits));
            }
            Step::Either {
                then, otherwise, ..
            } => {
                look(then, kinds);
                look(otherwise, kinds);
            }
            Step::Repeat { steps, .. } => look(steps, kinds),
            _ => {}
        }
    }
}

fn is_random(visits: &Visits) -> bool {
    visits.chance < 1.0 || visits.extra > 0.0
}

impl Kind {
    /// The service that a visit takes along with its wait, if there are visits.
    fn service_with_wait(self) -> Option<f64> {
        match self {
            Self::None => None,
            Self::Random(mean) => Some(mean),
            Self::Certain(_) | Self::Several => Some(0.0),
        }
    }

    fn and(self, service: &Service, random: bool) -> Self {
        let mean = service.mean.seconds();
        match self {
            _ if service.variation != 1.0 => Self::Several,
            Self::None if random => Self::Random(mean),
            Self::None => Self::Certain(mean),
            Self::Certain(known) if known == mean && !random => self,
            Self::Certain(known) | Self::Random(known) if known == mean => Self::Random(mean),
            _ => Self::Several,
        }
    }
}

/// The services and delays of some steps.
fn services(steps: &[Step], kinds: &Kinds, always: bool) -> Sojourn {
    let add = |way: Sojourn, step: &Step| match step {
        Step::Visit { group, station, .. }
            if matches!(kinds[*group][*station], Kind::Random(_)) =>
        {
            way
        }
        Step::Visit {
            service, visits, ..
        } => random(way, *service, visits),
        Step::Delay(service) if always || service.variation > 0.0 => way.services(*service, 1),
        Step::Delay(service) => {
            // A short time that only some requests take: nearly constant, and much faster to turn into percentiles.
            way.service(service.mean / f64::from(NEARLY_CONSTANT), NEARLY_CONSTANT)
        }
        Step::Either {
            chance,
            then,
            otherwise,
        } => {
            let then = services(then, kinds, false);
            way.either(*chance, then, services(otherwise, kinds, false))
        }
        Step::Repeat { times, steps } => way.repeated(services(steps, kinds, always), *times),
        _ => way,
    };
    let room = if always { ROOM } else { steps.len() };
    steps.iter().fold(Sojourn::with_room(room), add)
}

/// Adds the services of a random number of visits.
fn random(way: Sojourn, service: Service, visits: &Visits) -> Sojourn {
    let maybe = |way: Sojourn, chance: f64, times: u32| {
        if chance >= 1.0 {
            way.services(service, times)
        } else if service.variation == 1.0 {
            way.chances(chance, service.mean, times)
        } else if chance > 0.0 && times > 0 {
            let once = Sojourn::new().services(service, 1);
            way.repeated(Sojourn::new().maybe(chance, once), times)
        } else {
            way
        }
    };
    let way = maybe(way, visits.chance, visits.whole);
    maybe(way, visits.chance * visits.extra, 1)
}

/// Mean and percentiles of a way, searched for unless they are known.
pub(super) fn response(
    (way, mean): (&Sojourn, Time),
    known: Option<Parts>,
    near: &mut Near<3>,
) -> Result<Response, Error> {
    Ok(match known {
        Some(known) => between(mean, known),
        None => exact(mean, way.percentiles_near([0.5, 0.95, 0.99], near)?),
    })
}

/// The response with this mean and these percentiles over it.
pub(super) fn between(mean: Time, known: Parts) -> Response {
    exact(mean, known.map(|part| mean * part))
}

fn exact(mean: Time, [p50, p95, p99]: [Time; 3]) -> Response {
    Response {
        mean: Estimate::exact(mean),
        p50: Estimate::exact(p50),
        p95: Estimate::exact(p95),
        p99: Estimate::exact(p99),
    }
}
