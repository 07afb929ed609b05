//! A load that changes: through the hours of a day, a flash crowd, a recording.
//!
//! ```text
//! rate     ___                what each hour would be like if it lasted: the closed form of its rate
//!   |  ___|   |___            what is left over where more comes than can be answered: a tank that fills and drains
//!   |_|___________|__ time    what really happens, with the memory of the hours before: the simulation
//! ```

use super::closed::Sweep;
use super::compare::too_much;
use super::definition::System;
use super::simulated;
use crate::error::{Error, within};
use crate::format::significant;
use crate::network::Arrivals;
use crate::report::{Component, Need, Prediction, Resource};
use crate::simulation::{Stretch, Trials};
use crate::units::{Rate, Time};
use crate::workload::Traffic;

/// A stretch of time with one rate of requests.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// When it begins, from the first one on.
    pub from: Time,
    /// How long it lasts.
    pub lasts: Time,
    /// Requests that arrive.
    pub rate: Rate,
    /// What happens if this rate lasts: the response of those who find no backlog.
    pub prediction: Prediction,
    /// Requests that wait at the end of it because more came than could be answered, in it or before: at most as many as
    /// find room, where the web machines refuse the others. Tasks and copies for replicas, which no request waits for, do
    /// not count. `[1]`
    pub backlog: f64,
}

/// Requests of a user where nobody comes: hardly more than the least that a traffic can have. `[1/day]`
const NOBODY: f64 = 2e-6;
/// The most requests of a user that a traffic can have. `[1/day]`
const MOST: f64 = 1e6;

impl System {
    /// What happens under a load that changes: the users and habits of `traffic`, with these rates, each for its time (1 µs to
    /// 10^9 s, no more together; those of no length are left out), in closed form.
    ///
    /// Each time is taken as if its rate had always been so (the pointwise stationary approximation: Green and Kolesar,
    /// Management Science 37(1), 1991), which is right where queues forget faster than the rate changes. What is left over
    /// where more comes than can be done is that of a tank ([`Fluid`](crate::queueing::fluid::Fluid)).
    ///
    /// ```
    /// use model::prelude::*;
    /// use model::workload::FlashCrowd;
    /// # let shop = Work::per_request().web_cpu(ms(8.0)).web_reads(0.2).queries(3).query_cpu(ms(1.5))
    /// #     .pages_per_query(2.0).data_per_user(kib(40.0)).workers(64).worker_memory(mib(40.0))
    /// #     .reserved_memory(mib(512.0));
    /// # let medium = Machine::named("medium").cores(2).memory(gib(4.0))
    /// #     .disk(Disk::new("SSD", us(100.0), gib(100.0)));
    /// let one = System::together(medium, 1, shop);
    /// let traffic = Traffic::daily_users(2e5).requests_each(20.0).peak_to_mean(1.85);
    /// let crowd = FlashCrowd { after: seconds(60.0), factor: 8.0, lasts: seconds(60.0) };
    /// let mut phases = crowd.phases(traffic.mean_rate())?;
    /// phases[2].0 = seconds(600.0); // how long to look on afterwards
    /// let [before, crowded, after] = &one.through(&traffic, &phases)?[..] else { unreachable!() };
    /// assert!(before.prediction.steady().is_some() && before.backlog == 0.0);
    /// assert!(crowded.prediction.overload().is_some() && crowded.backlog > 1_000.0);
    /// assert!(after.backlog < crowded.backlog);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range.
    pub fn through(
        &self,
        traffic: &Traffic,
        phases: &[(Time, Rate)],
    ) -> Result<Vec<Moment>, Error> {
        let lasting = lasting(traffic, phases)?;
        let quiet = quiet(traffic);
        let room = self.room();
        let mut known = None;
        let (mut from, mut backlog) = (Time::ZERO, 0.0);
        let moments = lasting.iter().map(|&(lasts, rate)| {
            let there = traffic.at_rate(rate.max(quiet));
            let prediction = Sweep::at(&mut known, self, &there)?.predict(self, &there)?;
            let over = rate - capacity(&prediction, there.peak_rate());
            backlog = f64::max(0.0, backlog + over * lasts).min(room);
            let moment = Moment {
                from,
                lasts,
                rate,
                prediction,
                backlog,
            };
            from += lasts;
            Ok(moment)
        });
        moments.collect()
    }

    /// The same simulated, from an empty system on: here every time begins with what the one before has left.
    ///
    /// Unlike [`simulate`](Self::simulate) it also plays a load that the system can't keep up with, as long as less than a million
    /// jobs wait. Caches hit as often as at the highest of the rates, as exactly as the trials are long; otherwise only the seed and
    /// the number of replications count.
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range, memory or a disk that is too small, traffic in groups, and a
    /// system so overloaded that a million jobs are in it.
    pub fn simulate_through(
        &self,
        traffic: &Traffic,
        phases: &[(Time, Rate)],
        trials: &Trials,
    ) -> Result<Vec<Stretch>, Error> {
        let mut lasting = lasting(traffic, phases)?;
        if traffic.group_size() > 1.0 {
            return Err(Error::refused(
                "traffic in groups",
                "can't change with time: let each request come alone",
            ));
        }
        let stretches: Vec<Time> = lasting.iter().map(|phase| phase.0).collect();
        let highest = lasting.iter().map(|phase| phase.1);
        let highest = highest.fold(quiet(traffic), Rate::max);
        let mut plan = self.simulated_plan(&traffic.at_rate(highest), trials)?;
        let too_small = |need: &&Need| !need.resource.is_time() && need.ratio > 1.0;
        if let Some(need) = plan.needs().iter().find(too_small) {
            return Err(too_much(&need.label, need.resource, need.ratio));
        }
        // What comes after the last stretch is nobody's business, but a simulation wants somebody to come.
        lasting.push((Time::ZERO, highest));
        plan.network.arrivals = Arrivals::Phases(lasting);
        trials.through(&simulated::network(&plan), &stretches)
    }

    /// Requests that the web machines let in at once. `[1]`
    fn room(&self) -> f64 {
        let each = self.web.room().map_or(f64::INFINITY, f64::from);
        f64::from(self.web.count()) * (each + f64::from(self.work.workers.unwrap_or(0)))
    }
}

/// The rate where nobody comes.
fn quiet(traffic: &Traffic) -> Rate {
    traffic.peak_rate() * (NOBODY / traffic.requests_of_each())
}

/// The phases that last for some time; at least one.
fn lasting(traffic: &Traffic, phases: &[(Time, Rate)]) -> Result<Vec<(Time, Rate)>, Error> {
    within("daily_users", traffic.users(), 1e-6, 1e12)?;
    traffic.check()?;
    let most = traffic.peak_rate().per_second() * (MOST / traffic.requests_of_each());
    let mut lasting = Vec::new();
    let mut end = 0.0;
    for &(time, rate) in phases {
        if !(0.0..=most).contains(&rate.per_second()) {
            let most = significant(most, 3);
            let bound =
                format!("must be from 0 to {most}/s: a million requests a day of each user");
            return Err(Error::new("rate of a phase", rate.per_second(), bound));
        }
        if time != Time::ZERO {
            end += within("time of a phase", time.seconds(), 1e-6, 1e9)?;
            lasting.push((time, rate));
        }
    }
    within("time of all phases", end, 0.0, 1e9)?;
    within("phases", lasting.len() as f64, 1.0, 1e5)?;
    Ok(lasting)
}

/// Requests of this kind that can be answered, where `rate` of them come.
fn capacity(prediction: &Prediction, rate: Rate) -> Rate {
    // Nobody waits for copies and tasks, and workers are also held while a request waits for something else.
    let counts = |need: &&Need| {
        need.resource.is_time()
            && !matches!(need.resource, Resource::Workers | Resource::Applier)
            && need.component != Component::Worker
    };
    let needs = prediction.needs().iter().filter(counts);
    let fullest = needs.map(|need| need.ratio).fold(0.0, f64::max);
    let workers = match prediction {
        Prediction::Steady(report) => report.pool.spare.map_or(0.0, |spare| 1.0 / spare),
        Prediction::Overloaded(overload) if overload.resource == Resource::Workers => {
            overload.demand
        }
        Prediction::Overloaded(_) => 0.0,
    };
    rate * (1.0 / fullest.max(workers).max(f64::MIN_POSITIVE))
}
