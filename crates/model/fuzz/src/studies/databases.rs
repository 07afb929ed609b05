//! Databases: capacity, lag, stale reads, failover, connections, acknowledgements.

use super::machines;
use crate::answers::{judged, named, ordinary, share};
use crate::systems::{Bits, count, database, number, size, time};
use arbitrary::Result;
use model::components::database::{Acknowledgement, Database, Lag, Queries, Reads, Study, User};
use model::prelude::*;

pub(super) fn ask(bits: Bits) -> Result<()> {
    let machines = machines(bits)?;
    let database = database(bits, &machines)?;
    let queries = Queries {
        reads: per_second(number(bits, 300.0)?),
        writes: per_second(number(bits, 30.0)?),
        cpu: time(bits, 1.5e-3)?,
        pages: number(bits, 2.0)?,
        data: size(bits, 8e9)?,
        reserved: size(bits, 5e8)?,
        hop: time(bits, 250e-6)?,
    };
    acknowledged(bits)?;
    if let Some(available) = judged("availability", database.availability()) {
        share("availability", available.share());
    }
    // A study carries the description with it, in which a price may be a credit.
    let study = match database.study(&queries) {
        Ok(study) => study,
        Err(error) => {
            named("study", &error);
            return Ok(());
        }
    };
    judge(&study);
    outages(&study);
    let after = time(bits, 5e-3)?;
    if let Some(lag) = judged("lag", study.lag()) {
        late(bits, &lag, after)?;
    }
    let policy = reads(bits)?;
    let user = User {
        writes: per_second(number(bits, 0.01)?),
    };
    if let Some(moved) = judged("reads that move", study.reads_moved(policy, user)) {
        share("reads that move", moved);
    }
    judged("source with them", study.source_with(policy, user));
    worthwhile(bits, &database, &study)
}

fn judge(study: &Study) {
    ordinary("source", &study.source());
    ordinary("replica", &study.replica());
    ordinary("appliers", &study.appliers());
    let (capacity, limit) = (study.capacity(), study.limit());
    ordinary("capacity", &capacity);
    ordinary("limit", &limit);
    ordinary("bare read", &study.bare_read());
    share("pages from the disk", study.disk_share());
    let ways = [study.read_time(), study.write_time()];
    for way in ways.into_iter().flatten() {
        let p99 = way.percentile(0.99).expect("a percentile of a way");
        ordinary("way", &(way.mean(), p99));
    }
    for connections in [study.source_connections(), study.replica_connections()] {
        judged("connections", connections);
    }
    judged("network", study.network().map(drop));
}

fn outages(study: &Study) {
    judged("acknowledgement", study.acknowledgement());
    if let Some(outage) = judged("outage", study.outage()) {
        share("unavailable", outage.unavailable);
        share("available", outage.availability());
        ordinary("outage of a year", &outage.per_year());
    }
}

fn late(bits: Bits, lag: &Lag, after: Time) -> Result<()> {
    let p99 = lag.percentile(0.99).expect("a percentile of the lag");
    ordinary(
        "lag",
        &[lag.mean(), lag.network(), lag.wait(), lag.hold(), p99],
    );
    ordinary("writes behind", &[lag.behind(), lag.in_flight()]);
    share("busy threads", lag.utilisation());
    let policy = reads(bits)?;
    if !after.is_finite() {
        return Ok(());
    }
    share("stale", lag.stale(policy, after));
    share(
        "stale share",
        lag.stale_share(per_second(number(bits, 3.0)?)),
    );
    let (replicas, second) = (count(bits, 9)?, time(bits, 0.01)?);
    if let Some(back) = judged("goes back", lag.goes_back(policy, replicas, after, second)) {
        share("goes back", back);
    }
    Ok(())
}

fn acknowledged(bits: Bits) -> Result<()> {
    let (acks, replicas) = (count(bits, 3)?, count(bits, 9)?);
    let wait = Acknowledgement::of(acks, replicas, time(bits, 250e-6)?, time(bits, 3e-4)?);
    if let Some(wait) = judged("wait for acknowledgements", wait) {
        let (half, most) = (wait.percentile(0.5), wait.percentile(0.99));
        let (half, most) = (half.expect("the median"), most.expect("p99"));
        ordinary("wait", &[wait.mean(), half, most]);
        assert!(half <= most, "{half} {most}");
        share("who waits longer", wait.tail(most));
    }
    Ok(())
}

/// The search for replicas that pay, and one more of them.
fn worthwhile(bits: Bits, database: &Database, study: &Study) -> Result<()> {
    judged("worthwhile", study.worthwhile(number(bits, 0.1)?));
    let more = database.replica_count().saturating_add(1);
    let more = database.clone().replicas(more).study(study.queries());
    if let (Ok(more), 1..) = (more, database.replica_count()) {
        let (before, after) = (study.capacity().queries, more.capacity().queries);
        assert!(after >= before * (1.0 - 1e-9), "{before} to {after}");
    }
    Ok(())
}

fn reads(bits: Bits) -> Result<Reads> {
    Ok(match bits.int_in_range(0..=2)? {
        0 => Reads::AnyReplica,
        1 => Reads::Sticky,
        _ => Reads::SourceAfterWrite(time(bits, 5.0)?),
    })
}
