//! Did it help? Two systems under the same dice; and single requests, followed.

use super::closed;
use super::definition::System;
use super::plan::Plan;
use super::simulated;
use crate::error::Error;
use crate::report::{Resource, Response};
use crate::simulation::{Difference, Trace, Trials};
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
        let plans = [
            self.steady_plan(traffic, trials)?,
            after.steady_plan(traffic, trials)?,
        ];
        let [before, after] = plans.each_ref().map(simulated::network);
        let warm_up = |network| trials.warmed_for(network).warm_up;
        let trials = Trials {
            warm_up: warm_up(&before).max(warm_up(&after)),
            ..*trials
        };
        let Difference {
            mean,
            p50,
            p95,
            p99,
            ..
        } = trials.difference(&before, &after)?;
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
            Err(full) => Err(too_much(&full.label, full.resource, full.demand)),
        }
    }
}

/// So much more of a resource is needed than there is. `[1]`
pub(super) fn too_much(label: &str, resource: Resource, ratio: f64) -> Error {
    if resource.is_time() {
        Error::new(format!("utilisation of {label}"), ratio, "must be below 1")
    } else {
        let what = format!("need of {label}, over what there is,");
        Error::new(what, ratio, "must be at most 1")
    }
}
