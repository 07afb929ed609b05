//! Places, round trips, and what it takes to fetch a file from afar.

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
