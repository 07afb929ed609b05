//! How many of the requests each machine of a group gets.

use crate::components::Ring;
use crate::error::Error;
use crate::network::{Choice, Group};

/// The share of each machine, where a policy treats them differently: weights, or a typical ring. Else nothing. `[1]`
pub(super) fn of(group: &Group) -> Result<Vec<f64>, Error> {
    Ok(match &group.choice {
        Choice::Weighted(weights) => {
            let sum: f64 = weights.iter().sum();
            weights.iter().map(|weight| weight / sum).collect()
        }
        Choice::Hashed { keys, points } => {
            Ring::new(group.machines, *points, *keys)?.typical_shares()
        }
        _ => Vec::new(),
    })
}

/// The largest share times the number of machines: 1 if all are alike. `[1]`
pub(super) fn skew(shares: &[f64]) -> f64 {
    if shares.len() < 2 {
        return 1.0;
    }
    shares.iter().fold(0.0, |a: f64, b| a.max(*b)) * shares.len() as f64
}
