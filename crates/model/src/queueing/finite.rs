//! M/M/c/K: a waiting room that can be full. Who comes then is turned away.

use super::laplace::{self, Point};
use super::wide::Wide;
use crate::error::{Error, within};
use crate::units::{Rate, Time, per_second, seconds};

/// The M/M/c/K queue in its steady state: `c` servers, at most `K` customers waiting or in service. Exact.
///
/// The probability of n customers is in proportion to a^n/n! up to c and falls or grows by a/c from there, with a = arrival
/// x service. Nothing has to be below 1: what is too much is turned away. Waits and times are of those let in: who finds
/// n >= c of them waits n - c + 1 exponential steps. Source: Kleinrock, Queueing Systems I, 1975, section 3.6; Gross,
/// Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed. 2008, section 2.5. With K = c it is Erlang B.
///
/// ```
/// use model::queueing::MMcK;
/// use model::units::{per_second, seconds};
/// // One server, room for one more: 1/3 of the time each with 0, 1 and 2 customers when arrival x service is 1.
/// let queue = MMcK::new(per_second(1.0), seconds(1.0), 1, 2)?;
/// assert!((queue.blocking() - 1.0 / 3.0).abs() < 1e-12);
/// assert!((queue.mean_sojourn().seconds() - 1.5).abs() < 1e-12); // half find nobody, half find one
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct MMcK {
    arrival: f64,            // [1/s], from 0
    service: f64,            // [s], above 0
    servers: usize,          // 1 to 1e5
    probabilities: Vec<f64>, // [1], of 0 to K customers
}

impl MMcK {
    /// `arrival` customers a second, `service` mean time each, `servers` servers and `places` in all, servers included.
    ///
    /// # Errors
    /// Arrivals outside 0 to 10^15 a second, a service outside 1 ps to 10^12 s, servers outside 1 to 100 000, fewer places than servers, or
    /// more than 100 000 places.
    pub fn new(arrival: Rate, service: Time, servers: u32, places: u32) -> Result<Self, Error> {
        let arrival = within("arrival rate", arrival.per_second(), 0.0, 1e15)?;
        let service = within("service time", service.seconds(), 1e-12, 1e12)?;
        within("servers", f64::from(servers), 1.0, 1e5)?;
        within("places", f64::from(places), f64::from(servers), 1e5)?;
        let (servers, places) = (servers as usize, places as usize);
        Ok(Self {
            arrival,
            service,
            servers,
            probabilities: probabilities(arrival * service, servers, places),
        })
    }

    /// Share of the customers who are turned away. `[1]`
    pub fn blocking(&self) -> f64 {
        self.probabilities[self.probabilities.len() - 1]
    }

    /// Customers that are let in, and so served.
    pub fn throughput(&self) -> Rate {
        per_second(self.arrival * (1.0 - self.blocking()))
    }

    /// Share of the servers that are busy. `[1]`
    pub fn utilisation(&self) -> f64 {
        self.number(|n| n.min(self.servers)) / self.servers as f64
    }

    /// Mean number waiting. `[1]`
    pub fn mean_queue(&self) -> f64 {
        self.number(|n| n.saturating_sub(self.servers))
    }

    /// Mean number waiting or in service. `[1]`
    pub fn mean_number(&self) -> f64 {
        self.number(|n| n)
    }

    fn number(&self, of: impl Fn(usize) -> usize) -> f64 {
        let terms = self.probabilities.iter().enumerate();
        terms.map(|(n, p)| of(n) as f64 * p).sum()
    }

    /// Probability that a customer who is let in has to wait. `[1]`
    pub fn probability_of_waiting(&self) -> f64 {
        self.steps().sum()
    }

    /// Probabilities that a customer who is let in waits 1, 2, ... steps.
    fn steps(&self) -> impl DoubleEndedIterator<Item = f64> + '_ {
        let found = &self.probabilities[..self.probabilities.len() - 1];
        let accepted: f64 = found.iter().sum();
        let scale = if accepted > 0.0 { 1.0 / accepted } else { 0.0 };
        found[self.servers.min(found.len())..]
            .iter()
            .map(move |p| p * scale)
    }

    /// One step of a wait: the time until one of `c` busy servers is done. `[s]`
    fn step(&self) -> f64 {
        self.service / self.servers as f64
    }

    /// Mean wait of those who are let in.
    pub fn mean_wait(&self) -> Time {
        let steps = self.steps().enumerate().map(|(n, p)| (n + 1) as f64 * p);
        seconds(steps.sum::<f64>() * self.step())
    }

    /// Mean time from arrival to departure of those who are let in.
    pub fn mean_sojourn(&self) -> Time {
        self.mean_wait() + seconds(self.service)
    }

    /// Probability that a customer who was let in is still there `time` after arriving. `[1]`, absolute error about 1e-8
    pub fn sojourn_tail(&self, time: Time) -> f64 {
        let t = time.seconds();
        if t <= 0.0 || t.is_infinite() {
            return f64::from(u8::from(t <= 0.0));
        }
        self.point(t).tail.clamp(0.0, 1.0)
    }

    /// The time within which the share `q` of those who are let in is through.
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1).
    pub fn sojourn_percentile(&self, q: f64) -> Result<Time, Error> {
        let left = 1.0 - super::sojourn::quantile(q)?;
        Ok(laplace::percentile(
            |t| self.point(t),
            left,
            self.mean_sojourn(),
        ))
    }

    fn point(&self, t: f64) -> Point {
        let free = 1.0 - self.probability_of_waiting();
        laplace::euler(t, |s| {
            let step = s.exponential(self.step());
            let add = |sum: Wide, p: f64| sum.times(&step).plus(&step, p);
            let wait = self.steps().rev().fold(Wide::ZERO, add);
            wait.line(free, 1.0).times(&s.exponential(self.service))
        })
    }
}

/// The probabilities of 0 to K customers, from the most likely outwards, so that nothing overflows.
pub(super) fn probabilities(offered: f64, servers: usize, places: usize) -> Vec<f64> {
    let growth = |n: usize| offered / n.min(servers) as f64;
    let top = (1..=places).take_while(|n| growth(*n) >= 1.0).count();
    let mut p = vec![0.0; places + 1];
    p[top] = 1.0;
    for n in top + 1..=places {
        p[n] = p[n - 1] * growth(n);
    }
    for n in (0..top).rev() {
        p[n] = p[n + 1] / growth(n + 1);
    }
    let total: f64 = p.iter().sum();
    p.iter_mut().for_each(|p| *p /= total);
    p
}
