//! What the program and the kernel say to each other: one [`Request`] in, then [`Event`]s out, each a line of JSON.
//!
//! ```text
//! millions  --- Request --->  kernel run
//!           <-- Ready ------
//!           <-- Started, Stream*, Output*, (Finished | Failed) ------  for each cell, in order, up to the first failure
//!           <-- Done -------
//! ```
//!
//! A kernel whose output ends without [`Event::Done`] has crashed.
//!
//! ```
//! use notebook::protocol::{Event, FailureKind};
//! let event: Event = serde_json::from_str(r#"{"event":"failed","cell":"knee","line":17,"kind":"panic","message":"index out of bounds"}"#)?;
//! assert!(matches!(event, Event::Failed { line: 17, kind: FailureKind::Panic, .. }));
//! # Ok::<(), serde_json::Error>(())
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::chapter::Cell;
pub use crate::output::StreamName;

/// One run of a chapter's cells in a fresh process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The chapter as it is shown to people; not opened.
    pub chapter: PathBuf,
    /// The cells, in order.
    pub cells: Vec<CellRequest>,
    /// Whether cells use the native part of `lab` (polars).
    pub native: bool,
    /// Settings of sliders, choices and toggles by name.
    pub settings: BTreeMap<String, serde_json::Value>,
    /// The time limit a cell `[s]`, above 0.
    pub cell_seconds: f64,
}

/// A cell to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellRequest {
    /// The cell's id.
    pub id: String,
    /// The chapter's line that holds the first line of the source, from 1.
    pub line: usize,
    /// The code.
    pub source: String,
}

impl From<&Cell> for CellRequest {
    fn from(cell: &Cell) -> Self {
        Self {
            id: cell.id.clone(),
            line: cell.line,
            source: cell.source.clone(),
        }
    }
}

/// What the kernel says while it runs a [`Request`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The kernel is up and about to run the first cell.
    Ready,
    /// A cell begins.
    Started {
        /// The cell's id.
        cell: String,
    },
    /// A cell printed text.
    Stream {
        /// The cell's id.
        cell: String,
        /// Which stream.
        name: StreamName,
        /// The text, with its line ends.
        text: String,
    },
    /// A cell displayed something.
    Output {
        /// The cell's id.
        cell: String,
        /// Its forms by MIME type.
        data: BTreeMap<String, String>,
    },
    /// A cell ended well.
    Finished {
        /// The cell's id.
        cell: String,
        /// How long it took `[ms]`, compilation included.
        millis: u64,
    },
    /// A cell failed, or nothing could be started; no cell after it runs.
    Failed {
        /// The cell's id; `None` for a failure before any cell ([`FailureKind::Setup`]).
        cell: Option<String>,
        /// Line of the chapter, from 1: the cell's line + the line within the cell - 1.
        line: usize,
        /// What kind of failure.
        kind: FailureKind,
        /// What the compiler, the cell or the system said; may have several lines.
        message: String,
    },
    /// Nothing more will come.
    Done,
}

/// The ways in which a run fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// The cell doesn't compile.
    Compile,
    /// A panic or a failed assertion.
    Panic,
    /// A `?` met an error.
    Error,
    /// The time limit passed.
    Timeout,
    /// The cell's process died (a signal, an exit).
    Crash,
    /// The kernel could not be made ready.
    Setup,
}

impl FailureKind {
    /// The name as in the protocol.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Compile => "compile",
            Self::Panic => "panic",
            Self::Error => "error",
            Self::Timeout => "timeout",
            Self::Crash => "crash",
            Self::Setup => "setup",
        }
    }
}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Compile => "does not compile",
            Self::Panic => "panicked",
            Self::Error => "returned an error",
            Self::Timeout => "ran past its time limit",
            Self::Crash => "crashed",
            Self::Setup => "could not be started",
        })
    }
}
