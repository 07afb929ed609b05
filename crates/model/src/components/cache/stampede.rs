//! A stampede: a popular object expires, and everybody who asks for it until it is back asks the database.
//!
//! ```text
//! fresh ──────────┐ expires      first miss        value is back
//!                 └────────────────┬───────────────────┬──── fresh
//!                                  │ <- recompute d -> │
//!                   without coalescing: r x d more ask the database; with it they wait for the first
//! ```

use super::Cache;
use crate::error::{Error, within};
use crate::simulation::caches::Effort;
use crate::simulation::{Streams, student_t_975};
use crate::units::{Rate, Time, per_second};

/// What one expiry of a hot object costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stampede {
    /// Requests to the database for one expiry, in the mean. `[1]`
    pub asked: f64,
    /// Half the width of the 95% interval; `None` for the closed form. `[1]`
    pub half_width: Option<f64>,
    /// Requests that wait for the first one's answer, in the mean. `[1]`
    pub waiting: f64,
}

impl Cache {
    /// One expiry, when the object is read `reads` times a second and the database takes `recompute`, always the same:
    /// 1 + reads x recompute requests, or 1 with [`Cache::coalescing`]. Exact for Poisson reads.
    ///
    /// # Errors
    /// Names reads outside 0 to 1e12 a second, and a recompute time outside 0 to 1e6 s.
    ///
    /// ```
    /// use model::prelude::*;
    /// let stampede = Cache::lru().stampede(per_second(2_000.0), ms(50.0))?;
    /// assert_eq!(stampede.asked, 101.0);
    /// assert_eq!(Cache::lru().coalescing(true).stampede(per_second(2_000.0), ms(50.0))?.asked, 1.0);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn stampede(&self, reads: Rate, recompute: Time) -> Result<Stampede, Error> {
        let others = others(reads, recompute)?;
        let alone = self.coalesces();
        Ok(Stampede {
            asked: if alone { 1.0 } else { 1.0 + others },
            half_width: None,
            waiting: if alone { others } else { 0.0 },
        })
    }

    /// Requests a second that an object's expiries send to the database: a stampede for each lifetime and the miss that ends it.
    ///
    /// # Errors
    /// As [`Cache::stampede`]; names the time to live if there is none.
    pub fn stampede_load(&self, reads: Rate, recompute: Time) -> Result<Rate, Error> {
        let asked = self.stampede(reads, recompute)?.asked;
        let lifetime = self
            .lifetime()
            .ok_or_else(|| Error::missing("time to live"))?;
        let lifetime = within("time to live", lifetime.seconds(), 1e-9, 1e10)?;
        let rate = reads.per_second();
        // The value is computed from what the database says at once, and fresh once it is back.
        let cycle = 1.0 + rate * (recompute.seconds() + lifetime);
        Ok(per_second(asked * rate / cycle))
    }
}

fn others(reads: Rate, recompute: Time) -> Result<f64, Error> {
    let rate = within("read rate of the object", reads.per_second(), 0.0, 1e12)?;
    Ok(rate * within("recompute time", recompute.seconds(), 0.0, 1e6)?)
}

/// The same by simulation: reads of one object at random, from one expiry after the other.
///
/// # Errors
/// As [`Cache::stampede`]; names more than 1e6 reads within a recompute time.
pub fn simulated_stampede(
    cache: &Cache,
    reads: Rate,
    recompute: Time,
    effort: &Effort,
) -> Result<Stampede, Error> {
    const EXPIRIES: u32 = 400;
    let mean = within(
        "reads while recomputing",
        others(reads, recompute)?,
        0.0,
        1e6,
    )?;
    let mut stream = Streams::new(effort.seed, 0).stream("reads of a hot object");
    let mut one = || {
        let (mut later, mut at) = (0.0, stream.exponential());
        while at < mean {
            later += 1.0;
            at += stream.exponential();
        }
        later
    };
    let later: Vec<f64> = (0..EXPIRIES).map(|_| one()).collect();
    let n = f64::from(EXPIRIES);
    let others = later.iter().sum::<f64>() / n;
    let square: f64 = later.iter().map(|x| (x - others) * (x - others)).sum();
    let half = student_t_975(EXPIRIES - 1) * (square / (n - 1.0) / n).sqrt();
    let alone = cache.coalesces();
    Ok(Stampede {
        asked: if alone { 1.0 } else { 1.0 + others },
        half_width: Some(if alone { 0.0 } else { half }),
        waiting: if alone { others } else { 0.0 },
    })
}
