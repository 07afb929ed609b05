//! What is seen, in whole microseconds from the first moment, and how the page is told.

use crate::palette::Role;
use crate::parts;
use model::prelude::*;
use model::simulation::{Doing, End, Span, Story};

/// All requests that are in the system while we look.
pub(super) struct Film {
    pub(super) until: i64, // [us]
    pub(super) spots: Vec<Spot>,
    pub(super) requests: Vec<Watched>,
    pub(super) overload: Option<Overload>,
}

/// Where somebody is seen.
pub(super) struct Spot {
    pub(super) stand: Stand,
    pub(super) role: Role,
}

/// A request.
pub(super) struct Watched {
    pub(super) arrived: i64,       // [us], negative if it was there before
    pub(super) ended: Option<i64>, // [us]
    pub(super) end: End,
    pub(super) jobs: Vec<Job>,
}

/// An attempt (route 0), or what one started.
pub(super) struct Job {
    pub(super) route: usize,
    pub(super) started: i64,          // [us]
    pub(super) given_up: Option<i64>, // [us]
    pub(super) stays: Vec<Stay>,      // one after the other
    pub(super) holds: Vec<Stay>,      // beside them
}

/// Being somewhere.
#[derive(Clone, Copy)]
pub(super) struct Stay {
    pub(super) doing: Doing,
    pub(super) spot: Option<(usize, u32)>, // index of the spot, machine
    pub(super) from: i64,                  // [us]
    pub(super) until: i64,                 // [us]
}

impl Stay {
    pub(super) fn waits(&self) -> bool {
        matches!(self.doing, Doing::Waiting | Doing::WaitingForPlace)
    }
}

impl Film {
    pub(super) fn new(path: &SamplePath) -> Self {
        let met = |stand: &&Stand| {
            let spans = path.requests.iter().flat_map(|story| &story.spans);
            let mut places = spans.filter_map(|span| span.place.as_ref());
            places.any(|place| stand.is(place))
        };
        let spots: Vec<Spot> = path
            .stands
            .iter()
            .filter(met)
            .map(|stand| Spot {
                stand: stand.clone(),
                role: parts::role(stand.component),
            })
            .collect();
        let requests = path.requests.iter();
        Self {
            until: micros(path.until - path.from).max(1),
            requests: requests
                .map(|story| request(story, path.from, &spots))
                .collect(),
            spots,
            overload: path.overload.clone(),
        }
    }

    /// Those that come while we look, not before.
    pub(super) fn came(&self) -> impl Iterator<Item = &Watched> {
        self.requests.iter().filter(|request| request.arrived >= 0)
    }

    /// For the page: JSON of arrays, as `watch.js` reads them.
    ///
    /// ```text
    /// {"frame": [left, top, right, bottom of the lines, width, height of the picture], "until": us,
    ///  "spots": [[resource, machine, role, pool, machines, servers]...],
    ///  "requests": [[arrived, ended or -1, end, job...]...]}
    ///   job  = [route, started, given up or -1, [code, duration, ...], [code, from since it started, duration, ...]]
    ///   code = 0 on the way, 1 backs off, 2 + 2 (machine x spots + spot) waits there, one more: is served or holds a place
    ///   end  = 0 inside, 1 answered, 2 refused, 3 failed, 4 given up
    /// ```
    pub(super) fn data(&self, frame: [f64; 6]) -> String {
        let spots = self.spots.iter().map(|spot| {
            let stand = &spot.stand;
            serde_json::json!([
                stand.resource.to_string(),
                stand.machine,
                spot.role.tone().name,
                u8::from(stand.pool),
                stand.machines,
                stand.servers
            ])
        });
        let requests = self.requests.iter().map(|request| {
            let jobs = request.jobs.iter().map(|job| self.job(job));
            let mut all = serde_json::json!([
                request.arrived,
                request.ended.unwrap_or(-1),
                code_of(request.end)
            ]);
            if let Some(all) = all.as_array_mut() {
                all.extend(jobs);
            }
            all
        });
        let spots: Vec<_> = spots.collect();
        let requests: Vec<_> = requests.collect();
        let frame = frame.map(|place| place as i64);
        serde_json::json!({
            "frame": frame, "requests": requests, "spots": spots, "until": self.until
        })
        .to_string()
    }

    fn job(&self, job: &Job) -> serde_json::Value {
        let mut stays = Vec::new();
        let mut now = job.started;
        for stay in &job.stays {
            if stay.from > now {
                stays.extend([0, stay.from - now]);
            }
            stays.extend([self.code(stay), stay.until - stay.from]);
            now = stay.until;
        }
        let holds = job.holds.iter().flat_map(|hold| {
            [
                self.code(hold),
                hold.from - job.started,
                hold.until - hold.from,
            ]
        });
        let holds: Vec<i64> = holds.collect();
        let given_up = job.given_up.unwrap_or(-1);
        serde_json::json!([job.route, job.started, given_up, stays, holds])
    }

    fn code(&self, stay: &Stay) -> i64 {
        let Some((spot, machine)) = stay.spot else {
            return i64::from(stay.doing == Doing::BackingOff);
        };
        let place = i64::from(machine) * self.spots.len() as i64 + spot as i64;
        2 + 2 * place + i64::from(!stay.waits())
    }
}

fn micros(time: Time) -> i64 {
    libm::round(time.seconds() * 1e6) as i64
}

fn code_of(end: End) -> u8 {
    match end {
        End::Unfinished => 0,
        End::Answered => 1,
        End::Refused => 2,
        End::Failed => 3,
        End::TimedOut => 4,
    }
}

fn request(story: &Story, from: Time, spots: &[Spot]) -> Watched {
    let at = |time: Time| micros(story.arrived + time - from);
    let stay = |span: &Span| Stay {
        doing: span.doing,
        spot: span.place.as_ref().and_then(|place| {
            let spot = spots.iter().position(|spot| spot.stand.is(place))?;
            Some((spot, place.machine))
        }),
        from: at(span.from),
        until: at(span.until),
    };
    let jobs = story.jobs.iter().enumerate().map(|(index, part)| {
        let spans = story.spans.iter().filter(|span| span.job == index);
        let (holds, stays): (Vec<Stay>, Vec<Stay>) = spans
            .map(stay)
            .partition(|stay| stay.doing == Doing::Holding);
        Job {
            route: part.route,
            started: at(part.started),
            given_up: part.given_up.map(at),
            stays,
            holds,
        }
    });
    let unfinished = story.end == End::Unfinished;
    Watched {
        arrived: at(Time::ZERO),
        ended: (!unfinished).then(|| at(story.ended)),
        end: story.end,
        jobs: jobs.collect(),
    }
}
