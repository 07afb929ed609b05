//! A queue as a tank: what flows in, what can flow out, and how high it stands.
//!
//! ```text
//! rate                 inflow                       backlog
//!  |      ______                                     |        largest
//!  | ____|      |___ capacity ...                    |       /\
//!  | ____        ____                                |      /   \
//!  |                                                 |_____/______\____ time
//!                                                       peak    drained
//! ```
//!
//! Newell's deterministic queue (Applications of Queueing Theory, 2nd ed. 1982, chapter 2): right when many messages
//! wait, for then the ups and downs of chance are small against the backlog. It knows no chance, so it sees no queue at
//! all below the capacity: the true backlog lies above, by about the queue that the steady state would have.
//!
//! ```
//! use model::queueing::fluid::{Fluid, Piece};
//! use model::units::{per_second, seconds};
//! let piece = |time, inflow| Piece { time: seconds(time), inflow: per_second(inflow), capacity: per_second(10.0) };
//! // 15 a second for a minute, 10 can be done: 300 wait. Then 4 a second: 300/(10 - 4) = 50 s until all is done.
//! let fluid = Fluid::drain(&[piece(60.0, 15.0), piece(0.0, 4.0)])?;
//! assert_eq!(fluid.largest(), 300.0);
//! assert_eq!(fluid.end().seconds(), 110.0);
//! # Ok::<(), model::error::Error>(())
//! ```

use crate::error::{Error, within};
use crate::units::{Rate, Time, seconds};

/// A time in which nothing changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// How long it lasts.
    pub time: Time,
    /// Messages that arrive.
    pub inflow: Rate,
    /// Messages that can be done.
    pub capacity: Rate,
}

/// How high the tank stands, over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Fluid {
    pieces: Vec<Piece>,
    points: Vec<(f64, f64)>, // [s], [1]: corners of the path, by time
}

impl Fluid {
    /// Through the pieces in turn, from an empty tank. The last one goes on until the tank is empty.
    ///
    /// # Errors
    /// No piece, a number out of range, or a last piece in which the tank never becomes empty.
    pub fn drain(pieces: &[Piece]) -> Result<Self, Error> {
        check(pieces)?;
        let (last, before) = pieces
            .split_last()
            .ok_or_else(|| Error::missing("pieces"))?;
        let level = Self::run(before.to_vec(), 0.0).level();
        let spare = (last.capacity - last.inflow).per_second();
        if spare <= 0.0 {
            let ratio = (last.inflow / last.capacity).min(1e15);
            return Err(Error::new(
                "utilisation at the end",
                ratio,
                "must be below 1",
            ));
        }
        let mut all = pieces.to_vec();
        all[before.len()].time = seconds(level / spare);
        Ok(Self::run(all, 0.0))
    }

    /// Through the pieces again and again, as days follow each other: one round of it.
    ///
    /// # Errors
    /// No piece, a number out of range, or more inflow than capacity over the whole round.
    pub fn cycle(pieces: &[Piece]) -> Result<Self, Error> {
        check(pieces)?;
        let sum = |rate: fn(&Piece) -> Rate| pieces.iter().map(|p| rate(p) * p.time).sum::<f64>();
        let (inflow, capacity) = (sum(|p| p.inflow), sum(|p| p.capacity));
        if inflow >= capacity {
            let ratio = (inflow / capacity).min(1e15);
            return Err(Error::new(
                "utilisation over the day",
                ratio,
                "must be below 1",
            ));
        }
        // With capacity to spare the tank is empty once in a round, so the second begins as all others will.
        let start = Self::run(pieces.to_vec(), 0.0).level();
        Ok(Self::run(pieces.to_vec(), start))
    }

    fn run(pieces: Vec<Piece>, mut level: f64) -> Self {
        let mut now = 0.0;
        let mut points = vec![(now, level)];
        for piece in &pieces {
            let (time, slope) = (
                piece.time.seconds(),
                (piece.inflow - piece.capacity).per_second(),
            );
            let empty = -level / slope;
            if slope < 0.0 && level > 0.0 && empty < time {
                points.push((now + empty, 0.0));
            }
            level = (level + slope * time).max(0.0);
            now += time;
            points.push((now, level));
        }
        Self { pieces, points }
    }

    fn level(&self) -> f64 {
        self.points.last().map_or(0.0, |point| point.1)
    }

    /// The corners of the path: messages that wait, over time.
    pub fn path(&self) -> Vec<(Time, f64)> {
        self.points
            .iter()
            .map(|(t, level)| (seconds(*t), *level))
            .collect()
    }

    /// The most messages that wait. `[1]`
    pub fn largest(&self) -> f64 {
        self.points.iter().map(|p| p.1).fold(0.0, f64::max)
    }

    /// When they are that many, for the first time.
    pub fn largest_at(&self) -> Time {
        let largest = self.largest();
        let point = self.points.iter().find(|p| p.1 >= largest);
        seconds(point.map_or(0.0, |p| p.0))
    }

    /// When the last piece ends: after [`drain`](Self::drain), when all is done.
    pub fn end(&self) -> Time {
        seconds(self.points.last().map_or(0.0, |point| point.0))
    }

    /// Messages that wait, summed over time. `[s]`
    pub fn area(&self) -> f64 {
        let trapezium = |w: &[(f64, f64)]| 0.5 * (w[0].1 + w[1].1) * (w[1].0 - w[0].0);
        self.points.windows(2).map(trapezium).sum()
    }

    /// Messages that arrive. `[1]`
    pub fn arrivals(&self) -> f64 {
        self.pieces.iter().map(|p| p.inflow * p.time).sum()
    }

    /// Mean wait of those that arrive, by Little's law.
    pub fn mean_wait(&self) -> Time {
        let arrivals = self.arrivals();
        seconds(if arrivals > 0.0 {
            self.area() / arrivals
        } else {
            0.0
        })
    }

    /// How long a message waits that arrives at `time`: until what is before it has flowed out. After the last piece the
    /// first one follows.
    pub fn wait_at(&self, time: Time) -> Time {
        let mut left = self.level_at(time.seconds());
        let (mut wait, mut from) = (0.0, time.seconds());
        for _ in 0..3 {
            let mut end = 0.0;
            for piece in &self.pieces {
                end += piece.time.seconds();
                let (length, capacity) = ((end - from).max(0.0), piece.capacity.per_second());
                if capacity > 0.0 && capacity * length >= left {
                    return seconds(wait + left / capacity);
                }
                left -= capacity * length;
                wait += length;
                from = from.max(end);
            }
            from = 0.0;
        }
        seconds(wait)
    }

    /// The longest wait: of somebody who arrives at a corner of the path.
    pub fn longest_wait(&self) -> Time {
        self.points
            .iter()
            .map(|p| self.wait_at(seconds(p.0)))
            .fold(Time::ZERO, Time::max)
    }

    /// The wait that the share `q` of those who arrive does not exceed: 4 000 of them, evenly spread over all.
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1).
    pub fn wait_percentile(&self, q: f64) -> Result<Time, Error> {
        const PROBES: usize = 4000;
        let q = super::sojourn::quantile(q)?;
        let each = self.arrivals() / PROBES as f64;
        let mut waits = Vec::with_capacity(PROBES);
        let (mut start, mut before) = (0.0, 0.0);
        for piece in &self.pieces {
            let count = piece.inflow * piece.time;
            while each > 0.0 && (waits.len() as f64 + 0.5) * each < before + count {
                let part = ((waits.len() as f64 + 0.5) * each - before) / count;
                waits.push(
                    self.wait_at(seconds(start + part * piece.time.seconds()))
                        .seconds(),
                );
            }
            before += count;
            start += piece.time.seconds();
        }
        waits.sort_by(f64::total_cmp);
        let index = (q * waits.len() as f64).ceil() as usize;
        Ok(seconds(waits.get(index.max(1) - 1).copied().unwrap_or(0.0)))
    }

    /// Messages that wait at a time.
    fn level_at(&self, time: f64) -> f64 {
        let after = self.points.partition_point(|p| p.0 <= time);
        let Some((from, low)) = after.checked_sub(1).map(|i| self.points[i]) else {
            return self.points[0].1;
        };
        match self.points.get(after) {
            Some((to, high)) => low + (high - low) * (time - from) / (to - from),
            None => low,
        }
    }
}

fn check(pieces: &[Piece]) -> Result<(), Error> {
    within("pieces", pieces.len() as f64, 1.0, 1e6)?;
    for piece in pieces {
        within("time of a phase", piece.time.seconds(), 0.0, 1e9)?;
        within("arrival rate", piece.inflow.per_second(), 0.0, 1e12)?;
        within("capacity", piece.capacity.per_second(), 0.0, 1e12)?;
    }
    Ok(())
}
