//! By which rule a transform is turned back into probabilities: the fastest that is accurate.

use super::super::laplace::{self, Point};
use super::super::moments::Moments;
use super::super::wide::Wide;

/// Sums more regular than 20 equal exponentials need the other rule. `[1]`, variance over squared mean
const REGULAR: f64 = 0.05;
/// Sums more irregular than 5 equal exponentials need fewer poles for a percentile. `[1]`, variance over squared mean
const IRREGULAR: f64 = 0.2;

/// What a point is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// A tail, to 1e-8.
    Tail,
    /// A step of the search for a percentile, to 1e-5 of it.
    Percentile,
}

/// How a transform is inverted.
pub(super) enum Rule {
    Six,
    Eight,
    Any,
}

impl Rule {
    /// The fastest that is accurate.
    pub(super) fn of(moments: &Moments, aim: Aim) -> Self {
        let square = moments.mean * moments.mean;
        if moments.variance < REGULAR * square {
            Self::Any
        } else if aim == Aim::Percentile && moments.variance >= IRREGULAR * square {
            Self::Six
        } else {
            Self::Eight
        }
    }

    #[inline]
    pub(super) fn point(&self, t: f64, of: &impl Transform) -> Point {
        match self {
            Self::Six => laplace::SIX.point(t, |s| of.transform(s)),
            Self::Eight => laplace::EIGHT.point(t, |s| of.transform(s)),
            Self::Any => laplace::euler(t, |s| of.transform(s)),
        }
    }
}

/// A random time with a Laplace transform.
pub(super) trait Transform {
    /// The transform at `s`, constants left out.
    fn transform<const N: usize>(&self, s: &Wide<N>) -> Wide<N>;
}
