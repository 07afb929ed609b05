//! `predict`: a system file, and what the model says of it.
//!
//! ```text
//! predict.rs   reads the file, and says in which form the model's answer is told
//! report.rs    what people read of a single system
//! sweep.rs     a row for each number of users
//! course.rs    a row for each stretch of time: a day, a recording
//! second.rs    how the simulation is asked
//! prices.rs    by which list it is billed
//! form.rs      the same numbers as JSON or CSV
//! details.rs   what JSON has besides of a single system: stations, needs, limits, bill
//! ```

mod course;
mod details;
mod form;
mod prices;
mod report;
mod second;
mod sweep;

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use model::file::Scenario;
use model::prelude::Trials;
use model::simulation::Precision;

use crate::arguments::{Form, Predict};
use form::{Answer, Fields};
use prices::Prices;
use report::report;
use second::Second;

pub(crate) fn perform(arguments: &Predict) -> Result<ExitCode> {
    let scenario = read(&arguments.file, &arguments.settings)?;
    let second = arguments.simulate.then(|| Second {
        trials: Trials {
            seed: arguments.seed,
            ..Trials::default()
        },
        precision: arguments.precision.map(Precision::of_p99),
    });
    let prices = Prices::read(arguments)?;
    let phases = phases(arguments, &scenario)?;
    // What is missing or out of range from here on is so in this file, in an assignment to it, or in the series.
    let text = answer(arguments, &scenario, second, &prices, phases.as_ref())
        .with_context(|| arguments.file.display().to_string())?;
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn answer(
    arguments: &Predict,
    scenario: &Scenario,
    second: Option<Second>,
    prices: &Prices,
    phases: Option<&course::Phases>,
) -> Result<String> {
    let form = arguments.form();
    if let Some(range) = &arguments.users {
        let witnesses = (second.as_ref(), prices);
        let rows = sweep::rows(scenario, range, arguments.points, witnesses)?;
        let fields = rows.iter().map(Answer::fields);
        return written(form, fields, || Ok(sweep::table(&rows, second.is_some())));
    }
    if let Some(phases) = phases {
        let mut rows = course::rows(scenario, phases, second.map(|second| second.trials));
        if let Some(series) = &arguments.series {
            rows = rows.with_context(|| format!("with {}", series.display()));
        }
        let rows = rows?;
        let fields = rows.iter().map(course::Row::fields);
        return written(form, fields, || Ok(course::table(&rows)));
    }
    let second = second.as_ref();
    if form == Form::Text {
        return report(scenario, second, prices);
    }
    let mut fields = Answer::of(scenario, second, prices)?.fields();
    if form == Form::Json {
        fields.extend(details::fields(scenario, prices)?);
    }
    written(form, std::iter::once(fields), || Ok(String::new()))
}

/// The same rows for programs, or what people read.
fn written(
    form: Form,
    rows: impl Iterator<Item = Fields>,
    people: impl FnOnce() -> Result<String>,
) -> Result<String> {
    match form {
        Form::Text => people(),
        Form::Json => form::json(rows.collect()),
        Form::Csv => Ok(form::csv(&rows.collect::<Vec<_>>())),
    }
}

/// The load that changes, where one was asked for.
fn phases(arguments: &Predict, scenario: &Scenario) -> Result<Option<course::Phases>> {
    match &arguments.series {
        Some(path) => course::series(path).map(Some),
        None if arguments.day => course::day(scenario).map(Some),
        None => Ok(None),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::Users;

    fn shop(settings: &[&str]) -> Scenario {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/examples/shop.toml");
        let settings: Vec<String> = settings.iter().map(|&s| s.to_owned()).collect();
        read(&file, &settings).unwrap()
    }

    #[test]
    fn a_report_names_the_bottleneck_the_limit_and_the_bill() {
        let text = report(
            &shop(&[]),
            Some(&Trials::draft().into()),
            &Prices::default(),
        )
        .unwrap();
        for part in [
            "The bottleneck is web server cores",
            "full at ",
            "within 300",
            "simulation of 20",
            "tasks, closed form\naccepted after",
            "tasks, simulation\naccepted after",
            "a month",
        ] {
            assert!(text.contains(part), "{part}:\n{text}");
        }
        let sieve = shop(&["cache.policy=sieve"]);
        assert!(
            report(&sieve, None, &Prices::default())
                .unwrap_err()
                .to_string()
                .contains("no closed form")
        );
        let text = report(&sieve, Some(&Trials::draft().into()), &Prices::default()).unwrap();
        assert!(
            text.contains("no closed form") && text.contains("simulation of 20"),
            "{text}"
        );
        assert!(text.contains("a million requests"), "{text}");
        let scaled =
            "queue.autoscaling={min=1,max=9,utilisation=0.7,period=\"1 min\",start=\"1 min\"}";
        let text = report(&shop(&[scaled]), None, &Prices::default()).unwrap();
        assert!(
            text.contains("tasks, closed form: autoscaling has no closed form"),
            "{text}"
        );
        let crowd = shop(&["traffic.daily_users=1e8"]);
        let text = report(&crowd, Some(&Trials::draft().into()), &Prices::default()).unwrap();
        assert!(text.starts_with("web server cores full"), "{text}");
        assert!(text.contains("simulation: web server cores full"), "{text}");
    }

    /// What the README shows is what a newcomer will see.
    #[test]
    fn the_readme_shows_this_report() {
        let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
        let readme = fs::read_to_string(readme).unwrap();
        let block = readme
            .split("```text\n")
            .find(|text| text.starts_with("response mean"));
        let (table, explained) = block.and_then(|text| text.split_once("\n...\n")).unwrap();
        // A thin space before a unit is a plain one in the README.
        let report = report(&shop(&[]), None, &Prices::default())
            .unwrap()
            .replace('\u{202f}', " ");
        for line in table.lines() {
            assert!(
                report.lines().any(|other| other.trim_end() == line),
                "{line}\n{report}"
            );
        }
        let explained = explained
            .split("\n```")
            .next()
            .unwrap_or_default()
            .replace('\n', " ");
        assert!(report.contains(&explained), "{explained}\n{report}");
    }

    /// SIEVE has no closed form: programs get what was simulated, and an error where nothing was.
    #[test]
    fn what_has_no_formula_is_simulated_for_programs_too() {
        let sieve = shop(&["cache.policy=sieve"]);
        assert!(Answer::of(&sieve, None, &Prices::default()).is_err());
        let answer = Answer::of(&sieve, Some(&Trials::draft().into()), &Prices::default()).unwrap();
        assert!(answer.p99.is_none() && answer.simulated.is_some() && !answer.overloaded);
        assert_eq!(answer.time(answer.p99), "no formula");
        let json: serde_json::Value =
            serde_json::from_str(&form::json(vec![answer.fields()]).unwrap()).unwrap();
        assert_eq!(json[0]["overloaded"], false);
        assert!(json[0]["simulated_p99_s"].as_f64().unwrap() > 0.0);
        assert!(json[0]["per_user_usd"].as_f64().unwrap() > 0.0);
        // Machines have prices, what leaves the data centre has none without a list.
        let not_priced = json[0]["not_priced"].as_str().unwrap();
        for what in ["GB of egress", "CDN egress", "CDN requests"] {
            assert!(not_priced.contains(what), "{not_priced}");
        }
    }

    #[test]
    fn a_sweep_has_its_ends_and_a_row_a_point() {
        let range = Users {
            first: 1e4,
            last: 1e7,
        };
        let rows = sweep::rows(&shop(&[]), &range, 4, (None, &Prices::default())).unwrap();
        let users: Vec<f64> = rows.iter().map(|row| row.users).collect();
        assert_eq!(users, [1e4, 1e5, 1e6, 1e7]);
        assert!(rows[0].p99 < rows[2].p99 && rows[3].p99.is_none());
        assert_eq!(sweep::table(&rows, false).lines().count(), 5);

        let fields: Vec<Fields> = rows.iter().map(Answer::fields).collect();
        let csv = form::csv(&fields);
        let columns = |line: &str| line.split(',').count();
        assert!(
            csv.lines()
                .all(|line| columns(line) == columns(csv.lines().next().unwrap())),
            "{csv}"
        );
        assert_eq!(csv.lines().count(), 5);
        let json: serde_json::Value = serde_json::from_str(&form::json(fields).unwrap()).unwrap();
        assert_eq!(json[3]["overloaded"], true);
        assert_eq!(json[3]["p99_s"], serde_json::Value::Null);
        assert_eq!(json[0]["daily_users"], 1e4);
    }

    /// A day, a recording, and what has no closed form.
    #[test]
    fn a_course_has_a_row_a_stretch() {
        let text = fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/examples/shop.toml"),
        );
        let day = "day = { sinusoid = 1.85, top = 20 }";
        let text = text.unwrap().replacen("peak_to_mean = 1.85", day, 1);
        let daily = Scenario::read(&text, &[]).unwrap();
        let hours = course::day(&daily).unwrap();
        let rows = course::rows(&daily, &hours, None).unwrap();
        let table = course::table(&rows);
        assert_eq!(table.lines().count(), 25, "{table}");
        assert!(
            table.lines().last().unwrap().trim().starts_with("23:00:00"),
            "{table}"
        );
        let set = shop(&["traffic.day={sinusoid=1.85,top=20}"]);
        assert_eq!(course::day(&set).unwrap(), hours);
        let nothing = course::day(&shop(&[])).unwrap_err().to_string();
        assert!(nothing.contains("traffic.day"), "{nothing}");

        let phases =
            model::workload::Series::parse("# A rush.\ntime,rate\n0,50\n5,2000\n8,50\n9,0\n");
        let phases = phases.unwrap().phases();
        let rows = course::rows(&shop(&[]), &phases, Some(Trials::draft())).unwrap();
        let fields: Vec<Fields> = rows.iter().map(course::Row::fields).collect();
        let json: serde_json::Value = serde_json::from_str(&form::json(fields).unwrap()).unwrap();
        assert_eq!(json[1]["overloaded"], true);
        let (waiting, inside) = (&json[1]["waiting"], &json[1]["simulated_inside"]);
        assert!(
            waiting.as_f64().unwrap() > 500.0 && inside.as_f64().unwrap() > 500.0,
            "{json}"
        );
        let sieve = shop(&["cache.policy=sieve"]);
        assert!(course::rows(&sieve, &phases, None).is_err());
        let rows = course::rows(&sieve, &phases, Some(Trials::draft())).unwrap();
        assert!(course::table(&rows).contains("no formula"));
        let full = shop(&["traffic.daily_users=1e9"]);
        let rows = course::rows(&full, &phases, Some(Trials::draft())).unwrap();
        assert!(
            course::table(&rows).contains("disk space"),
            "{}",
            course::table(&rows)
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let error = read(Path::new("no/such.toml"), &[]).unwrap_err();
        assert!(format!("{error:#}").contains("no/such.toml: can't be read"));
        let error = shop_error("web.machine=tiny");
        assert!(error.contains("set web.machine=tiny"), "{error}");
    }

    fn shop_error(setting: &str) -> String {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/examples/shop.toml");
        read(&file, &[setting.to_owned()]).unwrap_err().to_string()
    }
}
