//! Did it help? Two systems under the same dice; and single requests, followed.

use super::closed;
use super::definition::System;
use super::plan::Plan;
use super::simulated;
use crate::error::{Error, within};
use crate::report::{Estimate, Response};
use crate::simulation::{Streams, Trace, Trials, student_t_975};
use crate::units::seconds;
use crate::workload::Traffic;

impl System {
    /// How much longer a request takes after a change: the response of `after` less that of this system, negative where it
    /// helped. Mean and percentiles with 95% intervals.
    ///
    /// Both see the same arrivals and, at components that they share, the same dice (common random numbers), and the
    /// differences are taken run by run: so the interval is much smaller than that of either response.
    ///
    /// ```
    /// use model::prelude::*;
    /// # let shop = Work::per_request().web_cpu(ms(8.0)).web_reads(0.2).queries(3).query_cpu(ms(1.5))
    /// #     .pages_per_query(2.0).data_per_user(kib(40.0)).workers(64).worker_memory(mib(40.0))
    /// #     .reserved_memory(mib(512.0));
    /// # let medium = Machine::named("medium").cores(2).memory(gib(4.0))
    /// #     .disk(Disk::new("SSD", us(100.0), gib(100.0)));
    /// let near = System::apart((medium.clone(), 1), (medium, 1), us(250.0), shop);
    /// let far = near.clone().hop_of(us(350.0));
    /// let traffic = Traffic::daily_users(2e5).requests_each(20.0).peak_to_mean(1.85);
    /// let slower = near.difference(&far, &traffic, &Trials::draft())?;
    /// // 100 µs more, three times.
    /// assert!((slower.mean.value.micros() - 300.0).abs() < 30.0);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range, and what is full where one of the two does not keep up.
    pub fn difference(
        &self,
        after: &Self,
        traffic: &Traffic,
        trials: &Trials,
    ) -> Result<Response, Error> {
        within("replications", f64::from(trials.replications), 2.0, 1000.0)?;
        let plans = [
            self.steady_plan(traffic, trials)?,
            after.steady_plan(traffic, trials)?,
        ];
        let networks = plans.each_ref().map(simulated::network);
        let warm_ups = networks
            .each_ref()
            .map(|network| trials.warmed_for(network).warm_up);
        let warm_up = warm_ups[0].max(warm_ups[1]);
        let mut differences: [Vec<f64>; 4] = Default::default();
        for n in 0..u64::from(trials.replications) {
            let mut times = [[0.0; 4]; 2];
            for (times, network) in times.iter_mut().zip(&networks) {
                let run = network.run(&Streams::new(trials.seed, n), warm_up, trials.customers)?;
                *times = run.response.ok_or_else(|| {
                    Error::refused(
                        "customers",
                        "must be enough that each replication answers some",
                    )
                })?;
            }
            for (i, all) in differences.iter_mut().enumerate() {
                all.push(times[1][i] - times[0][i]);
            }
        }
        let [mean, p50, p95, p99] = differences.map(|all| estimate(&all));
        Ok(Response {
            mean,
            p50,
            p95,
            p99,
        })
    }

    /// Follows `requests` requests (1 to 100 000) through a simulation of this system, after `after` others.
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range, and what is full where the system does not keep up.
    pub fn trace(
        &self,
        traffic: &Traffic,
        seed: u64,
        after: u64,
        requests: u64,
    ) -> Result<Trace, Error> {
        let trials = Trials {
            seed,
            ..Trials::default()
        };
        let plan = self.steady_plan(traffic, &trials)?;
        Trace::of(&simulated::network(&plan), seed, after, requests)
    }

    /// The plan of a system that keeps up.
    fn steady_plan(&self, traffic: &Traffic, trials: &Trials) -> Result<Plan, Error> {
        let plan = self.simulated_plan(traffic, trials)?;
        match closed::judge(&plan)? {
            Ok(_) => Ok(plan),
            Err(full) => Err(Error::new(&*full.label, full.demand, "must be below 1")),
        }
    }
}

/// The mean of independent differences, with the 95% interval of Student's t.
fn estimate(all: &[f64]) -> Estimate {
    let n = all.len() as f64;
    let mean = all.iter().sum::<f64>() / n;
    let square: f64 = all.iter().map(|x| (x - mean) * (x - mean)).sum();
    let error = (square / (n - 1.0) / n).sqrt();
    Estimate {
        value: seconds(mean),
        half_width: Some(seconds(student_t_975(all.len() as u32 - 1) * error)),
    }
}
