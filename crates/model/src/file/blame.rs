//! Whose number breaks a bound: the key of a table that a parameter's name speaks of.
//!
//! ```text
//! machines of fleet small     machines          what stands before the first "of" or "in" names the key,
//! share of users in New York  audience.New York if it names any; else the whole does
//! size of an object           objects.size      of objects.size and assets.size the one whose table is named, too
//! failures of the balancer    failures          of this and health_checks.failures the one that is less deep
//! ```

use super::node::{Node, Value};

/// A key below a table that a parameter names.
struct Key<'a> {
    path: String,
    node: &'a Node,
    begins: usize, // at which word of the parameter
    near: usize,   // how many of the tables between are named, too
    depth: usize,
}

/// The key that a parameter speaks of, with its path, if it is one and only one.
pub(super) fn key_of<'a>(
    parameter: &str,
    entries: &'a [(String, Node)],
) -> Option<(String, &'a Node)> {
    let all = words(parameter);
    let first = all.iter().position(|word| matches!(*word, "of" | "in"));
    let named = |words: &[&str]| {
        let mut keys = Vec::new();
        collect(words, &all, entries, &[], &mut keys);
        keys
    };
    let mut keys = named(&all[..first.unwrap_or(all.len())]);
    if keys.is_empty() {
        keys = named(&all);
    }
    let fit = |key: &Key| (key.begins, usize::MAX - key.near, key.depth);
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
    all: &[&str],
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
                near: tables.iter().filter(|table| is_named(table, all)).count(),
                depth: tables.len(),
            });
        }
        match &node.value {
            Value::Table(inner) => collect(words, all, inner, &path, keys),
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    if let Value::Table(inner) = &item.value {
                        let item = format!("{name}[{index}]");
                        collect(words, all, inner, &[tables, &[&item]].concat(), keys);
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
fn is_named(table: &str, all: &[&str]) -> bool {
    let name = words(table.split('[').next().unwrap_or(table));
    let one = table.strip_suffix('s').map(words);
    let stands = |name: &[&str]| !name.is_empty() && all.windows(name.len()).any(|w| w == name);
    stands(&name) || one.is_some_and(|one| stands(&one))
}
