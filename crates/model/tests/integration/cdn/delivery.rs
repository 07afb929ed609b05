//! Edges in front of an origin: who hits, who waits, what still reaches the origin.

use super::{audience, cdn, files, shielded};
use model::components::cdn::{Source, Video, origin_share};
use model::prelude::*;
use model::queueing::che::{Che, Policy};

#[test]
fn everybody_is_sent_to_the_nearest_point() {
    let cdn = cdn(gib(1.0));
    assert_eq!(cdn.serving("Edmonton").unwrap().place(), "Calgary");
    assert_eq!(cdn.serving("Seoul").unwrap().place(), "Tokyo"); // 29 ms, Calgary 204 ms
    let error = cdn.serving("Paris").unwrap_err();
    assert_eq!(
        error.parameter(),
        "round trip between Paris and a point of presence"
    );
}

/// Each point sees the same popularity and has the same memory, so that each hits like one cache for all.
#[test]
fn an_edge_hits_by_its_memory_not_by_its_part_of_the_users() {
    let edges = cdn(bytes(1e9)).hits(&audience(), &files()).unwrap();
    let one = Che::new(Policy::Lru, &files().popularity, 10_000.0, 1_000.0, None).unwrap();
    for edge in &edges {
        assert!((edge.edge - one.hit_ratio()).abs() < 1e-12);
    }
    assert!((origin_share(&edges) - (1.0 - one.hit_ratio())).abs() < 1e-12);
    // The published value for this catalogue (Che et al. 2002, computed).
    assert!((edges[0].edge - 0.43666).abs() < 1e-5);
}

/// When copies expire, it does matter how often a point sees a file.
#[test]
fn with_a_lifetime_few_users_hit_less() {
    let edges = cdn(gib(100.0))
        .lifetime(seconds(3600.0))
        .hits(&audience(), &files())
        .unwrap();
    let (calgary, tokyo) = (&edges[0], &edges[1]);
    assert!(calgary.share > tokyo.share && calgary.edge > tokyo.edge + 0.01);
    // Everything fits, so an object of share p hits with its x = p rate lifetime: x/(1 + x), exact.
    let x: f64 = 0.7 * 100.0 * 3600.0;
    let weights: Vec<f64> = (1..=10_000).map(|k| f64::from(k).powf(-0.8)).collect();
    let sum: f64 = weights.iter().sum();
    let hits: f64 = weights
        .iter()
        .map(|w| w / sum)
        .map(|p| p * p * x / (1.0 + p * x))
        .sum();
    assert!(
        (calgary.edge - hits).abs() < 1e-4,
        "{} {hits}",
        calgary.edge
    );
}

/// A shield for all files has all of them; one without room none; and it hits the more, the more it holds.
#[test]
fn a_shield_hits_between_never_and_always() {
    let one =
        |entries| Che::new(Policy::Lru, &Popularity::zipf(0.8), 10_000.0, entries, None).unwrap();
    let shared = |fronts: &[(f64, Che)], entries| Che::shared_hit_ratios(fronts, entries).unwrap();
    for front in [0.0, 10.0, 1_000.0, 9_000.0] {
        let two = [(0.3, one(front)), (0.7, one(front))];
        assert_eq!(shared(&two, 0.0), [0.0, 0.0]);
        assert!(shared(&two, 10_000.0).iter().all(|hit| *hit > 1.0 - 1e-9));
        let sizes = [1.0, 30.0, 300.0, 3_000.0, 9_900.0];
        let hits = sizes.map(|behind| shared(&two, behind));
        assert!(
            hits.windows(2)
                .all(|pair| pair[0][0] <= pair[1][0] && pair[0][1] <= pair[1][1]),
            "{hits:?}"
        );
        // What the others fetched is there too, so that the edge which sees less gains more.
        assert!(hits.iter().all(|hit| hit[0] >= hit[1] - 1e-9), "{hits:?}");
    }
    // Without memory in front, the shield is a cache for all requests.
    let direct = one(500.0).hit_ratio();
    assert!((shared(&[(1.0, one(0.0))], 500.0)[0] - direct).abs() < 1e-6);
    assert!(Che::shared_hit_ratios(&[(0.5, one(1.0))], 1.0).is_err());
}

/// Not so behind a shield of a fixed size: an edge that hits more hides from it what is popular, so that a few more
/// requests get through. Theory says so, and the simulated caches below agree.
#[test]
fn more_memory_or_a_shield_never_sends_more_to_the_origin() {
    let deliver = |cdn: Cdn| cdn.deliver(&audience(), &files(), None).unwrap();
    let mut before = (1.0, seconds(1e9));
    for gb in [0.0, 0.1, 0.5, 1.0, 5.0, 20.0] {
        let bare = deliver(cdn(bytes(gb * 1e9)));
        let behind = deliver(shielded(bytes(gb * 1e9)));
        assert!(bare.to_origin.value <= before.0 && bare.fetch.value <= before.1);
        assert!(behind.to_origin.value <= bare.to_origin.value);
        before = (bare.to_origin.value, bare.fetch.value);
    }
    assert_eq!(before.0, 0.0, "everything fits");
}

#[test]
fn a_report_is_the_mixture_of_its_outcomes() {
    let video = Video {
        bitrate: megabits(8.0),
        length: seconds(30.0),
        buffer: seconds(2.0),
    };
    let cdn = cdn(bytes(1e9));
    let report = cdn.deliver(&audience(), &files(), Some(&video)).unwrap();
    let seoul = report.at("Seoul").unwrap();
    let time = |source| {
        cdn.way("Seoul", source)
            .unwrap()
            .fetch(files().size)
            .unwrap()
            .last_byte
    };
    let hit = seoul.outcomes[0].chance;
    let mean = time(Source::Edge) * hit + time(Source::Miss) * (1.0 - hit);
    assert!((seoul.fetch.value / mean - 1.0).abs() < 1e-12);
    assert_eq!(
        seoul.without.as_ref().unwrap().fetch.last_byte,
        time(Source::Origin)
    );
    let edmonton = report.at("Edmonton").unwrap();
    let all = edmonton.fetch.value * 0.7 + seoul.fetch.value * 0.3;
    assert!((report.fetch.value / all - 1.0).abs() < 1e-12);
    assert!(report.play.unwrap().value > report.first_byte.value);
    assert!(
        (report.plays_through().unwrap() - 1.0).abs() < 1e-12,
        "50 Mb/s carry 8"
    );
    // The slowest outcome is a miss from Seoul; the fastest a hit in Edmonton.
    assert_eq!(report.fetch_quantile(1.0).unwrap(), time(Source::Miss));
    assert_eq!(
        report.fetch_quantile(0.0).unwrap(),
        edmonton.outcomes[0].fetch.last_byte
    );
    assert!((report.fetched_within(time(Source::Edge)) - (1.0 - 0.3 * (1.0 - hit))).abs() < 1.0);
    assert!((report.fetched_within(seconds(60.0)) - 1.0).abs() < 1e-12);
    assert!(report.at("Paris").is_err());
}
