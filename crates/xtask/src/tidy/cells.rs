//! A cell is read, not only run: it fits into one look.

use super::{File, Finding};
use crate::markdown;

const MOST_LINES: usize = 10;

/// A cell that the reader sees has at most [`MOST_LINES`] lines.
pub(super) fn length(files: &[File]) -> Vec<Finding> {
    let chapters = files
        .iter()
        .filter(|file| file.path.starts_with("book/src/") && file.has_extension("md"));
    chapters.flat_map(long).collect()
}

/// The cells of a chapter that are too long.
fn long(file: &File) -> Vec<Finding> {
    let mut lines = markdown::lines(&file.text);
    lines.retain(|line| line.code.is_some_and(is_seen));
    let cells = lines.chunk_by(|a, b| b.number == a.number + 1);
    let long = cells.filter(|cell| cell.len() > MOST_LINES);
    let finding = |cell: &[markdown::Line]| {
        let what = format!(
            "a cell of {} lines, of {MOST_LINES} at most: divide it, or give `lab` what is not its subject",
            cell.len()
        );
        Finding::new(&file.path, cell[0].number, what)
    };
    long.map(finding).collect()
}

/// Whether this is the info string of a cell that the reader sees.
fn is_seen(info: &str) -> bool {
    let words: Vec<&str> = info.split(',').collect();
    words.starts_with(&["rust", "cell"]) && !words.contains(&"hidden")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(info: &str, lines: usize) -> Vec<usize> {
        let text = format!("a\n```{info}\n{}```\nb\n", "x;\n".repeat(lines));
        let path = "book/src/01-a.md".to_owned();
        let found = length(&[File { path, text }]);
        found.into_iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_long_cell_is_found_where_the_reader_sees_it() {
        assert_eq!(found("rust,cell,id=a", MOST_LINES + 1), [3]);
        for (info, lines) in [
            ("rust,cell,id=a", MOST_LINES),
            ("rust,cell,id=a,hidden", 20),
            ("text", 20),
        ] {
            assert_eq!(found(info, lines), [0_usize; 0], "{info}");
        }
    }
}
