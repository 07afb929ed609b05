//! Which block of the chapter a notebook's cell stands for.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::original::Original;
use crate::inline;
use crate::ipynb::{self, Notebook, NotebookCell};
use crate::output::Shown;

/// For each cell of the notebook, the index of its block: by id, else by content; each block at most once.
pub(super) fn blocks(original: &Original<'_>, notebook: &Notebook) -> Vec<Option<usize>> {
    let mut by_id: HashMap<(bool, &str), usize> = original
        .blocks
        .iter()
        .enumerate()
        .map(|(index, shown)| ((shown.cell().is_some(), shown.id.as_str()), index))
        .collect();
    let mut found: Vec<Option<usize>> = notebook
        .cells
        .iter()
        .map(|cell| by_id.remove(&key(cell)))
        .collect();
    let mut by_content: HashMap<(bool, String), VecDeque<usize>> = HashMap::new();
    let mut free: Vec<usize> = by_id.into_values().collect();
    free.sort_unstable();
    for index in free {
        let shown = &original.blocks[index];
        let content = match shown.cell() {
            Some(cell) => cell.source.clone(),
            None => inline::hide(&ipynb::unix(original.visible(index))),
        };
        by_content
            .entry((shown.cell().is_some(), content))
            .or_default()
            .push_back(index);
    }
    for (cell, block) in notebook
        .cells
        .iter()
        .zip(&mut found)
        .filter(|(_, block)| block.is_none())
    {
        let content = match cell {
            NotebookCell::Code(cell) => (true, cell.source.clone()),
            NotebookCell::Markdown(prose) => (false, inline::hide(&prose.source)),
        };
        *block = by_content.get_mut(&content).and_then(VecDeque::pop_front);
    }
    found
}

/// Whether a block's text is what the notebook shows, values aside.
pub(super) fn is_shown_as(old: &str, source: &str, values: &BTreeMap<String, Shown>) -> bool {
    let old = ipynb::unix(old);
    inline::show(&old, values) == source || inline::hide(&old) == inline::hide(source)
}

fn key(cell: &NotebookCell) -> (bool, &str) {
    match cell {
        NotebookCell::Code(cell) => (true, &cell.id),
        NotebookCell::Markdown(prose) => (false, &prose.id),
    }
}
