//! Single requests: what happened to each, when, and where its time went.

use super::engine::{Engine, Traced};
use super::job::Outcome;
use super::operations::Program;
use super::streams::Streams;
use super::tracer::{JobNote, Note, Request, What};
use crate::error::{Error, within};
use crate::network::Network;
use crate::units::{Time, seconds};
use std::fmt;
use std::sync::Arc;

/// A few requests, followed through the system.
///
/// ```
/// use model::network::Network;
/// use model::simulation::Trace;
/// use model::units::{ms, per_second};
/// let busy = Network::single(per_second(90.0), ms(10.0), 1);
/// let trace = Trace::of(&busy, 1, 1_000, 50)?;
/// let slowest = trace.slowest().unwrap();
/// assert!(trace.requests.iter().all(|request| request.time() <= slowest.time()));
/// assert!(slowest.to_string().contains("waiting at server 0 station 0"), "{slowest}");
/// # Ok::<(), model::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// In the order in which they came.
    pub requests: Vec<Story>,
}

/// What happened to a request. Times count from its arrival.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// When it came, since the simulation began.
    pub arrived: Time,
    /// When the client had its answer, was turned away, or gave up.
    pub ended: Time,
    /// How it ended.
    pub end: End,
    /// Its attempts (route 0), and the jobs that they started.
    pub jobs: Vec<Part>,
    /// What these did, in the order in which it began.
    pub spans: Vec<Span>,
}

/// How a request, or a job, ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It came to the end of its route.
    Answered,
    /// A queue was full.
    Refused,
    /// A machine was down, or failed.
    Failed,
    /// The client lost patience.
    TimedOut,
    /// It has not: nobody waited for it when the trace ended.
    Unfinished,
}

/// An attempt, or a job that one started.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Index of its route.
    pub route: usize,
    /// When it began.
    pub started: Time,
    /// When it ended.
    pub ended: Time,
    /// How it ended.
    pub end: End,
    /// When the client gave it up, if it did.
    pub given_up: Option<Time>,
}

/// What a job did from when to when.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Index of the job among those of the request.
    pub job: usize,
    /// What it did.
    pub doing: Doing,
    /// Where; `None` if it was nowhere in particular.
    pub place: Option<Place>,
    /// When it began.
    pub from: Time,
    /// When it was over.
    pub until: Time,
}

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Waits for a server of a station.
    Waiting,
    /// Is served by a station.
    Served,
    /// Waits for a place of a pool.
    WaitingForPlace,
    /// Holds a place of a pool, whatever else it does.
    Holding,
    /// Lets time pass: a hop, say.
    Delayed,
    /// Its client waits before the next attempt.
    BackingOff,
}

/// A station or a pool of a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the group.
    pub group: usize,
    /// Its name.
    pub name: Arc<str>,
    /// Number of the machine.
    pub machine: u32,
    /// Index of the station, or of the pool, in the group.
    pub index: usize,
    /// Whether it is a pool.
    pub pool: bool,
}

impl Trace {
    /// Simulates one run and follows `requests` requests that come after the first `after`. 1 to 100 000
    ///
    /// # Errors
    /// Names a number out of range, and a system so overloaded that a million jobs are in it.
    pub fn of(network: &Network, seed: u64, after: u64, requests: u64) -> Result<Self, Error> {
        within("traced requests", requests as f64, 1.0, 1e5)?;
        within("requests before the traced ones", after as f64, 0.0, 1e9)?;
        network.check(after, requests)?;
        let program = Program::new(network);
        let mut engine = Engine::<Traced>::new(network, &program, &Streams::new(seed, 0));
        engine.run(after, requests)?;
        Ok(Self::told(network, &program, (&engine, |_, _| true)))
    }

    /// Follows all that is in the system while `requests` requests (1 to 100 000) come, after the first `after` (0 to 100 000) of a run
    /// that begins empty, until the next one comes. Who is inside then is [`End::Unfinished`], so an overloaded system can be followed, too.
    ///
    /// # Errors
    /// Those of [`Trace::of`].
    pub fn from_empty(
        network: &Network,
        seed: u64,
        after: u64,
        requests: u64,
    ) -> Result<Self, Error> {
        within("traced requests", requests as f64, 1.0, 1e5)?;
        within("requests before the traced ones", after as f64, 0.0, 1e5)?;
        network.check(0, after + requests)?;
        let program = Program::new(network);
        let mut engine = Engine::<Traced>::new(network, &program, &Streams::new(seed, 0));
        engine.fill(after + requests)?;
        let first = engine.tracer.requests[after as usize].arrived;
        let inside = |number: usize, request: &Request| {
            number >= after as usize || request.lasts(engine.now) > first
        };
        Ok(Self::told(network, &program, (&engine, inside)))
    }

    fn told(
        network: &Network,
        program: &Program,
        (engine, told): (&Engine<'_, Traced>, impl Fn(usize, &Request) -> bool),
    ) -> Self {
        let groups = network.groups.iter();
        let names: Vec<Arc<str>> = groups.map(|group| group.name.as_str().into()).collect();
        let all = engine.tracer.requests.iter().enumerate();
        let requests = all
            .filter(|(number, request)| told(*number, request))
            .map(|(_, request)| story(&names, program, request, engine.now));
        Self {
            requests: requests.collect(),
        }
    }

    /// The one that took longest, whatever its end; the first of several.
    pub fn slowest(&self) -> Option<&Story> {
        self.requests
            .iter()
            .rev()
            .max_by(|a, b| a.ended.seconds().total_cmp(&b.ended.seconds()))
    }
}

impl Story {
    /// From the arrival to the end.
    pub fn time(&self) -> Time {
        self.ended
    }

    /// Where the client's time went, the longest first, as text and time; `name` says what a place is called.
    pub fn shares(&self, name: impl Fn(&Place) -> String) -> Vec<(String, Time)> {
        let mut shares: Vec<(String, Time)> = Vec::new();
        for span in self
            .spans
            .iter()
            .filter(|span| span.doing != Doing::Holding)
        {
            let part = &self.jobs[span.job];
            if part.route > 0 {
                continue;
            }
            let end = part.given_up.map_or(self.ended, |time| {
                if time < self.ended { time } else { self.ended }
            });
            let until = if span.doing == Doing::BackingOff || span.until < end {
                span.until
            } else {
                end
            };
            if until <= span.from {
                continue;
            }
            let what = span.text(&name);
            let time = until - span.from;
            match shares.iter_mut().find(|(known, _)| *known == what) {
                Some((_, sum)) => *sum += time,
                None => shares.push((what, time)),
            }
        }
        shares.sort_by(|a, b| b.1.seconds().total_cmp(&a.1.seconds()));
        shares
    }

    /// One line: how long it took, how it ended, and where the time went, the three longest first.
    pub fn explain(&self, name: impl Fn(&Place) -> String) -> String {
        let shares = self.shares(name);
        let parts = shares
            .iter()
            .take(3)
            .map(|(what, time)| format!("{time} {what}"));
        let mut parts: Vec<String> = parts.collect();
        if shares.len() > 3 {
            let rest: Time = shares[3..].iter().map(|(_, time)| *time).sum();
            parts.push(format!("{rest} elsewhere"));
        }
        let attempts = self.jobs.iter().filter(|job| job.route == 0).count();
        let tries = if attempts > 1 {
            format!(" after {attempts} attempts")
        } else {
            String::new()
        };
        let list = if parts.is_empty() {
            "no time".to_owned()
        } else {
            parts.join(", ")
        };
        format!("{} after {}{tries}: {list}", self.end, self.time())
    }
}

impl Span {
    fn text(&self, name: &impl Fn(&Place) -> String) -> String {
        let place = self.place.as_ref().map(name).unwrap_or_default();
        match self.doing {
            Doing::Waiting => format!("waiting at {place}"),
            Doing::Served => format!("served at {place}"),
            Doing::WaitingForPlace => format!("waiting for {place}"),
            Doing::Holding => format!("holding {place}"),
            Doing::Delayed => "on the way".to_owned(),
            Doing::BackingOff => "backing off".to_owned(),
        }
    }
}

impl fmt::Display for Story {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.explain(|place| {
            let kind = if place.pool { "pool" } else { "station" };
            format!("{} {} {kind} {}", place.name, place.machine, place.index)
        }))
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::TimedOut => "given up",
            Self::Unfinished => "unfinished",
        })
    }
}

/// What was written down of a request, in times from its arrival.
fn story(names: &[Arc<str>], program: &Program, request: &Request, now: u64) -> Story {
    let since = |nanos: u64| seconds((nanos - request.arrived) as f64 / 1e9);
    let part = |job: &JobNote| Part {
        route: usize::from(job.route),
        started: since(job.started),
        ended: since(job.ended.map_or(now, |(time, _)| time)),
        end: job
            .ended
            .map_or(End::Unfinished, |(_, outcome)| end(outcome)),
        given_up: job.given_up.map(since),
    };
    let span = |note: &Note| {
        let (doing, place) = place(names, program, note.what);
        Span {
            job: note.job as usize,
            doing,
            place,
            from: since(note.from),
            until: since(note.until.unwrap_or(now)),
        }
    };
    Story {
        arrived: seconds(request.arrived as f64 / 1e9),
        ended: since(request.ended.map_or(now, |(time, _)| time)),
        end: request
            .ended
            .map_or(End::Unfinished, |(_, outcome)| end(outcome)),
        jobs: request.jobs.iter().map(part).collect(),
        spans: request.notes.iter().map(span).collect(),
    }
}

fn end(outcome: Outcome) -> End {
    match outcome {
        Outcome::Done => End::Answered,
        Outcome::Refused => End::Refused,
        Outcome::Failed => End::Failed,
        Outcome::TimedOut => End::TimedOut,
    }
}

/// What a job did, and where.
fn place(names: &[Arc<str>], program: &Program, what: What) -> (Doing, Option<Place>) {
    let (doing, (group, machine, index), pool) = match what {
        What::Waits {
            group,
            machine,
            station,
        } => (Doing::Waiting, (group, machine, station), false),
        What::Served {
            group,
            machine,
            station,
        } => (Doing::Served, (group, machine, station), false),
        What::WaitsForPool {
            group,
            machine,
            pool,
        } => (Doing::WaitingForPlace, (group, machine, pool), true),
        What::Holds {
            group,
            machine,
            pool,
        } => (Doing::Holding, (group, machine, pool), true),
        What::Delayed => return (Doing::Delayed, None),
        What::BacksOff => return (Doing::BackingOff, None),
    };
    let place = Place {
        group: usize::from(group),
        name: Arc::clone(&names[usize::from(group)]),
        machine: u32::from(machine),
        index: if pool {
            number_in_group(program, index, group)
        } else {
            usize::from(index)
        },
        pool,
    };
    (doing, Some(place))
}

/// Which of its group's pools one is: the bits of a group's pools follow each other.
fn number_in_group(program: &Program, pool: u8, group: u8) -> usize {
    let before = program.pools[..usize::from(pool)].iter();
    before.filter(|kind| kind.group == group).count()
}
