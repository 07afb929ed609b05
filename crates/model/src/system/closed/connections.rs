//! The connections of the database machines: how many queries each works on at once.

use super::super::plan::Plan;
use super::counts::Counts;
use crate::error::Error;
use crate::network::{Service, Step};
use crate::queueing::pool::{Place, Pool};
use crate::queueing::sojourn::{Queue, Sojourn};
use crate::report::{Need, Resource};
use crate::units::{Time, per_second, seconds};

/// The connections of one kind of machine that are few enough to be waited for.
///
/// A pool inside the system, as its workers are around it: a query that waits for a connection does not stand at the cores
/// or the disk meanwhile. Where one connection is enough for every core, most of the wait is only moved.
pub(super) struct Connections {
    group: usize,
    pool: usize,
    own: f64,    // [1], taken by a request itself
    taken: f64,  // [1], probability that a query finds none free
    extra: f64,  // [s], what the limit adds to a query in the mean
    busy: f64,   // [1], share of them that is held
    demand: f64, // [1], what is asked of them over what all of them can do
    full: bool,
}

/// Nobody waits for one of more than these, unless they are too few for what is done with them, which is judged elsewhere.
const MOST: u32 = 100_000;

impl Connections {
    /// Those of all machines where queries are counted.
    pub(super) fn all(plan: &Plan) -> Result<Vec<Self>, Error> {
        let mut all = Vec::new();
        for (group, side) in plan.sides.iter().enumerate() {
            let limited = side.pools.iter();
            if let Some(pool) = limited
                .clone()
                .position(|pool| *pool == Resource::Connections)
            {
                all.extend(Self::of(plan, (group, pool))?);
            }
        }
        Ok(all)
    }

    /// Nothing where nobody waits.
    fn of(plan: &Plan, (group, pool): (usize, usize)) -> Result<Option<Self>, Error> {
        let description = &plan.network.groups[group];
        let machines = f64::from(description.machines);
        let hold = plan.loads.pool(group, pool);
        let rate = plan.arrival * hold.takes / machines;
        if rate <= 0.0 {
            return Ok(None);
        }
        let stations = description.stations.iter().enumerate();
        let mut places: Vec<Place> = stations
            .filter_map(|(station, servers)| {
                let load = plan.loads.station(group, station);
                let offered = plan.arrival * load.work / machines;
                let share = hold.visits[station] / load.visits;
                (offered > 0.0).then(|| Place::station(offered, servers.servers).shared(1, share))
            })
            .collect();
        if hold.delay > 0.0 {
            places.push(Place::delay(rate * hold.delay / hold.takes));
        }
        let limit = description.pools[pool].places;
        if limit > MOST {
            return Ok(None);
        }
        let limited = Pool::new(per_second(rate), limit, &places)?;
        let extra = limited.extra().seconds() * 0.5 * (1.0 + hold.variation());
        let capacity = limited.capacity().map(|capacity| capacity.per_second());
        Ok((extra > 0.0 || limited.is_full()).then(|| Self {
            group,
            pool,
            own: hold.own,
            taken: limited.probability_of_waiting(),
            extra,
            busy: (plan.arrival * hold.time / machines / f64::from(limit)).min(1.0),
            demand: capacity.map_or(0.0, |capacity| rate / capacity),
            full: limited.is_full(),
        }))
    }

    /// How many times as many are needed, where there are too few.
    pub(super) fn needed(&self) -> Option<f64> {
        self.full.then(|| self.demand.max(1.0))
    }

    /// Whether so many times of what they do would be more than this share of what they can do.
    pub(super) fn is_scarce(&self, times: f64, share: f64) -> bool {
        self.demand >= share * times
    }

    /// Whether a resource is these.
    pub(super) fn are(&self, plan: &Plan, need: &Need) -> bool {
        let component = plan.sides[self.group].component;
        (need.component, need.resource) == (component, Resource::Connections)
    }

    /// A way with the waits for these connections.
    pub(super) fn wait(&self, route: &[Step], way: Sojourn) -> Sojourn {
        if self.own <= 0.0 || self.taken <= 0.0 {
            return way;
        }
        let takes = takes(route, (self.group, self.pool));
        let queue = Queue {
            chance: self.taken,
            wait: seconds(self.extra / self.taken),
            same: self.busy.sqrt(),
        };
        way.visits(Counts::of(&takes).take(0, 0), queue, Time::ZERO)
    }
}

/// What a request waits for connections in the mean. `[s]`
pub(super) fn wait(all: &[Connections]) -> f64 {
    all.iter().map(|held| held.own * held.extra).sum()
}

/// A route of which only the places of one pool are left that are taken on it, as visits, so that they can be counted.
fn takes(steps: &[Step], (group, pool): (usize, usize)) -> Vec<Step> {
    let of = |steps: &[Step]| takes(steps, (group, pool));
    let keep = |step: &Step| match step {
        Step::Take {
            group: at,
            pool: of,
        } if (*at, *of) == (group, pool) => Some(Step::visit(0, 0, Service::constant(Time::ZERO))),
        Step::Either {
            chance,
            then,
            otherwise,
        } => Some(Step::Either {
            chance: *chance,
            then: of(then),
            otherwise: of(otherwise),
        }),
        Step::Repeat { times, steps } => Some(Step::Repeat {
            times: *times,
            steps: of(steps),
        }),
        _ => None,
    };
    steps.iter().filter_map(keep).collect()
}
