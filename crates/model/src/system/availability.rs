//! How often enough machines of a system work.

use super::definition::System;
use crate::components::availability::Uptime;
use crate::error::Error;
use crate::report::{Component, Report, Resource};
use crate::units::Time;

/// Share of the time in which every group has enough machines to carry the load of a report, machines failing
/// independently. `[1]`
///
/// A group needs as many machines as its busiest resource that takes time fills, one at least. A source with replicas is
/// away only until one of them takes its place.
///
/// # Errors
/// A failover time that is needed and was not given, or a number out of range.
pub(super) fn of(
    system: &System,
    report: &Report,
    uptime: Uptime,
    failover: Option<Time>,
) -> Result<f64, Error> {
    let one = uptime.availability();
    let replicas = system.database.as_ref().map_or(0, |d| d.replica_count());
    let mut all = 1.0;
    for part in system.parts() {
        if part.machine.is_empty() {
            continue;
        }
        let works = if part.component == Component::Database && replicas > 0 {
            let gap = failover.ok_or_else(|| Error::missing("failover"))?;
            // Once in a cycle the source is gone for this long.
            1.0 - (gap / uptime.cycle()).min(1.0 - one.share())
        } else {
            let needed = needed(report, part.component, part.count);
            one.at_least(needed, part.count)?.share()
        };
        all *= works;
    }
    Ok(all)
}

/// The fewest machines of a group that carry its load.
fn needed(report: &Report, component: Component, count: u32) -> u32 {
    let busiest = report
        .needs
        .iter()
        .filter(|need| need.component == component && need.resource.is_time())
        .filter(|need| need.resource != Resource::Workers)
        .fold(0.0_f64, |busiest, need| busiest.max(need.ratio));
    // At exactly full a queue already grows without bound.
    let needed = libm::floor(busiest * f64::from(count)) as u32 + 1;
    needed.min(count).max(1)
}
