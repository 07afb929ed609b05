//! What the reader of the terminal should know about a site that was built all the same.

use std::fmt;

/// Something in a chapter that is shown, but not as its author would want it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The chapter, relative to the root: `book/src/01-one-server.md`.
    pub path: String,
    /// The line it is about, from 1.
    pub line: usize,
    /// What is the matter, and the remedy.
    pub message: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.message)
    }
}
