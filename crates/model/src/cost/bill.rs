//! A bill: lines of quantity times unit price, and what could not be priced.

use crate::error::{Error, within};
use crate::format::significant;
use crate::units::Money;
use crate::workload::Traffic;
use std::fmt;

/// One position of a bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What is paid for.
    pub what: String,
    /// How much of it in a month, in `unit`. 0 to 1e15
    pub quantity: f64,
    /// "hour", "GB-month", "month".
    pub unit: String,
    /// The price of one unit; a credit is below zero. To 1e15 USD
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

    /// Checks that it is a sum of money. A credit may be below zero.
    pub(crate) fn check(&self) -> Result<(), Error> {
        within("quantity", self.quantity, 0.0, 1e15)
            .and_then(|_| within("unit price", self.unit_price.usd(), -1e15, 1e15))
            .map(drop)
            .map_err(|error| error.of(&self.what))
    }

    /// Whether the other line is more of the same at the same price.
    fn is_like(&self, other: &Self) -> bool {
        self.what == other.what
            && self.unit == other.unit
            && self.unit_price == other.unit_price
            && self.source == other.source
    }
}

/// Something that the system uses and the price list does not price.
#[derive(Clone, Debug, PartialEq)]
pub struct Unpriced {
    /// What it is: "egress in ca-west-1".
    pub what: String,
    /// How much of it in a month, in `unit`.
    pub quantity: f64,
    /// "GB", "requests", "machines".
    pub unit: String,
}

impl fmt::Display for Unpriced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quantity = significant(self.quantity, 4);
        write!(f, "{quantity} {} of {}", self.unit, self.what)
    }
}

/// What a system costs in a month, line by line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bill {
    /// The positions.
    pub lines: Vec<Line>,
    /// What is used and has no price; the total is at least what the lines say.
    pub unpriced: Vec<Unpriced>,
}

impl Bill {
    /// A bill of these lines.
    pub fn new(lines: Vec<Line>) -> Self {
        Self {
            lines,
            unpriced: Vec::new(),
        }
    }

    /// Appends the positions of another bill.
    pub fn add(&mut self, other: Self) {
        self.lines.extend(other.lines);
        self.unpriced.extend(other.unpriced);
    }

    /// The same bill with like lines taken together: same thing, unit, price and source. Each stands where its first one did.
    ///
    /// ```
    /// use model::prelude::*;
    /// let server = Line::new("server", 1.0, "month", usd(50.0), "example");
    /// let bill = Bill::new(vec![server.clone(), server]).merged();
    /// assert_eq!((bill.lines.len(), bill.monthly()), (1, usd(100.0)));
    /// ```
    #[must_use]
    pub fn merged(&self) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        for line in &self.lines {
            match lines.iter_mut().find(|before| before.is_like(line)) {
                Some(before) => before.quantity += line.quantity,
                None => lines.push(line.clone()),
            }
        }
        let mut unpriced: Vec<Unpriced> = Vec::new();
        for item in &self.unpriced {
            let like = |b: &&mut Unpriced| b.what == item.what && b.unit == item.unit;
            match unpriced.iter_mut().find(like) {
                Some(before) => before.quantity += item.quantity,
                None => unpriced.push(item.clone()),
            }
        }
        Self { lines, unpriced }
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
    /// A text table: quantity, unit, price, total, what; the sum, and then what is not priced.
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
        )?;
        for item in &self.unpriced {
            write!(f, "\nnot priced: {item}")?;
        }
        Ok(())
    }
}
