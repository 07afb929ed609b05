//! How a wait is distributed whose chance and mean are known: nothing, or a time with two moments.
//!
//! ```text
//! P(wait > t)   chance ┤╲
//!                      │ `╲.          those who wait: mean/chance each, with the variation of a sum of residual services
//!                      │    `-._
//!                    0 ┼────────`──> t
//! ```

use super::sojourn::Sojourn;
use crate::network::Service;
use crate::units::{Time, seconds};

/// The wait before a service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Delay {
    chance: f64,    // [1], 0 to 1: who has to wait
    if_any: f64,    // [s], mean of those
    variation: f64, // [1], squared coefficient of theirs, above 0
}

impl Delay {
    /// So many wait, `mean` over all who come, at a `utilisation` and before services of such a squared coefficient of
    /// `variation`.
    ///
    /// At one server with Poisson arrivals a wait is a sum of residual services, 1/(1 - rho) of them in the mean and geometric, so
    /// that C² of those who wait is rho + (1 - rho) C² of a residual (Pollaczek and Khinchine), with the third moment of a gamma
    /// (C² below 1) or of two exponentials with balanced means. Whitt takes the same where arrivals are not Poisson ("The
    /// Queueing Network Analyzer", Bell System Technical Journal 62(9), 1983, section 5.2), and at several servers
    /// ("Approximations for the GI/G/m queue", Production and Operations Management 2(2), 1993).
    pub(super) fn new(chance: f64, mean: Time, utilisation: f64, variation: f64) -> Self {
        let third = if variation > 1.0 {
            3.0 * variation * (1.0 + variation)
        } else {
            (1.0 + 2.0 * variation) * (1.0 + variation)
        };
        let residual = 4.0 * third / (3.0 * (1.0 + variation) * (1.0 + variation)) - 1.0;
        Self {
            chance,
            if_any: if chance > 0.0 {
                mean.seconds() / chance
            } else {
                0.0
            },
            variation: utilisation + (1.0 - utilisation) * residual,
        }
    }

    /// The wait alone.
    pub(super) fn wait(&self) -> Sojourn {
        let any = Service {
            mean: seconds(self.if_any),
            variation: self.variation,
        };
        Sojourn::new().maybe(self.chance, Sojourn::new().services(any, 1))
    }

    /// The wait and the service that follows.
    pub(super) fn sojourn(&self, service: Service) -> Sojourn {
        self.wait().services(service, 1)
    }
}
