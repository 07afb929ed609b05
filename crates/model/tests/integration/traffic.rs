//! Traffic: from users to requests a second, days, bursts, series, growth.

use model::network::Arrivals;
use model::prelude::*;
use model::workload::{Day, FlashCrowd, Growth, Series};
use proptest::prelude::*;

fn traffic() -> Traffic {
    Traffic::daily_users(200_000.0)
        .requests_each(20.0)
        .peak_to_mean(1.85)
}

#[test]
fn by_hand() {
    let traffic = traffic();
    assert_eq!(traffic.requests_per_day(), 4e6);
    assert!((traffic.mean_rate().per_second() - 4e6 / 86_400.0).abs() < 1e-12);
    assert!((traffic.peak_rate().per_second() - 1.85 * 4e6 / 86_400.0).abs() < 1e-12);
    assert_eq!(traffic.requests_per_month(), 4e6 * 730.0 / 24.0);
    assert_eq!(traffic.arrivals(), Arrivals::Poisson(traffic.peak_rate()));
    let labels: Vec<_> = traffic.steps().iter().map(|s| s.label).collect();
    assert_eq!(
        labels,
        [
            "daily users",
            "requests each",
            "requests a day",
            "mean rate",
            "peak to mean",
            "peak rate"
        ]
    );
}

#[test]
fn a_day_gives_the_peak() {
    let mut weights = [1.0; 24];
    weights[20] = 5.0;
    let shop = Traffic::daily_users(8_640.0)
        .requests_each(10.0)
        .day(Day::hourly(weights));
    // One request a second in the mean; 28 parts, five of them in one hour of twenty-four.
    assert!((shop.peak_rate().per_second() - 24.0 * 5.0 / 28.0).abs() < 1e-12);
    assert!((shop.rate_at(3.0).per_second() - 24.0 / 28.0).abs() < 1e-12);
    assert!((shop.rate_at(44.5).per_second() - 24.0 * 5.0 / 28.0).abs() < 1e-12);
    assert_eq!(shop.day_of().unwrap().hours_above(1.0), 1.0);
    let Arrivals::Phases(phases) = shop.whole_day().unwrap() else {
        panic!("a day has phases")
    };
    let requests: f64 = phases.iter().map(|(time, rate)| *time * *rate).sum();
    assert!((requests - 86_400.0).abs() < 1e-6);
    assert_eq!(traffic().whole_day().unwrap_err().parameter(), "day");
    assert_eq!(shop.steps()[4].how, "busiest hour of the day / mean");
}

#[test]
fn a_sinusoid_has_closed_forms() {
    let day = Day::sinusoid(1.5, 20.0);
    // Above 1.25: where the cosine is above a half, 60 degrees to both sides, 8 of 24 hours.
    assert!((day.hours_above(1.25) - 8.0).abs() < 1e-9);
    assert_eq!(day.hours_above(2.0), 0.0);
    assert_eq!(day.hours_above(0.1), 24.0);
    assert_eq!(
        (Day::even().hours_above(0.9), Day::even().hours_above(1.0)),
        (24.0, 0.0)
    );
    assert!(Day::sinusoid(2.1, 0.0).check().is_err() && Day::sinusoid(1.5, 25.0).check().is_err());
    assert!(Day::hourly([0.0; 24]).check().is_err());
}

proptest! {
    /// The mean of the shape is the mean, whatever the shape.
    #[test]
    fn shares_of_a_day_add_up(weights in prop::array::uniform24(0.0..100.0_f64), peak in 1.0..2.0_f64, top in 0.0..24.0_f64) {
        prop_assume!(weights.iter().sum::<f64>() > 0.0);
        for day in [Day::hourly(weights), Day::sinusoid(peak, top)] {
            prop_assert!((day.shares().iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!(day.peak_to_mean() >= 1.0 - 1e-12);
            prop_assert!(day.shares().iter().all(|s| 24.0 * s <= day.peak_to_mean() + 1e-9));
            let mean: f64 = day.phases(per_second(7.0)).iter().map(|(time, rate)| *time * *rate).sum::<f64>() / 86_400.0;
            prop_assert!((mean - 7.0).abs() < 1e-9);
        }
    }

    /// Growth there and back, and the months that it takes.
    #[test]
    fn growth_is_its_own_inverse(share in -0.5..0.5_f64, months in 0.1..30.0_f64) {
        prop_assume!(share.abs() > 1e-3);
        let growth = Growth::monthly(share);
        let times = growth.after(months).unwrap();
        prop_assert!((growth.months_until(times).unwrap().unwrap() - months).abs() < 1e-6);
        prop_assert!((growth.after(-months).unwrap() * times - 1.0).abs() < 1e-9);
    }
}

#[test]
fn growth_until_a_load() {
    let growth = Growth::monthly(0.1);
    let later = traffic().grown(growth, 12.0).unwrap();
    assert!((later.users() / 200_000.0 - 1.1_f64.powi(12)).abs() < 1e-9);
    let months = traffic().months_until(1e6, growth).unwrap().unwrap();
    assert!((months - 5_f64.ln() / 1.1_f64.ln()).abs() < 1e-9);
    assert_eq!(traffic().months_until(1e5, growth).unwrap(), None);
    assert_eq!(traffic().months_until(2e5, growth).unwrap(), Some(0.0));
    assert_eq!(
        traffic().months_until(1e6, Growth::monthly(0.0)).unwrap(),
        None
    );
    assert!(Growth::monthly(-1.0).check().is_err() && Growth::monthly(f64::NAN).check().is_err());
}

#[test]
fn bursts() {
    let crowd = FlashCrowd {
        after: seconds(60.0),
        factor: 8.0,
        lasts: seconds(30.0),
    };
    let phases = crowd.phases(per_second(5.0)).unwrap();
    assert_eq!(phases[1], (seconds(30.0), per_second(40.0)));
    assert!(
        FlashCrowd {
            factor: 0.5,
            ..crowd
        }
        .phases(per_second(5.0))
        .is_err()
    );
    let Arrivals::Batches { rate, size } = traffic().in_groups(4.0).arrivals() else {
        panic!("groups")
    };
    assert_eq!((rate, size), (traffic().peak_rate(), 4.0));
    for size in [0.5, f64::NAN] {
        let error = traffic().in_groups(size).check().unwrap_err();
        assert_eq!(error.parameter(), "size of a group");
    }
}

#[test]
fn a_recorded_series() {
    let series = Series::parse("# A morning.\ntime,rate\n0,10\n10,30\n40,20\n50,0\n").unwrap();
    // 10 s at 10, 30 s at 30, 10 s at 20.
    assert_eq!(series.mean().per_second(), 1_200.0 / 50.0);
    assert_eq!(series.peak_to_mean().unwrap(), 30.0 / 24.0);
    assert_eq!(series.percentile(0.2).unwrap().per_second(), 10.0);
    assert_eq!(series.percentile(0.4).unwrap().per_second(), 20.0);
    assert_eq!(series.percentile(0.41).unwrap().per_second(), 30.0);
    assert_eq!(series.percentile(1.0).unwrap().per_second(), 30.0);
    assert_eq!(series.time_above(per_second(15.0)).seconds(), 40.0);
    assert_eq!(series.phases().len(), 3);
    let twice = series.scaled(per_second(48.0)).unwrap();
    assert_eq!(twice.peak().per_second(), 60.0);
    assert!(series.percentile(1.5).is_err() && series.scaled(per_second(f64::NAN)).is_err());
}

#[test]
fn a_bad_series_names_its_line() {
    for (text, line) in [
        ("# x\ntime,rate\n0,10\n0,20\n", 4),
        ("# x\ntime,rate\n0,10\n# later\n5,fast\n", 5),
        ("# x\ntime,rate\n0,-1\n5,1\n", 3),
        ("# x\ntime,rate\n0,NaN\n5,1\n", 3),
        ("# x\ntime,rate\n0,1\n", 3),
        ("# x\ntime,load\n0,1\n5,1\n", 2),
        ("time,rate\n0,1\n5,1\n", 1),
        ("# x\ntime,rate\n0,1,2\n5,1\n", 3),
    ] {
        let error = Series::parse(text).unwrap_err();
        assert_eq!(error.line, line, "{text}: {error}");
    }
    let silent = Series::parse("# x\ntime,rate\n0,0\n5,0\n").unwrap();
    assert!(silent.peak_to_mean().is_err() && silent.scaled(per_second(1.0)).is_err());
}
