//! A CDN: files on their way, hits in closed form and replayed.

use super::trials;
use crate::answers::{judged, named, ordinary, share};
use crate::systems::{Bits, cdn, number, optional, popularity, share as part, size, time};
use arbitrary::Result;
use model::components::cdn::{Cdn, Delivery, Source, Video, loss_bound, origin_share};
use model::prelude::*;

/// Files at most that are replayed: an edge for more takes long to fill.
const FEW: f64 = 300.0;
/// Segments at most of what is sent one by one.
const SEGMENTS: f64 = 1e4;

pub(super) fn ask(bits: Bits) -> Result<()> {
    let cdn = cdn(bits)?;
    let toronto = part(bits)?;
    let audience = Audience::of("Toronto", toronto).and("Seoul", 1.0 - toronto);
    let files = Files {
        size: size(bits, 3e5)?,
        count: number(bits, 100.0)?,
        popularity: popularity(bits)?,
        rate: per_second(number(bits, 100.0)?),
    };
    let video = optional(bits, video)?;
    if let Some(hits) = judged("hits", cdn.hits(&audience, &files)) {
        share("to the origin", origin_share(&hits));
        let each = hits
            .iter()
            .flat_map(|hit| [hit.edge, hit.shield, hit.share]);
        each.for_each(|part| share("hits", part));
        judged("egress", cdn.egress(&hits, &files, number(bits, 1e6)?));
    }
    judge(cdn.deliver(&audience, &files, video.as_ref()), bits)?;
    ways(&cdn, files.size, video);
    let loss = loss_bound(size(bits, 1460.0)?, time(bits, 0.1)?, part(bits)?);
    judged("bound by losses", loss);
    let trials = trials(bits)?;
    let sent = video.map_or(0.0, |video| video.size().bytes());
    if files.count < FEW && short(&cdn, files.size.bytes()) && short(&cdn, sent) {
        let replayed = cdn.simulate_delivery(&audience, &files, video.as_ref(), &trials);
        judge(replayed, bits)?;
    }
    Ok(())
}

fn judge(delivery: std::result::Result<Delivery, Error>, bits: Bits) -> Result<()> {
    let Some(delivery) = judged("delivery", delivery) else {
        return Ok(());
    };
    share("to the origin", delivery.to_origin.value);
    let (first, all) = (delivery.first_byte.value, delivery.fetch.value);
    assert!(first <= all * (1.0 + 1e-9), "{first} {all}");
    judged("quantile", delivery.fetch_quantile(part(bits)?));
    share("in time", delivery.fetched_within(all));
    share("plays through", delivery.plays_through().unwrap_or(0.0));
    Ok(())
}

/// Every way of a file, in closed form and segment by segment.
fn ways(cdn: &Cdn, file: Bytes, video: Option<Video>) {
    for from in [Source::Origin, Source::Edge, Source::Shield, Source::Miss] {
        let Some(way) = judged("way", cdn.way("Seoul", from)) else {
            continue;
        };
        ordinary("way", &(way.round_trip(), way.throughput()));
        judged("fetch", way.fetch(file));
        if let Some(video) = video {
            judged("play", way.play(&video));
            if short(cdn, video.size().bytes()) {
                judged("simulated play", way.simulate_play(&video));
            }
        }
        if short(cdn, file.bytes()) {
            match way.simulate_fetch(file) {
                Ok(fetch) => ordinary("simulated fetch", &fetch),
                Err(error) => named("simulated fetch", &error),
            }
        }
    }
}

/// Whether so many bytes are a few segments, or none that are sent.
fn short(cdn: &Cdn, sent: f64) -> bool {
    let transport = cdn.transport_of().ok();
    let segment = transport.and_then(|transport| transport.segment_size());
    segment.is_none_or(|segment| sent / segment.bytes() < SEGMENTS)
}

fn video(bits: Bits) -> Result<Video> {
    Ok(Video {
        bitrate: per_second(number(bits, 5e5)?),
        length: time(bits, 5.0)?,
        buffer: time(bits, 1.0)?,
    })
}
