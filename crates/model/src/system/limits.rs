//! How far a system goes: the largest load within a latency target, and the load at which a resource fills.

use super::closed::Sweep;
use super::definition::System;
use crate::error::{Error, within};
use crate::report::{LargestLoad, Limit, Need, Overload, Prediction};
use crate::units::Time;
use crate::workload::Traffic;

impl System {
    /// The most daily users with these habits whose 99th percentile stays within `target`.
    ///
    /// By bisection over the users with the closed form, to one part in a million.
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range.
    pub fn largest_load(&self, habits: &Traffic, target: Time) -> Result<LargestLoad, Error> {
        within("target", target.seconds(), 1e-9, 1e9)?;
        self.bisect(habits, Some(target))
    }

    /// The most daily users with these habits before the first resource is full, whatever the latency.
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range.
    pub fn saturation(&self, habits: &Traffic) -> Result<LargestLoad, Error> {
        self.bisect(habits, None)
    }

    fn bisect(&self, habits: &Traffic, target: Option<Time>) -> Result<LargestLoad, Error> {
        // From one user to more than there are people; the search runs on a logarithmic scale.
        let (mut low, mut high) = (0.0, 1e12);
        let mut sweep = None;
        let mut stops = |users: f64| self.stopped(&mut sweep, &habits.at_users(users), target);
        let mut stopped = stops(high)?;
        while high - low > 0.5 && high - low > 1e-6 * high {
            let middle = if low < 1.0 {
                libm::sqrt(high)
            } else {
                libm::sqrt(low * high)
            };
            let middle = if middle <= low || middle >= high {
                0.5 * (low + high)
            } else {
                middle
            };
            match stops(middle)? {
                Some(limit) => (high, stopped) = (middle, Some(limit)),
                None => low = middle,
            }
        }
        let users = libm::floor(low);
        let rate = habits.at_users(users).peak_rate();
        let limit = stopped
            .ok_or_else(|| Error::new("daily_users", 1e12, "must be enough to fill the system"))?;
        Ok(LargestLoad { users, rate, limit })
    }

    /// What stops the system under this traffic, if anything.
    fn stopped(
        &self,
        sweep: &mut Option<Sweep>,
        traffic: &Traffic,
        target: Option<Time>,
    ) -> Result<Option<Limit>, Error> {
        let sweep = Sweep::at(sweep, self, traffic)?;
        let Some(p99) = target else {
            return Ok(sweep.overload()?.map(full));
        };
        Ok(match sweep.predict(self, traffic)? {
            Prediction::Overloaded(overload) => Some(full(overload)),
            Prediction::Steady(report) if report.response.p99.value > p99 => {
                let busiest = report.needs.iter().find(|need| need.resource.is_time());
                busiest
                    .cloned()
                    .map(|busiest| Limit::Target { p99, busiest })
            }
            Prediction::Steady(_) => None,
        })
    }
}

/// The limit where a resource is full.
fn full(overload: Overload) -> Limit {
    Limit::Full(Need {
        component: overload.component,
        resource: overload.resource,
        ratio: overload.demand,
        label: overload.label,
    })
}
