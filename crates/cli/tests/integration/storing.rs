//! `update`, `build` and `import`: what is written, when, and what is left alone.

use std::fs;

use super::fixture::{Book, CHAPTER};

const NOTEBOOK: &str = "notebooks/01-one.ipynb";
const CHAPTER_FILE: &str = "book/src/01-one.md";

#[test]
fn fresh_outputs_are_not_executed_again() {
    let book = Book::new("# A\n\n```rust,cell\n//! count runs.txt\n```\n");
    for _ in 0..3 {
        assert!(book.millions(&["update"]).ok);
    }
    assert_eq!(book.read("runs.txt"), "x");
    assert!(book.millions(&["update", "--all"]).ok);
    assert_eq!(book.read("runs.txt"), "xx");
}

#[test]
fn changed_prose_is_stored_without_a_run() {
    let book = Book::stored(CHAPTER);
    book.edit(CHAPTER_FILE, "It carries", "This carries");
    let told = book
        .command(&["update"])
        .env("MILLIONS_KERNEL", "/no/kernel")
        .output()
        .unwrap();
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
    assert!(book.read(NOTEBOOK).contains("This carries"));
    assert!(book.millions(&["check"]).ok);
}

#[test]
fn a_failing_chapter_keeps_its_notebook_and_does_not_stop_the_others() {
    let book = Book::stored(CHAPTER);
    let before = book.read(NOTEBOOK);
    book.edit(CHAPTER_FILE, "//! print", "//! fail panic boom\n//! print");
    book.write(
        "book/src/02-two.md",
        "# Two\n\n```rust,cell\n//! print two\n```\n",
    );
    book.fails(
        &["update"],
        &[
            "book/src/01-one.md:8: cell `load` panicked: boom",
            "is as it was",
        ],
    );
    assert_eq!(book.read(NOTEBOOK), before);
    assert!(book.read("notebooks/02-two.ipynb").contains("two"));
}

#[test]
fn a_kernel_that_dies_or_babbles_leaves_the_notebook_alone() {
    for (order, part) in [
        ("die", "ended in mid-run"),
        ("babble", "does not understand"),
    ] {
        let book = Book::stored(CHAPTER);
        let before = book.read(NOTEBOOK);
        book.edit(
            CHAPTER_FILE,
            "//! print",
            &format!("//! {order}\n//! print"),
        );
        book.fails(&["update"], &[part]);
        assert_eq!(book.read(NOTEBOOK), before);
        assert_eq!(fs::read_dir(book.path("notebooks")).unwrap().count(), 1);
    }
}

#[test]
fn a_kernel_that_is_not_there_is_told() {
    let told = Book::new(CHAPTER)
        .command(&["update"])
        .env("MILLIONS_KERNEL", "/no/kernel")
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&told.stderr);
    assert!(
        !told.status.success() && err.contains("/no/kernel"),
        "{err}"
    );
}

/// A limit on the size of files stands for a full disk: the write fails in its middle.
#[cfg(unix)]
#[test]
fn a_write_that_fails_leaves_the_notebook_alone() {
    let book = Book::stored(CHAPTER);
    let before = book.read(NOTEBOOK);
    book.edit(
        CHAPTER_FILE,
        "//! print",
        &format!("//! print {}", "x".repeat(9000)),
    );
    let millions = book.command(&[]);
    let script = format!(
        "trap '' XFSZ; ulimit -f 8; exec {} update",
        millions.get_program().to_string_lossy()
    );
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &script]).current_dir(book.root());
    for (name, value) in millions.get_envs() {
        if let Some(value) = value {
            shell.env(name, value);
        }
    }
    let told = shell.output().unwrap();
    let err = String::from_utf8_lossy(&told.stderr);
    assert!(
        !told.status.success() && err.contains("can't be written"),
        "{err}"
    );
    assert_eq!(book.read(NOTEBOOK), before);
    assert_eq!(fs::read_dir(book.path("notebooks")).unwrap().count(), 1);
}

#[test]
fn a_site_is_built_replaced_and_shows_what_is_stored() {
    let book = Book::stored(CHAPTER);
    let told = book.millions(&["build", "--out", "site"]);
    assert!(told.ok && told.err.is_empty(), "{}", told.err);
    let page = book.read("site/01-one.html");
    for part in [
        "<title>Load</title>",
        "310 k",
        "daily users",
        "--set daily_users=4e6",
        "&lt;b&gt;loaded&lt;/b&gt;",
        "notebooks/01-one.ipynb\" download",
        "id=\"cell-knee\"",
    ] {
        assert!(page.contains(part), "{part} is missing");
    }
    assert!(
        !page.contains("zm-mark") && !page.contains("zm-stale") && !page.contains("/-/reload.js")
    );
    assert_eq!(
        book.read("site/notebooks/01-one.ipynb"),
        book.read(NOTEBOOK)
    );
    book.write("site/left-over.html", "");
    assert!(book.millions(&["build", "--out", "site"]).ok);
    assert!(!book.path("site/left-over.html").exists());
    let names = fs::read_dir(book.root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(|name| name.ends_with(".tmp")).count(), 0);
}

#[test]
fn the_numbers_of_a_figure_are_a_file_of_the_site() {
    let with_numbers = CHAPTER.replace(
        "let knee =",
        "//! show text/csv users,\"p99, ms\"\nlet knee =",
    );
    let book = Book::stored(&with_numbers);
    let told = book.millions(&["build", "--out", "site"]);
    assert!(told.ok && told.err.is_empty(), "{}", told.err);
    assert_eq!(
        book.read("site/figures/01-one-knee.csv"),
        "users,\"p99, ms\"\n"
    );
    let page = book.read("site/01-one.html");
    let figure = page.find("</figure>").expect("a figure");
    let link = page.find("href=\"figures/01-one-knee.csv\"");
    assert!(link.is_some_and(|link| link > figure), "{page}");
    assert_eq!(page.matches("zm-downloads").count(), 1);
}

#[test]
fn stale_and_missing_outputs_are_never_silent() {
    let book = Book::new(CHAPTER);
    let told = book.millions(&["build", "--out", "site"]);
    assert!(
        told.ok && told.err.contains("2 cells are not run yet (line 5, 11)"),
        "{}",
        told.err
    );
    assert!(book.read("site/01-one.html").contains("Not run yet."));
    assert!(book.millions(&["update"]).ok);
    book.edit(CHAPTER_FILE, "let knee", "let  knee");
    let told = book.millions(&["build", "--out", "site"]);
    assert!(
        told.err.contains("book/src/01-one.md:11: 1 cell is stale"),
        "{}",
        told.err
    );
    let page = book.read("site/01-one.html");
    assert!(page.contains("Stale.") && page.contains("zm-value-stale") && page.contains("310 k"));
    book.fails(&["build", "--out", "site", "--strict"], &["--strict"]);
}

#[test]
fn hostile_outputs_do_nothing_in_the_page() {
    let hostile = "# A\n\n```rust,cell\n//! show text/html <img src=x onerror=alert(1)>\n//! print <script>alert(2)</script>\n//! value v <script>alert(3)</script>\nvalue(\"v\")\n```\n\n{=v}\n";
    let book = Book::stored(hostile);
    let told = book.millions(&["build", "--out", "site"]);
    assert!(
        told.err.contains("book/src/01-one.md:3:") && told.err.contains("<img>"),
        "{}",
        told.err
    );
    let page = book.read("site/01-one.html");
    assert!(!page.contains("<img src=x") && !page.contains("<script>alert"));
}

#[test]
fn an_import_brings_edits_back_and_nothing_else() {
    let book = Book::stored(CHAPTER);
    let told = book.millions(&["import", NOTEBOOK]);
    assert!(
        told.ok && told.out.contains("unchanged"),
        "{}{}",
        told.out,
        told.err
    );
    assert_eq!(book.read(CHAPTER_FILE), CHAPTER);
    book.edit(NOTEBOOK, "let knee", "let elbow");
    let told = book.millions(&["import", NOTEBOOK]);
    assert!(told.ok, "{}", told.err);
    assert_eq!(
        book.read(CHAPTER_FILE),
        CHAPTER.replace("let knee", "let elbow")
    );
}

#[test]
fn an_import_does_not_undo_what_was_written_in_the_chapter_meanwhile() {
    let book = Book::stored(CHAPTER);
    book.edit(NOTEBOOK, "let knee", "let elbow");
    book.edit(CHAPTER_FILE, "let knee", "let ankle");
    book.fails(
        &["import", NOTEBOOK],
        &[CHAPTER_FILE, "was changed since", "--force"],
    );
    assert_eq!(
        book.read(CHAPTER_FILE),
        CHAPTER.replace("let knee", "let ankle")
    );
    assert!(book.millions(&["import", NOTEBOOK, "--force"]).ok);
    assert_eq!(
        book.read(CHAPTER_FILE),
        CHAPTER.replace("let knee", "let elbow")
    );
}

#[test]
fn an_import_does_not_write_outside_the_book() {
    let book = Book::stored(CHAPTER);
    book.write("secret.md", "secret");
    book.edit(NOTEBOOK, "book/src/01-one.md", "book/src/../../secret.md");
    book.fails(&["import", NOTEBOOK], &["not in book/src"]);
    assert_eq!(book.read("secret.md"), "secret");
}
