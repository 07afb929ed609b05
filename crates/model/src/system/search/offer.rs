//! A point of the searched space, and what it costs.

use crate::units::Money;

/// One point of the searched space. The first of all: one machine of the first kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::system) struct Candidate {
    pub(super) web: usize,              // index of the kind of machine
    pub(super) database: Option<usize>, // `None`: together
    pub(super) replicas: u32,
    pub(super) cache: Option<usize>,
    pub(super) cdn: bool,
    pub(super) queue: bool,
    pub(super) workers: u32, // machines of them; 0: as many as the queue comes with
    pub(super) count: u32,   // web machines
}

impl Default for Candidate {
    fn default() -> Self {
        Self {
            web: 0,
            database: None,
            replicas: 0,
            cache: None,
            cdn: false,
            queue: false,
            workers: 0,
            count: 1,
        }
    }
}

impl Candidate {
    /// Whether it is the other but for the numbers of web machines and workers.
    pub(super) fn is_like(self, other: Self) -> bool {
        let kind = |candidate| Self {
            count: 1,
            workers: 0,
            ..candidate
        };
        kind(self) == kind(other)
    }

    /// How much is in it besides machines for pages and data.
    pub(super) fn stages(self) -> (u32, u32) {
        let stages = [self.cache.is_some(), self.cdn, self.queue];
        (stages.map(u32::from).iter().sum(), self.replicas)
    }

    /// The same with both sides on the same machines.
    pub(super) fn together(self) -> Self {
        Self {
            database: None,
            replicas: 0,
            ..self
        }
    }
}

/// A candidate, and what it costs with so many web machines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer {
    pub(super) candidate: Candidate, // with the fewest web machines that may be enough
    pub(super) one: Money,
    pub(super) two: Money,
    pub(super) each: Money, // from the third on
}

/// Sums of money closer than this are the same: they were added up in another order. `[1]`
const SAME: f64 = 1e-9;

impl Offer {
    pub(super) fn with(&self, count: u32) -> Money {
        match count {
            0 | 1 => self.one,
            more => self.two + self.each * f64::from(more - 2),
        }
    }

    /// The most web machines, up to `most`, that cost less than `price`; 0 if one costs as much.
    pub(super) fn below(&self, price: Money, most: u32) -> u32 {
        let price = price.usd() * (1.0 - SAME);
        if self.with(1).usd() >= price {
            return 0;
        }
        let more = (price - self.two.usd()) / self.each.usd();
        if most == 1 || more <= 0.0 {
            return 1;
        }
        // What is below a whole number of machines, and all of them where they cost nothing.
        let count = more.min(1e9).ceil() as u32;
        most.min(count + 1)
    }
}
