//! A pool of workers: no more than so many requests inside a network at once, the others wait outside.
//!
//! ```text
//! arrivals -> waiting for a worker -> [ at most W inside:  cores, disk, database, network ... ] -> answered
//! ```
//!
//! Without a limit, the number inside is the sum of independent numbers at each place (product form). Their
//! convolution g(n) says how fast the network works with n inside: X(n) = arrival g(n-1)/g(n). With the limit, the
//! whole is one queue that is served at the rate X(n), and at X(W) from W on: the flow-equivalent server of Chandy,
//! Herzog and Woo (1975). Exact for the network without limit, and at the limits of many and of few workers;
//! an approximation between, because leaving the pool is not memoryless.
//!
//! ```
//! use model::queueing::pool::{Place, Pool};
//! use model::units::per_second;
//! // Ten requests a second that each only wait half a second: 5 workers are busy, so it takes more than 5.
//! let waiting = [Place::delay(5.0)];
//! assert!(Pool::new(per_second(10.0), 5, &waiting)?.is_full());
//! assert!(!Pool::new(per_second(10.0), 8, &waiting)?.is_full());
//! # Ok::<(), model::error::Error>(())
//! ```

mod ample;
mod numbers;

use super::mmc::MMc;
use crate::error::{Error, within};
use crate::units::{Rate, Time, per_second, seconds};
use numbers::{Fraction, poisson};

/// A place inside the network where requests of the pool spend time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    offered: f64, // [1], erlangs at one station, or the mean number in a delay
    servers: u32, // 0 for a delay
    share: f64,   // [1], part of the station's customers that belong to the pool
    copies: u32,  // how many such stations
}

impl Place {
    /// Time that passes without a queue, with a mean `number` of requests in it. `[1]`
    pub fn delay(number: f64) -> Self {
        Self {
            offered: number,
            servers: 0,
            share: 1.0,
            copies: 1,
        }
    }

    /// An M/M/c station with `offered` erlangs on `servers` servers, all of whose customers belong to the pool.
    pub fn station(offered: f64, servers: u32) -> Self {
        Self {
            offered,
            servers,
            share: 1.0,
            copies: 1,
        }
    }

    /// `copies` stations that also serve other pools: only the part `share` of their customers is ours.
    #[must_use]
    pub fn shared(self, copies: u32, share: f64) -> Self {
        Self {
            copies,
            share,
            ..self
        }
    }

    /// Whether its number is that of M/M/c, not Poisson.
    fn is_station(&self) -> bool {
        self.servers > 0 && self.copies <= MANY && self.offered > 0.0
    }

    /// Mean number of the pool's requests here, without a limit. `[1]`
    fn mean(&self) -> Result<f64, Error> {
        if self.servers == 0 {
            return Ok(self.offered);
        }
        let queue = MMc::new(per_second(self.offered), seconds(1.0), self.servers)?;
        Ok(queue.mean_number() * self.share * f64::from(self.copies))
    }
}

/// A pool in its steady state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pool {
    capacity: f64, // [1/s], what the network does with all workers inside
    taken: f64,    // [1], probability that all are taken
    queue: f64,    // [1], mean number outside
    extra: f64,    // [s], mean time that the limit adds to a request
    refused: f64,  // [1], share of the requests that find no room to wait
}

/// So rarely more requests than workers are inside that the limit makes no difference. `[1]`
const NEVER: f64 = 1e-12;

/// More stations than this are taken together as one Poisson number (the law of rare events).
const MANY: u32 = 32;

impl Pool {
    /// Workers enough that nobody waits for one.
    const UNLIMITED: Self = Self {
        capacity: f64::INFINITY,
        taken: 0.0,
        queue: 0.0,
        extra: 0.0,
        refused: 0.0,
    };

    /// `arrival` requests a second for `workers` workers that spend their time at these places.
    ///
    /// # Errors
    /// Arrivals outside 0 to 10^15 a second, workers outside 1 to 100 000, a service outside 0 to 10^12 s, or a station with utilisation 1
    /// and more.
    pub fn new(arrival: Rate, workers: u32, places: &[Place]) -> Result<Self, Error> {
        within("arrival rate", arrival.per_second(), 0.0, 1e15)?;
        within("workers", f64::from(workers), 1.0, 1e5)?;
        if ample::is_ample(workers, places)? {
            return Ok(Self::UNLIMITED);
        }
        let (arrival, inside, open) = Self::inside(arrival, workers, places)?;
        Ok(Self::limited(arrival, &inside, open))
    }

    /// The rate, the probabilities of 0 to W inside without a limit, and the mean without a limit.
    fn inside(
        arrival: Rate,
        workers: u32,
        places: &[Place],
    ) -> Result<(f64, Vec<f64>, f64), Error> {
        let arrival = within("arrival rate", arrival.per_second(), 0.0, 1e15)?;
        let workers = within("workers", f64::from(workers), 1.0, 1e5)? as usize;
        let (mut open, mut apart) = (0.0, 0.0);
        for place in places {
            let mean = place.mean()?;
            open += mean;
            if !place.is_station() {
                apart += mean;
            }
        }
        let mut inside = poisson(apart, workers + 1);
        let mut stations = Fraction::one();
        for place in places.iter().filter(|place| place.is_station()) {
            let Place {
                offered,
                servers,
                share,
                copies,
            } = *place;
            stations.add((offered, servers), (share, copies), inside.len());
        }
        stations.times(&mut inside, open);
        Ok((arrival, inside, open))
    }

    /// The same with room for only so many requests that wait for a worker; who finds no room is refused. Never full.
    ///
    /// ```
    /// use model::queueing::pool::{Place, Pool};
    /// use model::units::per_second;
    /// // One worker, two places to wait, load 1: M/M/1/3 has 0 to 3 inside equally often, and refuses a quarter.
    /// let pool = Pool::bounded(per_second(1.0), 1, 2, &[Place::delay(1.0)])?;
    /// assert!((pool.refused() - 0.25).abs() < 1e-12);
    /// assert!((pool.mean_queue() - 0.75).abs() < 1e-12);
    /// # Ok::<(), model::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Pool::new`].
    pub fn bounded(
        arrival: Rate,
        workers: u32,
        room: u32,
        places: &[Place],
    ) -> Result<Self, Error> {
        let (rate, inside, open) = Self::inside(arrival, workers, places)?;
        let workers = inside.len() - 1;
        let (last, before) = (inside[workers], inside[workers - 1]);
        let below: f64 = inside.iter().sum();
        if rate == 0.0 || (last < 1e-290 && below > 0.5) {
            return Ok(Self::limited(rate, &inside, open));
        }
        if below < 1e-290 || before * 1e6 <= last {
            // So far beyond the pool that its probabilities vanish: it carries about the share of its workers.
            let carried = (workers as f64 / open).min(1.0);
            return Ok(Self {
                capacity: rate * carried,
                taken: 1.0,
                queue: f64::from(room),
                extra: (workers as f64 + f64::from(room)) / (rate * carried),
                refused: 1.0 - carried,
            });
        }
        let growth = last / before;
        // 1 + growth + growth^2 + ... beyond the last, in units of its probability.
        let (mut beyond, mut waiting, mut p) = (0.0, 0.0, last);
        for n in 1..=room {
            p *= growth;
            beyond += p;
            waiting += f64::from(n) * p;
        }
        let total = below + beyond;
        let number = |(n, p): (usize, &f64)| n as f64 * p;
        let held = inside.iter().enumerate().map(number).sum::<f64>() + workers as f64 * beyond;
        let (refused, queue) = (p / total, waiting / total);
        let answered = rate * (1.0 - refused);
        Ok(Self {
            capacity: rate / growth,
            taken: (last + beyond) / total,
            queue,
            extra: ((held / total + queue) / answered - open / rate).max(0.0),
            refused,
        })
    }

    /// Share of the requests that find no room to wait. `[1]`
    pub fn refused(&self) -> f64 {
        self.refused
    }

    /// The pool from the probabilities of 0 to W inside without a limit, and the mean without a limit.
    fn limited(arrival: f64, inside: &[f64], open: f64) -> Self {
        let workers = inside.len() - 1;
        let (last, before) = (inside[workers], inside[workers - 1]);
        let below: f64 = inside.iter().sum();
        if arrival == 0.0 || (last < 1e-290 && below > 0.5) || 1.0 - below < NEVER {
            return Self::UNLIMITED;
        }
        if below < 1e-290 || before >= last * 1e12 {
            // So far beyond the pool that its probabilities vanish: it carries about the share of its workers.
            return Self {
                capacity: arrival * workers as f64 / open,
                taken: 1.0,
                queue: f64::INFINITY,
                extra: 0.0,
                refused: 0.0,
            };
        }
        let (capacity, growth) = (arrival * before / last, last / before);
        if growth >= 1.0 {
            return Self {
                capacity,
                taken: 1.0,
                queue: f64::INFINITY,
                extra: f64::INFINITY,
                refused: 0.0,
            };
        }
        let beyond = last * growth / (1.0 - growth);
        let total = below + beyond;
        let queue = beyond / (1.0 - growth) / total;
        let number = |(n, p): (usize, &f64)| n as f64 * p;
        let held =
            (inside.iter().enumerate().map(number).sum::<f64>() + workers as f64 * beyond) / total;
        let extra = ((held + queue - open) / arrival).max(0.0);
        Self {
            capacity,
            taken: (last + beyond) / total,
            queue,
            extra,
            refused: 0.0,
        }
    }

    /// Whether more arrive than the workers can answer.
    pub fn is_full(&self) -> bool {
        self.queue.is_infinite()
    }

    /// What the network answers with all workers inside; `None` where it is far above the load and does not matter.
    pub fn capacity(&self) -> Option<Rate> {
        self.capacity.is_finite().then(|| per_second(self.capacity))
    }

    /// Probability that an arriving request finds all workers taken. `[1]`
    pub fn probability_of_waiting(&self) -> f64 {
        self.taken
    }

    /// Mean number of requests that wait for a worker. `[1]`
    pub fn mean_queue(&self) -> f64 {
        self.queue
    }

    /// What the limit adds to the mean response. Less than the wait for a worker: who waits outside does not wait inside.
    pub fn extra(&self) -> Time {
        seconds(self.extra)
    }
}
