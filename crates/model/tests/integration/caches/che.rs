//! Che's approximation against sums that leave nothing out, and against what is published.

use model::queueing::che::{Che, Policy};
use model::workload::Popularity;

fn lru(exponent: f64, objects: f64, entries: f64) -> Che {
    Che::new(
        Policy::Lru,
        &Popularity::zipf(exponent),
        objects,
        entries,
        None,
    )
    .unwrap()
}

/// All objects, one by one, with the characteristic time by bisection.
fn slowly(shares: &[f64], entries: f64, inside: impl Fn(f64) -> f64) -> f64 {
    let filled = |t: f64| shares.iter().map(|p| inside(p * t)).sum::<f64>();
    let (mut low, mut high) = (0.0, 1e12);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if filled(middle) < entries {
            low = middle;
        } else {
            high = middle;
        }
    }
    shares.iter().map(|p| p * inside(p * low)).sum()
}

fn zipf(exponent: f64, objects: usize) -> Vec<f64> {
    let terms: Vec<f64> = (1..=objects).map(|k| (k as f64).powf(-exponent)).collect();
    let sum: f64 = terms.iter().sum();
    terms.iter().map(|term| term / sum).collect()
}

#[test]
fn the_published_ratios() {
    // reference table: Che et al. 2002, computed; 10 000 objects, Zipf 0.8
    for (entries, ratio) in [(1_000.0, 0.43666), (100.0, 0.15662)] {
        let got = lru(0.8, 10_000.0, entries).hit_ratio();
        assert!(
            (got - ratio).abs() < 1e-5,
            "{entries}: {got} instead of {ratio}"
        );
    }
}

#[test]
fn the_quadrature_is_the_whole_sum() {
    for exponent in [0.0, 0.5, 0.8, 1.0, 1.2, 2.0, 4.0] {
        for objects in [1_usize, 3, 16, 17, 18, 40, 1_000, 20_000] {
            let shares = zipf(exponent, objects);
            for part in [0.002, 0.1, 0.5, 0.9, 0.999] {
                let entries = part * objects as f64;
                let popularity = Popularity::zipf(exponent);
                for (policy, inside) in [
                    (Policy::Lru, (|x: f64| -(-x).exp_m1()) as fn(f64) -> f64),
                    (Policy::Fifo, |x: f64| x / (1.0 + x)),
                ] {
                    let cache = Che::new(policy, &popularity, objects as f64, entries, None);
                    let got = cache.unwrap().hit_ratio();
                    let whole = slowly(&shares, entries, inside);
                    assert!(
                        (got - whole).abs() < 1e-5,
                        "{policy:?}, {objects} objects, exponent {exponent}, {entries} entries: {got}, {whole}"
                    );
                }
            }
        }
    }
}
