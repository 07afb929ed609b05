//! The list of chapters, as the build script writes it.

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

/// A cell of a chapter.
#[derive(Debug)]
pub struct Cell {
    /// Unique in the chapter.
    pub id: &'static str,
    /// Whether it runs here: it is not marked `native`.
    pub live: bool,
    /// The cells, by number, that it takes variables from.
    pub from: &'static [usize],
}

impl Chapter {
    /// For each cell, whether one of `ids` is it or needs it, directly or not. All if none of them is a cell.
    pub(crate) fn needed(&self, ids: &[String]) -> Vec<bool> {
        let mut needed: Vec<bool> = self
            .cells
            .iter()
            .map(|cell| ids.iter().any(|id| id == cell.id))
            .collect();
        if !needed.contains(&true) {
            return vec![true; needed.len()];
        }
        // A cell takes variables from cells before it only.
        for (index, cell) in self.cells.iter().enumerate().rev() {
            if needed[index] {
                cell.from.iter().for_each(|&other| needed[other] = true);
            }
        }
        needed
    }
}

include!(concat!(env!("OUT_DIR"), "/chapters.rs"));
