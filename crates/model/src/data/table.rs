//! A table of comma-separated values, with the line of every row.

use crate::error::DataError;

/// A table: its comment lines, its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    provenance: Vec<String>,
    rows: Vec<Row>,
}

/// A row, with the line it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    line: usize,
    columns: Vec<String>,
    cells: Vec<String>,
}

impl Table {
    /// Reads a table that must have exactly these columns.
    ///
    /// # Errors
    /// A missing header comment, other columns, a row with too few or too many cells, an unclosed quote.
    pub fn parse(csv: &str, columns: &[&str]) -> Result<Self, DataError> {
        let mut provenance = Vec::new();
        let mut names: Option<Vec<String>> = None;
        let mut rows = Vec::new();
        for (index, text) in csv.lines().enumerate() {
            let line = index + 1;
            if let Some(comment) = text.strip_prefix('#') {
                provenance.push(comment.trim().to_owned());
            } else if text.trim().is_empty() {
            } else if let Some(names) = &names {
                let cells = cells(text, line)?;
                if cells.len() != names.len() {
                    let message = format!(
                        "has {} cells, must have {}: {}",
                        cells.len(),
                        names.len(),
                        names.join(",")
                    );
                    return Err(DataError::new(line, message));
                }
                rows.push(Row {
                    line,
                    columns: names.clone(),
                    cells,
                });
            } else {
                let found = cells(text, line)?;
                if found != columns {
                    return Err(DataError::new(
                        line,
                        format!("the columns must be {}", columns.join(",")),
                    ));
                }
                names = Some(found);
            }
        }
        if provenance.is_empty() {
            return Err(DataError::new(
                1,
                "must begin with # lines that name what this is, its date, source and licence",
            ));
        }
        match names {
            Some(_) => Ok(Self { provenance, rows }),
            None => Err(DataError::new(
                csv.lines().count().max(1),
                format!("lacks the columns {}", columns.join(",")),
            )),
        }
    }

    /// The comment lines: what, when, from where, under which licence.
    pub fn provenance(&self) -> &[String] {
        &self.provenance
    }

    /// The rows, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}

/// Splits a line at its commas; quotes protect a comma, a doubled quote is a quote.
fn cells(text: &str, line: usize) -> Result<Vec<String>, DataError> {
    let (mut all, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => all.push(std::mem::take(&mut cell).trim().to_owned()),
            _ => cell.push(c),
        }
    }
    if quoted {
        return Err(DataError::new(
            line,
            "a quote is not closed (a cell cannot span lines)",
        ));
    }
    all.push(cell.trim().to_owned());
    Ok(all)
}

impl Row {
    /// The line in the text, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// An error in this row.
    pub fn error(&self, message: impl Into<String>) -> DataError {
        DataError::new(self.line, message)
    }

    /// The text of a cell, which must not be empty.
    ///
    /// # Errors
    /// Names line and column of an empty cell.
    pub fn text(&self, column: usize) -> Result<String, DataError> {
        match self.cells.get(column) {
            Some(text) if !text.is_empty() => Ok(text.clone()),
            _ => Err(self.error(format!("{} is empty", self.name(column)))),
        }
    }

    /// The number in a cell, which must lie in `low..=high`.
    ///
    /// # Errors
    /// Names line, column and value of what is no number or out of range.
    pub fn number(&self, column: usize, low: f64, high: f64) -> Result<f64, DataError> {
        let text = self.text(column)?;
        let number: f64 = text.parse().map_err(|_| {
            self.error(format!(
                "{} must be a number, was \"{text}\"",
                self.name(column)
            ))
        })?;
        if number >= low && number <= high {
            return Ok(number);
        }
        Err(self.error(format!(
            "{} must be from {low} to {high}, was {text}",
            self.name(column)
        )))
    }

    fn name(&self, column: usize) -> &str {
        self.columns.get(column).map_or("cell", String::as_str)
    }
}
