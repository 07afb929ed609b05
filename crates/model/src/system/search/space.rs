//! The space that is searched: every kind of system, and what it costs.

use super::Search;
use super::offer::{Candidate, Offer};
use crate::components::queue::Queue;
use crate::cost::Bill;
use crate::error::Error;
use crate::report::Component;
use crate::system::plan::{Plan, ROUNDING};
use crate::units::Money;

/// So many cores one queue can have before them.
const MOST_SERVERS: u32 = 1_000_000;

impl Search<'_> {
    /// So many daily users are expected. What [`Search::cheapest`] is asked for must not become fewer.
    pub(in crate::system) fn expect(&mut self, users: f64) -> Result<(), Error> {
        self.expected = self.expected.at_users(users);
        self.strained = self.goal.strained(&self.expected);
        let workers = self.workers_needed()?;
        if self.candidates.is_empty() || workers != self.workers {
            self.workers = workers;
            for with in [false, true] {
                self.sent[usize::from(with)] = self.sent(with)?;
            }
            self.candidates = self.all();
        }
        Ok(())
    }

    /// What costs nothing because nobody knows its price would always be the cheapest.
    pub(super) fn all_are_priced(&self) -> Result<(), Error> {
        // Two web machines have a balancer.
        let with = |offer: &Offer| {
            self.bill(Candidate {
                count: self.most(offer.candidate).min(2),
                ..offer.candidate
            })
        };
        let bills = self.candidates.iter().map(with);
        match bills.flat_map(|bill| bill.unpriced).next() {
            Some(item) => Err(Error::missing(format!("price of {}", item.what))),
            None => Ok(()),
        }
    }

    /// What a candidate costs in a month.
    pub(in crate::system) fn monthly(&self, candidate: Candidate) -> Money {
        self.bill(candidate).monthly()
    }

    fn bill(&self, candidate: Candidate) -> Bill {
        let mut bill = self.system(candidate).bill();
        bill.add(self.sent[usize::from(candidate.cdn)].clone());
        bill
    }

    /// What the traffic costs that leaves the data centre, with the CDN or without: the same in whatever systems send it.
    fn sent(&self, cdn: bool) -> Result<Bill, Error> {
        let Some(tariff) = self.options.tariff.as_ref() else {
            return Ok(Bill::default());
        };
        if !self.options.cdn.ways().contains(&cdn) {
            return Ok(Bill::default());
        }
        let candidate = Candidate {
            cdn,
            ..Candidate::default()
        };
        let system = self.system(candidate);
        system.sent(&self.expected, &tariff.prices, &tariff.region)
    }

    /// Machines of workers that keep up with the tasks, if they are counted; else 0. Nothing but tasks goes there, so that they
    /// are as many in any system.
    fn workers_needed(&self) -> Result<u32, Error> {
        let workers = self.options.queue.part().and_then(Queue::worker_fleet);
        let Some(workers) = workers.filter(|_| self.options.workers > 0) else {
            return Ok(0);
        };
        let cores = workers.machine().core_count().unwrap_or(1).max(1);
        let most = self.options.workers.min((MOST_SERVERS / cores).max(1));
        let system = self.system(Candidate {
            queue: true,
            workers: 1,
            ..Candidate::default()
        });
        let needs = Plan::new(&system, &self.strained)?.needs();
        let tasks = needs
            .iter()
            .filter(|need| need.component == Component::Worker);
        let full = tasks.fold(0.0_f64, |full, need| full.max(need.ratio));
        // At exactly full a backlog already grows without bound.
        let needed = (full * (1.0 + ROUNDING)).min(1e9) as u32 + 1;
        Ok(needed.min(most))
    }

    /// Every kind of system with one web machine, the cheapest first; of those that cost the same, the one with less in it.
    fn all(&self) -> Vec<Offer> {
        let kinds = self.kinds().into_iter();
        let mut all: Vec<Offer> = kinds.map(|kind| self.offer(kind)).collect();
        all.sort_by(|a, b| {
            let price = a.one.usd().total_cmp(&b.one.usd());
            price.then_with(|| a.candidate.stages().cmp(&b.candidate.stages()))
        });
        all
    }

    fn kinds(&self) -> Vec<Candidate> {
        let options = self.options;
        let choices = |count: usize| std::iter::once(None).chain((0..count).map(Some));
        let mut kinds = vec![Candidate::default()];
        let mut vary = |ways: &dyn Fn(Candidate) -> Vec<Candidate>| {
            kinds = kinds.iter().flat_map(|kind| ways(*kind)).collect();
        };
        vary(&|kind| {
            let databases = choices(options.databases.len());
            databases
                .map(|database| Candidate { database, ..kind })
                .collect()
        });
        vary(&|kind| {
            let machines = 0..options.machines.len();
            machines.map(|web| Candidate { web, ..kind }).collect()
        });
        vary(&|kind| {
            let most = kind.database.map_or(0, |_| options.replicas);
            (0..=most)
                .map(|replicas| Candidate { replicas, ..kind })
                .collect()
        });
        vary(&|kind| {
            let caches = choices(options.caches.len());
            caches.map(|cache| Candidate { cache, ..kind }).collect()
        });
        vary(&|kind| {
            let ways = options.queue.ways().iter();
            let with = |queue: &bool| Candidate {
                queue: *queue,
                workers: if *queue { self.workers } else { 0 },
                ..kind
            };
            ways.map(with).collect()
        });
        vary(&|kind| {
            let ways = options.cdn.ways().iter();
            ways.map(|cdn| Candidate { cdn: *cdn, ..kind }).collect()
        });
        kinds
    }

    fn offer(&self, candidate: Candidate) -> Offer {
        let price = |count| self.monthly(Candidate { count, ..candidate });
        let (one, two) = (price(1), price(2));
        Offer {
            candidate,
            one,
            two,
            each: price(3) - two,
        }
    }

    /// The most web machines that a candidate may have.
    pub(super) fn most(&self, candidate: Candidate) -> u32 {
        // Several databases that are written to, each for itself, would hold different data.
        if candidate.database.is_none() && self.work.write_share() > 0.0 {
            1
        } else {
            self.options.most
        }
    }
}
