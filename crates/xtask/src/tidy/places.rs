//! The text that the book follows has its place in it: a table in `book/src/sources.md`, part by part.

use super::{File, Finding};

const TABLE: &str = "book/src/sources.md";

/// The parts of the text in its own order.
const PARTS: [&str; 11] = [
    "ground rule one, a black box",
    "ground rule two, why we decouple",
    "step one, a single server",
    "step two, the database apart",
    "step three, which server? a load balancer",
    "step four, the database is swamped: replicas",
    "step four, source and replica, not the old words",
    "step five, a cache",
    "step six, users far away: a CDN",
    "step six, ask, page, video from the edge",
    "step seven, asynchronous processing",
];

/// Each part has a row `part | [chapter](file) | cell | figure`, and the chapter has that cell.
pub(super) fn are_there(files: &[File]) -> Vec<Finding> {
    let Some(table) = files.iter().find(|file| file.path == TABLE) else {
        return vec![Finding::new(TABLE, 0, "is missing")];
    };
    PARTS
        .iter()
        .filter_map(|part| place(files, table, part))
        .collect()
}

/// What is wrong with the place of a part, if anything.
fn place(files: &[File], table: &File, part: &str) -> Option<Finding> {
    let row = |(_, line): &(usize, &str)| {
        line.to_lowercase()
            .starts_with(&format!("| {} |", part.to_lowercase()))
    };
    let Some((at, line)) = table.text.lines().enumerate().find(row) else {
        return Some(Finding::new(TABLE, 0, format!("no row for \"{part}\"")));
    };
    let finding = |what: String| Some(Finding::new(TABLE, at + 1, what));
    let columns: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
    let [_, chapter, cell, figure] = columns.as_slice() else {
        return finding("must have four columns: part, chapter, cell, figure".to_owned());
    };
    if figure.is_empty() {
        return finding("says no figure".to_owned());
    }
    let target = chapter
        .split_once("](")
        .and_then(|(_, rest)| rest.split_once(')'));
    let path = format!("book/src/{}", target.map_or("", |(path, _)| path));
    let Some(chapter) = files.iter().find(|file| file.path == path) else {
        return finding(format!("{path} is no chapter"));
    };
    let cell = cell.trim_matches('`');
    let fence = |line: &str| {
        line.starts_with("```rust,cell") && line.split(',').any(|word| word == format!("id={cell}"))
    };
    if chapter.text.lines().any(fence) {
        None
    } else {
        finding(format!("{path} has no cell `{cell}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(row: &str) -> [File; 2] {
        let file = |path: &str, text: String| File {
            path: path.to_owned(),
            text,
        };
        [
            file(TABLE, format!("{row}\n")),
            file(
                "book/src/01-one.md",
                "```rust,cell,id=knee\n1\n```\n".to_owned(),
            ),
        ]
    }

    #[test]
    fn a_row_must_lead_to_a_cell() {
        let check = |row: &str| {
            let files = files(row);
            place(&files, &files[0], "a part").map(|finding| finding.what)
        };
        assert_eq!(
            check("| A part | [One](01-one.md) | `knee` | the knee |"),
            None
        );
        for (row, what) in [
            (
                "| A part | [One](01-one.md) | `bend` | the knee |",
                "no cell `bend`",
            ),
            (
                "| A part | [Two](02-two.md) | `knee` | the knee |",
                "is no chapter",
            ),
            ("| A part | [One](01-one.md) | `knee` |  |", "no figure"),
            ("| A part | [One](01-one.md) | `knee` |", "four columns"),
            (
                "| Another | [One](01-one.md) | `knee` | the knee |",
                "no row",
            ),
        ] {
            assert!(
                check(row).is_some_and(|found| found.contains(what)),
                "{row}"
            );
        }
    }

    #[test]
    fn every_part_needs_a_row() {
        assert_eq!(are_there(&files("| Another |")).len(), PARTS.len());
    }
}
