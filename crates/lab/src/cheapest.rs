//! The systems of a journey as a data frame: what to rent for how many users.

use crate::parts;
use crate::table::{busiest, column, frame, texts};
use model::prelude::*;
use polars::prelude::DataFrame;

/// The cheapest systems of a journey at some numbers of daily users: a row a number, those beyond its end left out.
///
/// Columns: `users`, `web`, `database` and `cache` (how many of which machine), `replicas`, `monthly_usd`, `p99_ms`, `fullest`,
/// `full_percent`, `holds_to` (users).
///
/// ```
/// use lab::prelude::*;
/// let goal = Goal { p99: ms(300.0), headroom: 0.3, availability: None };
/// let legs = journey(&shop_traffic(1.0), 1e4..=1e5, &shop(), goal, &shop_options())?;
/// assert_eq!(cheapest_at(&[1e4, 3e4, 1e9], &legs, &shop_traffic(1.0)).height(), 2);
/// # Ok::<(), Error>(())
/// ```
///
/// # Panics
/// When a parameter of a system is missing or out of range.
#[track_caller]
#[must_use]
pub fn cheapest_at(users: &[f64], legs: &[Leg], habits: &Traffic) -> DataFrame {
    let mut rows: Vec<(Traffic, &Leg, Prediction)> = Vec::new();
    for users in users {
        let traffic = habits.at_users(*users);
        if let Some(leg) = legs.iter().find(|leg| leg.covers(*users)) {
            let answer = parts::predict(&leg.system, &traffic);
            rows.push((traffic, leg, answer));
        }
    }
    let number = |pick: fn(&Traffic, &Leg) -> f64| {
        let picked = rows.iter().map(|(traffic, leg, _)| pick(traffic, leg));
        picked.collect::<Vec<f64>>()
    };
    let text = |pick: fn(&System) -> String| {
        let picked = rows.iter().map(|(_, leg, _)| pick(&leg.system));
        picked.collect::<Vec<String>>()
    };
    let p99 = |answer: &Prediction| Some(answer.p99()?.millis());
    let needs: Vec<Option<Need>> = rows.iter().map(|(_, _, said)| busiest(said)).collect();
    let full = |need: &Option<Need>| Some(100.0 * need.as_ref()?.ratio);
    let short = |need: &Option<Need>| need.as_ref().map_or_else(String::new, parts::short);
    frame(vec![
        column("users", number(|traffic, _| traffic.users())),
        texts(
            "web",
            text(|system| rented(system, &[Component::WebServer, Component::Shared])),
        ),
        texts("database", text(database)),
        column(
            "replicas",
            number(|_, leg| {
                f64::from(part(&leg.system, &[Component::Replica]).map_or(0, |p| p.count))
            }),
        ),
        texts("cache", text(|system| rented(system, &[Component::Cache]))),
        column("monthly_usd", number(|_, leg| leg.monthly.usd())),
        column(
            "p99_ms",
            rows.iter().map(|row| p99(&row.2)).collect::<Vec<_>>(),
        ),
        texts("fullest", needs.iter().map(short).collect()),
        column("full_percent", needs.iter().map(full).collect::<Vec<_>>()),
        column("holds_to", number(|_, leg| leg.to)),
    ])
}

fn part(system: &System, kinds: &[Component]) -> Option<Part> {
    let mut parts = system.parts().into_iter();
    parts.find(|part| kinds.contains(&part.component))
}

/// "3 × t3.medium"; empty where there is none.
fn rented(system: &System, kinds: &[Component]) -> String {
    part(system, kinds).map_or_else(String::new, |part| {
        format!("{} × {}", part.count, part.machine)
    })
}

fn database(system: &System) -> String {
    match part(system, &[Component::Database]) {
        Some(part) => part.machine,
        None => "with the web".to_owned(),
    }
}
