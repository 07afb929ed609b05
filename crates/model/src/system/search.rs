//! The cheapest system that meets a target.
//!
//! ```text
//! kinds of machines x databases (or together) x replicas x caches x queue x CDN
//!     -> for each the fewest workers and web machines that do -> the cheapest
//! ```
//!
//! The closed form judges every candidate. Candidates come in the order of what they cost without further web machines,
//! so that the search ends as soon as no candidate that is left can be cheaper. More web machines behind a balancer never make
//! a system slower, so that the fewest that meet the target are found by bisection; one without a balancer is judged by itself. What fails under a load fails under more: a
//! candidate remembers how many web machines were too few.

mod answer;
mod build;
mod missed;
mod offer;
mod space;
mod steps;

use super::goal::{Goal, Options, Planned};
use crate::cost::Bill;
use crate::error::Error;
use crate::units::Money;
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
    workers: u32,           // machines that keep up with the tasks; 0: not counted
    sent: [Bill; 2],        // what leaves the data centre without a CDN, and with it
    candidates: Vec<Offer>, // the cheapest first
    nearest: Option<(Candidate, Failure)>,
    judged: u64,
}

/// The cheapest system that meets a goal under a traffic.
///
/// It is found among: web application and database together or apart, every kind of machine for the one and every database
/// of `options` for the other, up to `options.replicas` replicas, with and without each of the caches, with and without CDN
/// and queue where both may be, 1 to `options.most` web machines, with the balancer where there are several. Where the work
/// writes, a database that shares its machine has one: several would hold different data. Deterministic. Everything must
/// have a price, if it is 0. What is sent to the users is paid for where there is a tariff ([`System::bill_of`]).
///
/// [`System::bill_of`]: super::System::bill_of
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
///     databases: vec![Database::on(machine("large", 4, 100.0))],
///     most: 20,
///     ..Options::of(vec![machine("medium", 2, 50.0), machine("large", 4, 100.0)], us(250.0))
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
            workers: 0,
            sent: [Bill::default(), Bill::default()],
            candidates: Vec::new(),
            nearest: None,
            judged: 0,
        };
        search.expect(traffic.users())?;
        search.all_are_priced()?;
        Ok(search)
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
        // One machine has no balancer before it, which takes time and fails: it may do what several do not.
        if low == 1 && high > 1 && self.options.balancer.is_some() {
            match self.fails(of(1))? {
                None => return Ok(Some((offer.one, of(1)))),
                // What is too full for one is less so for several.
                Some(Failure::Full(_)) => {}
                Some(failure) => self.note(of(1), failure),
            }
            low = 2;
            self.candidates[index].candidate.count = low;
        }
        // Where the most that are affordable fail, so do fewer.
        if let Some(failure) = self.fails(of(high))? {
            self.note(of(high), failure);
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

    /// A candidate fails: remembered if it comes nearer to the goal than those before.
    fn note(&mut self, candidate: Candidate, failure: Failure) {
        let nearer = |(_, other): &(_, Failure)| failure.is_nearer(other);
        if self.nearest.as_ref().is_none_or(nearer) {
            self.nearest = Some((candidate, failure));
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
}
