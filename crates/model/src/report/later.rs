//! What happens beside the request: in caches, at replicas, in queues, after the answer.

use super::response::{Estimate, Response};
use crate::format::{count, percent, waiting};
use crate::units::{Rate, Time};
use std::fmt;

/// How often a cache hits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CacheReport {
    /// Share of the reads that it answers. `[1]`, 0 to 1
    pub hit_ratio: f64,
    /// Half the width of the 95% interval; `None` for a closed form. `[1]`
    pub half_width: Option<f64>,
    /// Objects that there are. `[1]`
    pub objects: f64,
    /// Objects that fit. `[1]`
    pub entries: f64,
}

/// How far replicas are behind their source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReplicationReport {
    /// Replicas.
    pub replicas: u32,
    /// Writes that each of them applies.
    pub writes: Rate,
    /// From the write at the source until a replica has applied it.
    pub lag: Response,
    /// What the appliers of a replica can do among its reads, over what is asked of them; `None` where their number does not matter,
    /// and for the simulation, which plays one load only. `[1]`, above 0
    pub spare: Option<f64>,
}

/// What workers do after the answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TaskReport {
    /// Tasks that are handed over.
    pub offered: Rate,
    /// Tasks that wait for a worker. `[1]`
    pub backlog: f64,
    /// Mean wait for a worker.
    pub wait: Time,
    /// From handing over until it is done. The client has its answer already.
    pub completion: Response,
}

/// What becomes of clients who give up after a time, and perhaps try again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClientReport {
    /// After this time they give an attempt up.
    pub timeout: Time,
    /// Share of the attempts that are given up. `[1]`, 0 to 1. In closed form of the first attempts: what retries add to the
    /// load is left out
    pub late: f64,
    /// The load from which retries can keep the system down once a burst has filled it; `None` where they never can, and in
    /// a simulation.
    pub collapses_from: Option<Rate>,
    /// The load from which they keep it down, burst or not; `None` without retries, and in a simulation.
    pub good_until: Option<Rate>,
}

/// The files that pages make users fetch, where a CDN answers for most of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FilesReport {
    /// Files that users ask the CDN for.
    pub asked: Rate,
    /// Share of them that the CDN has to fetch from the web machines. `[1]`, 0 to 1
    pub to_origin: f64,
    /// Half the width of its 95% interval; `None` for a closed form. `[1]`
    pub half_width: Option<f64>,
}

/// How long a file takes to people at a place, through the network, from an edge or by way of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// Where they are.
    pub place: String,
    /// Share of the users. `[1]`, 0 to 1
    pub share: f64,
    /// Share of their files that the edge near them has. `[1]`, 0 to 1; `None` where they ask the origin
    pub hit_ratio: Option<f64>,
    /// Half the width of its 95% interval; `None` for a closed form. `[1]`
    pub half_width: Option<f64>,
    /// From the click until the first byte of a file, in the mean.
    pub first_byte: Estimate,
    /// Until the whole file is there, in the mean.
    pub file: Estimate,
}

impl fmt::Display for CacheReport {
    /// "hits 38%: 230 k of 20 M objects fit".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (entries, objects) = (count(self.entries.min(self.objects)), count(self.objects));
        write!(
            f,
            "hits {}: {entries} of {objects} objects fit",
            percent(self.hit_ratio)
        )
    }
}

impl fmt::Display for ReplicationReport {
    /// "2 replicas apply 86 /s each, lag mean 4 ms, p99 20 ms".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mean, p99) = (self.lag.mean, self.lag.p99);
        let (replicas, writes) = (self.replicas, self.writes);
        write!(
            f,
            "{replicas} replicas apply {writes} each, lag mean {mean}, p99 {p99}"
        )
    }
}

impl fmt::Display for TaskReport {
    /// "8.6 /s, 0.3 wait for 12 ms, done after mean 212 ms, p99 900 ms".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mean, p99) = (self.completion.mean, self.completion.p99);
        let backlog = waiting(self.backlog);
        write!(
            f,
            "{}, {backlog} wait for {}, done after mean {mean}, p99 {p99}",
            self.offered, self.wait
        )
    }
}

impl fmt::Display for ClientReport {
    /// "0.2% given up after 1 s; retries can keep it down from 310 /s".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} given up after {}", percent(self.late), self.timeout)?;
        match self.collapses_from.or(self.good_until) {
            Some(from) => write!(f, "; retries can keep it down from {from}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for FilesReport {
    /// "430 /s asked for, 12% from the web machines".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = percent(self.to_origin);
        write!(
            f,
            "{} asked for, {origin} from the web machines",
            self.asked
        )
    }
}

impl fmt::Display for Delivery {
    /// "Tokyo: first byte after 80 ms, file after 150 ms, 92% at the edge".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: first byte after {}, file after {}",
            self.place, self.first_byte.value, self.file.value
        )?;
        match self.hit_ratio {
            Some(ratio) => write!(f, ", {} at the edge", percent(ratio)),
            None => Ok(()),
        }
    }
}
