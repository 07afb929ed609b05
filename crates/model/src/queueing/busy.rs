//! What is not in a steady state: how long a server stays busy, and how long a backlog takes to go.
//!
//! ```
//! use model::queueing::busy;
//! use model::units::{per_second, seconds};
//! // 3600 messages wait; workers do 11 a second while 10 come: an hour, not the 327 s that the workers alone would take.
//! let drain = busy::drain(3600.0, per_second(10.0), per_second(11.0))?;
//! assert!((drain.seconds() - 3600.0).abs() < 1e-9);
//! # Ok::<(), model::error::Error>(())
//! ```

use super::mm1::MM1;
use crate::error::{Error, within};
use crate::units::{Rate, Time, seconds};

/// The time until a backlog of so many customers is gone, `backlog`/(`capacity` - `arrival`): customers as a fluid.
///
/// Also the exact mean for M/G/1 with one server (Kleinrock, Queueing Systems I, 1975, section 5.8, a busy period that
/// starts with that much work).
///
/// # Errors
/// A backlog or arrivals outside 0 to 10^15, a capacity outside 10^-15 to 10^15, or arrivals that leave no capacity over.
pub fn drain(backlog: f64, arrival: Rate, capacity: Rate) -> Result<Time, Error> {
    within("backlog", backlog, 0.0, 1e15)?;
    within("arrival rate", arrival.per_second(), 0.0, 1e15)?;
    within("capacity", capacity.per_second(), 1e-15, 1e15)?;
    let utilisation = arrival / capacity;
    if utilisation >= 1.0 {
        return Err(Error::new("utilisation", utilisation, "must be below 1"));
    }
    Ok(seconds(backlog / (capacity - arrival).per_second()))
}

/// The mean time for which one server is busy without a break: S/(1 - rho). Exact for M/G/1.
///
/// # Errors
/// Those of [`MM1::new`].
pub fn period(arrival: Rate, service: Time) -> Result<Time, Error> {
    Ok(MM1::new(arrival, service)?.mean_sojourn())
}

/// Mean attempts of a request, when each fails with probability `failure` and is repeated at most `retries` times:
/// (1 - p^(r + 1))/(1 - p). `[1]`
///
/// # Errors
/// A probability outside 0 to 1.
pub fn attempts(failure: f64, retries: u32) -> Result<f64, Error> {
    within("probability of failing", failure, 0.0, 1.0)?;
    let tries = f64::from(retries) + 1.0;
    if failure >= 1.0 - 1e-12 {
        return Ok(tries);
    }
    Ok((1.0 - libm::pow(failure, tries)) / (1.0 - failure))
}
