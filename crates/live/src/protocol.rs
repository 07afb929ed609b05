//! What the page and the chapters' code say to each other, as JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What the page asks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The chapter's name: `01-one-server`.
    pub chapter: String,
    /// Which page asks, by a name of its own making, where several share a process; see [`Memories`](crate::Memories).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub page: String,
    /// Controls that do not stand at their default, by name.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// Fewer simulated requests, and of the cells only those of `first`, if it names any: for while a slider moves.
    #[serde(default)]
    pub draft: bool,
    /// Cells that the reader sees, by id: they and what they need are brought up to date before the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first: Vec<String>,
    /// Cells to run at most before answering; the next request goes on from there. All where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<usize>,
    /// Settings whose readers run again, though they would be told the same: the page shows what another memory gave them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anew: Vec<String>,
    /// Run nothing: give the code of the cells that have controls, with the settings as their defaults.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sources: bool,
}

/// What the cells that ran have given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The cells that ran, in order. Those that are not here stand as in the answer before.
    pub cells: Vec<CellAnswer>,
    /// Whether the cells that the request wanted first are up to date.
    #[serde(default)]
    pub seen: bool,
    /// Whether nothing is left to run for this request.
    pub done: bool,
    /// Why the last of the cells did not end; those behind it have not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// Where the request asked for it: the code of the cells that have controls, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

impl Answer {
    /// No cell ran, and none will, for this reason.
    #[must_use]
    pub fn refused(message: String) -> Self {
        Self::failed(Failure {
            message,
            ..Failure::default()
        })
    }

    pub(crate) fn failed(failure: Failure) -> Self {
        Self {
            cells: Vec::new(),
            seen: false,
            done: true,
            failure: Some(failure),
            sources: Vec::new(),
        }
    }
}

/// One cell's outputs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellAnswer {
    /// The cell's id.
    pub id: String,
    /// MIME type to content. As in the kernel, a later output of a type replaces an earlier one.
    pub outputs: BTreeMap<String, String>,
    /// Whether it simulated less than it would have without [`Request::draft`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub draft: bool,
}

/// The code of a cell that has controls.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The cell's id.
    pub id: String,
    /// Its code, with the request's settings as defaults.
    pub source: String,
    /// Whether that is another code than the chapter's.
    pub changed: bool,
}

/// Why a cell, or the whole request, came to no end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The cell's id; empty where the request was at fault.
    pub cell: String,
    /// The chapter's line, from 1; 0 where none is known.
    pub line: u32,
    /// What happened, for the reader.
    pub message: String,
}
