//! Where users are.

use crate::error::{Error, within};
use crate::units::{Time, seconds};

/// Which share of the users is at which place.
///
/// ```text
/// Toronto  ██████████████░░░░░  3 in 4     mean of a time over all users:
/// Seoul    █████░░░░░░░░░░░░░░  1 in 4     sum over places of share x time from there
/// ```
///
/// The assumption that matters most: a share of the users is the same share of the requests, at every hour. People at all
/// places ask for the same things equally often, and at the same time of the data centre's day.
///
/// ```
/// use model::prelude::*;
/// let audience = Audience::of("Toronto", 0.75).and("Seoul", 0.25);
/// assert!(audience.check().is_ok());
/// // Seen by all users together, a round trip of 10 ms for three in four and 180 ms for the fourth:
/// let mean = audience.mean_time(|place| Ok(if place == "Seoul" { ms(180.0) } else { ms(10.0) }))?;
/// assert_eq!(mean, ms(52.5));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Audience {
    shares: Vec<(String, f64)>, // [1], 0 to 1 each, 1 together; 1 to 1 000 of them, each place once
}

impl Audience {
    /// This share of the users is at this place. `[1]`, 0 to 1
    pub fn of(place: impl Into<String>, share: f64) -> Self {
        Self {
            shares: vec![(place.into(), share)],
        }
    }

    /// Everybody is at one place.
    pub fn all_in(place: impl Into<String>) -> Self {
        Self::of(place, 1.0)
    }

    /// And this share at another. `[1]`, 0 to 1
    #[must_use]
    pub fn and(mut self, place: impl Into<String>, share: f64) -> Self {
        self.shares.push((place.into(), share));
        self
    }

    /// Places and their shares, in the order given.
    pub fn shares(&self) -> impl Iterator<Item = (&str, f64)> {
        self.shares
            .iter()
            .map(|(place, share)| (place.as_str(), *share))
    }

    /// The share of the users at a place; 0 for a place that was not given. `[1]`
    pub fn share(&self, place: &str) -> f64 {
        self.shares()
            .find(|(name, _)| *name == place)
            .map_or(0.0, |(_, share)| share)
    }

    /// The mean over all users of a number that depends on the place.
    ///
    /// # Errors
    /// What [`check`](Self::check) refuses, and the first error of `of`.
    pub fn mean(&self, mut of: impl FnMut(&str) -> Result<f64, Error>) -> Result<f64, Error> {
        self.check()?;
        self.shares()
            .try_fold(0.0, |sum, (place, share)| Ok(sum + share * of(place)?))
    }

    /// The mean over all users of a time that depends on the place.
    ///
    /// # Errors
    /// What [`check`](Self::check) refuses, and the first error of `of`.
    pub fn mean_time(
        &self,
        mut of: impl FnMut(&str) -> Result<Time, Error>,
    ) -> Result<Time, Error> {
        self.mean(|place| of(place).map(Time::seconds)).map(seconds)
    }

    /// Checks that there are 1 to 1 000 places, each named once, with shares from 0 to 1 that make 1 together.
    ///
    /// # Errors
    /// Names what does not.
    pub fn check(&self) -> Result<(), Error> {
        within(
            "places of the audience",
            self.shares.len() as f64,
            1.0,
            1000.0,
        )?;
        for (i, (place, share)) in self.shares.iter().enumerate() {
            // The name is only put together when it is needed: a sweep asks often.
            let name = || format!("share of users in {place}");
            if !(0.0..=1.0).contains(share) {
                within(&name(), *share, 0.0, 1.0)?;
            }
            if self.shares[..i].iter().any(|(other, _)| other == place) {
                return Err(Error::new(name(), *share, "must be given once"));
            }
        }
        let sum: f64 = self.shares().map(|(_, share)| share).sum();
        // Shares are typed in decimals, which binary fractions miss by a hair each.
        if (sum - 1.0).abs() > 1e-9 {
            return Err(Error::new("shares of users", sum, "must make 1 together"));
        }
        Ok(())
    }
}
