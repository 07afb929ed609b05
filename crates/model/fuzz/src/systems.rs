//! A scenario from arbitrary bytes: every builder, most numbers plausible, some at or beyond an edge.
//!
//! When the bytes end all further choices are the first: no more parts, the plainest policy, the middle of a range.

use arbitrary::{Result, Unstructured};
use model::components::cache::{Eviction, Writing};
use model::components::cdn::{Tls, Transport};
use model::file::Scenario;
use model::prelude::*;

pub(crate) type Bits<'a, 'b> = &'a mut Unstructured<'b>;

const PLACES: [&str; 3] = ["Toronto", "Tokyo", "Seoul"];

/// A traffic, a system and a target.
///
/// # Errors
/// None: `arbitrary` makes up for bytes that are missing.
pub fn scenario(bits: Bits) -> Result<Scenario> {
    let machines = [machine(bits, "a")?, machine(bits, "b")?];
    let mut traffic = Traffic::daily_users(number(bits, 1e5)?)
        .requests_each(number(bits, 20.0)?)
        .peak_to_mean(number(bits, 3.0)?);
    let mut work = work(bits)?;
    if bits.arbitrary()? {
        traffic = traffic.audience(Audience::of("Toronto", 0.7).and("Seoul", 0.3));
        let popularity = popularity(bits)?;
        let catalogue = number(bits, 1e5)?;
        work = work.assets(number(bits, 0.5)?, size(bits, 3e5)?, catalogue, popularity);
    }
    let fleet = fleet(bits, &machines)?;
    let mut system = if bits.arbitrary()? {
        System::sharing(fleet, work)
    } else {
        let database = database(bits, &machines)?;
        System::apart(fleet, database, time(bits, 250e-6)?, work)
    };
    if bits.arbitrary()? {
        system = system.balancer(balancer(bits, &machines)?);
    }
    if bits.arbitrary()? {
        system = system.cache(cache(bits, &machines)?);
    }
    if bits.arbitrary()? {
        system = system.cdn(cdn(bits)?);
    }
    if bits.arbitrary()? {
        system = system.queue(queue(bits, &machines)?);
    }
    if bits.arbitrary()? {
        system = system.client(clients(bits)?);
    }
    let target = optional(bits, |bits| time(bits, 0.3))?.filter(|target| target.is_finite());
    // Last, for what earlier inputs mean must stay.
    if bits.ratio(1, 8)? {
        traffic = traffic.in_groups(number(bits, 3.0)?);
    }
    Ok(Scenario {
        traffic,
        system,
        target,
    })
}

/// About `usual` most often, up to a thousandth or a thousand times as much, or something else altogether.
pub(crate) fn number(bits: Bits, usual: f64) -> Result<f64> {
    Ok(match bits.arbitrary::<u8>()? {
        0..200 => usual * 10_f64.powf(f64::from(bits.arbitrary::<i16>()?) / 32_768.0),
        200..240 => usual * 10_f64.powf(f64::from(bits.arbitrary::<i16>()?) / 10_923.0),
        240..246 => *bits.choose(&[0.0, 1.0, -1.0, 0.5, 1e-300, 1e300, 1e9, 1e-9])?,
        _ => bits.arbitrary()?,
    })
}

pub(crate) fn time(bits: Bits, usual: f64) -> Result<Time> {
    number(bits, usual).map(seconds)
}

pub(crate) fn size(bits: Bits, usual: f64) -> Result<Bytes> {
    number(bits, usual).map(bytes)
}

pub(crate) fn share(bits: Bits) -> Result<f64> {
    Ok(match bits.arbitrary::<u8>()? {
        code @ 0..250 => f64::from(code) / 249.0,
        _ => number(bits, 0.5)?,
    })
}

/// `usual` or fewer most often.
pub(crate) fn count(bits: Bits, usual: u32) -> Result<u32> {
    Ok(match bits.arbitrary::<u8>()? {
        code @ 0..250 => usual - u32::from(code) % (usual + 1),
        _ => bits.arbitrary()?,
    })
}

pub(crate) fn optional<T>(bits: Bits, of: impl FnOnce(Bits) -> Result<T>) -> Result<Option<T>> {
    Ok(if bits.arbitrary()? {
        Some(of(bits)?)
    } else {
        None
    })
}

/// Changes a value where the bytes say so.
fn perhaps<B, T>(
    bits: Bits,
    built: B,
    of: impl FnOnce(Bits) -> Result<T>,
    set: impl FnOnce(B, T) -> B,
) -> Result<B> {
    Ok(match optional(bits, of)? {
        Some(value) => set(built, value),
        None => built,
    })
}

pub(crate) fn two_times(bits: Bits, first: f64, second: f64) -> Result<(Time, Time)> {
    Ok((time(bits, first)?, time(bits, second)?))
}

pub(crate) fn machine(bits: Bits, name: &str) -> Result<Machine> {
    let disk = Disk::new("SSD", time(bits, 1e-4)?, size(bits, 1e11)?);
    let disk = perhaps(bits, disk, |bits| time(bits, 3e-4), Disk::writes)?;
    let machine = Machine::named(name)
        .cores(count(bits, 8)?)
        .memory(size(bits, 8e9)?)
        .disk(disk);
    let machine = perhaps(
        bits,
        machine,
        |bits| number(bits, 1e8).map(per_second),
        Machine::bandwidth,
    )?;
    perhaps(
        bits,
        machine,
        |bits| number(bits, 50.0).map(usd),
        |machine, price| machine.monthly(price, "invented"),
    )
}

pub(crate) fn work(bits: Bits) -> Result<Work> {
    let mut work = Work::per_request()
        .web_cpu(time(bits, 8e-3)?)
        .web_reads(number(bits, 0.2)?)
        .queries(count(bits, 6)?)
        .query_cpu(time(bits, 1.5e-3)?)
        .pages_per_query(number(bits, 2.0)?)
        .data_per_user(size(bits, 4e4)?)
        .workers(count(bits, 128)?)
        .worker_memory(size(bits, 4e7)?)
        .reserved_memory(size(bits, 5e8)?);
    work = perhaps(bits, work, share, Work::writes)?;
    work = perhaps(bits, work, |bits| size(bits, 6e4), Work::page_size)?;
    if bits.arbitrary()? {
        work = work.task(share(bits)?, time(bits, 0.15)?);
    }
    if bits.arbitrary()? {
        work = work.objects(size(bits, 4e3)?, popularity(bits)?);
    }
    Ok(work)
}

pub(crate) fn popularity(bits: Bits) -> Result<Popularity> {
    if bits.arbitrary()? {
        let weights = bits
            .arbitrary_iter::<u8>()?
            .take(8)
            .collect::<Result<Vec<_>>>()?;
        let weights: Vec<f64> = weights.into_iter().map(f64::from).collect();
        if let Ok(popularity) = Popularity::weights(&weights) {
            return Ok(popularity);
        }
    }
    number(bits, 0.8).map(Popularity::zipf)
}

fn weights(bits: Bits) -> Result<Vec<f64>> {
    let count = bits.int_in_range(0..=6)?;
    (0..count).map(|_| number(bits, 1.0)).collect()
}

fn fleet(bits: Bits, machines: &[Machine]) -> Result<Fleet> {
    let fleet = Fleet::of(count(bits, 12)?, bits.choose(machines)?.clone());
    let fleet = perhaps(bits, fleet, |bits| count(bits, 255), Fleet::accept_queue)?;
    let fleet = perhaps(bits, fleet, weights, |fleet, weights| {
        fleet.weights(&weights)
    })?;
    perhaps(
        bits,
        fleet,
        |bits| two_times(bits, 2.6e6, 3600.0),
        |fleet, (up, repair)| fleet.failures(up, repair),
    )
}

pub(crate) fn database(bits: Bits, machines: &[Machine]) -> Result<Database> {
    let mut database = Database::on(bits.choose(machines)?.clone())
        .replicas(count(bits, 3)?)
        .reads_on_source(bits.arbitrary()?);
    database = perhaps(bits, database, |bits| count(bits, 4), Database::copies)?;
    database = perhaps(bits, database, share, Database::apply_cost)?;
    database = perhaps(bits, database, |bits| count(bits, 16), Database::appliers)?;
    database = perhaps(
        bits,
        database,
        |bits| count(bits, 200),
        Database::connections,
    )?;
    database = perhaps(
        bits,
        database,
        |bits| size(bits, 1e7),
        Database::connection_memory,
    )?;
    let other = optional(bits, |bits| bits.choose(machines).cloned())?;
    if let Some(machine) = other {
        database = database.replicas_on(machine);
    }
    if let Some(acks) = optional(bits, |bits| count(bits, 3))? {
        database = database.replication(Replication::SemiSynchronous { acks });
    }
    if let Some((detection, promotion)) = optional(bits, |bits| two_times(bits, 10.0, 20.0))? {
        database = database.failover(detection, promotion);
    }
    if let Some((up, repair)) = optional(bits, |bits| two_times(bits, 2.6e6, 3600.0))? {
        database = database.failures(up, repair);
    }
    Ok(database)
}

pub(crate) fn balancer(bits: Bits, machines: &[Machine]) -> Result<Balancer> {
    let mut balancer = match bits.int_in_range(0..=5)? {
        0 => Balancer::random(),
        1 => Balancer::round_robin(),
        2 => Balancer::weighted(&weights(bits)?),
        3 => Balancer::least_connections(),
        4 => Balancer::two_choices(),
        _ => Balancer::consistent_hashing(count(bits, 200)?, count(bits, 100)?),
    };
    if bits.arbitrary()? {
        balancer = balancer
            .on(bits.choose(machines)?.clone(), count(bits, 3)?)
            .forwarding(time(bits, 50e-6)?)
            .hop(time(bits, 250e-6)?);
    }
    if bits.arbitrary()? {
        balancer = balancer.health_checks(time(bits, 5.0)?, count(bits, 5)?);
    }
    if let Some((up, repair)) = optional(bits, |bits| two_times(bits, 2.6e6, 3600.0))? {
        balancer = balancer.failures(up, repair);
    }
    Ok(balancer)
}

pub(crate) fn cache(bits: Bits, machines: &[Machine]) -> Result<Cache> {
    let eviction = match bits.int_in_range(0..=5)? {
        0 => Eviction::Lru,
        1 => Eviction::Fifo,
        2 => Eviction::Lfu,
        3 => Eviction::Sieve,
        4 => Eviction::S3Fifo,
        _ => Eviction::Ttl(time(bits, 60.0)?),
    };
    let writing = match bits.int_in_range(0..=3)? {
        0 => Writing::Aside,
        1 => Writing::Through,
        2 => Writing::ReadThrough,
        _ => Writing::Back(time(bits, 1.0)?),
    };
    let mut cache = Cache::evicting(eviction)
        .writing(writing)
        .on(bits.choose(machines)?.clone(), count(bits, 4)?)
        .lookup(time(bits, 50e-6)?)
        .reserved(size(bits, 5e8)?)
        .overhead(size(bits, 64.0)?)
        .coalescing(bits.arbitrary()?);
    cache = perhaps(bits, cache, |bits| size(bits, 1e9), Cache::memory)?;
    cache = perhaps(bits, cache, |bits| time(bits, 60.0), Cache::time_to_live)?;
    if let Some((up, repair)) = optional(bits, |bits| two_times(bits, 2.6e6, 3600.0))? {
        cache = cache.failures(up, repair);
    }
    Ok(cache)
}

pub(crate) fn cdn(bits: Bits) -> Result<Cdn> {
    let mut cdn = Cdn::in_front_of("Toronto").point("Tokyo", size(bits, 1e11)?);
    if bits.arbitrary()? {
        cdn = cdn.point("Toronto", size(bits, 1e11)?);
    }
    if bits.arbitrary()? {
        cdn = cdn.shield("Toronto", size(bits, 1e11)?);
    }
    for (index, from) in PLACES.iter().enumerate() {
        for to in &PLACES[index..] {
            cdn = cdn.round_trip(*from, *to, time(bits, 0.1)?);
        }
    }
    let tls = *bits.choose(&[Tls::None, Tls::V12, Tls::V13, Tls::Resumed])?;
    let mut transport = Transport::tcp()
        .tls(tls)
        .segment(size(bits, 1460.0)?)
        .initial_window(count(bits, 20)?);
    transport = perhaps(
        bits,
        transport,
        |bits| size(bits, 65_536.0),
        Transport::receive_window,
    )?;
    transport = perhaps(bits, transport, |bits| time(bits, 0.02), Transport::look_up)?;
    cdn = cdn
        .transport(transport)
        .access(per_second(number(bits, 6e6)?))
        .answers(time(bits, 0.02)?, time(bits, 1e-3)?)
        .kept_connections(bits.arbitrary()?);
    perhaps(bits, cdn, |bits| time(bits, 3600.0), Cdn::lifetime)
}

pub(crate) fn queue(bits: Bits, machines: &[Machine]) -> Result<Queue> {
    let mut queue = Queue::on(bits.choose(machines)?.clone())
        .handing_over(time(bits, 1e-4)?)
        .hop(time(bits, 250e-6)?)
        .workers(fleet(bits, machines)?);
    queue = perhaps(bits, queue, |bits| count(bits, 3), Queue::count)?;
    queue = perhaps(bits, queue, |bits| time(bits, 30.0), Queue::visibility)?;
    queue = perhaps(bits, queue, |bits| count(bits, 10), Queue::prefetch)?;
    queue = perhaps(bits, queue, |bits| count(bits, 8), Queue::attempts)?;
    queue = perhaps(bits, queue, share, Queue::failing)?;
    queue = perhaps(bits, queue, share, Queue::poison)?;
    queue = perhaps(bits, queue, weights, |queue, weights| {
        queue.ordered(weights)
    })?;
    if bits.arbitrary()? {
        let full = *bits.choose(&[Full::Refuse, Full::Block])?;
        queue = queue.bounded(count(bits, 200)?, full);
    }
    if bits.arbitrary()? {
        queue = queue.human_step(human(bits)?);
    }
    if bits.arbitrary()? {
        queue = queue.autoscaling(autoscaling(bits)?);
    }
    if bits.arbitrary()? {
        queue = queue.dead_letters();
    }
    Ok(if bits.arbitrary()? {
        queue.idempotent()
    } else {
        queue
    })
}

fn human(bits: Bits) -> Result<Human> {
    Ok(Human {
        share: share(bits)?,
        mean: time(bits, 300.0)?,
        staff: count(bits, 20)?,
        hours: optional(bits, |bits| Ok((number(bits, 9.0)?, number(bits, 17.0)?)))?,
    })
}

fn autoscaling(bits: Bits) -> Result<Autoscaling> {
    let target = if bits.arbitrary()? {
        Target::Backlog(number(bits, 100.0)?)
    } else {
        Target::Utilisation(share(bits)?)
    };
    Ok(Autoscaling {
        min: count(bits, 4)?,
        max: count(bits, 20)?,
        target,
        period: time(bits, 60.0)?,
        start: time(bits, 60.0)?,
    })
}

pub(crate) fn clients(bits: Bits) -> Result<Clients> {
    let clients = Clients::timeout(time(bits, 2.0)?)
        .retries(count(bits, 4)?)
        .backoff(time(bits, 0.1)?)
        .jitter(share(bits)?);
    perhaps(bits, clients, share, Clients::budget)
}
