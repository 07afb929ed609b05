//! Erlang's two formulas (1917): how often all of `c` servers are busy.
//!
//! ```
//! use model::queueing::erlang;
//! // Four servers, 3.6 of them busy on average: 79 of 100 customers have to wait.
//! assert!((erlang::delay(4, 3.6)? - 0.787753).abs() < 1e-6);
//! # Ok::<(), model::error::Error>(())
//! ```

use crate::bisection::bisect;
use crate::error::{Error, within};

/// Erlang B: the share of customers turned away by `servers` servers (1 to 10^6) without a waiting room. `[1]`
///
/// `offered` is arrival rate times mean service, `[1]`, 0 to 10^12. Recurrence in the number of servers, stable for any
/// size; the formula with factorials overflows at 170.
///
/// # Errors
/// Names the number that is out of range.
pub fn blocking(servers: u32, offered: f64) -> Result<f64, Error> {
    check(servers, offered)?;
    Ok(b(servers, offered))
}

/// Erlang C: the share of customers who have to wait for one of `servers` servers (1 to 10^6). `[1]`
///
/// `offered` is arrival rate times mean service, `[1]`, 0 to 10^12; from `servers` on all wait.
///
/// # Errors
/// Names the number that is out of range.
pub fn delay(servers: u32, offered: f64) -> Result<f64, Error> {
    check(servers, offered)?;
    Ok(c(servers, offered))
}

/// The load that `servers` servers (1 to 10^6) carry while turning away no more than the share `blocked`. `[1]`
///
/// The inverse of [`blocking`], by bisection; `blocked` is 10^-15 to 1 - 10^-6. `[1]`
///
/// ```
/// use model::queueing::erlang;
/// let load = erlang::offered_at(10, 0.01)?; // ten lines, one call in a hundred finds none
/// assert!((load - 4.461).abs() < 1e-3);
/// # Ok::<(), model::error::Error>(())
/// ```
///
/// # Errors
/// Names the number that is out of range.
pub fn offered_at(servers: u32, blocked: f64) -> Result<f64, Error> {
    check(servers, 0.0)?;
    within("share that is turned away", blocked, 1e-15, 1.0 - 1e-6)?;
    let mut high = 1.0;
    while b(servers, high) < blocked {
        high *= 2.0;
    }
    Ok(bisect(0.0, high, 200, |load| b(servers, load) < blocked).0)
}

fn check(servers: u32, offered: f64) -> Result<(), Error> {
    within("servers", f64::from(servers), 1.0, 1e6)?;
    within("offered load", offered, 0.0, 1e12).map(|_| ())
}

/// [`blocking`] of numbers that are in range.
pub(crate) fn b(servers: u32, offered: f64) -> f64 {
    (1..=servers).fold(1.0, |b, n| offered * b / (f64::from(n) + offered * b))
}

/// [`delay`] of numbers that are in range.
pub(crate) fn c(servers: u32, offered: f64) -> f64 {
    let servers_f = f64::from(servers);
    if offered >= servers_f {
        return 1.0;
    }
    let b = b(servers, offered);
    servers_f * b / (servers_f - offered * (1.0 - b))
}
