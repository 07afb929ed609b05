//! Notebooks: written, read, refused.

use notebook::{CellRun, Chapter, Notebook, NotebookCell, Output, StreamName};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::generators;

fn small() -> Notebook {
    let chapter = Chapter::parse("book/src/a.md", "# A\n\nAt {=knee}.\n\n```rust,cell,id=knee,hidden,native\n1\n```\n\n```rust,cell\n2\n```\n").unwrap();
    let value = Output::display(
        [(
            "application/vnd.millions.value.knee+json".into(),
            r#"{"text":"310 k","value":3.1e5}"#.into(),
        )]
        .into(),
    );
    let figure = Output::display(
        [
            ("text/html".into(), "<b>\nx</b>".into()),
            ("text/plain".into(), "x".into()),
        ]
        .into(),
    );
    let stream = Output::Stream {
        name: StreamName::Stdout,
        text: "a\nb\n".into(),
    };
    let run = CellRun {
        outputs: vec![stream, value, figure],
    };
    Notebook::of_chapter(
        &chapter,
        &[("knee".to_owned(), ("cafe".to_owned(), run))].into(),
    )
}

fn json_of(notebook: &Notebook) -> Value {
    serde_json::from_str(&notebook.to_json()).unwrap()
}

#[test]
fn fields_are_those_of_nbformat() {
    let notebook = json_of(&small());
    assert_eq!(
        (&notebook["nbformat"], &notebook["nbformat_minor"]),
        (&json!(4), &json!(5))
    );
    assert_eq!(
        notebook["metadata"]["kernelspec"]["name"],
        "millions-native"
    );
    assert_eq!(notebook["metadata"]["millions"]["chapter"], "book/src/a.md");
    let [prose, knee, second] = notebook["cells"].as_array().unwrap().as_slice() else {
        panic!()
    };
    assert_eq!(
        prose["source"],
        json!(["# A\n", "\n", "At <span data-value=\"knee\">310 k</span>."])
    );
    assert_eq!(knee["id"], "knee");
    assert_eq!(
        knee["metadata"],
        json!({"jupyter": {"source_hidden": true}, "millions": {"hash": "cafe", "id": "knee"}, "tags": ["hidden", "native"]})
    );
    assert_eq!(knee["execution_count"], 1);
    assert_eq!(
        knee["outputs"][0],
        json!({"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]})
    );
    let value =
        json!({"application/vnd.millions.value.knee+json": {"text": "310 k", "value": 310000.0}});
    assert_eq!(
        knee["outputs"][1],
        json!({"output_type": "display_data", "data": value, "metadata": {}})
    );
    let figure = json!({"text/html": ["<b>\n", "x</b>"], "text/plain": ["x"]});
    assert_eq!(
        knee["outputs"][2],
        json!({"output_type": "execute_result", "data": figure, "metadata": {}, "execution_count": 1})
    );
    assert_eq!(
        (&second["execution_count"], &second["outputs"]),
        (&Value::Null, &json!([]))
    );
}

#[test]
fn the_text_is_as_nbformat_writes_it() {
    let text = small().to_json();
    assert!(
        text.starts_with("{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n   \"id\": "),
        "{text}"
    );
    assert!(text.ends_with("\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n"));
}

/// A change to a valid notebook and what is said of it.
fn refused(pointer: &str, value: Value, message: &str) {
    let mut notebook = json_of(&small());
    *notebook
        .pointer_mut(pointer)
        .unwrap_or_else(|| panic!("{pointer}")) = value;
    let error = Notebook::parse("a.ipynb", &notebook.to_string()).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with(&format!("a.ipynb: {message}")),
        "{error}"
    );
    assert!(!error.remedy.is_empty());
}

#[test]
fn what_is_refused_and_how() {
    refused(
        "/nbformat",
        json!(3),
        "nbformat: is 3, and only version 4 can be read",
    );
    refused(
        "/metadata/language_info/name",
        json!("python"),
        "metadata.language_info.name: is `python`, and only Rust",
    );
    refused("/cells", json!({}), "cells: must be a list");
    refused("/cells/0", json!(1), "cell 1: must be an object");
    refused("/cells/0/id", json!("a b"), "cell 1, id: must be 1 to 64");
    refused(
        "/cells/0/id",
        json!("knee"),
        "cell 2 (id `knee`): has the id of an earlier cell",
    );
    refused(
        "/cells/1/cell_type",
        json!("sheet"),
        "cell 2 (id `knee`), cell_type: must be",
    );
    refused(
        "/cells/1/source",
        json!([1]),
        "cell 2 (id `knee`), source: must hold nothing but strings",
    );
    refused(
        "/cells/1/outputs",
        json!(null),
        "cell 2 (id `knee`), outputs: must be a list",
    );
    refused(
        "/cells/1/outputs/0/text",
        json!(7),
        "cell 2 (id `knee`), outputs[0].text: must be a string or",
    );
    refused(
        "/cells/1/outputs/0/name",
        json!(7),
        "cell 2 (id `knee`), outputs[0].name: must be a string",
    );
    refused(
        "/cells/1/outputs/1/data",
        json!([]),
        "cell 2 (id `knee`), outputs[1].data: must be an object",
    );
    refused(
        "/cells/1/outputs/2/data/text~1html",
        json!({}),
        "cell 2 (id `knee`), outputs[2].data[\"text/html\"]: must be",
    );
    refused(
        "/cells/1/outputs/2/output_type",
        json!("pyout"),
        "cell 2 (id `knee`), outputs[2].output_type: must be",
    );
    refused(
        "/cells/1/execution_count",
        json!("x"),
        "cell 2 (id `knee`), execution_count: must be null or",
    );
    refused(
        "/cells/1/metadata",
        json!("x"),
        "cell 2 (id `knee`), metadata: must be an object",
    );
}

#[test]
fn text_that_is_no_notebook() {
    let rows = [
        (
            "",
            "a.ipynb: line 1, column 0: not a notebook, for it is not JSON (EOF",
        ),
        ("# A chapter\n", "a.ipynb: line 1, column 1: not a notebook"),
        (
            "{\"cells\": [\n1,\n",
            "a.ipynb: line 3, column 0: not a notebook",
        ),
        ("[]", "a.ipynb: not a notebook: its JSON is not an object"),
        ("{}", "a.ipynb: nbformat: is missing"),
    ];
    for (text, message) in rows {
        let error = Notebook::parse("a.ipynb", text).unwrap_err().to_string();
        assert!(error.starts_with(message), "{text}: {error}");
    }
}

#[test]
fn a_kernel_of_another_language_is_refused() {
    let python = json!({"cells": [], "metadata": {"kernelspec": {"name": "python3", "display_name": "P"}}, "nbformat": 4, "nbformat_minor": 4});
    assert!(
        Notebook::parse("a.ipynb", &python.to_string())
            .unwrap_err()
            .message
            .contains("python3")
    );
    let evcxr = json!({"cells": [], "metadata": {"kernelspec": {"name": "rust", "display_name": "R", "language": "rust"}}, "nbformat": 4, "nbformat_minor": 4});
    assert!(Notebook::parse("a.ipynb", &evcxr.to_string()).is_ok());
}

#[test]
fn cells_of_before_4_5_get_ids() {
    let cell = json!({"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], "execution_count": null});
    let raw = json!({"cell_type": "raw", "source": ["a\n", "b"], "metadata": {}});
    let old = json!({"cells": [cell, raw], "metadata": {}, "nbformat": 4, "nbformat_minor": 2});
    let notebook = Notebook::parse("a.ipynb", &old.to_string()).unwrap();
    assert!(
        matches!(&notebook.cells[1], NotebookCell::Markdown(prose) if prose.source == "a\nb" && !prose.id.is_empty())
    );
}

#[test]
fn outputs_cleared_in_jupyter_are_not_stored_ones() {
    let mut cleared = json_of(&small());
    cleared["cells"][1]["execution_count"] = Value::Null;
    cleared["cells"][1]["outputs"] = json!([]);
    let notebook = Notebook::parse("a.ipynb", &cleared.to_string()).unwrap();
    assert_eq!(notebook.code_cells().next().unwrap().hash, None);
}

#[test]
fn an_absolute_path_is_not_written() {
    let chapter = Chapter::parse("/home/someone/a.md", "x\n").unwrap();
    assert_eq!(
        Notebook::of_chapter(&chapter, &Default::default())
            .chapter
            .as_deref(),
        Some("a.md")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(generators::cases(300)))]

    #[test]
    fn read_is_what_was_written((chapter, runs) in generators::executed()) {
        let written = Notebook::of_chapter(&chapter, &runs);
        let text = written.to_json();
        let read = Notebook::parse(&written.path, &text).unwrap();
        prop_assert_eq!(&read, &written);
        prop_assert_eq!(read.to_json(), text);
        prop_assert_eq!(read.runs(), runs);
    }
}
