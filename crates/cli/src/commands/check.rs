//! `check`: is what is stored what the chapters give?

mod difference;

use std::process::ExitCode;

use anyhow::Result;
use notebook::freshness::{Freshness, Stored, compare};
use notebook::protocol::FailureKind;
use notebook::{Cell, Environment, Execution, Notebook};

use super::update::runs_of;
use crate::arguments::Check;
use crate::runner::{self, Job, Kernel};
use crate::site;
use crate::workspace::{Entry, Workspace};

pub(crate) fn perform(workspace: &Workspace, arguments: &Check) -> Result<ExitCode> {
    let environment = workspace.environment()?;
    let entries = workspace.selected(&arguments.chapters)?;
    let mut found = site_problems(workspace);
    let kernel = Kernel::ready(workspace)?;
    let mut cells = 0;
    for entry in &entries {
        let job = Job::of(&entry.chapter, arguments.limit.time_limit, workspace.root());
        let execution = runner::execute(&kernel, &job, |_| {})?;
        cells += job.cells.len();
        found.extend(problems(entry, &environment, &execution));
        if execution
            .failure
            .is_some_and(|failure| failure.kind == FailureKind::Setup)
        {
            // The next chapter would meet the same.
            break;
        }
    }
    for problem in &found {
        eprintln!("error: {problem}");
    }
    if found.is_empty() {
        println!(
            "{}, {}: every stored output was reproduced to the byte",
            count(entries.len(), "chapter"),
            count(cells, "cell")
        );
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "\n{}; nothing was written. If the new outputs are right, store them with `cargo run -- update --all`.",
        count(found.len(), "problem")
    );
    Ok(ExitCode::FAILURE)
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// What building the site finds: values that no cell gives, chapters that no summary lists, links that lead nowhere.
fn site_problems(workspace: &Workspace) -> Vec<String> {
    let folder = workspace.scratch().join("check-site");
    let built = match site::build(workspace, &folder, "check", &press::Live::Nowhere) {
        Ok(built) => built,
        Err(error) => return vec![format!("{error:#}")],
    };
    // Stale outputs are told again below, cell by cell.
    let notices = built
        .notices
        .iter()
        .filter(|notice| !notice.message.contains("renew with"));
    notices.map(ToString::to_string).collect()
}

fn problems(entry: &Entry, environment: &Environment, execution: &Execution) -> Vec<String> {
    let path = &entry.chapter.path;
    if let Some(failure) = &execution.failure {
        return vec![runner::explain(path, failure)];
    }
    let stored = compare(&entry.chapter, entry.notebook.as_ref(), environment);
    let rows = entry.chapter.cells().zip(&stored);
    let mut found: Vec<String> = rows
        .filter_map(|(cell, stored)| cell_problem(cell, stored, execution))
        .collect();
    for problem in &mut found {
        problem.insert_str(0, &format!("{}:", path.display()));
    }
    if found.is_empty() {
        found.extend(file_problem(entry, environment, execution));
    }
    found
}

fn cell_problem(cell: &Cell, stored: &Stored<'_>, execution: &Execution) -> Option<String> {
    let (line, id) = (cell.fence_line, &cell.id);
    let new = execution.cells.get(id).cloned().unwrap_or_default();
    match (stored.freshness, stored.cell) {
        (Freshness::Missing, _) | (_, None) => Some(format!(
            "{line}: cell `{id}` has no stored output; run `cargo run -- update`"
        )),
        (_, Some(old)) if old.run != new => {
            let what = difference::describe(&old.run, &new);
            Some(format!(
                "{line}: cell `{id}` does not reproduce its stored output:\n{what}"
            ))
        }
        (Freshness::Stale, _) => Some(format!(
            "{line}: cell `{id}` is stale: something it depends on was changed (its output came out the same); run `cargo run -- update`"
        )),
        (Freshness::Fresh, _) => None,
    }
}

/// The cells agree; what is left is the file around them.
fn file_problem(entry: &Entry, environment: &Environment, execution: &Execution) -> Option<String> {
    let runs = runs_of(&entry.chapter, environment, execution);
    let expected = Notebook::of_chapter(&entry.chapter, &runs).to_json();
    let stored = entry.text.as_deref().unwrap_or_default();
    (stored != expected).then(|| {
        let place = difference::first_line(stored, &expected);
        format!(
            "{}:{place}: differs from what {} gives; run `cargo run -- update`",
            entry.stored_as,
            entry.chapter.path.display()
        )
    })
}
