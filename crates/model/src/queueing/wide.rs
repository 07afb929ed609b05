//! Complex numbers, eight (or six) at a time, as far as Laplace transforms of waits and services need them.
//!
//! Real and imaginary parts lie apart, so that the compiler turns each loop over the lanes into vector instructions.

use std::array::from_fn;

/// Complex numbers that are computed together.
pub(crate) const LANES: usize = 8;

/// Eight complex numbers, or another number of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wide<const N: usize = LANES> {
    pub(crate) re: [f64; N],
    pub(crate) im: [f64; N],
}

impl<const N: usize> Wide<N> {
    pub(crate) const ONE: Self = Self::real(1.0);
    pub(crate) const ZERO: Self = Self::real(0.0);

    /// The same real number in every lane.
    pub(crate) const fn real(x: f64) -> Self {
        Self {
            re: [x; N],
            im: [0.0; N],
        }
    }

    /// `self` times `other`.
    #[inline]
    pub(crate) fn times(&self, other: &Self) -> Self {
        let mut out = *self;
        for i in 0..N {
            out.re[i] = self.re[i] * other.re[i] - self.im[i] * other.im[i];
            out.im[i] = self.re[i] * other.im[i] + self.im[i] * other.re[i];
        }
        out
    }

    /// `self` times `other`, plus the real number a.
    #[inline]
    pub(crate) fn times_plus(&self, other: &Self, a: f64) -> Self {
        let mut out = *self;
        for i in 0..N {
            out.re[i] = a + (self.re[i] * other.re[i] - self.im[i] * other.im[i]);
            out.im[i] = self.re[i] * other.im[i] + self.im[i] * other.re[i];
        }
        out
    }

    /// a + b `self`.
    #[inline]
    pub(crate) fn line(&self, a: f64, b: f64) -> Self {
        let mut out = *self;
        for i in 0..N {
            out.re[i] = a + b * self.re[i];
            out.im[i] = b * self.im[i];
        }
        out
    }

    /// `self` + b `other`.
    #[inline]
    pub(crate) fn plus(&self, other: &Self, b: f64) -> Self {
        let mut out = *self;
        for i in 0..N {
            out.re[i] += b * other.re[i];
            out.im[i] += b * other.im[i];
        }
        out
    }

    /// 1 over `self`.
    #[inline]
    pub(crate) fn inverse(&self) -> Self {
        let mut out = *self;
        for i in 0..N {
            let over = 1.0 / (self.re[i] * self.re[i] + self.im[i] * self.im[i]);
            out.re[i] = self.re[i] * over;
            out.im[i] = -self.im[i] * over;
        }
        out
    }

    /// `self` + b / `other`.
    #[inline]
    pub(crate) fn plus_inverse(&self, other: &Self, b: f64) -> Self {
        let mut out = *self;
        for i in 0..N {
            let over = b / (other.re[i] * other.re[i] + other.im[i] * other.im[i]);
            out.re[i] += other.re[i] * over;
            out.im[i] -= other.im[i] * over;
        }
        out
    }

    /// `self` / `other`.
    #[inline]
    pub(crate) fn over(&self, other: &Self) -> Self {
        self.times(&other.inverse())
    }

    /// Its whole power, by squaring.
    #[inline]
    pub(crate) fn power(&self, exponent: u32) -> Self {
        match exponent {
            1 => *self,
            2 => self.times(self),
            _ => self.higher_power(exponent),
        }
    }

    fn higher_power(&self, exponent: u32) -> Self {
        let Some(high) = exponent.checked_ilog2() else {
            return Self::ONE;
        };
        (0..high).rev().fold(*self, |power, bit| {
            let square = power.times(&power);
            if exponent >> bit & 1 == 1 {
                square.times(self)
            } else {
                square
            }
        })
    }

    /// 1/(1 + `self` m): the transform of an exponential of mean m.
    #[inline]
    pub(crate) fn exponential(&self, mean: f64) -> Self {
        self.line(1.0, mean).inverse()
    }

    /// e^(-`self` c): the transform of the constant c.
    pub(crate) fn constant(&self, c: f64) -> Self {
        let size: [f64; N] = from_fn(|i| libm::exp(-c * self.re[i]));
        let angle: [(f64, f64); N] = from_fn(|i| libm::sincos(-c * self.im[i]));
        Self {
            re: from_fn(|i| size[i] * angle[i].1),
            im: from_fn(|i| size[i] * angle[i].0),
        }
    }
}
