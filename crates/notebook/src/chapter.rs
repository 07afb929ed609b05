//! A chapter: prose and cells, in the order of the text.
//!
//! ````text
//! # One server                         Block::Prose { line: 1 }
//!
//! Users arrive.
//!
//! ```rust,cell,id=knee,hidden          Block::Cell { id: "knee", fence_line: 5, line: 6, hidden: true }
//! let users = 2e6;
//! ```
//! ````
//!
//! A cell is a fenced block (CommonMark's rules: backticks or tildes, three or more, up to three columns of indentation) that
//! stands in no list and no quote, and whose info string begins `rust,cell`. Attributes follow after commas: `id=NAME`,
//! `native`, `hidden`. Nothing is lost: [`Chapter::to_markdown`] gives the text back byte for byte.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::attributes::{self, Attributes};
use crate::digest;
use crate::error::ParseError;
use crate::ids::Ids;
use crate::markdown::{self, Fence, Scan};

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
    /// Whether the id is given by `id=`.
    pub(crate) named: bool,
    /// The block as it stands in the chapter, fences included.
    pub(crate) raw: String,
}

impl Chapter {
    /// Reads a chapter.
    ///
    /// # Errors
    /// A fence that is never closed, an unknown or malformed attribute, two cells with one id.
    ///
    /// ```
    /// use notebook::Chapter;
    /// let text = "# Knee\n\n```rust,cell,id=knee\nlet users = 2e6;\n```\n";
    /// let chapter = Chapter::parse("knee.md", text)?;
    /// let cell = chapter.cells().next().unwrap();
    /// assert_eq!((chapter.title.as_str(), cell.id.as_str(), cell.line), ("Knee", "knee", 4));
    /// assert_eq!(cell.source, "let users = 2e6;");
    /// assert_eq!(chapter.to_markdown(), text);
    /// # Ok::<(), notebook::ParseError>(())
    /// ```
    pub fn parse(path: impl Into<PathBuf>, text: &str) -> Result<Self, ParseError> {
        let path = path.into();
        let scan = markdown::scan(text);
        let cells = found(&path, &scan)?;
        let ids = ids(&path, text, &scan, &cells)?;
        let title = scan
            .title
            .as_deref()
            .map(plain_title)
            .filter(|title| !title.is_empty());
        let blocks = blocks(text, &scan, cells.into_iter().zip(ids));
        let mut chapter = Self {
            path,
            title: String::new(),
            blocks,
        };
        chapter.title = title.unwrap_or_else(|| chapter.name());
        Ok(chapter)
    }

    /// The file's name without its extension: `01-one-server`.
    #[must_use]
    pub fn name(&self) -> String {
        self.path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    }

    /// The text, byte for byte as it was parsed.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        self.blocks.iter().map(Block::as_markdown).collect()
    }

    /// The hash of the text: tells whether a notebook was written from this very text. 32 hexadecimal digits.
    #[must_use]
    pub fn text_hash(&self) -> String {
        digest::hash(&[self.to_markdown().as_bytes()])
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

/// A cell's fence with its attributes.
type Found<'a> = (&'a Fence, Attributes);

/// The fences that are cells.
fn found<'a>(path: &Path, scan: &'a Scan) -> Result<Vec<Found<'a>>, ParseError> {
    let mut cells = Vec::new();
    for fence in &scan.fences {
        let error = |message, remedy| ParseError {
            path: path.to_owned(),
            line: fence.open + 1,
            message,
            remedy,
        };
        let attributes = attributes::parse(&fence.info)
            .map_err(|complaint| error(complaint.message, complaint.remedy))?;
        if fence.close.is_none() {
            let marker = char::from(fence.marker).to_string().repeat(fence.length);
            return Err(error(
                "the fence that opens here is never closed".into(),
                format!("add a line of `{marker}` after the code"),
            ));
        }
        cells.extend(attributes.map(|attributes| (fence, attributes)));
    }
    Ok(cells)
}

/// The ids, given or derived; a derived one never takes a given one's place.
fn ids(
    path: &Path,
    text: &str,
    scan: &Scan,
    cells: &[Found<'_>],
) -> Result<Vec<String>, ParseError> {
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    for (fence, attributes) in cells {
        let Some(id) = &attributes.id else { continue };
        let line = fence.open + 1;
        if let Some(first) = lines.insert(id.clone(), line) {
            let message = format!("cell id `{id}` is already that of the cell at line {first}");
            return Err(ParseError {
                path: path.to_owned(),
                line,
                message,
                remedy: "give one of them another id".into(),
            });
        }
    }
    let mut ids = Ids::given(lines.keys().map(String::as_str));
    let derive = |(fence, attributes): &Found<'_>| match &attributes.id {
        Some(id) => id.clone(),
        None => ids.derive("cell", &source(text, scan, fence)),
    };
    Ok(cells.iter().map(derive).collect())
}

/// The code between the fences: without the fence's indentation, lines joined by LF.
fn source(text: &str, scan: &Scan, fence: &Fence) -> String {
    let close = fence.close.unwrap_or(scan.lines.len());
    let code = scan.lines[fence.open + 1..close].iter();
    let code = code.map(|line| markdown::dedented(&text[line.start..line.end], fence.indent));
    code.collect::<Vec<_>>().join("\n")
}

fn blocks<'a>(
    text: &str,
    scan: &Scan,
    cells: impl Iterator<Item = (Found<'a>, String)>,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut next_line = 0;
    let start = |line: usize| scan.lines.get(line).map_or(text.len(), |line| line.start);
    let prose = |from: usize, to: usize| {
        let text = &text[start(from)..start(to)];
        (!text.is_empty()).then(|| Block::Prose {
            text: text.to_owned(),
            line: from + 1,
        })
    };
    for ((fence, attributes), id) in cells {
        let after = fence.close.unwrap_or(fence.open) + 1;
        blocks.extend(prose(next_line, fence.open));
        blocks.push(Block::Cell(Cell {
            id,
            source: source(text, scan, fence),
            line: fence.open + 2,
            fence_line: fence.open + 1,
            named: attributes.id.is_some(),
            native: attributes.native,
            hidden: attributes.hidden,
            raw: text[start(fence.open)..start(after)].to_owned(),
        }));
        next_line = after;
    }
    blocks.extend(prose(next_line, scan.lines.len()));
    blocks
}

/// A heading without mdBook's attributes: `One server {#one}` is "One server".
fn plain_title(heading: &str) -> String {
    let bare = match heading.rfind(" {") {
        Some(at) if heading.ends_with('}') => &heading[..at],
        _ => heading,
    };
    bare.trim().to_owned()
}
