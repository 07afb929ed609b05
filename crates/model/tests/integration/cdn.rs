//! Places, round trips, and what it takes to fetch a file from afar.

mod delivery;
mod egress;
mod hostile;
mod places;
mod replay;
mod transfer;

use model::components::cdn::{Files, Tls, Transport};
use model::prelude::*;

const ROUND_TRIPS: &str = include_str!("../../../../data/round-trips.csv");

fn table() -> RoundTrips {
    RoundTrips::parse(ROUND_TRIPS).unwrap()
}

fn tcp(tls: Tls) -> Transport {
    Transport::tcp()
        .tls(tls)
        .segment(bytes(1460.0))
        .initial_window(10)
}

/// The text's: an origin in Canada, users there and in Korea. Users in Edmonton stand for Alberta.
fn cdn(memory: Bytes) -> Cdn {
    Cdn::in_front_of("Toronto")
        .point("Calgary", memory)
        .point("Tokyo", memory)
        .round_trips(table())
        .round_trip("Edmonton", "Calgary", ms(6.0))
        .round_trip("Edmonton", "Toronto", ms(80.6))
        .transport(tcp(Tls::V13))
        .access(megabits(50.0))
        .answers(ms(20.0), ms(1.0))
        .kept_connections(true)
}

/// With a shield in Montreal that holds half of the files.
fn shielded(memory: Bytes) -> Cdn {
    cdn(memory)
        .shield("Montreal", bytes(5e9))
        .round_trip("Montreal", "Toronto", ms(10.0))
        .round_trip("Montreal", "Calgary", ms(60.0))
}

fn audience() -> Audience {
    Audience::of("Edmonton", 0.7).and("Seoul", 0.3)
}

fn files() -> Files {
    Files {
        size: bytes(1e6),
        count: 10_000.0,
        popularity: Popularity::zipf(0.8),
        rate: per_second(100.0),
    }
}
