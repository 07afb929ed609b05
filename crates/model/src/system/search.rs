//! The cheapest system that meets a target.
//!
//! ```text
//! kinds of machines x databases (or together) x replicas x caches -> for each the fewest web machines that do -> the cheapest
//! ```
//!
//! The closed form judges every candidate. Candidates come in the order of what they cost without further web machines,
//! so that the search ends as soon as no candidate that is left can be cheaper. More web machines never make a system
//! slower, so that the fewest that meet the target are found by bisection. What fails under a load fails under more: a
//! candidate remembers how many web machines were too few.

mod missed;
mod offer;
mod steps;

use super::definition::System;
use super::goal::{self, Goal, Neighbour, Options, Planned};
use crate::components::Fleet;
use crate::components::availability::Uptime;
use crate::components::database::Database;
use crate::error::Error;
use crate::units::{Money, Time};
use crate::workload::{Traffic, Work};
use missed::Failure;
pub(super) use offer::Candidate;
use offer::Offer;

/// What is asked, in one place.
pub(super) struct Search<'a> {
    expected: Traffic,
    strained: Traffic, // with the headroom
    work: &'a Work,
    goal: Goal,
    options: &'a Options,
    candidates: Vec<Offer>, // the cheapest first
    nearest: Option<(Candidate, Failure)>,
    judged: u64,
}

/// The cheapest system that meets a goal under a traffic.
///
/// It is found among: web application and database together or apart, every kind of machine for the one and every database
/// of `options` for the other, up to `options.replicas` replicas, with and without each of the caches, 1 to
/// `options.most` web machines, with the balancer where there are several. Where the work writes, a database that shares
/// its machine has one: several would hold different data. Deterministic. Everything must have a price, if it is 0.
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
///     databases: vec![Database::on(machine("large", 4, 100.0))],
///     hop: us(250.0),
///     balancer: None,
///     caches: Vec::new(),
///     cdn: None,
///     queue: None,
///     most: 20,
///     replicas: 0,
///     uptime: None,
///     failover: None,
/// };
/// let goal = Goal { p99: ms(100.0), headroom: 0.0, availability: None };
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
    let mut search = Search::new(traffic, work, goal, options)?;
    let best = search.cheapest(None)?;
    search.planned(best)
}

impl<'a> Search<'a> {
    pub(super) fn new(
        traffic: &Traffic,
        work: &'a Work,
        goal: Goal,
        options: &'a Options,
    ) -> Result<Self, Error> {
        options.check(goal)?;
        let mut search = Self {
            expected: traffic.clone(),
            strained: traffic.clone(),
            work,
            goal,
            options,
            candidates: Vec::new(),
            nearest: None,
            judged: 0,
        };
        search.expect(traffic.users());
        search.candidates = search.all();
        search.all_are_priced()?;
        Ok(search)
    }

    /// What costs nothing because nobody knows its price would always be the cheapest.
    fn all_are_priced(&self) -> Result<(), Error> {
        let bills = self
            .candidates
            .iter()
            .map(|offer| self.system(offer.candidate).bill());
        match bills.flat_map(|bill| bill.unpriced).next() {
            Some(item) => Err(Error::missing(format!("price of {}", item.what))),
            None => Ok(()),
        }
    }

    /// So many daily users are expected. What [`Search::cheapest`] is asked for must not become fewer.
    pub(super) fn expect(&mut self, users: f64) {
        self.expected = self.expected.at_users(users);
        self.strained = self.goal.strained(&self.expected);
    }

    /// The cheapest candidate that meets the goal. `start` is one that may be good: most others then cost too much to be looked
    /// at.
    pub(super) fn cheapest(
        &mut self,
        start: Option<Candidate>,
    ) -> Result<Option<Candidate>, Error> {
        self.judged = 0;
        self.nearest = None;
        let mut best: Option<(Money, Candidate)> = None;
        let same = |offer: &Offer| start.is_some_and(|start| start.is_like(offer.candidate));
        if let Some(index) = self.candidates.iter().position(same) {
            best = self.fewest_of(index, None)?;
        }
        for index in 0..self.candidates.len() {
            let price = best.map(|(price, _)| price);
            if price.is_some_and(|price| self.candidates[index].one >= price) {
                break;
            }
            best = self.fewest_of(index, price)?.or(best);
        }
        Ok(best.map(|(_, candidate)| candidate))
    }

    /// The candidate with the fewest web machines that meet the goal, and its price, if that is below `price`.
    fn fewest_of(
        &mut self,
        index: usize,
        price: Option<Money>,
    ) -> Result<Option<(Money, Candidate)>, Error> {
        let offer = self.candidates[index];
        let most = self.most(offer.candidate);
        let most = price.map_or(most, |price| offer.below(price, most));
        let (mut low, mut high) = (offer.candidate.count, most);
        if low > high {
            return Ok(None);
        }
        let of = |count| Candidate {
            count,
            ..offer.candidate
        };
        // Where the most that are affordable fail, so do fewer.
        if let Some(failure) = self.fails(of(high))? {
            let nearer = |(_, other): &(_, Failure)| failure.is_nearer(other);
            if self.nearest.as_ref().is_none_or(nearer) {
                self.nearest = Some((of(high), failure));
            }
            self.candidates[index].candidate.count = high + 1;
            return Ok(None);
        }
        while low < high {
            let middle = (low + high) / 2;
            match self.fails(of(middle))? {
                Some(_) => low = middle + 1,
                None => high = middle,
            }
        }
        self.candidates[index].candidate.count = low;
        Ok(Some((offer.with(low), of(low))))
    }

    fn offer(&self, candidate: Candidate) -> Offer {
        let price = |count| {
            let system = self.system(Candidate { count, ..candidate });
            system.bill().monthly()
        };
        let (one, two) = (price(1), price(2));
        Offer {
            candidate,
            one,
            two,
            each: price(3) - two,
        }
    }

    /// Every kind of system with one web machine, the cheapest first; of those that cost the same, the one with less in it.
    fn all(&self) -> Vec<Offer> {
        let choices = |count: usize| std::iter::once(None).chain((0..count).map(Some));
        let mut all = Vec::new();
        for database in choices(self.options.databases.len()) {
            let most = database.map_or(0, |_| self.options.replicas);
            for web in 0..self.options.machines.len() {
                for replicas in 0..=most {
                    for cache in choices(self.options.caches.len()) {
                        let candidate = Candidate {
                            web,
                            database,
                            replicas,
                            cache,
                            count: 1,
                        };
                        all.push(self.offer(candidate));
                    }
                }
            }
        }
        let parts = |offer: &Offer| {
            let Candidate {
                cache, replicas, ..
            } = offer.candidate;
            (cache.is_some(), replicas)
        };
        all.sort_by(|a, b| {
            let price = a.one.usd().total_cmp(&b.one.usd());
            price.then_with(|| parts(a).cmp(&parts(b)))
        });
        all
    }

    /// The most web machines that a candidate may have.
    fn most(&self, candidate: Candidate) -> u32 {
        // Several databases that are written to, each for itself, would hold different data.
        if candidate.database.is_none() && self.work.write_share() > 0.0 {
            1
        } else {
            self.options.most
        }
    }

    /// What a candidate fails on, if anything.
    fn fails(&mut self, candidate: Candidate) -> Result<Option<Failure>, Error> {
        self.judged += 1;
        let system = self.system(candidate);
        self.goal.missed(&system, &self.strained, &mut None)
    }

    /// Up to how many users a candidate meets the goal that meets it at `from`, at most `last`: to this part of them.
    pub(super) fn reach(
        &self,
        candidate: Candidate,
        (from, last): (f64, f64),
        sharp: f64,
    ) -> Result<f64, Error> {
        let system = self.system(candidate);
        let mut sweep = None;
        let mut meets = |users: f64| {
            let strained = self.goal.strained(&self.expected.at_users(users));
            Ok(self.goal.missed(&system, &strained, &mut sweep)?.is_none())
        };
        if meets(last)? {
            return Ok(last);
        }
        let (mut low, mut high) = (from, last);
        while high > low * sharp {
            let middle = (low * high).sqrt();
            if meets(middle)? {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }

    /// A candidate as a system. Its machines fail where a target for the availability was set.
    pub(super) fn system(&self, candidate: Candidate) -> System {
        let uptime = self
            .options
            .uptime
            .filter(|_| self.goal.availability.is_some());
        let mut web = Fleet::of(
            candidate.count,
            self.options.machines[candidate.web].clone(),
        );
        if let Some(Uptime { up, repair }) = uptime {
            web = web.failures(up, repair);
        }
        let work = self.work.clone();
        let mut system = match candidate.database {
            None => System::sharing(web, work),
            Some(index) => {
                let database = self.database(index, candidate.replicas, uptime);
                System::apart(web, database, self.options.hop, work)
            }
        };
        system.cdn.clone_from(&self.options.cdn);
        system.queue.clone_from(&self.options.queue);
        let balancer = self.options.balancer.as_ref();
        if let Some(balancer) = balancer.filter(|_| candidate.count > 1) {
            let balancer = balancer.clone();
            system = system.balancer(match uptime {
                Some(Uptime { up, repair }) => balancer.failures(up, repair),
                None => balancer,
            });
        }
        if let Some(index) = candidate.cache {
            let cache = self.options.caches[index].clone();
            system = system.cache(match uptime {
                Some(Uptime { up, repair }) => cache.failures(up, repair),
                None => cache,
            });
        }
        system
    }

    fn database(&self, index: usize, replicas: u32, uptime: Option<Uptime>) -> Database {
        let mut database = self.options.databases[index].clone().replicas(replicas);
        if let Some(Uptime { up, repair }) = uptime {
            database = database.failures(up, repair);
        }
        match self.options.failover {
            Some(time) => database.failover(time, Time::ZERO),
            None => database,
        }
    }

    /// The answer: the system, what it does, and what its cheaper neighbours fail on.
    fn planned(&mut self, best: Option<Candidate>) -> Result<Planned, Error> {
        let Some(best) = best else {
            return Ok(Planned {
                system: None,
                monthly: Money::ZERO,
                p99: None,
                availability: None,
                judged: self.judged,
                neighbours: Vec::new(),
                nearest: self.nearest.take().map(|(candidate, failure)| {
                    let system = self.system(candidate);
                    Neighbour {
                        step: goal::machines(&system),
                        monthly: system.bill().monthly(),
                        fails: failure.to_string(),
                    }
                }),
            });
        };
        let system = self.system(best);
        let monthly = system.bill().monthly();
        let prediction = system.predict(&self.expected)?;
        let availability = prediction.steady().and_then(|report| report.availability);
        let mut neighbours = Vec::new();
        let together = best.together();
        for (step, candidate) in steps::down(best, self.options, self.most(together)) {
            let price = self.system(candidate).bill().monthly();
            if price >= monthly {
                continue;
            }
            if let Some(fails) = self.fails(candidate)? {
                let fails = fails.to_string();
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
            nearest: None,
        })
    }
}
