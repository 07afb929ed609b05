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
mod join;
mod matching;
mod original;
mod pieces;

use crate::chapter::Chapter;
use crate::error::NotebookError;
use crate::ipynb::{Notebook, NotebookCell};
use join::{joined, set_flush};
use original::Original;
use pieces::{Code, Piece};

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
    let mut pieces = pieces::pieces(&original, notebook)?;
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
