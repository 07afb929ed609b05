//! From the Laplace transform of a random time back to its probabilities.
//!
//! ```text
//! poles    8 nodes around the negative axis: sums and mixtures of exponentials, that is almost all times here
//! euler   32 nodes on a line to the right of it: any transform
//! ```
//!
//! Tail and density come from the same nodes. Both rules choose their nodes in proportion to 1/t.

use super::wide::{LANES, Wide};
use crate::units::{Time, seconds};
use core::f64::consts::PI;

/// What the two rules find at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) tail: f64,    // [1], to be clamped by the caller
    pub(crate) density: f64, // [1/s]
}

/// Poles of the best rational approximation of degree 16 to e^z on the negative axis, in the upper half-plane.
///
/// Its largest error there is 1.1e-16. By the method of Trefethen, Weideman and Schmelzer, "Talbot quadratures and
/// rational approximations" (BIT 46, 2006); the poles agree with Pusa (Nuclear Science and Engineering 182, 2016).
const POLES: Wide = Wide {
    re: [
        6.416_177_699_099_436,
        5.948_152_268_951_18,
        4.993_174_737_717_999,
        3.509_103_608_414_921,
        1.419_375_897_185_689,
        -1.413_928_462_488_882,
        -5.264_971_343_442_642,
        -10.843_917_078_696_982,
    ],
    im: [
        1.194_122_393_370_139,
        3.587_457_362_018_323,
        5.996_881_713_603_943,
        8.436_198_985_884_376,
        10.925_363_484_496_724,
        13.497_725_698_892_748,
        16.220_221_473_167_93,
        19.277_446_167_181_658,
    ],
};

/// The residues at these poles.
const RESIDUES: Wide = Wide {
    re: [
        -64.500_878_025_539_77,
        113.397_751_784_839_54,
        -62.518_392_463_208_07,
        15.059_585_270_023_515,
        -1.479_300_711_355_807_1,
        0.041_023_136_835_410_5,
        0.000_211_517_421_824_647_68,
        -5.090_152_186_521_197e-7,
    ],
    im: [
        -224.594_407_626_521_5,
        101.947_217_042_158_85,
        -11.190_391_094_283_296,
        -5.751_405_277_642_184,
        1.768_658_832_378_297_3,
        -0.157_434_661_734_555_2,
        0.004_389_296_964_738_089,
        -0.000_024_220_017_652_852_446,
    ],
};

/// Tail and density at `t` of a time whose transform has its singularities on the negative axis. Eight evaluations.
///
/// The absolute error is 1e-12 for sums of a few exponentials, and grows as a sum becomes more regular: 1e-7 for 16
/// equal exponentials.
#[inline]
pub(crate) fn poles(t: f64, transform: impl Fn(&Wide) -> Wide) -> Point {
    const SHARES: Wide = shares();
    let f = transform(&POLES.line(0.0, 1.0 / t));
    let (mut tail, mut density) = (0.0, 0.0);
    for i in 0..LANES {
        tail += SHARES.re[i] * (1.0 - f.re[i]) + SHARES.im[i] * f.im[i];
        density += RESIDUES.re[i] * f.re[i] - RESIDUES.im[i] * f.im[i];
    }
    Point {
        tail: -2.0 * tail,
        density: -2.0 * density / t,
    }
}

/// Residue over pole: what belongs to 1/s.
const fn shares() -> Wide {
    let mut shares = Wide::ZERO;
    let mut i = 0;
    while i < LANES {
        let (a, b, x, y) = (RESIDUES.re[i], RESIDUES.im[i], POLES.re[i], POLES.im[i]);
        shares.re[i] = (a * x + b * y) / (x * x + y * y);
        shares.im[i] = (b * x - a * y) / (x * x + y * y);
        i += 1;
    }
    shares
}

/// Nodes of the Euler rule, in four times eight lanes.
const NODES: usize = 32;

/// Tail and density at `t` for any transform: the Euler method of Abate and Whitt (ORSA Journal on Computing 7, 1995).
///
/// The absolute error is about 1e-8 where the distribution is smooth.
pub(crate) fn euler(t: f64, transform: impl Fn(&Wide) -> Wide) -> Point {
    // Discretisation error e^-A.
    const A: f64 = 18.4;
    const WEIGHTS: [f64; NODES] = weights();
    let (mut tail, mut density) = (0.0, 0.0);
    for block in 0..NODES / LANES {
        let mut s = Wide::real(A / (2.0 * t));
        for i in 0..LANES {
            s.im[i] = (block * LANES + i) as f64 * PI / t;
        }
        let f = transform(&s);
        let over = f.line(1.0, -1.0).times(&s.inverse());
        for i in 0..LANES {
            tail += WEIGHTS[block * LANES + i] * over.re[i];
            density += WEIGHTS[block * LANES + i] * f.re[i];
        }
    }
    let scale = libm::exp(A / 2.0) / t;
    Point {
        tail: tail * scale,
        density: density * scale,
    }
}

/// Alternating signs; the last 12 partial sums are averaged with binomial weights.
const fn weights() -> [f64; NODES] {
    const BINOMIAL: [f64; 12] = [
        1.0, 11.0, 55.0, 165.0, 330.0, 462.0, 462.0, 330.0, 165.0, 55.0, 11.0, 1.0,
    ];
    let mut weights = [0.0; NODES];
    let (mut k, mut share) = (NODES, 0.0);
    while k > 0 {
        k -= 1;
        if NODES - 1 - k < BINOMIAL.len() {
            share += BINOMIAL[NODES - 1 - k] / 2048.0;
        }
        weights[k] = if k % 2 == 0 { share } else { -share };
    }
    weights[0] *= 0.5;
    weights
}

/// The time after which only the share `left` (above 0) is still there, given tail and density at any time, and the `mean`.
pub(crate) fn percentile(point: impl Fn(f64) -> Point, left: f64, mean: Time) -> Time {
    if left >= 1.0 {
        return Time::ZERO;
    }
    // Markov's inequality bounds the percentile from above.
    let mean = mean.seconds();
    seconds(search(point, left, mean, mean / left))
}

/// Where the tail is `left`: Newton's method on the logarithm of the tail, which is nearly a straight line, from a
/// guess, kept inside a bracket that shrinks from 0 to `high`.
///
/// It ends with a step that is short in time and in tail: what remains is about the square of that.
#[inline]
pub(crate) fn search(point: impl Fn(f64) -> Point, left: f64, guess: f64, high: f64) -> f64 {
    const NEAR: f64 = 5e-3;
    let odds = (1.0 / left - 1.0).min(1.0);
    let (mut low, mut high, mut t) = (0.0, high, guess.min(high));
    for _ in 0..100 {
        let at = point(t);
        let off = libm::log(at.tail.max(1e-13) / left);
        if off > 0.0 {
            low = t;
        } else {
            high = t;
        }
        let next = t + off * at.tail / at.density;
        let inside = next >= low && next <= high;
        let near = libm::fabs(off) < 2.0 * NEAR * odds && libm::fabs(next - t) < NEAR * t;
        if (near && inside) || high - low <= 1e-12 * high {
            return if inside { next } else { t };
        }
        t = if inside { next } else { 0.5 * (low + high) };
    }
    t
}
