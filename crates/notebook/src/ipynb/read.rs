//! JSON as a notebook: every field that is used is checked, and a complaint names cell and field.

use std::path::Path;

use serde_json::{Map, Value};

use super::{Notebook, NotebookCell, Prose, StoredCell, kernel};
use crate::attributes::is_id;
use crate::error::NotebookError;
use crate::ids::Ids;
use crate::json;
use crate::output::{CellRun, Data, Output, StreamName, is_json};

const SAVE_AGAIN: &str = "open it in Jupyter and save it again, or write it anew with `update`";

/// What is wrong, and where: the cell's and the field's part of the place.
struct Complaint {
    place: String,
    message: String,
    remedy: String,
}

type Checked<T> = Result<T, Complaint>;

fn complaint<T>(
    place: impl Into<String>,
    message: impl Into<String>,
    remedy: impl Into<String>,
) -> Checked<T> {
    Err(Complaint {
        place: place.into(),
        message: message.into(),
        remedy: remedy.into(),
    })
}

pub(super) fn notebook(path: &Path, text: &str) -> Result<Notebook, NotebookError> {
    let located = |Complaint {
                       place,
                       message,
                       remedy,
                   }| NotebookError {
        path: path.to_owned(),
        place,
        message,
        remedy,
    };
    let value = parsed(text).map_err(located)?;
    checked(path, &value).map_err(located)
}

fn parsed(text: &str) -> Checked<Value> {
    serde_json::from_str(text.trim_start_matches('\u{feff}')).or_else(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        complaint(
            place,
            format!("not a notebook, for it is not JSON ({said})"),
            "name an `.ipynb`, or write it anew with `update`",
        )
    })
}

fn checked(path: &Path, value: &Value) -> Checked<Notebook> {
    let Some(root) = value.as_object() else {
        return complaint(
            "",
            "not a notebook: its JSON is not an object",
            "name an `.ipynb`",
        );
    };
    let minor = minor_version(root)?;
    let empty = Map::new();
    let metadata = object(root, "metadata", "", &empty)?;
    language(metadata)?;
    let Some(cells) = root.get("cells").and_then(Value::as_array) else {
        return complaint("cells", "must be a list", SAVE_AGAIN);
    };
    let native = text_at(metadata, "kernelspec", "name") == Some(kernel(true).0);
    let ours = |key| text_at(metadata, "millions", key).map(str::to_owned);
    Ok(Notebook {
        path: path.to_owned(),
        chapter: ours("chapter"),
        title: metadata
            .get("title")
            .and_then(Value::as_str)
            .map(str::to_owned),
        text_hash: ours("text_hash"),
        native,
        cells: all_cells(cells, minor)?,
    })
}

fn minor_version(root: &Map<String, Value>) -> Checked<u64> {
    match root
        .get("nbformat")
        .map(|version| (version, version.as_u64()))
    {
        Some((_, Some(4))) => Ok(root
            .get("nbformat_minor")
            .and_then(Value::as_u64)
            .unwrap_or(0)),
        Some((version, _)) => {
            let convert = "convert it with `jupyter nbconvert --to notebook --nbformat 4`";
            complaint(
                "nbformat",
                format!("is {}, and only version 4 can be read", brief(version)),
                convert,
            )
        }
        None => complaint(
            "nbformat",
            "is missing: this JSON is not a notebook",
            "name an `.ipynb`",
        ),
    }
}

/// Absent language information is taken for Rust: Jupyter leaves it out of new notebooks.
fn language(metadata: &Map<String, Value>) -> Checked<()> {
    let told = [("language_info", "name"), ("kernelspec", "language")];
    let told = told.iter().find_map(|(part, field)| {
        Some((
            format!("metadata.{part}.{field}"),
            text_at(metadata, part, field)?,
        ))
    });
    let known = |name: &str| ["rust", kernel(false).0, kernel(true).0].contains(&name);
    let kernel = text_at(metadata, "kernelspec", "name").filter(|name| !known(name));
    let foreign = match told {
        Some((place, language)) => {
            (!language.eq_ignore_ascii_case("rust")).then_some((place, language))
        }
        None => kernel.map(|name| ("metadata.kernelspec.name".to_owned(), name)),
    };
    match foreign {
        None => Ok(()),
        Some((place, name)) => complaint(
            place,
            format!("is `{name}`, and only Rust notebooks can be read"),
            "choose the kernel \"Rust (Zero to Millions)\" in Jupyter",
        ),
    }
}

fn all_cells(cells: &[Value], minor: u64) -> Checked<Vec<NotebookCell>> {
    let given = cells.iter().filter_map(|cell| cell.get("id")?.as_str());
    let mut derived = Ids::given(given);
    let mut seen = Ids::default();
    let numbered = cells.iter().enumerate();
    numbered
        .map(|(index, value)| {
            let place = format!("cell {}", index + 1);
            let Some(cell) = value.as_object() else {
                return complaint(place, "must be an object", SAVE_AGAIN);
            };
            let id = match cell.get("id") {
                // Ids came with 4.5.
                None if minor < 5 => derived.derive("nb", &index.to_string()),
                id => id
                    .and_then(Value::as_str)
                    .filter(|id| is_id(id))
                    .map(str::to_owned)
                    .ok_or(())
                    .or_else(|()| {
                        complaint(
                            format!("{place}, id"),
                            "must be 1 to 64 letters, digits, `-` or `_`",
                            SAVE_AGAIN,
                        )
                    })?,
            };
            let place = format!("{place} (id `{id}`)");
            if !seen.take(&id) {
                return complaint(place, "has the id of an earlier cell", SAVE_AGAIN);
            }
            one_cell(cell, id, &place)
        })
        .collect()
}

fn one_cell(cell: &Map<String, Value>, id: String, place: &str) -> Checked<NotebookCell> {
    let source = multiline(cell.get("source"), &format!("{place}, source"))?;
    let empty = Map::new();
    let metadata = object(cell, "metadata", place, &empty)?;
    match cell.get("cell_type").and_then(Value::as_str) {
        Some("markdown" | "raw") => {
            let attachments = object(cell, "attachments", place, &empty)?
                .keys()
                .cloned()
                .collect();
            Ok(NotebookCell::Markdown(Prose {
                id,
                source,
                attachments,
            }))
        }
        Some("code") => {
            let run = CellRun {
                outputs: outputs(cell, place)?,
            };
            let tagged = |tag: &str| {
                metadata
                    .get("tags")
                    .and_then(Value::as_array)
                    .is_some_and(|tags| tags.iter().any(|found| found == tag))
            };
            let folded = metadata
                .get("jupyter")
                .and_then(|jupyter| jupyter.get("source_hidden"))
                == Some(&Value::Bool(true));
            // Jupyter takes the count away with the outputs, but leaves the hash.
            let was_run = was_run(cell, place)?;
            let hash = text_at(metadata, "millions", "hash")
                .filter(|_| was_run)
                .map(str::to_owned);
            let named = text_at(metadata, "millions", "id") == Some(&id);
            Ok(NotebookCell::Code(StoredCell {
                source,
                named,
                native: tagged("native"),
                hidden: tagged("hidden") || folded,
                hash,
                run,
                id,
            }))
        }
        _ => complaint(
            format!("{place}, cell_type"),
            "must be `code`, `markdown` or `raw`",
            SAVE_AGAIN,
        ),
    }
}

/// Whether the cell has an execution count.
fn was_run(cell: &Map<String, Value>, place: &str) -> Checked<bool> {
    match cell.get("execution_count") {
        Some(Value::Null) => Ok(false),
        Some(count) if count.is_u64() => Ok(true),
        _ => {
            let place = format!("{place}, execution_count");
            complaint(place, "must be null or a whole number from 0", SAVE_AGAIN)
        }
    }
}

fn outputs(cell: &Map<String, Value>, place: &str) -> Checked<Vec<Output>> {
    let Some(outputs) = cell.get("outputs").and_then(Value::as_array) else {
        return complaint(format!("{place}, outputs"), "must be a list", SAVE_AGAIN);
    };
    let numbered = outputs.iter().enumerate();
    numbered
        .map(|(index, value)| {
            let place = format!("{place}, outputs[{index}]");
            match value.as_object() {
                Some(output) => one_output(output, &place),
                None => complaint(place, "must be an object", SAVE_AGAIN),
            }
        })
        .collect()
}

fn one_output(output: &Map<String, Value>, place: &str) -> Checked<Output> {
    let at = |field: &str| format!("{place}.{field}");
    let string = |field: &str| match output.get(field).and_then(Value::as_str) {
        Some(text) => Ok(text.to_owned()),
        None => complaint(at(field), "must be a string", SAVE_AGAIN),
    };
    match output.get("output_type").and_then(Value::as_str) {
        Some("stream") => {
            // Jupyter shows a stream of any other name as standard output.
            let name = if string("name")? == "stderr" {
                StreamName::Stderr
            } else {
                StreamName::Stdout
            };
            Ok(Output::Stream {
                name,
                text: multiline(output.get("text"), &at("text"))?,
            })
        }
        Some("execute_result" | "display_data") => Ok(Output::Display {
            data: mimebundle(output, place)?,
        }),
        Some("error") => {
            let trace = match output.get("traceback") {
                Some(Value::Array(lines)) => strings(lines, &at("traceback"))?,
                _ => return complaint(at("traceback"), "must be a list of strings", SAVE_AGAIN),
            };
            Ok(Output::Error {
                name: string("ename")?,
                message: string("evalue")?,
                trace,
            })
        }
        _ => complaint(
            at("output_type"),
            "must be `stream`, `display_data`, `execute_result` or `error`",
            SAVE_AGAIN,
        ),
    }
}

fn mimebundle(output: &Map<String, Value>, place: &str) -> Checked<Data> {
    let Some(data) = output.get("data").and_then(Value::as_object) else {
        return complaint(format!("{place}.data"), "must be an object", SAVE_AGAIN);
    };
    let form = |(mime, value): (&String, &Value)| {
        let text = if is_json(mime) {
            json::compact(value)
        } else {
            multiline(Some(value), &format!("{place}.data[\"{mime}\"]"))?
        };
        Ok((mime.clone(), text))
    };
    data.iter().map(form).collect()
}

/// A string, or a list of strings to be joined.
fn multiline(value: Option<&Value>, place: &str) -> Checked<String> {
    match value {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Array(lines)) => Ok(strings(lines, place)?.concat()),
        _ => complaint(place, "must be a string or a list of strings", SAVE_AGAIN),
    }
}

fn strings(lines: &[Value], place: &str) -> Checked<Vec<String>> {
    let strings: Option<Vec<String>> = lines
        .iter()
        .map(|line| line.as_str().map(str::to_owned))
        .collect();
    strings
        .ok_or(())
        .or_else(|()| complaint(place, "must hold nothing but strings", SAVE_AGAIN))
}

/// A field that is an object or absent.
fn object<'a>(
    parent: &'a Map<String, Value>,
    field: &str,
    place: &str,
    absent: &'a Map<String, Value>,
) -> Checked<&'a Map<String, Value>> {
    match parent.get(field) {
        None => Ok(absent),
        Some(Value::Object(fields)) => Ok(fields),
        Some(_) => {
            let place = if place.is_empty() {
                field.to_owned()
            } else {
                format!("{place}, {field}")
            };
            complaint(place, "must be an object", SAVE_AGAIN)
        }
    }
}

fn text_at<'a>(metadata: &'a Map<String, Value>, part: &str, field: &str) -> Option<&'a str> {
    metadata.get(part)?.get(field)?.as_str()
}

/// A value for a message, cut where it is long.
fn brief(value: &Value) -> String {
    let text = json::compact(value);
    text.chars().take(20).collect()
}
