//! A customer who comes back: one server, several services in turn, each time at the end of the queue.
//!
//! The visits of one customer do not arrive like a Poisson stream: those behind in the queue are the same who were
//! there before. With exponential services (a mean for each visit) the mean waits follow exactly from counting who
//! stands ahead: at its first visit a customer meets everybody in the queue; when it comes back, those who were ahead
//! have moved on to their next visit and stand ahead again, behind them whoever arrived meanwhile.
//!
//! ```
//! use model::queueing::Feedback;
//! use model::units::{per_second, seconds};
//! // With one visit it is M/M/1: the wait is rho/(1 - rho) services.
//! let once = Feedback::new(per_second(0.5), &[seconds(1.0)])?;
//! assert!((once.waits()[0].seconds() - 1.0).abs() < 1e-12);
//! # Ok::<(), model::error::Error>(())
//! ```

use super::linear;
use crate::error::{Error, within};
use crate::units::{Rate, Time, seconds};

/// M/M/1 with immediate feedback: mean waits, visit by visit. Exact.
#[derive(Clone, Debug, PartialEq)]
pub struct Feedback {
    waits: Vec<f64>, // [s]
}

impl Feedback {
    /// `arrival` customers a second, each with these mean services one after the other.
    ///
    /// # Errors
    /// A number out of range, or utilisation 1 and more.
    pub fn new(arrival: Rate, services: &[Time]) -> Result<Self, Error> {
        let arrival = within("arrival rate", arrival.per_second(), 0.0, 1e15)?;
        within("visits", services.len() as f64, 1.0, 1000.0)?;
        for service in services {
            within("service time", service.seconds(), 0.0, 1e12)?;
        }
        let utilisation = arrival * services.iter().copied().sum::<Time>().seconds();
        if utilisation >= 1.0 {
            return Err(Error::new("utilisation", utilisation, "must be below 1"));
        }
        let services: Vec<f64> = services.iter().map(|s| s.seconds()).collect();
        let waits = linear::solve(equations(arrival, &services));
        let full = || Error::new("utilisation", utilisation, "must be below 1");
        waits.map(|waits| Self { waits }).ok_or_else(full)
    }

    /// The mean wait of each visit.
    pub fn waits(&self) -> Vec<Time> {
        self.waits.iter().map(|w| seconds(*w)).collect()
    }

    /// The mean wait of all visits together.
    pub fn total_wait(&self) -> Time {
        seconds(self.waits.iter().sum())
    }
}

/// The waits W as linear equations, a row a visit, the right side last.
///
/// Ahead of visit k stand, of those who are at visit j, as many as there are in the queue at visit j - k (they have moved
/// on with us), or, where j < k, as many as arrived during our visit k - 1 - j: in both cases arrival x (W + S) of that
/// visit, by Little's law. Hence W_k = sum over j of S_j x arrival x (W_i + S_i) with i = j - k or k - 1 - j.
fn equations(arrival: f64, services: &[f64]) -> Vec<Vec<f64>> {
    let visits = services.len();
    let row = |k: usize| {
        let mut row = vec![0.0; visits + 1];
        row[k] = 1.0;
        for (j, service) in services.iter().enumerate() {
            let i = if j < k { k - 1 - j } else { j - k };
            row[i] -= service * arrival;
            row[visits] += service * arrival * services[i];
        }
        row
    };
    (0..visits).map(row).collect()
}
