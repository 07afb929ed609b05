//! What is simulated, and within which bounds.

use super::source;
use crate::error::{Error, within};
use crate::network::{Arrivals, Service};
use crate::units::Time;

/// What is simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Tasks {
    /// How messages arrive.
    pub arrivals: Arrivals,
    /// Who takes them in.
    pub broker: Broker,
    /// Workers, each with one message at a time in its hands. 1 to 10^7
    pub servers: u32,
    /// How long a worker takes for a message.
    pub service: Service,
    /// Messages that a worker receives at once; it does them one after the other. `[1]`, 1 to 1 000
    pub prefetch: u32,
    /// After this time a message that was received and is not done is given to somebody else.
    pub visibility: Option<Time>,
    /// How often a message is received at most.
    pub attempts: Option<u32>,
    /// Probability that an attempt fails; needs `visibility`. `[1]`, 0 to below 1
    pub failing: f64,
    /// Share of the messages on which every attempt fails; needs `visibility` and `attempts`. `[1]`, 0 to 1
    pub poison: f64,
    /// How many messages may wait.
    pub room: Option<Room>,
    /// How often each key occurs, in any unit; empty: messages have no keys.
    pub keys: Vec<f64>,
    /// Whether the messages of a key are done one after the other.
    pub ordered: bool,
    /// People who look at a share of what is done.
    pub people: Option<People>,
    /// How the number of workers follows the load.
    pub scaling: Option<Scaling>,
}

/// Machines that take messages in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Broker {
    /// Machines; each message goes to one at random. 1 to 10 000
    pub machines: u32,
    /// Cores of each. 1 to 1 024
    pub cores: u32,
    /// Mean time on a core, exponential; 0: no time at all.
    pub service: Time,
    /// Network time there and back. A message is under way for half of it.
    pub hop: Time,
}

/// Messages that may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// How many, those in the hands of workers not counted.
    pub places: u32,
    /// Whether one more waits outside until there is room; else it is refused.
    pub block: bool,
}

/// People who look at what is done. At the end of their hours they put a case down, and take it up the next morning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct People {
    /// Share of the messages that they look at. `[1]`, 0 to 1
    pub share: f64,
    /// Mean time that one of them takes, exponential.
    pub mean: Time,
    /// How many they are. 1 to 100 000
    pub staff: u32,
    /// Hours from and to which they work; the run begins at midnight. `[h]`, 0 to 24
    pub hours: Option<(f64, f64)>,
}

/// A rule for the number of worker machines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scaling {
    /// Workers of one machine. 1 to 1 024
    pub cores: u32,
    /// Fewest machines.
    pub min: u32,
    /// Most machines.
    pub max: u32,
    /// What it aims at.
    pub aim: Aim,
    /// Time between two looks.
    pub period: Time,
    /// Time from the order of a machine until it works.
    pub start: Time,
}

/// What a rule aims at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// Waiting messages for each machine. `[1]`
    Backlog(f64),
    /// Share of the workers that are busy, over the time since the last look. `[1]`
    Utilisation(f64),
}

impl Tasks {
    /// Workers and nothing else: no broker time, no time-out, no bound, no order, nobody to ask.
    pub fn new(arrivals: Arrivals, servers: u32, service: Service) -> Self {
        Self {
            arrivals,
            broker: Broker {
                machines: 1,
                cores: 1,
                service: Time::ZERO,
                hop: Time::ZERO,
            },
            servers,
            service,
            prefetch: 1,
            visibility: None,
            attempts: None,
            failing: 0.0,
            poison: 0.0,
            room: None,
            keys: Vec::new(),
            ordered: false,
            people: None,
            scaling: None,
        }
    }

    /// Checks every number.
    ///
    /// # Errors
    /// Names the first that is out of range.
    pub fn check(&self) -> Result<(), Error> {
        source::check(&self.arrivals)?;
        within("workers", f64::from(self.servers), 1.0, 1e7)?;
        within("service time", self.service.mean.seconds(), 1e-6, 1e8)?;
        self.service.checked_variation()?;
        within("prefetch", f64::from(self.prefetch), 1.0, 1000.0)?;
        self.broker.check()?;
        self.check_attempts()?;
        if !self.keys.is_empty() {
            within(
                "sum of the key weights",
                self.keys.iter().sum(),
                1e-15,
                1e20,
            )?;
        }
        for weight in &self.keys {
            within("key weight", *weight, 0.0, 1e15)?;
        }
        self.people.map_or(Ok(()), |people| people.check())?;
        self.scaling.map_or(Ok(()), |scaling| scaling.check())
    }

    fn check_attempts(&self) -> Result<(), Error> {
        if let Some(timeout) = self.visibility {
            within("visibility", timeout.seconds(), 1e-3, 1e9)?;
        }
        within("attempts", f64::from(self.attempts.unwrap_or(1)), 1.0, 1e6)?;
        within("failing", self.failing, 0.0, 1.0 - 1e-9)?;
        within("poison", self.poison, 0.0, 1.0)?;
        if (self.failing > 0.0 || self.poison > 0.0) && self.visibility.is_none() {
            return Err(Error::missing("visibility"));
        }
        if self.poison > 0.0 && self.attempts.is_none() {
            return Err(Error::missing("attempts"));
        }
        Ok(())
    }
}

impl Broker {
    fn check(&self) -> Result<(), Error> {
        within("brokers", f64::from(self.machines), 1.0, 10_000.0)?;
        within("broker cores", f64::from(self.cores), 1.0, 1024.0)?;
        within("broker cpu", self.service.seconds(), 0.0, 3600.0)?;
        within("queue hop", self.hop.seconds(), 0.0, 3600.0).map(|_| ())
    }
}

impl People {
    fn check(&self) -> Result<(), Error> {
        within("share of the human step", self.share, 0.0, 1.0)?;
        within("mean of the human step", self.mean.seconds(), 1e-3, 1e8)?;
        within("staff", f64::from(self.staff), 1.0, 100_000.0)?;
        let (from, to) = self.hours.unwrap_or((0.0, 24.0));
        within("start of the working hours", from, 0.0, 23.999)?;
        within("end of the working hours", to, from + 1e-3, 24.0).map(|_| ())
    }
}

impl Scaling {
    fn check(&self) -> Result<(), Error> {
        within("cores of a worker", f64::from(self.cores), 1.0, 1024.0)?;
        within("fewest workers", f64::from(self.min), 1.0, 10_000.0)?;
        within(
            "most workers",
            f64::from(self.max),
            f64::from(self.min),
            10_000.0,
        )?;
        let (Aim::Backlog(aim) | Aim::Utilisation(aim)) = self.aim;
        within("aim of the autoscaling", aim, 1e-6, 1e9)?;
        within("autoscaling period", self.period.seconds(), 1e-3, 86_400.0)?;
        within("start of a worker", self.start.seconds(), 0.0, 86_400.0).map(|_| ())
    }
}
