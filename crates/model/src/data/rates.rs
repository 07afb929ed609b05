//! What one operation costs in time.

use super::table::Table;
use crate::error::{DataError, Error};
use crate::units::{Time, ms, seconds, us};

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
