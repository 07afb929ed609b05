//! The numbers of the three-part figure.

use crate::axis::Axis;
use crate::html::{Grid, numbers, words};
use crate::parts;
use crate::played;
use model::format::{count, percent, significant};
use model::prelude::*;

/// Points of a closed-form line.
const SAMPLES: usize = 61;
/// Shares of the saturating load at which the simulation runs.
const LOADS: [f64; 4] = [0.3, 0.55, 0.75, 0.9];

/// All systems under all loads.
pub(super) struct Study {
    pub(super) traffic: Traffic,
    pub(super) target: Option<Time>,
    pub(super) axis: Axis,
    pub(super) subjects: Vec<Subject>,
}

/// One system.
pub(super) struct Subject {
    pub(super) name: String,
    pub(super) before: bool,
    pub(super) saturation: LargestLoad,
    pub(super) limit: LargestLoad, // within the target where there is one, at saturation otherwise
    pub(super) bill: Bill,
    pub(super) now: Prediction,
    pub(super) curve: Vec<(f64, Report)>, // users, closed form, up to saturation
    pub(super) trials: Vec<(f64, Report)>, // users, simulation
    pub(super) components: Vec<(Component, String)>, // whose load is drawn
    pub(super) whole: bool,               // they are all
}

/// Of so many systems at most, the last is drawn with all its components: more lines than that nobody can tell apart.
const FEW: usize = 3;

impl Study {
    #[track_caller]
    pub(super) fn new(
        systems: &[(String, System)],
        traffic: Traffic,
        target: Option<Time>,
        users: Option<(f64, f64)>,
        trials: Option<Trials>,
    ) -> Self {
        let saturations: Vec<LargestLoad> = systems
            .iter()
            .map(|(name, system)| checked(name, system.saturation(&traffic)))
            .collect();
        let (low, high) = users.unwrap_or_else(|| range(&saturations, traffic.users()));
        let axis = Axis::log(low, high);
        let last = systems.len() - 1;
        let subjects = systems
            .iter()
            .zip(saturations)
            .enumerate()
            .map(|(index, ((name, system), saturation))| {
                let setting = Setting {
                    name,
                    system,
                    traffic: &traffic,
                    axis,
                    target,
                };
                let whole = index == last && systems.len() <= FEW;
                setting.subject((index != last, whole), saturation, trials)
            })
            .collect();
        Self {
            traffic,
            target,
            axis,
            subjects,
        }
    }

    /// The system under discussion.
    pub(super) fn after(&self) -> &Subject {
        &self.subjects[self.subjects.len() - 1]
    }

    /// The caption: what the figure shows, in numbers.
    pub(super) fn finding(&self) -> String {
        let mut sentences = vec![self.reach()];
        // Of many systems that is enough for a sentence; the rest is in the table.
        if self.subjects.len() <= FEW {
            if self.traffic.users() > 0.0 {
                sentences.push(self.today());
            }
            sentences.extend(self.price());
        }
        sentences.join(" ")
    }

    fn reach(&self) -> String {
        let lead = match self.target {
            Some(target) => format!("With p99 within {target}"),
            None => "At most".to_owned(),
        };
        let after = self.after();
        let mut said = vec![self.with(format!("{} daily users", after.users()), after)];
        let others = self.subjects.iter().rev().skip(1);
        said.extend(others.map(|other| self.with(other.users(), other)));
        format!("{lead}: {}. {}", listed(&said), after.stop())
    }

    /// At the users of now.
    fn today(&self) -> String {
        let said: Vec<String> = self
            .subjects
            .iter()
            .rev()
            .map(|subject| match &subject.now {
                Prediction::Steady(report) => self.with(report.response.p99.value, subject),
                Prediction::Overloaded(overload) => {
                    format!(
                        "{} ({})",
                        self.with("without bound", subject),
                        lacking(overload)
                    )
                }
            })
            .collect();
        format!(
            "At {} users p99 is {}.",
            count(self.traffic.users()),
            listed(&said)
        )
    }

    fn price(&self) -> Option<String> {
        let said: Vec<String> = self
            .subjects
            .iter()
            .rev()
            .filter_map(|subject| {
                let price = subject.price_at(&self.traffic, subject.limit.users)?;
                Some(self.with(price, subject))
            })
            .collect();
        (!said.is_empty())
            .then(|| format!("At the limit a million requests cost {}.", listed(&said)))
    }

    /// "46 ms with one machine", or just "46 ms" where there is only one system.
    fn with(&self, what: impl std::fmt::Display, subject: &Subject) -> String {
        if self.subjects.len() == 1 {
            what.to_string()
        } else {
            format!("{what} for {}", subject.name)
        }
    }

    /// The key numbers, a row a system.
    pub(super) fn table(&self) -> Grid {
        let at = count(self.traffic.users());
        let rows = self
            .subjects
            .iter()
            .map(|subject| self.row(subject))
            .collect();
        Grid {
            columns: vec![
                words("system"),
                numbers("largest load"),
                words("stopped by"),
                numbers(&format!("p99 at {at}")),
                numbers("a month"),
                numbers("per million"),
            ],
            rows,
            ..Grid::default()
        }
    }

    fn row(&self, subject: &Subject) -> Vec<String> {
        let p99 = match &subject.now {
            Prediction::Steady(report) => report.response.p99.value.to_string(),
            Prediction::Overloaded(_) => "overloaded".to_owned(),
        };
        let price = subject.price_at(&self.traffic, subject.limit.users);
        vec![
            subject.name.clone(),
            count(subject.limit.users),
            subject.limit.limit.to_string(),
            p99,
            subject.bill.monthly().to_string(),
            price.map_or_else(|| "-".to_owned(), |price| price.to_string()),
        ]
    }
}

impl Subject {
    fn users(&self) -> String {
        count(self.limit.users)
    }

    fn stop(&self) -> String {
        match &self.limit.limit {
            Limit::Target { busiest, .. } => {
                format!(
                    "At the limit of {} the {} {} {} busy.",
                    self.name,
                    parts::short(busiest),
                    parts::verb(busiest),
                    percent(busiest.ratio)
                )
            }
            Limit::Full(need) => {
                format!(
                    "At the limit of {} the {} {} full.",
                    self.name,
                    parts::short(need),
                    parts::verb(need)
                )
            }
        }
    }

    /// The name of its limit in a figure.
    pub(super) fn limit_name(&self) -> String {
        let users = count(self.limit.users);
        match &self.limit.limit {
            Limit::Target { p99, .. } => format!("p99 {p99} at {users}"),
            Limit::Full(need) => format!("{} full at {users}", parts::short(need)),
        }
    }

    /// Cost of a million requests at this number of users.
    pub(super) fn price_at(&self, traffic: &Traffic, users: f64) -> Option<Money> {
        self.bill
            .per_million_requests(&traffic.at_users(users))
            .filter(|price| price.usd() > 0.0)
    }
}

/// "1.3 times the cores there are".
fn lacking(overload: &Overload) -> String {
    let demand = if overload.demand < 1.005 {
        1.01
    } else {
        overload.demand
    };
    let need = &overload.needs[0];
    format!(
        "{} times the {} there {}",
        significant(demand, 3),
        parts::short(need),
        parts::verb(need)
    )
}

/// "a, b and c".
fn listed(all: &[String]) -> String {
    match all.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// From well below the smallest limit to beyond the largest, with room there for the names of the lines; the users of
/// now are inside.
fn range(saturations: &[LargestLoad], now: f64) -> (f64, f64) {
    let limits = || saturations.iter().map(|load| load.users.max(1.0));
    let smallest = limits().fold(f64::INFINITY, f64::min);
    let largest = limits().fold(1.0, f64::max);
    let mut low = smallest / 15.0;
    if now > 0.0 {
        low = low.min(now / 2.0);
    }
    let low = low.max(1.0);
    // The names take 30 hundredths of the axis.
    let mut high = largest * libm::pow(largest / low, 0.30 / 0.70);
    if now > 0.0 {
        high = high.max(now * 1.5);
    }
    (low, high.max(10.0))
}

#[track_caller]
fn checked<T>(name: &str, result: Result<T, Error>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("compare: {name}: {error}"),
    }
}

/// What it takes to examine one system.
struct Setting<'a> {
    name: &'a str,
    system: &'a System,
    traffic: &'a Traffic,
    axis: Axis,
    target: Option<Time>,
}

impl Setting<'_> {
    #[track_caller]
    fn subject(
        &self,
        (before, whole): (bool, bool),
        saturation: LargestLoad,
        trials: Option<Trials>,
    ) -> Subject {
        let limit = match self.target {
            Some(p99) => checked(self.name, self.system.largest_load(self.traffic, p99)),
            None => saturation.clone(),
        };
        let first = limit.limit.need().component;
        let drawn = |part: &Part| match part.component {
            Component::Client => false,
            component => whole || component == first,
        };
        let parts = self.system.parts().into_iter().filter(drawn);
        Subject {
            name: self.name.to_owned(),
            before,
            bill: self.system.bill(),
            now: checked(self.name, self.system.predict(self.traffic)),
            curve: self.curve(saturation.users, limit.users),
            trials: trials.map_or_else(Vec::new, |trials| self.trials(saturation.users, &trials)),
            components: parts.map(|part| (part.component, part.label)).collect(),
            whole,
            saturation,
            limit,
        }
    }

    /// The closed form along the axis, closer together towards saturation, where it bends.
    fn curve(&self, saturation: f64, limit: f64) -> Vec<(f64, Report)> {
        let mut users: Vec<f64> = self.axis.samples(SAMPLES);
        users.extend((1..=24).map(|step| saturation * (1.0 - libm::exp2(-f64::from(step) / 3.0))));
        users.extend([limit, saturation]);
        users.retain(|users| self.axis.contains(*users) && *users <= saturation);
        users.sort_by(f64::total_cmp);
        users.dedup();
        let predictions = checked(self.name, self.system.sweep(self.traffic, &users));
        let points = users.into_iter().zip(predictions);
        points
            .filter_map(|(users, prediction)| match prediction {
                Prediction::Steady(report) => Some((users, report)),
                Prediction::Overloaded(_) => None,
            })
            .collect()
    }

    fn trials(&self, saturation: f64, trials: &Trials) -> Vec<(f64, Report)> {
        LOADS
            .iter()
            .map(|share| libm::round(share * saturation))
            .filter(|users| self.axis.contains(*users) && *users >= 1.0)
            .filter_map(|users| {
                let traffic = self.traffic.at_users(users);
                let prediction =
                    checked(self.name, played::simulate(self.system, &traffic, trials));
                prediction.steady().map(|report| (users, report.clone()))
            })
            .collect()
    }
}
