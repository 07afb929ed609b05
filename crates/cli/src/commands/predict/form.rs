//! One answer as numbers, for programs: JSON or CSV, times in seconds, money in US dollars.

use anyhow::Result;
use model::components::queue::TaskReport;
use model::file::Scenario;
use model::prelude::{Money, Rate, Response, Time};
use serde_json::{Value, json};

use super::prices::Prices;
use super::second::Second;

/// Names with their values: one answer.
pub(super) type Fields = Vec<(&'static str, Value)>;

/// What the model says at one number of users.
pub(super) struct Answer {
    pub(super) users: f64,
    pub(super) rate: Rate,
    pub(super) mean: Option<Time>, // nothing past the limit, and so the others
    pub(super) p50: Option<Time>,
    pub(super) p95: Option<Time>,
    pub(super) p99: Option<Time>,
    pub(super) busiest: String,
    pub(super) busy: f64,
    pub(super) monthly: Money,
    pub(super) per_million: Option<Money>,
    pub(super) per_user: Option<Money>,
    pub(super) unpriced: String,
    pub(super) overloaded: bool,
    pub(super) simulated: Option<Response>,
    pub(super) exact: Option<bool>, // whether the simulation is as exact as asked
    tasks: Option<TaskReport>,      // none without slow work, or without a closed form of it
}

impl Answer {
    /// Of both witnesses; of the simulation alone where there is no closed form.
    pub(super) fn of(
        scenario: &Scenario,
        second: Option<&Second>,
        prices: &Prices,
    ) -> Result<Self> {
        let Scenario {
            traffic, system, ..
        } = scenario;
        let played = second.map(|second| second.ask(scenario)).transpose()?;
        let exact = played.as_ref().map(|(_, exact)| *exact);
        let played = played.map(|(played, _)| played);
        let (closed, judged) = match (system.predict(traffic), &played) {
            (Ok(closed), _) => (closed.steady().map(|report| report.response), closed),
            (Err(_), Some(played)) => (None, played.clone()),
            (Err(error), None) => return Err(error.into()),
        };
        let busiest = judged
            .needs()
            .iter()
            .find(|need| need.resource.is_time() || need.ratio > 1.0);
        let bill = prices.bill(scenario)?;
        let unpriced: Vec<String> = bill.unpriced.iter().map(ToString::to_string).collect();
        Ok(Self {
            users: traffic.users(),
            rate: traffic.peak_rate(),
            mean: closed.map(|r| r.mean.value),
            p50: closed.map(|r| r.p50.value),
            p95: closed.map(|r| r.p95.value),
            p99: closed.map(|r| r.p99.value),
            busiest: busiest.map_or(String::new(), |need| need.label.to_string()),
            busy: busiest.map_or(0.0, |need| need.ratio),
            monthly: bill.monthly(),
            per_million: bill.per_million_requests(traffic),
            per_user: bill.per_user(traffic),
            unpriced: unpriced.join("; "),
            overloaded: judged.steady().is_none(),
            simulated: played.and_then(|played| Some(played.steady()?.response)),
            exact,
            tasks: system.tasks(traffic).ok().flatten(),
        })
    }

    /// A time of the closed form, or why there is none.
    pub(super) fn time(&self, time: Option<Time>) -> String {
        match time {
            Some(time) => time.to_string(),
            None if self.overloaded => "overloaded".into(),
            None => "no formula".into(),
        }
    }

    /// Every number with its name and unit.
    pub(super) fn fields(&self) -> Fields {
        let time = |time: Option<Time>| json!(time.map(Time::seconds));
        let mut fields = vec![
            ("daily_users", json!(self.users)),
            ("rate_per_second", json!(self.rate.per_second())),
            ("overloaded", json!(self.overloaded)),
            ("mean_s", time(self.mean)),
            ("p50_s", time(self.p50)),
            ("p95_s", time(self.p95)),
            ("p99_s", time(self.p99)),
            ("busiest", json!(self.busiest)),
            ("busiest_ratio", json!(self.busy)),
            ("monthly_usd", json!(self.monthly.usd())),
            (
                "per_million_requests_usd",
                json!(self.per_million.map(Money::usd)),
            ),
            ("per_user_usd", json!(self.per_user.map(Money::usd))),
            ("not_priced", json!(self.unpriced)),
        ];
        let played = self.simulated;
        let parts = |estimate: fn(&Response) -> model::prelude::Estimate| {
            let estimate = played.as_ref().map(estimate);
            (
                time(estimate.map(|e| e.value)),
                time(estimate.and_then(|e| e.half_width)),
            )
        };
        let (mean, mean_half) = parts(|r| r.mean);
        let (p99, p99_half) = parts(|r| r.p99);
        fields.extend([
            ("simulated_mean_s", mean),
            ("simulated_mean_half_width_s", mean_half),
            ("simulated_p99_s", p99),
            ("simulated_p99_half_width_s", p99_half),
            ("simulated_as_exact_as_asked", json!(self.exact)),
        ]);
        let tasks = self.tasks.as_ref();
        let share = |of: fn(&TaskReport) -> f64| json!(tasks.map(of));
        fields.extend([
            (
                "task_mean_s",
                time(tasks.map(|all| all.completed.mean.value)),
            ),
            ("task_p99_s", time(tasks.map(|all| all.completed.p99.value))),
            ("task_deliveries", share(|all| all.deliveries.value)),
            ("task_dead", share(|all| all.dead.value)),
            ("task_refused", share(|all| all.refused.value)),
        ]);
        fields
    }
}

/// A list of objects.
pub(super) fn json(rows: Vec<Fields>) -> Result<String> {
    let object = |fields: Fields| {
        let fields = fields.into_iter();
        Value::Object(
            fields
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    };
    let objects: Vec<Value> = rows.into_iter().map(object).collect();
    Ok(serde_json::to_string_pretty(&objects)?)
}

/// A header and a row for each; what there is not is empty.
pub(super) fn csv(rows: &[Fields]) -> String {
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) if text.contains([',', '"']) => {
            format!("\"{}\"", text.replace('"', "\"\""))
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let names = |fields: &Fields| fields.iter().map(|(name, _)| (*name).to_owned()).collect();
    let values = |fields: &Fields| fields.iter().map(|(_, value)| text(value)).collect();
    let header: Option<Vec<String>> = rows.first().map(names);
    let lines = header.into_iter().chain(rows.iter().map(values));
    lines
        .map(|cells| cells.join(","))
        .collect::<Vec<_>>()
        .join("\n")
}
