//! The second witness: a queue played message by message.

use super::definition::Queue;
use super::measure::{Measure, response};
use super::report::TaskReport;
use super::rules::{Full, Target};
use crate::error::Error;
use crate::network::{Arrivals, Service};
use crate::simulation::Trials;
use crate::simulation::tasks::{Aim, Broker, People, Room, Scaling, TaskRun, Tasks};
use crate::units::Rate;

/// Messages that arrive in the long run.
fn rate(arrivals: &Arrivals) -> Result<Rate, Error> {
    Ok(match arrivals {
        Arrivals::Poisson(rate) | Arrivals::Batches { rate, .. } => *rate,
        Arrivals::Phases(phases) => phases.last().ok_or_else(|| Error::missing("phases"))?.1,
    })
}

impl Queue {
    /// What the queue does when messages arrive like this, simulated in independent runs.
    ///
    /// Unlike [`predict`](Self::predict) it takes any arrivals and any combination of the parameters. Where people work
    /// in hours, a run must last for days: give it enough messages.
    ///
    /// # Errors
    /// A parameter is missing or out of range; more work than the workers or the people can do, unless the queue is bounded and
    /// refuses or its workers follow the load.
    pub fn simulate(
        &self,
        arrivals: &Arrivals,
        task: Service,
        trials: &Trials,
    ) -> Result<TaskReport, Error> {
        // What is always too late, and may be tried for ever, would be.
        self.redelivery(task)?;
        let tasks = self.tasks(arrivals.clone(), task)?;
        if !matches!(self.bound(), Some((_, Full::Refuse))) && self.scaling().is_none() {
            let load = self.load(arrivals, task)?;
            if load >= 1.0 {
                return Err(Error::new(
                    "utilisation of the workers",
                    load,
                    "must be below 1",
                ));
            }
            self.people_keep_up(arrivals, task)?;
        }
        let runs =
            trials.each(|streams| tasks.steady(streams, trials.warm_up, trials.customers))?;
        Ok(self.summary(&runs, tasks.servers))
    }

    /// Refuses more cases than the people can do: they would wait longer the longer the run.
    fn people_keep_up(&self, arrivals: &Arrivals, task: Service) -> Result<(), Error> {
        if self.human().is_none() {
            return Ok(());
        }
        let Some(most) = self.limits(task)?.people else {
            return Ok(());
        };
        let load = rate(arrivals)? / most;
        if load >= 1.0 {
            let bound = "must be below 1";
            return Err(Error::new("utilisation of the people", load, bound));
        }
        Ok(())
    }

    /// Work that arrives over what the workers can do, counting what comes back. `[1]`
    fn load(&self, arrivals: &Arrivals, task: Service) -> Result<f64, Error> {
        let rate = rate(arrivals)?;
        let deliveries = self.redelivery(task)?.deliveries;
        Ok(rate * task.mean * deliveries / f64::from(self.worker_cores()?))
    }

    /// What is simulated.
    pub(super) fn tasks(&self, arrivals: Arrivals, task: Service) -> Result<Tasks, Error> {
        self.check()?;
        Ok(Tasks {
            broker: Broker {
                machines: self.brokers(),
                cores: self.broker_cores()?,
                service: self.broker_cpu().unwrap_or_default(),
                hop: self.round_trip().unwrap_or_default(),
            },
            prefetch: self.batch(),
            visibility: self.visibility_timeout(),
            attempts: self.attempt_limit(),
            failing: self.failure_probability(),
            poison: self.poison_share(),
            room: self.bound().map(|(places, full)| Room {
                places,
                block: full == Full::Block,
            }),
            keys: self.key_shares().unwrap_or_default(),
            ordered: self.key_shares().is_some(),
            people: self.human().map(|h| People {
                share: h.share,
                mean: h.mean,
                staff: h.staff,
                hours: h.hours,
            }),
            scaling: self.rule()?,
            ..Tasks::new(arrivals, self.worker_cores()?, task)
        })
    }

    fn rule(&self) -> Result<Option<Scaling>, Error> {
        let Some(rule) = self.scaling() else {
            return Ok(None);
        };
        Ok(Some(Scaling {
            cores: self.cores_each()?,
            min: rule.min,
            max: rule.max,
            aim: match rule.target {
                Target::Backlog(messages) => Aim::Backlog(messages),
                Target::Utilisation(share) => Aim::Utilisation(share),
            },
            period: rule.period,
            start: rule.start,
        }))
    }

    fn summary(&self, runs: &[TaskRun], servers: u32) -> TaskReport {
        let measure = |of: &dyn Fn(&TaskRun) -> f64| Measure::of(runs.iter().map(of));
        let all = |of: fn(&TaskRun) -> crate::simulation::tasks::Times| {
            response(&runs.iter().map(of).collect::<Vec<_>>())
        };
        let ended = |r: &TaskRun| (r.done + r.dead).max(1) as f64;
        TaskReport {
            accepted: all(|r| r.accepted),
            completed: all(|r| r.completed),
            approved: self.human().map(|_| all(|r| r.approved)),
            utilisation: measure(&|r| r.busy / f64::from(servers)),
            waiting: measure(&|r| r.waiting),
            deliveries: measure(&|r| r.received as f64 / ended(r)),
            duplicates: measure(&|r| r.duplicates as f64 / ended(r)),
            wasted: measure(&|r| 1.0 - r.useful / r.work.max(1e-12)),
            dead: measure(&|r| r.dead as f64 / ended(r)),
            refused: measure(&|r| r.refused as f64 / r.arrived.max(1) as f64),
            messages: runs.iter().map(|r| r.arrived).sum(),
        }
    }
}
