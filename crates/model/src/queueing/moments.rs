//! The first three moments of a random time, and the percentile that they suggest.

/// Mean, variance and third central moment: of a sum of independent times they are the sums.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moments {
    pub(crate) mean: f64,
    pub(crate) variance: f64,
    pub(crate) third: f64,
}

impl Moments {
    /// Of no time at all.
    pub(crate) const NONE: Self = Self {
        mean: 0.0,
        variance: 0.0,
        third: 0.0,
    };

    /// Of `times` exponentials of this mean.
    pub(crate) fn exponential(mean: f64, times: f64) -> Self {
        Self {
            mean: times * mean,
            variance: times * mean * mean,
            third: 2.0 * times * mean * mean * mean,
        }
    }

    /// Of an exponential of this mean that happens with probability `chance`.
    pub(crate) fn wait(chance: f64, mean: f64) -> Self {
        let (one, two) = (chance * mean, 2.0 * chance * mean * mean);
        let variance = two - one * one;
        Self {
            mean: one,
            variance,
            third: 3.0 * two * mean - one * (3.0 * variance + one * one),
        }
    }

    /// A constant more.
    pub(crate) fn later(self, constant: f64) -> Self {
        Self {
            mean: self.mean + constant,
            ..self
        }
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            mean: self.mean + other.mean,
            variance: self.variance + other.variance,
            third: self.third + other.third,
        }
    }

    pub(crate) fn times(self, n: f64) -> Self {
        Self {
            mean: n * self.mean,
            variance: n * self.variance,
            third: n * self.third,
        }
    }

    /// With probability `chance` this time, otherwise the other.
    pub(crate) fn mixed(self, chance: f64, other: Self) -> Self {
        Self::mixture([(chance, self), (1.0 - chance, other)].into_iter())
    }

    /// One of several, each with its probability.
    pub(crate) fn mixture(ways: impl Iterator<Item = (f64, Self)>) -> Self {
        let (mut one, mut two, mut three) = (0.0, 0.0, 0.0);
        for (p, m) in ways {
            one += p * m.mean;
            two += p * (m.variance + m.mean * m.mean);
            three += p * (m.third + m.mean * (3.0 * m.variance + m.mean * m.mean));
        }
        let variance = (two - one * one).max(0.0);
        Self {
            mean: one,
            variance,
            third: three - one * (3.0 * variance + one * one),
        }
    }

    /// Roughly the time that the share 1 - `left` does not exceed: a gamma distribution with these three moments
    /// (Pearson's type III), by the cube of Wilson and Hilferty (PNAS 17, 1931). Good enough to start a search from.
    pub(crate) fn guess(&self, left: f64) -> f64 {
        let deviation = self.variance.sqrt();
        let skew = (self.third / (self.variance * deviation)).clamp(0.1, 6.0);
        let base = 1.0 + skew / 6.0 * (normal(left) - skew / 6.0);
        let guess = self.mean + deviation * 2.0 / skew * (base * base * base - 1.0);
        guess.max(0.05 * self.mean)
    }
}

/// Where the standard normal distribution leaves the share `left` above: Hastings' approximation, to 5e-4
/// (Abramowitz and Stegun, 26.2.23).
fn normal(left: f64) -> f64 {
    if left > 0.5 {
        return -normal(1.0 - left);
    }
    let t = (-2.0 * libm::log(left.max(1e-300))).sqrt();
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    t - above / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)))
}
