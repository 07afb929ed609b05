//! From the Laplace transform of a random time back to its probabilities.
//!
//! ```text
//! poles    6 or 8 nodes around the negative axis: sums and mixtures of exponentials, that is almost all times here
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

/// A rational approximation to e^z on the negative axis, by its poles in the upper half-plane and the residues there.
///
/// By the method of Carathéodory and Fejér: Trefethen, Weideman and Schmelzer, "Talbot quadratures and rational
/// approximations" (BIT 46, 2006).
pub(crate) struct Poles<const N: usize> {
    poles: Wide<N>,
    residues: Wide<N>,
    shares: Wide<N>, // residue over pole: what belongs to 1/s
}

/// Degree 16, with an error of 1.1e-16 on the negative axis; the poles agree with Pusa (Nuclear Science and Engineering 182,
/// 2016).
///
/// The absolute error of a tail is 1e-12 for sums of a few exponentials, and grows as a sum becomes more regular: 1e-7 for 16
/// equal exponentials.
pub(crate) const EIGHT: Poles<LANES> = Poles::new(
    [
        (6.416_177_699_099_436, 1.194_122_393_370_139),
        (5.948_152_268_951_18, 3.587_457_362_018_323),
        (4.993_174_737_717_999, 5.996_881_713_603_943),
        (3.509_103_608_414_921, 8.436_198_985_884_376),
        (1.419_375_897_185_689, 10.925_363_484_496_724),
        (-1.413_928_462_488_882, 13.497_725_698_892_748),
        (-5.264_971_343_442_642, 16.220_221_473_167_93),
        (-10.843_917_078_696_982, 19.277_446_167_181_658),
    ],
    [
        (-64.500_878_025_539_77, -224.594_407_626_521_5),
        (113.397_751_784_839_54, 101.947_217_042_158_85),
        (-62.518_392_463_208_07, -11.190_391_094_283_296),
        (15.059_585_270_023_515, -5.751_405_277_642_184),
        (-1.479_300_711_355_807_1, 1.768_658_832_378_297_3),
        (0.041_023_136_835_410_5, -0.157_434_661_734_555_2),
        (0.000_211_517_421_824_647_68, 0.004_389_296_964_738_089),
        (-5.090_152_186_521_197e-7, -0.000_024_220_017_652_852_446),
    ],
);

/// Degree 12, with an error of 3.2e-12 on the negative axis.
///
/// The relative error of a percentile (p50 to p99) is 1e-7 for 5 equal exponentials, 3e-6 for 11, 1e-4 for 19.
pub(crate) const SIX: Poles<6> = Poles::new(
    [
        (4.827_493_452_164_474, 1.193_987_991_223_4),
        (4.206_124_204_321_886, 3.590_920_758_885_605),
        (2.917_868_545_083_271_3, 6.017_345_924_094_162),
        (0.851_707_096_720_131_9, 8.503_832_825_637_515),
        (-2.235_968_246_124_921_5, 11.109_296_232_707_493),
        (-6.998_687_908_595_799, 13.995_916_624_979_394),
    ],
    [
        (-11.799_379_956_043_997, -46.411_635_333_699_98),
        (18.785_977_421_580_894, 20.237_285_126_155_31),
        (-8.238_255_934_264_663, -2.796_191_262_327_504),
        (1.319_411_534_077_870_7, -0.183_523_582_870_984_06),
        (-0.068_571_494_250_313_5, 0.038_419_082_886_593_71),
        (0.000_818_433_499_273_315_9, -0.000_581_353_582_424_502_8),
    ],
);

impl<const N: usize> Poles<N> {
    const fn new(poles: [(f64, f64); N], residues: [(f64, f64); N]) -> Self {
        let mut new = Self {
            poles: Wide::ZERO,
            residues: Wide::ZERO,
            shares: Wide::ZERO,
        };
        let mut i = 0;
        while i < N {
            let ((x, y), (a, b)) = (poles[i], residues[i]);
            (new.poles.re[i], new.poles.im[i]) = (x, y);
            (new.residues.re[i], new.residues.im[i]) = (a, b);
            new.shares.re[i] = (a * x + b * y) / (x * x + y * y);
            new.shares.im[i] = (b * x - a * y) / (x * x + y * y);
            i += 1;
        }
        new
    }

    /// Tail and density at `t` of a time whose transform has its singularities on the negative axis: one evaluation a pole.
    #[inline]
    pub(crate) fn point(&self, t: f64, transform: impl Fn(&Wide<N>) -> Wide<N>) -> Point {
        let f = transform(&self.poles.line(0.0, 1.0 / t));
        let (mut tail, mut density) = (0.0, 0.0);
        for i in 0..N {
            tail += self.shares.re[i] * (1.0 - f.re[i]) + self.shares.im[i] * f.im[i];
            density += self.residues.re[i] * f.re[i] - self.residues.im[i] * f.im[i];
        }
        Point {
            tail: -2.0 * tail,
            density: -2.0 * density / t,
        }
    }
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
        let near = off.abs() < 2.0 * NEAR * odds && (next - t).abs() < NEAR * t;
        if (near && inside) || high - low <= 1e-12 * high {
            return if inside { next } else { t };
        }
        t = if inside { next } else { 0.5 * (low + high) };
    }
    t
}
