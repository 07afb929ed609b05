//! What a request does in a system, and what the jobs do that it spawns.

pub(super) mod again;

use super::{APPLY, FILES, FLUSH, Shape, TASK, transfer};
use crate::components::cache::{Cache, Writing};
use crate::components::database::{Acknowledgement, Database, Replication};
use crate::error::Error;
use crate::machine::Machine;
use crate::network::{Service, Step, Visits};
use crate::report::Component;
use crate::system::definition::System;
use crate::units::seconds;
use crate::workload::Demand;

const CORES: usize = 0;
const DISK: usize = 1;
const LINK: usize = 2;

/// Steps that a way seldom exceeds.
const USUAL_STEPS: usize = 10;

/// What the steps are made of.
struct Router<'a> {
    system: &'a System,
    demand: &'a Demand,
    built: &'a Shape<'a>,
}

/// Builds the routes; those that nothing spawns are empty.
pub(super) fn build(
    system: &System,
    demand: &Demand,
    built: &Shape,
) -> Result<Vec<Vec<Step>>, Error> {
    let router = Router {
        system,
        demand,
        built,
    };
    Ok(vec![
        router.request()?,
        router.apply()?,
        router.task()?,
        router.flush()?,
        router.files(),
    ])
}

fn visit(group: usize, station: usize, mean: f64, visits: Visits) -> Step {
    Step::Visit {
        group,
        station,
        service: Service::exponential(seconds(mean)),
        visits,
    }
}

fn delay(time: f64) -> Step {
    Step::Delay(Service::constant(seconds(time)))
}

impl Router<'_> {
    /// The steps of a request before its first query.
    fn before(&self) -> Vec<Step> {
        let (web, demand) = (self.built.web, self.demand);
        let mut steps = self.balancer();
        steps.extend([
            Step::Choose { group: web },
            Step::Take {
                group: web,
                pool: 0,
            },
            visit(web, CORES, demand.web_cpu, Visits::ONE),
        ]);
        let read = self.built.sides[web].usual[DISK];
        steps.push(visit(web, DISK, read, Visits::of(demand.web_reads, 1.0)));
        steps
    }

    /// The whole request.
    fn request(&self) -> Result<Vec<Step>, Error> {
        let web = self.built.web;
        let mut steps = self.before();
        if self.demand.queries > 0 {
            steps.push(self.queries()?);
        }
        steps.extend(self.slow_work());
        if let Some(time) = transfer(self.system, self.system.work.answer_size()) {
            steps.push(visit(web, LINK, time, Visits::ONE));
        }
        steps.push(Step::Give {
            group: web,
            pool: 0,
        });
        if !self.files().is_empty() {
            steps.push(Step::Spawn {
                route: FILES,
                each: None,
            });
        }
        Ok(steps)
    }

    /// All queries of a request.
    fn queries(&self) -> Result<Step, Error> {
        Ok(Step::Repeat {
            times: self.demand.queries,
            steps: self.query()?,
        })
    }

    /// The files that are then fetched from the machine that answered: all of them by the client, or those that the CDN's
    /// edges miss.
    fn files(&self) -> Vec<Step> {
        let web = self.built.web;
        let Some(assets) = self.system.work.asset_files() else {
            return Vec::new();
        };
        let fetched = match self.system.cdn {
            Some(_) => Visits::of(assets.per_request, self.built.origin),
            None => Visits::of(assets.per_request, 1.0),
        };
        match transfer(self.system, Some(assets.size)) {
            Some(time) if fetched.mean() > 0.0 => vec![visit(web, LINK, time, fetched)],
            _ => Vec::new(),
        }
    }

    fn balancer(&self) -> Vec<Step> {
        let Some(balancer) = &self.system.balancer else {
            return Vec::new();
        };
        let mut steps = Vec::new();
        if let Some(group) = self.built.group(Component::Balancer) {
            let forwarding = balancer.forwarding_time().unwrap_or_default().seconds();
            steps.push(Step::Choose { group });
            steps.push(visit(group, CORES, forwarding, Visits::ONE));
        }
        let hop = balancer.hop_time().unwrap_or_default().seconds();
        steps.push(delay(hop));
        steps
    }

    /// One query, which reads or writes.
    fn query(&self) -> Result<Vec<Step>, Error> {
        let read = self.read()?;
        let write = self.write()?;
        let writes = self.system.work.write_share();
        let Some(cache) = &self.system.cache else {
            return Ok(Step::either(writes, write, read));
        };
        let lookup = || self.lookup(cache).into_iter().flatten();
        let mut miss = read;
        if cache.writes() == Writing::Aside {
            // The application itself puts into the cache what it has read.
            miss.extend(lookup());
        }
        let mut hit = Vec::with_capacity(USUAL_STEPS);
        hit.extend(lookup());
        hit.extend(Step::either(
            self.built.hit.unwrap_or(0.0),
            Vec::new(),
            miss,
        ));
        let mut changed = match cache.writes() {
            Writing::Back(_) => {
                let later = Step::Spawn {
                    route: FLUSH,
                    each: None,
                };
                Step::either(self.built.brought, vec![later], Vec::new())
            }
            _ => write,
        };
        changed.extend(lookup());
        Ok(Step::either(writes, changed, hit))
    }

    /// To the cache and back, with one operation there.
    fn lookup(&self, cache: &Cache) -> Option<[Step; 3]> {
        let group = self.built.group(Component::Cache)?;
        let time = cache.lookup_time().unwrap_or_default().seconds();
        Some([
            Step::Choose { group },
            delay(self.system.hop.seconds()),
            visit(group, CORES, time, Visits::ONE),
        ])
    }

    /// What a cache that writes back does later.
    fn flush(&self) -> Result<Vec<Step>, Error> {
        match self.system.cache.as_ref().map(Cache::writes) {
            Some(Writing::Back(later)) => {
                let mut steps = vec![delay(later.seconds())];
                if self.system.database.is_none() {
                    steps.push(Step::Choose {
                        group: self.built.web,
                    });
                }
                steps.extend(self.write()?);
                Ok(steps)
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Cores and disk that a query takes, or a share of it.
    fn work(&self, group: usize, miss: f64, share: f64) -> [Step; 2] {
        let demand = self.demand;
        [
            visit(group, CORES, demand.query_cpu * share, Visits::ONE),
            visit(
                group,
                DISK,
                self.built.sides[group].usual[DISK],
                Visits::of(demand.pages * share, miss),
            ),
        ]
    }

    /// What is written to the log for a write.
    fn log(&self, group: usize, machine: &Machine, share: f64) -> Result<Option<Step>, Error> {
        if self.system.work.write_share() <= 0.0 {
            return Ok(None);
        }
        let time = machine.write_time()?.seconds() * share;
        Ok(Some(visit(group, DISK, time, Visits::ONE)))
    }

    /// A read: at the source, at a replica, or where the web application runs.
    fn read(&self) -> Result<Vec<Step>, Error> {
        let Some(database) = &self.system.database else {
            return Ok(self.work(self.built.web, self.built.miss, 1.0).into());
        };
        let source = || self.source(database, Vec::new());
        let Some(group) = self.built.group(Component::Replica) else {
            return Ok(source());
        };
        let replica = || {
            let work = self.work(group, self.built.replica_miss, 1.0);
            self.there(group, database, work)
        };
        Ok(match database.source_share_of_reads() {
            share if share <= 0.0 => replica(),
            share => Step::either(share, source(), replica()),
        })
    }

    /// A query at the source, with what follows there.
    fn source(&self, database: &Database, more: Vec<Step>) -> Vec<Step> {
        let group = self.source_group();
        let work = self.work(group, self.built.miss, 1.0);
        self.there(group, database, work.into_iter().chain(more))
    }

    fn source_group(&self) -> usize {
        let group = self.built.group(Component::Database);
        group.unwrap_or(self.built.web)
    }

    /// Work at a machine of a group: the network there and back, and a connection if they are limited.
    fn there(
        &self,
        group: usize,
        database: &Database,
        work: impl IntoIterator<Item = Step>,
    ) -> Vec<Step> {
        let mut steps = Vec::with_capacity(USUAL_STEPS);
        steps.extend([Step::Choose { group }, delay(self.system.hop.seconds())]);
        let pool = self.built.groups[group].pools.len().saturating_sub(1);
        let limited = database.connection_limit().is_some();
        if limited {
            steps.push(Step::Take { group, pool });
        }
        steps.extend(work);
        if limited {
            steps.push(Step::Give { group, pool });
        }
        steps
    }

    /// A write at the source, which the replicas then repeat.
    fn write(&self) -> Result<Vec<Step>, Error> {
        let Some(database) = &self.system.database else {
            let mut steps = self.read()?;
            steps.extend(self.log(self.built.web, self.system.web.machine(), 1.0)?);
            return Ok(steps);
        };
        let group = self.source_group();
        let mut more: Vec<Step> = self
            .log(group, database.machine(), 1.0)?
            .into_iter()
            .collect();
        if let Some(replicas) = self.built.group(Component::Replica) {
            more.push(Step::Spawn {
                route: APPLY,
                each: Some(replicas),
            });
            more.extend(self.acknowledged(database)?);
        }
        Ok(self.source(database, more))
    }

    /// Until enough replicas have said that they have a write (not that they have applied it).
    fn acknowledged(&self, database: &Database) -> Result<Vec<Step>, Error> {
        let Replication::SemiSynchronous { acks } = database.replication_mode() else {
            return Ok(Vec::new());
        };
        if self.system.work.write_share() <= 0.0 {
            return Ok(Vec::new());
        }
        let log = database.replica_machine().write_time()?;
        let replicas = database.replica_count();
        Ok(Acknowledgement::of(acks, replicas, self.system.hop, log)?.steps())
    }

    /// A replica's copy of a write: half a round trip, a thread that applies it, its work.
    fn apply(&self) -> Result<Vec<Step>, Error> {
        let (Some(database), Some(group)) =
            (&self.system.database, self.built.group(Component::Replica))
        else {
            return Ok(Vec::new());
        };
        let (machine, share) = (database.replica_machine(), database.apply_share());
        let mut steps = Vec::with_capacity(USUAL_STEPS);
        steps.push(delay(self.system.hop.seconds() / 2.0));
        steps.push(Step::Take { group, pool: 0 });
        steps.extend(self.work(group, self.built.replica_miss, share));
        steps.extend(self.log(group, machine, share)?);
        steps.push(Step::Give { group, pool: 0 });
        Ok(steps)
    }

    /// The slow work of a request: done at once, or handed over.
    fn slow_work(&self) -> Vec<Step> {
        let Some(task) = self.system.work.slow_work() else {
            return Vec::new();
        };
        let (Some(group), Some(queue)) = (self.built.group(Component::Queue), &self.system.queue)
        else {
            let once = Visits {
                whole: 1,
                extra: 0.0,
                chance: task.share,
            };
            return vec![visit(self.built.web, CORES, task.cpu.seconds(), once)];
        };
        let hand_over = vec![
            Step::Choose { group },
            delay(queue.round_trip().unwrap_or_default().seconds()),
            visit(
                group,
                CORES,
                queue.broker_cpu().unwrap_or_default().seconds(),
                Visits::ONE,
            ),
            Step::Spawn {
                route: TASK,
                each: None,
            },
        ];
        Step::either(task.share, hand_over, Vec::new())
    }

    /// A task in the hands of a worker.
    fn task(&self) -> Result<Vec<Step>, Error> {
        let (Some(task), Some(group), Some(queue)) = (
            self.system.work.slow_work(),
            self.built.group(Component::Worker),
            &self.system.queue,
        ) else {
            return Ok(Vec::new());
        };
        // Attempts that fail with probability p are repeated, up to the limit: 1 + p + p^2 + ... of them.
        let p = queue.failure_probability();
        let most = queue.attempt_limit().map_or(f64::INFINITY, f64::from);
        let attempts = (1.0 - libm::pow(p, most)) / (1.0 - p);
        Ok(vec![
            Step::Choose { group },
            visit(group, CORES, task.cpu.seconds(), Visits::of(attempts, 1.0)),
        ])
    }
}
