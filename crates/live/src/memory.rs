//! What cells leave behind between requests: their variables, what they have read, and what that came from.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;

use lab::settings::Read;

/// The variables of the chapters that were asked for, so that the next request runs only what it touches.
///
/// Forgetting it changes no answer, only how long the next one takes and how many cells it holds.
#[derive(Default)]
pub struct Memory {
    chapters: BTreeMap<&'static str, Vec<Kept>>,
}

/// What is kept of one cell.
#[derive(Default)]
pub(crate) struct Kept {
    /// How often it ran; 0 while it has nothing.
    pub(crate) version: u64,
    /// A tuple of the variables that later cells use.
    pub(crate) variables: Option<Box<dyn Any>>,
    /// The settings that it asked for, and what it was told.
    pub(crate) reads: Vec<Read>,
    /// The versions of the cells that it takes variables from, as it found them.
    pub(crate) used: Vec<u64>,
}

impl Kept {
    pub(crate) fn variables<T: 'static>(&self) -> Option<&T> {
        self.variables.as_ref()?.downcast_ref()
    }
}

impl Memory {
    /// Nothing yet: the first answer runs every cell.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn cells(&mut self, chapter: &'static str, count: usize) -> &mut Vec<Kept> {
        let cells = self.chapters.entry(chapter).or_default();
        cells.resize_with(count, Kept::default);
        cells
    }

    pub(crate) fn forget(&mut self, chapter: &str) {
        self.chapters.remove(chapter);
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.chapters.keys()).finish()
    }
}
