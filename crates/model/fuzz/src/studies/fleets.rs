//! Machines side by side: retry storms, workers, policies, rings, outages.

use super::machines;
use crate::answers::{judged, ordinary, share};
use crate::systems::{
    Bits, balancer, clients, count, number, optional, share as part, time, two_times,
};
use arbitrary::Result;
use model::components::{Balancing, Outage, Outlook, RetryStorm, Ring, Uptime, Workers};
use model::network::Service;
use model::prelude::*;

/// Completions within a time-out at most: a storm looks at each of them a thousand times.
const PATIENCE: f64 = 2_000.0;

/// Clients that try again.
pub(super) fn storm(bits: Bits) -> Result<()> {
    let (clients, servers, service) = (clients(bits)?, count(bits, 40)?, time(bits, 0.1)?);
    let room = optional(bits, |bits| count(bits, 200))?;
    let patience = clients
        .client()
        .map_or(0.0, |client| client.timeout / service);
    if patience * f64::from(servers) > PATIENCE {
        return Ok(());
    }
    let storm = RetryStorm::new(&clients, servers, service, room);
    let Some(storm) = storm
        .map_err(|error| judged::<()>("storm", Err(error)))
        .ok()
    else {
        return Ok(());
    };
    let rates = (storm.capacity(), storm.good_until(), storm.collapses_from());
    ordinary("storm", &rates);
    ordinary("tipping backlog", &storm.tipping_backlog());
    let failing = part(bits)?;
    if (0.0..=1.0).contains(&failing) {
        assert!(storm.amplification(failing) >= 1.0 - 1e-9, "{failing}");
    }
    let load = storm.capacity() * number(bits, 0.8)?;
    let states = judged("states", storm.states(load));
    let outlook = judged("outlook", storm.outlook(load));
    for state in states.iter().flatten() {
        share("refused", state.refused);
        share("late", state.late);
        assert!(state.goodput <= state.attempts * (1.0 + 1e-9), "{state:?}");
    }
    if outlook == Some(Outlook::Stable) {
        assert!(states.is_none_or(|states| states.len() < 3), "{load}");
    }
    judged("drains", storm.drains(load, number(bits, 100.0)?));
    judged("survives", storm.survives(per_second(number(bits, 1e3)?)));
    Ok(())
}

/// Workers, policies, rings and outages.
pub(super) fn ask(bits: Bits) -> Result<()> {
    workers(bits)?;
    let machines = machines(bits)?;
    let balancer = balancer(bits, &machines)?;
    let service = Service {
        mean: time(bits, 0.01)?,
        variation: number(bits, 1.0)?,
    };
    let many = count(bits, 20)?;
    if let Some(fleet) = judged("balancing", Balancing::of(many, count(bits, 8)?, service)) {
        let load = fleet.capacity() * part(bits)?;
        judged("found", fleet.found(balancer.choice(), load));
    }
    ring(bits)?;
    let (up, repair) = two_times(bits, 2.6e6, 3600.0)?;
    let detection = optional(bits, |bits| time(bits, 10.0))?;
    let outage = Outage::of(many, Uptime { up, repair }, detection);
    if let Some(outage) = judged("outage", outage) {
        if let Some(failing) = judged("failing", outage.failing(time(bits, 0.1)?)) {
            share("failing", failing);
        }
        judged("lost", outage.lost_each(per_second(number(bits, 100.0)?)));
    }
    let available = Availability::of(part(bits)?);
    if let Some(one) = judged("availability", available) {
        let (serving, target) = (count(bits, 9)?, one.or(one));
        judged("at least", one.at_least(serving, many.min(200)));
        judged("needed", one.needed(serving, target));
    }
    Ok(())
}

fn workers(bits: Bits) -> Result<()> {
    let workers = Workers::of(count(bits, 64)?, time(bits, 0.1)?);
    let Some(mut workers) = judged("workers", workers) else {
        return Ok(());
    };
    if let Some(room) = optional(bits, |bits| count(bits, 200))? {
        workers = workers.accept_queue(room);
    }
    let load = per_second(number(bits, 300.0)?);
    if let Some(held) = judged("held", workers.at(load)) {
        share("refused", held.refused);
        share("waiting", held.waiting);
    }
    judged("needed workers", workers.needed(load, part(bits)?));
    ordinary("limit", &workers.limit());
    Ok(())
}

/// Few points, so that dealing the keys takes no time.
fn ring(bits: Bits) -> Result<()> {
    let (machines, points) = (count(bits, 20)?, count(bits, 50)?);
    let ring = Ring::new(machines, points, count(bits, 200)?);
    let few = u64::from(machines) * u64::from(points) < 2_000;
    if let Some(ring) = judged("ring", ring).filter(|_| few) {
        ordinary("ring", &(ring.variation(), ring.imbalance()));
        share("hottest", ring.hottest());
        share("moved", ring.moved());
        share("moved by modulo", ring.moved_by_modulo());
        let all: f64 = ring.typical_shares().iter().sum();
        assert!((all - 1.0).abs() < 1e-6, "{all}: {ring:?}");
    }
    Ok(())
}
