//! `update`: renews stored outputs that no longer hold.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::Result;
use notebook::freshness::{Freshness, cell_hashes, compare};
use notebook::protocol::FailureKind;
use notebook::{CellRun, Chapter, Environment, Execution, Notebook, store};

use super::told;
use crate::arguments::Update;
use crate::runner::{self, Job, Kernel};
use crate::workspace::{Entry, Workspace};

/// What a chapter's cells gave, each with the hash under which it is stored, by cell id.
pub(crate) type Runs = BTreeMap<String, (String, CellRun)>;

pub(crate) fn perform(workspace: &Workspace, arguments: &Update) -> Result<ExitCode> {
    let environment = workspace.environment()?;
    let entries = workspace.selected(&arguments.chapters)?;
    let mut kernel = None;
    let mut failed = false;
    for entry in &entries {
        let fresh = kept(entry, &environment).filter(|_| !arguments.all);
        let runs = match fresh {
            Some(runs) => runs,
            None => {
                let kernel = match &kernel {
                    Some(kernel) => kernel,
                    None => kernel.insert(Kernel::ready(workspace)?),
                };
                let job = Job::of(&entry.chapter, arguments.limit.time_limit, workspace.root());
                let execution = runner::execute(kernel, &job, |_| {})?;
                if let Some(failure) = &execution.failure {
                    // Other chapters may still be renewed; the command as a whole fails.
                    eprintln!(
                        "error: {}\n{} is as it was.",
                        runner::explain(&entry.chapter.path, failure),
                        entry.stored_as
                    );
                    failed = true;
                    if failure.kind == FailureKind::Setup {
                        // The next chapter would meet the same.
                        break;
                    }
                    continue;
                }
                runs_of(&entry.chapter, &environment, &execution)
            }
        };
        save(entry, &runs)?;
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn save(entry: &Entry, runs: &Runs) -> Result<()> {
    let text = Notebook::of_chapter(&entry.chapter, runs).to_json();
    if let Some(folder) = entry.file.parent() {
        // If this fails, so does the write, with the better message.
        let _ = std::fs::create_dir_all(folder);
    }
    let written =
        store::write_if_changed(&entry.file, text.as_bytes()).map_err(|error| told(&error))?;
    println!(
        "{}: {}",
        entry.stored_as,
        if written { "written" } else { "up to date" }
    );
    Ok(())
}

/// The stored outputs, if every one of them holds.
fn kept(entry: &Entry, environment: &Environment) -> Option<Runs> {
    let stored = compare(&entry.chapter, entry.notebook.as_ref(), environment);
    let runs = stored
        .into_iter()
        .map(|row| match (row.freshness, row.cell) {
            (Freshness::Fresh, Some(cell)) => {
                Some((row.id.to_owned(), (row.hash, cell.run.clone())))
            }
            _ => None,
        });
    runs.collect()
}

/// What an execution gave, ready to be stored.
pub(crate) fn runs_of(chapter: &Chapter, environment: &Environment, execution: &Execution) -> Runs {
    let hashed = chapter.cells().zip(cell_hashes(chapter, environment));
    let runs = hashed.filter_map(|(cell, hash)| {
        Some((
            cell.id.clone(),
            (hash, execution.cells.get(&cell.id)?.clone()),
        ))
    });
    runs.collect()
}
