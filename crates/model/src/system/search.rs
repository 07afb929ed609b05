//! The cheapest system that meets a target.
//!
//! ```text
//! kinds of machines x stages (together, apart, replicas, cache) -> for each the fewest web machines that do -> the cheapest
//! ```
//!
//! The closed form judges every candidate. Candidates come in the order of what they cost without further web machines,
//! so that the search ends as soon as no candidate that is left can be cheaper. More web machines never make a system
//! slower, so that the fewest that meet the target are found by bisection.

use super::definition::System;
use super::goal::{Goal, Neighbour, Options, Planned};
use crate::components::Fleet;
use crate::components::availability::Uptime;
use crate::components::database::Database;
use crate::error::Error;
use crate::format::significant;
use crate::machine::Machine;
use crate::report::Prediction;
use crate::units::{Money, Time};
use crate::workload::{Traffic, Work};

/// One point of the searched space.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Candidate {
    web: usize,              // index of the kind of machine
    database: Option<usize>, // `None`: together
    replicas: u32,
    cache: Option<usize>,
    count: u32, // web machines
}

/// What is asked, in one place.
struct Search<'a> {
    traffic: &'a Traffic,
    work: &'a Work,
    goal: Goal,
    options: &'a Options,
    judged: u64,
}

/// The cheapest system that meets a goal under a traffic.
///
/// It is found among: web application and database together or apart, every kind of machine for each, up to
/// `options.replicas` replicas like the source, with and without a cache on one machine of every kind, 1 to
/// `options.most` web machines, with the balancer where there are several. Deterministic; what is not priced costs
/// nothing.
///
/// ```
/// use model::prelude::*;
/// use model::system::{Goal, Options, plan};
/// # let work = Work::per_request().web_cpu(ms(8.0)).web_reads(0.2).queries(3).query_cpu(ms(1.5))
/// #     .pages_per_query(2.0).data_per_user(kib(40.0)).workers(64).worker_memory(mib(40.0))
/// #     .reserved_memory(mib(512.0));
/// # let machine = |name: &str, cores: u32, price: f64| Machine::named(name).cores(cores).memory(gib(8.0))
/// #     .disk(Disk::new("SSD", us(100.0), gib(100.0))).monthly(usd(price), "example");
/// let options = Options {
///     machines: vec![machine("medium", 2, 50.0), machine("large", 4, 100.0)],
///     hop: us(250.0),
///     balancer: None,
///     cache: None,
///     most: 20,
///     replicas: 0,
///     uptime: None,
///     failover: None,
/// };
/// let goal = Goal { p99: ms(100.0), availability: None };
/// let traffic = Traffic::daily_users(4e5).requests_each(20.0).peak_to_mean(1.85);
/// let planned = plan(&traffic, &work, goal, &options)?;
/// assert!(planned.p99.unwrap() <= ms(100.0));
/// assert!(planned.neighbours.iter().all(|cheaper| cheaper.monthly < planned.monthly));
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
/// Names the first parameter that is missing or out of range.
pub fn plan(
    traffic: &Traffic,
    work: &Work,
    goal: Goal,
    options: &Options,
) -> Result<Planned, Error> {
    options.check(goal)?;
    let mut search = Search {
        traffic,
        work,
        goal,
        options,
        judged: 0,
    };
    let best = search.cheapest()?;
    search.planned(best)
}

impl Search<'_> {
    /// The cheapest candidate that meets the goal.
    fn cheapest(&mut self) -> Result<Option<(Money, Candidate)>, Error> {
        let mut candidates = self.candidates();
        candidates.sort_by(|a, b| a.0.usd().total_cmp(&b.0.usd()));
        let mut best: Option<(Money, Candidate)> = None;
        for (base, candidate) in candidates {
            if best.is_some_and(|(price, _)| base >= price) {
                break;
            }
            let most = self.affordable(candidate, best.map(|(price, _)| price));
            let Some(count) = self.fewest(candidate, most)? else {
                continue;
            };
            let found = Candidate { count, ..candidate };
            let price = self.system(found).bill().monthly();
            if best.is_none_or(|(known, _)| price < known) {
                best = Some((price, found));
            }
        }
        Ok(best)
    }

    /// Every kind of system with one web machine, and what it costs.
    fn candidates(&self) -> Vec<(Money, Candidate)> {
        let kinds = 0..self.options.machines.len();
        let databases = std::iter::once(None).chain(kinds.clone().map(Some));
        let caches: Vec<Option<usize>> = match self.options.cache {
            Some(_) => std::iter::once(None)
                .chain(kinds.clone().map(Some))
                .collect(),
            None => vec![None],
        };
        let mut all = Vec::new();
        for database in databases {
            let most = database.map_or(0, |_| self.options.replicas);
            for web in kinds.clone() {
                for replicas in 0..=most {
                    for cache in &caches {
                        let candidate = Candidate {
                            web,
                            database,
                            replicas,
                            cache: *cache,
                            count: 1,
                        };
                        all.push((self.system(candidate).bill().monthly(), candidate));
                    }
                }
            }
        }
        all
    }

    /// The most web machines that still cost less than the best system so far.
    fn affordable(&self, candidate: Candidate, best: Option<Money>) -> u32 {
        let Some(best) = best else {
            return self.options.most;
        };
        let cheaper = |count: u32| {
            let system = self.system(Candidate { count, ..candidate });
            system.bill().monthly() < best
        };
        let (mut low, mut high) = (1, self.options.most);
        while low < high {
            let middle = (low + high).div_ceil(2);
            if cheaper(middle) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        low
    }

    /// The fewest web machines, up to `most`, with which the candidate meets the goal.
    fn fewest(&mut self, candidate: Candidate, most: u32) -> Result<Option<u32>, Error> {
        let (mut low, mut high) = (1, most);
        if self
            .fails(Candidate {
                count: high,
                ..candidate
            })?
            .is_some()
        {
            return Ok(None);
        }
        while low < high {
            let middle = (low + high) / 2;
            match self.fails(Candidate {
                count: middle,
                ..candidate
            })? {
                Some(_) => low = middle + 1,
                None => high = middle,
            }
        }
        Ok(Some(low))
    }

    /// What a candidate fails on, if anything.
    fn fails(&mut self, candidate: Candidate) -> Result<Option<String>, Error> {
        self.judged += 1;
        let system = self.system(candidate);
        let report = match system.predict(self.traffic)? {
            Prediction::Overloaded(overload) => return Ok(Some(overload.to_string())),
            Prediction::Steady(report) => report,
        };
        let p99 = report.response.p99.value;
        if p99 > self.goal.p99 {
            return Ok(Some(format!("p99 {p99}")));
        }
        let (Some(target), Some(reached)) = (self.goal.availability, report.availability) else {
            return Ok(None);
        };
        Ok(
            (reached < target)
                .then(|| format!("availability {}%", significant(100.0 * reached, 6))),
        )
    }

    /// A candidate as a system. Its machines fail where a target for the availability was set.
    fn system(&self, candidate: Candidate) -> System {
        let kind = |index: usize| self.options.machines[index].clone();
        let uptime = self
            .options
            .uptime
            .filter(|_| self.goal.availability.is_some());
        let mut web = Fleet::of(candidate.count, kind(candidate.web));
        if let Some(Uptime { up, repair }) = uptime {
            web = web.failures(up, repair);
        }
        let work = self.work.clone();
        let mut system = match candidate.database {
            None => System::sharing(web, work),
            Some(index) => {
                let database = self.database(kind(index), candidate.replicas, uptime);
                System::apart(web, database, self.options.hop, work)
            }
        };
        let balancer = self.options.balancer.as_ref();
        if let Some(balancer) = balancer.filter(|_| candidate.count > 1) {
            let balancer = balancer.clone();
            system = system.balancer(match uptime {
                Some(Uptime { up, repair }) => balancer.failures(up, repair),
                None => balancer,
            });
        }
        if let (Some(index), Some(cache)) = (candidate.cache, &self.options.cache) {
            let cache = cache.clone().on(kind(index), 1);
            system = system.cache(match uptime {
                Some(Uptime { up, repair }) => cache.failures(up, repair),
                None => cache,
            });
        }
        system
    }

    fn database(&self, machine: Machine, replicas: u32, uptime: Option<Uptime>) -> Database {
        let mut database = Database::on(machine).replicas(replicas);
        if let Some(Uptime { up, repair }) = uptime {
            database = database.failures(up, repair);
        }
        match self.options.failover {
            Some(time) => database.failover(time, Time::ZERO),
            None => database,
        }
    }

    /// The answer: the system, what it does, and what its cheaper neighbours fail on.
    fn planned(mut self, best: Option<(Money, Candidate)>) -> Result<Planned, Error> {
        let Some((monthly, best)) = best else {
            return Ok(Planned {
                system: None,
                monthly: Money::ZERO,
                p99: None,
                availability: None,
                judged: self.judged,
                neighbours: Vec::new(),
            });
        };
        let system = self.system(best);
        let prediction = system.predict(self.traffic)?;
        let availability = prediction.steady().and_then(|report| report.availability);
        let mut neighbours = Vec::new();
        for (step, candidate) in self.steps(best) {
            let price = self.system(candidate).bill().monthly();
            if price >= monthly {
                continue;
            }
            if let Some(fails) = self.fails(candidate)? {
                neighbours.push(Neighbour {
                    step,
                    monthly: price,
                    fails,
                });
            }
        }
        Ok(Planned {
            p99: prediction.p99(),
            system: Some(system),
            monthly,
            availability,
            judged: self.judged,
            neighbours,
        })
    }

    /// The single steps from a candidate: one machine fewer, another kind, a stage less.
    fn steps(&self, best: Candidate) -> Vec<(String, Candidate)> {
        let kinds = 0..self.options.machines.len();
        let name = |index: usize| self.options.machines[index].name();
        let mut steps = Vec::new();
        if best.count > 1 {
            let count = best.count - 1;
            let step = format!("{count} instead of {} web machines", best.count);
            steps.push((step, Candidate { count, ..best }));
        }
        if best.replicas > 0 {
            let replicas = best.replicas - 1;
            let step = format!("{replicas} instead of {} replicas", best.replicas);
            steps.push((step, Candidate { replicas, ..best }));
        }
        if best.cache.is_some() {
            steps.push((
                "no cache".into(),
                Candidate {
                    cache: None,
                    ..best
                },
            ));
        }
        if best.database.is_some() {
            let together = Candidate {
                database: None,
                replicas: 0,
                ..best
            };
            steps.push(("web application and database together".into(), together));
        }
        for kind in kinds {
            let web = Candidate { web: kind, ..best };
            steps.push((format!("{} for the web application", name(kind)), web));
            if best.database.is_some() {
                let database = Candidate {
                    database: Some(kind),
                    ..best
                };
                steps.push((format!("{} for the database", name(kind)), database));
            }
            if best.cache.is_some() {
                let cache = Candidate {
                    cache: Some(kind),
                    ..best
                };
                steps.push((format!("{} for the cache", name(kind)), cache));
            }
        }
        steps
    }
}
