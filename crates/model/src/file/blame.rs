//! Whose number breaks a bound: the key of a file that a parameter's name speaks of.
//!
//! ```text
//! machines of fleet small     [web]  machines = 0         web.machines: the whole key stands in the name
//! cpu of a task               [work] task = { cpu = .. }  work.task.cpu, not work.task: the name begins with it
//! size of an object           [work] objects.size and assets.size: the table whose name is in the parameter's
//! ```

use super::node::{Node, Value};

/// A key below a table, with the names of the tables between, and how well a parameter's name fits.
struct Key<'a> {
    path: Vec<&'a str>,
    node: &'a Node,
    begins: usize, // at which word of the parameter
    near: usize,   // how many of the tables between the parameter names
}

/// The key that a parameter speaks of, with its path, if it is one and only one.
pub(super) fn key_of<'a>(
    parameter: &str,
    entries: &'a [(String, Node)],
) -> Option<(String, &'a Node)> {
    let words: Vec<&str> = parameter.split([' ', '_', '-']).collect();
    let mut keys = Vec::new();
    collect(&words, entries, &mut Vec::new(), &mut keys);
    let fit = |key: &Key| (key.begins, usize::MAX - key.near);
    let best = keys.iter().map(fit).min()?;
    let mut fitting = keys.iter().filter(|key| fit(key) == best);
    match (fitting.next(), fitting.next()) {
        (Some(key), None) => Some((key.path.join("."), key.node)),
        _ => None,
    }
}

fn collect<'a>(
    words: &[&str],
    entries: &'a [(String, Node)],
    path: &mut Vec<&'a str>,
    keys: &mut Vec<Key<'a>>,
) {
    for (name, node) in entries {
        path.push(name);
        let parts: Vec<&str> = name.split('_').collect();
        if let Some(begins) = words.windows(parts.len()).position(|part| part == parts) {
            let tables = &path[..path.len() - 1];
            let near = tables.iter().filter(|table| is_named(table, words));
            keys.push(Key {
                path: path.clone(),
                node,
                begins,
                near: near.count(),
            });
        }
        if let Value::Table(inner) = &node.value {
            collect(words, inner, path, keys);
        }
        path.pop();
    }
}

/// Whether one of the words is the table's name, or means one of what it names.
fn is_named(table: &str, words: &[&str]) -> bool {
    words
        .iter()
        .any(|word| *word == table || table.strip_suffix('s') == Some(word))
}
