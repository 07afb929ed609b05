//! Looks at the data files before anything is built on them: a bad row is told with its line, not met as a panic in a cell.

use std::path::Path;

use anyhow::{Result, bail};
use model::cost::PriceBook;
use model::data::{BaseRates, Catalogue, Parameters};
use model::error::DataError;

/// Checks every data file that cells use.
///
/// # Errors
/// The first file that is missing, and the first row that can't be read, with its line.
pub(crate) fn check(root: &Path) -> Result<()> {
    // A book without the book's crates has no use for its data.
    if !root.join("crates/lab").is_dir() {
        return Ok(());
    }
    let prices = table(root, "data/prices.csv", PriceBook::parse)?;
    table(root, "data/machines.csv", |csv| {
        Catalogue::parse(csv, &prices)
    })?;
    table(root, "data/base-rates.csv", BaseRates::parse)?;
    table(root, "data/shop.csv", Parameters::parse)?;
    table(root, "data/workload.csv", Parameters::parse)?;
    Ok(())
}

fn table<T>(
    root: &Path,
    name: &str,
    parse: impl FnOnce(&str) -> Result<T, DataError>,
) -> Result<T> {
    let restore = format!("restore it with `git checkout -- {name}`");
    let Ok(text) = std::fs::read(root.join(name)) else {
        bail!("{name}: is missing or can't be read; {restore}");
    };
    let Ok(text) = String::from_utf8(text) else {
        bail!("{name}: is not UTF-8; {restore}");
    };
    parse(&text)
        .map_err(|error| anyhow::anyhow!("{}; correct the row, or {restore}", error.in_file(name)))
}
