//! A peak: how many messages pile up, and when all is done.
//!
//! ```text
//! arrivals  ______|^^^^^^^|_________      phases: (time, rate), the last one goes on
//! capacity  - - - - - - - - - - - - -      workers / (mean work x deliveries)
//! backlog   _________/\_____________      grows by the surplus, drains by the spare
//!                         ^drained
//! ```
//!
//! In closed form a [fluid](crate::queueing::fluid): without chance. Its backlog is a lower bound of the mean of the true
//! one: what chance adds is about the queue of the steady state, so it is a good number where thousands pile up and a
//! bad one where the load hardly exceeds the capacity.

use super::definition::Queue;
use super::measure::Measure;
use super::scaling::Rule;
use crate::error::{Error, within};
use crate::network::{Arrivals, Service};
use crate::queueing::fluid::{Fluid, Piece};
use crate::report::Estimate;
use crate::simulation::Trials;
use crate::units::{Rate, Time, per_second};
use std::fmt;

/// How a queue comes through a peak: the same record from both witnesses.
#[derive(Clone, Debug, PartialEq)]
pub struct Backlog {
    /// The most messages that wait. `[1]`
    pub largest: Measure,
    /// When they are that many.
    pub largest_at: Estimate,
    /// When nothing waits for the first time after the last change of the rate.
    pub drained: Estimate,
    /// Mean wait for a worker, of all messages that arrive until then.
    pub mean_wait: Estimate,
    /// Longest wait for a worker.
    pub longest_wait: Estimate,
    /// Most workers at work (cores). `[1]`
    pub workers: u32,
    /// Messages that wait, over time; simulated: the mean of all runs.
    pub path: Vec<(Time, f64)>,
}

impl Queue {
    /// The backlog through phases of a time and a rate each, from an empty queue, in closed form.
    ///
    /// ```
    /// use model::network::Service;
    /// use model::prelude::*;
    /// let small = || Machine::named("small").cores(1);
    /// let queue = Queue::on(small()).handing_over(us(200.0)).hop(us(250.0)).workers((small(), 10));
    /// // Ten workers do 100 messages a second. 300 a second for a minute: 12 000 pile up, and then 50 a second drain.
    /// let peak = [(seconds(60.0), per_second(300.0)), (seconds(0.0), per_second(50.0))];
    /// let backlog = queue.backlog(&peak, Service::exponential(ms(100.0)))?;
    /// assert_eq!(backlog.largest.value.round(), 12_000.0);
    /// assert_eq!(backlog.drained.value.seconds().round(), 60.0 + 12_000.0 / 50.0);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// A parameter is missing or out of range; a bounded or ordered queue; a last phase in which the backlog never ends.
    pub fn backlog(&self, phases: &[(Time, Rate)], task: Service) -> Result<Backlog, Error> {
        let deliveries = self.redelivery(task)?.deliveries;
        if self.bound().is_some() || self.key_shares().is_some() {
            return Err(Error::refused(
                "bounded or ordered",
                "has no closed form of its backlog: simulate it",
            ));
        }
        within("phases", phases.len() as f64, 1.0, 1e5)?;
        let one = per_second(1.0 / (task.mean.seconds() * deliveries));
        let (pieces, workers) = match self.scaling() {
            None => {
                let workers = self.worker_cores()?;
                (fixed(phases, one * f64::from(workers)), workers)
            }
            Some(rule) => {
                Rule::new(rule, self.worker_cores()?, self.cores_each()?, one).pieces(phases)?
            }
        };
        let fluid = Fluid::drain(&pieces)?;
        Ok(Backlog {
            largest: Measure::exact(fluid.largest()),
            largest_at: Estimate::exact(fluid.largest_at()),
            drained: Estimate::exact(fluid.end()),
            mean_wait: Estimate::exact(fluid.mean_wait()),
            longest_wait: Estimate::exact(fluid.longest_wait()),
            workers,
            path: fluid.path(),
        })
    }

    /// The same, simulated in independent runs that last for `horizon`.
    ///
    /// # Errors
    /// A parameter is missing or out of range; a run in which the backlog does not end within `horizon`.
    pub fn simulate_backlog(
        &self,
        phases: &[(Time, Rate)],
        task: Service,
        horizon: Time,
        trials: &Trials,
    ) -> Result<Backlog, Error> {
        const SAMPLES: u32 = 200;
        self.redelivery(task)?;
        let tasks = self.tasks(Arrivals::Phases(phases.to_vec()), task)?;
        let runs = trials.each(|streams| tasks.play(streams, horizon, SAMPLES))?;
        let never = || {
            Error::new(
                "horizon",
                horizon.seconds(),
                "must be long enough for the backlog to end",
            )
        };
        let drained: Option<Vec<f64>> = runs.iter().map(|r| r.drained.map(Time::seconds)).collect();
        let path = (0..SAMPLES as usize).filter_map(|i| {
            let waiting: Option<Vec<f64>> = runs
                .iter()
                .map(|r| r.path.get(i).map(|n| *n as f64))
                .collect();
            let time = horizon * (f64::from(i as u32 + 1) / f64::from(SAMPLES));
            waiting.map(|w| (time, w.iter().sum::<f64>() / w.len() as f64))
        });
        Ok(Backlog {
            largest: Measure::of(runs.iter().map(|r| r.largest as f64)),
            largest_at: Measure::of(runs.iter().map(|r| r.largest_at.seconds())).time(),
            drained: Measure::of(drained.ok_or_else(never)?).time(),
            mean_wait: Measure::of(runs.iter().map(|r| r.wait_until_drained)).time(),
            longest_wait: Measure::of(runs.iter().map(|r| r.wait.max)).time(),
            workers: runs
                .iter()
                .flat_map(|r| r.workers.iter().copied())
                .max()
                .unwrap_or(tasks.servers),
            path: path.collect(),
        })
    }

    /// The fewest worker machines with which the backlog has ended `within` this time after the last change of the rate, in
    /// closed form.
    ///
    /// # Errors
    /// As [`backlog`](Self::backlog); more than 10 000 machines.
    pub fn machines_to_drain(
        &self,
        phases: &[(Time, Rate)],
        task: Service,
        limit: Time,
    ) -> Result<u32, Error> {
        within("time to drain", limit.seconds(), 0.0, 1e9)?;
        let fleet = self
            .worker_fleet()
            .ok_or_else(|| Error::missing("workers"))?;
        let before = phases.split_last().map_or(&[][..], |(_, before)| before);
        let end: Time = before.iter().map(|(time, _)| *time).sum();
        let enough = |machines: u32| -> Result<bool, Error> {
            let queue = self.clone().workers(fleet.clone().machines(machines));
            match queue.backlog(phases, task) {
                Ok(backlog) => Ok(backlog.drained.value <= end + limit),
                Err(error) if error.parameter() == "utilisation at the end" => Ok(false),
                Err(error) => Err(error),
            }
        };
        let (mut low, mut high) = (0, 10_000);
        if !enough(high)? {
            return Err(Error::new(
                "worker machines",
                f64::from(high),
                "are not enough to drain the backlog in time",
            ));
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if enough(middle)? {
                high = middle;
            } else {
                low = middle;
            }
        }
        Ok(high)
    }
}

/// Phases before a number of workers that does not change.
fn fixed(phases: &[(Time, Rate)], capacity: Rate) -> Vec<Piece> {
    phases
        .iter()
        .map(|(time, inflow)| Piece {
            time: *time,
            inflow: *inflow,
            capacity,
        })
        .collect()
}

impl fmt::Display for Backlog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "at most {} waiting, {} after the start",
            self.largest, self.largest_at
        )?;
        writeln!(
            f,
            "waits {} in the mean, at most {}",
            self.mean_wait, self.longest_wait
        )?;
        write!(
            f,
            "all done after {}, with up to {} workers",
            self.drained, self.workers
        )
    }
}
