//! How long a service takes: sampling by mean and squared coefficient of variation.

use super::streams::Stream;
use crate::network::{Service, Visits};

/// A distribution of times, ready to draw from. Times in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Law {
    Exponential {
        mean: f64,
    },
    Constant {
        nanos: u64,
    },
    /// `phases` exponential phases, one less with probability `less`.
    Erlang {
        phases: u32,
        less: f64,
        phase: f64,
    },
    /// With probability `chance` exponential with the first mean, else with the other.
    Hyper {
        chance: f64,
        means: [f64; 2],
    },
}

impl Law {
    pub(super) fn new(service: &Service) -> Self {
        let (mean, c) = (service.mean.seconds() * 1e9, service.variation);
        if c <= 0.0 || mean <= 0.0 {
            return Self::Constant {
                nanos: (mean + 0.5) as u64,
            };
        }
        if c > 1.0 {
            // Each of the two contributes half of the mean.
            let chance = (1.0 + ((c - 1.0) / (c + 1.0)).sqrt()) / 2.0;
            let means = [mean / (2.0 * chance), mean / (2.0 * (1.0 - chance))];
            return Self::Hyper { chance, means };
        }
        if c == 1.0 {
            return Self::Exponential { mean };
        }
        let (phases, less) = service.phases();
        Self::Erlang {
            phases,
            less,
            phase: mean / (f64::from(phases) - less),
        }
    }

    /// One time, rounded to the nearest nanosecond: half a nanosecond up on average would be too much for short services.
    #[inline]
    pub(super) fn draw(&self, stream: &mut Stream) -> u64 {
        match *self {
            Self::Exponential { mean } => whole(stream.exponential() * mean + 0.5),
            Self::Constant { nanos } => nanos,
            _ => self.mixture(stream),
        }
    }

    fn mixture(&self, stream: &mut Stream) -> u64 {
        let time = match *self {
            Self::Erlang {
                phases,
                less,
                phase,
            } => {
                let phases = phases - u32::from(stream.happens(less));
                (0..phases).map(|_| stream.exponential()).sum::<f64>() * phase
            }
            Self::Hyper { chance, means } => {
                let which = usize::from(!stream.happens(chance));
                stream.exponential() * means[which]
            }
            Self::Exponential { mean } => stream.exponential() * mean,
            Self::Constant { nanos } => return nanos,
        };
        (time + 0.5) as u64
    }
}

/// The whole nanoseconds of a time that is not negative. By way of a signed number, to which the processor can convert in
/// one step: no time on the clock is as long as 2^63.
#[inline]
pub(super) fn whole(nanos: f64) -> u64 {
    nanos as i64 as u64
}

/// How many visits a request makes.
#[inline]
pub(super) fn draw_visits(visits: &Visits, stream: &mut Stream) -> u32 {
    if visits.chance >= 1.0 {
        return visits.whole + u32::from(stream.happens(visits.extra));
    }
    let whole = (0..visits.whole)
        .filter(|_| stream.happens(visits.chance))
        .count() as u32;
    whole + u32::from(stream.happens(visits.extra * visits.chance))
}
