//! How often a system works: enough machines for the load, and how many requests meet a dead one.

use super::definition::System;
use crate::components::Outage;
use crate::components::availability::{Availability, Uptime};
use crate::error::Error;
use crate::report::{Component, Need, Resource};
use crate::units::Time;

/// Share of the time in which every group that an answer waits for has enough machines to carry its load, machines failing
/// independently; `None` if nothing was said of failures. `[1]`
///
/// Groups in a row: all are needed. A group needs as many machines as its busiest resource that takes time fills, one at
/// least ([`Availability::at_least`]). A source with replicas is away until one of them takes its place
/// ([`Database::availability`](crate::components::database::Database::availability)). A cache is needed, for without it the
/// database gets all reads. Workers behind a queue are not: what they do waits for them.
///
/// # Errors
/// A failover time that is needed and was not given, or a number out of range.
pub(super) fn of(system: &System, needs: &[Need]) -> Result<Option<f64>, Error> {
    let mut groups: Vec<Availability> = Vec::new();
    let mut fleet = |component, uptime: Option<Uptime>, count: u32| -> Result<(), Error> {
        if let Some(uptime) = uptime {
            let needed = needed(needs, component, count);
            groups.push(uptime.availability().at_least(needed, count)?);
        }
        Ok(())
    };
    if let Some((balancer, (_, count))) = system
        .balancer
        .as_ref()
        .and_then(|b| Some((b, b.machine()?)))
    {
        fleet(Component::Balancer, balancer.uptime(), count)?;
    }
    fleet(system.front(), system.web.uptime(), system.web.count())?;
    if let Some(cache) = &system.cache {
        fleet(Component::Cache, cache.uptime(), cache.count())?;
    }
    if let Some(database) = &system.database {
        let uptime = database.uptime();
        match database.replica_count() {
            0 => fleet(Component::Database, uptime, database.copy_count())?,
            replicas => {
                fleet(Component::Replica, uptime, replicas)?;
                groups.extend(uptime.map(|_| database.availability()).transpose()?);
            }
        }
    }
    let all = groups
        .iter()
        .fold(Availability::ALWAYS, |all, one| all.and(*one));
    Ok((!groups.is_empty()).then(|| all.share()))
}

/// The fewest machines of a group that carry its load.
fn needed(needs: &[Need], component: Component, count: u32) -> u32 {
    let busiest = needs
        .iter()
        .filter(|need| need.component == component && need.resource.is_time())
        .filter(|need| need.resource != Resource::Workers)
        .fold(0.0_f64, |busiest, need| busiest.max(need.ratio));
    // At exactly full a queue already grows without bound.
    let needed = libm::floor(busiest * f64::from(count)) as u32 + 1;
    needed.min(count).max(1)
}

/// Share of the requests that turn to a dead balancer or web machine, or whose machine dies: what the simulation counts as
/// failed. `[1]`
///
/// # Errors
/// A number out of range.
pub(super) fn failing(system: &System, response: Time) -> Result<f64, Error> {
    let mut works = 1.0;
    if let Some((balancer, (_, count))) = system
        .balancer
        .as_ref()
        .and_then(|b| Some((b, b.machine()?)))
        && let Some(uptime) = balancer.uptime()
    {
        // Forwarding takes no time to speak of; nobody notices a dead balancer.
        works *= 1.0 - Outage::of(count, uptime, None)?.failing(Time::ZERO)?;
    }
    if let Some(uptime) = system.web.uptime() {
        let detection = system.balancer.as_ref().and_then(|b| b.detection());
        let web = Outage::of(system.web.count(), uptime, detection)?;
        works *= 1.0 - web.failing(response)?;
    }
    Ok(1.0 - works)
}
