//! The notebook's cells as parts of the chapter: unedited, edited or new.

use std::collections::{BTreeMap, BTreeSet};

use super::fence::{new_fence, refenced};
use super::original::Original;
use super::{error, matching};
use crate::chapter::Cell;
use crate::error::NotebookError;
use crate::inline;
use crate::ipynb::{self, Notebook, NotebookCell, Prose, StoredCell};
use crate::output::Shown;

/// A part of the result, without the blank lines around it.
pub(super) struct Piece {
    /// The block of the original that it stands for.
    pub(super) block: Option<usize>,
    /// With the chapter's line ends.
    pub(super) text: String,
    /// Whether it differs from that block.
    pub(super) edited: bool,
    /// What it must read back as, if it is a cell.
    pub(super) code: Option<Code>,
    /// The notebook's cell, from 0.
    pub(super) cell: usize,
}

/// What a cell of the result must read back as.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) source: String,
    pub(super) native: bool,
    pub(super) hidden: bool,
}

impl Code {
    pub(super) fn of(cell: &Cell) -> Self {
        Self {
            source: cell.source.clone(),
            native: cell.native,
            hidden: cell.hidden,
        }
    }
}

/// The pieces, in the notebook's order; empty prose and new cells without code are left out.
pub(super) fn pieces(
    original: &Original<'_>,
    notebook: &Notebook,
) -> Result<Vec<Piece>, NotebookError> {
    let cells = original.blocks.iter().filter_map(|shown| shown.cell());
    let named = cells.filter(|cell| cell.named);
    let maker = Maker {
        original,
        values: notebook.values(),
        names: named.map(|cell| cell.id.as_str()).collect(),
    };
    let blocks = matching::blocks(original, notebook);
    let mut pieces = Vec::with_capacity(notebook.cells.len());
    for (index, (cell, block)) in notebook.cells.iter().zip(blocks).enumerate() {
        let piece = match cell {
            NotebookCell::Markdown(prose) => {
                refuse_attachments(notebook, index, prose)?;
                maker.prose(prose, block)
            }
            NotebookCell::Code(stored) => maker.code(stored, block),
        };
        pieces.extend(piece.map(|piece| Piece {
            cell: index,
            ..piece
        }));
    }
    Ok(pieces)
}

fn refuse_attachments(
    notebook: &Notebook,
    index: usize,
    prose: &Prose,
) -> Result<(), NotebookError> {
    let Some(first) = prose.attachments.first() else {
        return Ok(());
    };
    let message = format!("holds the picture `{first}`, which a chapter can't");
    let remedy = "save the picture as a file beside the chapter and link to it";
    Err(error(notebook, index, message, remedy))
}

struct Maker<'a> {
    original: &'a Original<'a>,
    /// The values that the notebook's outputs give to its prose.
    values: BTreeMap<String, Shown>,
    /// The ids that the chapter gives.
    names: BTreeSet<&'a str>,
}

impl Maker<'_> {
    fn prose(&self, prose: &Prose, block: Option<usize>) -> Option<Piece> {
        if let Some(block) = block
            && matching::is_shown_as(self.original.visible(block), &prose.source, &self.values)
        {
            return Some(self.unedited(block, None));
        }
        let text = lf(&inline::hide(&prose.source));
        let text = ipynb::trimmed(&text);
        (!text.is_empty()).then(|| self.edited(block, text, None))
    }

    fn code(&self, stored: &StoredCell, block: Option<usize>) -> Option<Piece> {
        let source = lf(&stored.source);
        match block.and_then(|block| Some((block, self.original.blocks[block].cell()?))) {
            Some((block, old)) if old.source == stored.source => {
                Some(self.unedited(block, Some(Code::of(old))))
            }
            Some((block, old)) => {
                let text = refenced(old, &source, true);
                let code = Code {
                    source,
                    ..Code::of(old)
                };
                Some(self.edited(Some(block), &text, Some(code)))
            }
            // Jupyter leaves an empty cell at the end of a notebook.
            None if source.trim().is_empty() => None,
            None => Some(self.new_code(stored, source)),
        }
    }

    fn new_code(&self, stored: &StoredCell, source: String) -> Piece {
        let (native, hidden) = (stored.native, stored.hidden);
        let is_free = stored.named && !self.names.contains(stored.id.as_str());
        let text = new_fence(&source, is_free.then_some(&stored.id), native, hidden);
        let code = Code {
            source,
            native,
            hidden,
        };
        self.edited(None, &text, Some(code))
    }

    fn unedited(&self, block: usize, code: Option<Code>) -> Piece {
        Piece {
            block: Some(block),
            text: self.original.visible(block).to_owned(),
            edited: false,
            code,
            cell: 0,
        }
    }

    fn edited(&self, block: Option<usize>, text: &str, code: Option<Code>) -> Piece {
        Piece {
            block,
            text: self.original.with_line_ends(text),
            edited: true,
            code,
            cell: 0,
        }
    }
}

/// With LF for every kind of line end.
fn lf(text: &str) -> String {
    ipynb::unix(text).replace('\r', "\n")
}
