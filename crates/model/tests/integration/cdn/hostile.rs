//! Any number may come in: out comes a finite answer or a named error.

use super::{audience, cdn, files, table, tcp};
use model::components::cdn::{Files, Tls, Transport, Video, Way};
use model::prelude::*;
use proptest::prelude::*;

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        5 => (-9.0..12.0_f64).prop_map(|x| 10_f64.powf(x)),
        1 => Just(0.0), 1 => Just(-1.0), 1 => Just(1.0), 1 => Just(f64::NAN), 1 => Just(f64::INFINITY),
        1 => Just(f64::NEG_INFINITY), 1 => Just(f64::MAX), 1 => Just(f64::MIN_POSITIVE), 1 => any::<f64>(),
    ]
}

fn named(error: &Error) {
    assert!(!error.parameter().is_empty() && !error.bound().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_transfer_is_finite_or_its_error_named(
        rtt in number(), line in number(), segment in number(), window in number(), first in any::<u32>(),
        size in number(), bitrate in number(), length in number(), buffer in number(), far in number(), kept in any::<bool>(),
    ) {
        let transport = Transport::tcp().tls(Tls::V12).segment(bytes(segment)).initial_window(first);
        for transport in [transport, transport.receive_window(bytes(window))] {
            let way = Way::direct(&transport, seconds(rtt), per_second(line));
            match way.and_then(|way| way.behind(seconds(far), kept)) {
                Err(error) => named(&error),
                Ok(way) => {
                    match way.fetch(bytes(size)) {
                        Ok(f) => assert!(f.first_byte <= f.last_byte && f.last_byte.is_finite() && f.connected <= f.first_byte),
                        Err(error) => named(&error),
                    }
                    let video = Video { bitrate: per_second(bitrate), length: seconds(length), buffer: seconds(buffer) };
                    match way.play(&video) {
                        Ok(play) => assert!(play.starts.is_finite() && play.stall.is_finite() && play.stall >= Time::ZERO),
                        Err(error) => named(&error),
                    }
                    assert!(way.throughput().is_finite() && way.throughput() > Rate::ZERO);
                }
            }
        }
    }

    #[test]
    fn a_delivery_is_finite_or_its_error_named(
        memory in number(), shield in number(), rtt in number(), count in number(), size in number(), zipf in number(),
        share in number(), thinking in number(), rate in number(), life in proptest::option::of(number()),
    ) {
        let plain = cdn(bytes(memory)).round_trip("Seoul", "Tokyo", seconds(rtt)).answers(seconds(thinking), ms(1.0));
        let shielded = plain.clone().shield("Toronto", bytes(shield)).round_trip("Toronto", "Toronto", ms(0.1));
        let audience = Audience::of("Edmonton", share).and("Seoul", 1.0 - share);
        let files = Files { size: bytes(size), count, popularity: Popularity::zipf(zipf), rate: per_second(rate) };
        for cdn in [plain, shielded] {
            let cdn = life.map_or(cdn.clone(), |life| cdn.lifetime(seconds(life)));
            match cdn.deliver(&audience, &files, None) {
                Ok(report) => {
                    assert!(report.fetch.value.is_finite() && report.first_byte.value <= report.fetch.value * (1.0 + 1e-12));
                    assert!((0.0..=1.0).contains(&report.to_origin.value), "{report:?}");
                }
                Err(error) => named(&error),
            }
        }
    }
}

#[test]
fn what_was_not_given_is_named() {
    let missing = |cdn: Cdn| {
        cdn.deliver(&audience(), &files(), None)
            .unwrap_err()
            .parameter()
            .to_owned()
    };
    let bare = Cdn::in_front_of("Toronto");
    assert_eq!(missing(bare.clone()), "points of presence");
    let points = bare.point("Tokyo", gib(1.0));
    assert_eq!(missing(points.clone()), "transport");
    assert_eq!(
        missing(points.clone().point("Tokyo", gib(2.0))),
        "memory of the edge in Tokyo"
    );
    let transport = points.transport(super::tcp(Tls::V13));
    assert_eq!(missing(transport.clone()), "answers of origin and edge");
    let answers = transport.answers(ms(20.0), ms(1.0));
    assert_eq!(missing(answers.clone()), "kept_connections");
    let kept = answers.kept_connections(true);
    assert_eq!(
        missing(kept.clone()),
        "round trip between Edmonton and a point of presence"
    );
    let near =
        kept.round_trip("Edmonton", "Tokyo", ms(120.0))
            .round_trip("Seoul", "Tokyo", ms(29.0));
    assert_eq!(missing(near.clone()), "access line in Edmonton");
    let access = near.access(megabits(50.0));
    assert_eq!(
        missing(access.clone()),
        "round trip between Tokyo and Toronto"
    );
    assert!(
        access
            .round_trip("Toronto", "Tokyo", ms(159.0))
            .deliver(&audience(), &files(), None)
            .is_ok()
    );
}

/// Found by fuzzing: an edge with room for everything keeps a file for ever, and the time between two of its misses was infinite
/// times none.
#[test]
fn a_shield_behind_an_edge_with_room_for_everything() {
    let all = bytes(1e11);
    let cdn = Cdn::in_front_of("Toronto")
        .point("Calgary", all)
        .point("Tokyo", bytes(5e9))
        .shield("Montreal", all)
        .round_trips(table())
        .round_trip("Edmonton", "Calgary", ms(6.0))
        .round_trip("Edmonton", "Toronto", ms(80.6))
        .round_trip("Montreal", "Toronto", ms(10.0))
        .round_trip("Montreal", "Calgary", ms(60.0))
        .transport(tcp(Tls::V13))
        .access(megabits(50.0))
        .answers(ms(20.0), ms(1.0))
        .kept_connections(true);
    let hits = cdn.hits(&audience(), &files()).unwrap();
    assert!(hits[0].edge > 1.0 - 1e-9 && hits[1].edge < 0.9, "{hits:?}");
    // What Tokyo misses the shield has had before: it holds everything.
    assert!(hits[1].shield > 1.0 - 1e-9, "{hits:?}");
    assert!(hits.iter().all(|edge| edge.to_origin() < 1e-9), "{hits:?}");
}
