//! Clients who give up: how many, and whether their retries can keep the system down.

use super::super::plan::Plan;
use super::stations::Station;
use crate::components::RetryStorm;
use crate::network::Client;
use crate::queueing::sojourn::Sojourn;
use crate::report::{ClientReport, Component, Need, PoolReport, Resource};
use crate::units::{Rate, Time, per_second, seconds};

/// The queue in which retries pile up: servers of the fullest resource that an answer waits for, on one of its machines.
struct Bottleneck {
    servers: u32,
    service: f64, // [s], of all that a request asks for there, and what it starts there
    room: Option<u32>, // that may wait
    there: Time,  // what a request spends there in the mean
    machines: f64,
}

/// What becomes of the clients, where they are described.
///
/// Late is who would have to wait longer than the time-out, if nobody tried again. Whether retries can keep the system down
/// is what [`RetryStorm`] says of the fullest resource alone, with what is left of the time-out after all others.
pub(super) fn clients(
    plan: &Plan,
    way: &Sojourn,
    (pool, stations, needs): (&PoolReport, &[Station], &[Need]),
) -> Option<ClientReport> {
    let client = plan.network.client?;
    let storm = fullest(plan, (pool, stations, needs))
        .filter(|_| client.retries > 0)
        .and_then(|fullest| fullest.storm(client, way.mean()));
    Some(ClientReport {
        timeout: client.timeout,
        late: way.tail(client.timeout),
        collapses_from: storm.and_then(|(from, _)| from),
        good_until: storm.map(|(_, until)| until),
    })
}

fn fullest(
    plan: &Plan,
    (pool, stations, needs): (&PoolReport, &[Station], &[Need]),
) -> Option<Bottleneck> {
    let web = plan.sides[plan.web].component;
    needs.iter().find_map(|need| match need.resource {
        Resource::Workers if need.component == web => Some(workers(plan, pool)),
        _ => station(plan, stations, need),
    })
}

/// The workers, held for as long as an answer takes.
fn workers(plan: &Plan, pool: &PoolReport) -> Bottleneck {
    Bottleneck {
        servers: pool.workers,
        service: pool.hold.seconds(),
        room: plan.network.groups[plan.web].pools[0].room,
        there: pool.wait + pool.hold,
        machines: f64::from(pool.machines),
    }
}

/// A station that answers wait for.
fn station(plan: &Plan, stations: &[Station], need: &Need) -> Option<Bottleneck> {
    let of =
        |s: &&Station| (s.report.component, s.report.resource) == (need.component, need.resource);
    let station = stations.iter().find(of).filter(|s| s.report.own > 0.0)?;
    let report = &station.report;
    if matches!(report.component, Component::Worker | Component::Queue) || plan.arrival <= 0.0 {
        return None;
    }
    let machines = f64::from(report.machines);
    let web = &plan.network.groups[plan.web];
    let most = web.pools[0].room.map(|room| {
        // As many as the web machines let in, which all send to these.
        let inside = f64::from(web.pools[0].places.saturating_add(room));
        let inside = inside * f64::from(web.machines) / machines;
        (inside as u32)
            .saturating_sub(report.servers)
            .min(1_000_000)
    });
    Some(Bottleneck {
        servers: report.servers,
        service: report.utilisation * f64::from(report.servers) * machines / plan.arrival,
        room: most,
        there: (report.wait + report.service) * report.own,
        machines,
    })
}

impl Bottleneck {
    /// The loads from which retries can, and will, keep it down; nothing where its formula does not reach.
    fn storm(&self, client: Client, mean: Time) -> Option<(Option<Rate>, Rate)> {
        let rest = (mean - self.there).max(Time::ZERO);
        let client = Client {
            timeout: (client.timeout - rest).max(Time::ZERO),
            ..client
        };
        let storm = RetryStorm::of(client, self.servers, seconds(self.service), self.room).ok()?;
        let all = |rate: Rate| per_second(rate.per_second() * self.machines);
        Some((storm.collapses_from().map(all), all(storm.good_until())))
    }
}
