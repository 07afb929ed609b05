//! A chapter as a Jupyter notebook: nbformat 4.5, the same bytes from the same input.
//!
//! ```text
//! chapter                          notebook
//! prose, without its blank edges   markdown cell, id `prose-HASH`, known values shown
//! cell                             code cell of the same id; `native` and `hidden` as tags, outputs and their hash
//! ```
//!
//! Nothing in it depends on when and where it was written: no date, no host, no version of a kernel.

mod read;
mod write;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::chapter::{Block, Chapter};
use crate::error::NotebookError;
use crate::ids::Ids;
use crate::inline;
use crate::output::CellRun;

/// A notebook, as far as this project stores and reads one.
#[derive(Clone, Debug, PartialEq)]
pub struct Notebook {
    /// The file, as it was named; for messages.
    pub path: PathBuf,
    /// The chapter it was written from: its path as it was named if that was relative, else its file name, with `/`; `None`
    /// for a foreign notebook.
    pub chapter: Option<String>,
    /// The chapter's title.
    pub title: Option<String>,
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
    /// Prose. A raw cell is read as prose.
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
    /// Names of pictures kept inside the cell, which a chapter can't hold.
    pub attachments: Vec<String>,
}

/// A code cell of a notebook with what is stored of its run.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredCell {
    /// The cell's id, that of the chapter's cell.
    pub id: String,
    /// The code.
    pub source: String,
    /// Whether the chapter gives its id by `id=`.
    pub named: bool,
    /// Marked `native`.
    pub native: bool,
    /// Marked `hidden`.
    pub hidden: bool,
    /// The freshness hash under which the outputs were stored; `None` if none were.
    pub hash: Option<String>,
    /// The outputs.
    pub run: CellRun,
}

/// The kernel of a chapter, as Jupyter knows it: name and display name.
#[must_use]
pub fn kernel(native: bool) -> (&'static str, &'static str) {
    if native {
        ("millions-native", "Rust (Zero to Millions, with polars)")
    } else {
        ("millions", "Rust (Zero to Millions)")
    }
}

impl Notebook {
    /// The notebook of a chapter, with what is known of its cells' runs: by cell id, the freshness hash and the outputs. A
    /// cell that is not in `runs` has no outputs.
    ///
    /// ```
    /// use notebook::{Chapter, Notebook};
    /// let chapter = Chapter::parse("book/src/knee.md", "# Knee\n\n```rust,cell\n1 + 1\n```\n")?;
    /// let notebook = Notebook::of_chapter(&chapter, &Default::default());
    /// let text = notebook.to_json();
    /// assert_eq!(Notebook::parse("knee.ipynb", &text)?.code_cells().next().unwrap().source, "1 + 1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of_chapter(chapter: &Chapter, runs: &BTreeMap<String, (String, CellRun)>) -> Self {
        let values = inline::values(
            chapter
                .cells()
                .filter_map(|cell| runs.get(&cell.id))
                .map(|(_, run)| run),
        );
        let cells = views(chapter)
            .into_iter()
            .map(|view| match &chapter.blocks[view.block] {
                Block::Prose { text, .. } => {
                    let source = inline::show(&unix(&text[view.visible]), &values);
                    NotebookCell::Markdown(Prose {
                        id: view.id,
                        source,
                        attachments: Vec::new(),
                    })
                }
                Block::Cell(cell) => {
                    let (hash, run) = runs
                        .get(&cell.id)
                        .map(|(hash, run)| (Some(hash.clone()), run.clone()))
                        .unwrap_or_default();
                    let (id, source) = (view.id, cell.source.clone());
                    NotebookCell::Code(StoredCell {
                        id,
                        source,
                        named: cell.named,
                        native: cell.native,
                        hidden: cell.hidden,
                        hash,
                        run,
                    })
                }
            });
        Self {
            path: chapter.path.with_extension("ipynb"),
            chapter: Some(portable(&chapter.path)),
            title: Some(chapter.title.clone()),
            text_hash: Some(chapter.text_hash()),
            native: chapter.native(),
            cells: cells.collect(),
        }
    }

    /// Reads an `.ipynb`.
    ///
    /// # Errors
    /// Not JSON (with line and column), not nbformat 4, a field that breaks the format (with its cell), a language that is not Rust.
    ///
    /// ```
    /// let error = notebook::Notebook::parse("a.ipynb", "{\n \"cells\": [").unwrap_err();
    /// assert_eq!(error.place, "line 2, column 11");
    /// ```
    pub fn parse(path: impl AsRef<Path>, text: &str) -> Result<Self, NotebookError> {
        read::notebook(path.as_ref(), text)
    }

    /// The notebook as the text of an `.ipynb`: nbformat 4.5, keys sorted, indented by one space, a line end at the end.
    #[must_use]
    pub fn to_json(&self) -> String {
        write::notebook(self)
    }

    /// The code cells, in order.
    pub fn code_cells(&self) -> impl Iterator<Item = &StoredCell> {
        self.cells.iter().filter_map(|cell| match cell {
            NotebookCell::Code(cell) => Some(cell),
            NotebookCell::Markdown(_) => None,
        })
    }

    /// What is stored of the cells' runs, as [`Notebook::of_chapter`] takes it.
    #[must_use]
    pub fn runs(&self) -> BTreeMap<String, (String, CellRun)> {
        self.code_cells()
            .filter_map(|cell| Some((cell.id.clone(), (cell.hash.clone()?, cell.run.clone()))))
            .collect()
    }

    /// The values that the stored outputs give to the prose.
    #[must_use]
    pub fn values(&self) -> BTreeMap<String, crate::output::Shown> {
        inline::values(self.code_cells().map(|cell| &cell.run))
    }
}

/// A block of a chapter as a notebook shows it.
pub(crate) struct View {
    /// Its index in `chapter.blocks`.
    pub(crate) block: usize,
    /// The id of the notebook's cell.
    pub(crate) id: String,
    /// The part of the block's text that is shown: without blank lines around prose, without a cell's last line end.
    pub(crate) visible: Range<usize>,
}

/// The blocks that a notebook shows; prose of nothing but blank lines is not.
pub(crate) fn views(chapter: &Chapter) -> Vec<View> {
    let mut ids = Ids::given(chapter.cells().map(|cell| cell.id.as_str()));
    let view = |(block, content): (usize, &Block)| {
        let text = content.as_markdown();
        let visible = visible(text);
        let id = match content {
            Block::Cell(cell) => cell.id.clone(),
            Block::Prose { .. } => ids.derive("prose", &unix(&text[visible.clone()])),
        };
        View { block, id, visible }
    };
    let shown = |(_, block): &(usize, &Block)| {
        matches!(block, Block::Cell(_)) || !visible(block.as_markdown()).is_empty()
    };
    chapter
        .blocks
        .iter()
        .enumerate()
        .filter(shown)
        .map(view)
        .collect()
}

/// The text without the blank lines around it, and without the last line's end.
fn visible(text: &str) -> Range<usize> {
    let is_blank = |line: &&str| {
        line.trim_start_matches('\u{feff}')
            .trim_matches([' ', '\t', '\r', '\n'])
            .is_empty()
    };
    let start: usize = text
        .split_inclusive('\n')
        .take_while(is_blank)
        .map(str::len)
        .sum();
    // A byte order mark stays with the file, not with the first cell.
    let mark = text[start..].len() - text[start..].trim_start_matches('\u{feff}').len();
    let after: usize = text[start..]
        .split_inclusive('\n')
        .rev()
        .take_while(is_blank)
        .map(str::len)
        .sum();
    let end = text.len() - after;
    let last = text[start..end].strip_suffix('\n').map_or(end, |line| {
        start + line.strip_suffix('\r').unwrap_or(line).len()
    });
    (start + mark).min(last)..last
}

/// The text without blank lines around it.
pub(crate) fn trimmed(text: &str) -> &str {
    &text[visible(text)]
}

/// With LF for CRLF.
pub(crate) fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn portable(path: &Path) -> String {
    let shown = if path.is_absolute() {
        path.file_name().map(Path::new).unwrap_or(path)
    } else {
        path
    };
    shown.to_string_lossy().replace('\\', "/")
}
