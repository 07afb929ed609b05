//! Whether a stored output still holds.
//!
//! A cell's hash covers everything its output depends on: the environment (the crates that cells call, the data, the lock
//! file) and every cell up to and including it, for a cell sees the variables of those before it.
//!
//! ```text
//! hash(cell n) = H(environment, hash(cell n-1), source of cell n)
//! ```
//!
//! Line ends are normalised, so that a checkout with CRLF has the same hashes. Prose, ids and attributes do not count.

use crate::chapter::Chapter;
use crate::digest::{hash, unix_lines};

pub use crate::stored::{Freshness, Stored, compare};

/// The digest of everything outside the chapter that a cell's output depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Environment(String);

impl Environment {
    /// The digest of named files. The order doesn't matter; CRLF counts as LF.
    ///
    /// ```
    /// use notebook::freshness::Environment;
    /// let here = Environment::digest([("data/a.csv", "1\n"), ("Cargo.lock", "x\n")]);
    /// let there = Environment::digest([("Cargo.lock", "x\r\n"), ("data/a.csv", "1\r\n")]);
    /// assert_eq!(here, there);
    /// ```
    pub fn digest<N: AsRef<str>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (N, B)>) -> Self {
        let mut digests: Vec<(String, String)> = files
            .into_iter()
            .map(|(name, bytes)| {
                (
                    name.as_ref().replace('\\', "/"),
                    hash(&[&unix_lines(bytes.as_ref())]),
                )
            })
            .collect();
        digests.sort();
        let parts: Vec<&[u8]> = digests
            .iter()
            .flat_map(|(name, digest)| [name.as_bytes(), digest.as_bytes()])
            .collect();
        Self(hash(&parts))
    }

    /// As text: 32 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The hash of a cell after the cell `previous` (its hash; `None` for the chapter's first): 32 hexadecimal digits.
///
/// ```
/// use notebook::freshness::{Environment, cell_hash};
/// let environment = Environment::digest([("Cargo.lock", "x")]);
/// let first = cell_hash(&environment, None, "let a = 1;");
/// let second = cell_hash(&environment, Some(&first), "a");
/// let changed = cell_hash(&environment, Some(&cell_hash(&environment, None, "let a = 2;")), "a");
/// assert_ne!(second, changed);
/// ```
#[must_use]
pub fn cell_hash(environment: &Environment, previous: Option<&str>, source: &str) -> String {
    let previous = previous.unwrap_or_default();
    hash(&[
        environment.0.as_bytes(),
        previous.as_bytes(),
        &unix_lines(source.as_bytes()),
    ])
}

/// The hashes of a chapter's cells, in order.
#[must_use]
pub fn cell_hashes(chapter: &Chapter, environment: &Environment) -> Vec<String> {
    let mut hashes: Vec<String> = Vec::new();
    for cell in chapter.cells() {
        let next = cell_hash(environment, hashes.last().map(String::as_str), &cell.source);
        hashes.push(next);
    }
    hashes
}
