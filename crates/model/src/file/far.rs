//! What is far away or later in a system file: the CDN, the queue and its workers.

use super::error::FileError;
use super::fields::Fields;
use super::machines::Machines;
use crate::components::Fleet;
use crate::components::cdn::{Cdn, Tls, Transport};
use crate::components::queue::{Autoscaling, Full, Human, Queue, Target};

/// How a connection is secured, in words.
pub(super) const TLS: [(&str, Tls); 4] = [
    ("none", Tls::None),
    ("1.2", Tls::V12),
    ("1.3", Tls::V13),
    ("resumed", Tls::Resumed),
];

/// Reads the table `cdn`.
pub(super) fn cdn(mut fields: Fields) -> Result<Cdn, FileError> {
    let origin = fields.text("origin")?;
    let mut cdn = Cdn::in_front_of(fields.required("origin", origin)?);
    for mut point in fields.tables("points")? {
        let (place, memory) = (point.text("place")?, point.quantity("memory")?);
        cdn = cdn.point(
            point.required("place", place)?,
            point.required("memory", memory)?,
        );
        point.finish()?;
    }
    if let Some(mut shield) = fields.table("shield")? {
        let (place, memory) = (shield.text("place")?, shield.quantity("memory")?);
        cdn = cdn.shield(
            shield.required("place", place)?,
            shield.required("memory", memory)?,
        );
        shield.finish()?;
    }
    for mut pair in fields.tables("round_trips")? {
        let (from, to, time) = (pair.text("from")?, pair.text("to")?, pair.quantity("time")?);
        cdn = cdn.round_trip(
            pair.required("from", from)?,
            pair.required("to", to)?,
            pair.required("time", time)?,
        );
        pair.finish()?;
    }
    if let Some(table) = fields.table("transport")? {
        cdn = cdn.transport(transport(table)?);
    }
    if let Some(rate) = fields.data_rate("access")? {
        cdn = cdn.access(rate);
    }
    for mut place in fields.tables("access_at")? {
        let (name, rate) = (place.text("place")?, place.data_rate("rate")?);
        cdn = cdn.access_at(
            place.required("place", name)?,
            place.required("rate", rate)?,
        );
        place.finish()?;
    }
    if let Some(mut table) = fields.table("answers")? {
        let (origin, edge) = (table.quantity("origin")?, table.quantity("edge")?);
        cdn = cdn.answers(
            table.required("origin", origin)?,
            table.required("edge", edge)?,
        );
        table.finish()?;
    }
    if let Some(time) = fields.quantity("lifetime")? {
        cdn = cdn.lifetime(time);
    }
    for mut place in fields.tables("regions")? {
        let (name, region) = (place.text("place")?, place.text("region")?);
        cdn = cdn.region(
            place.required("place", name)?,
            place.required("region", region)?,
        );
        place.finish()?;
    }
    if let Some(kept) = fields.flag("kept_connections")? {
        cdn = cdn.kept_connections(kept);
    }
    fields.checked(cdn, Cdn::check)
}

fn transport(mut fields: Fields) -> Result<Transport, FileError> {
    let mut transport = Transport::tcp();
    if let Some(tls) = fields.one_of("tls", &TLS)? {
        transport = transport.tls(tls);
    }
    macro_rules! given {
        ($($kind:ident $key:ident),+) => {
            $(if let Some(value) = fields.$kind(stringify!($key))? {
                transport = transport.$key(value);
            })+
        };
    }
    given!(quantity segment, count initial_window, quantity receive_window, quantity look_up);
    fields.checked(transport, Transport::check)
}

/// Reads the table `queue`.
pub(super) fn queue(mut fields: Fields, machines: &Machines) -> Result<Queue, FileError> {
    let machine = machines.named(&mut fields, "machine")?;
    let mut queue = Queue::on(fields.required("machine", machine)?);
    macro_rules! given {
        ($($kind:ident $key:ident => $method:ident),+) => {
            $(if let Some(value) = fields.$kind(stringify!($key))? {
                queue = queue.$method(value);
            })+
        };
    }
    given!(count machines => count, quantity handing_over => handing_over, quantity hop => hop);
    given!(quantity visibility => visibility, count prefetch => prefetch, count attempts => attempts);
    given!(number failing => failing, number poison => poison, numbers ordered => ordered);
    if fields.flag("dead_letters")?.unwrap_or(false) {
        queue = queue.dead_letters();
    }
    if fields.flag("idempotent")?.unwrap_or(false) {
        queue = queue.idempotent();
    }
    if let Some(mut workers) = fields.table("workers")? {
        let fleet = machines.fleet(&mut workers)?;
        queue = queue.workers(workers.checked(fleet, Fleet::check)?);
    }
    if let Some(mut bound) = fields.table("bounded")? {
        let words = [("refuse", Full::Refuse), ("block", Full::Block)];
        let (messages, full) = (bound.count("messages")?, bound.one_of("full", &words)?);
        queue = queue.bounded(
            bound.required("messages", messages)?,
            bound.required("full", full)?,
        );
        bound.finish()?;
    }
    if let Some(table) = fields.table("human_step")? {
        queue = queue.human_step(human(table)?);
    }
    if let Some(table) = fields.table("autoscaling")? {
        queue = queue.autoscaling(autoscaling(table)?);
    }
    fields.checked(queue, Queue::check)
}

fn human(mut fields: Fields) -> Result<Human, FileError> {
    let (share, mean, staff) = (
        fields.number("share")?,
        fields.quantity("mean")?,
        fields.count("staff")?,
    );
    let hours = match fields.numbers("hours")?.as_deref() {
        None => None,
        Some([from, to]) => Some((*from, *to)),
        Some(_) => {
            return Err(fields.wrong("hours: expected two numbers, from and to, as in [9, 17]"));
        }
    };
    let human = Human {
        share: fields.required("share", share)?,
        mean: fields.required("mean", mean)?,
        staff: fields.required("staff", staff)?,
        hours,
    };
    fields.checked(human, Human::check)
}

fn autoscaling(mut fields: Fields) -> Result<Autoscaling, FileError> {
    let target = match (fields.number("backlog")?, fields.number("utilisation")?) {
        (Some(backlog), None) => Target::Backlog(backlog),
        (None, Some(utilisation)) => Target::Utilisation(utilisation),
        _ => {
            return Err(
                fields.wrong("expected what the rule aims at: either backlog or utilisation")
            );
        }
    };
    let (min, max) = (fields.count("min")?, fields.count("max")?);
    let (period, start) = (fields.quantity("period")?, fields.quantity("start")?);
    let rule = Autoscaling {
        min: fields.required("min", min)?,
        max: fields.required("max", max)?,
        target,
        period: fields.required("period", period)?,
        start: fields.required("start", start)?,
    };
    fields.checked(rule, Autoscaling::check)
}
