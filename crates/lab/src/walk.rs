//! The whole walk in one figure: the cheapest system for every number of users, in three panels over the same axis, in the
//! colour of the stage that first allows it.
//!
//! ```text
//!  Load                  Latency               Cost
//!  fullest resource, %   p99, ms               $ a month, of every stage as far as it goes
//!    ╱│╱│╱│              ── ╱│── 300 ms             ┌──── replicas
//!   ╱ │ │ │               ╱╱ │╱│                ┌───┘╌╌╌╌ balancer
//!  ╱_______              ╱______               _┘╌╌╌╌ one server
//! ```
//!
//! ```
//! # lab::settings::set_draft(true);
//! use lab::prelude::*;
//! let (habits, all) = (shop_traffic(1e5), shop_options());
//! let goal = Goal { p99: ms(300.0), headroom: 0.3, availability: None };
//! let one = Options { databases: Vec::new(), caches: Vec::new(), replicas: 0, most: 1, ..all.clone() };
//! let alone = journey(&habits, 1e4..=1e6, &shop(), goal, &one)?;
//! let legs = journey(&habits, 1e4..=1e6, &shop(), goal, &all)?;
//! let picture = walk([("one server", Role::Machine, &alone), ("all of it", Role::Cache, &legs)])
//!     .under(&habits).within(goal.p99);
//! assert!(picture.plain().contains("all of it from"));
//! # lab::settings::forget();
//! # Ok::<(), Error>(())
//! ```

mod draw;
mod study;

use crate::csv::Sheet;
use crate::emit::emit;
use crate::html;
use crate::palette::Role;
use crate::settings;
use crate::shown::Shown;
use model::prelude::*;
use study::Study;

/// Begins the walk through these stages: a name, a colour, and the cheapest systems of all that may be built with what is known
/// then ([`journey`]). Each stage allows what the one before allows. Say under which traffic, with [`Walk::under`].
///
/// # Panics
/// When there is no stage.
#[track_caller]
pub fn walk<const N: usize>(stages: [(&str, Role, &Vec<Leg>); N]) -> Walk {
    assert!(N > 0, "walk: give at least one stage");
    let stages = stages.map(|(name, role, legs)| Stage {
        name: name.to_owned(),
        role,
        legs: legs.clone(),
    });
    Walk {
        stages: stages.into(),
        traffic: None,
        target: None,
        trials: settings::trials(),
    }
}

/// What can be built at a stage.
#[derive(Clone, Debug)]
struct Stage {
    name: String,
    role: Role,
    legs: Vec<Leg>,
}

/// The cheapest systems of some stages. See [`walk`].
#[derive(Clone, Debug)]
#[must_use = "a figure is drawn where a cell ends with it"]
pub struct Walk {
    stages: Vec<Stage>, // at least one
    traffic: Option<Traffic>,
    target: Option<Time>,
    trials: Trials,
}

impl Walk {
    /// The habits of the users, and how many there are now (a vertical mark).
    pub fn under(mut self, traffic: &Traffic) -> Self {
        self.traffic = Some(traffic.clone());
        self
    }

    /// The latency that the 99th percentile was to keep: a horizontal mark.
    pub fn within(mut self, p99: Time) -> Self {
        self.target = Some(p99);
        self
    }

    #[track_caller]
    fn study(&self) -> Study {
        let Some(traffic) = &self.traffic else {
            panic!("walk: say under which traffic, with .under(&traffic)");
        };
        Study::new(self, traffic)
    }
}

fn html_of(study: &Study) -> String {
    if study.stretches.is_empty() {
        return html::sentence(&study.finding());
    }
    html::figure(&draw::panels(study), &study.finding())
}

fn plain_of(study: &Study) -> String {
    format!("{}\n\n{}", study.finding(), study.table().text())
}

/// A row a system, in the order of the users.
fn sheet_of(study: &Study) -> Sheet {
    let columns = [
        "stage",
        "from daily users",
        "to daily users",
        "system",
        "US dollars a month",
        "p99 at the end, ms",
        "fullest at the end",
        "fullest at the end, %",
    ];
    let mut sheet = Sheet::new(columns.map(str::to_owned));
    for (stretch, leg) in study.legs() {
        let last = leg.points.last();
        let need = last.and_then(|(_, report)| study::busiest(report));
        sheet.row([
            stretch.name.clone().into(),
            leg.from.into(),
            leg.to.into(),
            leg.described.clone().into(),
            leg.monthly.usd().into(),
            last.map(|(_, report)| report.response.p99.value.millis())
                .into(),
            need.map_or_else(String::new, |need| need.label.to_string())
                .into(),
            need.map(|need| 100.0 * need.ratio).into(),
        ]);
    }
    sheet
}

impl Shown for Walk {
    fn html(&self) -> Option<String> {
        Some(html_of(&self.study()))
    }

    fn plain(&self) -> String {
        plain_of(&self.study())
    }

    fn csv(&self) -> Option<String> {
        Some(sheet_of(&self.study()).csv())
    }

    /// Searches once for all forms.
    fn evcxr_display(&self) {
        let study = self.study();
        emit("text/html", &html_of(&study));
        emit("text/csv", &sheet_of(&study).csv());
        emit("text/plain", &plain_of(&study));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::{shop, shop_options, shop_traffic};

    fn legs(options: &Options) -> Vec<Leg> {
        let goal = Goal {
            p99: ms(300.0),
            headroom: 0.0,
            availability: None,
        };
        journey(&shop_traffic(1.0), 1e5..=1e6, &shop(), goal, options).unwrap()
    }

    fn both() -> [Vec<Leg>; 2] {
        let all = shop_options();
        let one = Options {
            databases: Vec::new(),
            caches: Vec::new(),
            replicas: 0,
            most: 1,
            ..all.clone()
        };
        [legs(&one), legs(&all)]
    }

    #[test]
    fn each_system_has_the_stage_that_first_allows_it() {
        settings::set_draft(true);
        let [one, all] = both();
        let picture = walk([("one", Role::Machine, &one), ("all", Role::Cache, &all)])
            .under(&shop_traffic(5e5))
            .within(ms(300.0));
        let study = picture.study();
        assert_eq!(study.legs().count(), all.len());
        for (stretch, step) in study.legs() {
            let of_one = one
                .iter()
                .any(|leg| leg.monthly == step.monthly && parts_of(&leg.system) == step.described);
            assert_eq!(stretch.name == "one", of_one, "{}", step.described);
        }
        // Both are there, and the first system needs no later stage.
        assert_eq!(study.stretches[0].name, "one");
        assert!(study.stretches.iter().any(|stretch| stretch.name == "all"));
        settings::forget();
    }

    fn parts_of(system: &System) -> String {
        crate::parts::described(system)
    }

    #[test]
    fn the_figure_has_three_pictures_and_a_row_for_each_system() {
        settings::set_draft(true);
        let [one, all] = both();
        let picture = walk([("one", Role::Machine, &one), ("all", Role::Cache, &all)])
            .under(&shop_traffic(5e5));
        let html = picture.html().unwrap();
        assert_eq!(html.matches("<svg").count(), 3);
        assert_eq!(picture.csv().unwrap().lines().count(), 1 + all.len());
        settings::forget();
    }

    #[test]
    fn a_promise_that_nothing_keeps_is_said() {
        let none = Vec::new();
        let picture = walk([("one", Role::Machine, &none)]).under(&shop_traffic(5e5));
        let html = picture.html().unwrap();
        assert!(
            html.contains("keeps the promise") && !html.contains("<svg"),
            "{html}"
        );
        assert!(picture.plain().contains("keeps the promise"));
    }
}
