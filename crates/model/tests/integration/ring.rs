//! Consistent hashing: how even a ring is, and what moves when a machine leaves.

use model::components::Ring;

/// Mean, and half of a 99.9% interval for forty and more results.
fn mean(results: &[f64]) -> (f64, f64) {
    let n = results.len() as f64;
    let mean = results.iter().sum::<f64>() / n;
    let square: f64 = results.iter().map(|x| (x - mean).powi(2)).sum();
    (mean, 3.5 * (square / (n - 1.0) / n).sqrt())
}

#[test]
fn a_ring_is_as_uneven_as_its_theory_says() {
    for (machines, points) in [(2, 1), (5, 1), (5, 10), (20, 1), (20, 10), (20, 100)] {
        let ring = Ring::new(machines, points, 20_000).unwrap();
        let dealt: Vec<Vec<f64>> = (0..40).map(|seed| ring.shares(seed)).collect();
        let hottest: Vec<f64> = dealt
            .iter()
            .map(|s| s.iter().copied().fold(0.0, f64::max))
            .collect();
        let (seen, half) = mean(&hottest);
        assert!(
            (seen - ring.hottest()).abs() < half,
            "{ring:?}: hottest {seen} ± {half}, {}",
            ring.hottest()
        );
        let n = f64::from(machines);
        let square = |s: &Vec<f64>| s.iter().map(|x| (x * n - 1.0).powi(2)).sum::<f64>() / n;
        let (seen, half) = mean(&dealt.iter().map(square).collect::<Vec<_>>());
        assert!(
            (seen - ring.variation()).abs() < half,
            "{ring:?}: variation {seen} ± {half}, {}",
            ring.variation()
        );
    }
}

/// The longest of n arcs between n random points on a circle is H(n)/n in the mean (Holst 1980).
#[test]
fn one_point_each_is_the_longest_arc() {
    for n in [2_u32, 3, 10, 100] {
        let harmonic: f64 = (1..=n).map(|k| 1.0 / f64::from(k)).sum();
        let ring = Ring::new(n, 1, 10_000_000).unwrap();
        assert!(
            (ring.hottest() * f64::from(n) / harmonic - 1.0).abs() < 1e-3,
            "{n}: {}",
            ring.hottest()
        );
    }
}

#[test]
fn few_keys_make_a_ring_uneven_too() {
    // So many points that the arcs are equal: 200 keys thrown at 10 machines.
    let ring = Ring::new(10, 5_000, 200).unwrap();
    let hottest = |seed| ring.shares(seed).into_iter().fold(0.0, f64::max);
    let (seen, half) = mean(&(0..60).map(hottest).collect::<Vec<_>>());
    assert!(
        (seen - ring.hottest()).abs() < half + 0.03 * seen,
        "{seen} ± {half}, {}",
        ring.hottest()
    );
    assert!(ring.hottest() > 0.13);
}

#[test]
fn a_machine_that_leaves_moves_only_its_own_keys() {
    let (with, without) = (
        Ring::new(10, 50, 10_000).unwrap(),
        Ring::new(9, 50, 10_000).unwrap(),
    );
    let moved = |seed| {
        let (before, after) = (with.deal(seed), without.deal(seed));
        let moved: Vec<_> = before.iter().zip(&after).filter(|(b, a)| b != a).collect();
        assert!(moved.iter().all(|(before, _)| **before == 9));
        moved.len() as f64 / 10_000.0
    };
    let (seen, half) = mean(&(0..40).map(moved).collect::<Vec<_>>());
    assert!((seen - with.moved()).abs() < half, "{seen} ± {half}");
}

#[test]
fn more_points_even_a_ring_out() {
    for machines in [2, 10, 1000] {
        let hottest =
            [1, 3, 10, 100, 1000].map(|p| Ring::new(machines, p, 10_000_000).unwrap().hottest());
        assert!(hottest.windows(2).all(|w| w[1] < w[0]), "{hottest:?}");
        assert!(
            hottest
                .iter()
                .all(|h| *h >= 1.0 / f64::from(machines) && *h <= 1.0)
        );
    }
}
