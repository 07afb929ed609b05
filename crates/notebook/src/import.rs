//! Bringing edits made in Jupyter back into the chapter.
//!
//! The chapter stays the source: what was not edited keeps its bytes, fences, blank lines and attributes. A notebook's cell
//! belongs to the block of the same id, else to one of the same content; any other is new. Blocks without a cell go.
//!
//! ```text
//! chapter   [prose a] gap [cell b] gap [prose c] end
//! notebook  [prose a]     [cell b, edited]  [cell d, new]  [prose c]
//! result    [prose a] gap [fence b, code] blank line [fence d] blank line [prose c] end
//! ```

mod fence;
mod matching;

use crate::chapter::{Block, Cell, Chapter};
use crate::error::NotebookError;
use crate::inline;
use crate::ipynb::{self, Notebook, NotebookCell};

use fence::{new_fence, refenced};

/// The chapter's text with the notebook's edits: code, prose, new, deleted and moved cells. Outputs are ignored, values shown
/// in the prose become references again. A notebook that was not edited gives the chapter's text byte for byte.
///
/// # Errors
/// What the chapter can't hold: prose that leaves a fence or a comment open and so would swallow the next cell, prose with a
/// malformed cell in it, pictures attached to a cell.
///
/// ```
/// use notebook::{Chapter, Notebook, NotebookCell, import};
/// let chapter = Chapter::parse("a.md", "Ten:\n\n~~~rust,cell,id=ten\n10\n~~~\n")?;
/// let mut notebook = Notebook::of_chapter(&chapter, &Default::default());
/// let Some(NotebookCell::Code(cell)) = notebook.cells.last_mut() else { unreachable!() };
/// cell.source = "5 + 5".into();
/// assert_eq!(import(&chapter, &notebook)?, "Ten:\n\n~~~rust,cell,id=ten\n5 + 5\n~~~\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import(chapter: &Chapter, notebook: &Notebook) -> Result<String, NotebookError> {
    let original = Original::of(chapter);
    let mut pieces = pieces(&original, notebook)?;
    set_flush(&original, &mut pieces);
    let text = joined(&original, &pieces);
    verify(&pieces, notebook, &text)?;
    Ok(text)
}

/// Whether the chapter has changed since the notebook was written: an import would then undo these changes wherever the
/// notebook differs.
#[must_use]
pub fn diverged(chapter: &Chapter, notebook: &Notebook) -> bool {
    notebook
        .text_hash
        .as_ref()
        .is_some_and(|hash| *hash != chapter.text_hash())
}

/// The chapter as a row of shown blocks with the text between them.
struct Original<'a> {
    text: String,
    blocks: Vec<Shown<'a>>,
    line_end: &'static str,
}

/// A block that the notebook shows.
struct Shown<'a> {
    id: String,
    /// Where it stands in the text.
    start: usize,
    end: usize,
    content: &'a Block,
}

impl<'a> Original<'a> {
    fn of(chapter: &'a Chapter) -> Self {
        let text = chapter.to_markdown();
        let mut starts = Vec::with_capacity(chapter.blocks.len());
        let mut start = 0;
        for block in &chapter.blocks {
            starts.push(start);
            start += block.as_markdown().len();
        }
        let blocks = ipynb::views(chapter).into_iter().map(|view| Shown {
            id: view.id,
            start: starts[view.block] + view.visible.start,
            end: starts[view.block] + view.visible.end,
            content: &chapter.blocks[view.block],
        });
        let blocks = blocks.collect();
        let line_end = if text
            .split_inclusive('\n')
            .next()
            .is_some_and(|line| line.ends_with("\r\n"))
        {
            "\r\n"
        } else {
            "\n"
        };
        Self {
            text,
            blocks,
            line_end,
        }
    }

    fn visible(&self, block: usize) -> &str {
        let shown = &self.blocks[block];
        &self.text[shown.start..shown.end]
    }

    /// Text with LF, with the chapter's line ends.
    fn with_line_ends(&self, text: &str) -> String {
        if self.line_end == "\n" {
            text.to_owned()
        } else {
            text.replace('\n', self.line_end)
        }
    }
}

/// A part of the result, without the blank lines around it.
struct Piece {
    /// The block of the original that it stands for.
    block: Option<usize>,
    text: String,
    edited: bool,
    code: Option<Code>,
    /// The notebook's cell, from 0.
    cell: usize,
}

/// What a cell of the result must read back as.
#[derive(PartialEq, Eq)]
struct Code {
    source: String,
    native: bool,
    hidden: bool,
}

impl Code {
    fn of(cell: &Cell) -> Self {
        Self {
            source: cell.source.clone(),
            native: cell.native,
            hidden: cell.hidden,
        }
    }
}

fn pieces(original: &Original<'_>, notebook: &Notebook) -> Result<Vec<Piece>, NotebookError> {
    let values = notebook.values();
    let blocks = matching::blocks(original, notebook);
    let mut pieces = Vec::with_capacity(notebook.cells.len());
    let mut names: Vec<&str> = original
        .blocks
        .iter()
        .filter_map(|shown| cell_of(shown.content))
        .filter(|cell| cell.named)
        .map(|cell| cell.id.as_str())
        .collect();
    names.sort_unstable();
    for (index, (cell, block)) in notebook.cells.iter().zip(blocks).enumerate() {
        let unedited = |text: &str| Piece {
            block,
            text: text.to_owned(),
            edited: false,
            code: None,
            cell: index,
        };
        let edited = |text: String| Piece {
            block,
            text: original.with_line_ends(&text),
            edited: true,
            code: None,
            cell: index,
        };
        let piece = match cell {
            NotebookCell::Markdown(prose) => {
                refuse_attachments(notebook, index, &prose.attachments)?;
                let old = block.map(|block| original.visible(block));
                match old {
                    Some(old) if matching::is_shown_as(old, &prose.source, &values) => {
                        unedited(old)
                    }
                    _ => edited(ipynb::trimmed(&lf(&inline::hide(&prose.source))).to_owned()),
                }
            }
            NotebookCell::Code(stored) => {
                match block.and_then(|block| cell_of(original.blocks[block].content)) {
                    Some(old) if old.source == stored.source => Piece {
                        code: Some(Code::of(old)),
                        ..unedited(original.visible(block.unwrap_or_default()))
                    },
                    Some(old) => {
                        let source = lf(&stored.source);
                        Piece {
                            code: Some(Code {
                                source: source.clone(),
                                ..Code::of(old)
                            }),
                            ..edited(refenced(old, &source, true))
                        }
                    }
                    // Jupyter leaves an empty cell at the end of a notebook.
                    None if stored.source.trim().is_empty() => continue,
                    None => {
                        let source = lf(&stored.source);
                        let name = stored
                            .named
                            .then_some(&stored.id)
                            .filter(|id| names.binary_search(&id.as_str()).is_err());
                        let (native, hidden) = (stored.native, stored.hidden);
                        let text = new_fence(&source, name, native, hidden);
                        Piece {
                            code: Some(Code {
                                source,
                                native,
                                hidden,
                            }),
                            ..edited(text)
                        }
                    }
                }
            }
        };
        if !piece.text.is_empty() {
            pieces.push(piece);
        }
    }
    Ok(pieces)
}

fn cell_of(block: &Block) -> Option<&Cell> {
    match block {
        Block::Cell(cell) => Some(cell),
        Block::Prose { .. } => None,
    }
}

/// With LF for every kind of line end.
fn lf(text: &str) -> String {
    ipynb::unix(text).replace('\r', "\n")
}

fn refuse_attachments(
    notebook: &Notebook,
    index: usize,
    attachments: &[String],
) -> Result<(), NotebookError> {
    let Some(first) = attachments.first() else {
        return Ok(());
    };
    Err(error(
        notebook,
        index,
        format!("holds the picture `{first}`, which a chapter can't"),
        "save the picture as a file beside the chapter and link to it",
    ))
}

/// An indented fence that comes after other prose than before is set flush with the margin: after a list it would become
/// part of the last item.
fn set_flush(original: &Original<'_>, pieces: &mut [Piece]) {
    for index in 1..pieces.len() {
        let (before, piece) = (&pieces[index - 1], &pieces[index]);
        let as_before = piece
            .block
            .is_some_and(|block| before.block.map(|before| before + 1) == Some(block));
        let same_prose = as_before && (before.code.is_some() || !before.edited);
        let cell = piece
            .block
            .and_then(|block| cell_of(original.blocks[block].content));
        if let (false, true, Some(cell), Some(code)) =
            (same_prose, piece.text.starts_with(' '), cell, &piece.code)
        {
            pieces[index].text = original.with_line_ends(&refenced(cell, &code.source, false));
        }
    }
}

/// The pieces with what stands between them in the original wherever two neighbours were neighbours there.
fn joined(original: &Original<'_>, pieces: &[Piece]) -> String {
    let (first, last) = (pieces.first(), pieces.last());
    let at = |piece: Option<&Piece>| piece.and_then(|piece| piece.block);
    let count = original.blocks.len();
    let mut text = match (at(first), pieces.is_empty() && count == 0) {
        (_, true) => return original.text.clone(),
        (Some(0), _) => original.text[..original.blocks[0].start].to_owned(),
        _ => String::new(),
    };
    for (index, piece) in pieces.iter().enumerate() {
        if let Some(before) = index.checked_sub(1).map(|before| &pieces[before]) {
            text.push_str(&between(original, before, piece));
        }
        text.push_str(&piece.text);
    }
    match at(last) {
        Some(block) if block + 1 == count => {
            text.push_str(&original.text[original.blocks[block].end..]);
        }
        _ if pieces.is_empty() => {}
        _ => text.push_str(original.line_end),
    }
    text
}

fn between(original: &Original<'_>, before: &Piece, after: &Piece) -> String {
    let blank_line = original.line_end.repeat(2);
    let (Some(a), Some(b)) = (before.block, after.block) else {
        return blank_line;
    };
    if b != a + 1 {
        return blank_line;
    }
    let old = &original.text[original.blocks[a].end..original.blocks[b].start];
    // Edited prose may end in a list or in HTML that only a blank line ends.
    let prose_edited = [before, after]
        .iter()
        .any(|piece| piece.edited && piece.code.is_none());
    if prose_edited && old.matches('\n').count() < 2 {
        blank_line
    } else {
        old.to_owned()
    }
}

/// Reads the result back: every cell must be found again.
fn verify(pieces: &[Piece], notebook: &Notebook, text: &str) -> Result<(), NotebookError> {
    let mut expected = Vec::new();
    for piece in pieces {
        match &piece.code {
            Some(code) => expected.push((
                piece.cell,
                Code {
                    source: code.source.clone(),
                    ..*code
                },
            )),
            None if piece.edited => {
                let alone = Chapter::parse(&notebook.path, &piece.text);
                let alone = alone.map_err(|wrong| {
                    error(
                        notebook,
                        piece.cell,
                        format!("line {}: {}", wrong.line, wrong.message),
                        &wrong.remedy,
                    )
                })?;
                expected.extend(alone.cells().map(|cell| (piece.cell, Code::of(cell))));
            }
            None => {}
        }
    }
    let found = Chapter::parse(&notebook.path, text).map_err(|wrong| NotebookError {
        path: wrong.path,
        place: String::new(),
        message: wrong.message,
        remedy: wrong.remedy,
    })?;
    let found: Vec<Code> = found.cells().map(Code::of).collect();
    let same = |(index, (_, code)): &(usize, &(usize, Code))| found.get(*index) == Some(code);
    match expected.iter().enumerate().find(|row| !same(row)) {
        None if found.len() == expected.len() => Ok(()),
        lost => {
            let cell = lost.map_or(notebook.cells.len().saturating_sub(1), |(_, (cell, _))| {
                *cell
            });
            Err(error(
                notebook,
                cell,
                "would not come back as it is: the prose before it leaves a fence, a comment or an HTML block open",
                "close it there and import again",
            ))
        }
    }
}

fn error(
    notebook: &Notebook,
    index: usize,
    message: impl Into<String>,
    remedy: impl Into<String>,
) -> NotebookError {
    let id = match notebook.cells.get(index) {
        Some(NotebookCell::Code(cell)) => &cell.id,
        Some(NotebookCell::Markdown(prose)) => &prose.id,
        None => "",
    };
    let place = format!("cell {} (id `{id}`)", index + 1);
    NotebookError {
        path: notebook.path.clone(),
        place,
        message: message.into(),
        remedy: remedy.into(),
    }
}
