//! How often a system works: enough machines for the load.

use super::definition::System;
use crate::components::availability::{Availability, Uptime};
use crate::error::Error;
use crate::report::{Component, Need, Resource};
use crate::simulation::{Redundancy, Trials};
use crate::units::{Time, seconds};
use crate::workload::Traffic;

impl System {
    /// Time in a year of 365 days in which some group has fewer machines than this load needs; `None` if nothing was said of
    /// failures, or if all machines together do not carry the load.
    ///
    /// ```
    /// use model::prelude::*;
    /// # let work = Work::per_request().web_cpu(ms(8.0)).web_reads(0.0).queries(0).query_cpu(ms(1.0)).pages_per_query(0.0)
    /// #     .data_per_user(kib(1.0)).workers(8).worker_memory(mib(40.0)).reserved_memory(mib(512.0));
    /// # let machine = Machine::named("m").cores(2).memory(gib(4.0)).disk(Disk::new("SSD", us(100.0), gib(20.0)));
    /// let fleet = |count| Fleet::of(count, machine.clone()).failures(seconds(99.0), seconds(1.0));
    /// let system = |count| System::sharing(fleet(count), work.clone());
    /// let traffic = Traffic::daily_users(1e5).requests_each(20.0).peak_to_mean(1.85);
    /// // One machine carries it: alone it is away for a hundredth of the year, one of a pair for a hundredth of that.
    /// let days = |count| Ok::<_, Error>(system(count).downtime_a_year(&traffic)?.unwrap().seconds() / 86_400.0);
    /// assert!((days(1)? - 3.65).abs() < 1e-6 && (days(2)? - 0.0365).abs() < 1e-6);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// Names the first parameter that is missing or out of range.
    pub fn downtime_a_year(&self, traffic: &Traffic) -> Result<Option<Time>, Error> {
        let prediction = self.predict(traffic)?;
        let share = prediction.steady().and_then(|report| report.availability);
        Ok(share.map(|share| seconds(365.0 * 86_400.0 * (1.0 - share))))
    }
}

/// Share of the time in which every group that an answer waits for has enough machines to carry its load, machines failing
/// independently; `None` if nothing was said of failures. `[1]`
///
/// Groups in a row: all are needed. Source and replicas are one group, for a replica that has become the source is missing among
/// the replicas: of all of them one more must work than replicas are needed. Where enough others do, a dead source is away until
/// one of them has taken its place, or until its repair, if that is sooner.
///
/// # Errors
/// A failover time that is needed and was not given, or a number out of range.
pub(super) fn of(system: &System, needs: &[Need]) -> Result<Option<f64>, Error> {
    let groups = groups(system, needs)?;
    let mut all = Availability::ALWAYS;
    for (component, uptime, group) in &groups {
        let machine = uptime.availability();
        let (needed, machines) = (group.needed(), group.machines());
        all = all.and(match (component, &system.database) {
            (Component::Replica, Some(database)) => {
                let enough = machine.at_least(needed + 1, machines + 1)?;
                let spare = match needed {
                    all if all == machines => 0.0,
                    some => machine.at_least(some + 1, machines)?.share(),
                };
                let away = enough.unavailable() + database.taking_over() * spare;
                Availability::of(1.0 - away.min(1.0))?
            }
            _ => machine.at_least(needed, machines)?,
        });
    }
    Ok((!groups.is_empty()).then(|| all.share()))
}

/// The same, measured from machines that fail and are repaired ([`Trials::standing`]).
///
/// # Errors
/// Those of [`of`].
pub(super) fn simulated(
    system: &System,
    needs: &[Need],
    trials: &Trials,
) -> Result<Option<f64>, Error> {
    let groups = groups(system, needs)?;
    let groups: Vec<Redundancy> = groups.into_iter().map(|(_, _, group)| group).collect();
    if groups.is_empty() {
        return Ok(None);
    }
    trials.standing(&groups).map(|all| Some(all.share()))
}

/// The groups whose machines fail and that an answer waits for, and how many machines of each the load needs: both witnesses
/// start from it.
///
/// A group needs as many machines as its busiest resource that takes time fills, one at least. A cache is needed, for
/// without it the database gets all reads. Workers behind a queue are not: what they do waits for them.
///
/// # Errors
/// A failover time that is needed and was not given, or a number out of range.
fn groups(system: &System, needs: &[Need]) -> Result<Vec<(Component, Uptime, Redundancy)>, Error> {
    let balancer = system.balancer.as_ref();
    let balancer = balancer.and_then(|b| Some((b.uptime()?, b.machine()?.1)));
    let cache = system.cache.as_ref();
    let cache = cache.and_then(|cache| Some((cache.uptime()?, cache.count())));
    let web = system.web.uptime().map(|up| (up, system.web.count()));
    let mut all = vec![
        (Component::Balancer, balancer, None),
        (system.front(), web, None),
        (Component::Cache, cache, None),
    ];
    if let Some((database, uptime)) = system
        .database
        .as_ref()
        .and_then(|d| Some((d, d.uptime()?)))
    {
        all.push(match database.replica_count() {
            0 => (
                Component::Database,
                Some((uptime, database.copy_count())),
                None,
            ),
            replicas => {
                let failover = Some(database.failover_time()?);
                (Component::Replica, Some((uptime, replicas)), failover)
            }
        });
    }
    let group =
        |(component, machines, failover): (Component, Option<(Uptime, u32)>, Option<Time>)| {
            let (uptime, count) = machines?;
            let needed = needed(needs, component, count);
            let name = component.to_string();
            let group = Redundancy::of(name, count, needed, uptime.up, uptime.repair);
            let group = match failover {
                Some(time) => group.behind_a_source(time),
                None => group,
            };
            Some((component, uptime, group))
        };
    Ok(all.into_iter().filter_map(group).collect())
}

/// The fewest machines of a group that carry its load.
fn needed(needs: &[Need], component: Component, count: u32) -> u32 {
    let busiest = needs
        .iter()
        .filter(|need| need.component == component && need.resource.is_time())
        .filter(|need| need.resource != Resource::Workers)
        .fold(0.0_f64, |busiest, need| busiest.max(need.ratio));
    // At exactly full a queue already grows without bound.
    let needed = (busiest * f64::from(count)).floor() as u32 + 1;
    needed.min(count).max(1)
}
