//! Machines with their prices.

use super::table::{Row, Table};
use crate::cost::PriceBook;
use crate::error::{DataError, Error};
use crate::machine::{Disk, Machine};
use crate::units::{gib, us};

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
