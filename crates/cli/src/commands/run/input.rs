//! What `run` executes: a chapter in Markdown, or a notebook.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use notebook::protocol::CellRequest;
use notebook::{Chapter, Environment, Execution, Failure, Notebook, NotebookCell};

use crate::commands::update::runs_of;
use crate::runner;

pub(crate) enum Input {
    Chapter(Chapter),
    Notebook(Notebook),
}

impl Input {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let extension = path.extension().unwrap_or_default();
        if extension != "md" && extension != "ipynb" {
            bail!(
                "{}: is neither a chapter (.md) nor a notebook (.ipynb)",
                path.display()
            );
        }
        let bytes = fs::read(path).with_context(|| format!("{}: can't be read", path.display()))?;
        let text = String::from_utf8(bytes)
            .with_context(|| format!("{}: is not UTF-8; save it as UTF-8", path.display()))?;
        let input = if extension == "ipynb" {
            Self::Notebook(Notebook::parse(path, &text)?)
        } else {
            Self::Chapter(Chapter::parse(path, &text)?)
        };
        if input.cells().is_empty() {
            bail!(
                "{}: has no cells to run; a cell is a fenced block that begins with ```rust,cell",
                path.display()
            );
        }
        Ok(input)
    }

    /// The cells. A notebook has no lines of its own, so each of its cells counts from 1.
    pub(crate) fn cells(&self) -> Vec<CellRequest> {
        match self {
            Self::Chapter(chapter) => chapter.cells().map(CellRequest::from).collect(),
            Self::Notebook(notebook) => {
                let cells = notebook.code_cells();
                cells
                    .map(|cell| CellRequest {
                        id: cell.id.clone(),
                        line: 1,
                        source: cell.source.clone(),
                    })
                    .collect()
            }
        }
    }

    pub(crate) fn native(&self) -> bool {
        match self {
            Self::Chapter(chapter) => chapter.native(),
            Self::Notebook(notebook) => {
                notebook.native || notebook.code_cells().any(|cell| cell.native)
            }
        }
    }

    /// A failure in words, with the line of the chapter or the number of the notebook's cell.
    pub(crate) fn explain(&self, path: &Path, failure: &Failure) -> String {
        let Self::Notebook(notebook) = self else {
            return runner::explain(path, failure);
        };
        let number = notebook
            .code_cells()
            .position(|cell| Some(&cell.id) == failure.cell.as_ref());
        let place = number.map_or_else(String::new, |at| {
            format!(" (code cell {}, line {})", at + 1, failure.line)
        });
        let told = runner::explain(path, failure);
        format!("{}{place}", told.trim_end())
    }

    /// An input is never overwritten by its own run.
    pub(crate) fn may_be_stored_as(&self, out: &Path) -> Result<()> {
        if out.extension().is_none_or(|extension| extension != "ipynb") {
            bail!(
                "--out {}: an executed notebook is stored as FILE.ipynb",
                out.display()
            );
        }
        Ok(())
    }

    /// The executed notebook as the text of a file.
    pub(crate) fn executed(&self, environment: &Environment, execution: &Execution) -> String {
        match self {
            Self::Chapter(chapter) => {
                Notebook::of_chapter(chapter, &runs_of(chapter, environment, execution)).to_json()
            }
            Self::Notebook(notebook) => {
                let mut notebook = notebook.clone();
                for cell in &mut notebook.cells {
                    if let NotebookCell::Code(cell) = cell {
                        // Not under a freshness hash: this file is the reader's, not the book's.
                        cell.hash = None;
                        cell.run = execution.cells.get(&cell.id).cloned().unwrap_or_default();
                    }
                }
                notebook.to_json()
            }
        }
    }
}
