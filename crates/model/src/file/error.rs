//! What is wrong with a system file, and where.

use std::fmt;

/// Where a value was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A line of the file, counted from 1.
    Line(usize),
    /// An assignment beside the file: `web.machines=4`.
    Set(String),
}

/// A system file that cannot be read: which place, which key, what is wrong and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    place: Place,
    key: String,
    message: String,
    file: Option<String>,
}

impl FileError {
    pub(super) fn new(place: Place, key: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            place,
            key: key.into(),
            message: message.into(),
            file: None,
        }
    }

    /// The same error in a part of what `key` names.
    pub(super) fn inside(mut self, key: &str) -> Self {
        self.key = match self.key.as_str() {
            "" => key.to_owned(),
            rest => format!("{key}.{rest}"),
        };
        self
    }

    /// Adds the name of the file: the model itself only sees text.
    #[must_use]
    pub fn in_file(mut self, name: impl Into<String>) -> Self {
        self.file = Some(name.into());
        self
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The key, with those of the tables around it: `web.machines`. Empty where the text is no TOML at all.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for FileError {
    /// "shop.toml:12: web.machines: ..." or "set web.machines=x: ...".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.place, &self.file) {
            (Place::Line(line), Some(file)) => write!(f, "{file}:{line}: ")?,
            (Place::Line(line), None) => write!(f, "line {line}: ")?,
            (Place::Set(assignment), _) => write!(f, "set {assignment}: ")?,
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for FileError {}
