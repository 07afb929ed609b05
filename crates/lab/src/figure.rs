//! The three-part figure: load, latency and cost of one or more systems against daily users.
//!
//! ```text
//!  Load                  Latency               Cost
//!  fullest resource, %   p99, ms               $ per million requests
//!     ╱╱│ limit             ·╱ ╱│                 ╲
//!   ╱ ╱ │                ── ╱─╱─│ 300 ms           ╲ ╲___ name
//!  ╱_╱__│______          __╱_╱__│______           __╲______
//! ```
//!
//! Lines are the closed form; points with 95% intervals the simulation. The last system is the one under discussion:
//! solid. Those before it are lighter and dashed. Each ends at its limit.
//!
//! ```no_run
//! use lab::prelude::*;
//! let one = System::together(machine("t3.medium"), 1, shop());
//! let two = System::apart((machine("t3.medium"), 1), (machine("t3.medium"), 1), hop(), shop());
//! compare([("one machine", &one), ("apart", &two)]).under(&shop_traffic(2e5)).within(ms(300.0))
//! # ;
//! ```

mod draw;
mod sheet;
mod study;

use crate::emit::emit;
use crate::html;
use crate::played;
use crate::settings;
use crate::shown::Shown;
use model::prelude::*;
use std::ops::RangeInclusive;
use study::Study;

/// Begins the three-part figure of these systems, oldest first. End with [`Comparison::under`] at least.
///
/// # Panics
/// When there is no system.
#[track_caller]
pub fn compare<const N: usize>(systems: [(&str, &System); N]) -> Comparison {
    assert!(
        N > 0,
        "compare: give at least one system, as (name, &system)"
    );
    Comparison {
        systems: systems
            .into_iter()
            .map(|(name, system)| (name.to_owned(), system.clone()))
            .collect(),
        traffic: None,
        target: None,
        users: None,
        trials: Some(played::figure(&settings::trials())),
        caption: None,
    }
}

/// The three-part figure. See [`compare`].
#[derive(Clone, Debug)]
#[must_use = "a figure is drawn where a cell ends with it"]
pub struct Comparison {
    systems: Vec<(String, System)>, // at least one
    traffic: Option<Traffic>,
    target: Option<Time>,
    users: Option<(f64, f64)>, // above 0, first below second
    trials: Option<Trials>,
    caption: Option<String>,
}

impl Comparison {
    /// The habits of the users, and how many there are now (a vertical mark).
    pub fn under(mut self, traffic: &Traffic) -> Self {
        self.traffic = Some(traffic.clone());
        self
    }

    /// The latency that the 99th percentile must keep; the limit is then where it is reached.
    pub fn within(mut self, p99: Time) -> Self {
        self.target = Some(p99);
        self
    }

    /// The range of the horizontal axis. Chosen to hold all limits where it is not given.
    ///
    /// # Panics
    /// When the range is empty or does not lie above zero.
    #[track_caller]
    pub fn users(mut self, range: RangeInclusive<f64>) -> Self {
        let (low, high) = (*range.start(), *range.end());
        assert!(
            low > 0.0 && low < high && high.is_finite(),
            "compare: the users from {low} to {high} must be a range above zero"
        );
        self.users = Some((low, high));
        self
    }

    /// Fewer requests in each simulation: quicker, with wider intervals.
    pub fn draft(mut self) -> Self {
        self.trials = Some(Trials::draft());
        self
    }

    /// Only the closed form.
    pub fn without_simulation(mut self) -> Self {
        self.trials = None;
        self
    }

    /// Another caption than the generated finding.
    pub fn caption(mut self, finding: &str) -> Self {
        self.caption = Some(finding.to_owned());
        self
    }

    #[track_caller]
    fn study(&self) -> Study {
        let Some(traffic) = self.traffic.clone() else {
            panic!("compare: say under which traffic, with .under(&traffic)");
        };
        Study::new(&self.systems, traffic, self.target, self.users, self.trials)
    }

    fn finding(&self, study: &Study) -> String {
        self.caption.clone().unwrap_or_else(|| study.finding())
    }

    fn html_of(&self, study: &Study) -> String {
        html::figure(&draw::panels(study), &self.finding(study))
    }

    fn plain_of(&self, study: &Study) -> String {
        format!("{}\n\n{}", self.finding(study), study.table().text())
    }
}

impl Shown for Comparison {
    fn html(&self) -> Option<String> {
        Some(self.html_of(&self.study()))
    }

    fn plain(&self) -> String {
        self.plain_of(&self.study())
    }

    fn csv(&self) -> Option<String> {
        Some(sheet::of(&self.study()).csv())
    }

    /// Evaluates the systems once for all forms.
    fn evcxr_display(&self) {
        let study = self.study();
        emit("text/html", &self.html_of(&study));
        emit("text/csv", &sheet::of(&study).csv());
        emit("text/plain", &self.plain_of(&study));
    }
}
