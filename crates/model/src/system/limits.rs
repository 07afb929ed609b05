//! How far a system goes: the largest load within a latency target, and the load at which a resource fills.

use super::closed::Sweep;
use super::definition::System;
use crate::crossing::narrow;
use crate::error::{Error, within};
use crate::report::{LargestLoad, Limit, Need, Overload};
use crate::units::Time;
use crate::workload::Traffic;

/// More daily users than there are people.
const MOST_USERS: f64 = 1e12;
/// How exactly users are told: half of one, or this part of them.
const EXACT: f64 = 1e-6;

impl System {
    /// The most daily users with these habits whose 99th percentile stays within `target`.
    ///
    /// Searched for with the closed form, to one part in a million.
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range.
    pub fn largest_load(&self, habits: &Traffic, target: Time) -> Result<LargestLoad, Error> {
        within("target", target.seconds(), 1e-9, 1e9)?;
        let mut search = Search::new(self, habits);
        let full = search.full()?;
        search.within(target, full)
    }

    /// The most daily users with these habits before the first resource is full, whatever the latency.
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range.
    pub fn saturation(&self, habits: &Traffic) -> Result<LargestLoad, Error> {
        let mut search = Search::new(self, habits);
        let full = search.full()?;
        search.load(full)
    }
}

/// The users that a system still carries, from 0; and why it doesn't carry a few more.
struct End {
    users: f64,
    limit: Limit,
}

/// One system under more and fewer users.
struct Search<'a> {
    system: &'a System,
    habits: &'a Traffic,
    sweep: Option<Sweep>,
}

impl<'a> Search<'a> {
    fn new(system: &'a System, habits: &'a Traffic) -> Self {
        Self {
            system,
            habits,
            sweep: None,
        }
    }

    fn at(&mut self, users: f64) -> Result<&mut Sweep, Error> {
        Sweep::at(&mut self.sweep, self.system, &self.habits.at_users(users))
    }

    /// How full the fullest resource is, as a logarithm below or above 0; and what it is where it is full.
    fn fullness(&mut self, users: f64) -> Result<(f64, Option<Limit>), Error> {
        Ok(match self.at(users)?.fullest()? {
            Ok(ratio) => (libm::log(ratio).min(-f64::EPSILON), None),
            Err(overload) => {
                let above = libm::log(overload.demand).max(f64::EPSILON);
                (above, Some(full(overload)))
            }
        })
    }

    /// Where the first resource is full. Load grows about in proportion to users: a straight line, of logarithms.
    fn full(&mut self) -> Result<End, Error> {
        let (above, limit) = self.fullness(MOST_USERS)?;
        let mut limit = limit.ok_or_else(|| {
            Error::new(
                "daily_users",
                MOST_USERS,
                "must be enough to fill the system",
            )
        })?;
        let (below, stopped) = self.fullness(1.0)?;
        if let Some(limit) = stopped {
            return Ok(End { users: 0.0, limit });
        }
        let ends = ((0.0, below), (libm::log(MOST_USERS), above));
        let width = |at: f64| EXACT.max(0.5 * libm::exp(-at));
        let (low, _) = narrow(ends.0, ends.1, width, |at| {
            let (value, stopped) = self.fullness(libm::exp(at))?;
            if let Some(stopped) = stopped {
                limit = stopped;
            }
            Ok(value)
        })?;
        Ok(End {
            users: libm::exp(low),
            limit,
        })
    }

    /// How far the 99th percentile is off its target: its reciprocal falls almost straight to 0 where the system is full.
    fn off(&mut self, users: f64, target: Time) -> Result<f64, Error> {
        Ok(match self.at(users)?.p99()? {
            Ok(p99) => 1.0 / target.seconds() - 1.0 / p99.seconds(),
            Err(_) => 1.0 / target.seconds(),
        })
    }

    /// The most users within a target, of a system that is full at this end.
    fn within(&mut self, p99: Time, full: End) -> Result<LargestLoad, Error> {
        if full.users < 1.0 {
            return self.load(full);
        }
        let above = self.off(full.users, p99)?;
        if above <= 0.0 {
            return self.load(full);
        }
        let below = self.off(1.0, p99)?;
        let (low, high) = if below > 0.0 {
            (0.0, 1.0)
        } else {
            let ends = ((1.0, below.min(-f64::MIN_POSITIVE)), (full.users, above));
            narrow(
                ends.0,
                ends.1,
                |at| (EXACT * at).max(0.5),
                |users| self.off(users, p99),
            )?
        };
        let (system, traffic) = (self.system, self.habits.at_users(high));
        let prediction = self.at(high)?.predict(system, &traffic)?;
        let busiest = prediction.steady().and_then(|report| {
            let need = report.needs.iter().find(|need| need.resource.is_time());
            need.cloned()
        });
        let limit = busiest.map_or(full.limit, |busiest| Limit::Target { p99, busiest });
        self.load(End { users: low, limit })
    }

    fn load(&self, End { users, limit }: End) -> Result<LargestLoad, Error> {
        let users = users.floor();
        let rate = self.habits.at_users(users).peak_rate();
        Ok(LargestLoad { users, rate, limit })
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
