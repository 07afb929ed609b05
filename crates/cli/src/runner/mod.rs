//! Executing cells: finds or builds the kernel, gives it a chapter, and listens.

mod build;
mod process;
mod progress;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use notebook::protocol::{CellRequest, Event, FailureKind, Request};
use notebook::{Chapter, Execution, Failure};
use serde_json::Value;

pub(crate) use build::Kernel;
pub(crate) use progress::Progress;

/// Settings of sliders, choices and toggles by name.
pub(crate) type Settings = BTreeMap<String, Value>;

/// A chapter to execute.
#[derive(Debug)]
pub(crate) struct Job<'a> {
    /// As it is shown to people.
    pub(crate) path: &'a Path,
    pub(crate) cells: Vec<CellRequest>,
    pub(crate) native: bool,
    pub(crate) settings: Settings,
    /// The time limit for one cell, in seconds.
    pub(crate) seconds: f64,
    /// The folder in which cells run.
    pub(crate) folder: &'a Path,
}

impl<'a> Job<'a> {
    /// A chapter of the book with its defaults.
    pub(crate) fn of(chapter: &'a Chapter, seconds: f64, folder: &'a Path) -> Self {
        Self {
            path: &chapter.path,
            cells: chapter.cells().map(CellRequest::from).collect(),
            native: chapter.native(),
            settings: Settings::new(),
            seconds,
            folder,
        }
    }

    fn request(&self) -> Request {
        Request {
            chapter: self.path.to_owned(),
            cells: self.cells.clone(),
            native: self.native,
            settings: self.settings.clone(),
            cell_seconds: self.seconds,
        }
    }
}

/// Executes the cells in order. A cell that fails is in the [`Execution`]; an error is a kernel that could not be used.
pub(crate) fn execute(
    kernel: &Kernel,
    job: &Job<'_>,
    mut each: impl FnMut(&Event),
) -> Result<Execution> {
    let progress = Progress::new(job);
    let mut execution = Execution::default();
    let end = process::run(kernel, job, &progress, |event| {
        progress.take(&event);
        progress.suspend(|| each(&event));
        execution.record(&event);
    })?;
    progress.finish();
    if let Some(failure) = &execution.failure
        && failure.kind == FailureKind::Setup
    {
        // Its message may point to what cargo said before it.
        end.tell_last_words();
    }
    if !execution.done && execution.failure.is_none() {
        bail!("{}", end.explain(job.path));
    }
    Ok(execution)
}

/// A failed cell in words: `book/src/01-one-server.md:17: cell `knee` panicked: ...`.
pub(crate) fn explain(path: &Path, failure: &Failure) -> String {
    let path = path.display();
    let message = failure.message.trim_end();
    let cell = failure
        .cell
        .as_ref()
        .map_or_else(|| "the kernel".to_owned(), |id| format!("cell `{id}`"));
    let remedy = match failure.kind {
        FailureKind::Timeout => "\nGive it more with --time-limit S, or make it do less.",
        FailureKind::Crash => {
            "\nThe cell's process died: an endless recursion, an exit, or no memory left."
        }
        _ => "",
    };
    format!(
        "{path}:{}: {cell} {}: {message}{remedy}",
        failure.line, failure.kind
    )
}
