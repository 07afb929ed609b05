//! Writing a system file: tables, keys, quantities that read back exactly.

use crate::units::{Bytes, Money, Rate, Time};
use std::fmt::{Display, Write};

/// A text that grows by tables and keys.
#[derive(Debug, Default)]
pub(super) struct Out(String);

/// A value as TOML spells it.
pub(super) trait Spelled {
    fn spelled(self) -> String;
}

impl Out {
    /// Begins a table.
    pub(super) fn table(&mut self, name: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.line(format_args!("[{name}]"));
    }

    /// A key with its value.
    pub(super) fn key(&mut self, key: &str, value: impl Spelled) {
        self.line(format_args!("{key} = {}", value.spelled()));
    }

    /// A key with its value, if there is one.
    pub(super) fn optional(&mut self, key: &str, value: Option<impl Spelled>) {
        if let Some(value) = value {
            self.key(key, value);
        }
    }

    /// A key that holds a list of tables, one a line; none where the list is empty.
    pub(super) fn list(&mut self, key: &str, items: impl IntoIterator<Item = Inline>) {
        let items: Vec<String> = items
            .into_iter()
            .map(|item| format!("    {},\n", item.spelled()))
            .collect();
        if !items.is_empty() {
            self.line(format_args!("{key} = [\n{}]", items.concat()));
        }
    }

    fn line(&mut self, line: impl Display) {
        // Writing into a String never fails.
        let _ = writeln!(self.0, "{line}");
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// A table on one line.
#[derive(Debug, Default)]
pub(super) struct Inline(Vec<String>);

impl Inline {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn key(mut self, key: &str, value: impl Spelled) -> Self {
        self.0.push(format!("{} = {}", name(key), value.spelled()));
        self
    }

    pub(super) fn optional(self, key: &str, value: Option<impl Spelled>) -> Self {
        match value {
            Some(value) => self.key(key, value),
            None => self,
        }
    }
}

/// A name as a key: bare where it can be, else in quotation marks.
pub(super) fn name(text: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !text.is_empty() && text.chars().all(bare) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

impl Spelled for Inline {
    fn spelled(self) -> String {
        format!("{{ {} }}", self.0.join(", "))
    }
}

impl Spelled for &str {
    fn spelled(self) -> String {
        quoted(self)
    }
}

impl Spelled for f64 {
    /// The shortest text that reads back as the same number.
    fn spelled(self) -> String {
        format!("{self:?}")
    }
}

impl Spelled for u32 {
    fn spelled(self) -> String {
        self.to_string()
    }
}

impl Spelled for bool {
    fn spelled(self) -> String {
        self.to_string()
    }
}

impl<T: Spelled + Copy> Spelled for &[T] {
    fn spelled(self) -> String {
        let all: Vec<String> = self.iter().map(|item| item.spelled()).collect();
        format!("[{}]", all.join(", "))
    }
}

impl Spelled for Time {
    fn spelled(self) -> String {
        quoted(&self.exactly())
    }
}

impl Spelled for Bytes {
    fn spelled(self) -> String {
        quoted(&self.exactly())
    }
}

impl Spelled for Money {
    fn spelled(self) -> String {
        quoted(&self.exactly())
    }
}

/// Bytes in a time: a rate whose things are bytes.
pub(super) struct DataRate(pub(super) Rate);

impl Spelled for DataRate {
    fn spelled(self) -> String {
        let bytes = crate::units::bytes(self.0.per_second());
        quoted(&format!("{}/s", bytes.exactly()))
    }
}
