//! Closed networks with several servers at a station, by Buzen's convolution (Communications of the ACM 16(9), 1973).
//!
//! All terms are positive, so no digits are lost. Each station's numbers are weighted as in M/M/c/N at the throughput that
//! is expected: constant factors cancel, and nothing overflows.

use super::finite::probabilities;

/// Throughput and mean number at each station of `customers` customers, near the throughput `about`.
pub(super) fn closed(
    think: f64,
    demands: &[(f64, u32)],
    customers: usize,
    about: f64,
) -> (f64, Vec<f64>) {
    let weights = |(demand, servers): &(f64, u32)| {
        probabilities(demand * about, *servers as usize, customers)
    };
    let stations: Vec<Vec<f64>> = demands.iter().map(weights).collect();
    let thinking = probabilities(think * about, customers, customers);
    let before = stations.iter().scan(thinking, |sum, station| {
        let before = sum.clone();
        *sum = sums(sum, station);
        Some(before)
    });
    let before: Vec<Vec<f64>> = before.collect();
    let mut none = vec![0.0; customers + 1];
    none[0] = 1.0;
    let (mut after, mut numbers, mut throughput) = (none, vec![0.0; stations.len()], 0.0);
    for (k, station) in stations.iter().enumerate().rev() {
        let others = sums(&before[k], &after);
        let at = |j: usize| station[j] * others[customers - j];
        let total: f64 = (0..=customers).map(at).sum();
        numbers[k] = (0..=customers).map(|j| j as f64 * at(j)).sum::<f64>() / total;
        let fewer: f64 = (0..customers)
            .map(|j| station[j] * others[customers - 1 - j])
            .sum();
        throughput = about * fewer / total;
        after = sums(&after, station);
    }
    (throughput, numbers)
}

/// The distribution of a sum of two numbers, up to the length of the first.
fn sums(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; a.len()];
    for (i, x) in a.iter().enumerate() {
        if *x > 0.0 {
            for (sum, y) in sums[i..].iter_mut().zip(b) {
                *sum += x * y;
            }
        }
    }
    sums
}
