//! The list of chapters, as the build script writes it.

use crate::cell::Cell;
use crate::control::{Control, Kind};
use crate::run::{CellResult, Run};

/// A chapter with cells.
#[derive(Debug)]
pub struct Chapter {
    /// The file's name without `.md`: `01-one-server`.
    pub name: &'static str,
    /// Its cells, in order.
    pub cells: &'static [Cell],
    pub(crate) run: fn(&mut Run<'_>) -> CellResult<()>,
}

include!(concat!(env!("OUT_DIR"), "/chapters.rs"));
