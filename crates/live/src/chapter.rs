//! The list of chapters, as the build script writes it.

use crate::run::{CellResult, Run};

/// A chapter with cells.
#[derive(Debug)]
pub struct Chapter {
    /// The file's name without `.md`: `01-one-server`.
    pub name: &'static str,
    /// Its cells, in order: the id, and whether the cell runs in the page (not `native`).
    pub cells: &'static [(&'static str, bool)],
    pub(crate) run: fn(&mut Run<'_>) -> CellResult<()>,
}

include!(concat!(env!("OUT_DIR"), "/chapters.rs"));
