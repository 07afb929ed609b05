//! What a queue is made of.

use super::rules::{Autoscaling, Full, Human};
use crate::components::fleet::Fleet;
use crate::error::{Error, given, within};
use crate::machine::Machine;
use crate::units::{Time, seconds};

/// The longest time that a queue is asked about: a year. `[s]`
const YEAR: f64 = 31_536_000.0;

/// A message broker and the workers behind it.
///
/// Broker, broker CPU, hop and workers have no defaults. What else is not given is not there: no visibility time-out, no
/// limit of attempts or room, no order, no failures, nobody to ask, a fixed number of workers.
#[derive(Clone, Debug, PartialEq)]
pub struct Queue {
    broker: Machine,
    count: u32,                // 1 to 10 000
    handing_over: Option<f64>, // [s], 0 to 1 h; mean of an exponential
    hop: Option<f64>,          // [s], 0 to 1 h
    workers: Option<Fleet>,
    visibility: Option<f64>, // [s], 1 ms to a year
    attempts: Option<u32>,   // 1 to 1 000
    dead_letters: bool,
    prefetch: u32,                     // 1 to 1 000
    room: Option<(u32, Full)>,         // 0 to 1e6 messages
    pub(crate) keys: Option<Vec<f64>>, // weights, 1 to 100 000 of them
    idempotent: bool,
    failing: f64, // [1], 0 to below 1
    poison: f64,  // [1], 0 to 1
    human: Option<Human>,
    autoscaling: Option<Autoscaling>,
}

impl Queue {
    /// A queue whose broker runs on this kind of machine.
    pub fn on(broker: Machine) -> Self {
        Self {
            broker,
            count: 1,
            handing_over: None,
            hop: None,
            workers: None,
            visibility: None,
            attempts: None,
            dead_letters: false,
            prefetch: 1,
            room: None,
            keys: None,
            idempotent: false,
            failing: 0.0,
            poison: 0.0,
            human: None,
            autoscaling: None,
        }
    }

    /// Broker machines; each message goes to one of them at random. `[1]`, 1 to 10 000. One, if it is not said.
    #[must_use]
    pub fn count(mut self, machines: u32) -> Self {
        self.count = machines;
        self
    }

    /// Mean time on one core of a broker for one message, taking it in and giving it out together. 0 to 1 h
    #[must_use]
    pub fn handing_over(mut self, mean: Time) -> Self {
        self.handing_over = Some(mean.seconds());
        self
    }

    /// Network time from the web machine to the broker and back. 0 to 1 h
    #[must_use]
    pub fn hop(mut self, round_trip: Time) -> Self {
        self.hop = Some(round_trip.seconds());
        self
    }

    /// Machines that do the work: each core takes one message at a time.
    #[must_use]
    pub fn workers(mut self, workers: impl Into<Fleet>) -> Self {
        self.workers = Some(workers.into());
        self
    }

    /// Visibility time-out: a message that was received and is not done after this time is given to somebody else. The
    /// first worker does not know and works on; what it finishes is then done twice. 1 ms to a year
    #[must_use]
    pub fn visibility(mut self, timeout: Time) -> Self {
        self.visibility = Some(timeout.seconds());
        self
    }

    /// Messages that a worker receives at once and does one after the other; the visibility time-out of all of them begins
    /// when they are received. `[1]`, 1 to 1 000. One, if it is not said.
    #[must_use]
    pub fn prefetch(mut self, messages: u32) -> Self {
        self.prefetch = messages;
        self
    }

    /// How often a message is received at most. `[1]`, 1 to 1 000. After that it is lost, or a dead letter.
    #[must_use]
    pub fn attempts(mut self, receives: u32) -> Self {
        self.attempts = Some(receives);
        self
    }

    /// Keeps messages that ran out of attempts in a queue of their own instead of losing them.
    #[must_use]
    pub fn dead_letters(mut self) -> Self {
        self.dead_letters = true;
        self
    }

    /// At most this many messages wait (those in the hands of workers not counted), and what happens to one more.
    /// `[1]`, 0 to 1 000 000
    #[must_use]
    pub fn bounded(mut self, messages: u32, full: Full) -> Self {
        self.room = Some((messages, full));
        self
    }

    /// Messages of the same key are done one after the other, in the order in which they were accepted.
    ///
    /// `weights` says how often each key occurs, in any unit: `[3.0, 1.0]` is two keys, the first of which makes three
    /// messages of four. 1 to 100 000 keys, none negative
    #[must_use]
    pub fn ordered(mut self, weights: impl IntoIterator<Item = f64>) -> Self {
        self.keys = Some(weights.into_iter().collect());
        self
    }

    /// Doing a message twice is as good as doing it once. It still costs the work twice.
    #[must_use]
    pub fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Probability that an attempt fails at its end, independently of the others. `[1]`, 0 to below 1
    ///
    /// The worker says nothing (it crashed), so the message comes back when its visibility time-out is over; needs
    /// [`visibility`](Self::visibility).
    #[must_use]
    pub fn failing(mut self, probability: f64) -> Self {
        self.failing = probability;
        self
    }

    /// Share of the messages on which every attempt fails. `[1]`, 0 to 1; needs [`visibility`](Self::visibility) and
    /// [`attempts`](Self::attempts)
    #[must_use]
    pub fn poison(mut self, share: f64) -> Self {
        self.poison = share;
        self
    }

    /// A step that waits for a person, after the work.
    #[must_use]
    pub fn human_step(mut self, human: Human) -> Self {
        self.human = Some(human);
        self
    }

    /// Lets the number of worker machines follow the load; [`workers`](Self::workers) then says how many there are at
    /// first.
    #[must_use]
    pub fn autoscaling(mut self, rule: Autoscaling) -> Self {
        self.autoscaling = Some(rule);
        self
    }

    /// The kind of machine that the broker runs on.
    pub fn broker(&self) -> &Machine {
        &self.broker
    }

    /// Broker machines. `[1]`
    pub fn brokers(&self) -> u32 {
        self.count
    }

    /// Mean broker CPU for a message, if it was given.
    pub fn broker_cpu(&self) -> Option<Time> {
        self.handing_over.map(seconds)
    }

    /// Network time to the broker and back, if it was given.
    pub fn round_trip(&self) -> Option<Time> {
        self.hop.map(seconds)
    }

    /// The machines that work, if they were given.
    pub fn worker_fleet(&self) -> Option<&Fleet> {
        self.workers.as_ref()
    }

    /// Visibility time-out, if there is one.
    pub fn visibility_timeout(&self) -> Option<Time> {
        self.visibility.map(seconds)
    }

    /// Messages that a worker receives at once. `[1]`
    pub fn batch(&self) -> u32 {
        self.prefetch
    }

    /// How often a message is received at most, if there is a limit. `[1]`
    pub fn attempt_limit(&self) -> Option<u32> {
        self.attempts
    }

    /// Whether messages that ran out of attempts are kept.
    pub fn keeps_dead_letters(&self) -> bool {
        self.dead_letters
    }

    /// Messages that may wait and what happens to one more, if the queue is bounded.
    pub fn bound(&self) -> Option<(u32, Full)> {
        self.room
    }

    /// The share of the messages that each key makes, if the order of a key is kept. `[1]`
    pub fn key_shares(&self) -> Option<Vec<f64>> {
        let keys = self.keys.as_ref()?;
        let sum: f64 = keys.iter().sum();
        Some(keys.iter().map(|weight| weight / sum).collect())
    }

    /// Whether doing a message twice is harmless.
    pub fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// Probability that an attempt fails. `[1]`
    pub fn failure_probability(&self) -> f64 {
        self.failing
    }

    /// Share of the messages on which every attempt fails. `[1]`
    pub fn poison_share(&self) -> f64 {
        self.poison
    }

    /// The step that waits for a person, if there is one.
    pub fn human(&self) -> Option<Human> {
        self.human
    }

    /// The rule that sets the number of worker machines, if there is one.
    pub fn scaling(&self) -> Option<Autoscaling> {
        self.autoscaling
    }

    /// Cores of all workers together: how many messages are in hand at once. `[1]`
    ///
    /// # Errors
    /// Names workers or cores that were not given or are out of range.
    pub fn worker_cores(&self) -> Result<u32, Error> {
        let fleet = self.fleet()?;
        Ok(fleet.count() * cores(fleet.machine())?)
    }

    /// The machines that work, given and in range.
    fn fleet(&self) -> Result<&Fleet, Error> {
        let fleet = self
            .workers
            .as_ref()
            .ok_or_else(|| Error::missing("workers"))?;
        fleet.check().map(|()| fleet)
    }

    /// Cores of one worker machine.
    pub(crate) fn cores_each(&self) -> Result<u32, Error> {
        cores(self.fleet()?.machine())
    }

    /// Cores of one broker machine.
    pub(crate) fn broker_cores(&self) -> Result<u32, Error> {
        cores(&self.broker)
    }

    /// Checks that everything that is needed was given, and that all is in its range.
    ///
    /// # Errors
    /// Names the first parameter that was not or is not.
    pub fn check(&self) -> Result<(), Error> {
        within("brokers", f64::from(self.count), 1.0, 10_000.0)?;
        given("handing_over", self.handing_over, 0.0, 3600.0)?;
        given("queue hop", self.hop, 0.0, 3600.0)?;
        self.broker_cores()?;
        self.broker.check_charges()?;
        self.worker_cores()?;
        if let Some(timeout) = self.visibility {
            within("visibility", timeout, 1e-3, YEAR)?;
        }
        if let Some((messages, _)) = self.room {
            within("bounded", f64::from(messages), 0.0, 1e6)?;
        }
        self.check_attempts()?;
        self.check_keys()?;
        self.human.map_or(Ok(()), |human| human.check())?;
        self.autoscaling.map_or(Ok(()), |rule| rule.check())
    }

    fn check_attempts(&self) -> Result<(), Error> {
        if let Some(attempts) = self.attempts {
            within("attempts", f64::from(attempts), 1.0, 1000.0)?;
        }
        within("prefetch", f64::from(self.prefetch), 1.0, 1000.0)?;
        within("failing", self.failing, 0.0, 1.0 - 1e-9)?;
        within("poison", self.poison, 0.0, 1.0)?;
        // Without a limit a poisonous message comes back for ever, and a dead letter is never written.
        if (self.poison > 0.0 || self.dead_letters) && self.attempts.is_none() {
            return Err(Error::missing("attempts"));
        }
        if (self.poison > 0.0 || self.failing > 0.0) && self.visibility.is_none() {
            return Err(Error::missing("visibility"));
        }
        Ok(())
    }

    fn check_keys(&self) -> Result<(), Error> {
        let Some(keys) = &self.keys else {
            return Ok(());
        };
        within("ordered keys", keys.len() as f64, 1.0, 100_000.0)?;
        for weight in keys {
            within("ordered key weight", *weight, 0.0, 1e15)?;
        }
        within(
            "sum of the ordered key weights",
            keys.iter().sum(),
            1e-15,
            1e20,
        )
        .map(|_| ())
    }
}

/// The cores of a machine, given and in range.
fn cores(machine: &Machine) -> Result<u32, Error> {
    let name = format!("cores of machine {}", machine.name());
    Ok(given(&name, machine.core_count().map(f64::from), 1.0, 1024.0)? as u32)
}
