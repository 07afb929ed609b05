//! How the response of a closed network is distributed where that is known: one station, several servers, users who think.
//!
//! ```text
//!    ┌──> think (Z, any) ──────────────> one queue ──> c servers (exponential) ──┐
//!    └────────────────────────────── N customers ────────────────────────────────┘
//! ```

use super::Closed;
use crate::bisection::bisect;
use crate::error::{Error, within};
use crate::units::{Time, seconds};

/// More customers than this take too long.
const MOST_CUSTOMERS: f64 = 1e4;
/// What is less likely than this does not count. `[1]`
const NEVER: f64 = 1e-300;

impl Closed {
    /// Probability that a response takes longer than `time`, with `customers` customers at one station. `[1]`
    ///
    /// Exact for exponential services that a request asks for once, first come first served, and any time to think: the machine
    /// repairman's case, M/M/c//N. Who arrives finds as many at the station as there are with one customer less (Sevcik,
    /// Mitrani, "The distribution of queuing network states at input and output instants", Journal of the ACM 28(2), 1981;
    /// Lavenberg, Reiser 1980), waits until all but c - 1 of them are served, each S/c, and is served: a mixture of Erlang's
    /// distributions and a service. With events at the rate c/S, the wait is over after so many of them, and each from then on
    /// ends the service with probability 1/c.
    ///
    /// ```
    /// use model::queueing::mva::{Closed, Demand};
    /// use model::units::seconds;
    /// // Two users who never think: each waits for the other, and is served.
    /// let station = Demand { demand: seconds(1.0), servers: 1 };
    /// let tail = Closed::new(seconds(0.0), &[station])?.response_tail(2, seconds(3.0))?;
    /// assert!((tail - 4.0 * (-3.0_f64).exp()).abs() < 1e-12);
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// More than one station with a demand: the waits of a request at several stations of a closed network depend on each
    /// other, and what is known of their sum are special cases (Boxma, Kelly, Konheim 1984). No customer, or more than 10 000.
    pub fn response_tail(&self, customers: u32, time: Time) -> Result<f64, Error> {
        Ok(self.lone(customers)?.tail(time.seconds()))
    }

    /// The time within which the share `q` of the responses is there, with `customers` customers at one station. Exact where
    /// [`response_tail`](Self::response_tail) is.
    ///
    /// ```
    /// use model::queueing::mva::{Closed, Demand};
    /// use model::units::seconds;
    /// // Alone nobody waits: an exponential service.
    /// let alone = Closed::new(seconds(5.0), &[Demand { demand: seconds(1.0), servers: 1 }])?;
    /// assert!((alone.response_percentile(1, 0.99)?.seconds() - 100_f64.ln()).abs() < 1e-9);
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`response_tail`](Self::response_tail), and `q` is not in 0 to 1 (exclusive of 1).
    pub fn response_percentile(&self, customers: u32, q: f64) -> Result<Time, Error> {
        let left = 1.0 - crate::queueing::sojourn::quantile(q)?;
        let lone = self.lone(customers)?;
        let mut high = lone.mean();
        while lone.tail(high) > left {
            high *= 2.0;
        }
        Ok(seconds(bisect(0.0, high, 100, |t| lone.tail(t) > left).1))
    }

    /// The only station with a demand, as an arriving customer finds it.
    fn lone(&self, customers: u32) -> Result<Lone, Error> {
        within("customers", f64::from(customers), 1.0, MOST_CUSTOMERS)?;
        let mut busy = self.demands.iter().filter(|(demand, _)| *demand > 0.0);
        let count = busy.clone().count() as f64;
        within("stations with a demand", count, 1.0, 1.0)?;
        let (service, servers) = busy.next().copied().unwrap_or_default();
        // More servers than customers are never used.
        let servers = servers.min(customers);
        let found = found(customers - 1, servers, service, self.think);
        Ok(Lone::new(&found, servers, service))
    }
}

/// A station as an arriving customer finds it.
struct Lone {
    servers: f64,
    step: f64,         // [s], mean time between departures while all servers are busy
    starts: Vec<f64>,  // [1], probabilities of being served after 0, 1, ... departures
    waiting: Vec<f64>, // [1], probabilities of waiting for more than 0, 1, ... departures
}

impl Lone {
    /// Who finds n waits for n + 1 - c departures.
    fn new(found: &[f64], servers: u32, service: f64) -> Self {
        let (free, busy) = found.split_at((servers as usize).min(found.len()));
        let mut starts = vec![free.iter().sum()];
        starts.extend(busy);
        let mut more = 0.0;
        let mut waiting = vec![0.0; starts.len()];
        for (waiting, start) in waiting.iter_mut().zip(&starts).rev() {
            *waiting = more;
            more += start;
        }
        Self {
            servers: f64::from(servers),
            step: service / f64::from(servers),
            starts,
            waiting,
        }
    }

    fn mean(&self) -> f64 {
        let steps = self.starts.iter().enumerate();
        let steps: f64 = steps.map(|(n, p)| n as f64 * p).sum();
        self.step * (steps + self.servers)
    }

    /// The sum over the number of events within `t` of its probability times that of not being done after so many.
    fn tail(&self, t: f64) -> f64 {
        let events = t / self.step;
        if t <= 0.0 || events > 1e3 * (self.starts.len() as f64 + self.servers) {
            return f64::from(u8::from(t <= 0.0));
        }
        let (log, again) = (libm::log(events), 1.0 - 1.0 / self.servers);
        // The logarithm of the probability of so many events: e^-x alone is zero from 746 on.
        let (mut size, mut served, mut tail) = (-events, 0.0, 0.0);
        for n in 0.. {
            let at = |all: &[f64]| all.get(n).copied().unwrap_or(0.0);
            served = again * served + at(&self.starts);
            let (inside, likely) = (at(&self.waiting) + served, libm::exp(size));
            tail += likely * inside;
            let past = n as f64 > events;
            if inside < NEVER || past && likely * inside < 1e-18 * tail.max(NEVER) {
                break;
            }
            size += log - libm::log(n as f64 + 1.0);
        }
        tail.min(1.0)
    }
}

/// Probabilities of 0, 1, ... of so many customers at a station with `servers`: M/M/c//N.
fn found(customers: u32, servers: u32, service: f64, think: f64) -> Vec<f64> {
    let n = customers as usize;
    let mut p = vec![0.0; n + 1];
    // From k - 1 to k.
    let growth =
        |k: usize| (n + 1 - k) as f64 * service / (think * (k as f64).min(f64::from(servers)));
    // It falls with k: the likeliest number is the last one to which it is 1 and more. Who never thinks is always there.
    let top = (1..=n).take_while(|k| growth(*k) >= 1.0).count();
    p[top] = 1.0;
    for k in (0..top).rev() {
        p[k] = p[k + 1] / growth(k + 1);
    }
    for k in top + 1..=n {
        p[k] = p[k - 1] * growth(k);
    }
    let total: f64 = p.iter().sum();
    p.iter_mut().for_each(|p| *p /= total);
    p
}
