//! The issue's list of bad input: each gets a message with its place and the remedy, and an exit status that is not zero.

use std::fs;
use std::net::TcpListener;

use super::fixture::{Book, CHAPTER};

#[test]
fn a_folder_outside_the_book() {
    let elsewhere = tempfile::tempdir().unwrap();
    let told = Book::new(CHAPTER)
        .command(&["build"])
        .current_dir(elsewhere.path())
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&told.stderr);
    assert!(
        !told.status.success() && err.contains("--root DIR"),
        "{err}"
    );
}

#[test]
fn chapters_that_do_not_parse() {
    for (chapter, parts) in [
        (
            "# A\n\n```rust,cell,hiden\n1\n```\n",
            ["book/src/01-one.md:3:", "hiden"],
        ),
        (
            "# A\n\n```rust,cell,id=a\n1\n```\n\n```rust,cell,id=a\n2\n```\n",
            ["book/src/01-one.md:7:", "`a`"],
        ),
        (
            "# A\n\n```rust,cell\n1\n",
            ["book/src/01-one.md:3:", "close"],
        ),
    ] {
        let book = Book::new(chapter);
        for command in ["build", "update", "check"] {
            book.fails(&[command], &parts);
        }
        let short: Vec<&str> = parts
            .iter()
            .map(|part| part.trim_end_matches(':'))
            .collect();
        book.fails(&["run", "book/src/01-one.md"], &short);
    }
}

#[test]
fn settings_that_no_chapter_knows() {
    let book = Book::new(CHAPTER);
    let run = |set: &'static str| ["run", "book/src/01-one.md", "--set", set];
    book.fails(
        &run("dayly_users=5e6"),
        &["--set dayly_users", "daily_users"],
    );
    book.fails(&run("daily_users"), &["--set name=value"]);
    book.fails(&run("=5"), &["--set name=value"]);
    // In the source as a text, but no control has the name: found after the run.
    book.fails(&run("knee=5"), &["--set knee", "known are: daily_users"]);
}

#[test]
fn a_value_out_of_the_sliders_range_names_the_cells_line() {
    let book = Book::new(CHAPTER);
    book.fails(
        &["run", "book/src/01-one.md", "--set", "daily_users=5e12"],
        &[
            "book/src/01-one.md:6:",
            "`daily_users`",
            "outside 1000 to 100000000",
        ],
    );
}

#[test]
fn a_value_that_no_cell_gives() {
    let book = Book::stored(CHAPTER);
    book.edit("book/src/01-one.md", "{=knee}", "{=kne}");
    book.fails(&["build"], &["book/src/01-one.md:3:", "`kne`", "knee"]);
}

#[test]
fn notebooks_that_are_none() {
    let book = Book::new(CHAPTER);
    let foreign = r#"{"cells":[{"cell_type":"code","id":"a","metadata":{},"execution_count":null,"outputs":[],"source":"1"}],"metadata":{"kernelspec":{"name":"python3","display_name":"Python 3","language":"python"},"language_info":{"name":"python"}},"nbformat":4,"nbformat_minor":5}"#;
    for (text, part) in [
        ("{\"cells\": [", "line 1"),
        (foreign, "python"),
        (
            r#"{"cells":[],"metadata":{},"nbformat":3,"nbformat_minor":0}"#,
            "nbformat",
        ),
        (
            r#"{"cells":[{"cell_type":"code"}],"metadata":{},"nbformat":4,"nbformat_minor":5}"#,
            "cell 1",
        ),
    ] {
        book.write("notebooks/01-one.ipynb", text);
        for command in [
            &["run", "notebooks/01-one.ipynb"][..],
            &["build"],
            &["update"],
            &["import", "notebooks/01-one.ipynb"],
        ] {
            book.fails(command, &["notebooks/01-one.ipynb", part]);
        }
        assert_eq!(book.read("notebooks/01-one.ipynb"), text);
    }
}

#[test]
fn files_that_cannot_be_run() {
    let book = Book::new(CHAPTER);
    book.write("a.txt", "x");
    book.write("empty.md", "# No cells\n");
    book.fails(&["run", "a.txt"], &["a.txt", ".md", ".ipynb"]);
    book.fails(&["run", "gone.md"], &["gone.md"]);
    book.fails(&["run", "empty.md"], &["empty.md", "no cells"]);
    book.fails(&["check", "empty.md"], &["empty.md", "book/src/01-one.md"]);
}

#[test]
fn data_files_that_are_missing_or_broken() {
    let book = Book::new(CHAPTER);
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
    for file in fs::read_dir(data).unwrap() {
        let file = file.unwrap();
        book.write(
            &format!("data/{}", file.file_name().to_string_lossy()),
            &fs::read_to_string(file.path()).unwrap(),
        );
    }
    book.write("crates/lab/src/lib.rs", "");
    assert!(book.millions(&["build"]).ok);
    let prices = book.read("data/prices.csv");
    let lines = prices.lines().count();
    book.write("data/prices.csv", &format!("{prices}a row,of,too few\n"));
    for command in ["build", "update", "check"] {
        book.fails(
            &[command],
            &[&format!("data/prices.csv:{}:", lines + 1), "git checkout"],
        );
    }
    fs::remove_file(book.path("data/prices.csv")).unwrap();
    book.fails(&["build"], &["data/prices.csv", "missing"]);
}

#[test]
fn a_chapter_that_the_summary_leaves_out() {
    let book = Book::new(CHAPTER);
    book.write("book/src/02-two.md", "# Two\n\n```rust,cell\n1\n```\n");
    book.fails(
        &["build"],
        &["book/src/02-two.md:3:", "SUMMARY.md", "(02-two.md)"],
    );
}

#[test]
fn a_port_that_is_taken() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    Book::new(CHAPTER).fails(&["serve", "--port", &port], &[&port, "--port N"]);
}

#[test]
fn folders_that_are_not_ours_or_cannot_be_written() {
    let book = Book::new(CHAPTER);
    book.write("mine/letter.txt", "dear");
    book.fails(
        &["build", "--out", "mine"],
        &["mine", "nothing was touched", "--out DIR"],
    );
    assert_eq!(book.read("mine/letter.txt"), "dear");
    book.fails(
        &["build", "--out", "mine/letter.txt"],
        &["letter.txt", "is a file"],
    );
    book.fails(
        &["build", "--out", "mine/letter.txt/site"],
        &["letter.txt", "--out DIR"],
    );
    assert_eq!(
        fs::read_dir(book.path("mine")).unwrap().count(),
        1,
        "something was left behind"
    );
}

#[test]
fn a_time_limit_that_is_none() {
    Book::new(CHAPTER).fails(
        &["check", "--time-limit", "0"],
        &["--time-limit", "above 0"],
    );
}

#[test]
fn help_has_examples() {
    let book = Book::new(CHAPTER);
    for command in [
        &["--help"][..],
        &["serve", "--help"],
        &["build", "--help"],
        &["run", "--help"],
        &["check", "--help"],
        &["update", "--help"],
        &["import", "--help"],
        &["kernel", "install", "--help"],
        &["kernel", "uninstall", "--help"],
    ] {
        let told = book.millions(command);
        assert!(
            told.ok && told.out.contains("Example") && told.out.contains("cargo run"),
            "{command:?}: {}",
            told.out
        );
    }
}
