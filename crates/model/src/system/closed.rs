//! The first witness: a system in closed form.
//!
//! What is exact in it and how far the rest is off stands in [`crate::system`].

mod between;
mod connections;
mod counts;
mod later;
mod patience;
mod policy;
mod stations;
mod way;
mod workers;

use super::availability;
use super::definition::System;
use super::delivery;
use super::failing;
use super::plan::Plan;
use crate::error::Error;
use crate::parallel::{cores, in_order};
use crate::queueing::sojourn::Near;
use crate::report::{Delivery, Overload, PoolReport, Prediction, Report};
use crate::units::{Time, per_second, seconds};
use crate::workload::Traffic;
use stations::Workers;
pub(crate) use workers::judge;
use workers::{Judged, judge_needs};

/// Loads of a sweep that one thread goes through, at the most, from each to the next: whatever the number of cores, that the
/// numbers do not depend on it; so few, that a thread that begins late leaves little to wait for.
const STRETCH: usize = 34;

impl System {
    /// What happens under a traffic, in closed form.
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range. Too much load is no error but
    /// [`Prediction::Overloaded`].
    pub fn predict(&self, traffic: &Traffic) -> Result<Prediction, Error> {
        Sweep::new(self, traffic)?.predict(self, traffic)
    }

    /// [`predict`](Self::predict) for many numbers of users with the same habits: what a curve needs.
    ///
    /// Where loads ascend and lie close together, percentiles of the response are interpolated between some of them, as far as
    /// that is right to 1e-6.
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range.
    pub fn sweep(&self, habits: &Traffic, users: &[f64]) -> Result<Vec<Prediction>, Error> {
        let Some(first) = users.first() else {
            return Ok(Vec::new());
        };
        let first = habits.at_users(*first);
        let mut begun = Sweep::new(self, &first)?;
        begun.deliver(self, &first)?;
        let many = users.len().div_ceil(STRETCH);
        let stretches: Vec<&[f64]> = users.chunks(users.len().div_ceil(many)).collect();
        let swept = in_order(0..stretches.len() as u64, cores(), |number| {
            let stretch = stretches[number as usize];
            begun.clone().stretch(self, habits, stretch)
        })?;
        Ok(swept.into_iter().flatten().collect())
    }
}

/// A system under one load, and what stays of it under another.
#[derive(Clone)]
pub(super) struct Sweep {
    plan: Plan,
    nears: Nears,
    delivery: Option<Vec<Delivery>>,
}

impl Sweep {
    pub(super) fn new(system: &System, traffic: &Traffic) -> Result<Self, Error> {
        Ok(Self {
            plan: Plan::new(system, traffic)?,
            nears: Nears::default(),
            delivery: None,
        })
    }

    /// Begins with a load, or goes on to it.
    pub(super) fn at<'a>(
        known: &'a mut Option<Self>,
        system: &System,
        traffic: &Traffic,
    ) -> Result<&'a mut Self, Error> {
        match known {
            Some(sweep) => {
                sweep.again(system, traffic)?;
                Ok(sweep)
            }
            None => Ok(known.insert(Self::new(system, traffic)?)),
        }
    }

    /// Goes on to another load.
    fn again(&mut self, system: &System, traffic: &Traffic) -> Result<(), Error> {
        self.plan.again(system, traffic)?;
        if system
            .cdn
            .as_ref()
            .is_some_and(|cdn| cdn.lifetime.is_some())
        {
            self.delivery = None;
        }
        Ok(())
    }

    /// How full the fullest resource is, or which is too full: much less work than [`Self::predict`].
    pub(super) fn fullest(&self) -> Result<Result<f64, Overload>, Error> {
        let needs = judge_needs(&self.plan)?;
        Ok(needs.map(|needs| needs.iter().map(|need| need.ratio).fold(0.0, f64::max)))
    }

    /// Another load, and what happens under it.
    fn goes_on(
        &mut self,
        system: &System,
        traffic: &Traffic,
        known: Known,
    ) -> Result<Prediction, Error> {
        self.again(system, traffic)?;
        self.report(system, traffic, known)
    }

    /// The 99th percentile of the response alone, as [`Self::predict`] gives it: about half of the work.
    pub(super) fn p99(&self) -> Result<Result<Time, Overload>, Error> {
        match judge(&self.plan)? {
            Ok(judged) => {
                let way = way::request(&self.plan, &judged.waits());
                way.percentile(0.99).map(Ok)
            }
            Err(overload) => Ok(Err(overload)),
        }
    }

    pub(super) fn predict(
        &mut self,
        system: &System,
        traffic: &Traffic,
    ) -> Result<Prediction, Error> {
        self.report(system, traffic, Known::default())
    }

    fn report(
        &mut self,
        system: &System,
        traffic: &Traffic,
        known: Known,
    ) -> Result<Prediction, Error> {
        let mut prediction = predict(&self.plan, &mut self.nears, known)?;
        if let Prediction::Steady(report) = &mut prediction {
            report.availability = availability::of(system, &report.needs)?;
            report.failed = failing::share(system, report)?;
            report.delivery = self.deliver(system, traffic)?.clone();
        }
        Ok(prediction)
    }

    /// How files reach their readers.
    fn deliver(&mut self, system: &System, traffic: &Traffic) -> Result<&Vec<Delivery>, Error> {
        match &mut self.delivery {
            Some(known) => Ok(known),
            unknown => Ok(unknown.insert(delivery::places(system, traffic, &self.plan.edges)?)),
        }
    }
}

/// Where the searches for percentiles ended at the load before.
#[derive(Clone, Default)]
struct Nears {
    request: Near<3>,
    lag: Near<3>,
    task: Near<3>,
}

/// The percentiles of a response over its mean. `[1]`
type Parts = [f64; 3];

/// Where they are known already: of the request, of the replicas' lag, of a task.
type Known = [Option<Parts>; 3];

/// The closed form of a plan.
fn predict(plan: &Plan, nears: &mut Nears, known: Known) -> Result<Prediction, Error> {
    Ok(match judge(plan)? {
        Ok(judged) => Prediction::Steady(steady(plan, judged, nears, known)?),
        Err(overload) => Prediction::Overloaded(overload),
    })
}

fn steady(
    plan: &Plan,
    mut judged: Judged,
    nears: &mut Nears,
    known: Known,
) -> Result<Report, Error> {
    let mean = way::mean(plan, &judged.waits());
    let pool = taken(plan, &judged.workers, mean);
    let answered = plan.arrival * (1.0 - judged.workers.refused);
    let needs = plan.with_workers_taken(std::mem::take(&mut judged.needs), pool.utilisation);
    let [known, lag, task] = known;
    let (response, clients) = match known {
        Some(known) => (way::between(mean, known), None),
        None => {
            let way = way::request(plan, &judged.waits());
            let off = (way.mean() - mean).seconds().abs();
            debug_assert!(off <= 1e-9 * mean.seconds(), "{mean:?} {way:?}");
            let clients = patience::clients(plan, &way, (&pool, &judged.stations, &needs));
            let response = way::response((&way, mean), None, &mut nears.request)?;
            (response, clients)
        }
    };
    let Judged {
        workers,
        stations,
        applier,
        ..
    } = judged;
    Ok(Report {
        clients,
        failed: 0.0,
        availability: None,
        offered: per_second(plan.arrival),
        throughput: per_second(answered),
        response,
        in_system: answered * mean.seconds(),
        replication: later::replication(plan, (applier, &stations), (lag, &mut nears.lag))?,
        tasks: later::tasks(plan, &stations, (task, &mut nears.task))?,
        cache: plan.cache,
        files: plan.files(),
        delivery: Vec::new(),
        refused: workers.refused,
        stations: stations.into_iter().map(|s| s.report).collect(),
        memory: plan.memory,
        needs,
        pool,
        customers: 0,
    })
}

/// The pool's row of the report.
fn taken(plan: &Plan, workers: &Workers, response: Time) -> PoolReport {
    let rate = plan.web_rate() * (1.0 - workers.refused);
    let wait = if rate > 0.0 {
        seconds(workers.queue / rate)
    } else {
        Time::ZERO
    };
    let hold = (response - wait).max(seconds(plan.bare_hold()));
    PoolReport {
        component: plan.sides[plan.web].component,
        machines: plan.network.groups[plan.web].machines,
        workers: plan.workers(),
        utilisation: (rate * hold.seconds() / f64::from(plan.workers())).min(1.0),
        queue: workers.queue,
        wait,
        hold,
        spare: workers.spare,
    }
}
