//! How often enough machines work, machine by machine: failures and repairs without any request.
//!
//! ```text
//! machine 0   up ──────┐       ┌──────────────────       at least 2 of 3 work:
//! machine 1   up ────────────┐     ┌──────────────       away while fewer do
//! machine 2   up ──────────────────────┐    ┌─────
//!             working  3   2  1  2     3    2
//!                            └──┘ away
//! ```
//!
//! Each machine is an alternating renewal process: up for an exponential time, in repair for an exponential time, and again.
//! It begins as it is in the long run, so that nothing has to warm up, and goes on for a time that is fixed before anything is
//! thrown, so that the share of it is the right one in the mean, however short it is.
//!
//! Where a source has replicas, a failure of the source is followed as it goes: when the failover is over and a replica works,
//! that replica is the source, and there is one replica less until the old source has been repaired, which then is a replica. If no
//! replica works by then, the first machine that is repaired is the source. A source that is repaired before a
//! replica has taken its place remains the source.
//!
//! # How far off it is
//! By chance alone. For one machine of unavailability p the standard error of p is p (1 - p) times the square root of 2/n
//! for n failures in all replications: 1% of p for 10 replications of 2 000, which is the default of [`Trials`]. What happens less
//! than about once in n failures is not seen at all: the answer is then that it never happens, with an interval of no width.
//! Two machines that are up for 30 days and in repair for an hour are away together once in 720 failures, three once in
//! half a million: this witness has nothing to say of those.

use super::streams::{Stream, Streams};
use super::trials::{Trials, estimate};
use crate::error::{Error, within};
use crate::parallel::{cores, in_order};
use crate::units::Time;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Failures of a replication for each measured request, and at most and at least so many of each group.
const FAILURES_A_REQUEST: f64 = 0.2;
const MOST: f64 = 10_000.0;
const LEAST: f64 = 100.0;
/// Part of the time before the measurement of a source with replicas, which begins with its usual source.
const SETTLING: f64 = 0.1;

/// Machines that fail, of which some must work.
///
/// ```
/// use model::simulation::{Redundancy, Trials};
/// use model::units::seconds;
/// // One of two that are up nine tenths of the time: both are away for a hundredth of it.
/// let pair = Redundancy::of("web server", 2, 1, seconds(90.0), seconds(10.0));
/// let measured = Trials::default().standing(&[pair])?;
/// assert!(measured.covers(0.99), "{measured:?}");
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Redundancy {
    name: String,
    machines: u32, // 1 to 10 000
    needed: u32,   // 0 to machines
    up: Time,      // 1 ms to 10^9 s
    repair: Time,  // 1 ms to 10^9 s
    failover: Option<Time>,
}

impl Redundancy {
    /// At least `needed` (0 to `machines`) of `machines` (1 to 10 000) must work. Each is up for a mean time and in repair for
    /// a mean time, both exponential, 1 ms to 10^9 s. The name seeds the random streams.
    pub fn of(name: impl Into<String>, machines: u32, needed: u32, up: Time, repair: Time) -> Self {
        Self {
            name: name.into(),
            machines,
            needed,
            up,
            repair,
            failover: None,
        }
    }

    /// These machines are replicas, of which so many must work, and beside them there is one more like them, the source, which
    /// must work, too. This long after it has failed a replica takes its place. 0 to 2e12 s
    #[must_use]
    pub fn behind_a_source(mut self, failover: Time) -> Self {
        self.failover = Some(failover);
        self
    }

    /// Its machines, of replicas without their source. `[1]`
    pub fn machines(&self) -> u32 {
        self.machines
    }

    /// How many of them must work. `[1]`
    pub fn needed(&self) -> u32 {
        self.needed
    }

    /// # Errors
    /// Names what is out of range.
    fn check(&self) -> Result<(), Error> {
        let of = |what: &str| format!("{}: {what}", self.name);
        within(&of("machines"), f64::from(self.machines), 1.0, 10_000.0)?;
        let most = f64::from(self.machines);
        within(&of("needed machines"), f64::from(self.needed), 0.0, most)?;
        within(&of("time up"), self.up.seconds(), 1e-3, 1e9)?;
        within(&of("repair"), self.repair.seconds(), 1e-3, 1e9)?;
        let failover = self.failover.map_or(0.0, Time::seconds);
        within(&of("failover"), failover, 0.0, 2e12)?;
        Ok(())
    }

    /// Machines with the source. `[1]`
    fn all(&self) -> u32 {
        self.machines + u32::from(self.failover.is_some())
    }
}

/// How often enough machines work, measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Share of the time in which they do not. `[1]`, 0 to 1
    pub unavailable: f64,
    /// Half the width of its 95% interval. `[1]`, from 0
    pub half_width: f64,
}

impl Standing {
    /// Share of the time in which enough machines work. `[1]`, 0 to 1
    pub fn share(&self) -> f64 {
        1.0 - self.unavailable
    }

    /// Whether this share is in the 95% interval. `[1]`
    pub fn covers(&self, share: f64) -> bool {
        (self.share() - share).abs() <= self.half_width
    }
}

impl Trials {
    /// The share of the time in which each of these groups has enough working machines, measured in independent replications on
    /// all cores. A replication plays a fifth as many failures of each group as it would play requests
    /// ([`Trials::customers`]), 100 to 10 000 and about one a machine at least; a warm-up is not needed.
    ///
    /// Groups fail independently of each other. So each is played for a time of its own, and what is available together is the
    /// product: groups that fail every second and every ten years need not wait for each other.
    ///
    /// # Errors
    /// Names a number out of range.
    pub fn standing(&self, groups: &[Redundancy]) -> Result<Standing, Error> {
        self.check()?;
        for group in groups {
            group.check()?;
        }
        let failures = (self.customers as f64 * FAILURES_A_REQUEST).clamp(LEAST, MOST);
        let away = in_order(0..u64::from(self.replications), cores(), |number| {
            let streams = Streams::new(self.seed, number);
            let away = groups.iter().map(|group| away(group, failures, &streams));
            Ok(away.fold(0.0, |all, one| all + one - all * one))
        })?;
        let measured = estimate(&away);
        Ok(Standing {
            unavailable: measured.value.seconds().clamp(0.0, 1.0),
            half_width: measured.half_width.map_or(0.0, Time::seconds),
        })
    }
}

/// Share of the time in which a group has too few machines, in one replication of about so many failures. `[1]`
fn away(group: &Redundancy, failures: f64, streams: &Streams) -> f64 {
    let machines = f64::from(group.all());
    let lasts = failures.max(machines) / machines * (group.up + group.repair).seconds();
    let settled = match group.failover {
        Some(_) => SETTLING * lasts,
        None => 0.0,
    };
    let mut play = Play::new(group, streams);
    play.until(settled);
    play.away = 0.0;
    play.until(settled + lasts);
    (play.away / lasts).clamp(0.0, 1.0)
}

/// A group in the course of time.
struct Play<'a> {
    group: &'a Redundancy,
    machines: Vec<(bool, Stream)>, // whether it is up
    changes: BinaryHeap<Change>,   // one a machine
    up: u32,
    now: f64,    // [s]
    away: f64,   // [s], with too few machines
    source: u32, // which machine it is, where there is one
    ready: f64,  // [s], from when on a replica can take the place of a dead source
}

impl<'a> Play<'a> {
    fn new(group: &'a Redundancy, streams: &Streams) -> Self {
        let name = format!("{} uptime", group.name);
        let mut play = Self {
            group,
            machines: Vec::with_capacity(group.all() as usize),
            changes: BinaryHeap::with_capacity(group.all() as usize),
            up: 0,
            now: 0.0,
            away: 0.0,
            source: 0,
            ready: 0.0,
        };
        let down = group.repair / (group.up + group.repair);
        for machine in 0..group.all() {
            let mut luck = streams.numbered(&name, machine);
            let up = !luck.happens(down);
            play.up += u32::from(up);
            play.machines.push((up, luck));
            play.plan(machine);
        }
        play.ready = group.failover.map_or(0.0, Time::seconds);
        play
    }

    /// Throws how long a machine stays as it is.
    fn plan(&mut self, machine: u32) {
        let (up, luck) = &mut self.machines[machine as usize];
        let mean = if *up {
            self.group.up
        } else {
            self.group.repair
        };
        self.changes.push(Change {
            time: self.now + luck.exponential() * mean.seconds(),
            machine,
        });
    }

    /// Goes on until this time.
    fn until(&mut self, end: f64) {
        while self.now < end {
            let next = self.changes.peek().map_or(end, |change| change.time);
            if self.can_take_over() && self.ready < next.min(end) {
                self.pass(self.ready);
                self.take_over();
            } else if next < end {
                self.pass(next);
                if let Some(Change { machine, .. }) = self.changes.pop() {
                    self.change(machine);
                }
            } else {
                self.pass(end);
            }
        }
    }

    /// Lets time pass until then.
    fn pass(&mut self, time: f64) {
        let time = time.max(self.now);
        if !self.is_enough() {
            self.away += time - self.now;
        }
        self.now = time;
    }

    fn is_enough(&self) -> bool {
        if self.group.failover.is_none() {
            return self.up >= self.group.needed;
        }
        // All that work are replicas, but for the source.
        self.is_up(self.source) && self.up > self.group.needed
    }

    fn is_up(&self, machine: u32) -> bool {
        self.machines[machine as usize].0
    }

    /// Whether the source is dead and a replica works.
    fn can_take_over(&self) -> bool {
        self.group.failover.is_some() && self.up > 0 && !self.is_up(self.source)
    }

    /// A replica is the source from now on; all are alike, so it is the first that works.
    fn take_over(&mut self) {
        let first = self.machines.iter().position(|(up, _)| *up);
        self.source = first.map_or(self.source, |first| first as u32);
    }

    /// A machine fails, or has been repaired.
    fn change(&mut self, machine: u32) {
        let up = &mut self.machines[machine as usize].0;
        *up = !*up;
        if *up {
            self.up += 1;
        } else {
            self.up -= 1;
            if machine == self.source {
                self.ready = self.now + self.group.failover.map_or(0.0, Time::seconds);
            }
        }
        self.plan(machine);
    }
}

/// When a machine fails or is repaired; the greatest is the earliest, and of equals the one with the lowest number.
#[derive(Clone, Copy, Debug)]
struct Change {
    time: f64, // [s]
    machine: u32,
}

impl Ord for Change {
    fn cmp(&self, other: &Self) -> Ordering {
        let time = other.time.total_cmp(&self.time);
        time.then(other.machine.cmp(&self.machine))
    }
}

impl PartialOrd for Change {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Change {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Change {}
