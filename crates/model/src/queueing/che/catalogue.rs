//! All objects of a catalogue as a few dozen classes, so that a sum over 10^12 objects costs a few hundred nanoseconds.
//!
//! The most popular are summed one by one. The others are an integral over the logarithm of the rank, by Gauss and Legendre
//! in panels, with the first correction of Euler and Maclaurin at both ends.

use crate::workload::Popularity;

/// Objects that are summed one by one.
const HEAD: u32 = 16;
/// Catalogues up to this size are summed one by one altogether.
const SMALL: f64 = 64.0;

/// So many classes hold a large catalogue.
const USUAL: usize = 128;

/// Classes of equally popular objects, a multiple of four for the vector unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Catalogue {
    objects: Vec<f64>, // how many of each; 0 fills the last four
    share: Vec<f64>,   // [1], of the reads, for each one of them
    size: f64,
}

impl Catalogue {
    /// The classes of `size` objects with this popularity.
    pub(super) fn new(popularity: &Popularity, size: f64) -> Self {
        let mut new = Self {
            objects: Vec::with_capacity(USUAL),
            share: Vec::with_capacity(USUAL),
            size,
        };
        match popularity.exponent() {
            Some(exponent) => new.zipf(exponent),
            None => {
                let stretch = size / popularity.shares().len() as f64;
                for run in popularity.runs() {
                    new.push(run.objects * stretch, run.share / stretch);
                }
            }
        }
        new.fill();
        new
    }

    /// How many objects there are.
    pub(super) fn size(&self) -> f64 {
        self.size
    }

    /// The sums of two functions of an object's share over all objects.
    #[inline]
    pub(super) fn sums(&self, f: impl Fn(f64) -> (f64, f64)) -> (f64, f64) {
        let (mut a, mut b) = ([0.0; 4], [0.0; 4]);
        let (objects, share) = (self.objects.as_chunks::<4>(), self.share.as_chunks::<4>());
        for (objects, share) in objects.0.iter().zip(share.0) {
            for lane in 0..4 {
                let (x, y) = f(share[lane]);
                a[lane] += objects[lane] * x;
                b[lane] += objects[lane] * y;
            }
        }
        (a.iter().sum(), b.iter().sum())
    }

    /// The sum of a function of an object's share over all objects.
    #[inline]
    pub(super) fn sum(&self, f: impl Fn(f64) -> f64) -> f64 {
        self.sums(|share| (f(share), 0.0)).0
    }

    fn push(&mut self, objects: f64, share: f64) {
        self.objects.push(objects);
        self.share.push(share);
    }

    /// In proportion to k^-s; a part of an object more where the number is not whole.
    fn zipf(&mut self, exponent: f64) {
        // By the logarithm of the rank at first: all powers are taken together.
        if self.size <= SMALL {
            let whole = self.size.floor();
            for rank in 1..=whole as u32 {
                self.push(1.0, libm::log(f64::from(rank)));
            }
            self.push(self.size - whole, libm::log(whole + 1.0));
        } else {
            self.large(exponent);
        }
        for share in &mut self.share {
            *share = decay(exponent * *share);
        }
    }

    /// The classes of many objects.
    fn large(&mut self, exponent: f64) {
        const CORRECTION: f64 = 1.0 / 24.0;
        let head = HEAD as usize;
        for log in &LOGS[1..head] {
            self.push(1.0, *log);
        }
        self.push(1.0 - CORRECTION, LOGS[head]);
        self.push(CORRECTION, LOGS[head + 1]);
        self.tail(exponent);
        self.push(CORRECTION, libm::log(self.size));
        self.push(-CORRECTION, libm::log(self.size + 1.0));
    }

    /// From the last of the head (and a half) to the last object (and a half).
    fn tail(&mut self, exponent: f64) {
        let low = libm::log(f64::from(HEAD) + 0.5);
        let range = libm::log(self.size + 0.5) - low;
        // In a panel of length 5/s, popularity falls by e^5: 12 points integrate what Che sums there to 1e-7.
        let panels = (range * exponent.max(1.0) / 5.0).ceil().max(1.0);
        let half = 0.5 * range / panels;
        let from = self.objects.len();
        for panel in 0..panels as u32 {
            let middle = low + half * f64::from(2 * panel + 1);
            for (place, weight) in POINTS.iter().zip(WEIGHTS) {
                for log in [middle - half * place, middle + half * place] {
                    self.push(weight * half, log);
                }
            }
        }
        for (objects, log) in self.objects[from..].iter_mut().zip(&self.share[from..]) {
            *objects /= decay(*log);
        }
    }

    /// Fills the last four, and scales so that all shares sum to 1.
    fn fill(&mut self) {
        let whole = self.objects.len().next_multiple_of(4);
        self.objects.resize(whole, 0.0);
        self.share.resize(whole, 1.0);
        let sum = self.sum(|share| share);
        self.share.iter_mut().for_each(|share| *share /= sum);
    }
}

/// Gauss and Legendre, 12 points on [-1, 1]: the positive half.
const POINTS: [f64; 6] = [
    0.125_233_408_511_468_94,
    0.367_831_498_998_180_2,
    0.587_317_954_286_617_5,
    0.769_902_674_194_304_7,
    0.904_117_256_370_474_8,
    0.981_560_634_246_719_2,
];
const WEIGHTS: [f64; 6] = [
    0.249_147_045_813_402_88,
    0.233_492_536_538_354_78,
    0.203_167_426_723_065_84,
    0.160_078_328_543_346_33,
    0.106_939_325_995_318_18,
    0.047_175_336_386_511_835,
];

/// Natural logarithms of 0 (never used), 1, 2 ... 17.
const LOGS: [f64; HEAD as usize + 2] = [
    0.0,
    0.0,
    core::f64::consts::LN_2,
    1.098_612_288_668_109_8,
    1.386_294_361_119_890_6,
    1.609_437_912_434_100_3,
    1.791_759_469_228_055,
    1.945_910_149_055_313_2,
    2.079_441_541_679_835_7,
    2.197_224_577_336_219_6,
    core::f64::consts::LN_10,
    2.397_895_272_798_370_7,
    2.484_906_649_788_000_4,
    2.564_949_357_461_536_7,
    2.639_057_329_615_258_4,
    2.708_050_201_102_21,
    2.772_588_722_239_781,
    2.833_213_344_056_216,
];

/// e^-x for any x from 0.
#[inline]
pub(super) fn decay(x: f64) -> f64 {
    let (scale, rest) = split(x);
    scale + scale * rest
}

/// 1 - e^-x for any x from 0, exact to the last digits also where x is tiny.
#[inline]
pub(super) fn growth(x: f64) -> f64 {
    let (scale, rest) = split(x);
    (1.0 - scale) - scale * rest
}

/// e^-x as s + s r with s a power of two: ten multiplications without a branch, so that the compiler works on several at
/// once. `libm::exp` takes five times as long. Relative error below 1e-9, and nothing below e^-700.
#[inline]
fn split(x: f64) -> (f64, f64) {
    // Adding 1.5 x 2^52 rounds to a whole number and leaves it in the lowest bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
    const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    let x = if x < 700.0 { -x } else { -700.0 };
    let shifted = x * core::f64::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let r = x - whole * LN2_HIGH - whole * LN2_LOW;
    let scale = f64::from_bits((shifted.to_bits() << 52).wrapping_add(1023 << 52));
    let tail = 1.0 / 720.0 + r * (1.0 / 5040.0 + r * (1.0 / 40320.0));
    let series = 0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * tail)));
    (scale, r + r * r * series)
}
