//! A chapter: prose and cells, in the order of the text.

use std::path::PathBuf;

use crate::error::ParseError;

/// A Markdown text with executable cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// The file, as it was named.
    pub path: PathBuf,
    /// The text of the first heading; the file's stem where there is none.
    pub title: String,
    /// Prose and cells, in order.
    pub blocks: Vec<Block>,
}

/// A stretch of prose, or a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Everything between two cells, as it stands.
    Prose {
        /// The Markdown text.
        text: String,
        /// Its first line in the chapter, from 1.
        line: usize,
    },
    /// An executable cell.
    Cell(Cell),
}

/// An executable cell: a fenced block whose info string begins `rust,cell`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Unique in the chapter: the attribute `id=`, or derived from the source.
    pub id: String,
    /// The code: lines joined by LF, without a last line end, the fence's indentation removed.
    pub source: String,
    /// Line of the chapter that holds the first line of code, from 1.
    pub line: usize,
    /// Line of the opening fence, from 1.
    pub fence_line: usize,
    /// Not compiled for the page: uses polars, files or threads.
    pub native: bool,
    /// The page folds its code away.
    pub hidden: bool,
    /// The block as it stands in the chapter, fences included.
    pub(crate) raw: String,
}

impl Chapter {
    /// Reads a chapter.
    ///
    /// # Errors
    /// An unclosed fence of a cell, an unknown or malformed attribute, two cells with one id.
    pub fn parse(path: impl Into<PathBuf>, text: &str) -> Result<Self, ParseError> {
        let _ = text;
        Ok(Self {
            path: path.into(),
            title: String::new(),
            blocks: Vec::new(),
        })
    }

    /// The text, byte for byte as it was parsed.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        self.blocks.iter().map(Block::as_markdown).collect()
    }

    /// The cells, in order.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Cell(cell) => Some(cell),
            Block::Prose { .. } => None,
        })
    }

    /// Whether any cell is `native`: the whole chapter then runs with polars.
    #[must_use]
    pub fn native(&self) -> bool {
        self.cells().any(|cell| cell.native)
    }
}

impl Block {
    /// The block as it stands in the chapter.
    #[must_use]
    pub fn as_markdown(&self) -> &str {
        match self {
            Self::Prose { text, .. } => text,
            Self::Cell(cell) => &cell.raw,
        }
    }
}
