//! Retry storms: load makes time-outs, time-outs make retries, retries make load.
//!
//! ```text
//!               attempts = load x (1 + p + p² + ... + p^r),  p = P(an attempt fails), which grows with the attempts
//!
//! attempts |            collapsed ____----      From `collapses_from` to `good_until` both states are possible.
//!          |        ____----                    A short burst tips the system from the good one into the other,
//! capacity |- - - -/- - - - - - -\ - - - -      where it stays when the burst is over: a metastable failure.
//!          |  ____________-------/  good        Only less load, or fewer retries, brings it back.
//!          +-----------------------------> load
//! ```
//!
//! Each number of attempts belongs to exactly one load: attempts / (1 + p + ... + p^r). So the whole curve is computed
//! from its height, and the states at a load are where the curve crosses it. With a retry budget of b there are at most
//! (1 + b) x load attempts. Bronson and others, Metastable Failures in Distributed Systems, HotOS 2021; Huang and
//! others, Metastable Failures in the Wild, OSDI 2022 (stable, vulnerable, metastable).
//!
//! The assumption that matters most: retries come as independent of the queue as first attempts do. That needs a
//! backoff longer than the queue's ups and downs; a prompt retry meets the queue that its first attempt has met, and the
//! system tips earlier than this says. Abandoned work is done all the same: the server does not know. Where both states
//! are possible, chance alone tips the system sooner or later; how soon, only the simulation says.
//!
//! ```
//! use model::components::{Outlook, RetryStorm};
//! use model::prelude::*;
//! // 10 workers, 100 ms each: 100 requests a second. Clients wait for a second and try three more times.
//! let naive = Clients::timeout(seconds(1.0)).retries(3).backoff(seconds(1.0)).jitter(1.0);
//! let storm = RetryStorm::new(&naive, 10, ms(100.0), None)?;
//! assert_eq!(storm.capacity(), per_second(100.0));
//! // With four attempts each, 25 requests a second are enough to keep it down; it looks healthy up to 90 and more.
//! assert_eq!(storm.collapses_from(), Some(per_second(25.0)));
//! assert_eq!(storm.outlook(per_second(70.0))?, Outlook::Vulnerable);
//! let [good, bad] = storm.states(per_second(70.0))?[..] else { panic!("both") };
//! assert!(good.goodput > per_second(69.9) && bad.goodput == per_second(0.0));
//! // A budget of one retry for ten requests: below 100/1.1 it recovers by itself.
//! let polite = RetryStorm::new(&naive.budget(0.1), 10, ms(100.0), None)?;
//! assert_eq!(polite.outlook(per_second(70.0))?, Outlook::Stable);
//! # Ok::<(), Error>(())
//! ```

use super::client::Clients;
use super::late::{Fate, Server};
use crate::bisection::root;
use crate::error::{Error, within};
use crate::network::{Arrivals, Client, Group, Network, Service, Step};
use crate::units::{Rate, Time, per_second, seconds};

/// Clients that try again, before servers with one queue.
#[derive(Clone, Debug, PartialEq)]
pub struct RetryStorm {
    client: Client,
    server: Server,
    curve: Vec<Point>, // by rising attempts
}

/// A number of attempts, and the load that makes so many.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Point {
    attempts: f64, // [1/s]
    load: f64,     // [1/s]
}

/// A state in which a system stays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    /// First attempts and retries.
    pub attempts: Rate,
    /// Share of the attempts that a full queue refuses. `[1]`
    pub refused: f64,
    /// Share of the attempts that are served after their client has gone. `[1]`
    pub late: f64,
    /// Requests answered in time.
    pub goodput: Rate,
}

/// What a load leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// There is one state, and after any burst the system returns to it.
    Stable,
    /// There is a good state, and a collapsed one in which the system stays once a burst has tipped it over.
    Vulnerable,
    /// There is no good state: the servers are busy all the time.
    Overloaded,
}

impl RetryStorm {
    /// These clients before `servers` servers with this mean service time (exponential) and one queue; `room` requests
    /// may wait, `None`: any number.
    ///
    /// # Errors
    /// Names what is missing or out of range: 1 to 10 000 servers, a service of 1 ns to 1 day.
    pub fn new(
        clients: &Clients,
        servers: u32,
        service: Time,
        room: Option<u32>,
    ) -> Result<Self, Error> {
        Self::of(clients.client()?, servers, service, room)
    }

    /// The same for clients as a network describes them.
    pub(crate) fn of(
        client: Client,
        servers: u32,
        service: Time,
        room: Option<u32>,
    ) -> Result<Self, Error> {
        let server = Server::new(servers, service, room, client.timeout)?;
        let mut storm = Self {
            client,
            server,
            curve: Vec::new(),
        };
        storm.curve = storm
            .heights()
            .map(|attempts| storm.point(attempts))
            .collect();
        storm.sharpen();
        Ok(storm)
    }

    /// Puts a point at each turn of the curve.
    fn sharpen(&mut self) {
        let turns = self
            .curve
            .windows(3)
            .filter(|w| (w[1].load - w[0].load) * (w[2].load - w[1].load) < 0.0);
        let mut found: Vec<Point> = turns
            .map(|w| self.turn(w[0].attempts, w[2].attempts, w[1].load > w[0].load))
            .collect();
        self.curve.append(&mut found);
        self.curve.sort_by(|a, b| a.attempts.total_cmp(&b.attempts));
    }

    /// The highest or the lowest load between two numbers of attempts, by cutting thirds off.
    fn turn(&self, mut low: f64, mut high: f64, highest: bool) -> Point {
        for _ in 0..80 {
            let third = (high - low) / 3.0;
            let rises = self.point(low + third).load < self.point(high - third).load;
            if rises == highest {
                low += third;
            } else {
                high -= third;
            }
        }
        self.point(0.5 * (low + high))
    }

    /// Attempts of the curve: dense where the servers are just busy, up to thousands of times what they can do.
    fn heights(&self) -> impl Iterator<Item = f64> + use<> {
        let capacity = self.server.capacity();
        let below = (0..400).map(|i| 1.0 - libm::pow(10.0, -f64::from(i) / 50.0));
        let above = (0..600).map(|i| 1.0 + libm::pow(10.0, f64::from(i) / 50.0 - 8.0));
        below.chain([1.0]).chain(above).map(move |x| x * capacity)
    }

    fn point(&self, attempts: f64) -> Point {
        let failing = self.failing(attempts);
        Point {
            attempts,
            load: attempts / self.amplification(failing),
        }
    }

    fn failing(&self, attempts: f64) -> f64 {
        let Fate { refused, late } = self.server.fate(per_second(attempts));
        (refused + late).min(1.0)
    }

    /// Attempts for each request of which the share `failing` fails: 1 + p + ... + p^r, or what the budget allows. `[1]`
    pub fn amplification(&self, failing: f64) -> f64 {
        let all = (0..self.client.retries).fold(1.0, |sum, _| 1.0 + failing * sum);
        match self.client.budget {
            Some(budget) => all.min(1.0 + budget),
            None => all,
        }
    }

    /// Requests that the servers can serve.
    pub fn capacity(&self) -> Rate {
        per_second(self.server.capacity())
    }

    /// The load from which there is no good state.
    pub fn good_until(&self) -> Rate {
        per_second(self.curve[self.fold()].load)
    }

    /// The load from which there is a collapsed state beside the good one; `None` if there never is.
    pub fn collapses_from(&self) -> Option<Rate> {
        let fold = self.fold();
        let load = |p: &Point| p.load;
        let least = self.curve[fold..]
            .iter()
            .map(load)
            .fold(f64::INFINITY, f64::min);
        (least < self.curve[fold].load * (1.0 - 1e-6)).then(|| per_second(least))
    }

    /// Where the curve turns back for the first time, or ends at capacity.
    fn fold(&self) -> usize {
        let falls = |w: &[Point]| {
            w[1].load < w[0].load * (1.0 - 1e-12) || w[0].attempts >= self.server.capacity()
        };
        self.curve
            .windows(2)
            .position(falls)
            .unwrap_or(self.curve.len() - 1)
    }

    /// What this load leads to.
    ///
    /// # Errors
    /// The load is negative or beyond what the curve covers, 20 times the capacity.
    pub fn outlook(&self, load: Rate) -> Result<Outlook, Error> {
        let load = self.check(load)?;
        if load >= self.good_until().per_second() {
            return Ok(Outlook::Overloaded);
        }
        match self.collapses_from() {
            Some(from) if load >= from.per_second() => Ok(Outlook::Vulnerable),
            _ => Ok(Outlook::Stable),
        }
    }

    /// The states in which the system stays at this load: one, or the good and the collapsed one.
    ///
    /// # Errors
    /// As [`outlook`](Self::outlook).
    pub fn states(&self, load: Rate) -> Result<Vec<State>, Error> {
        let load = self.check(load)?;
        let above = |p: &Point| p.load > load;
        // Where the curve rises through the load a small push dies out; where it falls through it, it grows.
        let rising = self
            .curve
            .windows(2)
            .filter(|w| !above(&w[0]) && above(&w[1]));
        Ok(rising
            .map(|w| self.state(self.crossing(w[0], w[1], load)))
            .collect())
    }

    fn check(&self, load: Rate) -> Result<f64, Error> {
        within(
            "load",
            load.per_second(),
            0.0,
            20.0 * self.server.capacity(),
        )
    }

    /// The attempts between two points at which the curve has this load, by bisection. `[1/s]`
    fn crossing(&self, from: Point, to: Point, load: f64) -> f64 {
        let rare = |attempts| self.point(attempts).load <= load;
        // One attempt a request at least, and all retries at most. Without these bounds, a load of next to nothing would get
        // lost between none and the first point of the curve.
        let most = load * self.amplification(1.0);
        root(from.attempts.max(load), to.attempts.min(most), 60, rare)
    }

    fn state(&self, attempts: f64) -> State {
        let Fate { refused, late } = self.server.fate(per_second(attempts));
        State {
            attempts: per_second(attempts),
            refused,
            late,
            goodput: per_second(attempts * (1.0 - refused - late).max(0.0)),
        }
    }

    /// The same for the simulation: these clients, and servers as places that a request holds while it is served. The
    /// arrivals may have [`Phases`](Arrivals::Phases): calm, a burst, calm again.
    pub fn network(&self, arrivals: Arrivals) -> Network {
        let (servers, room, service) = self.server.parts();
        let route = vec![
            Step::Choose { group: 0 },
            Step::Take { group: 0, pool: 0 },
            Step::Delay(Service::exponential(service)),
            Step::Give { group: 0, pool: 0 },
        ];
        Network {
            arrivals,
            groups: vec![Group::new("server", 1, []).pool(servers, room)],
            routes: vec![route],
            client: Some(self.client),
        }
    }

    /// The backlog from which new attempts time out: what the servers can do within the time-out. `[1]`
    pub fn tipping_backlog(&self) -> f64 {
        self.server.capacity() * self.client.timeout.seconds()
    }

    /// How long until a backlog of so many requests is gone; `None`: it never goes.
    ///
    /// As a fluid, with an endless queue: beyond the tipping backlog all attempts fail and all retries come, below it none.
    ///
    /// # Errors
    /// The load is out of range, or the backlog negative or not finite.
    pub fn drains(&self, load: Rate, backlog: f64) -> Result<Option<Time>, Error> {
        let load = self.check(load)?;
        within("backlog", backlog, 0.0, 1e15)?;
        let tipping = self.tipping_backlog();
        let (calm, storming) = (
            self.server.capacity() - load,
            self.server.capacity() - load * self.amplification(1.0),
        );
        let excess = (backlog - tipping).max(0.0);
        if calm <= 0.0 || (excess > 0.0 && storming <= 0.0) {
            return Ok(None);
        }
        let storm = if excess > 0.0 { excess / storming } else { 0.0 };
        Ok(Some(seconds(storm + (backlog - excess) / calm)))
    }

    /// The longest burst of this rate that the system survives: its backlog stays below the tipping point. `None`: any.
    ///
    /// # Errors
    /// A rate is out of range.
    pub fn survives(&self, burst: Rate) -> Result<Option<Time>, Error> {
        let burst = within("burst", burst.per_second(), 0.0, 1e15)?;
        let growth = burst - self.server.capacity();
        Ok((growth > 0.0).then(|| seconds(self.tipping_backlog() / growth)))
    }
}
