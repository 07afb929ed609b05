//! The two ways to play: steadily, or through a time.

use super::definition::Tasks;
use super::record::TaskRun;
use super::source::last_arrival;
use super::world::World;
use crate::error::{Error, within};
use crate::simulation::log::END_OF_TIME;
use crate::simulation::streams::Streams;
use crate::units::Time;

impl Tasks {
    /// Plays until `measured` messages that arrived after the first `warm_up` have come to their end.
    ///
    /// # Errors
    /// Names a number out of range. More work than the workers can do is not noticed: the backlog grows until the last
    /// measured message has arrived, and all that came before it is done.
    pub fn steady(&self, streams: &Streams, warm_up: u64, measured: u64) -> Result<TaskRun, Error> {
        self.check()?;
        within("measured messages", measured as f64, 1.0, 1e9)?;
        within("warm_up", warm_up as f64, 0.0, 1e9)?;
        let messages = warm_up as f64 + measured as f64;
        let work = messages * self.service.mean.seconds() / f64::from(self.servers);
        self.check_clock(last_arrival(&self.arrivals, messages) + work)?;
        Ok(World::new(self, streams).steady(warm_up, measured))
    }

    /// Plays the time from 0 to `horizon` from an empty queue, every message measured, and looks at the backlog `samples`
    /// times at equal distances.
    ///
    /// # Errors
    /// Names a number out of range.
    pub fn play(&self, streams: &Streams, horizon: Time, samples: u32) -> Result<TaskRun, Error> {
        self.check()?;
        within("horizon", horizon.seconds(), 1e-3, 1e9)?;
        within("samples", f64::from(samples), 1.0, 1e6)?;
        self.check_clock(horizon.seconds())?;
        Ok(World::new(self, streams).play(horizon, samples))
    }

    /// The clock must not run over, even if the last message takes all its attempts; nor may a rule look for ever.
    fn check_clock(&self, lasts: f64) -> Result<(), Error> {
        let attempts = match self.attempts {
            Some(most) => f64::from(most),
            None => 1.0 / (1.0 - self.failing),
        };
        let received = self.service.mean.seconds() * f64::from(self.prefetch);
        let hidden = self.visibility.unwrap_or_default().seconds();
        let person = self.people.map_or(0.0, |people| people.mean.seconds());
        let clock = lasts + attempts * (received + hidden) + person;
        within(
            "seconds on the simulated clock",
            clock,
            0.0,
            END_OF_TIME / 1e10,
        )?;
        let period = self
            .scaling
            .map_or(f64::INFINITY, |rule| rule.period.seconds());
        within("looks of the autoscaling", clock / period, 0.0, 1e7)?;
        Ok(())
    }
}
