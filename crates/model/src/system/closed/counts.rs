//! How often a route visits every station: distributions of numbers, as polynomials whose coefficients are probabilities.

use super::super::loads::MAX_STATIONS;
use crate::network::{MAX_GROUPS, Step, Visits};

const PLACES: usize = MAX_GROUPS * MAX_STATIONS;

/// Coefficients that a station seldom needs more of, those in the making included.
const USUAL: usize = 24;

/// The distribution of the number of visits to each station; empty where there are none.
///
/// While it is made each is a stack: the polynomials of the steps inside an alternative lie on top of that of the steps before.
#[derive(Debug, Default)]
pub(super) struct Counts([Vec<f64>; PLACES]);

/// Where the polynomials of some steps begin.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    visited: u32, // a bit for each station
    from: [u32; PLACES],
}

const _: () = assert!(PLACES <= u32::BITS as usize);

impl Frame {
    fn begin(&self, place: usize) -> Option<usize> {
        (self.visited >> place & 1 == 1).then(|| self.from[place] as usize)
    }

    fn set(&mut self, place: usize, from: usize) {
        self.visited |= 1 << place;
        self.from[place] = from as u32;
    }
}

/// The stations of these bits.
fn places(mut visited: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (visited != 0).then(|| visited.trailing_zeros() as usize)?;
        visited &= visited - 1;
        Some(place)
    })
}

impl Counts {
    /// Of all stations at once.
    pub(super) fn of(steps: &[Step]) -> Self {
        let mut counts = Self::default();
        counts.walk(steps);
        counts
    }

    /// Probabilities of 0, 1, 2 ... visits to a station, which are not needed again.
    pub(super) fn take(&mut self, group: usize, station: usize) -> Vec<f64> {
        std::mem::take(&mut self.0[group * MAX_STATIONS + station])
    }

    /// Puts the polynomials of some steps on top.
    fn walk(&mut self, steps: &[Step]) -> Frame {
        let mut frame = Frame::default();
        for step in steps {
            match step {
                Step::Visit {
                    group,
                    station,
                    visits,
                    ..
                } if visits.mean() > 0.0 => {
                    self.visit(&mut frame, group * MAX_STATIONS + station, visits);
                }
                Step::Either {
                    chance,
                    then,
                    otherwise,
                } => {
                    let ways = [self.walk(then), self.walk(otherwise)];
                    for place in places(ways[0].visited | ways[1].visited) {
                        let from = self.mix(place, &ways, *chance);
                        self.join(&mut frame, place, from);
                    }
                }
                Step::Repeat { times, steps } => {
                    let once = self.walk(steps);
                    for place in places(once.visited) {
                        let from = once.from[place] as usize;
                        repeat(&mut self.0[place], from, *times);
                        self.join(&mut frame, place, from);
                    }
                }
                _ => {}
            }
        }
        frame
    }

    fn visit(&mut self, frame: &mut Frame, place: usize, visits: &Visits) {
        let stack = &mut self.0[place];
        let from = frame.begin(place).unwrap_or_else(|| {
            stack.reserve(USUAL);
            stack.push(1.0);
            stack.len() - 1
        });
        frame.set(place, from);
        for _ in 0..visits.whole {
            add_one(stack, from, visits.chance);
        }
        add_one(stack, from, visits.chance * visits.extra);
    }

    /// With probability `chance` the polynomial of the one way, else that of the other; where it now begins.
    fn mix(&mut self, place: usize, [one, other]: &[Frame; 2], chance: f64) -> usize {
        let stack = &mut self.0[place];
        let end = stack.len();
        match (one.begin(place), other.begin(place)) {
            (Some(first), Some(second)) => mix(stack, (first, second), chance),
            (Some(only), None) => {
                stack.push(1.0);
                mix(stack, (only, end), chance)
            }
            (None, Some(only)) => {
                stack.push(1.0);
                mix(stack, (only, end), 1.0 - chance)
            }
            (None, None) => end,
        }
    }

    /// The polynomial on top, from `from` on, joins those of the steps before.
    fn join(&mut self, frame: &mut Frame, place: usize, from: usize) {
        match frame.begin(place) {
            Some(before) => multiply(&mut self.0[place], before, from),
            None => frame.set(place, from),
        }
    }
}

/// With probability `chance` the polynomial at `first`, else the one on top at `second`, in place of both.
fn mix(stack: &mut Vec<f64>, (first, second): (usize, usize), chance: f64) -> usize {
    let (one, other) = (second - first, stack.len() - second);
    for n in 0..one.max(other) {
        // What stands there was read before: the second begins behind the first.
        let a = if n < one { stack[first + n] } else { 0.0 };
        let b = if n < other { stack[second + n] } else { 0.0 };
        stack[first + n] = chance * a + (1.0 - chance) * b;
    }
    stack.truncate(first + one.max(other));
    first
}

/// The product of the polynomial at `from` and the one on top of it at `top`, in place of both: the sum of both numbers.
fn multiply(stack: &mut Vec<f64>, from: usize, top: usize) {
    let end = stack.len();
    let length = end - from - 1;
    stack.resize(end + length, 0.0);
    let (factors, product) = stack[from..].split_at_mut(end - from);
    let (one, other) = factors.split_at(top - from);
    for (k, a) in one.iter().enumerate() {
        for (sum, b) in product[k..].iter_mut().zip(other) {
            *sum += a * b;
        }
    }
    stack.copy_within(end.., from);
    stack.truncate(from + length);
}

/// The power of the polynomial on top.
fn repeat(stack: &mut Vec<f64>, from: usize, times: u32) {
    let once = stack[from..].to_vec();
    for _ in 1..times {
        let top = stack.len();
        stack.extend_from_slice(&once);
        multiply(stack, from, top);
    }
}

/// Adds one visit that happens with probability `chance` to the polynomial on top.
fn add_one(stack: &mut Vec<f64>, from: usize, chance: f64) {
    if chance > 0.0 {
        stack.push(0.0);
        for n in (from + 1..stack.len()).rev() {
            stack[n] = stack[n] * (1.0 - chance) + stack[n - 1] * chance;
        }
        stack[from] *= 1.0 - chance;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Service;
    use crate::units::ms;

    fn visit(station: usize, visits: Visits) -> Step {
        Step::Visit {
            group: 0,
            station,
            service: Service::exponential(ms(1.0)),
            visits,
        }
    }

    /// Binomial numbers, alternatives and repetitions, by hand.
    #[test]
    fn numbers_of_visits_are_those_of_independent_steps() {
        let close = |steps: &[Step], expected: &[f64]| {
            let found = Counts::of(steps).take(0, 0);
            assert_eq!(found.len(), expected.len(), "{found:?}");
            let near = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-15;
            assert!(found.iter().zip(expected).all(near), "{found:?}");
        };
        let twice = visit(0, Visits::of(2.0, 0.25));
        let elsewhere = visit(1, Visits::ONE);
        close(std::slice::from_ref(&elsewhere), &[]);
        close(
            &[twice.clone(), elsewhere.clone()],
            &[0.5625, 0.375, 0.0625],
        );
        let either = |then, otherwise| Step::Either {
            chance: 0.2,
            then,
            otherwise,
        };
        // The longer way first, and last.
        let once = visit(0, Visits::ONE);
        let mixed = [0.8 * 0.0 + 0.2 * 0.5625, 0.2 * 0.375 + 0.8, 0.2 * 0.0625];
        close(&[either(vec![twice.clone()], vec![once.clone()])], &mixed);
        let mixed = [0.8 * 0.5625, 0.8 * 0.375 + 0.2, 0.8 * 0.0625];
        close(&[either(vec![once.clone()], vec![twice])], &mixed);
        close(&[either(vec![elsewhere], Vec::new())], &[]);
        let half = visit(0, Visits::of(0.5, 1.0));
        let steps = vec![half];
        close(
            &[once, Step::Repeat { times: 2, steps }],
            &[0.0, 0.25, 0.5, 0.25],
        );
    }
}
