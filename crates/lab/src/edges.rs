//! How often an edge has a file, for a chart: both witnesses.
//!
//! ```
//! use lab::prelude::*;
//! let files = shop_files(&shop_traffic(1e6))?;
//! let curve = edge_hits(&files, 1.0..=300.0)?;
//! assert!(curve[0].1 < 20.0 && curve[40].1 > 99.0); // all of the files are 286 GiB
//! # Ok::<(), Error>(())
//! ```

use crate::axis::log_samples;
use crate::settings::effort;
use crate::shop::{prices, shop, shop_traffic};
use model::cost::gigabytes;
use model::prelude::*;
use std::ops::RangeInclusive;

/// The files on the pages of the shop, and how often they are fetched in the peak hour.
///
/// # Errors
/// Says that the shop has none.
pub fn shop_files(traffic: &Traffic) -> Result<Files, Error> {
    let work = shop();
    let assets = work.asset_files();
    let assets = assets.ok_or_else(|| Error::missing("files of the shop"))?;
    Ok(Files::of(assets, traffic.peak_rate()))
}

/// Where the users of the shop are.
///
/// ```
/// use lab::prelude::*;
/// assert!(shop_audience().share("Seoul") > 0.0);
/// ```
#[must_use]
pub fn shop_audience() -> Audience {
    let traffic = shop_traffic(1.0);
    let places = traffic.places().cloned();
    places.unwrap_or_else(|| Audience::all_in("Toronto"))
}

/// How often an edge that drops what was used least recently hits, by its memory: (GiB, percent). Closed form.
///
/// # Errors
/// Names what is out of range.
pub fn edge_hits(files: &Files, gibibytes: RangeInclusive<f64>) -> Result<Vec<(f64, f64)>, Error> {
    let at = |room: f64| {
        let edge = Cache::lru().memory(gib(room));
        let hits = edge.closed_hit_ratio(files.count, files.size, &files.popularity, files.rate)?;
        Ok((room, 100.0 * hits.value))
    };
    log_samples(gibibytes)?.into_iter().map(at).collect()
}

/// The same simulated: (GiB, percent, half of the 95% interval).
///
/// # Errors
/// Names what is out of range.
pub fn played_edge_hits(files: &Files, gibibytes: &[f64]) -> Result<Vec<(f64, f64, f64)>, Error> {
    let at = |room: &f64| {
        let edge = Cache::lru().memory(gib(*room));
        let Files {
            size,
            count,
            popularity,
            rate,
        } = files;
        let hits = edge.simulated_hit_ratio(*count, *size, popularity, *rate, &effort())?;
        Ok((
            *room,
            100.0 * hits.value,
            100.0 * hits.half_width.unwrap_or(0.0),
        ))
    };
    gibibytes.iter().map(at).collect()
}

/// What it costs to send so much in a month, by the name of the price and where it holds (`data/prices.csv`): its steps count.
///
/// ```
/// use lab::prelude::*;
/// let month = sending("Bunny standard", "JP", gib(100.0))?;
/// assert_eq!(month, usd(3.0));
/// assert!(sending("CloudFront egress", "JP", gib(1e5)).is_err()); // the list ends before
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
/// Says that there is no such price there, that it is not one of traffic, or that the list ends before so much.
pub fn sending(item: &str, region: &str, amount: Bytes) -> Result<Money, Error> {
    let all = prices();
    let price = all.find_in(item, region)?;
    let missing = |what: &str| Error::missing(format!("price of {what} \"{item}\" in {region}"));
    let role = price.role.ok_or_else(|| missing("traffic by"))?;
    let book = all.in_book(&price.book)?;
    let bill = book.price(role, region, gigabytes(amount))?;
    if bill.unpriced.is_empty() {
        Ok(bill.monthly())
    } else {
        Err(missing("so much traffic by"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::shop_cdn;

    #[test]
    fn the_curve_is_what_the_edges_of_the_shop_do() {
        let traffic = shop_traffic(1e6);
        let files = shop_files(&traffic).unwrap();
        let hits = shop_cdn(gib(100.0)).hits(&shop_audience(), &files).unwrap();
        let played = played_edge_hits(&files, &[100.0]).unwrap()[0];
        assert!(
            (100.0 * hits[0].edge - played.1).abs() < 2.0 * played.2 + 0.5,
            "{hits:?} {played:?}"
        );
        let curve = edge_hits(&files, 50.0..=200.0).unwrap();
        assert!(curve[0].1 < 100.0 * hits[0].edge && 100.0 * hits[0].edge < curve[40].1);
    }
}
