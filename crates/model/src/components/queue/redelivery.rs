//! Messages that come back: what time-outs, failures and attempts make of one message.
//!
//! ```text
//! received ---- S ----> done                              S within the time-out, no failure: q
//! received ---- v ----> visible again ---- waits ----> received ...      else, with probability u = 1 - q
//! ```
//!
//! Attempts are independent, each ends in time with probability q = (1 - f) P(S <= v). A message is received
//! 1 + u + u² + ... times, at most n: (1 - u^n)/q in the mean, and the share u^n is never done. An attempt that is too late
//! still does its work to the end: by then somebody else has begun it, so it is done twice. This holds whatever the load,
//! as long as a worker begins what it receives at once.

use super::definition::Queue;
use crate::error::{Error, within};
use crate::network::Service;
use crate::queueing::Law;
use crate::units::{Time, seconds};

/// The fate of a message, in the mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Redelivery {
    /// Probability that an attempt lasts longer than the visibility time-out. `[1]`
    pub late: f64,
    /// How often a message is received. `[1]`
    pub deliveries: f64,
    /// Share that runs out of attempts. `[1]`
    pub dead: f64,
    /// Times that the work is done beyond the first. `[1]`
    pub duplicates: f64,
    /// Share of the workers' time that goes into attempts that do not count. `[1]`
    pub wasted: f64,
    /// Probability that an attempt on a message that is no poison does not count. `[1]`
    pub(super) miss: f64,
    /// Mean time of an attempt that counts. `[s]`
    pub(super) useful: f64,
}

impl Queue {
    /// What becomes of a message whose work takes this time.
    ///
    /// ```
    /// use model::network::Service;
    /// use model::prelude::*;
    /// let small = || Machine::named("small").cores(2);
    /// let queue = Queue::on(small()).handing_over(us(200.0)).hop(us(250.0)).workers((small(), 2));
    /// // Work of 10 s in the mean, exponential, and 30 s until somebody else gets it: e^-3 of the attempts are too late.
    /// let fate = queue.visibility(seconds(30.0)).redelivery(Service::exponential(seconds(10.0)))?;
    /// assert!((fate.deliveries - 1.0 / (1.0 - (-3.0_f64).exp())).abs() < 1e-9);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// A parameter is missing or out of range, or nearly every attempt is too late and there is no limit of attempts.
    pub fn redelivery(&self, task: Service) -> Result<Redelivery, Error> {
        self.check()?;
        let law = Law::of(&task)?;
        let forever = seconds(f64::MAX);
        let visibility = self.visibility_timeout().unwrap_or(forever);
        let late = self.visibility_timeout().map_or(0.0, |v| law.tail(v));
        let hit = (1.0 - self.failure_probability()) * (1.0 - late);
        if self.attempt_limit().is_none() {
            within("share of the attempts that succeed", hit, 1e-3, 1.0)?;
        }
        let miss = 1.0 - hit;
        let most = self.attempt_limit().map_or(f64::INFINITY, f64::from);
        let poison = self.poison_share();
        let (deliveries, left) = series(miss, most);
        // The work is finished in every attempt that does not fail, in time or not.
        let finishes = 1.0 - self.failure_probability();
        let never = power(self.failure_probability(), most);
        let duplicates = (1.0 - poison) * (deliveries * finishes - (1.0 - never));
        let dead = poison + (1.0 - poison) * left;
        let deliveries = if poison > 0.0 {
            poison * most + (1.0 - poison) * deliveries
        } else {
            deliveries
        };
        let useful = law.mean_up_to(visibility).seconds();
        let wasted = 1.0 - (1.0 - dead) * useful / (deliveries * law.mean().seconds());
        Ok(Redelivery {
            late,
            deliveries,
            dead,
            duplicates: duplicates.max(0.0),
            wasted: wasted.clamp(0.0, 1.0),
            miss,
            useful,
        })
    }
}

impl Redelivery {
    /// The probability of each number of attempts, of the messages that are done; what is rarer than 10^-4 is left out.
    pub(super) fn attempts(&self, most: Option<u32>) -> Vec<f64> {
        let most = most.unwrap_or(10_000) as usize;
        let mut all = vec![1.0];
        while all.len() < most && all[all.len() - 1] * self.miss > 1e-4 {
            all.push(all[all.len() - 1] * self.miss);
        }
        let sum: f64 = all.iter().sum();
        all.iter().map(|p| p / sum).collect()
    }

    /// Time for which a message is in somebody's hands or invisible, in the mean. `[s]`
    pub(super) fn held(&self, visibility: Option<Time>) -> f64 {
        let failed = self.deliveries - (1.0 - self.dead);
        (1.0 - self.dead) * self.useful + failed * visibility.unwrap_or_default().seconds()
    }
}

/// 1 + u + ... + u^(n-1), and u^n.
fn series(u: f64, n: f64) -> (f64, f64) {
    let left = power(u, n);
    if u >= 1.0 {
        return (n, 1.0);
    }
    ((1.0 - left) / (1.0 - u), left)
}

fn power(u: f64, n: f64) -> f64 {
    if u <= 0.0 { 0.0 } else { libm::pow(u, n) }
}
