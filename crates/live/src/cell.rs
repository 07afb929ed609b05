//! The cells of a chapter, and which of them need which.

use crate::control::Control;

/// A cell of a chapter.
#[derive(Debug)]
pub struct Cell {
    /// Unique in the chapter.
    pub id: &'static str,
    /// Whether it runs here: it is not marked `native`.
    pub live: bool,
    /// The cells, by number, that it takes variables from.
    pub from: &'static [usize],
    /// Its sliders, choices and toggles, in the order of the code.
    pub controls: &'static [Control],
    /// Its code; empty where it has no controls.
    pub source: &'static str,
}

/// For each cell, whether one of `ids` is it or needs it, directly or not. All if none of them is a cell.
pub(crate) fn needed(cells: &[Cell], ids: &[String]) -> Vec<bool> {
    let mut needed: Vec<bool> = cells
        .iter()
        .map(|cell| ids.iter().any(|id| id == cell.id))
        .collect();
    if !needed.contains(&true) {
        return vec![true; needed.len()];
    }
    // A cell takes variables from cells before it only.
    for (index, cell) in cells.iter().enumerate().rev() {
        if needed[index] {
            cell.from.iter().for_each(|&other| needed[other] = true);
        }
    }
    needed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_is_needed_through_others() {
        let cell = |id, from| Cell {
            id,
            live: true,
            from,
            controls: &[],
            source: "",
        };
        let cells = [
            cell("a", &[]),
            cell("b", &[0]),
            cell("c", &[]),
            cell("d", &[1]),
        ];
        assert_eq!(needed(&cells, &["d".into()]), [true, true, false, true]);
        assert_eq!(needed(&cells, &["x".into()]), [true; 4]);
    }
}
