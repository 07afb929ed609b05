//! A step that waits for a person, in closed form.

use super::definition::Queue;
use super::measure::exactly;
use super::rules::Human;
use crate::error::Error;
use crate::queueing::MMc;
use crate::queueing::fluid::{Fluid, Piece};
use crate::report::Response;
use crate::units::{Rate, Time, per_second, seconds};

const HOUR: f64 = 3600.0; // [s]

impl Queue {
    /// From the end of the work until a person had looked at it, for messages done at this rate.
    pub(super) fn approved(&self, done: Rate) -> Result<Option<Response>, Error> {
        let Some(human) = self.human().filter(|human| human.share > 0.0) else {
            return Ok(None);
        };
        let rate = done * human.share;
        human.response(rate).map(Some)
    }
}

impl Human {
    /// How long cases that arrive at this rate, day and night, take: M/M/c; with hours, what piles up over the night
    /// ([`Human::day`]) plus the work itself, plus a night for those who are at the desk when people go home.
    ///
    /// # Errors
    /// More cases than the people can do.
    pub fn response(&self, rate: Rate) -> Result<Response, Error> {
        if self.hours.is_none() {
            let desk = MMc::new(rate, self.mean, self.staff)?;
            let at = |q| desk.sojourn_percentile(q);
            return Ok(exactly([
                desk.mean_sojourn(),
                at(0.5)?,
                at(0.95)?,
                at(0.99)?,
            ]));
        }
        let day = self.day(rate)?;
        let at = |q| day.wait_percentile(q).map(|wait| wait + self.mean);
        Ok(exactly([
            day.mean_wait() + self.mean + self.overnight(rate),
            at(0.5)?,
            at(0.95)?,
            at(0.99)?,
        ]))
    }

    /// Cases that wait over a day, without chance: they pile up while nobody works and are worked off in the hours.
    ///
    /// # Errors
    /// More cases than the people can do in their hours.
    pub fn day(&self, rate: Rate) -> Result<Fluid, Error> {
        let (from, to) = self.hours.unwrap_or((0.0, 24.0));
        let open = per_second(f64::from(self.staff) / self.mean.seconds());
        let piece = |hours: f64, capacity| Piece {
            time: seconds(hours * HOUR),
            inflow: rate,
            capacity,
        };
        Fluid::cycle(&[
            piece(from, Rate::ZERO),
            piece(to - from, open),
            piece(24.0 - to, Rate::ZERO),
        ])
    }

    /// Mean delay of a case by being put down until the morning: as many as are in hand, once a day.
    fn overnight(&self, rate: Rate) -> Time {
        let (from, to) = self.hours.unwrap_or((0.0, 24.0));
        let in_hand = (rate * self.mean).min(f64::from(self.staff));
        let cases = rate.per_second() * 24.0 * HOUR;
        seconds(in_hand / cases.max(1e-12) * (24.0 - to + from) * HOUR)
    }
}
