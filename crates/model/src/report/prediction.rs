//! The two answers: it keeps up, and how well; or it does not, and why.

use super::need::{Component, Need, Resource};
use super::steady::Report;
use crate::format::{percent, significant};
use crate::units::{Rate, Time};
use std::fmt;
use std::sync::Arc;

/// What either witness says of a system under a load.
#[allow(
    clippy::large_enum_variant,
    reason = "cells match on the report itself, and a prediction is rarely kept"
)]
#[derive(Clone, Debug, PartialEq)]
pub enum Prediction {
    /// The system keeps up.
    Steady(Report),
    /// It does not.
    Overloaded(Overload),
}

impl Prediction {
    /// The report, if the system keeps up.
    pub fn steady(&self) -> Option<&Report> {
        match self {
            Self::Steady(report) => Some(report),
            Self::Overloaded(_) => None,
        }
    }

    /// What is full, if the system does not keep up.
    pub fn overload(&self) -> Option<&Overload> {
        match self {
            Self::Steady(_) => None,
            Self::Overloaded(overload) => Some(overload),
        }
    }

    /// How much of every resource is needed, the fullest first.
    pub fn needs(&self) -> &[Need] {
        match self {
            Self::Steady(report) => &report.needs,
            Self::Overloaded(overload) => &overload.needs,
        }
    }

    /// How much of one resource is needed, as a share of what there is; 0 where the system has none of it. `[1]`
    ///
    /// ```
    /// use model::prelude::*;
    /// # let work = Work::per_request().web_cpu(ms(8.0)).web_reads(0.0).queries(0).query_cpu(ms(1.0)).pages_per_query(0.0)
    /// #     .data_per_user(kib(1.0)).workers(8).worker_memory(mib(40.0)).reserved_memory(mib(512.0));
    /// # let machine = Machine::named("m").cores(2).memory(gib(4.0)).disk(Disk::new("SSD", us(100.0), gib(20.0)));
    /// let system = System::together(machine, 1, work);
    /// let traffic = Traffic::daily_users(1e5).requests_each(20.0).peak_to_mean(1.85);
    /// let prediction = system.predict(&traffic)?;
    /// let busy = prediction.share(Component::Shared, Resource::Cores);
    /// assert_eq!(Some(busy), prediction.utilisation());
    /// assert_eq!(prediction.share(Component::Cache, Resource::Cores), 0.0);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn share(&self, component: Component, resource: Resource) -> f64 {
        let this = |need: &&Need| need.component == component && need.resource == resource;
        self.needs()
            .iter()
            .find(this)
            .map_or(0.0, |need| need.ratio)
    }

    /// Mean response time; nothing if the system does not keep up.
    pub fn mean(&self) -> Option<Time> {
        Some(self.steady()?.response.mean.value)
    }

    /// 99th percentile of the response time; nothing if the system does not keep up.
    pub fn p99(&self) -> Option<Time> {
        Some(self.steady()?.response.p99.value)
    }

    /// How busy the bottleneck is, the busiest of all stations `[1]`; nothing if the system does not keep up.
    pub fn utilisation(&self) -> Option<f64> {
        Some(self.steady()?.bottleneck().utilisation)
    }

    /// One sentence: what is full, or what is nearest to it.
    pub fn sentence(&self) -> String {
        match (self, self.needs().first()) {
            (Self::Overloaded(overload), _) => overload.to_string(),
            (Self::Steady(_), Some(need)) => {
                format!("all keeps up, {} at {}", need.label, percent(need.ratio))
            }
            (Self::Steady(_), None) => "all keeps up".into(),
        }
    }

    /// The busiest of what a component has to give of its time (cores, disk, link, workers and the like): how full a diagram paints its box. Past the limit the ratio
    /// is above 1.
    pub fn busiest(&self, component: Component) -> Option<&Need> {
        self.needs()
            .iter()
            .find(|need| need.component == component && need.resource.is_time())
    }

    /// The fullest resource of a component, room included.
    pub fn fullest(&self, component: Component) -> Option<&Need> {
        self.needs().iter().find(|need| need.component == component)
    }
}

impl fmt::Display for Prediction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Steady(report) => report.fmt(f),
            Self::Overloaded(overload) => overload.fmt(f),
        }
    }
}

/// A system that does not keep up, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Overload {
    /// Whose resource is full.
    pub component: Component,
    /// Which resource is full.
    pub resource: Resource,
    /// Needed over there is. `[1]`, at least 1
    pub demand: f64,
    /// For people: "database disk reads".
    pub label: Arc<str>,
    /// Requests that arrive.
    pub offered: Rate,
    /// How much of every resource is needed, the fullest first.
    pub needs: Vec<Need>,
}

impl fmt::Display for Overload {
    /// "database disk reads full at 310 /s: needs 1.3 times what there is".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Three digits hide a limit passed by a hair: say "just over".
        let demand = if self.demand < 1.005 {
            "just over what there is".into()
        } else {
            format!("{} times what there is", significant(self.demand, 3))
        };
        write!(f, "{} full", self.label)?;
        // What takes room is the users' data and the workers, however many requests there are.
        if self.resource.is_time() {
            write!(f, " at {}", self.offered)?;
        }
        write!(f, ": needs {demand}")
    }
}
