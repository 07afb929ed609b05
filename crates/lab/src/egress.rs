//! What bytes cost that leave a data centre or an edge, by who sends them from where (`data/prices.csv`), as a data frame.
//!
//! ```
//! use lab::prelude::*;
//! let table = egress_prices(&[1.0, 10.0, 100.0]);
//! assert!(table.height() > 8);
//! ```

use crate::shop::prices;
use crate::table::{column, frame, texts};
use model::prelude::*;
use polars::prelude::DataFrame;

/// Gigabytes of a terabyte, as price lists count.
const TERABYTE: f64 = 1024.0;

/// A row for each price of traffic to the internet, the cheapest first: what so many terabytes a month cost.
///
/// Columns: `sold_by`, `item`, `from` (regions of the price list), and `N_tb_usd` for each amount. Empty where the list ends.
#[must_use]
pub fn egress_prices(terabytes: &[f64]) -> DataFrame {
    let book = prices();
    let mut rows: Vec<(&Price, Vec<Option<f64>>)> = Vec::new();
    let sends = |price: &&Price| matches!(price.role, Some(Role::Egress | Role::CdnEgress));
    for price in book
        .prices()
        .iter()
        .filter(sends)
        .filter(|price| price.from == 0.0)
    {
        let cost = |amount: &f64| monthly(&book, price, amount * TERABYTE);
        rows.push((price, terabytes.iter().map(cost).collect()));
    }
    rows.sort_by(|a, b| a.0.price.usd().total_cmp(&b.0.price.usd()));
    let text =
        |of: fn(&Price) -> &String| rows.iter().map(|(price, _)| of(price).clone()).collect();
    let mut columns = vec![
        texts("sold_by", text(|price| &price.book)),
        texts("item", text(|price| &price.item)),
        texts("from", text(|price| &price.region)),
    ];
    for (index, amount) in terabytes.iter().enumerate() {
        let costs: Vec<Option<f64>> = rows.iter().map(|(_, costs)| costs[index]).collect();
        columns.push(column(&format!("{amount}_tb_usd"), costs));
    }
    frame(columns)
}

/// What this amount costs in a month where a price holds. `[$]`; `None` where the list does not say.
fn monthly(book: &PriceBook, price: &Price, amount: f64) -> Option<f64> {
    let region = price.region.split('/').next().unwrap_or("-");
    let book = book.in_book(&price.book).ok()?;
    let bill = book.price(price.role?, region, amount).ok()?;
    bill.unpriced.is_empty().then(|| bill.monthly().usd())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shown::Shown;

    #[test]
    fn steps_count_and_the_end_of_a_list_is_empty() {
        let csv = egress_prices(&[1.0, 20.0]).csv().unwrap();
        let row = |begin: &str| {
            csv.lines()
                .find(|line| line.contains(begin))
                .unwrap()
                .to_owned()
        };
        let cells = |row: &str| row.split(',').map(str::to_owned).collect::<Vec<_>>();
        // 10 240 GB at $0.09 and as many at $0.085.
        let canada = cells(&row("ca-central-1"));
        assert!(
            (canada[4].parse::<f64>().unwrap() - 10_240.0 * (0.09 + 0.085)).abs() < 1e-6,
            "{canada:?}"
        );
        // The list ends at 10 240 GB for CloudFront in Japan.
        let japan = cells(&row("CloudFront egress,JP"));
        assert!(
            (japan[3].parse::<f64>().unwrap() - 1_024.0 * 0.114).abs() < 1e-6
                && japan[4].is_empty()
        );
    }
}
