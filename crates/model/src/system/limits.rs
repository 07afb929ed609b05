//! How far a system goes: the largest load within a latency target, and the load at which a resource fills.

use super::definition::System;
use crate::error::{Error, within};
use crate::report::{LargestLoad, Limit, Need, Prediction};
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
        let mut stopped = self.stopped(habits, high, target)?;
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
            match self.stopped(habits, middle, target)? {
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

    /// What stops the system at this number of users, if anything.
    fn stopped(
        &self,
        habits: &Traffic,
        users: f64,
        target: Option<Time>,
    ) -> Result<Option<Limit>, Error> {
        Ok(match (self.predict(&habits.at_users(users))?, target) {
            (Prediction::Overloaded(full), _) => Some(Limit::Full(Need {
                component: full.component,
                resource: full.resource,
                ratio: full.demand,
                label: full.label,
            })),
            (Prediction::Steady(report), Some(p99)) if report.response.p99.value > p99 => {
                let busiest = report.needs.iter().find(|need| need.resource.is_time());
                busiest
                    .cloned()
                    .map(|busiest| Limit::Target { p99, busiest })
            }
            _ => None,
        })
    }
}
