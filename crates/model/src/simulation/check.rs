//! What can be simulated: every number of a network in its range.

use super::log::END_OF_TIME;
use crate::error::{Error, within};
use crate::network::{Arrivals, Choice, Client, Group, MAX_GROUPS, Network, Service, Step, Visits};

impl Network {
    /// Checks every number, and what the steps refer to.
    pub(super) fn check(&self, warm_up: u64, customers: u64) -> Result<(), Error> {
        within("customers", customers as f64, 1.0, 1e9)?;
        within("groups", self.groups.len() as f64, 1.0, MAX_GROUPS as f64)?;
        self.groups.iter().try_for_each(check_group)?;
        let pools: usize = self.groups.iter().map(|group| group.pools.len()).sum();
        within("pools of all groups", pools as f64, 0.0, 32.0)?;
        within("routes", self.routes.len() as f64, 1.0, 64.0)?;
        let steps: usize = self.routes.iter().map(|route| count(route)).sum();
        within("steps of all routes", steps as f64, 1.0, 10_000.0)?;
        for (index, route) in self.routes.iter().enumerate() {
            let held = self.check_steps(index, route, 0)?;
            if held != 0 {
                let bound = "must be given back before the route ends";
                return Err(Error::new(
                    "pools that are held",
                    f64::from(held.count_ones()),
                    bound,
                ));
            }
        }
        self.client.as_ref().map_or(Ok(()), check_client)?;
        let rate = check_arrivals(&self.arrivals)?;
        self.check_clock(warm_up as f64 + customers as f64, rate)
    }

    /// Even if all work were done one after the other, the clock must not run over; nor may a request start jobs without end.
    fn check_clock(&self, requests: f64, rate: f64) -> Result<(), Error> {
        let mut totals: Vec<(f64, f64)> = Vec::new(); // work [s] and jobs, from the last route to the first
        for route in self.routes.iter().rev() {
            let mut total = (0.0, 1.0);
            self.add_up(route, 1.0, &totals, &mut total);
            within("jobs that a request starts", total.1, 0.0, 1e6)?;
            totals.push(total);
        }
        let work = totals.last().map_or(0.0, |total| total.0);
        let clock = requests * (1.0 / rate + work);
        within(
            "seconds on the simulated clock",
            clock,
            0.0,
            END_OF_TIME / 1e10,
        )?;
        Ok(())
    }

    /// Mean work and jobs of steps that happen with this probability.
    fn add_up(&self, steps: &[Step], chance: f64, later: &[(f64, f64)], total: &mut (f64, f64)) {
        for step in steps {
            match step {
                Step::Visit {
                    service, visits, ..
                } => {
                    total.0 += chance * service.mean.seconds() * visits.mean();
                }
                Step::Delay(service) => total.0 += chance * service.mean.seconds(),
                Step::Either {
                    chance: first,
                    then,
                    otherwise,
                } => {
                    self.add_up(then, chance * first, later, total);
                    self.add_up(otherwise, chance * (1.0 - first), later, total);
                }
                Step::Repeat { times, steps } => {
                    (0..*times).for_each(|_| self.add_up(steps, chance, later, total));
                }
                Step::Spawn { route, each } => {
                    let jobs = each.map_or(1.0, |group| f64::from(self.groups[group].machines));
                    let one = later[self.routes.len() - 1 - route];
                    total.0 += chance * jobs * one.0;
                    total.1 += jobs * one.1;
                }
                Step::Choose { .. } | Step::Take { .. } | Step::Give { .. } => {}
            }
        }
    }

    /// Checks steps that are come to while the pools in `held` are held; returns those that are held after them.
    fn check_steps(&self, route: usize, steps: &[Step], mut held: u32) -> Result<u32, Error> {
        for step in steps {
            held = self.check_step(route, step, held)?;
        }
        Ok(held)
    }

    fn check_step(&self, route: usize, step: &Step, held: u32) -> Result<u32, Error> {
        match step {
            Step::Choose { group } => self.check_choose(*group, held)?,
            Step::Take { group, pool } => {
                let bit = self.pool(*group, *pool)?;
                must("pool", *pool, held & bit == 0, "must not be taken twice")?;
                return Ok(held | bit);
            }
            Step::Give { group, pool } => {
                let bit = self.pool(*group, *pool)?;
                let bound = "must be held when it is given back";
                must("pool", *pool, held & bit != 0, bound)?;
                return Ok(held & !bit);
            }
            Step::Visit {
                group,
                station,
                service,
                visits,
            } => {
                let last = self.group(*group)?.stations.len() as f64 - 1.0;
                within("station", *station as f64, 0.0, last)?;
                check_visits(visits)?;
                check_service("service time", service)?;
            }
            Step::Delay(service) => check_service("delay", service)?,
            Step::Either {
                chance,
                then,
                otherwise,
            } => {
                within("chance of a way", *chance, 0.0, 1.0)?;
                return self.check_ways(route, then, otherwise, held);
            }
            Step::Repeat { times, steps } => {
                within("repetitions", f64::from(*times), 1.0, 10_000.0)?;
                // What the second finds as it was before the first, the third does, too.
                let once = self.check_steps(route, steps, held)?;
                return match times {
                    1 => Ok(once),
                    _ => self.check_steps(route, steps, once),
                };
            }
            Step::Spawn { route: to, each } => self.check_spawn(route, *to, *each)?,
        }
        Ok(held)
    }

    fn check_choose(&self, group: usize, held: u32) -> Result<(), Error> {
        let mut pools = 0..self.group(group)?.pools.len();
        let here = pools.any(|pool| held & self.bit(group, pool) != 0);
        let bound = "must not be chosen again while a place of its pools is held";
        must("group", group, !here, bound)
    }

    /// Both ways must hold the same pools at their ends.
    fn check_ways(
        &self,
        route: usize,
        then: &[Step],
        otherwise: &[Step],
        held: u32,
    ) -> Result<u32, Error> {
        let one = self.check_steps(route, then, held)?;
        let other = self.check_steps(route, otherwise, held)?;
        let pool = (one ^ other).trailing_zeros() as usize;
        let bound = "must be held after both ways or after neither";
        must("pool", pool, one == other, bound)?;
        Ok(one)
    }

    fn check_spawn(&self, route: usize, to: usize, each: Option<usize>) -> Result<(), Error> {
        within("route", to as f64, 1.0, self.routes.len() as f64 - 1.0)?;
        let bound = "must come after the route that starts it";
        must("route", to, to > route, bound)?;
        each.map_or(Ok(()), |group| self.group(group).map(|_| ()))
    }

    fn group(&self, group: usize) -> Result<&Group, Error> {
        within("group", group as f64, 0.0, self.groups.len() as f64 - 1.0)?;
        Ok(&self.groups[group])
    }

    fn pool(&self, group: usize, pool: usize) -> Result<u32, Error> {
        within(
            "pool",
            pool as f64,
            0.0,
            self.group(group)?.pools.len() as f64 - 1.0,
        )?;
        Ok(self.bit(group, pool))
    }

    fn bit(&self, group: usize, pool: usize) -> u32 {
        let before: usize = self.groups[..group]
            .iter()
            .map(|group| group.pools.len())
            .sum();
        1 << (before + pool)
    }
}

fn must(what: &str, value: usize, holds: bool, bound: &str) -> Result<(), Error> {
    if holds {
        return Ok(());
    }
    Err(Error::new(what, value as f64, bound))
}

fn count(steps: &[Step]) -> usize {
    let one = |step: &Step| match step {
        Step::Either {
            then, otherwise, ..
        } => 2 + count(then) + count(otherwise),
        Step::Repeat { times, steps } => count(steps).saturating_mul(*times as usize),
        _ => 1,
    };
    steps.iter().map(one).fold(0, usize::saturating_add)
}

fn check_group(group: &Group) -> Result<(), Error> {
    within("machines", f64::from(group.machines), 1.0, 10_000.0)?;
    within(
        "stations of a machine",
        group.stations.len() as f64,
        0.0,
        64.0,
    )?;
    for station in &group.stations {
        within("servers", f64::from(station.servers), 1.0, 1e6)?;
    }
    for pool in &group.pools {
        within("places of a pool", f64::from(pool.places), 1.0, 1e6)?;
        within(
            "room of a pool",
            f64::from(pool.room.unwrap_or(0)),
            0.0,
            1e6,
        )?;
    }
    if let Some(failures) = group.failures {
        within("mean time to failure", failures.up.seconds(), 1e-3, 1e9)?;
        within(
            "mean time of a repair",
            failures.repair.seconds(),
            1e-6,
            1e9,
        )?;
        within(
            "detection",
            failures.detection.map_or(0.0, |time| time.seconds()),
            0.0,
            1e9,
        )?;
    }
    check_choice(group)
}

fn check_choice(group: &Group) -> Result<(), Error> {
    let machines = f64::from(group.machines);
    match &group.choice {
        Choice::Weighted(weights) => {
            within("weights", weights.len() as f64, machines, machines)?;
            for weight in weights {
                within("weight", *weight, 0.0, 1e9)?;
            }
            within("sum of the weights", weights.iter().sum(), 1e-9, 1e13)?;
        }
        Choice::Hashed { keys, points } => {
            within("keys", f64::from(*keys), 1.0, 1e6)?;
            within("points of a machine", f64::from(*points), 1.0, 10_000.0)?;
            within(
                "points on the ring",
                f64::from(*points) * machines,
                1.0,
                1e6,
            )?;
        }
        Choice::Random | Choice::RoundRobin | Choice::LeastConnections | Choice::TwoChoices => {}
    }
    Ok(())
}

fn check_client(client: &Client) -> Result<(), Error> {
    within("time-out", client.timeout.seconds(), 1e-9, 1e6)?;
    within("retries", f64::from(client.retries), 0.0, 100.0)?;
    within("backoff", client.backoff.seconds(), 0.0, 1e6)?;
    let waits = client.backoff.seconds() * libm::exp2(f64::from(client.retries).min(30.0) + 1.0);
    let patience = client.timeout.seconds() * (f64::from(client.retries) + 1.0);
    within(
        "all waits of a client in seconds",
        waits + patience,
        0.0,
        1e9,
    )?;
    within("jitter", client.jitter, 0.0, 1.0)?;
    within("retry budget", client.budget.unwrap_or(0.0), 0.0, 100.0)?;
    Ok(())
}

fn check_visits(visits: &Visits) -> Result<(), Error> {
    within("visits", f64::from(visits.whole), 0.0, 1e6)?;
    within("chance of one more visit", visits.extra, 0.0, 1.0)?;
    within("chance of a visit", visits.chance, 0.0, 1.0)?;
    Ok(())
}

fn check_service(what: &str, service: &Service) -> Result<(), Error> {
    within(what, service.mean.seconds(), 0.0, 1e6)?;
    service.checked_variation().map(|_| ())
}

/// The lowest rate in the long run, which says how long the clock runs. `[1/s]`
fn check_arrivals(arrivals: &Arrivals) -> Result<f64, Error> {
    let check =
        |rate: &crate::units::Rate, low| within("arrival rate", rate.per_second(), low, 1e9);
    match arrivals {
        Arrivals::Poisson(rate) => check(rate, f64::MIN_POSITIVE),
        Arrivals::Batches { rate, size } => {
            within("mean size of a group", *size, 1.0, 1e6)?;
            check(rate, f64::MIN_POSITIVE)
        }
        Arrivals::Phases(phases) => {
            within("phases", phases.len() as f64, 1.0, 1e6)?;
            let mut end = 0.0;
            for (time, rate) in phases {
                end += within("time of a phase", time.seconds(), 0.0, 1e9)?;
                check(rate, 0.0)?;
            }
            within("time of all phases", end, 0.0, 1e9)?;
            let last = &phases[phases.len() - 1].1;
            within(
                "arrival rate of the last phase",
                last.per_second(),
                f64::MIN_POSITIVE,
                1e9,
            )
        }
    }
}
