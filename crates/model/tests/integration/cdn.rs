//! Places, round trips, and what it takes to fetch a file from afar.

use model::components::cdn::{Tls, Transport, Way};
use model::prelude::*;

const ROUND_TRIPS: &str = include_str!("../../../../data/round-trips.csv");

fn table() -> RoundTrips {
    RoundTrips::parse(ROUND_TRIPS).unwrap()
}

#[test]
fn a_round_trip_is_the_newest_median_and_symmetric() {
    let table = table();
    for (a, b) in [("Seoul", "Tokyo"), ("Tokyo", "Seoul")] {
        assert_eq!(table.between(a, b).unwrap().time, ms(29.0));
        assert_eq!(table.all(a, b).count(), 3);
    }
    // A median of March before a mean of August:
    assert_eq!(table.between("Tokyo", "Toronto").unwrap().time, ms(159.0));
    // The mean, for the newest row but one is only a minimum:
    assert_eq!(table.between("Tokyo", "Montreal").unwrap().time, ms(143.0));
}

fn tcp(tls: Tls) -> Transport {
    Transport::tcp()
        .tls(tls)
        .segment(bytes(1460.0))
        .initial_window(10)
}

/// Both witnesses of a transfer round to whole nanoseconds at most: half of one for every segment and a few for the rounds.
fn assert_agree(way: &Way, size: f64, context: &str) {
    let (closed, simulated) = (
        way.fetch(bytes(size)).unwrap(),
        way.simulate_fetch(bytes(size)).unwrap(),
    );
    let rounding = (size / 1460.0 + 100.0) * 1e-9;
    for (a, b) in [
        (closed.connected, simulated.connected),
        (closed.first_byte, simulated.first_byte),
        (closed.last_byte, simulated.last_byte),
    ] {
        assert!(
            (a - b).seconds().abs() <= rounding,
            "{context}: {a} against {b}"
        );
    }
}

const ROUNDS: [f64; 6] = [5.0, 12.5, 29.0, 80.6, 181.0, 300.0];
const SIZES: [f64; 7] = [1e3, 1e4, 14_601.0, 1e5, 1e6, 1e7, 1e8];
const LINES: [f64; 5] = [5.0, 20.0, 100.0, 400.0, 1000.0];

#[test]
fn segment_by_segment_is_the_closed_form_without_loss() {
    for rtt in ROUNDS {
        for size in SIZES {
            for line in LINES {
                let way = Way::direct(&tcp(Tls::V13), ms(rtt), megabits(line)).unwrap();
                assert_agree(&way, size, &format!("{rtt} ms, {size} B, {line} Mb/s"));
                let narrow = tcp(Tls::V12).receive_window(kib(300.0));
                let way = Way::direct(&narrow, ms(rtt), megabits(line)).unwrap();
                assert_agree(
                    &way,
                    size,
                    &format!("{rtt} ms, {size} B, {line} Mb/s, 300 KiB"),
                );
            }
        }
    }
}
