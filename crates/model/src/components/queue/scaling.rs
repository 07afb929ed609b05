//! Autoscaling in closed form: the rule, looking at a tank without chance.
//!
//! ```text
//! load rises     rule looks      machines begin to work
//!     |---- period ----|--------- start ---------|
//!     backlog grows by (inflow - capacity) all the while
//! ```
//!
//! However good the rule, the backlog has grown by (inflow - capacity) x start before a machine can help, and by one period
//! more if the load rose just after a look.

use super::rules::{Autoscaling, Target};
use crate::error::{Error, within};
use crate::queueing::fluid::Piece;
use crate::units::{Rate, Time, seconds};

impl Autoscaling {
    /// How many messages pile up before the first machine that was ordered can help, at least and at most, when the load
    /// rises above the capacity by this surplus: it counts from the rise to the look, and from there to the start. `[1]`
    ///
    /// # Errors
    /// A surplus that is negative or not finite, a rule out of range.
    pub fn pile_up(&self, surplus: Rate) -> Result<(f64, f64), Error> {
        self.check()?;
        within("surplus", surplus.per_second(), 0.0, 1e12)?;
        Ok((surplus * self.start, surplus * (self.start + self.period)))
    }
}

/// The rule at work.
#[derive(Debug)]
pub(super) struct Rule {
    rule: Autoscaling,
    each: Rate, // of one machine
    cores: u32,
    working: u32,
    orders: Vec<(f64, u32)>, // [s], when they begin to work
    now: f64,                // [s]
    backlog: f64,
    served: f64, // since the last look
    could: f64,  // since the last look
    most: u32,
}

impl Rule {
    /// A rule over machines with so many `cores`, each of which does messages at the rate `one`.
    pub(super) fn new(rule: Autoscaling, servers: u32, cores: u32, one: Rate) -> Self {
        let working = (servers / cores).clamp(rule.min, rule.max);
        Self {
            rule,
            each: one * f64::from(cores),
            cores,
            working,
            orders: Vec::new(),
            now: 0.0,
            backlog: 0.0,
            served: 0.0,
            could: 0.0,
            most: working,
        }
    }

    /// The phases in pieces of equal capacity until the backlog has ended, and the most workers.
    pub(super) fn pieces(mut self, phases: &[(Time, Rate)]) -> Result<(Vec<Piece>, u32), Error> {
        let mut pieces = Vec::new();
        let mut look = self.rule.period.seconds();
        let Some(((_, after), before)) = phases.split_last() else {
            return Err(Error::missing("phases"));
        };
        let mut end = 0.0;
        for (time, inflow) in before {
            end += within("time of a phase", time.seconds(), 0.0, 1e9)?;
            while self.now < end {
                pieces.push(self.step(*inflow, &mut look, end));
                within("looks of the rule", pieces.len() as f64, 0.0, 1e6)?;
            }
        }
        while self.backlog > 0.0 || self.capacity() < *after {
            pieces.push(self.step(*after, &mut look, f64::INFINITY));
            let most = self.each * f64::from(self.rule.max);
            if pieces.len() > 100_000 || (*after >= most && self.working == self.rule.max) {
                let ratio = (*after / most).min(1e15);
                return Err(Error::new(
                    "utilisation at the end",
                    ratio,
                    "must be below 1",
                ));
            }
        }
        pieces.push(Piece {
            time: Time::ZERO,
            inflow: *after,
            capacity: (*after).max(self.capacity()) * 2.0,
        });
        Ok((pieces, self.most * self.cores))
    }

    fn capacity(&self) -> Rate {
        self.each * f64::from(self.working)
    }

    /// Goes on to whatever comes first: the end, a look, a machine that begins to work, or an empty tank.
    fn step(&mut self, inflow: Rate, look: &mut f64, end: f64) -> Piece {
        let started = self.orders.first().map_or(f64::INFINITY, |order| order.0);
        let mut next = end.min(*look).min(started);
        let slope = (inflow - self.capacity()).per_second();
        if slope < 0.0 && self.backlog > 0.0 {
            next = next.min(self.now + self.backlog / -slope);
        }
        let length = (next - self.now).max(0.0);
        let piece = Piece {
            time: seconds(length),
            inflow,
            capacity: self.capacity(),
        };
        let level = self.backlog + slope * length;
        let could = self.capacity().per_second() * length;
        // What is left of a tank that has just run empty is rounding.
        let level = if level < 1e-9 * (1.0 + self.backlog) {
            0.0
        } else {
            level
        };
        self.served += if self.backlog > 0.0 || level > 0.0 {
            could
        } else {
            inflow.per_second() * length
        };
        self.could += could;
        (self.backlog, self.now) = (level, next);
        self.arrive();
        if next >= *look {
            *look += self.rule.period.seconds();
            self.look();
        }
        piece
    }

    /// Machines that were ordered begin to work.
    fn arrive(&mut self) {
        while self.orders.first().is_some_and(|order| order.0 <= self.now) {
            self.working += self.orders.remove(0).1;
        }
        self.most = self.most.max(self.working);
    }

    fn look(&mut self) {
        let machines = match self.rule.target {
            Target::Backlog(each) => self.backlog / each,
            Target::Utilisation(share) => {
                f64::from(self.working) * self.served / self.could.max(1e-300) / share
            }
        };
        (self.served, self.could) = (0.0, 0.0);
        let wanted = ((machines - 1e-9).ceil().max(0.0) as u32).clamp(self.rule.min, self.rule.max);
        let starting: u32 = self.orders.iter().map(|order| order.1).sum();
        if wanted > self.working + starting {
            self.orders.push((
                self.now + self.rule.start.seconds(),
                wanted - self.working - starting,
            ));
            self.arrive();
        } else if starting == 0 {
            self.working = wanted.min(self.working);
        }
    }
}
