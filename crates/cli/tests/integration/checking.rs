//! `check`: what is stored is what the chapters give, or it says where not.

use super::fixture::{Book, CHAPTER};

const NOTEBOOK: &str = "notebooks/01-one.ipynb";

#[test]
fn what_was_just_stored_passes() {
    let book = Book::stored(CHAPTER);
    let before = book.read(NOTEBOOK);
    let told = book.millions(&["check"]);
    assert!(told.ok, "{}", told.err);
    assert!(told.out.contains("2 cells"), "{}", told.out);
    assert_eq!(book.read(NOTEBOOK), before);
}

#[test]
fn an_output_that_is_not_reproduced_is_shown_from_both_sides() {
    let book = Book::new("# A\n\n```rust,cell,id=tick\n//! count runs.txt\n```\n");
    assert!(book.millions(&["update"]).ok);
    let before = book.read(NOTEBOOK);
    book.fails(
        &["check"],
        &[
            "book/src/01-one.md:3:",
            "`tick`",
            "stored: stdout: 1",
            "now:    stdout: 2",
        ],
    );
    assert_eq!(book.read(NOTEBOOK), before);
}

#[test]
fn a_changed_cell_is_stale_or_differs_and_those_after_it_are_stale() {
    let book = Book::stored(CHAPTER);
    book.edit("book/src/01-one.md", "let users", "let  users");
    book.fails(
        &["check"],
        &[
            "book/src/01-one.md:5: cell `load` is stale",
            "book/src/01-one.md:11: cell `knee` is stale",
            "update",
        ],
    );
}

#[test]
fn changed_data_makes_every_output_stale() {
    let book = Book::stored(CHAPTER);
    book.write("data/new.csv", "1\n");
    book.fails(&["check"], &["`load` is stale", "`knee` is stale"]);
}

#[test]
fn a_chapter_that_never_ran_is_told() {
    Book::new(CHAPTER).fails(&["check"], &["book/src/01-one.md:5:", "no stored output"]);
}

#[test]
fn changed_prose_or_a_touched_notebook_is_told() {
    let book = Book::stored(CHAPTER);
    book.edit("book/src/01-one.md", "It carries", "This carries");
    book.fails(
        &["check"],
        &["notebooks/01-one.ipynb:", "differs", "update"],
    );
}

#[test]
fn a_cell_that_fails_names_its_line() {
    let book = Book::new(
        "# A\n\n```rust,cell,id=a\nlet a = 1;\n//! fail panic index out of bounds\n```\n",
    );
    book.fails(
        &["check"],
        &["book/src/01-one.md:5: cell `a` panicked: index out of bounds"],
    );
}

#[test]
fn only_the_named_chapter_is_checked() {
    let book = Book::stored(CHAPTER);
    book.write(
        "book/src/02-two.md",
        "# Two\n\n```rust,cell\n//! fail panic no\n```\n",
    );
    book.write(
        "book/src/SUMMARY.md",
        "# Summary\n\n- [One](01-one.md)\n- [Two](02-two.md)\n",
    );
    let told = book.millions(&["check", "book/src/01-one.md"]);
    assert!(told.ok, "{}", told.err);
}
