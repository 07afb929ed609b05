//! Simulated edges against the formulas.

use super::{audience, cdn, files, shielded};
use model::components::cdn::{EdgeHits, Files, Video, measured_origin_share, origin_share};
use model::prelude::*;
use model::queueing::che::{Che, Policy};

fn trials(customers: u64) -> Trials {
    Trials {
        customers,
        ..Trials::default()
    }
}

/// Che's approximation is right to a few thousandths at 10 000 files; so much is granted beside the interval.
const CHE: f64 = 0.002;

fn assert_covers(cdn: &Cdn, context: &str) {
    let closed = cdn.hits(&audience(), &files()).unwrap();
    let runs = cdn
        .simulate_hits(&audience(), &files(), &trials(20_000))
        .unwrap();
    let measured = measured_origin_share(&runs);
    let off = (measured.value - origin_share(&closed)).abs();
    assert!(
        off <= measured.half_width.unwrap() + CHE,
        "{context}: {measured:?} {}",
        origin_share(&closed)
    );
    let mean = |edge: usize, of: fn(&EdgeHits) -> f64| {
        runs.iter().map(|run| of(&run[edge])).sum::<f64>() / runs.len() as f64
    };
    for (i, edge) in closed.iter().enumerate() {
        assert!(
            (mean(i, |e| e.edge) - edge.edge).abs() < 3.0 * CHE,
            "{context}: {edge:?} {:?}",
            runs[0]
        );
        assert!(
            (mean(i, |e| e.shield) - edge.shield).abs() < 4.0 * CHE,
            "{context}: {edge:?} {:?}",
            runs[0]
        );
    }
}

#[test]
fn simulated_edges_hit_as_often_as_the_formula_says() {
    for gb in [0.1, 1.0, 5.0] {
        assert_covers(&cdn(bytes(gb * 1e9)), &format!("{gb} GB"));
        assert_covers(&shielded(bytes(gb * 1e9)), &format!("{gb} GB and a shield"));
    }
}

#[test]
fn copies_that_expire_hit_as_often_as_the_formula_says() {
    for (gb, life) in [(100.0, 60.0), (100.0, 600.0), (1.0, 10.0)] {
        let cdn = cdn(bytes(gb * 1e9)).lifetime(seconds(life));
        assert_covers(&cdn, &format!("{gb} GB, {life} s"));
    }
    let both = shielded(gib(1.0)).lifetime(seconds(60.0));
    assert!(
        both.hits(&audience(), &files()).is_err(),
        "no formula for that"
    );
    let runs = both
        .simulate_hits(&audience(), &files(), &trials(5_000))
        .unwrap();
    assert!(measured_origin_share(&runs).value > 0.1);
}

#[test]
fn both_witnesses_give_one_report() {
    let video = Video {
        bitrate: megabits(8.0),
        length: seconds(10.0),
        buffer: seconds(2.0),
    };
    let cdn = shielded(bytes(1e9));
    let closed = cdn.deliver(&audience(), &files(), Some(&video)).unwrap();
    let simulated = cdn
        .simulate_delivery(&audience(), &files(), Some(&video), &trials(10_000))
        .unwrap();
    // A hit more or less in a thousand is worth this much of a time.
    let slack = |time: Time| time * CHE;
    let covers = |a: Estimate, b: Estimate| {
        let half = a.half_width.unwrap() + slack(b.value);
        assert!(
            (a.value - b.value).seconds().abs() <= half.seconds(),
            "{a} {b}"
        );
    };
    covers(simulated.first_byte, closed.first_byte);
    covers(simulated.fetch, closed.fetch);
    covers(simulated.play.unwrap(), closed.play.unwrap());
    for (a, b) in simulated.places.iter().zip(&closed.places) {
        assert_eq!(
            (&a.place, &a.point, a.outcomes.len()),
            (&b.place, &b.point, b.outcomes.len())
        );
        covers(a.first_byte, b.first_byte);
        covers(a.fetch, b.fetch);
        let sum: f64 = a.outcomes.iter().map(|o| o.chance).sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }
    assert!(simulated.to_origin.half_width.unwrap() > 0.0);
}

#[test]
fn the_same_seed_gives_the_same_numbers() {
    let run = |seed| {
        let trials = Trials {
            seed,
            ..trials(1_000)
        };
        cdn(bytes(1e8))
            .simulate_hits(&audience(), &files(), &trials)
            .unwrap()
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
}

#[test]
fn an_edge_without_memory_never_hits_and_one_for_all_files_always() {
    let share = |memory| {
        let runs = cdn(memory)
            .simulate_hits(&audience(), &files(), &trials(1_000))
            .unwrap();
        measured_origin_share(&runs).value
    };
    assert_eq!(share(Bytes::ZERO), 1.0);
    // Not quite never a miss: the rarest file is asked for once in 100 000 requests.
    assert!(share(gib(100.0)) < 0.02);
    let hostile = |customers| Trials {
        customers,
        ..Trials::default()
    };
    assert!(
        cdn(gib(1.0))
            .simulate_hits(&audience(), &files(), &hostile(0))
            .is_err()
    );
}

/// One edge and a shield of its size, the hardest case: misses that keep their distance leave little to it.
#[test]
fn a_second_cache_in_a_row_hits_as_often_as_the_formula_says() {
    let one = shielded(bytes(3e9));
    let seoul = Audience::all_in("Seoul");
    let files = Files {
        popularity: Popularity::zipf(1.0),
        ..files()
    };
    for gb in [0.5, 5.0] {
        let cdn = one.clone().shield("Montreal", bytes(gb * 1e9));
        let runs = cdn.simulate_hits(&seoul, &files, &trials(20_000)).unwrap();
        let front = Che::new(Policy::Lru, &files.popularity, 10_000.0, 3_000.0, None).unwrap();
        let expected =
            (1.0 - front.hit_ratio()) * (1.0 - front.second_hit_ratio(gb * 1e3).unwrap());
        let measured = measured_origin_share(&runs);
        let off = (measured.value - expected).abs();
        assert!(
            off <= measured.half_width.unwrap() + CHE,
            "{gb}: {measured:?} {expected}"
        );
    }
}

/// Found by fuzzing: most requests go to few files, so that caches with room for all of them were still being filled after
/// a hundred million requests of each replication.
#[test]
fn edges_that_hold_everything_are_full_at_once() {
    let files = Files {
        size: kib(300.0),
        count: 34_144.0,
        popularity: Popularity::zipf(2.7),
        rate: per_second(350.0),
    };
    let began = std::time::Instant::now();
    let few = Trials {
        replications: 2,
        ..trials(10_000)
    };
    let runs = cdn(gib(100.0))
        .simulate_hits(&audience(), &files, &few)
        .unwrap();
    assert_eq!(measured_origin_share(&runs).value, 0.0);
    // With room for a part of them what is added now and then is soon too little to be seen.
    let closed = cdn(gib(1.0)).hits(&audience(), &files).unwrap();
    let runs = cdn(gib(1.0))
        .simulate_hits(&audience(), &files, &few)
        .unwrap();
    let off = (measured_origin_share(&runs).value - origin_share(&closed)).abs();
    assert!(off < CHE, "{off}");
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}
