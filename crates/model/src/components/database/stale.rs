//! Who reads an old value: the price of reading from replicas.
//!
//! A user who reads `t` after writing sees the old value if the replica has not applied the write by then: P(lag > t).
//! Three policies, and what each promises:
//!
//! ```text
//! any replica      may be old, and may go back in time: new first, old on the next reload
//! sticky           may be old, never goes back: the user stays with one replica
//! source after     the user's reads go to the source for a while after a write: reads its own writes
//! ```

use super::lag::Lag;
use super::study::Study;
use crate::error::{Error, within};
use crate::units::{Rate, Time};

/// Where a user's reads go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reads {
    /// To a replica picked at random each time.
    AnyReplica,
    /// Always to the same replica.
    Sticky,
    /// To the source for this long after the user has written, to any replica otherwise.
    SourceAfterWrite(Time),
}

/// What one user does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct User {
    /// Writes of one user, a Poisson stream. 0 to 1e6/s
    pub writes: Rate,
}

impl Lag {
    /// Probability that a user who reads this time after writing sees the value from before. `[1]`
    pub fn stale(&self, reads: Reads, after: Time) -> f64 {
        match reads {
            Reads::SourceAfterWrite(window) if after <= window => 0.0,
            _ => self.tail(after),
        }
    }

    /// Probability that a user sees the new value at `first` after writing and the old one again at `second`, later. `[1]`
    ///
    /// Only another replica can show the old value again, and the lags of two replicas are taken as independent. That is too
    /// high, for they are late together: the same writes arrive at both. Played, it is about 6% less where appliers are 9% busy, a
    /// quarter at a third, and up to 45% where they are 72% busy.
    ///
    /// # Errors
    /// `second` is before `first`, or `replicas` is not from 1 to 1 000.
    pub fn goes_back(
        &self,
        reads: Reads,
        replicas: u32,
        first: Time,
        second: Time,
    ) -> Result<f64, Error> {
        let replicas = within("replicas", f64::from(replicas), 1.0, 1000.0)?;
        within("second read", second.seconds(), first.seconds(), f64::MAX)?;
        let seen = match reads {
            Reads::Sticky => return Ok(0.0),
            // From the source the value is always new.
            Reads::SourceAfterWrite(window) if first <= window => {
                return Ok(self.stale(reads, second));
            }
            _ => 1.0 - self.tail(first),
        };
        Ok(seen * (replicas - 1.0) / replicas * self.stale(reads, second))
    }

    /// Probability that a read of something that everybody writes at this rate is old at a replica. `[1]`
    ///
    /// Writes not yet applied are then a Poisson number with mean rate x lag (M/G/infinity): the thing must be a small
    /// part of all that is written, so that its writes do not queue behind each other.
    pub fn stale_share(&self, writes_to_it: Rate) -> f64 {
        let mean = (writes_to_it.per_second() * self.mean().seconds()).max(0.0);
        -libm::expm1(-mean)
    }
}

impl Study {
    /// Share of all reads that the policy sends to the source instead of to a replica. `[1]`
    ///
    /// A read finds the user's last write younger than the window with probability 1 - e^(-writes x window).
    ///
    /// # Errors
    /// The window is not from 0 to 1e9 s, or the user's writes are not from 0 to 1e6/s.
    pub fn reads_moved(&self, reads: Reads, user: User) -> Result<f64, Error> {
        let Reads::SourceAfterWrite(window) = reads else {
            return Ok(0.0);
        };
        let window = within("window after a write", window.seconds(), 0.0, 1e9)?;
        let writes = within("writes of a user", user.writes.per_second(), 0.0, 1e6)?;
        Ok(-libm::expm1(-writes * window))
    }

    /// The same load where the policy sends some of the reads to the source: how busy the source is then.
    ///
    /// # Errors
    /// As [`Study::reads_moved`].
    pub fn source_with(&self, reads: Reads, user: User) -> Result<super::Busy, Error> {
        let moved = self.reads_moved(reads, user)?;
        let mut busy = self.source();
        let already = self.database.source_share_of_reads();
        let rate = self.queries.reads.per_second() * moved * (1.0 - already);
        busy.cores += rate * self.queries.cpu.seconds() / self.source.cores;
        busy.disk += rate * self.source.pages(&self.queries);
        Ok(busy)
    }
}
