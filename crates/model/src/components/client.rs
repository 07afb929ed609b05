//! The clients: how long they wait, and how often they try again.
//!
//! ```text
//! attempt ──time-out──> backoff ──> attempt ──time-out──> twice the backoff ──> attempt ... until the retries are used up
//!            the system works on what was given up          or the budget is
//! ```
//!
//! The k-th retry waits backoff x 2^(k-1), of which the share `jitter` is random. What this does to a system under load,
//! up to its collapse: [`RetryStorm`](super::RetryStorm).
//!
//! The assumption that matters most: all clients are alike, and each learns of a refusal at once.

use crate::error::{Error, given, within};
use crate::network::Client;
use crate::units::{Time, seconds};

/// What the clients put up with. Who gives up does not tell the system, which works on.
///
/// ```
/// use model::prelude::*;
/// let naive = Clients::timeout(ms(500.0)).retries(3).backoff(ms(100.0));
/// let polite = naive.jitter(1.0).budget(0.1);
/// assert_eq!(polite.client()?.budget, Some(0.1));
/// assert_eq!(Clients::timeout(ms(500.0)).retries(3).client().unwrap_err().parameter(), "backoff");
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clients {
    pub(crate) timeout: f64,         // [s], 1 us to 1 day
    pub(crate) retries: u32,         // 0 to 100
    pub(crate) backoff: Option<f64>, // [s], 0 to 1 day
    pub(crate) jitter: f64,          // [1], 0 to 1
    pub(crate) budget: Option<f64>,  // [1], 0 to 100
}

impl Clients {
    /// They give an attempt up after this time. 1 us to 1 day
    pub fn timeout(time: Time) -> Self {
        Self {
            timeout: time.seconds(),
            retries: 0,
            backoff: None,
            jitter: 0.0,
            budget: None,
        }
    }

    /// Attempts after the first one. 0 to 100
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Wait before the first retry; it doubles for each that follows. Needed with retries. 0 to 1 day
    #[must_use]
    pub fn backoff(mut self, time: Time) -> Self {
        self.backoff = Some(time.seconds());
        self
    }

    /// Share of that wait that is random, so that they don't come back all at once. `[1]`, 0 to 1
    #[must_use]
    pub fn jitter(mut self, share: f64) -> Self {
        self.jitter = share;
        self
    }

    /// Retries that are allowed for each first attempt, over all clients. Any number, unless this is called. `[1]`, 0 to 100
    #[must_use]
    pub fn budget(mut self, share: f64) -> Self {
        self.budget = Some(share);
        self
    }

    /// The same without any retry.
    #[must_use]
    pub fn without_retries(mut self) -> Self {
        self.retries = 0;
        self
    }

    /// For the description of a network, with every number checked.
    ///
    /// # Errors
    /// Names the first that is missing or out of range.
    pub fn client(&self) -> Result<Client, Error> {
        const DAY: f64 = 86_400.0;
        let backoff = match self.retries {
            0 => self.backoff.unwrap_or(0.0),
            _ => given("backoff", self.backoff, 0.0, DAY)?,
        };
        if let Some(budget) = self.budget {
            within("retry budget", budget, 0.0, 100.0)?;
        }
        Ok(Client {
            timeout: seconds(within("timeout", self.timeout, 1e-6, DAY)?),
            retries: within("retries", f64::from(self.retries), 0.0, 100.0)? as u32,
            backoff: seconds(within("backoff", backoff, 0.0, DAY)?),
            jitter: within("jitter", self.jitter, 0.0, 1.0)?,
            budget: self.budget,
        })
    }

    /// Checks every number.
    ///
    /// # Errors
    /// Names the first that is missing or out of range.
    pub fn check(&self) -> Result<(), Error> {
        self.client().map(drop)
    }
}
