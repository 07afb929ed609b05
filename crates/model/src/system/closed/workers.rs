//! The workers of a web machine: how many requests it takes in hand at once.

use super::super::loads::MAX_STATIONS;
use super::super::plan::{Plan, is_full};
use super::connections::{self, Connections};
use super::later::Applier;
use super::stations::{Station, Workers};
use super::way::Waits;
use crate::error::Error;
use crate::network::{Discipline, MAX_GROUPS};
use crate::queueing::pool::{Place, Pool};
use crate::report::{Component, Need, Overload, Resource};
use crate::units::per_second;

/// A station that all workers together can keep this busy is what limits the system, not the number of workers.
const NEARLY_FULL: f64 = 0.95;

/// Everything that keeps up: the pool of workers, and the queues at the stations.
pub(crate) struct Judged {
    pub(super) workers: Workers,
    pub(super) connections: Vec<Connections>,
    pub(super) stations: Vec<Station>,
    pub(super) needs: Vec<Need>,
    pub(super) applier: Option<Applier>,
}

impl Judged {
    /// What a request may wait for.
    pub(super) fn waits(&self) -> Waits<'_> {
        Waits {
            workers: &self.workers,
            connections: &self.connections,
            stations: &self.stations,
        }
    }
}

/// What keeps up, or what is full.
pub(crate) fn judge(plan: &Plan) -> Result<Result<Judged, Overload>, Error> {
    judge_with(plan, |_| true)
}

/// How much of each resource is needed, or which is full: less work, without the queues that nothing of this depends on.
pub(super) fn judge_needs(plan: &Plan) -> Result<Result<Vec<Need>, Overload>, Error> {
    // Appliers hold their threads while they wait at a replica's cores and disk.
    let judged = judge_with(plan, |component| component == Component::Replica)?;
    Ok(judged.map(|judged| judged.needs))
}

/// What keeps up, with the stations of some components, or what is full.
fn judge_with(
    plan: &Plan,
    with: impl Fn(Component) -> bool,
) -> Result<Result<Judged, Overload>, Error> {
    let needs = plan.needs();
    let description = plan.network.groups[plan.web].pools[0];
    let web = plan.sides[plan.web].component;
    // Who finds no room to wait is refused: then workers may be short for ever.
    let allowed = |need: &Need| {
        description.room.is_some() && (need.component, need.resource) == (web, Resource::Workers)
    };
    if let Some(full) = needs
        .iter()
        .find(|need| is_full(need) && !allowed(need))
        .cloned()
    {
        return Ok(Err(plan.overload(&full, needs)));
    }
    let stations = Station::of(plan, with)?;
    let applier = Applier::of(plan, &stations)?;
    if let Some(applier) = applier.as_ref().filter(|applier| applier.demand >= 1.0) {
        // Its own waits are part of its work: where the machine is nearly full, that is the reason.
        let is_short = |need: &Need| {
            need.component == Component::Replica
                && (need.resource == Resource::Applier || need.ratio >= NEARLY_FULL)
        };
        return Ok(Err(short(plan, needs, is_short, applier.demand)));
    }
    let connections = Connections::all(plan)?;
    for held in &connections {
        if let Some(demand) = held.needed() {
            let is_short = |need: &Need| held.are(plan, need);
            return Ok(Err(short(plan, needs, is_short, demand)));
        }
    }
    let (rate, places) = (per_second(plan.web_rate()), places(plan, &connections));
    let pool = match description.room {
        Some(room) => Pool::bounded(rate, plan.workers(), room, &places)?,
        None => Pool::new(rate, plan.workers(), &places)?,
    };
    if !pool.is_full() {
        let workers = Workers {
            taken: pool.probability_of_waiting(),
            queue: pool.mean_queue(),
            extra: pool.extra().seconds(),
            refused: pool.refused(),
            spare: pool
                .capacity()
                .map(|capacity| capacity.per_second() / plan.web_rate()),
        };
        return Ok(Ok(Judged {
            workers,
            connections,
            stations,
            needs,
            applier,
        }));
    }
    // All stations would keep up, but not with so few workers at once.
    let demand = pool
        .capacity()
        .map_or(1.0, |capacity| plan.web_rate() / capacity.per_second())
        .max(1.0);
    let mut scarce = connections.iter();
    if let Some(held) = scarce.find(|held| held.is_scarce(demand, NEARLY_FULL)) {
        // Workers run out because they wait for connections.
        let is_short = |need: &Need| held.are(plan, need);
        return Ok(Err(short(plan, needs, is_short, demand)));
    }
    let is_scarce = |need: &Need| match need.resource {
        Resource::Workers => need.component == web,
        Resource::Cores | Resource::DiskReads | Resource::Bandwidth => {
            need.ratio / demand >= NEARLY_FULL
        }
        _ => false,
    };
    Ok(Err(short(plan, needs, is_scarce, demand)))
}

/// The overload of the first need that is short, of which `demand` times what there is would be needed.
fn short(
    plan: &Plan,
    mut needs: Vec<Need>,
    is_short: impl Fn(&Need) -> bool,
    demand: f64,
) -> Overload {
    let first = needs.iter().position(is_short).unwrap_or(0);
    let full = Need {
        ratio: demand,
        ..needs.remove(first)
    };
    needs.insert(0, full.clone());
    plan.overload(&full, needs)
}

/// Where the workers of one web machine spend their time.
fn places(plan: &Plan, connections: &[Connections]) -> Vec<Place> {
    let web_machines = f64::from(plan.network.groups[plan.web].machines);
    let mut places = Vec::with_capacity(MAX_GROUPS * MAX_STATIONS);
    for (group, station, _, load) in plan.stations() {
        if load.held <= 0.0 {
            continue;
        }
        let machines = plan.network.groups[group].machines;
        let servers = plan.network.groups[group].stations[station];
        let offered = plan.arrival * load.work / f64::from(machines);
        // Sharing one server, the number of requests is that of M/M/1.
        debug_assert!(servers.discipline == Discipline::Fcfs || servers.servers == 1);
        let place = Place::station(offered, servers.servers);
        let share = match servers.discipline {
            Discipline::Fcfs => load.held / load.visits,
            // Who shares is there for as long as its own work takes.
            Discipline::Sharing => load.held * plan.sides[group].usual[station] / load.work,
        };
        places.push(if group == plan.web && load.held == load.visits {
            place
        } else if group == plan.web {
            place.shared(1, share)
        } else {
            place.shared(machines, share / web_machines)
        });
    }
    let delay = plan.loads.pool(plan.web, 0).delay + connections::wait(connections);
    if delay > 0.0 {
        places.push(Place::delay(plan.web_rate() * delay));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::*;

    /// What is needed, and what is full, do not depend on the queues that are left out.
    #[test]
    fn needs_are_judged_as_with_all_queues() -> Result<(), Error> {
        let machine = || {
            Machine::named("medium")
                .cores(2)
                .memory(gib(4.0))
                .disk(Disk::new("SSD", us(100.0), gib(500.0)).writes(us(300.0)))
        };
        let work = Work::per_request()
            .web_cpu(ms(8.0))
            .web_reads(0.2)
            .queries(3)
            .query_cpu(ms(1.5))
            .pages_per_query(2.0)
            .writes(0.1)
            .data_per_user(kib(40.0))
            .workers(24)
            .worker_memory(mib(40.0))
            .reserved_memory(mib(512.0));
        let system = System::apart((machine(), 8), Database::on(machine()), us(250.0), work)
            .balancer(Balancer::two_choices().hop(us(250.0)))
            .replicas(2);
        let habits = Traffic::daily_users(1.0)
            .requests_each(20.0)
            .peak_to_mean(2.0);
        let mut full = 0;
        for users in 1..=60 {
            let traffic = habits.at_users(f64::from(users) * 1e5);
            let plan = Plan::new(&system, &traffic)?;
            let all = judge(&plan)?.map(|judged| judged.needs);
            full += u32::from(all.is_err());
            assert_eq!(judge_needs(&plan)?, all);
        }
        assert!((1..60).contains(&full), "{full} of 60 are full");
        Ok(())
    }
}
