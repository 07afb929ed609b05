//! What cells leave behind between requests: their variables, what they have read, and what that came from.

use std::any::Any;
use std::collections::{BTreeMap, VecDeque};
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
    /// Whether it runs again whatever it is told.
    pub(crate) anew: bool,
}

impl Kept {
    pub(crate) fn variables<T: 'static>(&self) -> Option<&T> {
        self.variables.as_ref()?.downcast_ref()
    }

    /// Whether it has read one of these settings.
    pub(crate) fn has_read(&self, settings: &[String]) -> bool {
        let is_one =
            |read: &Read| matches!(read, Read::Setting(name, _) if settings.contains(name));
        self.reads.iter().any(is_one)
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

/// More open pages than a reader has; each keeps a few megabytes at most.
const PAGES: usize = 16;

/// A memory for each page that asks a process, so that its first answer holds every cell, whatever other pages did: the same
/// as a page meets that runs the WebAssembly itself.
///
/// The page that was silent for longest is forgotten when there are too many; its next answer holds every cell again.
#[derive(Debug, Default)]
pub struct Memories {
    /// The page that asked last is the last one.
    pages: VecDeque<(String, Memory)>,
}

impl Memories {
    /// What the page of this name left behind.
    pub fn of(&mut self, page: &str) -> &mut Memory {
        let known = self.pages.iter().position(|(name, _)| name == page);
        let kept = known.and_then(|index| self.pages.remove(index));
        while self.pages.len() >= PAGES {
            self.pages.pop_front();
        }
        let newest = kept.unwrap_or_else(|| (page.to_owned(), Memory::new()));
        self.pages.push_back(newest);
        let last = self.pages.len() - 1;
        &mut self.pages[last].1
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.chapters.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_that_was_silent_for_longest_is_forgotten() {
        let mut all = Memories::default();
        let known = |memory: &mut Memory| !memory.chapters.is_empty();
        for page in 0..PAGES {
            all.of(&page.to_string()).cells("a", 1);
        }
        assert!(known(all.of("0")), "as many as there may be");
        all.of("one more").cells("a", 1);
        assert_eq!(all.pages.len(), PAGES);
        assert!(known(all.of("0")), "it has asked since");
        assert!(!known(all.of("1")));
    }
}
