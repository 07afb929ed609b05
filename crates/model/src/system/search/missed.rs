//! Whether a system meets a goal, and what it fails on.

use crate::error::Error;
use crate::format::significant;
use crate::report::Overload;
use crate::system::closed::Sweep;
use crate::system::definition::System;
use crate::system::goal::Goal;
use crate::units::Time;
use crate::workload::Traffic;
use std::fmt;

/// Why a candidate does not do.
pub(super) enum Failure {
    Full(Overload),
    Late(Time),
    Away(f64), // [1], the availability reached
}

impl Failure {
    /// Whether this comes nearer to the goal than the other: in time but not available, else late, else full; then by how much.
    pub(super) fn is_nearer(&self, other: &Self) -> bool {
        let rank = |failure: &Self| match failure {
            Self::Away(reached) => (0, 1.0 - reached),
            Self::Late(p99) => (1, p99.seconds()),
            Self::Full(overload) => (2, overload.demand),
        };
        rank(self) < rank(other)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full(overload) => overload.fmt(f),
            Self::Late(p99) => write!(f, "p99 {p99}"),
            Self::Away(reached) => {
                write!(f, "availability {}%", significant(100.0 * reached, 6))
            }
        }
    }
}

impl Goal {
    /// What must be held against: the traffic that is expected, with the headroom.
    pub(super) fn strained(self, expected: &Traffic) -> Traffic {
        expected.at_users(expected.users() * (1.0 + self.headroom))
    }

    /// How a system misses the goal under a traffic, if it does; `sweep` is what is known of it from other loads.
    pub(super) fn missed(
        self,
        system: &System,
        strained: &Traffic,
        sweep: &mut Option<Sweep>,
    ) -> Result<Option<Failure>, Error> {
        match Sweep::at(sweep, system, strained)?.p99()? {
            Err(overload) => return Ok(Some(Failure::Full(overload))),
            Ok(p99) if p99 > self.p99 => return Ok(Some(Failure::Late(p99))),
            Ok(_) => {}
        }
        let Some(target) = self.availability else {
            return Ok(None);
        };
        let prediction = system.predict(strained)?;
        let reached = prediction.steady().and_then(|report| report.availability);
        Ok(reached
            .filter(|reached| *reached < target)
            .map(Failure::Away))
    }
}
