//! Ids that are derived from content, and kept apart from those that are given.

use std::collections::{BTreeMap, BTreeSet};

use crate::digest;

/// The ids of one chapter or notebook.
#[derive(Default)]
pub(crate) struct Ids {
    taken: BTreeSet<String>,
    /// The next number to try for a derived id; without it a thousand equal cells would take a million tries.
    next: BTreeMap<String, usize>,
}

impl Ids {
    /// Those that are given.
    pub(crate) fn given<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            taken: ids.into_iter().map(str::to_owned).collect(),
            next: BTreeMap::new(),
        }
    }

    /// Takes an id; false if it is taken already.
    pub(crate) fn take(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned())
    }

    /// `prefix-` and 8 hexadecimal digits of the content's hash, then `-2`, `-3`, ... where that is taken.
    pub(crate) fn derive(&mut self, prefix: &str, content: &str) -> String {
        let base = format!("{prefix}-{}", &digest::hash(&[content.as_bytes()])[..8]);
        let next = self.next.entry(base.clone()).or_insert(1);
        loop {
            let id = if *next == 1 {
                base.clone()
            } else {
                format!("{base}-{next}")
            };
            *next += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_content_gets_numbered_ids() {
        let mut ids = Ids::default();
        let first = ids.derive("cell", "1 + 1");
        assert!(first.starts_with("cell-") && first.len() == 13, "{first}");
        assert_eq!(ids.derive("cell", "1 + 1"), format!("{first}-2"));
        assert_eq!(ids.derive("cell", "1 + 1"), format!("{first}-3"));
    }

    #[test]
    fn a_given_id_is_not_derived_again() {
        let derived = Ids::default().derive("cell", "x");
        let mut ids = Ids::given([derived.as_str()]);
        assert_eq!(ids.derive("cell", "x"), format!("{derived}-2"));
        assert!(!ids.take(&derived) && ids.take("new"));
    }
}
