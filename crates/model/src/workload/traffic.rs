//! From daily users to requests per second, every step visible.

use super::audience::Audience;
use super::day::Day;
use super::growth::Growth;
use crate::error::{Error, within};
use crate::format::{count, significant};
use crate::network::Arrivals;
use crate::units::{HOURS_A_MONTH, Rate, per_second};

const SECONDS_A_DAY: f64 = 86_400.0;

/// Traffic that already has users, but not yet their habits. See [`Traffic::daily_users`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DailyUsers(f64);

/// Traffic that still lacks the shape of the day. See [`Traffic::daily_users`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Habits {
    users: f64,
    requests_each: f64,
}

/// How many requests arrive: users, what each asks for in a day, and how far the peak hour stands above the mean.
///
/// ```text
///  rate │      ┌──┐  peak rate: what a system is built for
///       │    ┌─┘  └──┐
///  mean ┼ ─ ─│─ ─ ─ ─│─ ─
///       │────┘       └───
///       └────────────────  hours of a day
///
/// mean rate    users x requests each / 86 400 s
/// peak rate    mean rate x peak to mean
/// ```
///
/// The three are given in this order, by name; leaving one out does not compile.
///
/// The assumption that matters most: requests come as a Poisson stream, whose rate is even within the peak hour. Many people
/// ask who do not know of each other, and they ask whether the last answer was slow or not. Where requests come together
/// (a page that fetches ten parts at once) queues are longer: [`in_groups`](Self::in_groups) says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Traffic {
    users: f64,         // [1], 0 to 1e12
    requests_each: f64, // [1/day], above 0, to 1e6
    peak_to_mean: f64,  // [1], 1 to 86 400
    group: f64,         // [1], 1 to 10 000
    day: Option<Day>,
    audience: Option<Audience>,
}

/// One step of the way from users to requests per second.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it is: "requests a day".
    pub label: &'static str,
    /// The number with its unit.
    pub value: String,
    /// How it follows from the steps before: "users × requests each".
    pub how: &'static str,
}

impl DailyUsers {
    /// Requests that one user makes in a day. `[1/day]`, above 0, to 1e6
    pub fn requests_each(self, requests: f64) -> Habits {
        Habits {
            users: self.0,
            requests_each: requests,
        }
    }
}

impl Habits {
    /// Rate of the busiest hour over the mean rate of the day. `[1]`, at least 1
    pub fn peak_to_mean(self, ratio: f64) -> Traffic {
        Traffic {
            users: self.users,
            requests_each: self.requests_each,
            peak_to_mean: ratio,
            group: 1.0,
            day: None,
            audience: None,
        }
    }

    /// The shape of the day, from which the peak follows.
    ///
    /// ```
    /// use model::prelude::*;
    /// use model::workload::Day;
    /// let traffic = Traffic::daily_users(86_400.0).requests_each(10.0).day(Day::sinusoid(1.6, 20.0));
    /// assert_eq!(traffic.peak_rate().per_second(), 16.0);
    /// assert!((traffic.rate_at(8.0).per_second() - 4.0).abs() < 1e-9);
    /// ```
    pub fn day(self, day: Day) -> Traffic {
        Traffic {
            day: Some(day),
            ..self.peak_to_mean(day.peak_to_mean())
        }
    }
}

impl Traffic {
    /// People who use the service on a day. `[1]`, 0 to 1e12
    pub fn daily_users(users: f64) -> DailyUsers {
        DailyUsers(users)
    }

    /// The same habits for another number of users.
    #[must_use]
    pub fn at_users(&self, users: f64) -> Self {
        let mut other = self.clone();
        other.go_to(users);
        other
    }

    /// Takes another number of daily users, the other habits as they are.
    pub(crate) fn go_to(&mut self, users: f64) {
        self.users = users;
    }

    /// The same users in a busier or quieter time: as many requests of each as make this the rate of the busiest hour. Of no
    /// users it makes no traffic.
    ///
    /// ```
    /// use model::prelude::*;
    /// let traffic = Traffic::daily_users(2e5).requests_each(20.0).peak_to_mean(1.85);
    /// let evening = traffic.at_rate(per_second(30.0));
    /// assert!((evening.peak_rate().per_second() - 30.0).abs() < 1e-9);
    /// assert_eq!(evening.users(), traffic.users());
    /// ```
    #[must_use]
    pub fn at_rate(&self, peak: Rate) -> Self {
        let mut other = self.clone();
        let one_each = self.users * self.peak_to_mean / SECONDS_A_DAY;
        other.requests_each = peak.per_second() / one_each;
        other
    }

    /// Requests that come in groups of geometrically distributed size with this mean: a page and what it fetches, a shared
    /// link. `[1]`, 1 to 10 000
    ///
    /// A system in groups has no closed form: it is simulated.
    ///
    /// ```
    /// use model::network::Arrivals;
    /// use model::prelude::*;
    /// let traffic = Traffic::daily_users(2e5).requests_each(20.0).peak_to_mean(1.85).in_groups(4.0);
    /// assert_eq!(traffic.arrivals(), Arrivals::Batches { rate: traffic.peak_rate(), size: 4.0 });
    /// ```
    #[must_use]
    pub fn in_groups(mut self, size: f64) -> Self {
        self.group = size;
        self
    }

    /// Mean size of the groups in which requests come: 1 where each comes alone. `[1]`
    pub fn group_size(&self) -> f64 {
        self.group
    }

    /// The same habits after months of growth.
    ///
    /// # Errors
    /// A growth out of range.
    pub fn grown(&self, growth: Growth, months: f64) -> Result<Self, Error> {
        Ok(self.at_users(self.users * growth.after(months)?))
    }

    /// Months of growth until there are so many daily users; `None` if they never come. `[1]`, above 0
    ///
    /// # Errors
    /// A growth out of range, or no users to begin with.
    pub fn months_until(&self, users: f64, growth: Growth) -> Result<Option<f64>, Error> {
        within("daily_users", self.users, 1e-6, 1e12)?;
        within("daily_users to come", users, 1e-6, 1e12)?;
        growth.months_until(users / self.users)
    }

    /// The shape of the day, if it was said.
    pub fn day_of(&self) -> Option<&Day> {
        self.day.as_ref()
    }

    /// People who use the service on a day. `[1]`
    pub fn users(&self) -> f64 {
        self.users
    }

    /// Where the users are. Needed only where distance counts: by a CDN.
    #[must_use]
    pub fn audience(mut self, audience: Audience) -> Self {
        self.audience = Some(audience);
        self
    }

    /// Where the users are, if it was said.
    pub fn places(&self) -> Option<&Audience> {
        self.audience.as_ref()
    }

    /// Requests of one user. `[1/day]`
    pub fn requests_of_each(&self) -> f64 {
        self.requests_each
    }

    /// Rate in the busiest hour over the mean. `[1]`
    pub fn peak_to_mean_ratio(&self) -> f64 {
        self.peak_to_mean
    }

    /// Requests on a day. `[1/day]`
    pub fn requests_per_day(&self) -> f64 {
        self.users * self.requests_each
    }

    /// Requests in a month of 730 hours. `[1/month]`
    pub fn requests_per_month(&self) -> f64 {
        self.requests_per_day() * HOURS_A_MONTH / 24.0
    }

    /// Mean rate over the day.
    pub fn mean_rate(&self) -> Rate {
        per_second(self.requests_per_day() / SECONDS_A_DAY)
    }

    /// Rate in the busiest hour: what the system is built for.
    pub fn peak_rate(&self) -> Rate {
        self.mean_rate() * self.peak_to_mean
    }

    /// Rate at an hour of the day; without a shape of the day the mean rate. `[h]`
    pub fn rate_at(&self, hour: f64) -> Rate {
        self.mean_rate() * self.day.map_or(1.0, |day| day.factor(hour))
    }

    /// Arrivals of the busiest hour: independent of each other, or in independent groups.
    pub fn arrivals(&self) -> Arrivals {
        let rate = self.peak_rate();
        if self.group == 1.0 {
            Arrivals::Poisson(rate)
        } else {
            let size = self.group;
            Arrivals::Batches { rate, size }
        }
    }

    /// Arrivals of a whole day, hour by hour from midnight; the last hour goes on for ever.
    ///
    /// # Errors
    /// The shape of the day was not given.
    pub fn whole_day(&self) -> Result<Arrivals, Error> {
        let day = self.day.ok_or_else(|| Error::missing("day"))?;
        self.check()?;
        Ok(day.arrivals(self.mean_rate()))
    }

    /// The calculation, step by step, for a table.
    pub fn steps(&self) -> Vec<Step> {
        let step = |label, value, how| Step { label, value, how };
        vec![
            step("daily users", count(self.users), "given"),
            step(
                "requests each",
                significant(self.requests_each, 3),
                "given, a day",
            ),
            step(
                "requests a day",
                count(self.requests_per_day()),
                "users × requests each",
            ),
            step(
                "mean rate",
                self.mean_rate().to_string(),
                "requests a day / 86 400 s",
            ),
            step(
                "peak to mean",
                significant(self.peak_to_mean, 3),
                self.day
                    .map_or("given", |_| "busiest hour of the day / mean"),
            ),
            step(
                "peak rate",
                self.peak_rate().to_string(),
                "mean rate × peak to mean",
            ),
        ]
    }

    /// Checks that every number is in its range.
    ///
    /// # Errors
    /// Names the first parameter that is not.
    pub fn check(&self) -> Result<(), Error> {
        within("daily_users", self.users, 0.0, 1e12)?;
        within("requests_each", self.requests_each, 1e-6, 1e6)?;
        self.day.map_or(Ok(()), |day| day.check())?;
        within("peak_to_mean", self.peak_to_mean, 1.0, SECONDS_A_DAY)?;
        within("size of a group", self.group, 1.0, 1e4)?;
        self.audience.as_ref().map_or(Ok(()), Audience::check)
    }
}
