//! A chapter as a Jupyter notebook: nbformat 4.5, same bytes from same input.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::chapter::Chapter;
use crate::error::NotebookError;
use crate::output::CellRun;

/// A notebook, as far as this project stores and reads one.
#[derive(Clone, Debug, PartialEq)]
pub struct Notebook {
    /// The file, as it was named; for messages.
    pub path: PathBuf,
    /// The chapter it was written from, relative to the workspace with `/`; `None` for a foreign notebook.
    pub chapter: Option<String>,
    /// The version of this program that wrote it.
    pub version: Option<String>,
    /// The hash of the chapter's text it was written from.
    pub text_hash: Option<String>,
    /// Whether its kernel is the one with polars.
    pub native: bool,
    /// The cells, in order.
    pub cells: Vec<NotebookCell>,
}

/// A cell of a notebook.
#[derive(Clone, Debug, PartialEq)]
pub enum NotebookCell {
    /// Prose.
    Markdown(Prose),
    /// Code with its outputs.
    Code(StoredCell),
}

/// A Markdown cell of a notebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    /// The notebook's id for it.
    pub id: String,
    /// The text, values shown.
    pub source: String,
}

/// A code cell of a notebook with what is stored of its run.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCell {
    /// The cell's id, that of the chapter's cell.
    pub id: String,
    /// The code.
    pub source: String,
    /// Marked `native`.
    pub native: bool,
    /// Marked `hidden`.
    pub hidden: bool,
    /// The freshness hash under which the outputs were stored; `None` if none were.
    pub hash: Option<String>,
    /// The outputs.
    pub run: CellRun,
}

impl Notebook {
    /// The notebook of a chapter with the outputs of `runs` by cell id, each with its freshness hash. A cell that is not in
    /// `runs` has no outputs.
    #[must_use]
    pub fn of_chapter(chapter: &Chapter, runs: &BTreeMap<String, (String, CellRun)>) -> Self {
        let _ = runs;
        Self {
            path: chapter.path.clone(),
            chapter: None,
            version: None,
            text_hash: None,
            native: chapter.native(),
            cells: Vec::new(),
        }
    }

    /// Reads an `.ipynb`.
    ///
    /// # Errors
    /// Not JSON (with line and column), not nbformat 4, a field that breaks the format (with its cell), a language that is not Rust.
    pub fn parse(path: impl AsRef<Path>, text: &str) -> Result<Self, NotebookError> {
        let _ = text;
        Ok(Self {
            path: path.as_ref().to_owned(),
            chapter: None,
            version: None,
            text_hash: None,
            native: false,
            cells: Vec::new(),
        })
    }

    /// The notebook as the text of an `.ipynb`: nbformat 4.5, keys sorted, indented by one space, a line end at the end.
    #[must_use]
    pub fn to_json(&self) -> String {
        String::new()
    }

    /// The code cells, in order.
    pub fn code_cells(&self) -> impl Iterator<Item = &StoredCell> {
        self.cells.iter().filter_map(|cell| match cell {
            NotebookCell::Code(cell) => Some(cell),
            NotebookCell::Markdown(_) => None,
        })
    }
}
