//! The first witness: a system in closed form.
//!
//! What is exact in it and how far the rest is off stands in [`crate::system`].

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
use super::plan::Plan;
use crate::error::Error;
use crate::parallel::{cores, in_order};
use crate::queueing::sojourn::Near;
use crate::report::{Delivery, Overload, PoolReport, Prediction, Report};
use crate::units::{Time, per_second, seconds};
use crate::workload::Traffic;
use stations::Workers;
use workers::Judged;
pub(crate) use workers::judge;

/// Loads of a sweep that one thread goes through, from each to the next: always so many, that the numbers do not depend on
/// how many cores there are.
const STRETCH: usize = 50;

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
    /// # Errors
    /// Names the first parameter that is missing or out of range.
    pub fn sweep(&self, habits: &Traffic, users: &[f64]) -> Result<Vec<Prediction>, Error> {
        let stretches: Vec<&[f64]> = users.chunks(STRETCH).collect();
        let numbers = 0..stretches.len() as u64;
        let swept = in_order(numbers, cores(), |number| {
            self.stretch(habits, stretches[number as usize])
        })?;
        Ok(swept.into_iter().flatten().collect())
    }

    /// One load after the other.
    fn stretch(&self, habits: &Traffic, users: &[f64]) -> Result<Vec<Prediction>, Error> {
        let mut sweep = None;
        let mut predictions = Vec::with_capacity(users.len());
        for users in users {
            let traffic = habits.at_users(*users);
            predictions.push(Sweep::at(&mut sweep, self, &traffic)?.predict(self, &traffic)?);
        }
        Ok(predictions)
    }
}

/// A system under one load, and what stays of it under another.
pub(super) struct Sweep {
    plan: Plan,
    nears: Nears,
    delivery: Option<Vec<Delivery>>,
}

impl Sweep {
    fn new(system: &System, traffic: &Traffic) -> Result<Self, Error> {
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

    /// What is full, if anything: much less work than [`Self::predict`].
    pub(super) fn overload(&self) -> Result<Option<Overload>, Error> {
        Ok(judge(&self.plan)?.err())
    }

    pub(super) fn predict(
        &mut self,
        system: &System,
        traffic: &Traffic,
    ) -> Result<Prediction, Error> {
        let mut prediction = predict(&self.plan, &mut self.nears)?;
        if let Prediction::Steady(report) = &mut prediction {
            report.availability = availability::of(system, &report.needs)?;
            report.failed = availability::failing(system, report.response.mean.value)?;
            let delivery = match self.delivery.take() {
                Some(delivery) => delivery,
                None => delivery::places(system, traffic, &self.plan.edges)?,
            };
            report.delivery = delivery.clone();
            self.delivery = Some(delivery);
        }
        Ok(prediction)
    }
}

/// Where the searches for percentiles ended at the load before.
#[derive(Default)]
struct Nears {
    request: Near<3>,
    lag: Near<3>,
    task: Near<3>,
}

/// The closed form of a plan.
fn predict(plan: &Plan, nears: &mut Nears) -> Result<Prediction, Error> {
    Ok(match judge(plan)? {
        Ok(judged) => Prediction::Steady(steady(plan, judged, nears)?),
        Err(overload) => Prediction::Overloaded(overload),
    })
}

fn steady(plan: &Plan, judged: Judged, nears: &mut Nears) -> Result<Report, Error> {
    let Judged {
        workers,
        stations,
        needs,
        applier,
    } = judged;
    let workers = &workers;
    let way = way::request(plan, workers, &stations);
    let mean = way.mean();
    let pool = taken(plan, workers, mean);
    let answered = plan.arrival * (1.0 - workers.refused);
    let needs = plan.with_workers_taken(needs, pool.utilisation);
    Ok(Report {
        clients: patience::clients(plan, &way, (&pool, &stations, &needs)),
        failed: 0.0,
        availability: None,
        offered: per_second(plan.arrival),
        throughput: per_second(answered),
        response: way::response(&way, &mut nears.request)?,
        in_system: answered * mean.seconds(),
        replication: later::replication(plan, (applier, &stations), &mut nears.lag)?,
        tasks: later::tasks(plan, &stations, &mut nears.task)?,
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
    }
}
