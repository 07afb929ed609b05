//! What is far away as text: a CDN, its round trips and its transport.

use super::super::far::TLS;
use super::super::out::{DataRate, Inline, Out};
use crate::components::cdn::{Cdn, Point, Transport};
use crate::units::{Time, bytes, per_second, seconds};
use crate::workload::Traffic;

pub(super) fn cdn(out: &mut Out, cdn: &Cdn, traffic: &Traffic) {
    out.table("cdn");
    out.key("origin", cdn.origin());
    let point = |point: &Point| {
        Inline::new()
            .key("place", point.place())
            .key("memory", point.memory())
    };
    out.list("points", cdn.points().iter().map(point));
    out.optional("shield", cdn.shield_point().map(point));
    out.list("round_trips", round_trips(cdn, traffic));
    out.optional("transport", cdn.transport.as_ref().map(transport));
    out.optional("access", cdn.access.map(per_second).map(DataRate));
    let access = |(place, rate): &(String, f64)| {
        Inline::new()
            .key("place", &**place)
            .key("rate", DataRate(per_second(*rate)))
    };
    out.list("access_at", cdn.access_at.iter().map(access));
    let answers = cdn
        .answers
        .map(|(origin, edge)| (seconds(origin), seconds(edge)));
    out.optional(
        "answers",
        answers.map(|(origin, edge)| Inline::new().key("origin", origin).key("edge", edge)),
    );
    out.optional("kept_connections", cdn.kept_connections);
    out.optional("lifetime", cdn.lifetime.map(seconds));
    let region = |(place, region): &(String, String)| {
        Inline::new()
            .key("place", &**place)
            .key("region", &**region)
    };
    out.list("regions", cdn.regions.iter().map(region));
}

/// Those that were given, and of a table of the whole world those between places that the scenario names.
fn round_trips(cdn: &Cdn, traffic: &Traffic) -> Vec<Inline> {
    let pair = |from: &str, to: &str, time: Time| {
        Inline::new()
            .key("from", from)
            .key("to", to)
            .key("time", time)
    };
    let mut pairs: Vec<Inline> = cdn
        .given
        .iter()
        .map(|(from, to, time)| pair(from, to, seconds(*time)))
        .collect();
    let mut places: Vec<&str> = vec![cdn.origin()];
    places.extend(
        cdn.points()
            .iter()
            .chain(cdn.shield_point())
            .map(Point::place),
    );
    places.extend(
        traffic
            .places()
            .iter()
            .flat_map(|audience| audience.shares())
            .map(|(place, _)| place),
    );
    places.sort_unstable();
    places.dedup();
    let given = |a: &str, b: &str| {
        let joins = |(from, to, _): &(String, String, f64)| {
            (from == a && to == b) || (from == b && to == a)
        };
        cdn.given.iter().any(joins)
    };
    for (index, from) in places.iter().enumerate() {
        for to in &places[index..] {
            let time = cdn.between(from, to).ok().filter(|_| !given(from, to));
            pairs.extend(time.map(|time| pair(from, to, time)));
        }
    }
    pairs
}

fn transport(transport: &Transport) -> Inline {
    let tls = TLS
        .iter()
        .find(|(_, tls)| Some(*tls) == transport.tls)
        .map(|(word, _)| *word);
    Inline::new()
        .optional("tls", tls)
        .optional("segment", transport.segment.map(bytes))
        .optional("initial_window", transport.initial_window)
        .optional("receive_window", transport.window.map(bytes))
        .optional("look_up", transport.look_up.map(seconds))
}
