//! When the source fails: how long nothing can be written, and what is lost.
//!
//! ```text
//! source   works ──────────┐ fails
//! replica          applies │ ─ detection ─ promotion ─ serves as the source
//! writes   accepted        │ refused ················ accepted
//! ```
//!
//! The assumption that matters most: machines fail independently, and a promoted replica is found whole. With machines that
//! work the time `up` and are repaired in `repair`, all r + 1 are down together for the share (repair/(up + repair))^(r+1) of
//! the time; apart from that each failure of the source costs detection and promotion.

use super::definition::{Database, Replication};
use super::study::Study;
use crate::components::availability::{Availability, Uptime};
use crate::error::Error;
use crate::network::Failures;
use crate::units::{Time, seconds};

const YEAR: Time = seconds(365.0 * 86_400.0);
/// The shortest repair of a network, and the longest detection.
const SHORTEST: Time = seconds(1e-6);
const LONGEST: Time = seconds(1e9);

/// What failures of the source do to writes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outage {
    /// Mean time without a source after it fails while a replica works; with no replica the time of a repair.
    pub each: Time,
    /// Failures of the source in a year. `[1/year]`
    pub failures_per_year: f64,
    /// Share of the time in which writes are refused. `[1]`, 0 to 1
    pub unavailable: f64,
    /// Writes refused in one failure, if clients do not try again. `[1]`
    pub refused: f64,
    /// Writes that were answered and are lost with one failure, in the mean: those that no replica has received. `[1]`
    ///
    /// Semi-synchronous replication loses none, for a replica that acknowledged them is promoted. Without replicas the data
    /// come back with the repaired machine; if its disk does not, all are lost.
    pub lost: f64,
    /// Writes that the promoted replica has received but not applied, in the mean; it must apply them first. `[1]`
    ///
    /// Where a replica keeps what it receives in memory only, these are lost, too, if it fails.
    pub behind: f64,
}

impl Outage {
    /// Share of the time in which writes are accepted. `[1]`, 0 to 1
    pub fn availability(&self) -> f64 {
        1.0 - self.unavailable
    }

    /// Time in a year in which writes are refused.
    pub fn per_year(&self) -> Time {
        YEAR * self.unavailable
    }
}

impl Database {
    /// How often it accepts writes: always, where nothing was said of failures.
    ///
    /// # Errors
    /// With failures and replicas: how long a failover takes was not given; a time out of range.
    pub fn availability(&self) -> Result<Availability, Error> {
        let Some(uptime) = self.uptime() else {
            return Ok(Availability::ALWAYS);
        };
        uptime.check("database")?;
        let replicas = self.replica_count();
        let down = uptime.availability().unavailable();
        let all_down = libm::pow(down, f64::from(replicas) + 1.0);
        let served = match replicas {
            0 => Time::ZERO,
            _ => self.failover_time()?,
        };
        let gap = served / (uptime.up + served);
        Availability::of(1.0 - (all_down + (1.0 - all_down) * gap))
    }

    /// Failures of the source, or of each copy, for the description of a network; `None` if they never fail.
    ///
    /// A source with replicas is away until one has taken its place, or until it has been repaired where that is sooner: the shorter
    /// of a constant time f and an exponential one of mean r lasts r (1 - e^(-f/r)) in the mean. A network takes it as
    /// exponential, and that a replica is there as given. Where it is not known how long a failover takes, it waits for the repair.
    /// Nobody turns elsewhere meanwhile: only it can write, and copies are picked by chance.
    ///
    /// ```
    /// use model::components::database::Database;
    /// use model::prelude::*;
    /// let one = Database::on(Machine::named("m")).failures(seconds(2.6e6), seconds(3_600.0));
    /// let two = one.clone().replicas(1).failover(seconds(10.0), seconds(20.0));
    /// assert_eq!(one.failing().unwrap().repair, seconds(3_600.0));
    /// assert!((two.failing().unwrap().repair.seconds() - 29.9).abs() < 0.1);
    /// ```
    pub fn failing(&self) -> Option<Failures> {
        let Uptime { up, repair } = self.uptime()?;
        let away = match (self.replica_count(), self.failover_time()) {
            (1.., Ok(failover)) => repair * -libm::expm1(-(failover / repair)),
            _ => repair,
        };
        Some(Failures {
            up,
            repair: away.max(SHORTEST),
            detection: None,
        })
    }

    /// Failures of each replica for the description of a network; `None` if they never fail, or there are none.
    ///
    /// A dead one is chosen until that is noticed: for the detection of the failover, or always if that was not given or is longer
    /// than any repair. Then the others take its reads, and again for so long after its return.
    pub fn failing_replicas(&self) -> Option<Failures> {
        let Uptime { up, repair } = self.uptime()?;
        let detection = self.failover_times().map(|times| times.detection);
        let failures = Failures {
            up,
            repair,
            detection: detection.filter(|time| *time <= LONGEST),
        };
        (self.replica_count() > 0).then_some(failures)
    }

    /// Share of the time in which the source is dead and no replica has taken its place yet, though one could. `[1]`
    pub(crate) fn taking_over(&self) -> f64 {
        self.failing()
            .map_or(0.0, |Failures { up, repair, .. }| repair / (up + repair))
    }

    /// From the failure of a source until a replica has taken its place.
    ///
    /// # Errors
    /// It was not given.
    pub(crate) fn failover_time(&self) -> Result<Time, Error> {
        let times = self.failover_times();
        let times = times.ok_or_else(|| Error::missing("failover"))?;
        Ok(times.detection + times.promotion)
    }
}

impl Study {
    /// What failures of the source do to writes.
    ///
    /// # Errors
    /// How often machines fail, or, with replicas, how long a failover takes, was not given; or a replica cannot keep up.
    pub fn outage(&self) -> Result<Outage, Error> {
        let uptime = self
            .database
            .uptime()
            .ok_or_else(|| Error::missing("failures"))?;
        let replicas = self.database.replica_count();
        let each = match replicas {
            0 => uptime.repair,
            _ => self.database.failover_time()?,
        };
        let unavailable = self.database.availability()?.unavailable();
        let (lost, behind) = self.lost()?;
        Ok(Outage {
            each,
            failures_per_year: (YEAR / uptime.up) * (1.0 - unavailable),
            unavailable,
            refused: self.queries.writes * each,
            lost,
            behind,
        })
    }

    /// Writes that nobody has received, and those received and not applied. `[1]`
    fn lost(&self) -> Result<(f64, f64), Error> {
        if self.database.replica_count() == 0 {
            return Ok((0.0, 0.0));
        }
        let lag = self.lag()?;
        let lost = match self.database.replication_mode() {
            Replication::Asynchronous => lag.in_flight(),
            Replication::SemiSynchronous { .. } => 0.0,
        };
        Ok((lost, lag.behind() - lag.in_flight()))
    }
}
