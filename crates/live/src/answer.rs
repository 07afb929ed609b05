//! A request for a chapter under some settings, and its answer.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lab::settings;

use crate::cell::Cell;
use crate::chapter::{CHAPTERS, Chapter};
use crate::control::with_defaults;
use crate::memory::Memory;
use crate::panics;
use crate::protocol::{Answer, CellAnswer, Failure, Request, Source};
use crate::run::{Ran, Run, Stop};

/// Runs the cells that the request touches.
///
/// The answer is a pure function of the requests so far: with a fresh `memory` it holds every cell (but those marked
/// `native`), and what each cell gave last is the same whatever was asked in between, drafts apart: for them a cell that
/// has done all of its work does not run again.
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
    if request.sources {
        return sources(chapter, request);
    }
    settings::install_map(request.settings.clone());
    settings::set_draft(request.draft);
    let kept = memory.cells(chapter.name, chapter.cells.len());
    for cell in kept.iter_mut() {
        cell.anew |= cell.has_read(&request.anew);
    }
    let most = request.most.unwrap_or(usize::MAX);
    let mut run = Run::new(chapter.cells, kept, &request.first, most);
    let mut ended = pass(chapter, &mut run);
    let seen = matches!(ended, Ok(Ok(())));
    // While a slider moves, what nobody sees can wait.
    let enough = request.draft && !request.first.is_empty();
    if seen && !enough && run.left_out() {
        let left = most - run.ran.len();
        let ran = run.ran;
        run = Run::new(chapter.cells, kept, &[], left);
        run.ran = ran;
        ended = pass(chapter, &mut run);
    }
    settings::forget();
    let current = || {
        run.ran
            .last()
            .map_or("", |ran| chapter.cells[ran.index].id)
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
    let cells = run.ran.into_iter().map(|ran| cell(chapter, ran)).collect();
    if failure.is_some() {
        memory.forget(chapter.name);
    }
    Answer {
        cells,
        seen,
        done,
        failure,
        sources: Vec::new(),
    }
}

/// The code of the cells with controls, with the request's settings as defaults.
fn sources(chapter: &Chapter, request: &Request) -> Answer {
    let cells = chapter.cells.iter();
    let source = |cell: &Cell| {
        let (source, changed) = with_defaults(cell.source, cell.controls, &request.settings);
        Source {
            id: cell.id.to_owned(),
            source,
            changed,
        }
    };
    Answer {
        done: true,
        sources: cells
            .filter(|cell| !cell.controls.is_empty())
            .map(source)
            .collect(),
        ..Answer::default()
    }
}

/// Where a panic ends the process (WebAssembly), the page reads it from `panics` instead.
fn pass(chapter: &Chapter, run: &mut Run<'_>) -> std::thread::Result<Result<(), Stop>> {
    catch_unwind(AssertUnwindSafe(|| (chapter.run)(run)))
}

fn cell(chapter: &Chapter, ran: Ran) -> CellAnswer {
    let outputs = ran.outputs.into_iter();
    CellAnswer {
        id: chapter.cells[ran.index].id.to_owned(),
        outputs: outputs.map(|output| (output.mime, output.text)).collect(),
        draft: ran.draft,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells that run when the reader of chapter 01 moves a slider and sees one cell only.
    fn ran(draft: bool) -> (Vec<String>, bool) {
        let mut memory = Memory::new();
        let chapter = "01-one-server".to_owned();
        let mut request = Request {
            chapter,
            ..Request::default()
        };
        let all = answer(&request, &mut memory);
        assert!(all.done && all.failure.is_none(), "{:?}", all.failure);
        request.settings = serde_json::from_str(r#"{"daily_users": 300000}"#).unwrap();
        request.first = vec!["tonight".to_owned()];
        request.draft = draft;
        let answer = answer(&request, &mut memory);
        assert!(answer.done && answer.seen);
        let ids = answer.cells.into_iter().map(|cell| cell.id);
        (
            ids.collect(),
            all.cells.iter().any(|cell| cell.id == "tonight"),
        )
    }

    #[test]
    fn a_draft_brings_what_is_seen_up_to_date_and_a_release_all() {
        let (seen, there) = ran(true);
        assert!(there, "chapter 01 has no cell `tonight` any more");
        assert!(seen.iter().any(|id| id == "tonight"), "{seen:?}");
        let (all, _) = ran(false);
        assert!(all.len() > seen.len(), "{all:?} {seen:?}");
        assert!(seen.iter().all(|id| all.contains(id)), "{all:?} {seen:?}");
    }
}
