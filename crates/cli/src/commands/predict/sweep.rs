//! A row for each number of users.

use anyhow::{Context, Result};
use model::file::Scenario;
use model::format::{count, percent};

use super::form::Answer;
use super::prices::Prices;
use super::second::Second;
use crate::arguments::Users;

/// The answers from the first to the last number of users, at equal ratios.
pub(super) fn rows(
    scenario: &Scenario,
    users: &Users,
    points: u32,
    asked: (Option<&Second>, &Prices),
) -> Result<Vec<Answer>> {
    let answers = answers(scenario, users, points, asked)?;
    let inexact = answers.iter().filter(|row| row.exact == Some(false));
    let inexact = inexact.count();
    if inexact > 0 {
        eprintln!("note: {inexact} simulations are not as exact as asked");
    }
    Ok(answers)
}

fn answers(
    scenario: &Scenario,
    users: &Users,
    points: u32,
    asked: (Option<&Second>, &Prices),
) -> Result<Vec<Answer>> {
    let (second, prices) = asked;
    let ratio = users.last / users.first;
    let at = |index: u32| users.first * ratio.powf(f64::from(index) / f64::from(points - 1));
    (0..points)
        .map(|index| {
            // The ends as they were asked for, not as rounding has them.
            let users = if index + 1 == points {
                users.last
            } else {
                at(index)
            };
            let there = Scenario {
                traffic: scenario.traffic.clone().at_users(users.round()),
                ..scenario.clone()
            };
            Answer::of(&there, second, prices)
                .with_context(|| format!("at {} users", count(users.round())))
        })
        .collect()
}

/// For people: columns of equal width.
pub(super) fn table(rows: &[Answer], simulated: bool) -> String {
    let mut lines = vec![line(
        ["users", "rate", "p50", "p99", "busiest", "at", "a month"].map(String::from),
        simulated.then(|| "p99 simulated".into()),
    )];
    lines.extend(rows.iter().map(|row| {
        let cells = [
            count(row.users),
            row.rate.to_string(),
            row.time(row.p50),
            row.time(row.p99),
            row.busiest.clone(),
            percent(row.busy),
            row.monthly.to_string(),
        ];
        let played = row
            .simulated
            .as_ref()
            .map_or("-".into(), |all| all.p99.to_string());
        line(cells, simulated.then_some(played))
    }));
    lines.join("\n")
}

fn line(
    [users, rate, p50, p99, busiest, at, month]: [String; 7],
    played: Option<String>,
) -> String {
    let played = played.map_or(String::new(), |text| format!("{text:>24}"));
    format!("{users:>9}{rate:>10}{p50:>12}{p99:>12}{played}  {busiest:<32}{at:>8}{month:>10}")
}
