//! What a system costs: price lists and bills.
//!
//! ```
//! use model::prelude::*;
//! let prices = PriceBook::parse(
//!     "# prices for an example\n\
//!      item,unit,usd,region,as_of,source\n\
//!      the text's large server,month,100,-,-,the text\n",
//! )?;
//! let large = prices.find("the text's large server")?;
//! assert_eq!(Bill::new(vec![large.line(3.0)]).monthly().to_string(), "$300");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A month has 730 hours. Traffic, discounts, taxes and people are not on the bill unless a line says so.

use crate::data::table::Table;
use crate::error::{DataError, Error};
use crate::format::significant;
use crate::units::{HOURS_A_MONTH, Money, usd};
use crate::workload::Traffic;
use std::fmt;

/// One position of a bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What is paid for.
    pub what: String,
    /// How much of it in a month, in `unit`.
    pub quantity: f64,
    /// "hour", "GB-month", "month".
    pub unit: String,
    /// The price of one unit.
    pub unit_price: Money,
    /// Where the price was read, and when.
    pub source: String,
}

impl Line {
    /// A position of a bill.
    pub fn new(
        what: impl Into<String>,
        quantity: f64,
        unit: impl Into<String>,
        unit_price: Money,
        source: impl Into<String>,
    ) -> Self {
        Self {
            what: what.into(),
            quantity,
            unit: unit.into(),
            unit_price,
            source: source.into(),
        }
    }

    /// Quantity times unit price.
    pub fn total(&self) -> Money {
        self.unit_price * self.quantity
    }

    /// The same line for `count` of them.
    #[must_use]
    pub fn times(&self, count: f64) -> Self {
        Self {
            quantity: self.quantity * count,
            ..self.clone()
        }
    }
}

/// What a system costs in a month, line by line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bill {
    /// The positions.
    pub lines: Vec<Line>,
}

impl Bill {
    /// A bill of these lines.
    pub fn new(lines: Vec<Line>) -> Self {
        Self { lines }
    }

    /// The total for a month.
    pub fn monthly(&self) -> Money {
        self.lines.iter().map(Line::total).sum()
    }

    /// The total over the million requests served in a month; `None` without requests.
    pub fn per_million_requests(&self, traffic: &Traffic) -> Option<Money> {
        share(self.monthly() * 1e6, traffic.requests_per_month())
    }

    /// The total over the daily users; `None` without users.
    pub fn per_user(&self, traffic: &Traffic) -> Option<Money> {
        share(self.monthly(), traffic.users())
    }
}

/// `total / parts`, where there are any.
fn share(total: Money, parts: f64) -> Option<Money> {
    let each = total / parts;
    (parts > 0.0 && each.is_finite()).then_some(each)
}

impl fmt::Display for Bill {
    /// A text table: quantity, unit, what, total; the sum last.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            let quantity = significant(line.quantity, 4);
            let price = line.unit_price.to_string();
            writeln!(
                f,
                "{quantity:>8} {:<9} {price:>10}  {:>10}  {}",
                line.unit,
                line.total().to_string(),
                line.what
            )?;
        }
        write!(
            f,
            "{:>8} {:<9} {:>10}  {:>10}  a month",
            "",
            "",
            "",
            self.monthly().to_string()
        )
    }
}

/// One row of a price list.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// What is sold.
    pub item: String,
    /// "hour", "month", "GB-month", "1k requests".
    pub unit: String,
    /// The price of one unit.
    pub price: Money,
    /// Where it holds; "-" where that has no meaning.
    pub region: String,
    /// When it held.
    pub as_of: String,
    /// Where it was read.
    pub source: String,
}

impl Price {
    /// A bill's line for `quantity` units in a month.
    pub fn line(&self, quantity: f64) -> Line {
        let source = format!("{}; {}, {}", self.source, self.region, self.as_of);
        Line::new(
            self.item.clone(),
            quantity,
            self.unit.clone(),
            self.price,
            source,
        )
    }

    /// A bill's line for `count` of the item the whole month through: 730 hours each where it is sold by the hour.
    pub fn month(&self, count: f64) -> Line {
        self.line(if self.unit == "hour" {
            count * HOURS_A_MONTH
        } else {
            count
        })
    }
}

/// A price list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceBook {
    prices: Vec<Price>,
}

impl PriceBook {
    /// Reads a price list with the columns `item,unit,usd,region,as_of,source`. Lines that begin with `#` are comments.
    ///
    /// # Errors
    /// Names the line of the first row that is malformed, negative or there twice.
    pub fn parse(csv: &str) -> Result<Self, DataError> {
        let table = Table::parse(csv, &["item", "unit", "usd", "region", "as_of", "source"])?;
        let mut prices: Vec<Price> = Vec::new();
        for row in table.rows() {
            let price = Price {
                item: row.text(0)?,
                unit: row.text(1)?,
                price: usd(row.number(2, 0.0, 1e12)?),
                region: row.text(3)?,
                as_of: row.text(4)?,
                source: row.text(5)?,
            };
            if prices
                .iter()
                .any(|p| p.item == price.item && p.region == price.region)
            {
                return Err(row.error(format!(
                    "{} is already priced in {}",
                    price.item, price.region
                )));
            }
            prices.push(price);
        }
        Ok(Self { prices })
    }

    /// All prices, in the order of the list.
    pub fn prices(&self) -> &[Price] {
        &self.prices
    }

    /// The first price of an item.
    ///
    /// # Errors
    /// Says that it is not in the list.
    pub fn find(&self, item: &str) -> Result<&Price, Error> {
        self.prices.iter().find(|p| p.item == item).ok_or_else(|| {
            Error::missing(format!("price of \"{item}\" (add a row to the price list)"))
        })
    }

    /// The price of an item in a region.
    ///
    /// # Errors
    /// Says that it is not in the list.
    pub fn find_in(&self, item: &str, region: &str) -> Result<&Price, Error> {
        self.prices
            .iter()
            .find(|p| p.item == item && p.region == region)
            .ok_or_else(|| {
                Error::missing(format!(
                    "price of \"{item}\" in {region} (add a row to the price list)"
                ))
            })
    }
}
