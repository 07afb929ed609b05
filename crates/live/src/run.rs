//! One pass over a chapter's cells: runs those that are touched, and hands the others' variables on.

use std::any::Any;
use std::error::Error;
use std::panic::Location;

use lab::emit::{self, Output};
use lab::prelude::Shown;
use lab::settings;

use crate::chapter::Chapter;
use crate::memory::Kept;
use crate::panics;

/// What a cell's function gives: its variables, or why it ended early.
pub(crate) type CellResult<T> = Result<T, Stop>;

/// Why a pass ended before the last cell.
#[derive(Debug)]
pub(crate) enum Stop {
    /// A `?` met an error, in this line of the chapter.
    Error { line: u32, message: String },
    /// As many cells have run as were asked for.
    Paused,
}

impl<E: Error> From<E> for Stop {
    #[track_caller]
    fn from(error: E) -> Self {
        Self::Error {
            line: Location::caller().line(),
            message: error.to_string(),
        }
    }
}

/// A pass over one chapter.
pub(crate) struct Run<'a> {
    chapter: &'static Chapter,
    kept: &'a mut Vec<Kept>,
    /// How many more cells may run.
    left: usize,
    /// The cells that ran, and what they gave.
    pub(crate) ran: Vec<(usize, Vec<Output>)>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(chapter: &'static Chapter, kept: &'a mut Vec<Kept>, most: usize) -> Self {
        Self {
            chapter,
            kept,
            left: most,
            ran: Vec::new(),
        }
    }

    /// The variables of cell `index`, which takes some from the cells `from`: computed by `code`, or as they were left.
    pub(crate) fn cell<T: Clone + 'static>(
        &mut self,
        index: usize,
        from: &[usize],
        code: impl FnOnce() -> CellResult<T>,
    ) -> CellResult<T> {
        if let Some(variables) = self.holding::<T>(index, from) {
            return Ok(variables);
        }
        self.left = self.left.checked_sub(1).ok_or(Stop::Paused)?;
        panics::enter(self.chapter.cells[index].0);
        let ((result, reads), outputs) = emit::collect(|| settings::reads(code));
        self.ran.push((index, outputs));
        let kept = &mut self.kept[index];
        // A cell that fails leaves nothing: it runs again.
        *kept = Kept {
            version: kept.version + 1,
            ..Kept::default()
        };
        let variables = result?;
        let used = from
            .iter()
            .map(|&cell| (cell, self.kept[cell].version))
            .collect();
        let kept = &mut self.kept[index];
        kept.variables = Some(Box::new(variables.clone()) as Box<dyn Any>);
        (kept.reads, kept.used) = (reads, used);
        Ok(variables)
    }

    /// What the cell left, if nothing that it depends on has changed.
    fn holding<T: Clone + 'static>(&self, index: usize, from: &[usize]) -> Option<T> {
        let kept = &self.kept[index];
        let variables = kept.variables.as_ref()?.downcast_ref::<T>()?;
        let same = kept.reads.iter().all(settings::Read::holds)
            && kept.used.len() == from.len()
            && kept
                .used
                .iter()
                .all(|&(cell, version)| self.kept[cell].version == version);
        same.then(|| variables.clone())
    }
}

/// Shows what a cell ends with, as the kernel does.
pub(crate) fn show<T: Shown + ?Sized>(last: &T) {
    last.evcxr_display();
}
