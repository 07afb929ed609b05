//! JSON with one spelling a value: keys sorted whatever features other crates switch on in `serde_json`.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::Value;

/// A value that serialises with its keys sorted.
struct Sorted<'a>(&'a Value);

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Array(items) => serializer.collect_seq(items.iter().map(Sorted)),
            // `serde_json::Map` keeps insertion order if any crate of the program asks for `preserve_order`.
            Value::Object(fields) => {
                let sorted: BTreeMap<&String, Sorted<'_>> = fields
                    .iter()
                    .map(|(key, value)| (key, Sorted(value)))
                    .collect();
                serializer.collect_map(sorted)
            }
            leaf => leaf.serialize(serializer),
        }
    }
}

/// Compact, keys sorted.
pub(crate) fn compact(value: &Value) -> String {
    serde_json::to_string(&Sorted(value)).unwrap_or_default()
}

/// Indented by one space a level and ended by a newline, as nbformat writes it; keys sorted.
pub(crate) fn pretty(value: &Value) -> String {
    let mut bytes = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, formatter);
    // Writing a `Value` into memory has no way to fail: every key is a string, and a `Vec` takes every byte.
    let written = Sorted(value).serialize(&mut serializer);
    debug_assert!(written.is_ok());
    bytes.push(b'\n');
    String::from_utf8_lossy(&bytes).into_owned()
}

/// How deep the value nests; 0 for one that holds no other. The value was read, so it nests less than 128 levels.
pub(crate) fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
