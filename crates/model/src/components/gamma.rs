//! The gamma distribution, for arcs of a ring.

use crate::bisection::root;

/// Probability that a gamma variable of this `shape` and scale 1 is at most `x`. `[1]`
///
/// The series below the mean and the continued fraction above it (Press and others, Numerical Recipes, section 6.2).
pub(super) fn below(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        (front * series(shape, x)).min(1.0)
    } else {
        (1.0 - front * fraction(shape, x)).max(0.0)
    }
}

/// 1/a + x/(a(a+1)) + x²/(a(a+1)(a+2)) + ...
fn series(shape: f64, x: f64) -> f64 {
    let mut term = 1.0 / shape;
    let mut sum = term;
    for n in 1..ENOUGH {
        term *= x / (shape + f64::from(n));
        sum += term;
        if term < sum * 1e-15 {
            break;
        }
    }
    sum
}

/// The continued fraction of the upper tail, by the method of Lentz.
fn fraction(shape: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - shape;
    let (mut c, mut d) = (1.0 / TINY, 1.0 / b);
    let mut result = d;
    for n in 1..ENOUGH {
        let a = -f64::from(n) * (f64::from(n) - shape);
        b += 2.0;
        let nonzero = |v: f64| if v.abs() < TINY { TINY } else { v };
        d = 1.0 / nonzero(a * d + b);
        c = nonzero(b + a / c);
        result *= c * d;
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    result
}

/// Both converge within some multiples of the square root of the shape.
const ENOUGH: u32 = 20_000;

/// Mean of the largest of `count` independent gamma variables of this `shape` and scale 1. `[1]`
///
/// The integral of 1 - F(x)^count, by Simpson's rule over the range where it is neither 1 nor 0.
pub(super) fn mean_of_largest(count: f64, shape: f64) -> f64 {
    const STEPS: u32 = 1_000;
    let spread = shape.sqrt();
    let low = (shape - 8.0 * spread).max(0.0);
    let high = shape + 10.0 * spread + 50.0;
    let step = (high - low) / f64::from(STEPS);
    let above = |i: u32| {
        let share = below(shape, low + step * f64::from(i));
        1.0 - libm::pow(share, count)
    };
    let inner: f64 = (1..STEPS)
        .map(|i| above(i) * if i % 2 == 1 { 4.0 } else { 2.0 })
        .sum();
    low + step / 3.0 * (above(0) + inner + above(STEPS))
}

/// The value below which a gamma variable of this `shape` and scale 1 lies with this `probability`, by bisection. `[1]`
pub(super) fn quantile(shape: f64, probability: f64) -> f64 {
    let high = shape + 10.0 * shape.sqrt() + 50.0;
    root(0.0, high, 60, |x| below(shape, x) < probability)
}
