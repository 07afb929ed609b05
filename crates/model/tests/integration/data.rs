//! The book's tables can be read; a bad row is named by its line.

use crate::support::{MACHINES, PRICES, SHOP, machine, one, traffic};
use model::prelude::*;

#[test]
fn the_tables_of_the_book_are_readable_and_say_where_they_come_from() {
    PriceBook::parse(PRICES).unwrap();
    Parameters::parse(SHOP).unwrap().work().unwrap();
    Parameters::parse(include_str!("../../../../data/workload.csv")).unwrap();
    BaseRates::parse(include_str!("../../../../data/base-rates.csv")).unwrap();
    for (name, text) in [("prices", PRICES), ("machines", MACHINES), ("shop", SHOP)] {
        let header: String = text.lines().filter(|l| l.starts_with('#')).collect();
        for word in ["Licence", "source"] {
            assert!(
                header.to_lowercase().contains(&word.to_lowercase()),
                "{name}: its header lacks {word}"
            );
        }
    }
}

/// The text's own figures: three large servers at $100; one medium and three medium at $50.
#[test]
fn the_bill_of_the_text() {
    let work = || crate::support::shop();
    let together = System::together(machine("large"), 3, work());
    let apart = System::apart(
        (machine("medium"), 1),
        (machine("medium"), 3),
        us(250.0),
        work(),
    );
    assert_eq!(together.bill().monthly(), usd(3.0 * 100.0));
    assert_eq!(apart.bill().monthly(), usd(50.0 + 3.0 * 50.0));
}

/// An hour's price times 730, plus the disk, over the requests of 730 hours.
#[test]
fn a_bill_adds_up() {
    let bill = one().bill();
    let expected = 0.0416 * 730.0 + 0.08 * 100.0;
    assert!((bill.monthly().usd() - expected).abs() < 1e-9);
    let requests = 2e5 * 20.0 * 730.0 / 24.0;
    let per_million = bill.per_million_requests(&traffic(2e5)).unwrap().usd();
    assert!((per_million - expected / requests * 1e6).abs() < 1e-9);
    assert_eq!(bill.per_million_requests(&traffic(0.0)), None);
    assert_eq!(bill.per_user(&traffic(0.0)), None);
}

#[test]
fn bad_rows_are_named_by_line() {
    let prices = |rows: &str| {
        let text = format!("# example\nitem,unit,usd,region,as_of,source\n{rows}");
        PriceBook::parse(&text)
            .unwrap_err()
            .in_file("prices.csv")
            .to_string()
    };
    let check = |rows: &str, expected: &str| assert_eq!(prices(rows), expected);
    check(
        "a,hour,1,-,-,s\nb,hour,x,-,-,s\n",
        "prices.csv:4: usd must be a number, was \"x\"",
    );
    check(
        "a,hour,-1,-,-,s\n",
        "prices.csv:3: usd must be from 0 to 1000000000000, was -1",
    );
    check(
        "a,hour,NaN,-,-,s\n",
        "prices.csv:3: usd must be from 0 to 1000000000000, was NaN",
    );
    check(
        "a,hour,1,-,-\n",
        "prices.csv:3: has 5 cells, must have 6: item,unit,usd,region,as_of,source",
    );
    check(",hour,1,-,-,s\n", "prices.csv:3: item is empty");
    check(
        "\"a,hour,1,-,-,s\n",
        "prices.csv:3: a quote is not closed (a cell cannot span lines)",
    );
    check(
        "a,hour,1,-,-,s\na,hour,2,-,-,s\n",
        "prices.csv:4: a is already priced in -",
    );
    let error = PriceBook::parse("item,price\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1: the columns must be item,unit,usd,region,as_of,source"
    );
    assert_eq!(PriceBook::parse("").unwrap_err().line, 1);
}

#[test]
fn what_is_not_in_a_table_is_named() {
    let book = PriceBook::parse(PRICES).unwrap();
    assert!(
        book.find("EC2 x9")
            .unwrap_err()
            .to_string()
            .contains("EC2 x9")
    );
    let machines = Catalogue::parse(MACHINES, &book).unwrap();
    assert!(
        machines
            .machine("x9")
            .unwrap_err()
            .to_string()
            .contains("t3.medium")
    );
}
