//! How far a replica is behind: from the source's answer to the write being applied.
//!
//! ```text
//! written at the source -> half a round trip -> [ wait for an applying thread ] -> cores -> disk -> visible at the replica
//!                                                                                 shared with reads
//! ```
//!
//! A thread holds a write for its visits to cores and disk, where it queues behind the reads and the other threads. How long,
//! and how long a write waits for a thread, is that of a pool inside a network that others use, too (the flow-equivalent
//! server of Chandy, Herzog and Woo, see [`queueing::pool`](crate::queueing::pool)); the wait is then corrected for the
//! variation C² of the hold by (1 + C²)/2, as Lee and Longton do, and taken as exponential if there is any.
//!
//! Exact where one thread meets no reads and holds exponentially. What it leaves out: reads overtake the writes that wait for
//! a thread, and a crowd of reads holds up many writes in a row. So the busier the replica, the more it underestimates: within
//! 3% of mean and percentiles while the replica's cores are at most half busy; by up to 10% of the mean and a quarter of the
//! 99th percentile at three quarters; by a quarter of the mean and 55% of the 99th percentile at 83% (test
//! `lag_is_underestimated_among_many_reads`).

use super::study::{Side, Study};
use crate::error::Error;
use crate::network::Visits;
use crate::queueing::MMc;
use crate::queueing::pool::{Place, Pool};
use crate::queueing::sojourn::{Queue, Sojourn};
use crate::units::{Rate, Time, per_second, seconds};

/// The lag of a replica.
#[derive(Clone, Debug, PartialEq)]
pub struct Lag {
    way: Sojourn,
    busy: f64,    // [1], below 1
    wait: f64,    // [s]
    hold: f64,    // [s]
    network: f64, // [s]
    writes: f64,  // [1/s]
}

impl Study {
    /// How far each replica is behind.
    ///
    /// # Errors
    /// There is no replica; or its cores, its disk or its applying threads cannot keep up, and the lag grows without bound.
    pub fn lag(&self) -> Result<Lag, Error> {
        let replica = self.replica().ok_or_else(|| Error::missing("replicas"))?;
        for (what, load) in [("cores", replica.cores), ("disks", replica.disk)] {
            if load >= 1.0 {
                return Err(busy(
                    &format!("utilisation of the replicas' {what}"),
                    Some(load),
                ));
            }
        }
        let mut applying = Applying::new(self)?;
        let threads = self.database.applier_count();
        let rate = self.queries.writes;
        let pool = Pool::new(rate, threads, &applying.places)?;
        if pool.is_full() {
            let capacity = pool.capacity().unwrap_or(rate);
            return Err(busy("utilisation of the appliers", Some(rate / capacity)));
        }
        let wait = if rate > Rate::ZERO {
            pool.mean_queue() / rate.per_second()
        } else {
            0.0
        };
        let alone = applying.moments().0 + pool.extra().seconds() - wait;
        applying.hold(alone);
        let (hold, variance) = applying.moments();
        let wait = wait * 0.5 * (1.0 + variance / (hold * hold));
        let network = self.queries.hop.seconds() / 2.0;
        let way = Sojourn::new()
            .constant(seconds(network))
            .waits(waiting(pool.probability_of_waiting(), wait), 1);
        Ok(Lag {
            way: applying.add_to(way),
            busy: (rate.per_second() * hold / f64::from(threads)).min(1.0),
            wait,
            hold,
            network,
            writes: rate.per_second(),
        })
    }
}

/// A queue with this mean wait, of which only the share `chance` has any.
fn waiting(chance: f64, mean: f64) -> Queue {
    let chance = chance.min(1.0);
    Queue {
        chance: if mean > 0.0 { chance } else { 0.0 },
        wait: seconds(if chance > 0.0 { mean / chance } else { 0.0 }),
        same: 0.0,
    }
}

fn busy(what: &str, value: Option<f64>) -> Error {
    Error::new(what, value.unwrap_or(f64::INFINITY), "must be below 1")
}

impl Lag {
    /// The mean.
    pub fn mean(&self) -> Time {
        self.way.mean()
    }

    /// The lag that the share `q` of the writes does not exceed at one replica.
    ///
    /// # Errors
    /// `q` is not in 0 to 1 (exclusive of 1).
    pub fn percentile(&self, q: f64) -> Result<Time, Error> {
        self.way.percentile(q)
    }

    /// Probability that one replica has not applied a write when this time has passed since the source answered. `[1]`
    pub fn tail(&self, time: Time) -> f64 {
        self.way.tail(time)
    }

    /// Part of the mean that is spent on the network.
    pub fn network(&self) -> Time {
        seconds(self.network)
    }

    /// Part of the mean that is spent waiting for an applying thread.
    pub fn wait(&self) -> Time {
        seconds(self.wait)
    }

    /// Part of the mean for which a thread is at it.
    pub fn hold(&self) -> Time {
        seconds(self.hold)
    }

    /// Share of the applying threads that are at it, waits behind reads counted. `[1]`, below 1
    pub fn utilisation(&self) -> f64 {
        self.busy
    }

    /// Mean number of writes that a replica has not applied yet (Little's law). `[1]`
    pub fn behind(&self) -> f64 {
        self.writes * self.mean().seconds()
    }

    /// Mean number of writes that are still on the network. `[1]`
    pub fn in_flight(&self) -> f64 {
        self.writes * self.network
    }
}

/// What a thread does with one write, at a replica with reads.
struct Applying {
    cpu: f64,           // [s]
    cores: Queue,       // in front of the cores
    page: f64,          // [s], one page from the disk
    visits: Vec<f64>,   // [1], probability of so many of them
    log: f64,           // [s]
    disk: Queue,        // in front of the disk
    places: [Place; 2], // where writes are, among reads
}

impl Applying {
    fn new(study: &Study) -> Result<Self, Error> {
        let (database, queries, side) = (&study.database, &study.queries, &study.replica);
        let share = database.apply_share();
        let readers = f64::from(database.replica_count() + u32::from(database.source_reads()));
        let reads = queries.reads.per_second() / readers;
        let writes = queries.writes.per_second();
        let (cpu, log) = (queries.cpu.seconds(), side.log * share);
        let core_load = [reads * cpu, writes * cpu * share];
        let page_load = side.pages(queries);
        let disk_load = [reads * page_load, writes * (page_load * share + log)];
        let logs = if log > 0.0 { writes } else { 0.0 };
        Ok(Self {
            cpu: cpu * share,
            cores: cores(side, per_second(reads + writes * share), queries.cpu)?,
            page: side.read,
            visits: counts(Visits::of(queries.pages * share, side.miss)),
            log,
            disk: disk(
                side.read,
                queries.pages * side.miss * (reads + writes * share),
                log,
                logs,
            ),
            places: [place(core_load, side.cores as u32), place(disk_load, 1)],
        })
    }

    /// Makes the queues shorter or longer, so that a thread is at it for this mean time. `[s]`
    fn hold(&mut self, mean: f64) {
        let all = self.moments().0;
        let (cores, disk) = (self.cores.wait, self.disk.wait);
        (self.cores.wait, self.disk.wait) = (Time::ZERO, Time::ZERO);
        let bare = self.moments().0;
        let factor = if all > bare {
            ((mean - bare) / (all - bare)).max(0.0)
        } else {
            1.0
        };
        (self.cores.wait, self.disk.wait) = (cores * factor, disk * factor);
    }

    /// Mean and variance of the time that a thread is at it. `[s]`, `[s²]`
    fn moments(&self) -> (f64, f64) {
        let square = |x: f64| x * x;
        let wait = |queue: &Queue| {
            let (chance, mean) = (queue.chance, queue.wait.seconds());
            let first = chance * mean;
            (first, 2.0 * chance * square(mean) - square(first))
        };
        let (cores, disk) = (wait(&self.cores), wait(&self.disk));
        let number = |n: usize| n as f64;
        let visits: f64 = self
            .visits
            .iter()
            .enumerate()
            .map(|(n, p)| number(n) * p)
            .sum();
        let spread: f64 = self
            .visits
            .iter()
            .enumerate()
            .map(|(n, p)| square(number(n) - visits) * p)
            .sum();
        let each = disk.0 + self.page;
        let mut mean = self.cpu + cores.0 + visits * each;
        let mut variance = square(self.cpu)
            + cores.1
            + visits * (disk.1 + square(self.page))
            + spread * square(each);
        if self.log > 0.0 {
            mean += disk.0 + self.log;
            variance += disk.1 + square(self.log);
        }
        (mean.max(1e-12), variance)
    }

    /// Adds what a thread does to a way.
    fn add_to(&self, way: Sojourn) -> Sojourn {
        let way = way
            .visits(vec![0.0, 1.0], self.cores, seconds(self.cpu))
            .visits(self.visits.clone(), self.disk, seconds(self.page));
        if self.log > 0.0 {
            way.visits(vec![0.0, 1.0], self.disk, seconds(self.log))
        } else {
            way
        }
    }
}

/// A station where reads and writes have these loads.
fn place([reads, writes]: [f64; 2], servers: u32) -> Place {
    let all = reads + writes;
    Place::station(all, servers).shared(1, if all > 0.0 { writes / all } else { 0.0 })
}

/// The queue in front of the cores: M/M/c.
pub(super) fn cores(side: &Side, rate: Rate, cpu: Time) -> Result<Queue, Error> {
    let queue = MMc::new(rate, cpu, side.cores as u32)?;
    Ok(waiting(
        queue.probability_of_waiting(),
        queue.mean_wait().seconds(),
    ))
}

/// The queue in front of the disk, which keeps up: M/G/1 with page reads and log writes, both exponential.
pub(super) fn disk(page: f64, pages: f64, log: f64, logs: f64) -> Queue {
    let load = pages * page + logs * log;
    let wait = (pages * page * page + logs * log * log) / (1.0 - load);
    waiting(load, wait)
}

/// The probabilities of 0, 1, 2, ... visits.
pub(super) fn counts(visits: Visits) -> Vec<f64> {
    let mut all = vec![1.0];
    let mut add = |chance: f64| {
        let mut next = vec![0.0; all.len() + 1];
        for (n, p) in all.iter().enumerate() {
            next[n] += p * (1.0 - chance);
            next[n + 1] += p * chance;
        }
        all = next;
    };
    for _ in 0..visits.whole {
        add(visits.chance);
    }
    add(visits.extra * visits.chance);
    all
}
