//! How much a queue can carry, and what stops it.
//!
//! ```text
//! rate    0 ------ safe ------ workers ------>
//!         recovers  | keeps up while lucky,  | cannot keep up
//!                   | never recovers         |
//! ```
//!
//! A worker that takes several messages at once starts the visibility time-out of all of them. With a backlog its hands are
//! always full, the last ones come too late, are delivered again, and add to the backlog: a spiral. Below
//! [`safe`](Limits::safe) a backlog, however large, is worked off; between it and [`workers`](Limits::workers) the queue keeps
//! up only as long as nothing piles up (metastable: one burst is enough).

use super::definition::Queue;
use crate::error::{Error, within};
use crate::network::Service;
use crate::queueing::Law;
use crate::units::{Rate, per_second};

/// The rates of messages from which on a part of the queue cannot keep up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The brokers; `None` if they need no time, or so little that there is no limit.
    pub broker: Option<Rate>,
    /// The workers, if each message is begun when it is received.
    pub workers: Rate,
    /// The workers, once messages pile up: equal to `workers` without visibility time-out or prefetch.
    pub safe: Rate,
    /// One worker at a time on the hottest key; `None` without order.
    pub key: Option<Rate>,
    /// The people, over the whole day; `None` if nobody is asked, or hardly anybody.
    pub people: Option<Rate>,
}

impl Queue {
    /// The limits for messages whose work takes this time.
    ///
    /// ```
    /// use model::network::Service;
    /// use model::prelude::*;
    /// let small = || Machine::named("small").cores(2);
    /// let queue = Queue::on(small()).handing_over(us(200.0)).hop(us(250.0)).workers((small(), 2));
    /// let task = Service::exponential(seconds(10.0));
    /// let patient = queue.clone().visibility(seconds(60.0)).limits(task)?;
    /// let greedy = queue.visibility(seconds(60.0)).prefetch(10).limits(task)?;
    /// assert!((patient.workers.per_second() - 0.4 * (1.0 - (-6.0_f64).exp())).abs() < 1e-9);
    /// assert_eq!(patient.safe, patient.workers);
    /// // With ten in its hands, a worker is too late for 41% of them.
    /// assert!(greedy.safe < 0.6 * greedy.workers);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// A parameter is missing or out of range.
    pub fn limits(&self, task: Service) -> Result<Limits, Error> {
        let fate = self.redelivery(task)?;
        let law = Law::of(&task)?;
        let servers = f64::from(self.worker_cores()?);
        let one = servers / task.mean.seconds();
        let cpu = self.broker_cpu().unwrap_or_default().seconds();
        let cores = f64::from(self.brokers() * self.broker_cores()?);
        let held = fate.held(self.visibility_timeout());
        let hottest = self
            .key_shares()
            .map(|keys| keys.iter().copied().fold(0.0, f64::max));
        let finite = |limit: Option<Rate>| limit.filter(|rate| rate.is_finite());
        let people = self.human().filter(|human| human.share > 0.0);
        Ok(Limits {
            broker: finite((cpu > 0.0).then(|| per_second(cores / cpu))),
            workers: per_second(one / fate.deliveries),
            safe: per_second(one / self.deliveries_when_full(&law)?),
            key: finite(hottest.map(|share| per_second(1.0 / (share * held)))),
            people: finite(people.map(|human| {
                let (from, to) = human.hours.unwrap_or((0.0, 24.0));
                let day = f64::from(human.staff) / human.mean.seconds() * (to - from) / 24.0;
                per_second(day / human.share / (1.0 - fate.dead).max(1e-12))
            })),
        })
    }

    /// Deliveries of a message when every worker always receives a full batch: the n-th of it is late if n of them take longer
    /// than the time-out. A message that comes back meets any place of a batch.
    fn deliveries_when_full(&self, law: &Law) -> Result<f64, Error> {
        let late = self.visibility_timeout().map_or(0.0, |v| {
            let sum: f64 = (1..=self.batch()).map(|n| law.tail_of_sum(n, v)).sum();
            sum / f64::from(self.batch())
        });
        let hit = (1.0 - self.failure_probability()) * (1.0 - late);
        let poison = self.poison_share();
        match self.attempt_limit() {
            None => Ok(1.0
                / within(
                    "share of the attempts that succeed in full batches",
                    hit,
                    1e-6,
                    1.0,
                )?),
            Some(most) => {
                let most = f64::from(most);
                let others = if hit > 0.0 {
                    (1.0 - libm::pow(1.0 - hit, most)) / hit
                } else {
                    most
                };
                Ok(poison * most + (1.0 - poison) * others)
            }
        }
    }
}
