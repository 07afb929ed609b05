//! Starting the kernel and reading its events.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use notebook::protocol::{CellRequest, Event, FailureKind, Request};

/// The chapter's name in requests.
pub(crate) const CHAPTER: &str = "book/src/99-test.md";

/// What a run said.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// All events.
    pub(crate) events: Vec<Event>,
    /// The exit status.
    pub(crate) status: Option<i32>,
}

/// A request whose cells begin on lines 10, 110, 210, ...
pub(crate) fn request(cells: &[&str], cell_seconds: f64) -> Request {
    let cells = cells.iter().enumerate().map(|(index, source)| CellRequest {
        id: format!("c{index}"),
        line: 10 + 100 * index,
        source: (*source).to_owned(),
    });
    Request {
        chapter: CHAPTER.into(),
        cells: cells.collect(),
        native: false,
        settings: BTreeMap::new(),
        cell_seconds,
    }
}

/// A fresh kernel process.
pub(crate) fn kernel() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kernel"));
    command
        .arg("run")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

/// Runs text that should be a request.
pub(crate) fn run_text(text: &str) -> Outcome {
    let mut child = kernel().spawn().expect("the kernel starts");
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    stdin
        .write_all(text.as_bytes())
        .expect("the kernel reads its request");
    drop(stdin);
    let output = child.wait_with_output().expect("the kernel ends");
    let events = String::from_utf8(output.stdout).expect("events are UTF-8");
    let events = events.lines().map(|line| {
        serde_json::from_str(line).unwrap_or_else(|error| panic!("`{line}` is no event: {error}"))
    });
    Outcome {
        events: events.collect(),
        status: output.status.code(),
    }
}

/// Runs a request.
pub(crate) fn run(request: &Request) -> Outcome {
    let text = serde_json::to_string(request).expect("a request is JSON");
    let outcome = run_text(&(text + "\n"));
    assert_eq!(outcome.events.last(), Some(&Event::Done), "{outcome:?}");
    outcome
}

impl Outcome {
    /// The failure's cell, line, kind and message.
    pub(crate) fn failure(&self) -> Option<(Option<&str>, usize, FailureKind, &str)> {
        self.events.iter().find_map(|event| match event {
            Event::Failed {
                cell,
                line,
                kind,
                message,
            } => Some((cell.as_deref(), *line, *kind, message.as_str())),
            _ => None,
        })
    }

    /// What a cell printed on both streams.
    pub(crate) fn printed(&self, id: &str) -> String {
        self.events
            .iter()
            .filter_map(|event| match event {
                Event::Stream { cell, text, .. } if cell == id => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    /// What a cell displayed in plain text.
    pub(crate) fn plain(&self, id: &str) -> Option<&str> {
        self.data(id)?.get("text/plain").map(String::as_str)
    }

    /// What a cell displayed.
    pub(crate) fn data(&self, id: &str) -> Option<&BTreeMap<String, String>> {
        self.events.iter().find_map(|event| match event {
            Event::Output { cell, data } if cell == id => Some(data),
            _ => None,
        })
    }
}
