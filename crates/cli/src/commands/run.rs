//! `run`: executes one chapter or notebook and prints what it gives.

mod document;
mod input;
mod print;
mod settings;

use std::process::ExitCode;

use anyhow::{Context, Result};
use notebook::store;

use super::told;
use crate::arguments::Run;
use crate::runner::{self, Job, Kernel};
use crate::workspace::Workspace;
use input::Input;

pub(crate) fn perform(workspace: &Workspace, arguments: &Run) -> Result<ExitCode> {
    let input = Input::read(&arguments.file)?;
    let settings = settings::parse(&arguments.settings, &input)?;
    if let Some(out) = &arguments.out {
        input.may_be_stored_as(out)?;
    }
    let kernel = Kernel::ready(workspace)?;
    let here = std::env::current_dir().context("the current folder can't be found out")?;
    let ours = here.starts_with(workspace.root());
    let job = Job {
        path: &arguments.file,
        cells: input.cells(),
        native: input.native(),
        settings,
        seconds: arguments.limit.time_limit,
        folder: if ours { workspace.root() } else { &here },
    };
    let execution = runner::execute(&kernel, &job, |event| {
        if !arguments.json {
            print::event(event);
        }
    })?;
    if arguments.json {
        println!("{}", document::of(&job, &execution));
    }
    if let Some(failure) = &execution.failure {
        eprintln!("error: {}", input.explain(&arguments.file, failure));
        return Ok(ExitCode::FAILURE);
    }
    settings::check_known(&job.settings, &execution)?;
    if let Some(out) = &arguments.out {
        let environment = workspace.environment()?;
        store::write_atomically(out, input.executed(&environment, &execution).as_bytes())
            .map_err(|error| told(&error))?;
        eprintln!("{}: written", out.display());
    }
    Ok(ExitCode::SUCCESS)
}
