//! What becomes of the slow work, with every rule that the queue was given.

use super::definition::System;
use crate::components::queue::{Queue, TaskReport};
use crate::error::Error;
use crate::network::{Arrivals, Service};
use crate::simulation::Trials;
use crate::units::Rate;
use crate::workload::Traffic;

impl System {
    /// The queue alone under the tasks that this traffic hands over, in closed form: visibility time-outs, what is done twice,
    /// dead letters, bounds, order, people. (The report of the whole system leaves these out.) Nothing without a queue, or
    /// without slow work ([`Work::task`](crate::workload::Work::task)).
    ///
    /// Tasks are taken to arrive as requests do, each with its probability: web machines pass them on about as they come.
    ///
    /// ```
    /// use model::prelude::*;
    /// # let work = Work::per_request().web_cpu(ms(8.0)).web_reads(0.2).queries(3).query_cpu(ms(1.5))
    /// #     .pages_per_query(2.0).data_per_user(kib(40.0)).workers(64).worker_memory(mib(40.0))
    /// #     .reserved_memory(mib(512.0));
    /// # let medium = || Machine::named("medium").cores(2).memory(gib(4.0))
    /// #     .disk(Disk::new("SSD", us(100.0), gib(100.0)));
    /// let queue = Queue::on(medium()).handing_over(us(200.0)).hop(us(250.0)).workers((medium(), 2))
    ///     .failing(0.1).visibility(seconds(30.0)).attempts(5).dead_letters();
    /// let system = System::together(medium(), 1, work.task(0.1, ms(150.0))).queue(queue);
    /// let traffic = Traffic::daily_users(2e5).requests_each(20.0).peak_to_mean(1.85);
    /// let tasks = system.tasks(&traffic)?.expect("a queue and slow work");
    /// // One attempt of ten fails: 1 + 0.1 + 0.01 + ... deliveries, and one message of 100 000 is given up.
    /// assert!((tasks.deliveries.value - 1.111).abs() < 1e-3);
    /// assert!((tasks.dead.value - 1e-5).abs() < 1e-9);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Queue::predict`], and of a traffic or slow work out of range.
    pub fn tasks(&self, traffic: &Traffic) -> Result<Option<TaskReport>, Error> {
        let Some((queue, arrivals, task)) = self.handed_over(traffic)? else {
            return Ok(None);
        };
        match arrivals {
            Arrivals::Poisson(rate) => queue.predict(rate, task).map(Some),
            _ => Err(Error::refused(
                "traffic in groups",
                "has no closed form: simulate it, or let each request come alone",
            )),
        }
    }

    /// The same simulated: any combination of the rules, autoscaling and prefetching too.
    ///
    /// # Errors
    /// Those of [`Queue::simulate`], and of a traffic or slow work out of range.
    pub fn simulate_tasks(
        &self,
        traffic: &Traffic,
        trials: &Trials,
    ) -> Result<Option<TaskReport>, Error> {
        let Some((queue, arrivals, task)) = self.handed_over(traffic)? else {
            return Ok(None);
        };
        queue.simulate(&arrivals, task, trials).map(Some)
    }

    /// The queue, how tasks come, and how long each takes; nothing where none do.
    fn handed_over(&self, traffic: &Traffic) -> Result<Option<(&Queue, Arrivals, Service)>, Error> {
        traffic.check()?;
        self.work.check()?;
        let (Some(queue), Some(task)) = (&self.queue, self.work.slow_work()) else {
            return Ok(None);
        };
        let rate = traffic.peak_rate() * task.share;
        let arrivals = match traffic.group_size() {
            1.0 => Arrivals::Poisson(rate),
            // Of a group of geometric size some bring tasks; those groups in which any does are of geometric size again.
            size => Arrivals::Batches {
                rate,
                size: 1.0 + (size - 1.0) * task.share,
            },
        };
        let service = Service::exponential(task.cpu);
        Ok((rate > Rate::ZERO).then_some((queue, arrivals, service)))
    }
}
