//! The price list by which what leaves the data centre is billed.

use std::fs;

use anyhow::{Context, Result, anyhow, bail};
use model::cost::Unpriced;
use model::file::Scenario;
use model::prelude::{Bill, Error, PriceBook};

use crate::arguments::Predict;

/// One price book, and the region in which the machines stand; an empty one prices nothing.
#[derive(Default)]
pub(super) struct Prices {
    book: PriceBook,
    region: String,
}

impl Prices {
    /// Reads the list that was named, and takes one book of it.
    pub(super) fn read(arguments: &Predict) -> Result<Self> {
        let region = arguments.region.clone().unwrap_or_else(|| "-".to_owned());
        let Some(path) = &arguments.prices else {
            let book = PriceBook::default();
            return Ok(Self { book, region });
        };
        let name = path.display().to_string();
        let text = fs::read_to_string(path).with_context(|| format!("{name}: can't be read"))?;
        let list = PriceBook::parse(&text).map_err(|error| anyhow!("{}", error.in_file(&*name)))?;
        let book = match (&arguments.book, &list.books()[..]) {
            (Some(book), _) => list
                .in_book(book)
                .with_context(|| format!("{name}: --book"))?,
            (None, [] | [_]) => list,
            (None, books) => bail!(
                "{name}: choose a price book: --book with one of {}",
                books.join(", ")
            ),
        };
        Ok(Self { book, region })
    }

    /// Machines, pages, files and their requests in a month. What has no price is listed; where it can't even be said how much
    /// leaves where, that.
    pub(super) fn bill(&self, scenario: &Scenario) -> Result<Bill, Error> {
        let (system, traffic) = (&scenario.system, &scenario.traffic);
        match system.bill_of(traffic, &self.book, &self.region) {
            Err(error) if self.book == PriceBook::default() => {
                let mut bill = system.bill();
                bill.unpriced.push(Unpriced {
                    what: format!("pages and files ({error})"),
                    quantity: traffic.requests_per_month(),
                    unit: "requests".into(),
                });
                Ok(bill)
            }
            bill => bill,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{Arguments, Command};
    use clap::Parser;
    use std::path::Path;

    fn shop(settings: &[&str]) -> Scenario {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../model/examples/shop.toml");
        let text = fs::read_to_string(file).unwrap();
        Scenario::read(&text, settings).unwrap()
    }

    /// By the book's own list: more than the machines, and nothing left without a price.
    #[test]
    fn what_leaves_the_data_centre_is_billed_by_a_list() {
        let predict = |more: &[&str]| {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
            let list = root.join("data/prices.csv").display().to_string();
            let start = ["millions", "predict", "shop.toml", "--prices", &list];
            let line = start.iter().chain(more);
            match Arguments::try_parse_from(line).unwrap().command {
                Some(Command::Predict(predict)) => Prices::read(&predict),
                _ => panic!("predict"),
            }
        };
        let cloud = predict(&["--book", "cloud", "--region", "ca-central-1"]).unwrap();
        let (with, without) = (cloud.bill(&shop(&[])), Prices::default().bill(&shop(&[])));
        let (with, without) = (with.unwrap(), without.unwrap());
        assert!(with.monthly() > without.monthly() * 1.5, "{with}");
        assert!(with.unpriced.len() < without.unpriced.len(), "{with}");
        let nowhere = shop(&["cdn.regions=[]"]);
        assert!(cloud.bill(&nowhere).is_err());
        let listed = Prices::default().bill(&nowhere).unwrap().unpriced;
        assert!(listed[0].what.contains("price region"), "{listed:?}");
        for (wrong, said) in [
            (&[][..], "choose a price book"),
            (&["--book", "none"], "price book"),
        ] {
            let error = predict(wrong)
                .err()
                .map(|error| format!("{error:#}"))
                .unwrap();
            assert!(error.contains(said) && error.contains("cloud"), "{error}");
        }
    }
}
