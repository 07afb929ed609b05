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
        let work = messages * self.deliveries() * self.service.mean.seconds();
        let lasts = last_arrival(&self.arrivals, messages) + work / f64::from(self.servers);
        self.check_clock(lasts + self.cases(messages))?;
        let run = World::new(self, streams).steady(warm_up, measured);
        if run.arrived == 0 {
            let bound = "must be more than the warm-up";
            return Err(Error::new("messages that arrive", warm_up as f64, bound));
        }
        Ok(run)
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

    /// The clock must not run over, even if the last message takes far more attempts than usual; nor may a rule look for ever.
    fn check_clock(&self, lasts: f64) -> Result<(), Error> {
        let attempts = (50.0 * self.deliveries()).min(self.attempts.map_or(f64::MAX, f64::from));
        let received = self.service.mean.seconds() * f64::from(self.prefetch);
        let hidden = self.visibility.unwrap_or_default().seconds();
        let clock = lasts + attempts * (received + hidden) + self.cases(50.0);
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

    /// How often a message is received, about. `[1]`
    fn deliveries(&self) -> f64 {
        let late = match self.visibility {
            // As if the service were exponential: only its order of magnitude counts.
            Some(visible) if self.service.variation > 0.0 => {
                libm::exp(-visible.seconds() / self.service.mean.seconds())
            }
            Some(visible) if visible < self.service.mean => 1.0,
            _ => 0.0,
        };
        let most = self.attempts.map_or(f64::MAX, f64::from);
        let each = (1.0 / ((1.0 - self.failing) * (1.0 - late))).min(most);
        each + self.poison * (most - each)
    }

    /// How long people take for so many messages. `[s]`
    fn cases(&self, messages: f64) -> f64 {
        self.people.map_or(0.0, |people| {
            let (from, to) = people.hours.unwrap_or((0.0, 24.0));
            let work = messages * people.share * people.mean.seconds() / f64::from(people.staff);
            work * 24.0 / (to - from)
        })
    }
}
