//! The first witness: a queue in closed form.

use super::definition::Queue;
use super::measure::{Measure, exactly};
use super::redelivery::Redelivery;
use super::report::TaskReport;
use super::rules::Full;
use super::ways::Ways;
use crate::error::Error;
use crate::network::Service;
use crate::queueing::sojourn::{Queue as Waits, Sojourn};
use crate::queueing::{Law, MGc, MMc};
use crate::units::{Rate, Time, seconds};

impl Queue {
    /// What the queue does under a Poisson stream of messages, in closed form.
    ///
    /// Broker: M/M/c. Workers: M/G/c (Lee and Longton) with `rate` times [deliveries](Redelivery::deliveries), so that what
    /// comes back arrives as a stream of its own. A bounded queue that blocks: M/M/c, in which the sender waits for those
    /// messages that find no room, which takes nothing off the completion. A bounded queue that refuses: M/M/c/K.
    /// With order: the sum of the waits for a worker and for the messages of the same key (M/G/1), exact where either is
    /// negligible. People: M/M/c, with hours a [fluid](crate::queueing::fluid) queue.
    ///
    /// ```
    /// use model::network::Service;
    /// use model::prelude::*;
    /// let small = || Machine::named("small").cores(2);
    /// let queue = Queue::on(small()).handing_over(us(200.0)).hop(us(250.0)).workers((small(), 2));
    /// let report = queue.predict(per_second(30.0), Service::exponential(ms(100.0)))?;
    /// // The client waits half a millisecond instead of more than the 100 ms of the work.
    /// assert!(report.accepted.mean.value < ms(0.5));
    /// assert!(report.completed.mean.value > ms(100.0));
    /// assert!((report.utilisation.value - 0.75).abs() < 1e-12);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// A parameter is missing or out of range; utilisation 1 and more; what no closed form covers: autoscaling (see
    /// [`backlog`](Self::backlog)), prefetch, a bounded queue with service that is not exponential or with attempts that
    /// fail. Simulate those.
    pub fn predict(&self, rate: Rate, task: Service) -> Result<TaskReport, Error> {
        let fate = self.redelivery(task)?;
        self.covered(&fate, task)?;
        if let Some((places, Full::Refuse)) = self.bound() {
            return self.refusing(rate, task, places);
        }
        let servers = self.worker_cores()?;
        let law = Law::of(&task)?;
        let workers = MGc::new(rate * fate.deliveries, task.mean, law.variation(), servers)?;
        let keys = self.key_wait(rate, &fate, &law)?;
        let waiting =
            workers.mean_queue() + rate.per_second() * (keys.chance * keys.wait).seconds();
        Ok(TaskReport {
            accepted: exactly(self.accepted(rate, &workers)?.times()?),
            completed: exactly(self.completed(rate, &workers, keys, &fate, &law)?),
            approved: self.approved(rate * (1.0 - fate.dead))?,
            utilisation: Measure::exact(workers.utilisation()),
            waiting: Measure::exact(waiting),
            deliveries: Measure::exact(fate.deliveries),
            duplicates: Measure::exact(fate.duplicates),
            wasted: Measure::exact(fate.wasted),
            dead: Measure::exact(fate.dead),
            refused: Measure::exact(0.0),
            messages: 0,
        })
    }

    /// Refuses what no closed form covers.
    fn covered(&self, fate: &Redelivery, task: Service) -> Result<(), Error> {
        if self.batch() > 1 {
            let batch = f64::from(self.batch());
            return Err(Error::new(
                "prefetch",
                batch,
                "must be 1 for the closed form: simulate it, or fetch one at a time",
            ));
        }
        if self.scaling().is_some() {
            return Err(Error::refused(
                "autoscaling",
                "has no closed form of its steady state: simulate it, or ask for its backlog",
            ));
        }
        if self.bound().is_none() {
            return Ok(());
        }
        if task.variation != 1.0 {
            let bound = "must be 1 for the closed form of a bounded queue: simulate it";
            return Err(Error::new(
                "squared coefficient of variation",
                task.variation,
                bound,
            ));
        }
        if fate.miss > 1e-9 || self.key_shares().is_some() {
            let bound = "must be 0, and messages without order, for the closed form of a bounded queue: simulate it";
            return Err(Error::new("share of failing attempts", fate.miss, bound));
        }
        Ok(())
    }

    /// Network and broker, with this part of the hop.
    pub(super) fn handed(&self, rate: Rate, hop: f64) -> Result<Sojourn, Error> {
        let way = Sojourn::new().constant(self.round_trip().unwrap_or_default() * hop);
        let cpu = self.broker_cpu().unwrap_or_default();
        if cpu <= Time::ZERO {
            return Ok(way);
        }
        let broker = MMc::new(rate / f64::from(self.brokers()), cpu, self.broker_cores()?)?;
        let wait = waits(broker.probability_of_waiting(), broker.mean_wait_if_any());
        Ok(way.waits(wait, 1).service(cpu, 1))
    }

    /// Until the message is accepted. A message that finds c + K before it waits until all but c + K - 1 of them are gone:
    /// as long, in distribution, as anybody waits who has to.
    fn accepted(&self, rate: Rate, workers: &MGc) -> Result<Ways, Error> {
        let way = self.handed(rate, 1.0)?;
        let Some((places, Full::Block)) = self.bound() else {
            return Ok(Ways::of(way));
        };
        let full = libm::pow(workers.utilisation(), f64::from(places));
        let chance = workers.probability_of_waiting() * full;
        Ok(Ways::of(
            way.waits(waits(chance, workers.mean_wait_if_any()), 1),
        ))
    }

    /// Mean and percentiles until the work is done, of the messages that are done.
    fn completed(
        &self,
        rate: Rate,
        workers: &MGc,
        keys: Waits,
        fate: &Redelivery,
        law: &Law,
    ) -> Result<[Time; 4], Error> {
        let wait = waits(workers.probability_of_waiting(), workers.mean_wait_if_any());
        let way = self.handed(rate, 0.5)?.waits(keys, 1);
        let mut ways = Ways::default();
        if fate.miss <= 1e-9 {
            for (p, mean, times) in law.stages() {
                let way = way.clone().waits(wait, 1);
                ways.push(
                    p,
                    if times == 0 {
                        way.constant(mean)
                    } else {
                        way.service(mean, times)
                    },
                );
            }
            return ways.times();
        }
        let visibility = self.visibility_timeout().unwrap_or_default();
        let attempts = fate.attempts(self.attempt_limit());
        if attempts.len() > 60 {
            let bound = "must be at least about 0.15 for the closed form";
            return Err(Error::new(
                "share of the attempts that succeed",
                1.0 - fate.miss,
                bound,
            ));
        }
        let slices = slices(law, visibility, (200 / attempts.len() as u32).clamp(8, 40))?;
        for (before, p) in attempts.iter().enumerate() {
            let way = way
                .clone()
                .waits(wait, before as u32 + 1)
                .constant(visibility * before as f64);
            for (share, time) in &slices {
                ways.push(p * share, way.clone().constant(*time));
            }
        }
        let mut times = ways.times()?;
        let tries: f64 = attempts
            .iter()
            .enumerate()
            .map(|(n, p)| (n + 1) as f64 * p)
            .sum();
        times[0] = way.mean()
            + workers.mean_wait() * tries
            + visibility * (tries - 1.0)
            + seconds(fate.useful);
        Ok(times)
    }

    /// The wait for the messages of the same key: that of M/G/1 with the key's share of the stream, taken over all keys.
    fn key_wait(&self, rate: Rate, fate: &Redelivery, law: &Law) -> Result<Waits, Error> {
        let held = fate.held(self.visibility_timeout());
        let (mut chance, mut mean) = (0.0, 0.0);
        for share in self.key_shares().unwrap_or_default() {
            let busy = rate.per_second() * share * held;
            if busy >= 1.0 {
                return Err(Error::new(
                    "utilisation of the hottest key",
                    busy,
                    "must be below 1",
                ));
            }
            chance += share * busy;
            mean += share * busy * held * 0.5 * (1.0 + law.variation()) / (1.0 - busy);
        }
        Ok(waits(
            chance,
            seconds(if chance > 0.0 { mean / chance } else { 0.0 }),
        ))
    }
}

/// A queue that a visit meets with this probability of waiting, and this mean if so.
pub(super) fn waits(chance: f64, wait: Time) -> Waits {
    Waits {
        chance,
        wait,
        same: 0.0,
    }
}

/// The times of attempts that are no longer than the time-out, as slices with their shares: thin ones at the end, where
/// percentiles look.
fn slices(law: &Law, limit: Time, count: u32) -> Result<Vec<(f64, Time)>, Error> {
    let edge = |n: u32| {
        let left = 1.0 - f64::from(n) / f64::from(count);
        1.0 - left * left * left
    };
    (0..count)
        .map(|n| {
            Ok((
                edge(n + 1) - edge(n),
                law.quantile_up_to(0.5 * (edge(n) + edge(n + 1)), limit)?,
            ))
        })
        .collect()
}
