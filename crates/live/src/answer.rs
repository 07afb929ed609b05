//! A request for a chapter under some settings, and its answer.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lab::emit::Output;
use lab::settings;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::chapter::{CHAPTERS, Chapter};
use crate::memory::Memory;
use crate::panics;
use crate::run::{Run, Stop};

/// What the page asks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The chapter's name: `01-one-server`.
    pub chapter: String,
    /// Controls that do not stand at their default, by name.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// Fewer simulated requests: for while a slider moves.
    #[serde(default)]
    pub draft: bool,
    /// Cells that the reader sees, by id: they and what they need are brought up to date before the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first: Vec<String>,
    /// Cells to run at most before answering; the next request goes on from there. All where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<usize>,
}

/// What the cells that ran have given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The cells that ran, in order. Those that are not here stand as in the answer before.
    pub cells: Vec<CellAnswer>,
    /// Whether nothing is left to run for these settings.
    pub done: bool,
    /// Why the last of the cells did not end; those behind it have not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
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
            done: true,
            failure: Some(failure),
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

/// Runs the cells that the request touches.
///
/// The answer is a pure function of the requests so far: with a fresh `memory` it holds every cell (but those marked
/// `native`), and the last outputs of each cell are the same whatever was asked in between.
///
/// ```
/// use live::{CHAPTERS, Memory, Request, answer};
/// let mut memory = Memory::new();
/// let mut request = Request { chapter: CHAPTERS[0].name.into(), draft: true, ..Request::default() };
/// let first = answer(&request, &mut memory);
/// assert!(first.done && !first.cells.is_empty());
/// assert!(answer(&request, &mut memory).cells.is_empty(), "nothing has changed");
/// request.chapter = "no-such-chapter".into();
/// assert!(answer(&request, &mut memory).failure.unwrap().message.contains("no-such-chapter"));
/// ```
pub fn answer(request: &Request, memory: &mut Memory) -> Answer {
    let Some(chapter) = CHAPTERS
        .iter()
        .find(|chapter| chapter.name == request.chapter)
    else {
        let known: Vec<&str> = CHAPTERS.iter().map(|chapter| chapter.name).collect();
        let message = format!(
            "there is no chapter `{}`; the chapters are {}",
            request.chapter,
            known.join(", ")
        );
        return Answer::refused(message);
    };
    settings::install_map(request.settings.clone());
    settings::set_draft(request.draft);
    let cells = memory.cells(chapter.name, chapter.cells.len());
    let most = request.most.unwrap_or(usize::MAX);
    let mut run = Run::new(chapter, cells, &request.first, most);
    let mut ended = pass(chapter, &mut run);
    if matches!(ended, Ok(Ok(()))) && run.left_out() {
        let left = most - run.ran.len();
        let ran = run.ran;
        run = Run::new(chapter, cells, &[], left);
        run.ran = ran;
        ended = pass(chapter, &mut run);
    }
    settings::forget();
    let current = || {
        run.ran
            .last()
            .map_or("", |(index, _)| chapter.cells[*index].id)
            .to_owned()
    };
    let (done, failure) = match ended {
        Ok(Ok(())) => (true, None),
        Ok(Err(Stop::Paused)) => (false, None),
        Ok(Err(Stop::Error { line, message })) => (
            true,
            Some(Failure {
                cell: current(),
                line,
                message,
            }),
        ),
        Err(payload) => (true, Some(panics::caught(payload.as_ref()))),
    };
    let cells = run
        .ran
        .into_iter()
        .map(|(index, outputs)| cell(chapter, index, outputs))
        .collect();
    if failure.is_some() {
        memory.forget(chapter.name);
    }
    Answer {
        cells,
        done,
        failure,
    }
}

/// Where a panic ends the process (WebAssembly), the page reads it from `panics` instead.
fn pass(chapter: &Chapter, run: &mut Run<'_>) -> std::thread::Result<Result<(), Stop>> {
    catch_unwind(AssertUnwindSafe(|| (chapter.run)(run)))
}

fn cell(chapter: &Chapter, index: usize, outputs: Vec<Output>) -> CellAnswer {
    CellAnswer {
        id: chapter.cells[index].id.to_owned(),
        outputs: outputs
            .into_iter()
            .map(|output| (output.mime, output.text))
            .collect(),
    }
}
