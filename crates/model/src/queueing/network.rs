//! Open networks: requests that visit several stations.
//!
//! With Poisson arrivals, exponential service that is the same for every visit to a station, and first come first
//! served, each station behaves in its means like an M/M/c of its own (Jackson 1957, Kelly 1975). The mean response is
//! the sum over the visits. That much is exact. What is not: the waits of one request are not independent of each
//! other, so a percentile of the sum is an approximation.
//!
//! ```
//! use model::queueing::network::{Open, Stop};
//! use model::units::{per_second, seconds};
//! // Lazowska et al., Quantitative System Performance, p. 113
//! let network = Open::new(per_second(0.3), &[
//!     Stop { visits: 121.0, service: seconds(0.005), servers: 1 },
//!     Stop { visits: 70.0, service: seconds(0.03), servers: 1 },
//!     Stop { visits: 50.0, service: seconds(0.027), servers: 1 },
//! ])?;
//! assert!((network.stations()[0].mean_number() - 0.222).abs() < 0.001);
//! # Ok::<(), model::error::Error>(())
//! ```

use super::mmc::MMc;
use crate::error::Error;
use crate::units::{Rate, Time};

/// A station that each request visits `visits` times on average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// Mean visits of a request. `[1]`, from 0
    pub visits: f64,
    /// Mean service of a visit.
    pub service: Time,
    /// Servers.
    pub servers: u32,
}

/// An open network in its steady state.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    arrival: Rate,
    stops: Vec<(Stop, MMc)>,
}

impl Open {
    /// A network into which `arrival` requests come.
    ///
    /// # Errors
    /// Those of [`MMc::new`] at any of the stations.
    pub fn new(arrival: Rate, stops: &[Stop]) -> Result<Self, Error> {
        let queue = |stop: &Stop| {
            Ok((
                *stop,
                MMc::new(arrival * stop.visits, stop.service, stop.servers)?,
            ))
        };
        Ok(Self {
            arrival,
            stops: stops.iter().map(queue).collect::<Result<_, Error>>()?,
        })
    }

    /// The stations, each an M/M/c of its own.
    pub fn stations(&self) -> Vec<MMc> {
        self.stops.iter().map(|(_, queue)| *queue).collect()
    }

    /// Mean time of a request in the whole network.
    pub fn mean_response(&self) -> Time {
        self.stops
            .iter()
            .map(|(stop, queue)| queue.mean_sojourn() * stop.visits)
            .sum()
    }

    /// Mean number of requests in the whole network (Little's law). `[1]`
    pub fn mean_number(&self) -> f64 {
        self.arrival * self.mean_response()
    }
}
