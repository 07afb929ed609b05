//! A table of a system file as a reader sees it: every key is asked for once, what nobody asked for is an error.

use super::blame::key_of;
use super::error::{FileError, Place};
use super::node::{Node, Value};
use crate::error::Error;
use crate::units::{Bytes, Rate, per_second};
use std::fmt::Display;
use std::str::FromStr;

/// A table that is being read.
#[derive(Debug)]
pub(super) struct Fields {
    path: String,
    place: Place,
    entries: Vec<(String, Node)>, // that were not asked for yet
    all: Vec<(String, Node)>,     // to tell where a number stands that is out of its range
    asked: Vec<&'static str>,
}

impl Fields {
    pub(super) fn new(path: impl Into<String>, node: Node) -> Result<Self, FileError> {
        let path = path.into();
        match node.value {
            Value::Table(entries) => Ok(Self {
                path,
                place: node.place,
                all: entries.clone(),
                entries,
                asked: Vec::new(),
            }),
            _ => Err(FileError::new(node.place, path, "expected a table")),
        }
    }

    /// An error of the whole table.
    pub(super) fn wrong(&self, what: impl Display) -> FileError {
        FileError::new(self.place.clone(), &*self.path, what.to_string())
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    /// The value of a key, which is read with this.
    fn take(&mut self, key: &'static str) -> Option<(String, Node)> {
        self.asked.push(key);
        let index = self.entries.iter().position(|(name, _)| name == key)?;
        let (_, node) = self.entries.remove(index);
        Some((self.path_of(key), node))
    }

    /// A quantity with its unit, as a text: `"8 ms"`.
    pub(super) fn quantity<Q: FromStr<Err: Display>>(
        &mut self,
        key: &'static str,
    ) -> Result<Option<Q>, FileError> {
        self.read(key, |value| match value {
            Value::Text(text) => text.parse().map_err(|error: Q::Err| error.to_string()),
            _ => Err("expected a quantity with its unit in quotation marks, as in \"8 ms\"".into()),
        })
    }

    /// Bytes in a time, as a text: `"125 MB/s"`.
    pub(super) fn data_rate(&mut self, key: &'static str) -> Result<Option<Rate>, FileError> {
        self.read(key, |value| {
            let bytes = match value {
                Value::Text(text) => text.trim().strip_suffix("/s"),
                _ => None,
            };
            let bytes = bytes.and_then(|text| text.parse::<Bytes>().ok());
            let rate = bytes.map(|bytes| per_second(bytes.bytes()));
            rate.ok_or_else(|| {
                "expected bytes a second in quotation marks, as in \"125 MB/s\"".into()
            })
        })
    }

    /// All keys with their numbers, where the file chooses the keys.
    pub(super) fn shares(&mut self) -> Result<Vec<(String, f64)>, FileError> {
        let entries = std::mem::take(&mut self.entries);
        let number = |(key, node): (String, Node)| match node.value {
            Value::Number(share) if share.is_finite() => Ok((key, share)),
            _ => Err(FileError::new(
                node.place,
                self.path_of(&key),
                "expected a number",
            )),
        };
        entries.into_iter().map(number).collect()
    }

    /// A number without a unit.
    pub(super) fn number(&mut self, key: &'static str) -> Result<Option<f64>, FileError> {
        self.read(key, |value| match value {
            Value::Number(number) if number.is_finite() => Ok(*number),
            _ => Err("expected a number".into()),
        })
    }

    /// A whole number.
    pub(super) fn count(&mut self, key: &'static str) -> Result<Option<u32>, FileError> {
        self.read(key, |value| match value {
            Value::Number(n) if *n >= 0.0 && *n <= f64::from(u32::MAX) && (*n).floor() == *n => {
                Ok(*n as u32)
            }
            _ => Err("expected a whole number, zero or more".into()),
        })
    }

    /// A text.
    pub(super) fn text(&mut self, key: &'static str) -> Result<Option<String>, FileError> {
        self.text_as(key, |text| Ok(text.to_owned()))
    }

    /// What a text means.
    pub(super) fn text_as<T>(
        &mut self,
        key: &'static str,
        meaning: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, FileError> {
        self.read(key, |value| match value {
            Value::Text(text) => meaning(text),
            _ => Err("expected a text in quotation marks".into()),
        })
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str) -> Result<Option<bool>, FileError> {
        self.read(key, |value| match value {
            Value::Flag(flag) => Ok(*flag),
            _ => Err("expected true or false".into()),
        })
    }

    /// A list of numbers.
    pub(super) fn numbers(&mut self, key: &'static str) -> Result<Option<Vec<f64>>, FileError> {
        let number = |node: &Node| match node.value {
            Value::Number(number) if number.is_finite() => Ok(number),
            _ => Err("expected a list of numbers, as in [1, 2.5]".to_owned()),
        };
        self.read(key, |value| match value {
            Value::List(items) => items.iter().map(number).collect(),
            _ => Err("expected a list of numbers, as in [1, 2.5]".into()),
        })
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, key: &'static str) -> Result<Option<Vec<String>>, FileError> {
        let text = |node: &Node| match &node.value {
            Value::Text(text) => Ok(text.clone()),
            _ => Err("expected a list of texts, as in [\"one\", \"two\"]".to_owned()),
        };
        self.read(key, |value| match value {
            Value::List(items) => items.iter().map(text).collect(),
            _ => Err("expected a list of texts, as in [\"one\", \"two\"]".into()),
        })
    }

    /// One of several words.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
    ) -> Result<Option<T>, FileError> {
        let all = || {
            words
                .iter()
                .map(|(word, _)| format!("\"{word}\""))
                .collect::<Vec<_>>()
                .join(", ")
        };
        self.read(key, |value| match value {
            Value::Text(text) => {
                let found = words.iter().find(|(word, _)| word == text);
                found
                    .map(|(_, meaning)| *meaning)
                    .ok_or_else(|| format!("\"{text}\" is not among {}", all()))
            }
            _ => Err(format!("expected one of {}", all())),
        })
    }

    fn read<T>(
        &mut self,
        key: &'static str,
        from: impl FnOnce(&Value) -> Result<T, String>,
    ) -> Result<Option<T>, FileError> {
        let Some((path, node)) = self.take(key) else {
            return Ok(None);
        };
        from(&node.value)
            .map(Some)
            .map_err(|what| FileError::new(node.place, path, what))
    }

    /// A table inside.
    pub(super) fn table(&mut self, key: &'static str) -> Result<Option<Self>, FileError> {
        self.take(key)
            .map(|(path, node)| Self::new(path, node))
            .transpose()
    }

    /// A list of tables inside; none where the key is missing.
    pub(super) fn tables(&mut self, key: &'static str) -> Result<Vec<Self>, FileError> {
        let Some((path, node)) = self.take(key) else {
            return Ok(Vec::new());
        };
        let Value::List(items) = node.value else {
            return Err(FileError::new(
                node.place,
                path,
                "expected a list of tables",
            ));
        };
        let item = |(index, node): (usize, Node)| Self::new(format!("{path}[{index}]"), node);
        items.into_iter().enumerate().map(item).collect()
    }

    /// All tables inside, by names that the file chooses.
    pub(super) fn named(&mut self) -> Result<Vec<(String, Self)>, FileError> {
        let entries = std::mem::take(&mut self.entries);
        let table = |(name, node): (String, Node)| {
            let path = self.path_of(&name);
            Self::new(path, node).map(|fields| (name, fields))
        };
        entries.into_iter().map(table).collect()
    }

    /// A value that must be there.
    pub(super) fn required<T>(&self, key: &str, value: Option<T>) -> Result<T, FileError> {
        value.ok_or_else(|| {
            FileError::new(
                self.place.clone(),
                self.path_of(key),
                "must be given: it has no default",
            )
        })
    }

    /// Ends the reading, and checks what was made of it: a number out of its range is told where it stands. What is missing is told by
    /// who needs it.
    pub(super) fn checked<T>(
        self,
        part: T,
        check: impl FnOnce(&T) -> Result<(), Error>,
    ) -> Result<T, FileError> {
        let fault = check(&part).err().filter(|fault| fault.value().is_some());
        let told = fault.map(|fault| self.blame(&fault));
        self.finish()?;
        told.map_or(Ok(part), Err)
    }

    /// An error at the key that it speaks of, or of the whole table.
    fn blame(&self, fault: &Error) -> FileError {
        let Some((key, node)) = key_of(fault.parameter(), &self.all) else {
            return self.wrong(fault);
        };
        let told = fault.to_string();
        let told = match fault.parameter() == key {
            true => told[key.len()..].trim_start().to_owned(),
            false => told,
        };
        FileError::new(node.place.clone(), self.path_of(&key), told)
    }

    /// Ends the reading: what nobody asked for is a mistake, perhaps in typing.
    pub(super) fn finish(self) -> Result<(), FileError> {
        let Some((key, node)) = self.entries.first() else {
            return Ok(());
        };
        let near = self.asked.iter().find(|asked| alike(asked, key));
        let what = match near {
            Some(near) => format!("no such key here; did you mean {near}?"),
            None => format!("no such key here; there are {}", self.asked.join(", ")),
        };
        Err(FileError::new(node.place.clone(), self.path_of(key), what))
    }
}

/// Whether two words differ by one letter that is wrong, missing, too many, or by letters of another case.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (
        a.to_lowercase().replace('-', "_"),
        b.to_lowercase().replace('-', "_"),
    );
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let front = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let back = a[front..]
        .iter()
        .rev()
        .zip(b[front..].iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    a.len().max(b.len()) - front - back <= 1 || a.starts_with(&b[..]) || b.starts_with(&a[..])
}
