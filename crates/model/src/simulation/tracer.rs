//! What happens to single requests, while it happens.

use super::job::Outcome;

/// A request seldom starts more.
const USUAL_JOBS: usize = 2;
/// Of a request that asks a database a few times, about.
const USUAL_NOTES: usize = 24;

/// What is written down of the measured requests, by the place in memory of those that are inside.
#[derive(Clone, Debug, Default)]
pub(super) struct Tracer {
    pub(super) requests: Vec<Request>,
    pub(super) jobs: Vec<Option<Tag>>,    // by place among the jobs
    pub(super) clients: Vec<Option<u32>>, // by place among the clients: its request
}

/// Which job of which request it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag {
    pub(super) request: u32,
    pub(super) job: u32,
}

/// A request. Times in nanoseconds.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) arrived: u64,
    pub(super) ended: Option<(u64, Outcome)>,
    pub(super) jobs: Vec<JobNote>,
    pub(super) notes: Vec<Note>,
}

/// An attempt, or a job that one started.
#[derive(Clone, Copy, Debug)]
pub(super) struct JobNote {
    pub(super) route: u8,
    pub(super) started: u64,
    pub(super) ended: Option<(u64, Outcome)>,
    pub(super) given_up: Option<u64>,
}

/// What a job did from when to when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Note {
    pub(super) job: u32,
    pub(super) what: What,
    pub(super) from: u64,
    pub(super) until: Option<u64>,
}

/// What it did. At a station or a pool (its bit) of a machine of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Waits {
        group: u8,
        machine: u16,
        station: u8,
    },
    Served {
        group: u8,
        machine: u16,
        station: u8,
    },
    WaitsForPool {
        group: u8,
        machine: u16,
        pool: u8,
    },
    Holds {
        group: u8,
        machine: u16,
        pool: u8,
    },
    Delayed,
    BacksOff,
}

impl Request {
    /// When the last thing that belongs to it is over; `now` for what is not.
    pub(super) fn lasts(&self, now: u64) -> u64 {
        let ended = self.ended.map_or(now, |(time, _)| time);
        let notes = self.notes.iter().map(|note| note.until.unwrap_or(now));
        notes.fold(ended, u64::max)
    }
}

impl Tracer {
    /// A request comes. Returns its number.
    pub(super) fn come(&mut self, now: u64) -> u32 {
        self.requests.push(Request {
            arrived: now,
            ended: None,
            jobs: Vec::with_capacity(USUAL_JOBS),
            notes: Vec::with_capacity(USUAL_NOTES),
        });
        (self.requests.len() - 1) as u32
    }

    /// A job of a request begins at a place in memory.
    pub(super) fn job(&mut self, who: u32, request: Option<u32>, route: u8, now: u64) {
        let place = who as usize;
        self.jobs.resize(self.jobs.len().max(place + 1), None);
        self.jobs[place] = request.map(|request| {
            let jobs = &mut self.requests[request as usize].jobs;
            jobs.push(JobNote {
                route,
                started: now,
                ended: None,
                given_up: None,
            });
            let job = (jobs.len() - 1) as u32;
            Tag { request, job }
        });
    }

    /// The request and the job at a place in memory, if they are traced.
    pub(super) fn tag(&self, who: u32) -> Option<Tag> {
        *self.jobs.get(who as usize)?
    }

    /// Something begins.
    pub(super) fn open(&mut self, who: u32, what: What, now: u64) {
        if let Some(tag) = self.tag(who) {
            self.requests[tag.request as usize].notes.push(Note {
                job: tag.job,
                what,
                from: now,
                until: None,
            });
        }
    }

    /// What the job was doing, and `is` says is over, is over.
    pub(super) fn close(&mut self, who: u32, now: u64, is: impl Fn(What) -> bool) {
        if let Some(tag) = self.tag(who) {
            let notes = self.requests[tag.request as usize].notes.iter_mut();
            for note in notes.filter(|note| note.job == tag.job && is(note.what)) {
                note.until = note.until.or(Some(now));
            }
        }
    }
}
