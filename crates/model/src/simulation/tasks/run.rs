//! The two ways to play: steadily, or through a time.

use super::definition::Tasks;
use super::record::TaskRun;
use super::world::World;
use crate::error::{Error, within};
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
        Ok(World::new(self, streams).play(horizon, samples))
    }
}
