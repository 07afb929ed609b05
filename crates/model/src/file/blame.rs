//! Whose number breaks a bound: the key of a table that a parameter's name speaks of.
//!
//! ```text
//! machines of fleet small     machines           the first words that are a key
//! share of users in New York  audience.New York  which begins before York
//! size of an object           objects.size       of objects.size and assets.size the one whose table is named, too
//! ```

use super::node::{Node, Value};

/// A key below a table that a parameter names.
struct Key<'a> {
    path: String,
    node: &'a Node,
    begins: usize, // at which word of the parameter
    near: usize,   // how many of the tables between are named, too
}

/// The key that a parameter speaks of, with its path, if it is one and only one.
pub(super) fn key_of<'a>(
    parameter: &str,
    entries: &'a [(String, Node)],
) -> Option<(String, &'a Node)> {
    let mut keys = Vec::new();
    collect(&words(parameter), entries, &[], &mut keys);
    let fit = |key: &Key| (key.begins, usize::MAX - key.near);
    let best = keys.iter().map(fit).min()?;
    let mut fitting = keys.into_iter().filter(|key| fit(key) == best);
    match (fitting.next(), fitting.next()) {
        (Some(key), None) => Some((key.path, key.node)),
        _ => None,
    }
}

/// Adds the keys, at any depth, whose words stand among these, one behind the other.
fn collect<'a>(
    words: &[&str],
    entries: &'a [(String, Node)],
    tables: &[&str],
    keys: &mut Vec<Key<'a>>,
) {
    for (name, node) in entries {
        let path = [tables, &[name]].concat();
        let parts = self::words(name);
        let begins = words.windows(parts.len().max(1)).position(|w| w == parts);
        if let Some(begins) = begins {
            keys.push(Key {
                path: path.join("."),
                node,
                begins,
                near: tables.iter().filter(|table| is_named(table, words)).count(),
            });
        }
        match &node.value {
            Value::Table(inner) => collect(words, inner, &path, keys),
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    if let Value::Table(inner) = &item.value {
                        let item = format!("{name}[{index}]");
                        collect(words, inner, &[tables, &[&item]].concat(), keys);
                    }
                }
            }
            _ => {}
        }
    }
}

fn words(name: &str) -> Vec<&str> {
    let ends = [' ', '_', '-', ':'];
    name.split(ends).filter(|word| !word.is_empty()).collect()
}

/// Whether a table's name stands in the parameter's, or one of what it names.
fn is_named(table: &str, words: &[&str]) -> bool {
    let name = self::words(table.split('[').next().unwrap_or(table));
    let one = table.strip_suffix('s').map(self::words);
    let stands = |name: &[&str]| !name.is_empty() && words.windows(name.len()).any(|w| w == name);
    stands(&name) || one.is_some_and(|one| stands(&one))
}
