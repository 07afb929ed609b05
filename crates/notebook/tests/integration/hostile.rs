//! Input that nobody would write: no panic, no overflow of the stack, no minutes of work.

use std::time::{Duration, Instant};

use notebook::protocol::{Event, Request};
use notebook::{Chapter, Notebook, Output, import, inline};
use proptest::prelude::*;

use crate::generators;

/// Everything that takes text, on one text.
fn read(text: &str) {
    let _ = inline::references(text);
    let _ = inline::hide(text);
    let _ = Notebook::parse("a.ipynb", text);
    let _ = serde_json::from_str::<Event>(text);
    let _ = serde_json::from_str::<Request>(text);
    if let Ok(chapter) = Chapter::parse("a.md", text) {
        assert_eq!(chapter.to_markdown(), text);
        let notebook = Notebook::of_chapter(&chapter, &Default::default());
        assert_eq!(import(&chapter, &notebook).unwrap(), text);
        assert_eq!(
            Notebook::parse(&notebook.path, &notebook.to_json()).unwrap(),
            notebook
        );
    }
}

#[test]
fn long_and_deep_texts_take_little_time() {
    let pieces = [
        ">",
        "- ",
        "-\n",
        "> - ",
        "`",
        "` ",
        "`` ` ",
        "{=",
        "{=a}",
        "<",
        "<a ",
        "<a b=\"",
        "<!--",
        "\\",
        "[",
        "|",
        "|-",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "#",
        "===\n",
        "a\n",
        "1. ",
        "```rust,cell\n```\n",
        "```\n",
        "~~~\n\n",
        "<div>\n",
        "<span data-value=\"",
        "<span data-value=\"a\">",
        "{",
        "[{\"a\":",
        "\u{feff}",
        "\u{0}",
        "é",
    ];
    for piece in pieces {
        let started = Instant::now();
        read(&piece.repeat(60_000 / piece.len()));
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "{piece:?} took {:?}",
            started.elapsed()
        );
    }
}

#[test]
fn blank_lines_in_many_items() {
    let started = Instant::now();
    read(&format!("{}{}", "- ".repeat(10_000), "\n".repeat(20_000)));
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn runs_of_backticks_of_every_length() {
    let text: String = (1..400).map(|length| "`".repeat(length) + " ").collect();
    let started = Instant::now();
    read(&text);
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn deep_json_in_an_output_can_be_stored_and_read_back() {
    for depth in [50, 100, 101, 127, 5_000] {
        let text = "[".repeat(depth) + &"]".repeat(depth);
        let chapter = Chapter::parse("a.md", "```rust,cell,id=a\n1\n```\n").unwrap();
        let run = notebook::CellRun {
            outputs: vec![Output::display(
                [("application/json".to_owned(), text)].into(),
            )],
        };
        let written =
            Notebook::of_chapter(&chapter, &[("a".to_owned(), ("h".to_owned(), run))].into());
        assert_eq!(
            Notebook::parse(&written.path, &written.to_json()).unwrap(),
            written,
            "{depth}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(generators::cases(1000)))]

    #[test]
    fn any_string(text in "\\PC{0,80}") {
        read(&text);
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn marks_of_markdown(text in "[-`~>#=<!{}a1.) \t\r\n|\\\\]{0,80}") {
        read(&text);
    }

    #[test]
    fn lines_of_markdown(text in generators::markdown()) {
        read(&text);
    }

    #[test]
    fn a_truncated_notebook((chapter, runs) in generators::executed(), part in 0.0..1.0f64) {
        let text = Notebook::of_chapter(&chapter, &runs).to_json();
        let end = (0..=(text.len() as f64 * part) as usize).rev().find(|&end| text.is_char_boundary(end)).unwrap();
        let is_whole = text[end..].trim().is_empty();
        prop_assert_eq!(Notebook::parse("a.ipynb", &text[..end]).is_ok(), is_whole);
    }

    #[test]
    fn a_notebook_with_a_byte_changed((chapter, runs) in generators::executed(), part in 0.0..1.0f64, byte in any::<u8>()) {
        let mut bytes = Notebook::of_chapter(&chapter, &runs).to_json().into_bytes();
        let at = ((bytes.len() - 1) as f64 * part) as usize;
        bytes[at] = byte;
        if let Ok(notebook) = Notebook::parse("a.ipynb", &String::from_utf8_lossy(&bytes)) {
            let _ = import(&chapter, &notebook);
            prop_assert_eq!(Notebook::parse("a.ipynb", &notebook.to_json()).unwrap().to_json(), notebook.to_json());
        }
    }
}
