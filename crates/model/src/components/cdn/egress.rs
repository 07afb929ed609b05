//! What leaves which machine, and what that costs.

use super::definition::Cdn;
use super::hits::{EdgeHits, Files, origin_share};
use crate::cost::{Bill, PriceBook, Role, gigabytes};
use crate::error::{Error, within};
use crate::units::{Bytes, bytes};

/// What leaves a place in a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    /// The place.
    pub place: String,
    /// The region of the price list in which it is billed.
    pub region: String,
    /// Bytes of files.
    pub bytes: Bytes,
    /// Requests for files. `[1/month]`
    pub requests: f64,
}

/// What edges and origin send in a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Egress {
    /// To the users, a point of presence each.
    pub edges: Vec<Usage>,
    /// From the origin to edges or shield: what nobody had.
    pub origin: Usage,
    /// What the origin would send to the users without any edge.
    pub without: Usage,
}

impl Cdn {
    /// What leaves where in a month with this many requests for files (0 to 10^15). Pages are not in it: the origin answers
    /// them itself. Neither is what the shield sends to the edges.
    ///
    /// # Errors
    /// Names what is out of range, and a place without a [`region`](Cdn::region).
    pub fn egress(&self, hits: &[EdgeHits], files: &Files, requests: f64) -> Result<Egress, Error> {
        files.check()?;
        within("file requests a month", requests, 0.0, 1e15)?;
        let usage = |place: &str, share: f64| -> Result<Usage, Error> {
            let requests = requests * share;
            Ok(Usage {
                place: place.to_owned(),
                region: self.region_of(place)?.to_owned(),
                bytes: bytes(files.size.bytes() * requests),
                requests,
            })
        };
        let edges = hits.iter().map(|edge| usage(&edge.point, edge.share));
        Ok(Egress {
            edges: edges.collect::<Result<_, _>>()?,
            origin: usage(self.origin(), origin_share(hits))?,
            without: usage(self.origin(), 1.0)?,
        })
    }
}

impl Egress {
    /// The bill with edges: bytes and requests of each, and what the origin sends to them at the price of traffic to the
    /// internet. (Some clouds ask nothing for traffic to their own edges: say so in the price list.) The steps of a price count
    /// together what all points send that are billed by it. What the list does not price stands under
    /// [`unpriced`](Bill::unpriced).
    ///
    /// # Errors
    /// A list of several price books: choose one by [`PriceBook::in_book`].
    pub fn bill(&self, prices: &PriceBook) -> Result<Bill, Error> {
        let mut bill = Bill::default();
        for role in [Role::CdnEgress, Role::CdnRequests] {
            for (region, amount) in together(&self.edges, role, prices) {
                bill.add(prices.price(role, region, amount)?);
            }
        }
        bill.add(prices.price(
            Role::Egress,
            &self.origin.region,
            gigabytes(self.origin.bytes),
        )?);
        Ok(bill)
    }

    /// The bill without edges: all bytes from the origin.
    ///
    /// # Errors
    /// As [`bill`](Self::bill).
    pub fn bill_without(&self, prices: &PriceBook) -> Result<Bill, Error> {
        prices.price(
            Role::Egress,
            &self.without.region,
            gigabytes(self.without.bytes),
        )
    }
}

/// What is billed by one price, added up: the first region of each price, and how much.
fn together<'a>(edges: &'a [Usage], role: Role, prices: &PriceBook) -> Vec<(&'a str, f64)> {
    let holds = |region: &str| {
        let mut rows = prices.prices().iter();
        rows.position(|price| price.role == Some(role) && price.holds_in(region))
    };
    let mut sums: Vec<(Option<usize>, &str, f64)> = Vec::new();
    for edge in edges {
        let amount = match role {
            Role::CdnRequests => edge.requests,
            _ => gigabytes(edge.bytes),
        };
        let row = holds(&edge.region);
        let same = |(other, region, _): &&mut (Option<usize>, &str, f64)| {
            *other == row && (row.is_some() || *region == edge.region)
        };
        match sums.iter_mut().find(same) {
            Some((_, _, sum)) => *sum += amount,
            None => sums.push((row, &edge.region, amount)),
        }
    }
    sums.into_iter()
        .map(|(_, region, sum)| (region, sum))
        .collect()
}
