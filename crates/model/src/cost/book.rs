//! A price list, and the bill of an amount by it.

use super::bill::{Bill, Unpriced};
use super::price::{Price, Role};
use crate::data::table::Table;
use crate::error::{DataError, Error, within};
use crate::machine::Machine;
use crate::units::Bytes;

/// A price list: the text's round numbers, a cloud's, a cheap host's, or several of them at once.
///
/// ```
/// use model::prelude::*;
/// let prices = PriceBook::parse(
///     "# prices for an example\n\
///      book,role,item,unit,from,to,usd,region,as_of,source\n\
///      cloud,balancer,ALB,hour,0,-,0.0225,us-east-1,2024-07-01,a price list\n",
/// )?;
/// assert_eq!(prices.books(), ["cloud"]);
/// let cloud = prices.in_book("cloud")?;
/// assert_eq!(cloud.price(Role::Balancer, "us-east-1", 2.0)?.monthly(), usd(2.0 * 730.0 * 0.0225));
/// assert!(prices.in_book("text").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceBook {
    prices: Vec<Price>,
}

impl PriceBook {
    /// Reads a price list with the columns `book,role,item,unit,from,to,usd,region,as_of,source`, or, without books, roles
    /// and steps, `item,unit,usd,region,as_of,source`. Lines that begin with `#` are comments.
    ///
    /// A price with steps has a row for each, in order, each `from` where the one before had its `to`.
    ///
    /// # Errors
    /// Names the line of the first row that is malformed, negative, there twice, or no next step.
    pub fn parse(csv: &str) -> Result<Self, DataError> {
        let with_books = csv
            .lines()
            .find(|line| !line.starts_with('#') && !line.trim().is_empty())
            .is_some_and(|header| header.starts_with("book"));
        let table = if with_books {
            Table::parse(csv, &Price::COLUMNS)?
        } else {
            Table::parse(csv, &Price::PLAIN)?
        };
        let mut prices: Vec<Price> = Vec::new();
        for row in table.rows() {
            let price = if with_books {
                Price::full(row)?
            } else {
                Price::plain(row)?
            };
            let before = prices.iter().rfind(|before| price.is_step_of(before));
            check_step(&price, before).map_err(|message| row.error(message))?;
            prices.push(price);
        }
        Ok(Self { prices })
    }

    /// All prices, in the order of the list.
    pub fn prices(&self) -> &[Price] {
        &self.prices
    }

    /// The names of the books in the list, in its order.
    pub fn books(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for price in &self.prices {
            if price.book != "-" && !names.contains(&price.book.as_str()) {
                names.push(&price.book);
            }
        }
        names
    }

    /// One of the books alone.
    ///
    /// # Errors
    /// Names the books that there are.
    pub fn in_book(&self, name: &str) -> Result<Self, Error> {
        let keep = |price: &&Price| price.book == name;
        let prices: Vec<Price> = self.prices.iter().filter(keep).cloned().collect();
        if prices.is_empty() {
            let known = self.books().join(", ");
            return Err(Error::missing(format!(
                "price book \"{name}\" (one of {known})"
            )));
        }
        Ok(Self { prices })
    }

    /// The prices that hold in a region, those without a region among them.
    #[must_use]
    pub fn in_region(&self, region: &str) -> Self {
        let keep = |price: &&Price| price.holds_in(region);
        Self {
            prices: self.prices.iter().filter(keep).cloned().collect(),
        }
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

    /// The first price of an item in a region.
    ///
    /// # Errors
    /// Says that it is not in the list.
    pub fn find_in(&self, item: &str, region: &str) -> Result<&Price, Error> {
        self.prices
            .iter()
            .find(|p| p.item == item && p.holds_in(region))
            .ok_or_else(|| {
                Error::missing(format!(
                    "price of \"{item}\" in {region} (add a row to the price list)"
                ))
            })
    }

    /// What an amount costs in a month: a line for each step of the price, and what is beyond the last one as unpriced.
    ///
    /// [`Role`] says what the amount is counted in. The first item of that role which holds in the region counts; where
    /// there is none, all of the amount is unpriced.
    ///
    /// # Errors
    /// The amount is negative or above 1e18, or the list holds several books: one must be chosen by
    /// [`in_book`](PriceBook::in_book), or a rule of thumb would silently fill the gaps of a cloud's list.
    pub fn price(&self, role: Role, region: &str, amount: f64) -> Result<Bill, Error> {
        within(role.name(), amount, 0.0, 1e18)?;
        let books = self.books().len();
        if books > 1 {
            let (name, bound) = (
                "price books to bill from",
                "must be one: choose it with in_book",
            );
            return Err(Error::new(name, books as f64, bound));
        }
        let holds = |p: &&Price| p.role == Some(role) && p.holds_in(region);
        let (lines, left) = match self.prices.iter().find(holds) {
            Some(first) => self.steps(first, amount),
            None => (Vec::new(), amount),
        };
        let unpriced = Unpriced {
            what: if region == "-" {
                role.to_string()
            } else {
                format!("{role} in {region}")
            },
            quantity: left,
            unit: role.unit().into(),
        };
        Ok(Bill {
            lines,
            unpriced: if left > 0.0 {
                vec![unpriced]
            } else {
                Vec::new()
            },
        })
    }

    /// Lines for the steps of a price, and what of the amount is left after the last of them.
    fn steps(&self, first: &Price, amount: f64) -> (Vec<super::Line>, f64) {
        let quantity = first.units(amount);
        let mut lines = Vec::new();
        let mut priced = 0.0;
        for step in self.prices.iter().filter(|p| p.is_step_of(first)) {
            let end = step.to.map_or(quantity, |to| to.min(quantity));
            if end > step.from {
                lines.push(step.line(end - step.from));
                priced = end;
            }
        }
        if quantity > priced {
            return (lines, (quantity - priced) * (amount / quantity));
        }
        (lines, 0.0)
    }

    /// What a machine costs by rule of thumb: so much a core, so much a GB of memory. Its disk is not in it.
    ///
    /// # Errors
    /// Cores or memory of the machine were not given.
    pub fn by_thumb(&self, machine: &Machine) -> Result<Bill, Error> {
        let name = |what: &str| format!("{what} of machine {}", machine.name());
        let cores = machine
            .core_count()
            .ok_or_else(|| Error::missing(name("cores")))?;
        let memory = machine
            .memory_size()
            .ok_or_else(|| Error::missing(name("memory")))?;
        let mut bill = self.price(Role::Core, "-", f64::from(cores))?;
        bill.add(self.price(Role::Memory, "-", Bytes::gib(memory))?);
        Ok(bill)
    }
}

/// Whether a row may follow the one before of the same item and region.
fn check_step(price: &Price, before: Option<&Price>) -> Result<(), String> {
    let Some(before) = before else {
        return if price.from == 0.0 {
            Ok(())
        } else {
            Err(format!("the first price of {} must be from 0", price.item))
        };
    };
    if price.from == 0.0 {
        return Err(format!(
            "{} is already priced in {}",
            price.item, price.region
        ));
    }
    if before.to != Some(price.from) || before.unit != price.unit || before.role != price.role {
        let message = "must go on where the step before ends, with its role and unit";
        return Err(format!("the price of {} {message}", price.item));
    }
    Ok(())
}
