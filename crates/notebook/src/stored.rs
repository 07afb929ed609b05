//! A chapter beside its notebook: what is stored of each cell, and whether it still holds.

use crate::chapter::Chapter;
use crate::freshness::{Environment, cell_hashes};
use crate::ipynb::{Notebook, StoredCell};

/// What is known of a cell's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Stored, and everything it depends on is as it was.
    Fresh,
    /// Stored, but something it depends on has changed, or it was run by another program.
    Stale,
    /// Nothing stored.
    Missing,
}

/// A cell of a chapter beside what is stored of it.
#[derive(Clone, Debug)]
pub struct Stored<'a> {
    /// The cell's id in the chapter.
    pub id: &'a str,
    /// The line of its fence, from 1.
    pub line: usize,
    /// Whether the stored outputs hold.
    pub freshness: Freshness,
    /// The hash under which its outputs are to be stored.
    pub hash: String,
    /// What is stored, fresh or stale.
    pub cell: Option<&'a StoredCell>,
}

/// For each cell of the chapter, in order: what the notebook holds of it, and whether that still holds.
///
/// A stored cell is found by its id; a cell without `id=` that was edited has a new id, so failing that by its place, and
/// what was stored there is stale.
#[must_use]
pub fn compare<'a>(
    chapter: &'a Chapter,
    notebook: Option<&'a Notebook>,
    environment: &Environment,
) -> Vec<Stored<'a>> {
    let stored: Vec<&StoredCell> = notebook
        .map(|notebook| notebook.code_cells().collect())
        .unwrap_or_default();
    let taken = |candidate: &StoredCell| chapter.cells().any(|cell| cell.id == candidate.id);
    let find = |place: usize, id: &str| {
        let by_id = stored.iter().find(|cell| cell.id == id);
        by_id
            .or_else(|| stored.get(place).filter(|cell| !taken(cell)))
            .copied()
    };
    let hashed = chapter.cells().zip(cell_hashes(chapter, environment));
    let rows = hashed.enumerate().map(|(place, (cell, hash))| {
        let found = find(place, &cell.id);
        let freshness = match found {
            None => Freshness::Missing,
            Some(old) if old.hash.is_none() && old.run.outputs.is_empty() => Freshness::Missing,
            Some(old) if old.hash.as_ref() == Some(&hash) && old.source == cell.source => {
                Freshness::Fresh
            }
            Some(_) => Freshness::Stale,
        };
        Stored {
            id: &cell.id,
            line: cell.fence_line,
            freshness,
            hash,
            cell: found,
        }
    });
    rows.collect()
}
