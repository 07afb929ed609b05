//! Round trips and audiences.

use super::{ROUND_TRIPS, table};
use model::data::{fibre_floor, great_circle};
use model::prelude::*;

#[test]
fn a_round_trip_is_the_newest_median_and_symmetric() {
    let table = table();
    for (a, b) in [("Seoul", "Tokyo"), ("Tokyo", "Seoul")] {
        assert_eq!(table.between(a, b).unwrap().time, ms(29.0));
        assert_eq!(table.all(a, b).count(), 3);
    }
    // A median of March before a mean of August:
    assert_eq!(table.between("Tokyo", "Toronto").unwrap().time, ms(159.0));
    // The mean, for the other row is only a minimum:
    assert_eq!(table.between("Tokyo", "Montreal").unwrap().time, ms(143.0));
    let error = table.between("Seoul", "Paris").unwrap_err();
    assert_eq!(error.parameter(), "round trip between Seoul and Paris");
    assert!(table.between("Seoul", "Seoul").is_err());
}

#[test]
fn the_newer_of_two_medians_counts() {
    let rows = "a,b,30,ms,median,-,2021,s\na,b,20,ms,median,-,2021-05,s\nb,a,25,ms,median,-,2020-12-31,s\n";
    assert_eq!(
        parse(rows).unwrap().between("a", "b").unwrap().time,
        ms(20.0)
    );
}

fn parse(rows: &str) -> Result<RoundTrips, DataError> {
    RoundTrips::parse(&format!(
        "# example\nfrom,to,value,unit,statistic,note,as_of,source\n{rows}"
    ))
}

#[test]
fn bad_rows_are_named_by_line() {
    let check = |row: &str, expected: &str| {
        let error = parse(row).unwrap_err().to_string();
        assert!(
            error.starts_with("line ") && error.contains(expected),
            "{error}"
        );
    };
    check("a,b,1,s,median,-,2021,s\n", "unit must be ms");
    check("a,b,0,ms,median,-,2021,s\n", "value must be from");
    check("a,b,NaN,ms,median,-,2021,s\n", "value must be from");
    check("a,b,1,ms,guess,-,2021,s\n", "statistic must be");
    check("a,b,1,ms,median,-,lately,s\n", "as_of must be");
    check("a,b,1,ms,ratio,-,2021,s\n", "must have the unit 1");
    check(
        "a,b,9,ms,median,-,2021,s\nb,a,10,ms,floor,-,computed,s\n",
        "below what light in fibre needs",
    );
}

/// The table's own floors are the great circle between the cities, there and back at 200 km/ms, to 20 km: cities are large.
#[test]
fn the_floor_is_the_great_circle() {
    let place = |name| match name {
        "Seoul" => (37.57, 126.98),
        "Toronto" => (43.65, -79.38),
        "Edmonton" => (53.55, -113.49),
        _ => (35.68, 139.69),
    };
    for (a, b) in [
        ("Seoul", "Toronto"),
        ("Seoul", "Edmonton"),
        ("Seoul", "Tokyo"),
    ] {
        let computed = fibre_floor(great_circle(place(a), place(b)).unwrap()).unwrap();
        let floor = table().floor(a, b).unwrap();
        assert!(
            (computed - floor).millis().abs() < 0.2,
            "{a}-{b}: {computed} against {floor}"
        );
    }
    assert!(
        (great_circle((0.0, 0.0), (0.0, 180.0)).unwrap() - 6371.0 * std::f64::consts::PI).abs()
            < 1e-6
    );
    assert!(great_circle((91.0, 0.0), (0.0, 0.0)).is_err());
    assert!(fibre_floor(f64::NAN).is_err());
}

#[test]
fn an_estimate_has_to_be_asked_for_and_is_the_floor_times_the_ratio() {
    let estimate = table().estimate(10_600.0).unwrap();
    assert!((estimate / ms(106.0 * 1.71) - 1.0).abs() < 1e-12);
    // Seoul to Toronto was measured: the guess is right there.
    assert!((estimate / ms(181.0) - 1.0).abs() < 0.01);
    assert!(
        parse("a,b,1,ms,median,-,2021,s\n")
            .unwrap()
            .estimate(100.0)
            .is_err()
    );
    assert!(ROUND_TRIPS.contains("1.71"));
}

#[test]
fn shares_of_an_audience_make_one() {
    let wrong = |audience: Audience| audience.check().unwrap_err().to_string();
    assert_eq!(
        wrong(Audience::of("a", 0.5).and("b", 0.4)),
        "shares of users must make 1 together, was 0.9"
    );
    assert!(wrong(Audience::of("a", 0.5).and("a", 0.5)).contains("must be given once"));
    assert!(wrong(Audience::of("a", f64::NAN)).contains("share of users in a"));
    assert!(wrong(Audience::of("a", -0.5).and("b", 1.5)).contains("share of users in a"));
    // Ten tenths miss one by a hair in binary; that is nobody's fault.
    let ten = (1..10).fold(Audience::of("0", 0.1), |all, i| all.and(i.to_string(), 0.1));
    assert!(ten.check().is_ok());
    assert_eq!(ten.share("3"), 0.1);
    assert_eq!(ten.share("nowhere"), 0.0);
}
