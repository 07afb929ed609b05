//! What stands before, beside and behind the web servers of a system file.

use super::error::FileError;
use super::fields::Fields;
use super::machines::{Machines, charges, uptime};
use crate::components::cache::{Eviction, Writing};
use crate::components::database::{Database, Replication, hop_in_range};
use crate::components::{Balancer, Cache, Clients, Uptime};
use crate::units::Time;

/// Reads the table `balancer`.
pub(super) fn balancer(
    mut fields: Fields,
    machines: &Machines,
    web_machines: u32,
) -> Result<Balancer, FileError> {
    let mut balancer = policy(&mut fields)?;
    if let Some(machine) = machines.named(&mut fields, "machine")? {
        balancer = balancer.on(machine, fields.count("machines")?.unwrap_or(1));
    }
    if let Some(time) = fields.quantity("forwarding")? {
        balancer = balancer.forwarding(time);
    }
    if let Some(time) = fields.quantity("hop")? {
        balancer = balancer.hop(time);
    }
    if let Some(mut table) = fields.table("health_checks")? {
        let (every, failures) = (table.quantity("every")?, table.count("failures")?);
        balancer = balancer.health_checks(
            table.required("every", every)?,
            table.required("failures", failures)?,
        );
        table.finish()?;
    }
    if let Some(Uptime { up, repair }) = uptime(&mut fields)? {
        balancer = balancer.failures(up, repair);
    }
    for line in charges(&mut fields)? {
        balancer = balancer.charge(line);
    }
    fields.checked(balancer, |balancer| balancer.check(web_machines))
}

fn policy(fields: &mut Fields) -> Result<Balancer, FileError> {
    let words = [
        "random",
        "round robin",
        "weighted",
        "least connections",
        "two choices",
        "consistent hashing",
    ];
    let all: Vec<(&str, usize)> = words
        .iter()
        .enumerate()
        .map(|(index, word)| (*word, index))
        .collect();
    let policy = fields.one_of("policy", &all)?;
    Ok(match fields.required("policy", policy)? {
        0 => Balancer::random(),
        1 => Balancer::round_robin(),
        2 => {
            let weights = fields.numbers("weights")?;
            Balancer::weighted(&fields.required("weights", weights)?)
        }
        3 => Balancer::least_connections(),
        4 => Balancer::two_choices(),
        _ => {
            let (keys, points) = (fields.count("keys")?, fields.count("points")?);
            Balancer::consistent_hashing(
                fields.required("keys", keys)?,
                fields.required("points", points)?,
            )
        }
    })
}

/// Reads the table `database`, and the time of a query on the network.
pub(super) fn database(
    mut fields: Fields,
    machines: &Machines,
) -> Result<(Database, Time), FileError> {
    let (machine, hop) = (
        machines.named(&mut fields, "machine")?,
        fields.quantity("hop")?,
    );
    let mut database = Database::on(fields.required("machine", machine)?);
    macro_rules! given {
        ($($kind:ident $key:ident),+) => {
            $(if let Some(value) = fields.$kind(stringify!($key))? {
                database = database.$key(value);
            })+
        };
    }
    given!(count copies, count replicas, number apply_cost, count appliers, count connections);
    given!(quantity connection_memory, flag reads_on_source);
    if let Some(machine) = machines.named(&mut fields, "replica_machine")? {
        database = database.replicas_on(machine);
    }
    if let Some(acks) = fields.count("semi_synchronous_acks")? {
        database = database.replication(Replication::SemiSynchronous { acks });
    }
    if let Some(mut table) = fields.table("failover")? {
        let (detection, promotion) = (table.quantity("detection")?, table.quantity("promotion")?);
        database = database.failover(
            table.required("detection", detection)?,
            table.required("promotion", promotion)?,
        );
        table.finish()?;
    }
    if let Some(Uptime { up, repair }) = uptime(&mut fields)? {
        database = database.failures(up, repair);
    }
    let hop = fields.required("hop", hop)?;
    let database = fields.checked(database, |database| {
        hop_in_range(hop)?;
        database.check()
    })?;
    Ok((database, hop))
}

/// Reads the table `cache`.
pub(super) fn cache(mut fields: Fields, machines: &Machines) -> Result<Cache, FileError> {
    let words = [
        ("lru", Eviction::Lru),
        ("fifo", Eviction::Fifo),
        ("lfu", Eviction::Lfu),
        ("sieve", Eviction::Sieve),
        ("s3-fifo", Eviction::S3Fifo),
        ("ttl", Eviction::Ttl(Time::ZERO)),
    ];
    let (policy, lifetime) = (
        fields.one_of("policy", &words)?,
        fields.quantity("time_to_live")?,
    );
    let mut cache = match (fields.required("policy", policy)?, lifetime) {
        (Eviction::Ttl(_), time) => Cache::ttl(fields.required("time_to_live", time)?),
        (policy, Some(time)) => Cache::evicting(policy).time_to_live(time),
        (policy, None) => Cache::evicting(policy),
    };
    if let Some(machine) = machines.named(&mut fields, "machine")? {
        cache = cache.on(machine, fields.count("machines")?.unwrap_or(1));
    }
    macro_rules! given {
        ($($kind:ident $key:ident),+) => {
            $(if let Some(value) = fields.$kind(stringify!($key))? {
                cache = cache.$key(value);
            })+
        };
    }
    given!(quantity lookup, quantity memory, quantity reserved, quantity overhead, flag coalescing);
    if let Some(Uptime { up, repair }) = uptime(&mut fields)? {
        cache = cache.failures(up, repair);
    }
    cache = with_writing(cache, &mut fields)?;
    fields.checked(cache, Cache::check)
}

/// Reads how writes reach the database and the cache.
fn with_writing(cache: Cache, fields: &mut Fields) -> Result<Cache, FileError> {
    let (delay, writing) = (
        fields.quantity("write_back_after")?,
        fields.one_of("writing", &WRITING)?,
    );
    Ok(match (writing, delay) {
        (Some(Writing::Back(_)), delay) => {
            cache.writing(Writing::Back(fields.required("write_back_after", delay)?))
        }
        (Some(writing), _) => cache.writing(writing),
        (None, _) => cache,
    })
}

/// How a write reaches the database and the cache, in words.
pub(super) const WRITING: [(&str, Writing); 4] = [
    ("aside", Writing::Aside),
    ("read-through", Writing::ReadThrough),
    ("through", Writing::Through),
    ("back", Writing::Back(Time::ZERO)),
];

/// Reads the table `client`.
pub(super) fn client(mut fields: Fields) -> Result<Clients, FileError> {
    let timeout = fields.quantity("timeout")?;
    let mut client = Clients::timeout(fields.required("timeout", timeout)?);
    macro_rules! given {
        ($($kind:ident $key:ident),+) => {
            $(if let Some(value) = fields.$kind(stringify!($key))? {
                client = client.$key(value);
            })+
        };
    }
    given!(count retries, quantity backoff, number jitter, number budget);
    fields.checked(client, Clients::check)
}
