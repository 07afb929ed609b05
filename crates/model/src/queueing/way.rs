//! The terms of a sum of times, with their transforms and moments.

mod rule;

use super::laplace::{self, Point};
use super::moments::Moments;
use super::visits::{Queue, power, visits};
use super::wide::Wide;
pub(crate) use rule::Aim;
use rule::{Rule, Transform};

/// A sum of independent times.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Way {
    pub(crate) constant: f64,    // [s], from 0
    pub(crate) moments: Moments, // of everything but the constant
    pub(crate) atom: f64,        // [1], probability that everything but the constant is zero
    delays: f64,                 // [s], from 0: the largest sum of constants inside alternatives
    terms: Vec<Term>,
}

/// One time of the sum.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Term {
    /// The sum of `times` exponential services.
    Service { mean: f64, times: u32 },
    /// The sum of `times` exponential waits, each with this chance.
    Wait { chance: f64, wait: f64, times: u32 },
    /// The waits of a random number of visits to a station, and a service for each.
    Visits {
        counts: Vec<f64>,
        queue: Queue,
        service: f64,
    },
    /// One way or another.
    Either { chance: f64, ways: Box<[Way; 2]> },
    /// A way several times.
    Repeated { way: Box<Way>, times: u32 },
}

impl Default for Way {
    fn default() -> Self {
        Self {
            constant: 0.0,
            moments: Moments::NONE,
            atom: 1.0,
            delays: 0.0,
            terms: Vec::new(),
        }
    }
}

/// Constants inside alternatives turn the transform from one whose singularities lie on the negative axis into one that
/// grows there: harmless while their sum is below this part of the time asked for. `[1]`
const SHORT: f64 = 0.1;

impl Way {
    /// Nothing yet, with room for so many terms.
    pub(crate) fn with_room(terms: usize) -> Self {
        Self {
            terms: Vec::with_capacity(terms),
            ..Self::default()
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The moments, constant included.
    pub(crate) fn all(&self) -> Moments {
        self.moments.later(self.constant)
    }

    /// Adds a term; equal services are one term.
    pub(crate) fn push(&mut self, term: Term) {
        let moments = term.moments();
        if moments.mean > 0.0 {
            self.moments = self.moments.plus(moments);
            self.atom *= term.atom();
            self.delays += term.delays();
            if !self.terms.iter_mut().any(|known| known.join(&term)) {
                self.terms.push(term);
            }
        }
    }

    /// Adds a way that comes `times` times.
    pub(crate) fn repeat(&mut self, mut way: Self, times: u32) {
        self.constant += way.constant * f64::from(times);
        way.constant = 0.0;
        match times {
            0 => {}
            1 => way.terms.into_iter().for_each(|term| self.push(term)),
            _ => {
                let way = Box::new(way);
                self.push(Term::Repeated { way, times });
            }
        }
    }

    /// Adds one way with probability `chance`, otherwise another. What both have in common comes out of the alternative.
    pub(crate) fn branch(&mut self, chance: f64, mut way: Self, mut other: Self) {
        let common = way.constant.min(other.constant);
        self.constant += common;
        way.constant -= common;
        other.constant -= common;
        let ways = Box::new([way, other]);
        self.push(Term::Either { chance, ways });
    }

    /// Tail and density, constant left out, at a time above 0.
    pub(crate) fn point(&self, t: f64, aim: Aim) -> Point {
        let long = self.delays > SHORT * t;
        let leaves = if long { self.leaves() } else { None };
        let Some(leaves) = leaves else {
            let rule = if long {
                Rule::Any
            } else {
                Rule::of(&self.moments, aim)
            };
            return rule.point(t, self);
        };
        let mut sum = Point {
            tail: 0.0,
            density: 0.0,
        };
        for leaf in leaves {
            let point = leaf.point(t, aim);
            sum.tail += leaf.chance * point.tail;
            sum.density += leaf.chance * point.density;
        }
        sum
    }

    /// The alternatives as a list; `None` if there are too many.
    fn leaves(&self) -> Option<Vec<Leaf<'_>>> {
        let mut leaves = vec![Leaf::NOTHING];
        for term in &self.terms {
            leaves = match term {
                Term::Either { chance, ways } if term.delays() > 0.0 => {
                    let [way, other] = ways.as_ref();
                    let mut both = Leaf::later(way.leaves()?, *chance, way.constant);
                    both.extend(Leaf::later(other.leaves()?, 1.0 - chance, other.constant));
                    Leaf::product(&leaves, &both)?
                }
                Term::Repeated { way, times } if term.delays() > 0.0 => {
                    let one = way.leaves()?;
                    let join = |leaves: Vec<_>, _| Leaf::product(&leaves, &one);
                    (0..*times).try_fold(leaves, join)?
                }
                _ => leaves.into_iter().map(|leaf| leaf.with(term)).collect(),
            };
        }
        Some(leaves)
    }

    /// The time, constant left out, that is exceeded with probability `left`. The search starts from the guess by three
    /// moments times `ratio`, which then says what it should have been: a better start for a way that is much alike.
    pub(crate) fn percentile(&self, left: f64, ratio: &mut f64) -> f64 {
        if 1.0 - left <= self.atom || self.moments.mean <= 0.0 {
            return 0.0;
        }
        // Markov's inequality bounds it from above.
        let (guess, high) = (self.moments.guess(left), self.moments.mean / left);
        let time = laplace::search(
            |t| self.point(t, Aim::Percentile),
            left,
            guess * *ratio,
            high,
        );
        *ratio = (time / guess).clamp(0.25, 4.0);
        time
    }

    /// The transform, constant included.
    fn delayed<const N: usize>(&self, s: &Wide<N>) -> Wide<N> {
        if self.constant > 0.0 {
            return self.transform(s).times(&s.constant(self.constant));
        }
        self.transform(s)
    }
}

impl Term {
    /// Takes over another term that is the same exponential, more often; whether it was.
    fn join(&mut self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Service { mean, times },
                Self::Service {
                    mean: same,
                    times: more,
                },
            ) if mean == same => *times += more,
            (
                Self::Wait {
                    chance,
                    wait,
                    times,
                },
                Self::Wait {
                    chance: likely,
                    wait: same,
                    times: more,
                },
            ) if chance == likely && wait == same => *times += more,
            _ => return false,
        }
        true
    }

    fn moments(&self) -> Moments {
        match self {
            Self::Service { mean, times } => Moments::exponential(*mean, f64::from(*times)),
            Self::Wait {
                chance,
                wait,
                times,
            } => Moments::wait(*chance, *wait).times(f64::from(*times)),
            Self::Visits {
                counts,
                queue,
                service,
            } => queue.moments(counts, *service),
            Self::Either { chance, ways } => ways[0].all().mixed(*chance, ways[1].all()),
            Self::Repeated { way, times } => way.moments.times(f64::from(*times)),
        }
    }

    /// Probability that it takes no time.
    fn atom(&self) -> f64 {
        let zero = |way: &Way| if way.constant > 0.0 { 0.0 } else { way.atom };
        match self {
            Self::Service { .. } => 0.0,
            Self::Wait { chance, times, .. } => power(1.0 - chance, *times),
            Self::Visits {
                counts,
                queue,
                service,
            } => {
                let none = |(n, p): (usize, &f64)| p * queue.none(n, *service);
                counts.iter().enumerate().map(none).sum()
            }
            Self::Either { chance, ways } => {
                chance * zero(&ways[0]) + (1.0 - chance) * zero(&ways[1])
            }
            Self::Repeated { way, times } => power(way.atom, *times),
        }
    }

    fn delays(&self) -> f64 {
        match self {
            Self::Either { ways, .. } => {
                let [way, other] = ways.as_ref();
                (way.constant + way.delays).max(other.constant + other.delays)
            }
            Self::Repeated { way, times } => way.delays * f64::from(*times),
            _ => 0.0,
        }
    }

    #[inline]
    fn transform<const N: usize>(&self, s: &Wide<N>) -> Wide<N> {
        match self {
            Self::Service { mean, times } => s.exponential(*mean).power(*times),
            Self::Wait {
                chance,
                wait,
                times,
            } => s
                .exponential(*wait)
                .line(1.0 - chance, *chance)
                .power(*times),
            Self::Visits {
                counts,
                queue,
                service,
            } => visits(s, counts, queue, *service),
            Self::Either { chance, ways } => ways[0]
                .delayed(s)
                .line(0.0, *chance)
                .plus(&ways[1].delayed(s), 1.0 - chance),
            Self::Repeated { way, times } => way.transform(s).power(*times),
        }
    }
}

/// One of the alternatives of a way, with its constants apart.
#[derive(Clone)]
struct Leaf<'a> {
    chance: f64, // [1]
    delay: f64,  // [s]
    moments: Moments,
    terms: Vec<&'a Term>,
}

/// Alternatives that are told apart; with more, all are inverted together.
const LEAVES: usize = 64;

impl<'a> Leaf<'a> {
    const NOTHING: Self = Self {
        chance: 1.0,
        delay: 0.0,
        moments: Moments::NONE,
        terms: Vec::new(),
    };

    fn with(mut self, term: &'a Term) -> Self {
        self.moments = self.moments.plus(term.moments());
        self.terms.push(term);
        self
    }

    /// These leaves, with a chance and a constant more.
    fn later(mut leaves: Vec<Self>, chance: f64, delay: f64) -> Vec<Self> {
        for leaf in &mut leaves {
            leaf.chance *= chance;
            leaf.delay += delay;
        }
        leaves
    }

    /// Each of the one followed by each of the other.
    fn product(leaves: &[Self], others: &[Self]) -> Option<Vec<Self>> {
        if leaves.len() * others.len() > LEAVES {
            return None;
        }
        let join = |a: &Self, b: &Self| Self {
            chance: a.chance * b.chance,
            delay: a.delay + b.delay,
            moments: a.moments.plus(b.moments),
            terms: a.terms.iter().chain(&b.terms).copied().collect(),
        };
        let row = |a| others.iter().map(move |b| join(a, b));
        Some(leaves.iter().flat_map(row).collect())
    }

    fn point(&self, t: f64, aim: Aim) -> Point {
        let t = t - self.delay;
        if t <= 0.0 || self.terms.is_empty() {
            return Point {
                tail: f64::from(u8::from(t < 0.0)),
                density: 0.0,
            };
        }
        Rule::of(&self.moments, aim).point(t, self)
    }
}

impl Transform for Way {
    fn transform<const N: usize>(&self, s: &Wide<N>) -> Wide<N> {
        product(self.terms.iter(), s)
    }
}

impl Transform for Leaf<'_> {
    fn transform<const N: usize>(&self, s: &Wide<N>) -> Wide<N> {
        product(self.terms.iter().copied(), s)
    }
}

/// The product of the terms' transforms.
#[inline]
fn product<'a, const N: usize>(terms: impl Iterator<Item = &'a Term>, s: &Wide<N>) -> Wide<N> {
    terms.fold(Wide::ONE, |product, term| product.times(&term.transform(s)))
}
