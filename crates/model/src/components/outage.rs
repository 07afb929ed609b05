//! A machine dies behind a balancer: how many requests fail until somebody notices, and until it is back.
//!
//! ```text
//! machine    up ───────┐                     ┌──────── up        requests to it fail:
//!            down      └─────────────────────┘                   with health checks   1/n of them, for the detection
//! balancer   sends ──────────┐                     ┌── sends     without              1/n of them, for the repair
//!            doesn't         └─────────────────────┘
//!                      |<--->|               |<--->|
//!                     detection             detection
//! ```
//!
//! In a cycle of up and repair, a machine is dead and believed in for the detection d or the repair r, whichever is
//! shorter, r (1 - e^(-d/r)) in the mean; and it is not believed in for (r + d) e^(-d/r), from its detection to that of
//! its return. With the shares of the time q and 1 - b that these make, a request that goes to any of n machines that
//! are believed in fails with q/b (1 - (1 - b)^n), and with (1 - b)^n there is none. Without health checks it fails as
//! often as a machine is down. What is on a machine when it dies fails, too: about response / up of the rest. This holds
//! where a machine is up for much longer than d.
//!
//! The assumption that matters most: the choice does not depend on how busy machines look. A dead machine that fails
//! requests at once looks idle, so least connections and two choices send it more than its share until it is noticed, a
//! black hole: with four machines at 80% the simulation loses twice as many requests as this says.
//!
//! ```
//! use model::components::{Outage, Uptime};
//! use model::prelude::*;
//! let uptime = Uptime { up: seconds(30.0 * 86_400.0), repair: seconds(3_600.0) };
//! let checked = Outage::of(4, uptime, Some(seconds(12.5)))?;
//! let blind = Outage::of(4, uptime, None)?;
//! // One request in 720 fails without health checks, one in 200 000 with them.
//! assert!((1.0 / blind.failing(ms(100.0))? - 721.0).abs() < 0.1);
//! assert!((1.0 / checked.failing(ms(100.0))?).round() > 2e5);
//! // While one of four is dead and nobody knows, a quarter of the requests fail:
//! assert_eq!(blind.failing_meanwhile(), 0.25);
//! # Ok::<(), Error>(())
//! ```

use super::availability::Uptime;
use super::balancer::Balancer;
use super::fleet::Fleet;
use crate::error::{Error, within};
use crate::network::Failures;
use crate::units::{Rate, Time};

/// Machines that fail behind a balancer that notices it, or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outage {
    machines: u32, // 1 to 10 000
    uptime: Uptime,
    detection: Option<Time>, // 0 to 10^9 s
}

impl Outage {
    /// So many machines that fail like this, and the time until that is noticed; `None`: never.
    ///
    /// # Errors
    /// Names what is out of range.
    pub fn of(machines: u32, uptime: Uptime, detection: Option<Time>) -> Result<Self, Error> {
        within("machines", f64::from(machines), 1.0, 10_000.0)?;
        uptime.check("failures")?;
        within("detection", detection.map_or(0.0, Time::seconds), 0.0, 1e9)?;
        Ok(Self {
            machines,
            uptime,
            detection,
        })
    }

    /// This fleet behind this balancer; `None` if its machines never fail.
    ///
    /// # Errors
    /// Names what is missing or out of range.
    pub fn behind(balancer: &Balancer, fleet: &Fleet) -> Result<Option<Self>, Error> {
        balancer.check(fleet.count())?;
        fleet.check()?;
        let of = |uptime| Self::of(fleet.count(), uptime, balancer.detection());
        fleet.uptime().map(of).transpose()
    }

    /// The same for the description of a network.
    pub fn failures(&self) -> Failures {
        Failures {
            up: self.uptime.up,
            repair: self.uptime.repair,
            detection: self.detection,
        }
    }

    /// Share of the requests that fail, for a mean `response` time: at dead machines, for want of machines, or because
    /// their machine dies. `[1]`
    ///
    /// # Errors
    /// The response time is negative or not finite.
    pub fn failing(&self, response: Time) -> Result<f64, Error> {
        let response = within("response time", response.seconds(), 0.0, 1e9)?;
        let dead = self.sent_to_death();
        let dying = response / (response + self.uptime.up.seconds());
        Ok(dead + (1.0 - dead) * dying)
    }

    /// Share of the requests that fail while one machine is dead and not yet noticed. `[1]`
    pub fn failing_meanwhile(&self) -> f64 {
        1.0 / f64::from(self.machines)
    }

    /// Requests that one failure costs where `load` requests a second come: 1/n of them until it is noticed, or until the
    /// machine is back, whichever is earlier; of exponential repairs. `[1]`
    ///
    /// # Errors
    /// The load is out of range.
    pub fn lost_each(&self, load: Rate) -> Result<f64, Error> {
        let load = within("load", load.per_second(), 0.0, 1e15)?;
        let repair = self.uptime.repair.seconds();
        let blind = match self.detection {
            Some(detection) => repair * -libm::expm1(-detection.seconds() / repair),
            None => repair,
        };
        Ok(load * self.failing_meanwhile() * blind)
    }

    /// Requests that turn to a dead machine, or find none that is believed in. `[1]`
    fn sent_to_death(&self) -> f64 {
        let beliefs = Beliefs::about(&self.failures());
        let none = libm::pow(beliefs.shunned, f64::from(self.machines));
        (beliefs.dead * (1.0 - none) + none).min(1.0)
    }
}

/// What is believed of a machine, and how often that is wrong, in the long run. `[1]`
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Beliefs {
    /// The time that it is not believed in, rightly or not.
    pub(crate) shunned: f64,
    /// Of the time that it is believed in: that it is dead.
    pub(crate) dead: f64,
}

impl Beliefs {
    /// The front page of this module says why.
    pub(crate) fn about(failures: &Failures) -> Self {
        let (up, repair) = (failures.up.seconds(), failures.repair.seconds());
        let cycle = up + repair;
        let detection = failures.detection.map_or(0.0, Time::seconds);
        // A repair that takes longer than the detection is noticed.
        let noticed = match failures.detection {
            Some(_) => libm::exp(-detection / repair),
            None => 0.0,
        };
        let shunned = ((repair + detection) * noticed / cycle).min(1.0);
        let dead = repair * (1.0 - noticed) / cycle;
        let dead = if shunned < 1.0 {
            (dead / (1.0 - shunned)).min(1.0)
        } else {
            1.0
        };
        Self { shunned, dead }
    }
}
