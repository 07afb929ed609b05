//! A run as one JSON document.

use notebook::{CellRun, Execution, Output};
use serde_json::{Map, Value, json};

use crate::runner::Job;

/// `{"chapter", "ok", "settings", "cells": [{"id", "line", "millis", "outputs", "values", "controls"}], "failure"}`.
pub(crate) fn of(job: &Job<'_>, execution: &Execution) -> Value {
    let cells = job.cells.iter().map(|cell| {
        let run = execution.cells.get(&cell.id);
        json!({
            "id": cell.id,
            "line": cell.line,
            "ran": run.is_some(),
            "millis": execution.millis.get(&cell.id),
            "outputs": run.map(|run| run.outputs.iter().map(output).collect::<Vec<_>>()).unwrap_or_default(),
            "values": run.map(values).unwrap_or_default(),
            "controls": run.map(|run| run.controls().map(|control| control.description).collect::<Vec<_>>()).unwrap_or_default(),
        })
    });
    let failure = execution.failure.as_ref().map(|failure| {
        json!({ "cell": failure.cell, "line": failure.line, "kind": failure.kind.as_str(), "message": failure.message })
    });
    json!({
        "chapter": job.path,
        "ok": failure.is_none(),
        "settings": job.settings,
        "cells": cells.collect::<Vec<_>>(),
        "failure": failure,
    })
}

fn output(output: &Output) -> Value {
    match output {
        Output::Stream { name, text } => {
            json!({ "kind": "stream", "name": name.as_str(), "text": text })
        }
        Output::Display { data } => json!({ "kind": "display", "data": data }),
        Output::Error { name, message, .. } => {
            json!({ "kind": "error", "name": name, "message": message })
        }
    }
}

fn values(run: &CellRun) -> Map<String, Value> {
    run.values()
        .map(|(name, shown)| (name, json!({ "text": shown.text, "value": shown.value })))
        .collect()
}
