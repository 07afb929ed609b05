//! What always takes as long: whoever begins it first is done first, so that all who are at it stand in a line.
//!
//! ```text
//! 250 us:  [ 12 | 15 | 15 | 31 ]      the first of each line is known,
//!   6 ms:  [ 19 | 44 ]                and which of these comes first: 12
//! ```
//!
//! A hop across a network is such a time, and there are several in the life of a request. Who stands in a line needs no search for
//! a place among the events, and is in nobody's way there.

use super::events::NONE;
use std::collections::VecDeque;

/// The lines of a run. Keys are ordered like those of [`Events`](super::events::Events).
#[derive(Clone, Debug)]
pub(super) struct Lines {
    lines: Vec<VecDeque<u128>>,
    fronts: Vec<u128>, // by line; NONE if nobody stands there
    first: u128,       // the least of them
    at: usize,         // whose it is
}

impl Lines {
    /// So many lines with nobody in them.
    pub(super) fn new(lines: usize) -> Self {
        Self {
            lines: vec![VecDeque::new(); lines],
            fronts: vec![NONE; lines],
            first: NONE,
            at: 0,
        }
    }

    /// Somebody comes to the end of a line: no key in it is later.
    #[inline]
    pub(super) fn stand(&mut self, line: usize, key: u128) {
        if self.fronts[line] != NONE {
            return self.lines[line].push_back(key);
        }
        self.fronts[line] = key;
        if key < self.first {
            (self.first, self.at) = (key, line);
        }
    }

    /// The key that comes first; NONE if nobody stands anywhere.
    #[inline(always)]
    pub(super) fn first(&self) -> u128 {
        self.first
    }

    /// The first one goes.
    #[inline]
    pub(super) fn go(&mut self) {
        self.fronts[self.at] = self.lines[self.at].pop_front().unwrap_or(NONE);
        let fronts = (0..).zip(&self.fronts);
        let least = fronts.min_by_key(|(_, key)| **key);
        (self.at, self.first) = least.map_or((0, NONE), |(line, key)| (line, *key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Played against a sorted list.
    #[test]
    fn the_lines_go_in_the_order_of_their_keys() {
        let lengths = [250_u64, 6_000, 0, 249];
        let mut lines = Lines::new(lengths.len());
        let mut sorted = Vec::new();
        let mut now = 0;
        for round in 0..2_000_u64 {
            let line = (round * 7 % 4) as usize;
            let key = u128::from(now + lengths[line]) << 64 | u128::from(round);
            lines.stand(line, key);
            sorted.push(key);
            sorted.sort_unstable();
            if round % 3 > 0 || round > 1_900 {
                assert_eq!(lines.first(), sorted.remove(0), "{round}");
                now = (lines.first() >> 64) as u64;
                lines.go();
            }
        }
        for key in sorted {
            assert_eq!(lines.first(), key);
            lines.go();
        }
        assert_eq!(lines.first(), NONE);
    }
}
