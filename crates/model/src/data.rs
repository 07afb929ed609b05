//! Tables of facts as text: comma-separated values under a header that says where they come from.
//!
//! ```text
//! # Base rates: what one operation costs.        <- provenance, one or more lines
//! operation,value,unit,as_of,source              <- columns
//! random SSD read 8 KiB,100,us,2026-03-08,...    <- rows
//! ```
//!
//! The model reads no files: callers hand it the text, and add the file's name to an error with
//! [`DataError::in_file`]. A small reader of our own instead of a crate, because every error must carry the line in
//! the file, comments included.

use crate::cost::PriceBook;
use crate::error::{DataError, Error};
use crate::machine::{Disk, Machine};
use crate::units::{Time, bytes, gib, mib, ms, seconds, us};
use crate::workload::Work;

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

/// What single operations cost: the rows of `data/base-rates.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseRates {
    rates: Vec<BaseRate>,
}

/// What one operation costs.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseRate {
    /// "random SSD read 8 KiB".
    pub operation: String,
    /// How long it takes.
    pub time: Time,
    /// When that held.
    pub as_of: String,
    /// Where it was read.
    pub source: String,
}

impl BaseRates {
    /// Reads a table with the columns `operation,value,unit,as_of,source`; units are ns, us, ms and s.
    ///
    /// # Errors
    /// Names the line of the first row that is malformed.
    pub fn parse(csv: &str) -> Result<Self, DataError> {
        let table = Table::parse(csv, &["operation", "value", "unit", "as_of", "source"])?;
        let mut rates: Vec<BaseRate> = Vec::new();
        for row in table.rows() {
            let value = row.number(1, 0.0, 1e12)?;
            let time = match row.text(2)?.as_str() {
                "ns" => us(value / 1e3),
                "us" => us(value),
                "ms" => ms(value),
                "s" => seconds(value),
                unit => {
                    return Err(row.error(format!("unit must be ns, us, ms or s, was \"{unit}\"")));
                }
            };
            let operation = row.text(0)?;
            if rates.iter().any(|r| r.operation == operation) {
                return Err(row.error(format!("{operation} is there twice")));
            }
            rates.push(BaseRate {
                operation,
                time,
                as_of: row.text(3)?,
                source: row.text(4)?,
            });
        }
        Ok(Self { rates })
    }

    /// All rows, in order.
    pub fn rates(&self) -> &[BaseRate] {
        &self.rates
    }

    /// How long an operation takes.
    ///
    /// # Errors
    /// Says that the operation is not in the table.
    pub fn time(&self, operation: &str) -> Result<Time, Error> {
        let rate = self.rates.iter().find(|r| r.operation == operation);
        rate.map(|r| r.time).ok_or_else(|| {
            Error::missing(format!(
                "base rate \"{operation}\" (add a row to the table)"
            ))
        })
    }
}

/// Numbers by name, with unit and source: `data/shop.csv` and `data/workload.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    rows: Vec<Parameter>,
}

/// One number with its name, unit and source.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value, in `unit`.
    pub value: f64,
    /// Its unit; "1" for a pure number.
    pub unit: String,
    /// Where it was read, or that the book assumes it.
    pub source: String,
}

impl Parameters {
    /// Reads a table with the columns `parameter,value,unit,source`.
    ///
    /// # Errors
    /// Names the line of the first row that is malformed or there twice.
    pub fn parse(csv: &str) -> Result<Self, DataError> {
        let table = Table::parse(csv, &["parameter", "value", "unit", "source"])?;
        let mut rows: Vec<Parameter> = Vec::new();
        for row in table.rows() {
            let name = row.text(0)?;
            if rows.iter().any(|r| r.name == name) {
                return Err(row.error(format!("{name} is there twice")));
            }
            rows.push(Parameter {
                name,
                value: row.number(1, -1e18, 1e18)?,
                unit: row.text(2)?,
                source: row.text(3)?,
            });
        }
        Ok(Self { rows })
    }

    /// All rows, in order.
    pub fn rows(&self) -> &[Parameter] {
        &self.rows
    }

    /// A row by its name.
    ///
    /// # Errors
    /// Says that the parameter is not in the table.
    pub fn find(&self, name: &str) -> Result<&Parameter, Error> {
        let found = self.rows.iter().find(|r| r.name == name);
        found
            .ok_or_else(|| Error::missing(format!("parameter \"{name}\" (add a row to the table)")))
    }

    /// A value by name and unit.
    ///
    /// # Errors
    /// Says that the parameter is not in the table, or has another unit.
    pub fn value(&self, name: &str, unit: &str) -> Result<f64, Error> {
        let row = self.find(name)?;
        if row.unit == unit {
            return Ok(row.value);
        }
        Err(Error::new(
            name,
            row.value,
            format!("must be in {unit}, is in {}", row.unit),
        ))
    }

    /// The work of one request, from the rows `web_cpu`, `web_reads`, `queries`, `query_cpu`, `pages_per_query`,
    /// `data_per_user`, `workers`, `worker_memory` and `reserved_memory`.
    ///
    /// # Errors
    /// Names the first row that is missing, has another unit or is out of range.
    pub fn work(&self) -> Result<Work, Error> {
        let work = Work::per_request()
            .web_cpu(ms(self.value("web_cpu", "ms")?))
            .web_reads(self.value("web_reads", "1")?)
            .queries(self.whole("queries")?)
            .query_cpu(ms(self.value("query_cpu", "ms")?))
            .pages_per_query(self.value("pages_per_query", "1")?)
            .data_per_user(bytes(1024.0 * self.value("data_per_user", "KiB")?))
            .workers(self.whole("workers")?)
            .worker_memory(mib(self.value("worker_memory", "MiB")?))
            .reserved_memory(mib(self.value("reserved_memory", "MiB")?));
        work.check().map(|()| work)
    }

    /// A whole number.
    fn whole(&self, name: &str) -> Result<u32, Error> {
        let value = self.value(name, "1")?;
        if value >= 0.0 && value <= f64::from(u32::MAX) && value % 1.0 == 0.0 {
            return Ok(value as u32);
        }
        Err(Error::new(name, value, "must be a whole number from 0"))
    }
}

/// Machines that can be rented: `data/machines.csv`, with prices from a [`PriceBook`].
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    machines: Vec<Machine>,
}

impl Catalogue {
    /// Reads a table with the columns `name,cores,memory_gib,disk,read_us,disk_gib,price,disk_price,source`.
    ///
    /// `price` is an item of the price list; `disk_price` an item per GB-month, or `-` where the disk is included.
    ///
    /// # Errors
    /// Names the line of the first row that is malformed or whose price is not in the list.
    pub fn parse(csv: &str, prices: &PriceBook) -> Result<Self, DataError> {
        const COLUMNS: [&str; 9] = [
            "name",
            "cores",
            "memory_gib",
            "disk",
            "read_us",
            "disk_gib",
            "price",
            "disk_price",
            "source",
        ];
        let table = Table::parse(csv, &COLUMNS)?;
        let mut machines: Vec<Machine> = Vec::new();
        for row in table.rows() {
            let machine = machine(row, prices)?;
            if machines.iter().any(|m| m.name() == machine.name()) {
                return Err(row.error(format!("{} is there twice", machine.name())));
            }
            machines.push(machine);
        }
        Ok(Self { machines })
    }

    /// All machines, in the order of the table.
    pub fn machines(&self) -> &[Machine] {
        &self.machines
    }

    /// A machine by its name.
    ///
    /// # Errors
    /// Names the machines that there are.
    pub fn machine(&self, name: &str) -> Result<Machine, Error> {
        self.machines
            .iter()
            .find(|m| m.name() == name)
            .cloned()
            .ok_or_else(|| {
                let known: Vec<&str> = self.machines.iter().map(Machine::name).collect();
                Error::missing(format!("machine \"{name}\" (one of {})", known.join(", ")))
            })
    }
}

/// A machine from its row.
fn machine(row: &Row, prices: &PriceBook) -> Result<Machine, DataError> {
    let price = |column: usize| {
        let item = row.text(column)?;
        prices
            .find(&item)
            .map_err(|error| row.error(error.to_string()))
    };
    let size = gib(row.number(5, 0.001, 1e9)?);
    let mut machine = Machine::named(row.text(0)?)
        .cores(row.number(1, 1.0, 1024.0)? as u32)
        .memory(gib(row.number(2, 0.001, 1e6)?))
        .disk(Disk::new(row.text(3)?, us(row.number(4, 0.1, 1e9)?), size))
        .charge(price(6)?.month(1.0));
    if row.text(7)? != "-" {
        // Clouds bill decimal GB by the name and binary GiB in fact; one GiB is taken as one GB here.
        machine = machine.charge(price(7)?.line(size.gib()));
    }
    Ok(machine)
}
