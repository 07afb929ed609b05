//! What is wrong with an input: which parameter, which value, which bound.

use crate::format::significant;
use std::fmt;

/// A parameter that the model cannot work with.
///
/// ```
/// use model::queueing::MM1;
/// use model::units::{ms, per_second};
/// let error = MM1::new(per_second(120.0), ms(10.0)).unwrap_err();
/// assert_eq!(error.to_string(), "utilisation must be below 1, was 1.2");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    parameter: String,
    value: Option<f64>,
    bound: String,
}

impl Error {
    /// A parameter whose `value` breaks the `bound` ("must be above 0").
    pub fn new(parameter: impl Into<String>, value: f64, bound: impl Into<String>) -> Self {
        Self {
            parameter: parameter.into(),
            value: Some(value),
            bound: bound.into(),
        }
    }

    /// A parameter that nobody gave. Physical parameters have no defaults.
    pub fn missing(parameter: impl Into<String>) -> Self {
        Self {
            parameter: parameter.into(),
            value: None,
            bound: "must be given: it has no default".into(),
        }
    }

    /// Something that the method asked cannot answer for, with what it can ("must be LRU or FIFO for a closed form").
    pub fn refused(parameter: impl Into<String>, bound: impl Into<String>) -> Self {
        Self {
            parameter: parameter.into(),
            value: None,
            bound: bound.into(),
        }
    }

    /// The same for the parameter of a machine.
    pub(crate) fn of_machine(self, name: &str) -> Self {
        self.of(&format!("machine {name}"))
    }

    /// The same for the parameter of something that has a name.
    pub(crate) fn of(mut self, owner: &str) -> Self {
        self.parameter = format!("{} of {owner}", self.parameter);
        self
    }

    /// The name of the parameter.
    pub fn parameter(&self) -> &str {
        &self.parameter
    }

    /// The value that broke the bound; `None` if none was given.
    pub fn value(&self) -> Option<f64> {
        self.value
    }

    /// The bound, in words: "must be below 1".
    pub fn bound(&self) -> &str {
        &self.bound
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.parameter, self.bound)?;
        match self.value {
            Some(value) => write!(f, ", was {}", significant(value, 6)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// A row of a data table that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataError {
    /// The file, where the caller has named it.
    pub file: Option<String>,
    /// The line in the text, counted from 1.
    pub line: usize,
    /// What is wrong and what was expected.
    pub message: String,
}

impl DataError {
    /// What is wrong in a line.
    pub fn new(line: usize, message: impl Into<String>) -> Self {
        Self {
            file: None,
            line,
            message: message.into(),
        }
    }

    /// Adds the name of the file: the model itself only sees text.
    #[must_use]
    pub fn in_file(mut self, name: impl Into<String>) -> Self {
        self.file = Some(name.into());
        self
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{file}:{}: {}", self.line, self.message),
            None => write!(f, "line {}: {}", self.line, self.message),
        }
    }
}

impl std::error::Error for DataError {}

/// Checks that `value` lies in `low..=high` (which NaN never does).
#[inline]
pub(crate) fn within(parameter: &str, value: f64, low: f64, high: f64) -> Result<f64, Error> {
    if value >= low && value <= high {
        return Ok(value);
    }
    Err(outside(parameter, value, low, high))
}

#[cold]
fn outside(parameter: &str, value: f64, low: f64, high: f64) -> Error {
    let bound = format!(
        "must be from {} to {}",
        significant(low, 6),
        significant(high, 6)
    );
    Error::new(parameter, value, bound)
}

/// Checks that `value` was given and lies in `low..=high`.
pub(crate) fn given(
    parameter: &str,
    value: Option<f64>,
    low: f64,
    high: f64,
) -> Result<f64, Error> {
    within(
        parameter,
        value.ok_or_else(|| Error::missing(parameter))?,
        low,
        high,
    )
}
