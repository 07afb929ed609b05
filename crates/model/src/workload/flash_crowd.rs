//! A flash crowd: many more than usual come at once, and go again.
//!
//! ```text
//! requests/s        ┌───────────┐  factor x rate
//!                   │           │
//!        rate  ─────┘           └────────────────
//!              after    lasts        for ever
//! ```
//!
//! The assumption that matters most: the crowd comes and goes in an instant, and its people behave as all others do. A real one takes
//! minutes to build up, reads the same few pages, so that caches hold more of what it asks for, and comes back when it gets no answer.

use crate::error::{Error, within};
use crate::network::Arrivals;
use crate::units::{Rate, Time, seconds};

/// A crowd that comes all of a sudden: a link on a much-read page, the start of a sale.
///
/// ```
/// use model::prelude::*;
/// use model::workload::FlashCrowd;
/// let traffic = Traffic::daily_users(2e5).requests_each(20.0).peak_to_mean(1.85);
/// let crowd = FlashCrowd { after: seconds(600.0), factor: 10.0, lasts: seconds(300.0) };
/// let phases = crowd.phases(traffic.mean_rate())?;
/// assert_eq!(phases.len(), 3);
/// assert_eq!(phases[1].1.to_string(), "463\u{202f}/s");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlashCrowd {
    /// When it comes. 0 to a year
    pub after: Time,
    /// How many times as many requests arrive. `[1]`, 1 to 10 000
    pub factor: f64,
    /// How long it stays. 1 s to a year
    pub lasts: Time,
}

impl FlashCrowd {
    /// Before, during and after, over an even rate. What follows has no length and goes on for ever; give it one to follow a
    /// system through it ([`System::through`](crate::system::System::through)).
    ///
    /// # Errors
    /// A number out of range.
    pub fn phases(&self, rate: Rate) -> Result<Vec<(Time, Rate)>, Error> {
        const YEAR: f64 = 31_536_000.0; // [s]
        within("arrival rate", rate.per_second(), 0.0, 1e12)?;
        within("start of the flash crowd", self.after.seconds(), 0.0, YEAR)?;
        within("factor of the flash crowd", self.factor, 1.0, 1e4)?;
        within("length of the flash crowd", self.lasts.seconds(), 1.0, YEAR)?;
        Ok(vec![
            (self.after, rate),
            (self.lasts, rate * self.factor),
            (seconds(0.0), rate),
        ])
    }

    /// The same as arrivals.
    ///
    /// # Errors
    /// A number out of range.
    pub fn arrivals(&self, rate: Rate) -> Result<Arrivals, Error> {
        self.phases(rate).map(Arrivals::Phases)
    }
}
