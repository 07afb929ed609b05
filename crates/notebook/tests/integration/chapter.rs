//! Chapters as prose and cells.

use notebook::{Block, Cell, Chapter};
use proptest::prelude::*;

use crate::generators;

fn parse(text: &str) -> Chapter {
    Chapter::parse("book/src/a.md", text).unwrap()
}

fn only_cell(text: &str) -> Cell {
    let chapter = parse(text);
    let mut cells = chapter.cells();
    let cell = cells.next().unwrap().clone();
    assert!(cells.next().is_none(), "{text}");
    cell
}

#[test]
fn code_comes_without_fences() {
    let rows = [
        ("```rust,cell\nlet a = 1;\na\n```\n", "let a = 1;\na"),
        ("~~~rust,cell\n```\n~~~", "```"),
        ("````rust,cell\n```\n`````\n", "```"),
        ("```rust,cell\n```\n", ""),
        ("```rust,cell\n\n```\n", ""),
        ("```rust,cell\n\n\n```\n", "\n"),
        ("  ```rust,cell\n  a\n    b\nc\n```\n", "a\n  b\nc"),
        ("```rust,cell\r\na\r\nb\r\n```\r\n", "a\nb"),
        ("\u{feff}```rust,cell\na\n```\n", "a"),
        ("- item\n\n```rust,cell\na\n```\n", "a"),
        ("> quote\n```rust,cell\na\n```\n", "a"),
        (
            "- ```\n  open in the item\n\nend\n\n```rust,cell\na\n```\n",
            "a",
        ),
    ];
    for (text, source) in rows {
        assert_eq!(only_cell(text).source, source, "{text}");
    }
}

#[test]
fn what_is_no_cell() {
    let rows = [
        "- ```rust,cell\n  a\n  ```\n",
        "1. one\n\n   ```rust,cell\n   a\n   ```\n",
        "> ```rust,cell\n> a\n> ```\n",
        "    ```rust,cell\n    a\n    ```\n",
        "````markdown\n```rust,cell\na\n```\n````\n",
        "<!--\n```rust,cell\na\n```\n-->\n",
        "<pre>\n```rust,cell\n</pre>\n",
        "```rust\na\n```\n",
        "``` rust,cell ``` in a line\n",
    ];
    for text in rows {
        let chapter = parse(text);
        assert_eq!(chapter.cells().count(), 0, "{text}");
        assert_eq!(chapter.to_markdown(), text);
    }
}

#[test]
fn lines_are_those_of_the_file() {
    let chapter = parse(
        "# A\n\ntext\n\n```rust,cell,id=one\n1\n2\n```\nmore\n\n```rust,cell,id=two\n3\n```\n",
    );
    let lines: Vec<_> = chapter
        .cells()
        .map(|cell| (cell.id.as_str(), cell.fence_line, cell.line))
        .collect();
    assert_eq!(lines, [("one", 5, 6), ("two", 11, 12)]);
    let prose: Vec<_> = chapter
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Prose { line, .. } => Some(*line),
            Block::Cell(_) => None,
        })
        .collect();
    assert_eq!(prose, [1, 9]);
}

#[test]
fn the_title_is_the_first_heading() {
    let rows = [
        ("text\n\n## Two ##\n\n# One\n", "Two"),
        ("A title\nof two lines\n===\n", "A title of two lines"),
        ("> # Quoted\n\n# Own {#own}\n", "Own"),
        ("no heading\n", "a"),
        ("```\n# comment\n```\n# Real\n", "Real"),
    ];
    for (text, title) in rows {
        assert_eq!(parse(text).title, title, "{text}");
    }
}

#[test]
fn ids_are_given_or_derived_and_unique() {
    let chapter =
        parse("```rust,cell\n1\n```\n```rust,cell\n1\n```\n```rust,cell,id=mine\n1\n```\n");
    let ids: Vec<_> = chapter.cells().map(|cell| cell.id.clone()).collect();
    assert!(
        ids[0].starts_with("cell-") && ids[0].len() == "cell-".len() + 8,
        "{ids:?}"
    );
    assert_eq!(ids[1], format!("{}-2", ids[0]));
    assert_eq!(ids[2], "mine");
}

#[test]
fn errors_name_line_fault_and_remedy() {
    let rows = [
        (
            "text\n\n```rust,cell\na\n",
            "book/src/a.md:3: the fence that opens here is never closed; add a line of ````` after the code",
        ),
        (
            "~~~~\na\n~~~\n",
            "book/src/a.md:1: the fence that opens here is never closed; add a line of `~~~~` after the code",
        ),
        (
            "```rust,cell,id=a\n```\n\n```rust,cell,id=a\n```\n",
            "book/src/a.md:4: cell id `a` is already that of the cell at line 1; give one of them another id",
        ),
        (
            "```rust,cell,hide\n```\n",
            "book/src/a.md:1: unknown cell attribute `hide`; the known ones are `id=NAME`, `native`, `hidden`",
        ),
    ];
    for (text, message) in rows {
        assert_eq!(
            Chapter::parse("book/src/a.md", text)
                .unwrap_err()
                .to_string(),
            message,
            "{text}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(generators::cases(2000)))]

    #[test]
    fn round_trip(text in generators::markdown()) {
        if let Ok(chapter) = Chapter::parse("a.md", &text) {
            prop_assert_eq!(chapter.to_markdown(), text);
        }
    }

    #[test]
    fn a_cell_stands_on_its_lines(text in generators::markdown()) {
        let Ok(chapter) = Chapter::parse("a.md", &text) else { return Ok(()) };
        let lines: Vec<&str> = text.lines().collect();
        for cell in chapter.cells() {
            prop_assert!(lines[cell.fence_line - 1].contains("rust,cell"));
            let first = cell.source.lines().next().unwrap_or_default();
            prop_assert!(lines[cell.line - 1].trim().ends_with(first.trim()) || cell.source.is_empty());
        }
    }
}
