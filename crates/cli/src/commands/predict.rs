//! `predict`: a system file, and what the model says of it.
//!
//! ```text
//! predict.rs   reads the file, asks the model, prints a report for people
//! sweep.rs     a row for each number of users
//! form.rs      the same numbers as JSON or CSV
//! ```

mod form;
mod sweep;

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use model::file::Scenario;
use model::prelude::{Prediction, Trials};

use crate::arguments::{Form, Predict};
use form::Answer;

pub(crate) fn perform(arguments: &Predict) -> Result<ExitCode> {
    let scenario = read(&arguments.file, &arguments.settings)?;
    let trials = arguments.simulate.then(|| Trials {
        seed: arguments.seed,
        ..Trials::default()
    });
    let text = match &arguments.users {
        Some(range) => {
            let rows = sweep::rows(&scenario, range, arguments.points, trials.as_ref())?;
            match arguments.form() {
                Form::Text => sweep::table(&rows, trials.is_some()),
                Form::Json => form::json(&rows)?,
                Form::Csv => form::csv(&rows),
            }
        }
        None => {
            let answer = Answer::of(&scenario, trials.as_ref())?;
            match arguments.form() {
                Form::Text => report(&scenario, trials.as_ref())?,
                Form::Json => form::json(&[answer])?,
                Form::Csv => form::csv(&[answer]),
            }
        }
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// A reader that has seen enough (`| head`) is no error.
fn print(text: &str) -> Result<()> {
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Reads a system file and makes the assignments.
fn read(path: &Path, settings: &[String]) -> Result<Scenario> {
    let name = path.display().to_string();
    let bytes = fs::read(path).with_context(|| format!("{name}: can't be read"))?;
    let Ok(text) = String::from_utf8(bytes) else {
        bail!("{name}: is not UTF-8, so it is no system file");
    };
    let assignments: Vec<&str> = settings.iter().map(String::as_str).collect();
    Scenario::read(&text, &assignments).map_err(|error| anyhow::anyhow!("{}", error.in_file(name)))
}

/// What people read: the report of both witnesses, what it means, how far the system goes, and the bill.
fn report(scenario: &Scenario, trials: Option<&Trials>) -> Result<String> {
    let Scenario {
        traffic,
        system,
        target,
    } = scenario;
    let prediction = system.predict(traffic)?;
    let mut text = format!("closed form\n\n{prediction}\n\n{}\n", prediction.explain());
    if let Some(trials) = trials {
        let played = system.simulate(traffic, trials)?;
        if let Prediction::Steady(_) = played {
            text.push_str(&format!(
                "\nsimulation, {} requests\n\n{played}\n",
                trials.customers * u64::from(trials.replications)
            ));
        }
    }
    let full = system.saturation(traffic)?;
    text.push_str(&format!("\nfull at {full}\n"));
    if let Some(target) = target {
        let largest = system.largest_load(traffic, *target)?;
        text.push_str(&format!("within {target} up to {largest}\n"));
    }
    text.push_str(&format!("\n{}\n", system.bill()));
    Ok(text)
}
