//! Erlang's two formulas (1917): how often all of `c` servers are busy.
//!
//! ```
//! use model::queueing::erlang;
//! // Four servers, 3.6 of them busy on average: 79 of 100 customers have to wait.
//! assert!((erlang::delay(4, 3.6) - 0.787753).abs() < 1e-6);
//! ```

use crate::bisection::bisect;

/// Erlang B: the share of customers turned away by `servers` servers without a waiting room. `[1]`
///
/// `offered` is arrival rate times mean service, `[1]`, from 0. Recurrence in the number of servers, stable for any
/// size; the formula with factorials overflows at 170.
pub fn blocking(servers: u32, offered: f64) -> f64 {
    (1..=servers).fold(1.0, |b, n| offered * b / (f64::from(n) + offered * b))
}

/// Erlang C: the share of customers who have to wait for one of `servers` servers. `[1]`
///
/// `offered` is arrival rate times mean service, `[1]`, from 0 and below `servers`; from there on all wait.
pub fn delay(servers: u32, offered: f64) -> f64 {
    let servers_f = f64::from(servers);
    if offered >= servers_f {
        return 1.0;
    }
    let b = blocking(servers, offered);
    servers_f * b / (servers_f - offered * (1.0 - b))
}

/// The load that `servers` servers carry while turning away no more than the share `blocked`. `[1]`
///
/// The inverse of [`blocking`], by bisection; `blocked` lies in (0, 1).
pub fn offered_at(servers: u32, blocked: f64) -> f64 {
    let mut high = 1.0;
    while blocking(servers, high) < blocked && high < 1e12 {
        high *= 2.0;
    }
    bisect(0.0, high, 200, |load| blocking(servers, load) < blocked).0
}
