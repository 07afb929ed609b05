//! What leaves the data centre: how long files take to the users, and what that costs.

use super::definition::System;
use super::plan::{Asked, Edges, asked};
use crate::components::cdn::{Files, measured_edge};
use crate::cost::{Bill, PriceBook, Role, gigabytes};
use crate::error::Error;
use crate::report::Delivery;
use crate::units::{Bytes, bytes};
use crate::workload::Traffic;

/// How long a file takes to the users of each place, where it is known how often the edges hit. Several replications give
/// the second witness: transfers segment by segment, and intervals.
pub(super) fn places(
    system: &System,
    traffic: &Traffic,
    edges: &Edges,
) -> Result<Vec<Delivery>, Error> {
    let (
        Some(Asked {
            cdn,
            audience,
            files,
        }),
        Some(first),
    ) = (asked(system, traffic)?, edges.first())
    else {
        return Ok(Vec::new());
    };
    let delivery = match edges.len() {
        1 => cdn.delivered(audience, &files, None, first)?,
        _ => cdn.delivered_in(audience, &files, None, edges)?,
    };
    let places = delivery.places.into_iter().map(|at| {
        let edge = first.iter().position(|edge| edge.point == at.point);
        let hits = edge.map(|edge| measured_edge(edges, edge));
        Delivery {
            hit_ratio: hits.map(|hits| hits.value),
            half_width: hits.and_then(|hits| hits.half_width),
            place: at.place,
            share: at.share,
            first_byte: at.first_byte,
            file: at.fetch,
        }
    });
    Ok(places.collect())
}

impl System {
    /// What a month costs under a traffic: the machines ([`bill`](Self::bill)), and the pages and files that leave the data
    /// centre in `region`, at the prices of this list. What it does not price stands under [`Bill::unpriced`].
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range; a list of several price books.
    pub fn bill_of(
        &self,
        traffic: &Traffic,
        prices: &PriceBook,
        region: &str,
    ) -> Result<Bill, Error> {
        let mut bill = self.bill();
        bill.add(self.sent(traffic, prices, region)?);
        Ok(bill)
    }

    /// The part of [`bill_of`](Self::bill_of) that is not machines: what is sent.
    pub(super) fn sent(
        &self,
        traffic: &Traffic,
        prices: &PriceBook,
        region: &str,
    ) -> Result<Bill, Error> {
        traffic.check()?;
        self.work.check()?;
        let mut bill = Bill::default();
        let requests = traffic.requests_per_month();
        let page = self.work.answer_size().map_or(0.0, |size| size.bytes());
        let mut sent = page * requests;
        if let Some(assets) = self
            .work
            .asset_files()
            .filter(|assets| assets.per_request > 0.0)
        {
            let fetched = requests * assets.per_request;
            match (&self.cdn, traffic.places()) {
                (Some(cdn), Some(audience)) => {
                    let files = Files::of(assets, traffic.peak_rate());
                    let hits = cdn.hits(audience, &files)?;
                    let mut egress = cdn.egress(&hits, &files, fetched)?;
                    // What edges lack leaves in `region` with the pages: the steps of its price count both together.
                    sent += egress.origin.bytes.bytes();
                    egress.origin.bytes = Bytes::ZERO;
                    bill.add(egress.bill(prices)?);
                }
                (Some(_), None) => return Err(Error::missing("audience")),
                (None, _) => sent += fetched * assets.size.bytes(),
            }
        }
        if sent > 0.0 {
            bill.add(prices.price(Role::Egress, region, gigabytes(bytes(sent)))?);
        }
        Ok(bill)
    }
}
