//! The running example: an online shop, the machines it can rent, and what they cost.
//!
//! The numbers stand in `data/*.csv` with their sources, and are part of the program, so that a cell finds them in a
//! notebook and in the page alike.
//!
//! ```
//! use lab::prelude::*;
//! let one = System::together(machine("t3.medium"), 1, shop());
//! let report = one.predict(&shop_traffic(2e5))?;
//! assert!(report.steady().is_some());
//! assert_eq!(machine("large").cost(), usd(100.0));
//! # Ok::<(), Error>(())
//! ```
//!
//! A table that cannot be read is a mistake in this repository, not in a cell: it panics with file and line, and a test
//! reads them all.

use model::prelude::*;

const SHOP: &str = include_str!("../../../data/shop.csv");
const WORKLOAD: &str = include_str!("../../../data/workload.csv");
const MACHINES: &str = include_str!("../../../data/machines.csv");
const PRICES: &str = include_str!("../../../data/prices.csv");
const BASE_RATES: &str = include_str!("../../../data/base-rates.csv");

fn read<T>(file: &str, result: Result<T, DataError>) -> T {
    result.unwrap_or_else(|error| panic!("{}", error.in_file(file)))
}

fn found<T>(file: &str, result: Result<T, Error>) -> T {
    result.unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// What one request asks of the shop (`data/shop.csv`).
#[must_use]
pub fn shop() -> Work {
    found("data/shop.csv", shop_parameters().work())
}

/// Every number of the shop with its source, for a table.
#[must_use]
pub fn shop_parameters() -> Parameters {
    read("data/shop.csv", Parameters::parse(SHOP))
}

/// The habits of the shop's users, and this many of them.
#[must_use]
pub fn shop_traffic(users: f64) -> Traffic {
    let requests = found(
        "data/shop.csv",
        shop_parameters().value("requests_each", "1/day"),
    );
    Traffic::daily_users(users)
        .requests_each(requests)
        .peak_to_mean(peak_to_mean())
}

/// Peak hour over mean of a day, median of a public log. `[1]` (`data/workload.csv`).
#[must_use]
pub fn peak_to_mean() -> f64 {
    found("data/workload.csv", workload().value("peak_to_mean", "1"))
}

/// How real traffic behaves (`data/workload.csv`).
#[must_use]
pub fn workload() -> Parameters {
    read("data/workload.csv", Parameters::parse(WORKLOAD))
}

/// A machine by its name in `data/machines.csv`, with its price.
///
/// # Panics
/// When there is none of that name; the message names those that there are.
#[must_use]
#[track_caller]
pub fn machine(name: &str) -> Machine {
    let catalogue = read("data/machines.csv", Catalogue::parse(MACHINES, &prices()));
    match catalogue.machine(name) {
        Ok(machine) => machine,
        Err(error) => panic!("data/machines.csv: {error}"),
    }
}

/// All machines that can be rented.
#[must_use]
pub fn machines() -> Vec<Machine> {
    read("data/machines.csv", Catalogue::parse(MACHINES, &prices()))
        .machines()
        .to_vec()
}

/// A disk of a kind ("SSD" or "hard disk", with its read time from `data/base-rates.csv`) and a size.
///
/// ```
/// use lab::prelude::*;
/// assert_eq!(disk("hard disk", gib(100.0)).read(), ms(10.0));
/// ```
///
/// # Panics
/// When the kind is another.
#[must_use]
#[track_caller]
pub fn disk(kind: &str, size: Bytes) -> Disk {
    let operation = match kind {
        "SSD" => "random SSD read 8 KiB",
        "hard disk" => "hard disk random read",
        _ => panic!("disk: \"{kind}\" is not a kind of disk; there are \"SSD\" and \"hard disk\""),
    };
    Disk::new(kind, base_rate(operation), size)
}

/// The price list (`data/prices.csv`).
#[must_use]
pub fn prices() -> PriceBook {
    read("data/prices.csv", PriceBook::parse(PRICES))
}

/// What single operations cost in time (`data/base-rates.csv`).
#[must_use]
pub fn base_rates() -> BaseRates {
    read("data/base-rates.csv", BaseRates::parse(BASE_RATES))
}

/// One round trip on the network between two machines of a region (`data/base-rates.csv`).
#[must_use]
pub fn hop() -> Time {
    base_rate("round trip same region")
}

/// How long one operation takes, by its name in `data/base-rates.csv`.
///
/// # Panics
/// When there is none of that name.
#[must_use]
#[track_caller]
pub fn base_rate(operation: &str) -> Time {
    match base_rates().time(operation) {
        Ok(time) => time,
        Err(error) => panic!("data/base-rates.csv: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_reads() {
        assert!(shop().check().is_ok());
        assert!(workload().rows().len() >= 2);
        assert!(machines().iter().all(|machine| machine.cost().usd() > 0.0));
        assert!(!base_rates().rates().is_empty());
        assert!(hop() > Time::ZERO);
    }
}
