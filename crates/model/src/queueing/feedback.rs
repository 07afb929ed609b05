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
    waits: Vec<f64>,   // [s]
    chances: Vec<f64>, // [1]
}

impl Feedback {
    /// `arrival` customers a second, each with these mean services one after the other.
    ///
    /// # Errors
    /// Arrivals outside 0 to 10^15 a second, not from 1 to 1 000 visits, a service outside 0 to 10^12 s, or utilisation 1 and more.
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
        let chances = vec![1.0; services.len()];
        waits.map(|waits| Self { waits, chances }).ok_or_else(full)
    }

    /// The same where each visit happens only with a probability, independently of the others; the first always does.
    ///
    /// Who is ahead at one visit has moved on to its next one when we come to ours, or has left; and who came meanwhile
    /// stands ahead, too. The mean numbers at the first visit follow from Little's law.
    ///
    /// ```
    /// use model::queueing::Feedback;
    /// use model::units::{per_second, seconds};
    /// let services = [seconds(0.2), seconds(0.5)];
    /// let always = Feedback::likely(per_second(1.0), &services.map(|service| (service, 1.0)))?;
    /// let twice = Feedback::new(per_second(1.0), &services)?;
    /// assert!((always.total_wait() / twice.total_wait() - 1.0).abs() < 1e-12);
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Feedback::new`]; and a chance outside 0 to 1.
    pub fn likely(arrival: Rate, visits: &[(Time, f64)]) -> Result<Self, Error> {
        let arrival = within("arrival rate", arrival.per_second(), 0.0, 1e15)?;
        within("visits", visits.len() as f64, 1.0, 1000.0)?;
        let mut utilisation = 0.0;
        for (service, chance) in visits {
            within("service time", service.seconds(), 0.0, 1e12)?;
            within("chance of a visit", *chance, 0.0, 1.0)?;
            utilisation += arrival * service.seconds() * chance;
        }
        within("chance of the first visit", visits[0].1, 1.0, 1.0)?;
        let full = || Error::new("utilisation", utilisation, "must be below 1");
        if utilisation >= 1.0 {
            return Err(full());
        }
        let visits: Vec<(f64, f64)> = visits.iter().map(|(s, p)| (s.seconds(), *p)).collect();
        let ahead = linear::solve(balance(arrival, &visits)).ok_or_else(full)?;
        Ok(Self {
            waits: chain(&ahead, arrival, &visits),
            chances: visits.iter().map(|(_, chance)| *chance).collect(),
        })
    }

    /// The mean wait of each visit.
    pub fn waits(&self) -> Vec<Time> {
        self.waits.iter().map(|w| seconds(*w)).collect()
    }

    /// The mean wait of all visits together.
    pub fn total_wait(&self) -> Time {
        let each = self.waits.iter().zip(&self.chances);
        seconds(each.map(|(wait, chance)| wait * chance).sum())
    }
}

/// The mean numbers at each visit as linear equations: number = rate x chance x (wait + service), where the wait depends
/// on the numbers.
fn balance(arrival: f64, visits: &[(f64, f64)]) -> Vec<Vec<f64>> {
    let n = visits.len();
    let numbers = |ahead: &[f64]| -> Vec<f64> {
        let waits = chain(ahead, arrival, visits);
        let each = waits.iter().zip(visits);
        each.map(|(wait, (service, chance))| arrival * chance * (wait + service))
            .collect()
    };
    let mut ahead = vec![0.0; n];
    let nobody = numbers(&ahead);
    let mut rows = vec![vec![0.0; n + 1]; n];
    for (row, number) in rows.iter_mut().zip(&nobody) {
        row[n] = *number;
    }
    for i in 0..n {
        ahead[i] = 1.0;
        for (j, number) in numbers(&ahead).into_iter().enumerate() {
            rows[j][i] = f64::from(u8::from(i == j)) - (number - nobody[j]);
        }
        ahead[i] = 0.0;
    }
    rows
}

/// The waits of a customer who at its first visit finds these numbers ahead.
fn chain(ahead: &[f64], arrival: f64, visits: &[(f64, f64)]) -> Vec<f64> {
    let mut ahead = ahead.to_vec();
    let mut moved = ahead.clone();
    let mut waits = Vec::with_capacity(visits.len());
    for (service, chance) in visits {
        let wait: f64 = ahead
            .iter()
            .zip(visits)
            .map(|(number, (s, _))| number * s)
            .sum();
        waits.push(wait);
        // Everybody ahead goes on to the next visit that happens.
        let mut going = 0.0;
        for ((to, from), (_, chance)) in moved.iter_mut().zip(&ahead).zip(visits) {
            *to = going * chance;
            going = going * (1.0 - chance) + from;
        }
        moved[0] += arrival * (wait + service);
        for (number, moved) in ahead.iter_mut().zip(&moved) {
            *number += chance * (moved - *number);
        }
    }
    waits
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
