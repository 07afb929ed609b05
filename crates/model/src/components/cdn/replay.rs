//! Requests at the edges, one after the other: the second witness of the hit ratios, and of what users wait.
//!
//! Each request comes from a place drawn by the audience and asks for a file drawn by its popularity. The edge of the
//! place is a real list in the order of use, and so is the shield. A file that is fetched is there at once: requests that arrive
//! while it is on its way would count as hits.

use super::definition::Cdn;
use super::delivery::{Clockwork, Delivery, Portion};
use super::hits::{EdgeHits, Files, origin_share};
use super::way::{Fetch, Playback, Video, Way};
use crate::error::{Error, within};
use crate::report::Estimate;
use crate::simulation::caches::{Draws, Expiring, Keys, Lru, Policy, Room};
use crate::simulation::{Stream, Streams, Trials, student_t_975};
use crate::units::{Bytes, Time, seconds};
use crate::workload::Audience;

/// The most files that a simulated cache holds. A larger one is scaled down with all the others: neighbours in popularity
/// count as one file, and there is room for as many fewer, as in [`crate::simulation::caches`].
const MOST_ENTRIES: f64 = 8_192.0;
/// The same where copies expire: there neighbours differ more, for a file that is asked for rarely never hits.
const MOST_EXPIRING: f64 = 32_768.0;

/// Requests of all replications before it is measured, about: they take seconds.
const MOST_REQUESTS: u64 = 100_000_000;

/// Up to here a file has a place in a list.
const LISTED: f64 = 4_194_304.0;

/// Simulated files for one of the catalogue. `[1]`, above 0, to 1
fn scale(cdn: &Cdn, files: &Files) -> Result<f64, Error> {
    let caches = cdn.points().iter().chain(cdn.shield_point());
    let largest = caches
        .map(|point| files.fitting(point.memory()))
        .fold(0.0, f64::max);
    Ok(match cdn.fresh()? {
        None => MOST_ENTRIES / largest.min(files.count),
        // Of copies that expire there are at most as many as requests within their lifetime.
        Some(time) => MOST_EXPIRING / largest.min(files.count).min(files.rate * time),
    }
    .min(1.0))
}

/// One edge or the shield.
enum Cache {
    Lasting(Lru),
    Expiring(Expiring<Lru>),
}

impl Cache {
    fn new(cdn: &Cdn, memory: Bytes, files: &Files, scale: f64) -> Result<Self, Error> {
        let entries = libm::round(files.fitting(memory).min(files.count) * scale);
        let names = files.count * scale + 1.0;
        let keys = if names <= LISTED {
            Keys::Below(names as u32)
        } else {
            Keys::Any
        };
        let lru = Lru::new(keys, Room::entries(entries as u64));
        Ok(match cdn.fresh()? {
            // A file that stands for many is asked for as many times as often.
            Some(time) => Self::Expiring(Expiring::new(lru, (time.seconds() * scale * 1e9) as u64)),
            None => Self::Lasting(lru),
        })
    }

    fn request(&mut self, key: u32, now: u64) -> bool {
        match self {
            Self::Lasting(lru) => lru.request(key),
            Self::Expiring(expiring) => expiring.request_at(key, now),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Lasting(lru) => lru.len(),
            Self::Expiring(expiring) => expiring.policy().len(),
        }
    }
}

/// Counted at one edge.
#[derive(Clone, Copy, Default)]
struct Tally {
    requests: u64,
    hits: u64,
    behind: u64,
}

/// All caches, and the dice.
struct Replay {
    parts: Vec<(usize, f64)>,
    edges: Vec<Cache>,
    shield: Option<Cache>,
    tallies: Vec<Tally>,
    draws: Draws,
    scale: f64, // simulated files for one of the catalogue
    places: Stream,
    keys: Stream,
    times: Stream,
    gap: f64, // [ns], above 0
    now: u64,
}

impl Replay {
    fn new(
        cdn: &Cdn,
        audience: &Audience,
        files: &Files,
        streams: &Streams,
    ) -> Result<Self, Error> {
        let scale = scale(cdn, files)?;
        let limit = if cdn.fresh()?.is_some() {
            2e7
        } else {
            f64::from(u32::MAX)
        };
        within(
            "number of files to simulate",
            files.count * scale,
            1.0,
            limit,
        )?;
        let parts = cdn.parts(audience)?;
        let cache = |memory| Cache::new(cdn, memory, files, scale);
        let edges = parts
            .iter()
            .map(|(index, _)| cache(cdn.points()[*index].memory()));
        Ok(Self {
            edges: edges.collect::<Result<_, _>>()?,
            shield: cdn
                .shield_point()
                .map(|shield| cache(shield.memory()))
                .transpose()?,
            tallies: vec![Tally::default(); parts.len()],
            draws: Draws::new(&files.popularity, files.count)?,
            scale,
            places: streams.stream("file requests: places"),
            keys: streams.stream("file requests: files"),
            times: streams.stream("file requests: times"),
            gap: 1e9 / files.rate.per_second(),
            now: 0,
            parts,
        })
    }

    /// One request.
    fn step(&mut self) {
        self.now = self
            .now
            .saturating_add((self.times.exponential() * self.gap) as u64);
        let mut left = self.places.uniform();
        let beyond = |(_, share): &(usize, f64)| {
            left -= share;
            left < 0.0
        };
        let edge = self
            .parts
            .iter()
            .position(beyond)
            .unwrap_or(self.parts.len() - 1);
        let key = (self.draws.draw(&mut self.keys) as f64 * self.scale) as u32;
        let tally = &mut self.tallies[edge];
        tally.requests += 1;
        if self.edges[edge].request(key, self.now) {
            tally.hits += 1;
        } else if let Some(shield) = &mut self.shield {
            tally.behind += u64::from(shield.request(key, self.now));
        }
    }

    /// Puts all files into a cache that has room for all of them and keeps them: there they end, and where few files get
    /// most of the requests it takes billions until the last one was asked for.
    fn fill(&mut self, cdn: &Cdn, files: &Files) {
        let has_room = |memory: Bytes| files.fitting(memory) >= files.count;
        let edges = self.parts.iter().zip(&mut self.edges);
        let edges = edges.map(|((index, _), cache)| (cdn.points()[*index].memory(), cache));
        let shield = cdn.shield_point().map(|point| point.memory());
        for (memory, cache) in edges.chain(shield.zip(self.shield.as_mut())) {
            if has_room(memory) && matches!(cache, Cache::Lasting(_)) {
                (0..(files.count * self.scale).ceil() as u32).for_each(|file| {
                    cache.request(file, 0);
                });
            }
        }
    }

    /// Requests until the caches stop filling: the number of files in them grew by less than a thousandth while the
    /// number of requests doubled, or fewer than one of all `measured` requests would add one. And as many more, so that
    /// also what is rarely asked for has found its place.
    fn warm_up(&mut self, least: u64, most: u64, measured: f64) {
        let (mut count, mut before) = (least.max(1_000), 0);
        for _ in 0..count {
            self.step();
        }
        while 2 * count <= most {
            let filled = self.filled();
            let each = (filled - before) as f64 / (0.5 * count as f64);
            if filled - before <= filled / 1_000 || each * measured < 1.0 {
                break;
            }
            before = filled;
            for _ in 0..count {
                self.step();
            }
            count *= 2;
        }
        self.tallies.fill(Tally::default());
    }

    fn filled(&self) -> usize {
        let caches = self.edges.iter().chain(&self.shield);
        caches.map(Cache::len).sum()
    }

    /// What was counted, as parts.
    fn counted(&self, cdn: &Cdn) -> Vec<EdgeHits> {
        let of = |part: u64, whole: u64| part as f64 / (whole.max(1)) as f64;
        let counted = self.parts.iter().zip(&self.tallies);
        counted
            .map(|((index, share), tally)| EdgeHits {
                point: cdn.points()[*index].place().to_owned(),
                share: *share,
                edge: of(tally.hits, tally.requests),
                shield: of(tally.behind, tally.requests - tally.hits),
            })
            .collect()
    }
}

struct SegmentBySegment;

impl Clockwork for SegmentBySegment {
    fn fetch(&self, way: &Way, size: Bytes) -> Result<Fetch, Error> {
        way.simulate_fetch(size)
    }
    fn play(&self, way: &Way, video: &Video) -> Result<Playback, Error> {
        way.simulate_play(video)
    }
}

impl Cdn {
    /// How often each edge and the shield hit in simulated caches: a list for each replication.
    ///
    /// A run has at least the trials' requests to warm up, and goes on until the caches stop filling.
    ///
    /// # Errors
    /// Names what is missing or out of range.
    pub fn simulate_hits(
        &self,
        audience: &Audience,
        files: &Files,
        trials: &Trials,
    ) -> Result<Vec<Vec<EdgeHits>>, Error> {
        self.check()?;
        files.check()?;
        trials.check()?;
        let measured = trials.customers as f64 * f64::from(trials.replications);
        let most = MOST_REQUESTS / u64::from(trials.replications);
        trials.each(|streams| {
            let mut replay = Replay::new(self, audience, files, streams)?;
            replay.fill(self, files);
            replay.warm_up(trials.warm_up, most, measured);
            for _ in 0..trials.customers {
                replay.step();
            }
            Ok(replay.counted(self))
        })
    }

    /// What users at each place wait, simulated: transfers segment by segment, hits in real caches. The same report as
    /// [`deliver`](Self::deliver), with 95% intervals over the replications.
    ///
    /// # Errors
    /// As [`simulate_hits`](Self::simulate_hits) and [`Way::simulate_fetch`].
    pub fn simulate_delivery(
        &self,
        audience: &Audience,
        files: &Files,
        video: Option<&Video>,
        trials: &Trials,
    ) -> Result<Delivery, Error> {
        let runs = self.simulate_hits(audience, files, trials)?;
        self.delivered_in(audience, files, video, &runs)
    }

    /// [`simulate_delivery`](Self::simulate_delivery) where the hits of at least two replications are known.
    pub(crate) fn delivered_in(
        &self,
        audience: &Audience,
        files: &Files,
        video: Option<&Video>,
        runs: &[Vec<EdgeHits>],
    ) -> Result<Delivery, Error> {
        let report = self.assemble(audience, files, video, &mean(runs), &SegmentBySegment)?;
        let each: Vec<Delivery> = runs.iter().map(|hits| report.with_hits(hits)).collect();
        Ok(with_intervals(report, &each))
    }
}

/// The mean of all replications, edge by edge.
fn mean(runs: &[Vec<EdgeHits>]) -> Vec<EdgeHits> {
    let count = runs.len() as f64;
    let mut all = runs[0].clone();
    for (i, edge) in all.iter_mut().enumerate() {
        edge.edge = runs.iter().map(|run| run[i].edge).sum::<f64>() / count;
        // The mean of what the shield lets through, so that the parts add up.
        let through = runs.iter().map(|run| run[i].to_origin()).sum::<f64>() / count;
        let missed = 1.0 - edge.edge;
        edge.shield = if missed > 0.0 {
            (1.0 - through / missed).clamp(0.0, 1.0)
        } else {
            0.0
        };
    }
    all
}

/// The report with the spread of the replications.
fn with_intervals(mut report: Delivery, each: &[Delivery]) -> Delivery {
    let half = |of: &dyn Fn(&Delivery) -> f64| half_width(&each.iter().map(of).collect::<Vec<_>>());
    let time = |estimate: &mut Estimate, of: &dyn Fn(&Delivery) -> Time| {
        estimate.half_width = Some(seconds(half(&|d| of(d).seconds())));
    };
    report.to_origin = Portion {
        value: report.to_origin.value,
        half_width: Some(half(&|d| d.to_origin.value)),
    };
    time(&mut report.first_byte, &|d| d.first_byte.value);
    time(&mut report.fetch, &|d| d.fetch.value);
    if let Some(play) = &mut report.play {
        time(play, &|d| d.play.map_or(Time::ZERO, |play| play.value));
    }
    for (i, at) in report.places.iter_mut().enumerate() {
        time(&mut at.first_byte, &|d| d.places[i].first_byte.value);
        time(&mut at.fetch, &|d| d.places[i].fetch.value);
        if let Some(play) = &mut at.play {
            time(play, &|d| {
                d.places[i].play.map_or(Time::ZERO, |play| play.value)
            });
        }
    }
    report
}

/// Half the width of the 95% interval around the mean of independent results.
fn half_width(results: &[f64]) -> f64 {
    let n = results.len() as f64;
    let mean = results.iter().sum::<f64>() / n;
    let square: f64 = results.iter().map(|x| (x - mean) * (x - mean)).sum();
    student_t_975(results.len() as u32 - 1) * (square / (n - 1.0) / n).sqrt()
}

/// Which part of the requests that edge number `i` gets it answered itself, in each replication, with its interval.
pub(crate) fn measured_edge(runs: &[Vec<EdgeHits>], i: usize) -> Portion {
    portion(&runs.iter().map(|run| run[i].edge).collect::<Vec<_>>())
}

/// Which part of all requests reached the origin in each replication, with its interval.
pub fn measured_origin_share(runs: &[Vec<EdgeHits>]) -> Portion {
    portion(&runs.iter().map(|run| origin_share(run)).collect::<Vec<_>>())
}

/// The mean of all runs; a single one has no interval.
fn portion(parts: &[f64]) -> Portion {
    Portion {
        value: parts.iter().sum::<f64>() / parts.len().max(1) as f64,
        half_width: (parts.len() > 1).then(|| half_width(parts)),
    }
}
