//! Workers: places that a request holds from its start to its answer, also while the database answers.
//!
//! ```text
//! requests ─> accept queue ─> [worker: web ......... database ......... web] ─> answered
//!             full: refused   held for all of this; the cores are idle meanwhile
//! ```
//!
//! By Little's law a pool of W workers answers at most W / holding requests, however idle its cores are: a database that
//! becomes ten times slower makes the pool run dry. With room for K - W requests to wait this is M/M/W/K: the share
//! refused and the wait of those accepted (Kleinrock, Queueing Systems I, 3.6); without any room Erlang B, which holds
//! for any distribution of the holding times.
//!
//! The assumption that matters most: how long a worker is held does not depend on how many there are. If more workers
//! only mean a longer queue at the database, [`queueing::pool`](crate::queueing::pool) is the better model.
//!
//! ```
//! use model::components::Workers;
//! use model::prelude::*;
//! // 8 ms of CPU and three queries of 2 ms: 64 workers are plenty.
//! let healthy = Workers::of(64, ms(8.0 + 3.0 * 2.0))?;
//! assert_eq!(healthy.limit().per_second().round(), 4571.0);
//! // Queries of 300 ms: now the workers are the limit, and two cores are busy for 28% at it.
//! let slow = Workers::of(64, ms(8.0 + 3.0 * 300.0))?;
//! assert_eq!(slow.limit().per_second().round(), 70.0);
//! assert!((slow.limit() * ms(8.0) / 2.0 - 0.28).abs() < 0.01);
//! // At 80 requests a second, a short queue refuses one in eight and answers the others soon.
//! let held = slow.accept_queue(32).at(per_second(80.0))?;
//! assert!((held.refused - 1.0 / 8.0).abs() < 0.01 && held.wait < ms(450.0));
//! # Ok::<(), Error>(())
//! ```

use crate::error::{Error, within};
use crate::network::{Arrivals, Group, Network, Service, Step};
use crate::queueing::{MMc, MMcK};
use crate::units::{Rate, Time, per_second, seconds};

/// The workers of one machine, and how long a request holds one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Workers {
    places: u32,       // 1 to 10 000
    holding: f64,      // [s], 1 us to 1 day; mean of an exponential
    room: Option<u32>, // 0 to 90 000
}

/// What becomes of requests at a pool of workers, in the long run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// Share of the requests that are refused. `[1]`
    pub refused: f64,
    /// Mean number of workers that are held. `[1]`
    pub busy: f64,
    /// Share of the accepted requests that wait. `[1]`
    pub waiting: f64,
    /// Their mean wait, those included that don't.
    pub wait: Time,
}

impl Workers {
    /// So many workers, each held for this mean time.
    ///
    /// # Errors
    /// Names what is out of range: 1 to 10 000 workers, 1 us to 1 day.
    pub fn of(workers: u32, holding: Time) -> Result<Self, Error> {
        within("workers", f64::from(workers), 1.0, 10_000.0)?;
        Ok(Self {
            places: workers,
            holding: within("holding time", holding.seconds(), 1e-6, 86_400.0)?,
            room: None,
        })
    }

    /// Requests that may wait for one of them; one more is refused. Any number, unless this is called. 0 to 90 000
    #[must_use]
    pub fn accept_queue(mut self, places: u32) -> Self {
        self.room = Some(places);
        self
    }

    /// The most that they can answer.
    pub fn limit(&self) -> Rate {
        per_second(f64::from(self.places) / self.holding)
    }

    /// How many workers are enough to be busy no more than this share of the time. `[1]`
    ///
    /// # Errors
    /// The rate or the share is out of range.
    pub fn needed(&self, arrival: Rate, busy: f64) -> Result<u32, Error> {
        let busy = within("share of the workers that are busy", busy, 1e-3, 1.0)?;
        let held = within("arrival rate", arrival.per_second(), 0.0, 1e9)? * self.holding;
        Ok((held / busy).ceil().clamp(1.0, f64::from(u32::MAX)) as u32)
    }

    /// What becomes of so many requests.
    ///
    /// # Errors
    /// The rate is out of range; any number may wait, and more come than the limit; or the room is too large.
    pub fn at(&self, arrival: Rate) -> Result<Held, Error> {
        let holding = seconds(self.holding);
        let Some(room) = self.room else {
            let queue = MMc::new(arrival, holding, self.places)?;
            return Ok(Held {
                refused: 0.0,
                busy: arrival * holding,
                waiting: queue.probability_of_waiting(),
                wait: queue.mean_wait(),
            });
        };
        within("accept_queue", f64::from(room), 0.0, 90_000.0)?;
        let queue = MMcK::new(arrival, holding, self.places, self.places + room)?;
        Ok(Held {
            refused: queue.blocking(),
            busy: queue.throughput() * holding,
            waiting: queue.probability_of_waiting(),
            wait: queue.mean_wait(),
        })
    }

    /// The same for the simulation.
    pub fn network(&self, arrival: Rate) -> Network {
        let route = vec![
            Step::Choose { group: 0 },
            Step::Take { group: 0, pool: 0 },
            Step::Delay(Service::exponential(seconds(self.holding))),
            Step::Give { group: 0, pool: 0 },
        ];
        Network {
            arrivals: Arrivals::Poisson(arrival),
            groups: vec![Group::new("server", 1, []).pool(self.places, self.room)],
            routes: vec![route],
            client: None,
        }
    }
}
