//! What people read of a single system.

use anyhow::Result;
use model::components::queue::TaskReport;
use model::file::Scenario;
use model::format::count;
use model::prelude::{Bill, Error, Prediction};

use super::prices::Prices;
use super::second::Second;

/// What people read: the report of both witnesses, what it means, how far the system goes, and the bill.
pub(super) fn report(
    scenario: &Scenario,
    second: Option<&Second>,
    prices: &Prices,
) -> Result<String> {
    let mut text = match (closed(scenario), second) {
        (Ok(text), _) => text,
        // What has no closed form can still be simulated.
        (Err(error), Some(_)) => format!("closed form: {error}\n"),
        (Err(error), None) => return Err(error.into()),
    };
    if let Some(second) = second {
        let (played, exact) = second.ask(scenario)?;
        text.push_str(&match &played {
            Prediction::Steady(report) => {
                let requests = count(report.customers as f64);
                let so_far = if exact { "" } else { ", not as exact as asked" };
                format!("\nsimulation of {requests} requests{so_far}\n\n{played}")
            }
            Prediction::Overloaded(_) => format!("\nsimulation: {}\n", played.explain()),
        });
    }
    text.push_str(&tasks(scenario, second));
    let bill = prices.bill(scenario)?;
    text.push_str(&format!("\n{bill}\n"));
    for source in sources(&bill) {
        text.push_str(&format!("prices: {source}\n"));
    }
    if let (Some(million), Some(user)) = (
        bill.per_million_requests(&scenario.traffic),
        bill.per_user(&scenario.traffic),
    ) {
        text.push_str(&format!(
            "{million} a million requests, {user} a daily user\n"
        ));
    }
    Ok(text)
}

/// Where the prices of a bill are from, each once.
fn sources(bill: &Bill) -> Vec<&str> {
    let mut sources = Vec::new();
    for line in &bill.lines {
        let source = line.source.as_str();
        if !source.is_empty() && !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

/// What becomes of slow work, with every rule of the queue; where it has no closed form, that it has none.
fn tasks(scenario: &Scenario, second: Option<&Second>) -> String {
    let (system, traffic) = (&scenario.system, &scenario.traffic);
    let said = |witness: &str, answer: Result<Option<TaskReport>, Error>| match answer {
        Ok(Some(report)) => format!("\ntasks, {witness}\n{report}\n"),
        Ok(None) => String::new(),
        Err(error) => format!("\ntasks, {witness}: {error}\n"),
    };
    let played = second.map(|second| system.simulate_tasks(traffic, &second.trials));
    let mut text = said("closed form", system.tasks(traffic));
    text.extend(played.map(|played| said("simulation", played)));
    text
}

/// The first witness: the report, what to change, how far it goes.
fn closed(scenario: &Scenario) -> Result<String, Error> {
    let Scenario {
        traffic,
        system,
        target,
    } = scenario;
    let prediction = system.predict(traffic)?;
    let explained = system.explain(traffic)?;
    let mut text = match prediction {
        Prediction::Steady(_) => format!("closed form\n\n{prediction}\n{explained}\n"),
        // The explanation begins with what is full.
        Prediction::Overloaded(_) => format!("{explained}\n"),
    };
    let full = system.saturation(traffic)?;
    text.push_str(&format!("\nfull at {full}\n"));
    if let Some(target) = target {
        let largest = system.largest_load(traffic, *target)?;
        text.push_str(&format!("within {target} up to {largest}\n"));
    }
    Ok(text)
}
