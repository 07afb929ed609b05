//! How regular a stream is after it was split, merged or served: squared coefficients of variation of the times between
//! arrivals, for [`GGc`](super::GGc).
//!
//! Source: Whitt, "The queueing network analyzer", Bell System Technical Journal 62(9), 1983 (splitting 4.4, merging 4.1,
//! departures 4.5). Splitting is exact for independent times between arrivals; merging and departures are approximations.
//!
//! ```
//! use model::queueing::variation;
//! assert_eq!(variation::by_turns(1.0, 4)?, 0.25);        // a Poisson stream, every fourth
//! assert_eq!(variation::at_random(1.0, 0.25)?, 1.0);     // a Poisson stream stays one
//! assert_eq!(variation::merged(&[(3.0, 1.0), (1.0, 0.0)])?, 0.75);
//! # Ok::<(), model::error::Error>(())
//! ```

use crate::error::{Error, within};

/// Of the stream to one of `k` that get customers by turns (round robin): Ca/k. `[1]`
///
/// # Errors
/// A variation outside 0 to 10^9, or `k` outside 1 to 10^9.
pub fn by_turns(variation: f64, k: u32) -> Result<f64, Error> {
    within("variation of arrivals", variation, 0.0, 1e9)?;
    Ok(variation / within("servers that take turns", f64::from(k), 1.0, 1e9)?)
}

/// Of the stream that keeps each customer with probability `share`: share x Ca + 1 - share. `[1]`
///
/// # Errors
/// A variation outside 0 to 10^9, or a share outside 0 to 1.
pub fn at_random(variation: f64, share: f64) -> Result<f64, Error> {
    within("variation of arrivals", variation, 0.0, 1e9)?;
    within("share", share, 0.0, 1.0)?;
    Ok(share * variation + 1.0 - share)
}

/// Of several streams together, each with its rate (in any unit) and variation: the mean weighted by rate. `[1]`
///
/// The asymptotic method; many independent streams are in truth closer to Poisson than this says.
///
/// # Errors
/// A rate outside 0 to 10^15, a variation outside 0 to 10^9, or no stream with a rate above 0.
pub fn merged(streams: &[(f64, f64)]) -> Result<f64, Error> {
    for (rate, variation) in streams {
        within("rate", *rate, 0.0, 1e15)?;
        within("variation of arrivals", *variation, 0.0, 1e9)?;
    }
    let total: f64 = streams.iter().map(|(rate, _)| rate).sum();
    within("sum of the rates", total, f64::MIN_POSITIVE, f64::MAX)?;
    Ok(streams
        .iter()
        .map(|(rate, variation)| rate / total * variation)
        .sum())
}

/// Of what leaves `servers` servers: 1 + (1 - rho^2)(Ca - 1) + rho^2 (Cs - 1)/sqrt(c). `[1]`
///
/// Exact for M/M/c: what leaves it is Poisson (Burke 1956).
///
/// # Errors
/// A variation outside 0 to 10^9, a utilisation outside 0 to 1, or servers outside 1 to 10^9.
pub fn departures(
    arrivals: f64,
    services: f64,
    utilisation: f64,
    servers: u32,
) -> Result<f64, Error> {
    within("variation of arrivals", arrivals, 0.0, 1e9)?;
    within("variation of services", services, 0.0, 1e9)?;
    let square = within("utilisation", utilisation, 0.0, 1.0)? * utilisation;
    let root = within("servers", f64::from(servers), 1.0, 1e9)?.sqrt();
    // Whitt lets services be no more regular than 0.2 here.
    let services = services.max(0.2);
    let variation = 1.0 + (1.0 - square) * (arrivals - 1.0) + square * (services - 1.0) / root;
    Ok(variation.max(0.0))
}
