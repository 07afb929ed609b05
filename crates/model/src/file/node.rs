//! The tree of a TOML text, each value with the place where it stands.

use super::error::{FileError, Place};
use toml::de::{DeTable, DeValue};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(f64),
    Flag(bool),
    List(Vec<Node>),
    Table(Vec<(String, Node)>), // in the order of the text
}

impl Node {
    /// The tree of a whole text.
    pub(super) fn parse(text: &str) -> Result<Self, FileError> {
        let table = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            FileError::new(line(text, at), "", error.message())
        })?;
        let value = self::table(table.get_ref(), &|at| line(text, at))?;
        Ok(Self {
            place: Place::Line(1),
            value,
        })
    }

    /// Puts a value in the place of another, or beside those that are there: `web.machines=4`. What is no number, `true` or
    /// `false` is a text, so that `web_cpu=8 ms` needs no quotation marks.
    pub(super) fn set(&mut self, assignment: &str) -> Result<(), FileError> {
        let place = Place::Set(assignment.to_owned());
        let wrong = |what: &str| FileError::new(place.clone(), "", what);
        let (path, value) = assignment
            .split_once('=')
            .ok_or_else(|| wrong("write KEY=VALUE, as in web.machines=4"))?;
        let keys: Vec<&str> = path.trim().split('.').map(str::trim).collect();
        if keys.iter().any(|key| key.is_empty()) {
            return Err(wrong("write KEY=VALUE, as in web.machines=4"));
        }
        let node = Self {
            place: place.clone(),
            value: given(value.trim(), &place)?,
        };
        self.put(&keys, node)
    }

    /// Takes a part of a table away, if there is such a part.
    pub(super) fn remove(&mut self, [table, key]: [&str; 2]) {
        if let Value::Table(tables) = &mut self.value
            && let Some((_, inner)) = tables.iter_mut().find(|(name, _)| name == table)
            && let Value::Table(entries) = &mut inner.value
        {
            entries.retain(|(name, _)| name != key);
        }
    }

    fn put(&mut self, keys: &[&str], node: Self) -> Result<(), FileError> {
        let Some((first, rest)) = keys.split_first() else {
            *self = node;
            return Ok(());
        };
        let Value::Table(entries) = &mut self.value else {
            let what =
                format!("there is a value here already, so it can't have a part \"{first}\"");
            return Err(FileError::new(node.place, "", what));
        };
        let index = entries.iter().position(|(key, _)| key == first);
        let index = index.unwrap_or_else(|| {
            let empty = Self {
                place: node.place.clone(),
                value: Value::Table(Vec::new()),
            };
            entries.push(((*first).to_owned(), empty));
            entries.len() - 1
        });
        entries[index].1.put(rest, node)
    }
}

/// What the right side of an assignment means.
fn given(text: &str, place: &Place) -> Result<Value, FileError> {
    match DeValue::parse(text) {
        Ok(parsed) => value(parsed.get_ref(), &|_| place.clone()),
        Err(_) => Ok(Value::Text(text.to_owned())),
    }
}

/// The line of a position in the text, counted from 1.
fn line(text: &str, at: usize) -> Place {
    let before = text.as_bytes().iter().take(at);
    Place::Line(1 + before.filter(|byte| **byte == b'\n').count())
}

fn table(table: &DeTable<'_>, place: &dyn Fn(usize) -> Place) -> Result<Value, FileError> {
    let mut entries: Vec<(usize, String, Node)> = Vec::new();
    for (key, entry) in table {
        let begin = key.span().start;
        let node = Node {
            place: place(begin),
            value: value(entry.get_ref(), place).map_err(|error| error.inside(key.get_ref()))?,
        };
        entries.push((begin, key.get_ref().to_string(), node));
    }
    entries.sort_by_key(|(begin, _, _)| *begin);
    Ok(Value::Table(
        entries
            .into_iter()
            .map(|(_, key, node)| (key, node))
            .collect(),
    ))
}

fn value(from: &DeValue<'_>, place: &dyn Fn(usize) -> Place) -> Result<Value, FileError> {
    let number = |text: &str| text.replace('_', "").parse().unwrap_or(f64::NAN);
    Ok(match from {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Integer(integer) if integer.radix() == 10 => {
            Value::Number(number(integer.as_str()))
        }
        DeValue::Float(float) => Value::Number(number(float.as_str())),
        DeValue::Table(entries) => table(entries, place)?,
        DeValue::Array(items) => {
            let item = |item: &toml::Spanned<DeValue<'_>>| {
                let place = place(item.span().start);
                value(item.get_ref(), &|_| place.clone()).map(|value| Node {
                    place: place.clone(),
                    value,
                })
            };
            Value::List(items.iter().map(item).collect::<Result<_, _>>()?)
        }
        DeValue::Integer(_) | DeValue::Datetime(_) => {
            return Err(FileError::new(
                place(0),
                "",
                "expected a number, a text, true or false, a list or a table",
            ));
        }
    })
}
