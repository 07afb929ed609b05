//! A chapter's run, collected from what the kernel says of it.

use std::collections::BTreeMap;

use crate::output::{CellRun, Output};
use crate::protocol::{Event, FailureKind};

/// Why a run stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The cell's id; `None` where nothing ran yet.
    pub cell: Option<String>,
    /// Line of the chapter, from 1.
    pub line: usize,
    /// What kind of failure.
    pub kind: FailureKind,
    /// What the cell or the kernel said.
    pub message: String,
}

/// A chapter's run, collected from the kernel's events.
///
/// ```
/// use notebook::{Execution, Output, protocol::Event};
/// let mut run = Execution::default();
/// for line in [r#"{"event":"started","cell":"hello"}"#, r#"{"event":"stream","cell":"hello","name":"stdout","text":"hi\n"}"#] {
///     run.record(&serde_json::from_str::<Event>(line).unwrap());
/// }
/// assert!(matches!(&run.cells["hello"].outputs[..], [Output::Stream { text, .. }] if text == "hi\n"));
/// assert!(!run.done);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Execution {
    /// The outputs by cell id; a cell that never started has no entry.
    pub cells: BTreeMap<String, CellRun>,
    /// Milliseconds a finished cell took.
    pub millis: BTreeMap<String, u64>,
    /// The first failure.
    pub failure: Option<Failure>,
    /// Whether the kernel said that it is done.
    pub done: bool,
}

impl Execution {
    /// Takes one event into account.
    pub fn record(&mut self, event: &Event) {
        match event {
            Event::Ready => {}
            Event::Done => self.done = true,
            Event::Started { cell } => {
                self.cells.entry(cell.clone()).or_default();
            }
            Event::Stream { cell, name, text } => self.push(
                cell,
                Output::Stream {
                    name: *name,
                    text: text.clone(),
                },
            ),
            Event::Output { cell, data } => self.push(cell, Output::display(data.clone())),
            Event::Finished { cell, millis } => {
                self.millis.insert(cell.clone(), *millis);
            }
            Event::Failed {
                cell,
                line,
                kind,
                message,
            } => {
                if let Some(cell) = cell {
                    let (name, trace) = (
                        kind.as_str().to_owned(),
                        message.lines().map(str::to_owned).collect(),
                    );
                    self.push(
                        cell,
                        Output::Error {
                            name,
                            message: message.clone(),
                            trace,
                        },
                    );
                }
                let failure = Failure {
                    cell: cell.clone(),
                    line: *line,
                    kind: *kind,
                    message: message.clone(),
                };
                self.failure.get_or_insert(failure);
            }
        }
    }

    fn push(&mut self, cell: &str, output: Output) {
        self.cells.entry(cell.to_owned()).or_default().push(output);
    }
}
