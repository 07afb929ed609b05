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

mod parts;
mod policies;

use model::network::Service;
use model::prelude::*;
use std::sync::LazyLock;

pub use parts::{shop_balancer, shop_cache, shop_cdn, shop_database, shop_options, shop_queue};
pub use policies::{lost_to_the_dead, played_by_servers, rule_named, tail_by_servers, web_policy};

/// A table of `data/`, read once: a curve may ask for a number of it at each of its points.
macro_rules! table {
    ($name:ident: $type:ty, $file:literal, $parse:expr) => {
        static $name: LazyLock<$type> = LazyLock::new(|| {
            let text = include_str!(concat!("../../../", $file));
            read($file, $parse(text))
        });
    };
}

table!(SHOP: Parameters, "data/shop.csv", Parameters::parse);
table!(WORKLOAD: Parameters, "data/workload.csv", Parameters::parse);
table!(PRICES: PriceBook, "data/prices.csv", PriceBook::parse);
table!(MACHINES: Catalogue, "data/machines.csv", |text| Catalogue::parse(text, &PRICES));
table!(BASE_RATES: BaseRates, "data/base-rates.csv", BaseRates::parse);
table!(ROUND_TRIPS: RoundTrips, "data/round-trips.csv", RoundTrips::parse);

fn read<T>(file: &str, result: Result<T, DataError>) -> T {
    result.unwrap_or_else(|error| panic!("{}", error.in_file(file)))
}

fn found<T>(file: &str, result: Result<T, Error>) -> T {
    result.unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// What one request asks of the shop: a page, built from what the database answers, and the pictures on it (`data/shop.csv`).
#[must_use]
pub fn shop() -> Work {
    found("data/shop.csv", SHOP.work())
        .writes(assumed("writes", "1"))
        .page_size(kib(assumed("page_size", "KiB")))
        .objects(
            kib(assumed("object_size", "KiB")),
            Popularity::zipf(assumed("object_zipf", "1")),
        )
        .assets(
            assumed("assets_each", "1"),
            kib(assumed("asset_size", "KiB")),
            assumed("assets", "1"),
            Popularity::zipf(assumed("asset_zipf", "1")),
        )
}

/// The shop since it draws a receipt for some of its requests: much work, done before the answer unless there is a queue.
#[must_use]
pub fn shop_with_receipts() -> Work {
    shop().task(assumed("task_share", "1"), ms(assumed("task_cpu", "ms")))
}

/// The slow work of one receipt, as workers meet it: exponential.
#[must_use]
pub fn shop_receipt() -> Service {
    Service::exponential(ms(assumed("task_cpu", "ms")))
}

/// A number of the running example, by its name and unit in `data/shop.csv`.
fn assumed(name: &str, unit: &str) -> f64 {
    found("data/shop.csv", SHOP.value(name, unit))
}

/// Every number of the shop with its source, for a table.
#[must_use]
pub fn shop_parameters() -> Parameters {
    SHOP.clone()
}

/// The habits of the shop's users, where they are, and this many of them.
#[must_use]
pub fn shop_traffic(users: f64) -> Traffic {
    let abroad = assumed("abroad", "1");
    Traffic::daily_users(users)
        .requests_each(assumed("requests_each", "1/day"))
        .peak_to_mean(peak_to_mean())
        .audience(Audience::of("Toronto", 1.0 - abroad).and("Seoul", abroad))
}

/// Peak hour over mean of a day, median of a public log. `[1]` (`data/workload.csv`).
#[must_use]
pub fn peak_to_mean() -> f64 {
    found("data/workload.csv", WORKLOAD.value("peak_to_mean", "1"))
}

/// How real traffic behaves (`data/workload.csv`).
#[must_use]
pub fn workload() -> Parameters {
    WORKLOAD.clone()
}

/// A machine by its name in `data/machines.csv`, with its price.
///
/// # Panics
/// When there is none of that name; the message names those that there are.
#[must_use]
#[track_caller]
pub fn machine(name: &str) -> Machine {
    match MACHINES.machine(name) {
        Ok(machine) => machine,
        Err(error) => panic!("data/machines.csv: {error}"),
    }
}

/// All machines that can be rented.
#[must_use]
pub fn machines() -> Vec<Machine> {
    MACHINES.machines().to_vec()
}

/// A disk of a kind ("SSD" or "hard disk", with its times from `data/base-rates.csv`) and a size. A hard disk writes as it
/// reads: what takes time is its arm.
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
    let (read, write) = match kind {
        "SSD" => ("random SSD read 8 KiB", "SSD write and fsync"),
        "hard disk" => ("hard disk random read", "hard disk random read"),
        _ => panic!("disk: \"{kind}\" is not a kind of disk; there are \"SSD\" and \"hard disk\""),
    };
    Disk::new(kind, base_rate(read), size).writes(base_rate(write))
}

/// The price list (`data/prices.csv`).
#[must_use]
pub fn prices() -> PriceBook {
    PRICES.clone()
}

/// What single operations cost in time (`data/base-rates.csv`).
#[must_use]
pub fn base_rates() -> BaseRates {
    BASE_RATES.clone()
}

/// Round trips between places (`data/round-trips.csv`).
#[must_use]
pub fn round_trips() -> RoundTrips {
    ROUND_TRIPS.clone()
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
    match BASE_RATES.time(operation) {
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
        assert!(round_trips().between("Seoul", "Toronto").is_ok());
        assert!(shop_with_receipts().check().is_ok());
    }
}
