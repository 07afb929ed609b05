//! A rule that looks at the queue and orders machines.

use super::definition::{Aim, Scaling};

/// The machines that work and those that were ordered.
#[derive(Debug)]
pub(super) struct Scaler {
    rule: Scaling,
    working: u32,
    starting: u32,
}

impl Scaler {
    /// Begins with the machines that `servers` workers make, within the rule's bounds.
    pub(super) fn new(rule: Scaling, servers: u32) -> Self {
        let working = (servers / rule.cores).clamp(rule.min, rule.max);
        Self {
            rule,
            working,
            starting: 0,
        }
    }

    /// Workers there are.
    pub(super) fn servers(&self) -> u32 {
        self.working * self.rule.cores
    }

    /// Looks: how many machines to order. Machines too many are sent away at once, but never while others are starting.
    pub(super) fn look(&mut self, waiting: u64, busy_share: f64) -> u32 {
        let machines = match self.rule.aim {
            Aim::Backlog(each) => waiting as f64 / each,
            Aim::Utilisation(share) => f64::from(self.working) * busy_share / share,
        };
        // A hair above a whole number is rounding, not load.
        let wanted = ((machines - 1e-9).ceil().max(0.0) as u32).clamp(self.rule.min, self.rule.max);
        let there = self.working + self.starting;
        if wanted > there {
            self.starting += wanted - there;
            return wanted - there;
        }
        if self.starting == 0 {
            self.working = wanted.min(self.working);
        }
        0
    }

    /// One that was ordered begins to work.
    pub(super) fn started(&mut self) {
        self.starting -= 1;
        self.working += 1;
    }

    pub(super) fn rule(&self) -> &Scaling {
        &self.rule
    }
}
