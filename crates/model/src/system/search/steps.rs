//! The single steps from a candidate to something cheaper.

use super::offer::Candidate;
use crate::machine::Machine;
use crate::system::goal::Options;

/// One machine fewer, a stage less, another kind of machine: each with its name. `together` is how many machines both sides may
/// share.
pub(super) fn down(best: Candidate, options: &Options, together: u32) -> Vec<(String, Candidate)> {
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
        let cache = None;
        steps.push(("no cache".into(), Candidate { cache, ..best }));
    }
    if best.cdn && options.cdn.ways().len() > 1 {
        let cdn = false;
        steps.push(("no CDN".into(), Candidate { cdn, ..best }));
    }
    if best.queue && options.queue.ways().len() > 1 {
        let (queue, workers) = (false, 0);
        let without = Candidate {
            queue,
            workers,
            ..best
        };
        steps.push(("no queue".into(), without));
    }
    if best.workers > 1 {
        let workers = best.workers - 1;
        let step = format!("{workers} instead of {} machines of workers", best.workers);
        steps.push((step, Candidate { workers, ..best }));
    }
    if best.database.is_some() {
        steps.push(joined(best, together));
    }
    steps.extend(web(best, options));
    steps.extend(database(best, options));
    steps.extend(cache(best, options));
    steps
}

fn joined(best: Candidate, most: u32) -> (String, Candidate) {
    let count = best.count.min(most);
    let place = if count < best.count {
        " on one machine"
    } else {
        ""
    };
    let step = format!("web application and database together{place}");
    (
        step,
        Candidate {
            count,
            ..best.together()
        },
    )
}

fn web(best: Candidate, options: &Options) -> impl Iterator<Item = (String, Candidate)> {
    let kinds = options.machines.iter().enumerate();
    kinds.map(move |(web, machine)| {
        let step = format!("{} for the web application", machine.name());
        (step, Candidate { web, ..best })
    })
}

fn database(best: Candidate, options: &Options) -> impl Iterator<Item = (String, Candidate)> {
    let kinds = options.databases.iter().enumerate();
    let there = kinds.filter(move |_| best.database.is_some());
    there.map(move |(index, database)| {
        let step = format!("{} for the database", database.machine().name());
        let database = Some(index);
        (step, Candidate { database, ..best })
    })
}

fn cache(best: Candidate, options: &Options) -> impl Iterator<Item = (String, Candidate)> {
    let kinds = options.caches.iter().enumerate();
    let there = kinds.filter(move |_| best.cache.is_some());
    there.map(move |(index, cache)| {
        let name = cache.machine().map_or("another", Machine::name);
        let cache = Some(index);
        (format!("{name} for the cache"), Candidate { cache, ..best })
    })
}
