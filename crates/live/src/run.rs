//! One pass over a chapter's cells: runs those that are touched, and hands the others' variables on.

use std::error::Error;
use std::panic::Location;

use lab::emit::{self, Output};
use lab::prelude::Shown;
use lab::settings;

use crate::cell::{self, Cell};
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

/// A cell that ran, and what it gave.
pub(crate) struct Ran {
    pub(crate) index: usize,
    pub(crate) outputs: Vec<Output>,
    /// Whether it was told that a draft will do.
    pub(crate) draft: bool,
}

/// A pass over one chapter.
pub(crate) struct Run<'a> {
    cells: &'static [Cell],
    kept: &'a mut Vec<Kept>,
    /// The cells to bring up to date in this pass.
    needed: Vec<bool>,
    /// How many more cells may run.
    left: usize,
    /// The cells that ran, in order.
    pub(crate) ran: Vec<Ran>,
}

impl<'a> Run<'a> {
    /// Brings the cells `first`, and what they need, up to date, by running `most` cells at the most.
    pub(crate) fn new(
        cells: &'static [Cell],
        kept: &'a mut Vec<Kept>,
        first: &[String],
        most: usize,
    ) -> Self {
        Self {
            cells,
            kept,
            needed: cell::needed(cells, first),
            left: most,
            ran: Vec::new(),
        }
    }

    /// The variables of cell `index`: computed by `code`, or as they were left.
    pub(crate) fn cell<T: Clone + 'static>(
        &mut self,
        index: usize,
        code: impl FnOnce() -> CellResult<T>,
    ) -> CellResult<T> {
        if let Some(variables) = self.kept[index].variables::<T>()
            && (!self.needed[index] || self.holds(index))
        {
            return Ok(variables.clone());
        }
        self.left = self.left.checked_sub(1).ok_or(Stop::Paused)?;
        let cell = &self.cells[index];
        panics::enter(cell.id);
        let ((result, reads), outputs) = emit::collect(|| settings::reads(code));
        let draft = reads.contains(&settings::Read::Draft(true));
        self.ran.push(Ran {
            index,
            outputs,
            draft,
        });
        // A cell that fails leaves nothing: it runs again.
        let version = self.kept[index].version + 1;
        self.kept[index] = Kept {
            version,
            ..Kept::default()
        };
        let variables = result?;
        let used = cell
            .from
            .iter()
            .map(|&other| self.kept[other].version)
            .collect();
        self.kept[index] = Kept {
            version,
            variables: Some(Box::new(variables.clone())),
            reads,
            used,
            anew: false,
        };
        Ok(variables)
    }

    /// Whether nothing that the cell depends on has changed since it ran.
    fn holds(&self, index: usize) -> bool {
        let kept = &self.kept[index];
        let same = |(&other, &version): (&usize, &u64)| self.kept[other].version == version;
        !kept.anew
            && kept.reads.iter().all(settings::Read::holds)
            && self.cells[index].from.iter().zip(&kept.used).all(same)
    }

    /// Whether the pass left out a cell that has to run.
    pub(crate) fn left_out(&self) -> bool {
        let cells = self.cells.iter().enumerate();
        cells
            .filter(|(_, cell)| cell.live)
            .any(|(index, _)| !self.needed[index] && !self.holds(index))
    }
}

/// Shows what a cell ends with, as the kernel does.
pub(crate) fn show<T: Shown + ?Sized>(last: &T) {
    last.evcxr_display();
}
