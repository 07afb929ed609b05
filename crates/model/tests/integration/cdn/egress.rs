//! What leaves where, and the bill.

use super::{audience, cdn, files};
use crate::support::PRICES;
use model::components::cdn::Files;
use model::cost::gigabytes;
use model::prelude::*;

fn cloud() -> PriceBook {
    PriceBook::parse(PRICES).unwrap().in_book("cloud").unwrap()
}

fn located(memory: Bytes) -> Cdn {
    cdn(memory)
        .region("Calgary", "CA")
        .region("Tokyo", "JP")
        .region("Toronto", "ca-central-1")
}

/// A million files of 1 MB: 931 GiB, all within the first steps of the prices.
#[test]
fn a_bill_is_bytes_and_requests_of_each_point_and_the_misses_of_the_origin() {
    let (cdn, requests) = (located(bytes(1e9)), 1e6);
    let hits = cdn.hits(&audience(), &files()).unwrap();
    let egress = cdn.egress(&hits, &files(), requests).unwrap();
    let gb = gigabytes(bytes(1e6 * requests));
    let misses = 1.0 - hits[0].edge;
    let bill = egress.bill(&cloud()).unwrap();
    // The price list has requests of Calgary's region only: Tokyo's are listed, not guessed.
    let expected = gb * (0.7 * 0.085 + 0.3 * 0.114 + misses * 0.09) + 0.7 * requests / 1e4 * 0.01;
    assert!((bill.monthly().usd() - expected).abs() < 1e-6, "{bill}");
    assert_eq!(bill.unpriced.len(), 1);
    assert!(
        (bill.unpriced[0].quantity - 0.3 * requests).abs() < 1e-6,
        "{:?}",
        bill.unpriced
    );
    let without = egress.bill_without(&cloud()).unwrap();
    assert!((without.monthly().usd() - gb * 0.09).abs() < 1e-6);
}

/// Two points that are billed by the same price climb its steps together.
#[test]
fn the_steps_of_a_price_count_all_points_together() {
    let cdn = located(bytes(1e13))
        .point("Paris", gib(1.0))
        .region("Paris", "EU")
        .round_trip("Lyon", "Paris", ms(6.0))
        .round_trip("Paris", "Toronto", ms(90.0));
    let audience = Audience::of("Edmonton", 0.5).and("Lyon", 0.5);
    let hits = cdn.hits(&audience, &files()).unwrap();
    // 16 TiB: each point alone would stay in the first step of 10 TiB.
    let requests = 16.0 * 1024.0 * gib(1.0).bytes() / 1e6;
    let bill = cdn
        .egress(&hits, &files(), requests)
        .unwrap()
        .bill(&cloud())
        .unwrap();
    let egress: Vec<&Line> = bill
        .lines
        .iter()
        .filter(|line| line.what.contains("CloudFront egress"))
        .collect();
    assert_eq!(egress.len(), 2, "{bill}");
    assert!(
        (egress[0].quantity - 10_240.0).abs() < 1e-6 && (egress[1].quantity - 6_144.0).abs() < 1e-6
    );
}

#[test]
fn the_origin_sends_less_the_more_the_edges_hit() {
    let sent = |memory: f64| {
        let cdn = located(bytes(memory));
        let hits = cdn.hits(&audience(), &files()).unwrap();
        let egress = cdn.egress(&hits, &files(), 1e6).unwrap();
        let edges: f64 = egress.edges.iter().map(|edge| edge.bytes.bytes()).sum();
        assert!(
            (edges / egress.without.bytes.bytes() - 1.0).abs() < 1e-12,
            "users fetch the same bytes"
        );
        egress.origin.bytes
    };
    assert!(sent(0.0) == bytes(1e12) && sent(1e9) < sent(1e8) && sent(1e11) == Bytes::ZERO);
}

#[test]
fn a_place_without_a_region_is_named() {
    let cdn = cdn(bytes(1e9));
    let hits = cdn.hits(&audience(), &files()).unwrap();
    let error = cdn.egress(&hits, &files(), 1e6).unwrap_err();
    assert_eq!(error.parameter(), "price region of Calgary");
    assert!(located(gib(1.0)).egress(&hits, &files(), f64::NAN).is_err());
}

#[test]
fn files_are_the_assets_of_the_pages() {
    let work = crate::support::shop().assets(5.0, bytes(1e6), 10_000.0, Popularity::zipf(0.8));
    let of = Files::of(work.asset_files().unwrap(), per_second(20.0));
    assert_eq!(of, files());
}

/// Pages, and files that edges lack, leave by the same line and climb the steps of its price together.
#[test]
fn a_system_bills_pages_and_misses_together() {
    let machine = Machine::named("any").cores(2).memory(gib(4.0));
    let work = Work::per_request()
        .web_cpu(ms(8.0))
        .web_reads(0.2)
        .queries(0)
        .query_cpu(ms(1.5))
        .pages_per_query(0.0)
        .data_per_user(kib(1.0))
        .workers(8)
        .worker_memory(mib(1.0))
        .reserved_memory(mib(1.0))
        .page_size(bytes(60e3))
        .assets(0.5, bytes(1e6), 1e6, Popularity::zipf(0.8));
    let cdn = located(bytes(1e9));
    let system = System::together(machine, 1, work.clone()).cdn(cdn.clone());
    let traffic = Traffic::daily_users(1e5)
        .requests_each(20.0)
        .peak_to_mean(1.85);
    let bill = system.bill_of(
        &traffic.clone().audience(audience()),
        &cloud(),
        "ca-central-1",
    );
    let bill = bill.unwrap().merged();
    let files = Files::of(work.asset_files().unwrap(), traffic.peak_rate());
    let hits = cdn.hits(&audience(), &files).unwrap();
    let misses = model::components::cdn::origin_share(&hits);
    let sent = gigabytes(bytes(
        traffic.requests_per_month() * (60e3 + 0.5 * 1e6 * misses),
    ));
    let origin = bill
        .lines
        .iter()
        .filter(|line| line.what.contains("AWS internet egress"));
    let billed: Vec<f64> = origin.map(|line| line.quantity).collect();
    assert!(
        (billed.iter().sum::<f64>() / sent - 1.0).abs() < 1e-9,
        "{bill}"
    );
    assert_eq!(billed[0], 10_240.0, "{bill}");
    assert!(billed.len() > 1 && billed[1] > 0.0);
}
