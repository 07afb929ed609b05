//! Numbers by name: the running example, the habits of traffic.

use super::table::Table;
use crate::error::{DataError, Error};
use crate::units::{kib, mib, ms};
use crate::workload::Work;

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
            .data_per_user(kib(self.value("data_per_user", "KiB")?))
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
