//! Random numbers: a stream for each component, all from one seed.
//!
//! A stream is seeded by the seed, the number of the replication and the component's name. So a component that is added
//! draws from a stream of its own and reshuffles nothing else, and two variants of a system meet the same arrivals:
//! the difference between them is theirs, not the dice's (common random numbers).

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use std::sync::OnceLock;

/// Where streams come from.
///
/// ```
/// use model::simulation::Streams;
/// let streams = Streams::new(42, 0);
/// let mean = |mut stream: model::simulation::Stream| (0..1000).map(|_| stream.exponential()).sum::<f64>() / 1000.0;
/// assert_eq!(mean(streams.stream("arrivals")), mean(streams.stream("arrivals")));
/// assert_ne!(mean(streams.stream("arrivals")), mean(streams.stream("web server cores")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Streams {
    seed: u64,
}

impl Streams {
    /// The streams of one replication of a trial with this seed.
    pub fn new(seed: u64, replication: u64) -> Self {
        Self {
            seed: mix(seed ^ mix(replication)),
        }
    }

    /// The stream of the component with this name.
    pub fn stream(&self, name: &str) -> Stream {
        self.numbered(name, 0)
    }

    /// The stream of the component with this name and number.
    pub fn numbered(&self, name: &str, number: u32) -> Stream {
        let seed = mix(self.seed ^ hash(name, u64::from(number)));
        Stream {
            bits: Xoshiro256PlusPlus::seed_from_u64(seed),
            ziggurat: ziggurat(),
        }
    }
}

/// A number from a name and a number.
pub(super) fn hash(name: &str, number: u64) -> u64 {
    // FNV-1a over the name: short, and the same everywhere (the standard hasher promises neither).
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    mix(hash ^ mix(number))
}

/// The finaliser of SplitMix64, after a step so that zero does not stay zero.
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Stream {
    bits: Xoshiro256PlusPlus,
    ziggurat: &'static Ziggurat,
}

impl Stream {
    /// Uniform between 0 and 1, never either. `[1]`
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        open_unit(self.bits.next_u64())
    }

    /// 64 random bits.
    #[inline]
    pub(crate) fn bits(&mut self) -> u64 {
        self.bits.next_u64()
    }

    /// Whether something of probability `chance` happens. Draws nothing where that is certain.
    #[inline]
    pub fn happens(&mut self, chance: f64) -> bool {
        chance > 0.0 && (chance >= 1.0 || self.uniform() < chance)
    }

    /// A number below `count`, all equally likely. Draws nothing where there is one.
    #[inline]
    pub fn pick(&mut self, count: u32) -> u32 {
        if count <= 1 {
            return 0;
        }
        // Lemire's multiplication: its bias is below 2^-32 for any 32-bit count.
        ((u128::from(self.bits.next_u64()) * u128::from(count)) >> 64) as u32
    }

    /// Exponential with mean 1, by the ziggurat of Marsaglia and Tsang (2000): 98.9% of the draws are one multiplication
    /// and one comparison. `[1]`
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        let table = self.ziggurat;
        loop {
            // The lowest 8 bits choose the layer, the highest 52 the place in it.
            let bits = self.bits.next_u64();
            let layer = (bits & 0xff) as usize;
            let x = open_unit(bits) * table.x[layer];
            if x < table.x[layer + 1] {
                return x;
            }
            if let Some(x) = self.edge(layer, x) {
                return x;
            }
        }
    }

    /// The rare rest: the tail beyond the last layer, and the curved edge of the others.
    #[cold]
    fn edge(&mut self, layer: usize, x: f64) -> Option<f64> {
        if layer == 0 {
            return Some(Ziggurat::R - libm::log(self.uniform()));
        }
        let (upper, lower) = (self.ziggurat.f[layer + 1], self.ziggurat.f[layer]);
        (upper + (lower - upper) * self.uniform() < libm::exp(-x)).then_some(x)
    }
}

/// The highest 52 bits as a number strictly between 0 and 1.
#[inline]
fn open_unit(bits: u64) -> f64 {
    f64::from_bits((bits >> 12) | 0x3ff0_0000_0000_0000) - (1.0 - f64::EPSILON / 2.0)
}

/// 256 layers of equal area under e^-x: their right ends and the heights there.
#[derive(Debug)]
struct Ziggurat {
    x: [f64; 257],
    f: [f64; 257],
}

impl Ziggurat {
    /// Where the tail begins, from the paper.
    const R: f64 = 7.697_117_470_131_05;

    fn new() -> Self {
        let height = |x: f64| libm::exp(-x);
        // The area of each layer: the rectangle up to R and the tail beyond it, which is e^-R.
        let area = (Self::R + 1.0) * height(Self::R);
        let mut x = [0.0; 257];
        (x[0], x[1]) = (area / height(Self::R), Self::R);
        for i in 2..256 {
            x[i] = -libm::log(area / x[i - 1] + height(x[i - 1]));
        }
        Self {
            x,
            f: x.map(height),
        }
    }
}

/// The table, computed once.
fn ziggurat() -> &'static Ziggurat {
    static TABLE: OnceLock<Ziggurat> = OnceLock::new();
    TABLE.get_or_init(Ziggurat::new)
}
