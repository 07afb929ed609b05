//! `--set name=value`.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use notebook::Execution;
use serde_json::Value;

use super::input::Input;
use crate::runner::Settings;

/// Reads the settings and looks, before anything runs, whether a cell could know their names.
pub(crate) fn parse(given: &[String], input: &Input) -> Result<Settings> {
    let mut settings = Settings::new();
    for text in given {
        let Some((name, value)) = text.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            bail!("--set {text}: write --set name=value, for example --set daily_users=5e6");
        };
        if settings.insert(name.to_owned(), typed(value)).is_some() {
            bail!("--set {name}: is given twice");
        }
    }
    let sources: Vec<String> = input.cells().into_iter().map(|cell| cell.source).collect();
    for name in settings.keys() {
        // A name may be built at run time, so its literal anywhere is enough; `check_known` is exact.
        if !sources
            .iter()
            .any(|source| source.contains(&format!("\"{name}\"")))
        {
            return unknown(name, &called(&sources));
        }
    }
    Ok(settings)
}

/// Whether every setting was taken by a control that ran.
pub(crate) fn check_known(settings: &Settings, execution: &Execution) -> Result<()> {
    let known: BTreeSet<String> = execution
        .cells
        .values()
        .flat_map(|run| run.controls())
        .map(|control| control.name)
        .collect();
    match settings.keys().find(|name| !known.contains(*name)) {
        Some(name) => unknown(name, &known),
        None => Ok(()),
    }
}

fn unknown<T>(name: &str, known: &BTreeSet<String>) -> Result<T> {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let known = if known.is_empty() {
        "it has none".to_owned()
    } else {
        format!("known are: {}", known.join(", "))
    };
    bail!("--set {name}: no slider, choice or toggle of this chapter has that name; {known}")
}

/// The names of controls that the cells call for literally.
fn called(sources: &[String]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for call in ["slider(", "choice(", "toggle("] {
        for source in sources {
            for after in source.split(call).skip(1) {
                let name = after
                    .trim_start()
                    .strip_prefix('"')
                    .and_then(|rest| rest.split('"').next());
                names.extend(name.map(str::to_owned));
            }
        }
    }
    names
}

/// A number, a truth value, or else a text.
fn typed(text: &str) -> Value {
    match text {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ => match text.replace('_', "").parse::<f64>() {
            // Infinity and NaN have no JSON; as texts they reach the slider, which refuses them by name.
            Ok(number) => serde_json::Number::from_f64(number)
                .map_or_else(|| Value::String(text.to_owned()), Value::Number),
            Err(_) => Value::String(text.to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_types() {
        assert_eq!(typed("5e6"), Value::from(5e6));
        assert_eq!(typed("2_000_000"), Value::from(2e6));
        assert_eq!(typed("false"), Value::Bool(false));
        assert_eq!(typed("t3.medium"), Value::from("t3.medium"));
        assert_eq!(typed("inf"), Value::from("inf"));
    }

    #[test]
    fn controls_are_found_in_the_source() {
        let sources =
            ["let a = slider(\"users\", 1.0..=2.0);\nlet b = toggle(\n    \"hop\");".to_owned()];
        assert_eq!(
            called(&sources).into_iter().collect::<Vec<_>>(),
            ["hop", "users"]
        );
    }
}
