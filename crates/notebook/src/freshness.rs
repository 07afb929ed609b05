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
use crate::ipynb::{Notebook, StoredCell};

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

/// What is known of a cell's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Stored, and everything it depends on is as it was.
    Fresh,
    /// Stored, but something it depends on has changed, or it was run by another program.
    Stale,
    /// Nothing stored.
    Missing,
}

/// A cell of a chapter beside what is stored of it.
#[derive(Clone, Debug)]
pub struct Stored<'a> {
    /// The cell's id in the chapter.
    pub id: &'a str,
    /// The line of its fence, from 1.
    pub line: usize,
    /// Whether the stored outputs hold.
    pub freshness: Freshness,
    /// The hash under which its outputs are to be stored.
    pub hash: String,
    /// What is stored, fresh or stale.
    pub cell: Option<&'a StoredCell>,
}

/// For each cell of the chapter, in order: what the notebook holds of it, and whether that still holds.
///
/// A stored cell is found by its id; a cell without `id=` that was edited has a new id, so failing that by its place, and
/// what was stored there is stale.
#[must_use]
pub fn compare<'a>(
    chapter: &'a Chapter,
    notebook: Option<&'a Notebook>,
    environment: &Environment,
) -> Vec<Stored<'a>> {
    let stored: Vec<&StoredCell> = notebook
        .map(|notebook| notebook.code_cells().collect())
        .unwrap_or_default();
    let taken = |candidate: &StoredCell| chapter.cells().any(|cell| cell.id == candidate.id);
    let find = |place: usize, id: &str| {
        let by_id = stored.iter().find(|cell| cell.id == id);
        by_id
            .or_else(|| stored.get(place).filter(|cell| !taken(cell)))
            .copied()
    };
    let hashed = chapter.cells().zip(cell_hashes(chapter, environment));
    let rows = hashed.enumerate().map(|(place, (cell, hash))| {
        let found = find(place, &cell.id);
        let freshness = match found {
            None => Freshness::Missing,
            Some(old) if old.hash.is_none() && old.run.outputs.is_empty() => Freshness::Missing,
            Some(old) if old.hash.as_ref() == Some(&hash) && old.source == cell.source => {
                Freshness::Fresh
            }
            Some(_) => Freshness::Stale,
        };
        Stored {
            id: &cell.id,
            line: cell.fence_line,
            freshness,
            hash,
            cell: found,
        }
    });
    rows.collect()
}

/// blake3 over length-prefixed parts, 32 hexadecimal digits.
pub(crate) fn hash(parts: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

fn unix_lines(bytes: &[u8]) -> Vec<u8> {
    let mut lines = Vec::with_capacity(bytes.len());
    for (at, &byte) in bytes.iter().enumerate() {
        if byte != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            lines.push(byte);
        }
    }
    lines
}
