//! How many requests meet a dead machine, in closed form.
//!
//! ```text
//! a query    write, w:  source, then the cache                     succeeds with  w s c
//!            read, 1-w: cache ─┬─ hit, h                                        + (1-w) c (h
//!                              └─ miss, 1-h: source σ or a replica                + (1-h) (σ s + (1-σ) ρ) c)
//! ```
//!
//! A request of Q queries meets nobody dead with the mean of S^Q, S what is drawn under the query: s is the share of the copies
//! (or the source, 0 or 1) that work, c that of the cache machines, ρ that of the replicas that are believed in, σ the share of the
//! reads that the source answers. The last c is there where the application itself puts into the cache what it has read
//! ([`Writing::Aside`]); where a cache writes back, s and the source are not in a write. Without a cache c and h are 1 and 0.
//!
//! The mean is over the states of the machines, each up and in repair independently: k of n work with a binomial probability. So
//! queries of one request that meet the same dead machine count once: with one source that is dead for d of the time, a request
//! with a share v of visits a query fails with d (1 - (1-v)^Q), not with d Q v. What is believed of replicas is that of
//! [`Outage`]. What is at a machine when it dies fails, too: of the time T that a request is on its way to a group or there,
//! T / (T + up).
//!
//! It assumes that a request is short beside times up and repairs, so that it finds machines as they are; that a choice is
//! random; and that what dead machines do not do leaves the others as busy as they were. It leaves out that source and
//! replicas may all be dead, when none can take the source's place, and that one that has is missing among the replicas: and
//! that who waits for a connection, or holds one while replicas acknowledge, is there for longer than stations tell. How often the former
//! is says the measured [`availability`](crate::report::Report::availability).

use super::definition::System;
use crate::components::cache::Writing;
use crate::components::outage::{Beliefs, Outage};
use crate::error::Error;
use crate::network::Failures;
use crate::report::{Component, Report, Resource, StationReport};
use crate::units::Time;

/// States of a group that are told apart, at most; neighbours are taken together.
const MOST_STATES: usize = 32;
/// What is less likely than this is left out. `[1]`
const NEVER: f64 = 1e-15;

/// Share of the requests that turn to a dead machine, or whose machine dies: what the simulation counts as failed. `[1]`
///
/// # Errors
/// A number out of range.
pub(super) fn share(system: &System, report: &Report) -> Result<f64, Error> {
    let mut works = 1.0;
    if let Some((balancer, (_, count))) = system
        .balancer
        .as_ref()
        .and_then(|b| Some((b, b.machine()?)))
        && let Some(uptime) = balancer.uptime()
    {
        // Forwarding takes no time to speak of; the stand-by takes over at once.
        works *= 1.0 - Outage::of(count, uptime, Some(Time::ZERO))?.failing(Time::ZERO)?;
    }
    if let Some(uptime) = system.web.uptime() {
        let detection = system.balancer.as_ref().and_then(|b| b.detection());
        let web = Outage::of(system.web.count(), uptime, detection)?;
        works *= 1.0 - web.failing(report.response.mean.value)?;
    }
    if let Some(data) = Data::of(system, report)? {
        works *= data.works();
    }
    Ok((1.0 - works).clamp(0.0, 1.0))
}

/// What a query goes through, and which of it fails.
struct Data {
    queries: f64,   // [1], of a request
    writes: f64,    // [1], of the queries
    on_source: f64, // [1], of the reads that reach the database
    hit: f64,       // [1], of the reads
    again: bool,    // whether a miss turns to the cache once more
    later: bool,    // whether the cache brings writes to the source later
    cached: bool,
    source: States,
    replicas: States,
    cache: States,
    spared: f64, // [1], of the requests: none of their machines dies while they are there
}

/// How likely which share of what is chosen works.
type States = Vec<(f64, f64)>; // share [1], probability [1]

impl Data {
    /// `None` if neither databases nor caches fail.
    fn of(system: &System, report: &Report) -> Result<Option<Self>, Error> {
        let (database, cache) = (system.database.as_ref(), system.cache.as_ref());
        let failing = [
            (Component::Database, database.and_then(|d| d.failing())),
            (
                Component::Replica,
                database.and_then(|d| d.failing_replicas()),
            ),
            (Component::Cache, cache.and_then(|cache| cache.failing())),
        ];
        if failing.iter().all(|(_, failures)| failures.is_none()) {
            return Ok(None);
        }
        let demand = system.work.demand()?;
        let states = |at: usize, count: Option<u32>| match (failing[at].1, count) {
            (Some(failures), Some(count)) => states(count, &failures),
            _ => vec![(1.0, 1.0)],
        };
        let spared = failing.iter().filter_map(|(component, failures)| {
            let up = (*failures)?.up;
            Some(up / (up + there(system, report, *component)))
        });
        Ok(Some(Self {
            queries: f64::from(demand.queries),
            writes: system.work.write_share(),
            on_source: database.map_or(1.0, |d| d.source_share_of_reads()),
            hit: report.cache.map_or(0.0, |cache| cache.hit_ratio),
            again: cache.is_some_and(|cache| cache.writes() == Writing::Aside),
            later: cache.is_some_and(|cache| matches!(cache.writes(), Writing::Back(_))),
            cached: cache.is_some(),
            source: states(0, database.map(|d| d.copy_count())),
            replicas: states(1, database.map(|d| d.replica_count())),
            cache: states(2, cache.map(|cache| cache.count())),
            spared: spared.product(),
        }))
    }

    /// Share of the requests that meet nobody dead. `[1]`
    fn works(&self) -> f64 {
        let mut works = 0.0;
        for (source, a) in &self.source {
            for (replicas, b) in &self.replicas {
                for (cache, c) in &self.cache {
                    let query = self.query(*source, *replicas, *cache).clamp(0.0, 1.0);
                    works += a * b * c * libm::pow(query, self.queries);
                }
            }
        }
        works * self.spared
    }

    /// Probability that a query meets nobody dead, where these shares of the machines work. `[1]`
    fn query(&self, source: f64, replicas: f64, cache: f64) -> f64 {
        let read = self.on_source * source + (1.0 - self.on_source) * replicas;
        if !self.cached {
            return self.writes * source + (1.0 - self.writes) * read;
        }
        let back = if self.again { cache } else { 1.0 };
        let write = if self.later { 1.0 } else { source };
        self.writes * write * cache
            + (1.0 - self.writes) * cache * (self.hit + (1.0 - self.hit) * read * back)
    }
}

/// How long a request is on its way to machines of a group and there, of those visits that its answer waits for.
fn there(system: &System, report: &Report, component: Component) -> Time {
    let rows = report
        .stations
        .iter()
        .filter(|row| row.component == component);
    let time = |row: &StationReport| {
        let hop = match row.resource {
            Resource::Cores => system.hop,
            _ => Time::ZERO,
        };
        (row.wait + row.service + hop) * row.own
    };
    rows.map(time).sum()
}

/// How likely which share of `count` machines works, of those that are believed to work.
fn states(count: u32, failures: &Failures) -> States {
    let Beliefs { shunned, dead } = Beliefs::about(failures);
    let mut states = Vec::new();
    for (believed, likely) in binomial(f64::from(count), 1.0 - shunned) {
        if believed <= 0.0 {
            states.push((0.0, likely));
            continue;
        }
        let of = binomial(believed, 1.0 - dead);
        states.extend(
            of.iter()
                .map(|(works, chance)| (works / believed, likely * chance)),
        );
    }
    merged(states)
}

/// As many states as are told apart: alike shares are taken together at their mean.
fn merged(states: States) -> States {
    if states.len() <= MOST_STATES {
        return states;
    }
    let mut bins = [(0.0, 0.0); MOST_STATES + 1];
    for (share, chance) in states {
        let (sum, all) = &mut bins[(share * MOST_STATES as f64) as usize];
        *sum += share * chance;
        *all += chance;
    }
    let filled = bins.into_iter().filter(|(_, chance)| *chance > 0.0);
    filled.map(|(sum, chance)| (sum / chance, chance)).collect()
}

/// How likely how many of `n` things of probability `p` happen: numbers and probabilities. Where there are many numbers,
/// neighbours are taken together at their mean. `[1]`
fn binomial(n: f64, p: f64) -> Vec<(f64, f64)> {
    if p <= 0.0 || p >= 1.0 {
        return vec![(if p >= 1.0 { n } else { 0.0 }, 1.0)];
    }
    let whole = n.round().max(1.0);
    let logs = (libm::log(p), libm::log1p(-p));
    let chance = |k: f64| {
        let choose =
            libm::lgamma(whole + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(whole - k + 1.0);
        libm::exp(choose + k * logs.0 + (whole - k) * logs.1)
    };
    // Nine standard deviations; where these are few, more.
    let (mean, room) = (whole * p, 9.0 * (whole * p * (1.0 - p)).sqrt() + 40.0);
    let (first, last) = ((mean - room).max(0.0), (mean + room).min(whole));
    let all = (first as u32..=last as u32).map(f64::from);
    let likely: Vec<(f64, f64)> = all
        .map(|k| (k, chance(k)))
        .filter(|(_, chance)| *chance > NEVER)
        .collect();
    let each = likely.len().div_ceil(MOST_STATES).max(1);
    // What was left out and what rounding adds.
    let sum: f64 = likely.iter().map(|(_, chance)| chance).sum();
    let together = likely.chunks(each).map(|some| {
        let chance: f64 = some.iter().map(|(_, chance)| chance).sum();
        let mean = some.iter().map(|(k, chance)| k * chance).sum::<f64>() / chance;
        (mean * n / whole, chance / sum)
    });
    together.collect()
}
