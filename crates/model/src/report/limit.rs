//! How far a system goes, and what stops it.

use super::need::Need;
use crate::format::{count, percent};
use crate::units::{Rate, Time};
use std::fmt;

/// How far a system goes with the habits of a traffic.
#[derive(Clone, Debug, PartialEq)]
pub struct LargestLoad {
    /// Daily users at the limit. `[1]`
    pub users: f64,
    /// Requests per second in the peak hour at the limit.
    pub rate: Rate,
    /// What stops it.
    pub limit: Limit,
}

/// What stops a system from growing.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// The 99th percentile reaches the target while everything still keeps up. `busiest` names the fullest resource.
    Target {
        /// The target.
        p99: Time,
        /// What would fill first.
        busiest: Need,
    },
    /// A resource is full.
    Full(Need),
}

impl Limit {
    /// The resource behind the limit.
    pub fn need(&self) -> &Need {
        match self {
            Self::Target { busiest, .. } => busiest,
            Self::Full(need) => need,
        }
    }
}

impl fmt::Display for Limit {
    /// "p99 at 300 ms (database cores at 93%)" or "database cores full".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target { p99, busiest } => {
                write!(
                    f,
                    "p99 at {p99} ({} at {})",
                    busiest.label,
                    percent(busiest.ratio)
                )
            }
            Self::Full(need) => write!(f, "{} full", need.label),
        }
    }
}

impl fmt::Display for LargestLoad {
    /// "310 k users: database cores full".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} users: {}", count(self.users), self.limit)
    }
}
