//! What a cell gave: text on its streams, things to display, or an error.
//!
//! MIME types of this project begin with [`OURS`]; two of them speak to the page rather than to the eye:
//!
//! - `application/vnd.millions.value.NAME+json`: `{"text": "310 k", "value": 310000.0}`, a number for the prose, see [`crate::inline`];
//! - `application/vnd.millions.control.NAME+json`: a slider, choice or toggle, drawn by the page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::json;

pub use crate::execution::{Execution, Failure};

/// The beginning of every MIME type of this project.
pub const OURS: &str = "application/vnd.millions.";

/// Nesting of JSON content: `serde_json` reads 128 levels, and a notebook adds seven.
const DEEPEST: usize = 100;

/// Display data: MIME type to content. JSON content is its text.
pub type Data = BTreeMap<String, String>;

/// Which of the two streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StreamName {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

impl StreamName {
    /// `stdout` or `stderr`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stdout => "stdout",
            Self::Stderr => "stderr",
        }
    }
}

/// One output of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// Text that the cell printed.
    Stream {
        /// Where it printed.
        name: StreamName,
        /// What it printed.
        text: String,
    },
    /// A value or figure, in one or more forms. Made by [`Output::display`], so that JSON forms are in canonical spelling.
    Display {
        /// The forms, by MIME type.
        data: Data,
    },
    /// The cell failed.
    Error {
        /// The kind, for instance `panic`.
        name: String,
        /// The message.
        message: String,
        /// More lines for the reader, may be empty.
        trace: Vec<String>,
    },
}

impl Output {
    /// A display output with every `application/json` and `+json` form rewritten in canonical spelling (compact, keys sorted),
    /// so that what a cell emitted equals what is read back from a stored notebook.
    ///
    /// ```
    /// use notebook::Output;
    /// let spaced = Output::display([("application/vnd.millions.value.knee+json".into(), r#"{ "value": 3.1e5, "text": "310 k" }"#.into())].into());
    /// let Output::Display { data } = spaced else { unreachable!() };
    /// assert_eq!(data["application/vnd.millions.value.knee+json"], r#"{"text":"310 k","value":310000.0}"#);
    /// ```
    #[must_use]
    pub fn display(mut data: Data) -> Self {
        for (mime, text) in &mut data {
            if is_json(mime) {
                // What is no JSON, or nested too deep to be read back from a notebook, becomes a JSON string.
                let value = serde_json::from_str(text)
                    .ok()
                    .filter(|value| json::depth(value) <= DEEPEST);
                *text =
                    json::compact(&value.unwrap_or_else(|| Value::String(std::mem::take(text))));
            }
        }
        Self::Display { data }
    }
}

/// Whether content of this MIME type is JSON.
#[must_use]
pub fn is_json(mime: &str) -> bool {
    mime.starts_with("application/") && (mime == "application/json" || mime.ends_with("+json"))
}

/// A value for the prose: its text as the reader sees it, and the number or text behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// As printed: "310 k".
    pub text: String,
    /// The value behind it, `null` where the cell gave none.
    pub value: Value,
}

/// A control that a cell asked for: a slider, a choice or a toggle.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// The setting's name, for `--set name=value`.
    pub name: String,
    /// `slider`, `choice` or `toggle`.
    pub kind: String,
    /// The whole description, as the cell emitted it.
    pub description: Value,
}

/// The outputs of one run of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellRun {
    /// In the order in which they came.
    pub outputs: Vec<Output>,
}

impl CellRun {
    /// The values this cell gave to the prose.
    pub fn values(&self) -> impl Iterator<Item = (String, Shown)> {
        self.ours("value.").filter_map(|(name, description)| {
            let text = description.get("text")?.as_str()?.to_owned();
            let value = description.get("value").cloned().unwrap_or(Value::Null);
            Some((name, Shown { text, value }))
        })
    }

    /// The controls this cell asked for.
    pub fn controls(&self) -> impl Iterator<Item = Control> {
        self.ours("control.").map(|(name, description)| {
            let kind = description
                .get("kind")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            Control {
                name,
                kind,
                description,
            }
        })
    }

    /// Whether it sets the reader an exercise.
    #[must_use]
    pub fn is_exercise(&self) -> bool {
        self.ours("exercise.").next().is_some()
    }

    /// Whether the cell failed.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.outputs
            .iter()
            .any(|output| matches!(output, Output::Error { .. }))
    }

    fn ours(&self, family: &str) -> impl Iterator<Item = (String, Value)> {
        let prefix = format!("{OURS}{family}");
        let displays = self.outputs.iter().filter_map(|output| match output {
            Output::Display { data } => Some(data),
            _ => None,
        });
        displays.flatten().filter_map(move |(mime, text)| {
            let name = mime.strip_prefix(&prefix)?.strip_suffix("+json")?;
            Some((name.to_owned(), serde_json::from_str(text).ok()?))
        })
    }

    /// Adds an output; text on the stream of the output before it is joined to that.
    pub fn push(&mut self, output: Output) {
        if let Output::Stream { name, text } = &output
            && let Some(Output::Stream {
                name: last,
                text: so_far,
            }) = self.outputs.last_mut()
            && last == name
        {
            so_far.push_str(text);
            return;
        }
        self.outputs.push(output);
    }
}
