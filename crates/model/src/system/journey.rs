//! The cheapest system for every number of users.
//!
//! ```text
//!  $    ┌──── 3 web machines
//!     ┌─┘     2 web machines, a balancer
//!   ──┘       one machine
//!        users
//! ```
//!
//! A system that is the cheapest under a load stays so under more, until it fails: what is cheaper failed before, and more load
//! makes nothing better. So one search is needed for each system, not for each number of users, and the places where one
//! follows the other are found by bisection.

use super::definition::System;
use super::goal::{Goal, Options};
use super::search::Search;
use crate::error::{Error, within};
use crate::units::Money;
use crate::workload::{Traffic, Work};
use std::ops::RangeInclusive;

/// A system, and from how many to how many daily users it is the cheapest that meets the goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// From here on: where the one before fails. Daily users
    pub from: f64,
    /// To here: where it fails itself, or where the journey ends. Daily users
    pub to: f64,
    /// The system.
    pub system: System,
    /// What it costs in a month.
    pub monthly: Money,
}

impl Leg {
    /// Whether the system is the cheapest for so many daily users.
    pub fn covers(&self, users: f64) -> bool {
        self.from <= users && users <= self.to
    }
}

/// So much beyond the end of a leg the next one is looked for. `[1]`
const BEYOND: f64 = 1.005;
/// The ends of legs are found to this part of the users. `[1]`
const SHARP: f64 = 1.0005;

/// The cheapest system for every number of daily users in a range, with the habits of `traffic`, as legs that follow each
/// other. The journey ends early where nothing that may be built meets the goal.
///
/// Legs shorter than 0.5% of the users may be left out. Of systems that cost the same, one that is built stays.
///
/// ```
/// use model::prelude::*;
/// use model::system::{Goal, Options, journey, plan};
/// # let work = Work::per_request().web_cpu(ms(8.0)).web_reads(0.2).queries(3).query_cpu(ms(1.5))
/// #     .pages_per_query(2.0).data_per_user(kib(40.0)).workers(64).worker_memory(mib(40.0))
/// #     .reserved_memory(mib(512.0));
/// # let machine = |name: &str, cores: u32, price: f64| Machine::named(name).cores(cores).memory(gib(8.0))
/// #     .disk(Disk::new("SSD", us(100.0), gib(100.0))).monthly(usd(price), "example");
/// # let options = Options {
/// #     databases: vec![Database::on(machine("large", 4, 100.0))],
/// #     most: 20,
/// #     replicas: 2,
/// #     ..Options::of(vec![machine("medium", 2, 50.0), machine("large", 4, 100.0)], us(250.0))
/// # };
/// let goal = Goal { p99: ms(100.0), headroom: 0.3, availability: None };
/// let habits = Traffic::daily_users(1.0).requests_each(20.0).peak_to_mean(1.85);
/// let legs = journey(&habits, 1e4..=1e6, &work, goal, &options)?;
/// assert!(legs.windows(2).all(|pair| pair[0].to == pair[1].from));
/// assert!(legs.windows(2).all(|pair| pair[0].monthly <= pair[1].monthly));
/// assert_eq!(legs.last().unwrap().to, 1e6);
/// let middle = (legs[1].from * legs[1].to).sqrt();
/// let alone = plan(&habits.at_users(middle), &work, goal, &options)?;
/// assert_eq!(legs[1].monthly, alone.monthly);
/// # Ok::<(), Error>(())
/// ```
///
/// # Errors
/// Those of [`plan`](super::plan()), a range that does not lie in 1 to 1e12, or a tariff.
pub fn journey(
    traffic: &Traffic,
    users: RangeInclusive<f64>,
    work: &Work,
    goal: Goal,
    options: &Options,
) -> Result<Vec<Leg>, Error> {
    let first = within("first number of users", *users.start(), 1.0, 1e12)?;
    let last = within("last number of users", *users.end(), first, 1e12)?;
    if options.tariff.is_some() {
        return Err(Error::refused(
            "tariff of a journey",
            "must be left out: what is sent costs more with each user of a leg; plan one number of users at a time",
        ));
    }
    let mut search = Search::new(traffic, work, goal, options)?;
    let (mut legs, mut at, mut before) = (Vec::new(), first, None);
    let mut from = first;
    while at <= last {
        search.expect(at)?;
        let Some(found) = search.cheapest(before)? else {
            break;
        };
        let system = search.system(found);
        let to = search.reach(found, (at, last), SHARP)?;
        legs.push(Leg {
            from,
            to,
            monthly: search.monthly(found),
            system,
        });
        // The end of the range is looked at, too, where the last leg ends a little before it.
        let next = to * BEYOND;
        let near_the_end = to * SHARP < last && last < next;
        (from, at, before) = (to, if near_the_end { last } else { next }, Some(found));
    }
    Ok(legs)
}
