//! From a line of the file that evcxr generates back to a line of a cell.
//!
//! evcxr writes a cell's statements verbatim, each beginning on a line of its own, in between much code of its own; items of earlier cells
//! stand somewhere before, in any order. So a generated line belongs to the cell line with the same text; where
//! several have it, to the one whose neighbours agree furthest; and then to the latest cell, for that is the one that runs.

/// A cell as it was run.
pub(crate) struct Source {
    /// The chapter's line of its first line.
    pub(crate) first_line: usize,
    /// The code given to evcxr, marks included.
    pub(crate) code: String,
}

/// The chapter's line for a line of the generated file (both from 1), if any of the cells has it.
pub(crate) fn chapter_line(cells: &[Source], generated: &str, line: usize) -> Option<usize> {
    let generated: Vec<&str> = generated.lines().map(core).collect();
    let at = line.checked_sub(1).filter(|at| *at < generated.len())?;
    let mut best = None;
    for cell in cells {
        let code: Vec<&str> = cell.code.lines().map(core).collect();
        for (index, text) in code.iter().enumerate() {
            if !same(text, generated[at]) {
                continue;
            }
            let score = agreement(&code, index, &generated, at);
            if best.is_none_or(|(best, _)| score >= best) {
                best = Some((score, cell.first_line + index));
            }
        }
    }
    best.map(|(_, line)| line)
}

/// How many lines in a row agree around two lines.
fn agreement(code: &[&str], index: usize, generated: &[&str], at: usize) -> usize {
    let after = code[index..]
        .iter()
        .zip(&generated[at..])
        .take_while(|(a, b)| same(a, b))
        .count();
    let before = code[..index]
        .iter()
        .rev()
        .zip(generated[..at].iter().rev())
        .take_while(|(a, b)| same(a, b))
        .count();
    after + before
}

/// A generated line may hold only a later part of a cell's line, since each statement gets its own.
fn same(cell: &str, generated: &str) -> bool {
    cell == generated || (generated.len() > 2 && cell.contains(generated))
}

/// A line without the space around it.
fn core(line: &str) -> &str {
    line.trim()
}

#[cfg(test)]
mod tests {
    use super::{Source, chapter_line};

    fn cell(first_line: usize, code: &str) -> Source {
        Source {
            first_line,
            code: code.to_owned(),
        }
    }

    #[test]
    fn finds_the_line_of_an_earlier_cell_s_function() {
        let cells = [
            cell(
                10,
                "fn half(x: f64) -> f64 {\n    assert!(x > 0.0);\n    x / 2.0\n}",
            ),
            cell(20, "millions_at(1); half(-1.0); millions_end();"),
        ];
        let generated = "use a;\nfn half(x: f64) -> f64 {\n    assert!(x > 0.0);\n    x / 2.0\n}\nfn run() {\nmillions_at(1);\nhalf(-1.0);\n}";
        assert_eq!(chapter_line(&cells, generated, 3), Some(11));
        assert_eq!(chapter_line(&cells, generated, 8), Some(20));
        assert_eq!(chapter_line(&cells, generated, 1), None);
    }

    #[test]
    fn equal_lines_are_told_apart_by_their_neighbours() {
        let cells = [cell(1, "a(1);\nf();\nb(1);\nf();\nc(1);")];
        let generated = "x\na(1);\nf();\nb(1);\nf();\nc(1);";
        assert_eq!(chapter_line(&cells, generated, 3), Some(2));
        assert_eq!(chapter_line(&cells, generated, 5), Some(4));
    }

    #[test]
    fn of_two_equal_cells_the_later_ran() {
        let cells = [cell(1, "f(0);"), cell(5, "f(0);")];
        assert_eq!(chapter_line(&cells, "f(0);", 1), Some(5));
    }
}
