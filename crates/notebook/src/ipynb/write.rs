//! A notebook as JSON.

use serde_json::{Value, json};

use super::{Notebook, NotebookCell, Prose, StoredCell, kernel};
use crate::json;
use crate::output::{Output, is_json};

pub(super) fn notebook(notebook: &Notebook) -> String {
    let mut count = 0;
    let cells: Vec<Value> = notebook
        .cells
        .iter()
        .map(|cell| match cell {
            NotebookCell::Markdown(prose) => markdown(prose),
            NotebookCell::Code(cell) => {
                count += u64::from(cell.hash.is_some());
                code(cell, cell.hash.is_some().then_some(count))
            }
        })
        .collect();
    json::pretty(
        &json!({ "cells": cells, "metadata": metadata(notebook), "nbformat": 4, "nbformat_minor": 5 }),
    )
}

fn metadata(notebook: &Notebook) -> Value {
    let (name, display_name) = kernel(notebook.native);
    let mut metadata = json!({
        "kernelspec": { "name": name, "display_name": display_name, "language": "rust" },
        "language_info": {
            "name": "rust",
            "codemirror_mode": "rust",
            "file_extension": ".rs",
            "mimetype": "text/rust",
            "pygments_lexer": "rust",
        },
    });
    if let Some(title) = &notebook.title {
        metadata["title"] = json!(title);
    }
    if let Some(chapter) = &notebook.chapter {
        metadata["millions"]["chapter"] = json!(chapter);
    }
    if let Some(hash) = &notebook.text_hash {
        metadata["millions"]["text_hash"] = json!(hash);
    }
    metadata
}

fn markdown(prose: &Prose) -> Value {
    json!({ "cell_type": "markdown", "id": prose.id, "metadata": {}, "source": lines(&prose.source) })
}

fn code(cell: &StoredCell, count: Option<u64>) -> Value {
    let outputs: Vec<Value> = cell
        .run
        .outputs
        .iter()
        .map(|output| written(output, count))
        .collect();
    json!({
        "cell_type": "code",
        "execution_count": count,
        "id": cell.id,
        "metadata": cell_metadata(cell),
        "outputs": outputs,
        "source": lines(&cell.source),
    })
}

fn cell_metadata(cell: &StoredCell) -> Value {
    let mut metadata = json!({});
    let tags: Vec<&str> = [(cell.hidden, "hidden"), (cell.native, "native")]
        .iter()
        .filter(|(set, _)| *set)
        .map(|(_, tag)| *tag)
        .collect();
    if !tags.is_empty() {
        metadata["tags"] = json!(tags);
    }
    if cell.hidden {
        metadata["jupyter"]["source_hidden"] = json!(true);
    }
    if let Some(hash) = &cell.hash {
        metadata["millions"]["hash"] = json!(hash);
    }
    if cell.named {
        metadata["millions"]["id"] = json!(cell.id);
    }
    metadata
}

fn written(output: &Output, count: Option<u64>) -> Value {
    match output {
        Output::Stream { name, text } => {
            json!({ "output_type": "stream", "name": name.as_str(), "text": lines(text) })
        }
        Output::Error {
            name,
            message,
            trace,
        } => {
            json!({ "output_type": "error", "ename": name, "evalue": message, "traceback": trace })
        }
        Output::Display { data } => {
            let forms: serde_json::Map<String, Value> = data
                .iter()
                .map(|(mime, text)| (mime.clone(), form(mime, text)))
                .collect();
            // What only speaks to the page (values, controls) is no result that Jupyter should number.
            if data.contains_key("text/plain") || data.contains_key("text/html") {
                json!({ "output_type": "execute_result", "execution_count": count, "data": forms, "metadata": {} })
            } else {
                json!({ "output_type": "display_data", "data": forms, "metadata": {} })
            }
        }
    }
}

/// One form of a display output: JSON as it is, text as lines.
fn form(mime: &str, text: &str) -> Value {
    if is_json(mime) {
        serde_json::from_str(text).unwrap_or_else(|_| json!(text))
    } else {
        lines(text)
    }
}

/// Text as nbformat keeps it, a list of lines with their ends: differences between versions can then be read.
fn lines(text: &str) -> Value {
    text.split_inclusive('\n').collect()
}
