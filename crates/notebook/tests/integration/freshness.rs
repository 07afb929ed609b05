//! What makes a stored output stale.

use std::collections::BTreeMap;

use notebook::freshness::{Environment, cell_hashes, compare};
use notebook::{CellRun, Chapter, Freshness, Notebook};
use proptest::prelude::*;

use crate::generators;

const TEXT: &str =
    "a\n\n```rust,cell,id=one\n1\n```\n\n```rust,cell\n2\n```\n\n```rust,cell,id=three\n3\n```\n";

fn environment(lock: &str) -> Environment {
    Environment::digest([("Cargo.lock", lock)])
}

fn chapter(text: &str) -> Chapter {
    Chapter::parse("a.md", text).unwrap()
}

fn executed(chapter: &Chapter, environment: &Environment) -> Notebook {
    let runs: BTreeMap<_, _> = chapter
        .cells()
        .map(|cell| cell.id.clone())
        .zip(
            cell_hashes(chapter, environment)
                .into_iter()
                .map(|hash| (hash, CellRun::default())),
        )
        .collect();
    Notebook::of_chapter(chapter, &runs)
}

fn states(text: &str, lock: &str) -> Vec<Freshness> {
    let stored = executed(&chapter(TEXT), &environment("1"));
    compare(&chapter(text), Some(&stored), &environment(lock))
        .iter()
        .map(|row| row.freshness)
        .collect()
}

#[test]
fn what_a_change_makes_stale() {
    use Freshness::{Fresh, Missing, Stale};
    assert_eq!(states(TEXT, "1"), [Fresh, Fresh, Fresh]);
    assert_eq!(states(TEXT, "2"), [Stale, Stale, Stale]);
    assert_eq!(
        states(&TEXT.replace("\n1\n", "\n10\n"), "1"),
        [Stale, Stale, Stale]
    );
    // The cell has no id of its own: what stood in its place is shown as stale.
    assert_eq!(
        states(&TEXT.replace("\n2\n", "\n20\n"), "1"),
        [Fresh, Stale, Stale]
    );
    assert_eq!(
        states(&TEXT.replace("\n3\n", "\n30\n"), "1"),
        [Fresh, Fresh, Stale]
    );
    assert_eq!(
        states(
            &TEXT
                .replace("a\n", "b\n")
                .replace("id=three", "id=three,hidden"),
            "1"
        ),
        [Fresh, Fresh, Fresh]
    );
    assert_eq!(
        states(&TEXT.replace('\n', "\r\n"), "1"),
        [Fresh, Fresh, Fresh]
    );
    assert_eq!(
        states(&format!("{TEXT}\n```rust,cell\n4\n```\n"), "1"),
        [Fresh, Fresh, Fresh, Missing]
    );
    let nothing = compare(&chapter(TEXT), None, &environment("1"))
        .iter()
        .map(|row| row.freshness)
        .collect::<Vec<_>>();
    assert_eq!(nothing, [Missing, Missing, Missing]);
}

#[test]
fn rows_name_the_cell_and_its_line() {
    let (chapter, environment) = (chapter(TEXT), environment("1"));
    let stored = executed(&chapter, &environment);
    let rows = compare(&chapter, Some(&stored), &environment);
    assert_eq!((rows[2].id, rows[2].line), ("three", 11));
    assert_eq!(rows[2].cell.unwrap().source, "3");
    assert_eq!(
        rows.iter().map(|row| row.hash.clone()).collect::<Vec<_>>(),
        cell_hashes(&chapter, &environment)
    );
}

#[test]
fn an_environment_is_its_names_and_bytes() {
    let digest = |files: &[(&str, &str)]| Environment::digest(files.iter().copied());
    assert_eq!(
        digest(&[("a", "1"), ("b", "2")]),
        digest(&[("b", "2"), ("a", "1")])
    );
    assert_ne!(
        digest(&[("a", "1"), ("b", "2")]),
        digest(&[("a", "2"), ("b", "1")])
    );
    assert_ne!(digest(&[("a", "1")]), digest(&[("a", "1"), ("b", "")]));
    assert_ne!(digest(&[("ab", "")]), digest(&[("a", "b")]));
    assert_eq!(digest(&[]).as_str().len(), 32);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(generators::cases(200)))]

    #[test]
    fn stored_is_fresh_until_read_back(chapter in generators::chapter()) {
        let environment = environment("x");
        let stored = Notebook::parse("a.ipynb", &executed(&chapter, &environment).to_json()).unwrap();
        for row in compare(&chapter, Some(&stored), &environment) {
            prop_assert_eq!(row.freshness, Freshness::Fresh);
        }
    }
}
