//! Which cell a cell's variables come from, and what a cell has to hand on.

use std::collections::{BTreeMap, BTreeSet};

use notebook::code::Parts;

/// For one cell.
#[derive(Default)]
pub(crate) struct Link {
    /// Cells, by number, whose variables it mentions.
    pub(crate) from: BTreeSet<usize>,
    /// Those of its variables that a later cell mentions.
    pub(crate) hands_on: BTreeSet<String>,
}

/// The links of all cells, in order. Cells marked `native` have none.
///
/// # Errors
/// A cell that needs a variable of a cell marked `native`, which the page does not have.
pub(crate) fn find(path: &str, cells: &[Parts<'_>]) -> Result<Vec<Link>, String> {
    let mut links: Vec<Link> = cells.iter().map(|_| Link::default()).collect();
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, parts) in cells.iter().enumerate() {
        if !parts.cell.native {
            for name in &parts.mentions {
                let Some(&owner) = owners.get(name.as_str()) else {
                    continue;
                };
                if cells[owner].cell.native {
                    return Err(format!(
                        "{path}:{}: the cell `{}` uses `{name}` of the cell `{}`, which is marked `native` and does not \
                         run in the page; mark this one `native` too, or define `{name}` in a cell that is not",
                        parts.cell.fence_line, parts.cell.id, cells[owner].cell.id
                    ));
                }
                links[index].from.insert(owner);
                links[owner].hands_on.insert(name.clone());
            }
        }
        owners.extend(parts.defines.iter().map(|name| (name.as_str(), index)));
    }
    Ok(links)
}
