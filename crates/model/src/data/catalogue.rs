//! Machines with their prices.

use super::table::{Row, Table};
use crate::cost::{PriceBook, gigabytes};
use crate::error::{DataError, Error};
use crate::machine::{Disk, Machine};
use crate::units::{gib, us};

/// Machines that can be rented: `data/machines.csv`, with prices from a [`PriceBook`].
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    machines: Vec<Machine>,
    books: Vec<String>, // of each machine
}

impl Catalogue {
    /// Reads a table with the columns `name,cores,memory_gib,disk,read_us,write_us,disk_gib,price,disk_price,source`.
    ///
    /// `price` is an item of the price list; `disk_price` an item per GB-month, or `-` where the disk is included. The first
    /// price of an item counts.
    ///
    /// # Errors
    /// Names the line of the first row that is malformed or whose price is not in the list.
    pub fn parse(csv: &str, prices: &PriceBook) -> Result<Self, DataError> {
        Self::read(csv, |row| machine(row, prices).map(Some))
    }

    /// The same with the prices of a region; machines that are not priced there are left out.
    ///
    /// # Errors
    /// Names the line of the first row that is malformed.
    pub fn parse_in(csv: &str, prices: &PriceBook, region: &str) -> Result<Self, DataError> {
        let here = prices.in_region(region);
        let priced = |item: &str| item == "-" || here.find(item).is_ok();
        Self::read(csv, |row| {
            if priced(&row.text(7)?) && priced(&row.text(8)?) {
                machine(row, &here).map(Some)
            } else {
                Ok(None)
            }
        })
    }

    /// Reads the rows one by one.
    fn read(
        csv: &str,
        machine: impl Fn(&Row) -> Result<Option<(Machine, String)>, DataError>,
    ) -> Result<Self, DataError> {
        const COLUMNS: [&str; 10] = [
            "name",
            "cores",
            "memory_gib",
            "disk",
            "read_us",
            "write_us",
            "disk_gib",
            "price",
            "disk_price",
            "source",
        ];
        let table = Table::parse(csv, &COLUMNS)?;
        let mut all = Self {
            machines: Vec::new(),
            books: Vec::new(),
        };
        for row in table.rows() {
            let Some((machine, book)) = machine(row)? else {
                continue;
            };
            if all.machines.iter().any(|m| m.name() == machine.name()) {
                return Err(row.error(format!("{} is there twice", machine.name())));
            }
            all.machines.push(machine);
            all.books.push(book);
        }
        Ok(all)
    }

    /// All machines, in the order of the table.
    pub fn machines(&self) -> &[Machine] {
        &self.machines
    }

    /// The machines that one price book prices.
    pub fn in_book(&self, book: &str) -> Vec<Machine> {
        let both = self.machines.iter().zip(&self.books);
        both.filter(|(_, its)| *its == book)
            .map(|(machine, _)| machine.clone())
            .collect()
    }

    /// The price book that prices a machine; `None` where there is no machine of that name.
    pub fn book_of(&self, name: &str) -> Option<&str> {
        let at = self.machines.iter().position(|m| m.name() == name)?;
        Some(&self.books[at])
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

/// A machine from its row, and the price book that prices it.
fn machine(row: &Row, prices: &PriceBook) -> Result<(Machine, String), DataError> {
    let price = |column: usize| {
        let item = row.text(column)?;
        prices
            .find(&item)
            .map_err(|error| row.error(error.to_string()))
    };
    let size = gib(row.number(6, 0.001, 1e9)?);
    let disk = Disk::new(row.text(3)?, us(row.number(4, 0.1, 1e9)?), size)
        .writes(us(row.number(5, 0.1, 1e9)?));
    let mut machine = Machine::named(row.text(0)?)
        .cores(row.number(1, 1.0, 1024.0)? as u32)
        .memory(gib(row.number(2, 0.001, 1e6)?))
        .disk(disk)
        .charge(price(7)?.month(1.0));
    if row.text(8)? != "-" {
        machine = machine.charge(price(8)?.line(gigabytes(size)));
    }
    Ok((machine, price(7)?.book.clone()))
}
