//! `run`: any chapter, any notebook.

use super::fixture::{Book, CHAPTER};

#[test]
fn text_is_printed_and_nothing_is_stored() {
    let book = Book::new(CHAPTER);
    let told = book.millions(&["run", "book/src/01-one.md"]);
    assert!(told.ok, "{}", told.err);
    assert!(told.out.contains("<b>loaded</b>"), "{}", told.out);
    assert!(!book.path("notebooks").exists());
}

#[test]
fn a_setting_reaches_the_slider() {
    let book = Book::new(CHAPTER);
    let told = book.millions(&[
        "run",
        "book/src/01-one.md",
        "--set",
        "daily_users=5_000_000",
        "--json",
    ]);
    assert!(told.ok, "{}", told.err);
    let document: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(document["ok"], true);
    assert_eq!(document["settings"]["daily_users"], 5e6);
    assert_eq!(document["cells"][0]["controls"][0]["value"], 5e6);
    assert_eq!(document["cells"][0]["id"], "load");
    assert_eq!(document["cells"][1]["values"]["knee"]["text"], "310 k");
}

#[test]
fn failures_are_in_the_document_too() {
    for (kind, said) in [
        ("compile", "does not compile"),
        ("panic", "panicked"),
        ("error", "returned an error"),
        ("timeout", "--time-limit"),
        ("crash", "crashed"),
    ] {
        let book = Book::new(&format!(
            "# A\n\n```rust,cell,id=a\nlet a;\n//! fail {kind} because\n```\n\n```rust,cell,id=b\n//! print b\n```\n"
        ));
        let told = book.fails(
            &["run", "book/src/01-one.md", "--json"],
            &["book/src/01-one.md:5: cell `a`", said, "because"],
        );
        let document: serde_json::Value = serde_json::from_str(&told.out).unwrap();
        assert_eq!(document["failure"]["line"], 5);
        assert_eq!(document["failure"]["kind"], kind);
        assert_eq!(document["cells"][1]["ran"], false);
    }
}

#[test]
fn a_notebook_runs_and_names_its_cells() {
    let book = Book::stored(CHAPTER);
    let told = book.millions(&["run", "notebooks/01-one.ipynb"]);
    assert!(told.ok && told.out.contains("loaded"), "{}", told.err);
    book.edit(
        "notebooks/01-one.ipynb",
        "//! value knee 310 k",
        "//! fail panic boom",
    );
    book.fails(
        &["run", "notebooks/01-one.ipynb"],
        &[
            "notebooks/01-one.ipynb",
            "`knee`",
            "code cell 2, line 1",
            "boom",
        ],
    );
}

#[test]
fn a_chapter_outside_the_book_runs_and_can_be_stored_as_a_notebook() {
    let book = Book::new(CHAPTER);
    book.write(
        "notes/own.md",
        "# Own\n\n```rust,cell\n//! print own\n```\n",
    );
    let told = book.millions(&["run", "notes/own.md", "--out", "notes/own.ipynb"]);
    assert!(told.ok && told.out == "own\n", "{}{}", told.out, told.err);
    let told = book.millions(&["run", "notes/own.ipynb", "--out", "notes/again.ipynb"]);
    assert!(told.ok && told.out == "own\n", "{}{}", told.out, told.err);
    book.fails(
        &["run", "notes/own.md", "--out", "notes/own.md"],
        &["--out", ".ipynb"],
    );
}
