//! What is wrong with a chapter or a notebook, where, and what to do about it.

use std::fmt;
use std::path::PathBuf;

/// A chapter that can't be read as cells and prose: where, what, and the remedy.
///
/// ```
/// let error = notebook::Chapter::parse("draft.md", "# Draft\n\n```rust,cell,hiden\n1\n```\n").unwrap_err();
/// assert_eq!(error.line, 3);
/// assert!(error.to_string().starts_with("draft.md:3: unknown cell attribute `hiden`"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The chapter's path, as it was given.
    pub path: PathBuf,
    /// Line of the chapter, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            line,
            message,
            remedy,
        } = self;
        write!(f, "{}:{line}: {message}; {remedy}", path.display())
    }
}

impl std::error::Error for ParseError {}

/// An `.ipynb` that can't be used: which file, which place in it, what is wrong, and the remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotebookError {
    /// The notebook's path, as it was given.
    pub path: PathBuf,
    /// The place: "line 3, column 7" of the JSON, or "cell 4 (id `knee`), outputs\[0\].name"; empty for the whole file.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for NotebookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            place,
            message,
            remedy,
        } = self;
        let place = if place.is_empty() {
            String::new()
        } else {
            format!("{place}: ")
        };
        write!(f, "{}: {place}{message}; {remedy}", path.display())
    }
}

impl std::error::Error for NotebookError {}
