//! The search for the cheapest system: few things to choose from, so that an input takes milliseconds, and any numbers.

use crate::answers::{named, ordinary, share};
use crate::systems::{
    Bits, balancer, cache, count, database, machine, number, optional, queue, share as part, time,
    two_times, work,
};
use arbitrary::Result;
use model::components::Uptime;
use model::prelude::*;

/// Looks for the cheapest system, or for the cheapest at every number of users, and judges what comes.
///
/// # Errors
/// None: `arbitrary` makes up for bytes that are missing.
pub fn search(bits: Bits) -> Result<()> {
    let many = bits.ratio(1, 16)?;
    let traffic = Traffic::daily_users(number(bits, 1e5)?)
        .requests_each(number(bits, 20.0)?)
        .peak_to_mean(number(bits, 3.0)?);
    let goal = Goal {
        p99: time(bits, 0.3)?,
        headroom: number(bits, 0.3)?,
        availability: optional(bits, part)?,
    };
    let options = options(bits)?;
    let work = work(bits)?;
    match plan(&traffic, &work, goal, &options) {
        Ok(planned) => judge(&planned, goal, &options),
        Err(error) => named("plan", &error),
    }
    if many {
        let users = traffic.users();
        match journey(&traffic, users..=users * 10.0, &work, goal, &options) {
            Ok(legs) => judge_legs(&legs),
            Err(error) => named("journey", &error),
        }
    }
    Ok(())
}

/// Only what was computed: a system carries everything that it was given, also what it does not need.
fn judge(planned: &Planned, goal: Goal, options: &Options) {
    let text = planned.to_string();
    assert!(
        !text.contains("NaN") && !text.contains("not a number"),
        "{text}"
    );
    let Some(system) = &planned.system else {
        return;
    };
    assert!(planned.monthly.is_finite(), "{text}");
    let machines = system.bill().monthly();
    match options.tariff {
        None => assert_eq!(machines, planned.monthly, "{text}"),
        Some(_) => assert!(machines <= planned.monthly, "{machines}: {text}"),
    }
    let p99 = planned.p99.expect("a system that was found has a p99");
    assert!(p99 <= goal.p99, "{p99}: {text}");
    if let Some(least) = goal.availability {
        let found = planned.availability.expect("it was asked for");
        share("availability", found);
        assert!(found >= least - 1e-9, "{found} below {least}: {text}");
    }
    for cheaper in &planned.neighbours {
        assert!(cheaper.monthly < planned.monthly, "{cheaper:?}: {text}");
        let said = !cheaper.fails.is_empty() && !cheaper.step.is_empty();
        assert!(said, "{cheaper:?}");
    }
}

fn judge_legs(legs: &[Leg]) {
    for leg in legs {
        ordinary("leg", &(leg.from, leg.to));
        assert!(leg.monthly.is_finite(), "{}", leg.monthly);
        assert!(leg.from <= leg.to, "{} to {}", leg.from, leg.to);
    }
    for pair in legs.windows(2) {
        let [before, after] = pair else { continue };
        let (to, from) = (before.to, after.from);
        assert!(to <= from, "{to}, then {from}");
        let (before, after) = (before.monthly, after.monthly);
        let rounding = usd(1e-9 * before.usd().abs());
        assert!(before <= after + rounding, "{from} users cost less");
    }
}

fn options(bits: Bits) -> Result<Options> {
    let machines = [priced(bits, "a")?, priced(bits, "b")?];
    let kinds = bits.int_in_range(0..=2)?;
    let databases = bits.int_in_range(0..=2)?;
    let databases = (0..databases).map(|_| database(bits, &machines));
    let databases = databases.collect::<Result<_>>()?;
    let cached = bits.int_in_range(0..=1)?;
    let caches = (0..cached).map(|_| cache(bits, &machines));
    let caches = caches.collect::<Result<_>>()?;
    let uptime = optional(bits, |bits| two_times(bits, 2.6e6, 3600.0))?;
    Ok(Options {
        machines: machines[..kinds].to_vec(),
        databases,
        hop: time(bits, 250e-6)?,
        balancer: optional(bits, |bits| balancer(bits, &machines))?,
        caches,
        cdn: Stage::Without,
        queue: match bits.int_in_range(0..=2)? {
            0 => Stage::Without,
            1 => Stage::With(queue(bits, &machines)?),
            _ => Stage::Perhaps(queue(bits, &machines)?),
        },
        workers: bits.int_in_range(0..=20)?,
        tariff: optional(bits, |_| Ok(tariff()))?,
        most: count(bits, 40)?,
        replicas: bits.int_in_range(0..=3)?,
        uptime: uptime.map(|(up, repair)| Uptime { up, repair }),
        failover: optional(bits, |bits| time(bits, 30.0))?,
    })
}

/// What is sent costs something.
fn tariff() -> Tariff {
    let list = "# prices for an example\n\
                book,role,item,unit,from,to,usd,region,as_of,source\n\
                host,egress,traffic out,GB,0,-,0.09,-,-,invented\n";
    Tariff {
        prices: PriceBook::parse(list).expect("a price list"),
        region: "-".into(),
    }
}

/// A machine with a price, or with one more than it has.
fn priced(bits: Bits, name: &str) -> Result<Machine> {
    let machine = machine(bits, name)?;
    Ok(machine.monthly(usd(number(bits, 50.0)?), "invented"))
}
