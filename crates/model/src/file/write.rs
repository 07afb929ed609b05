//! A scenario as the text of a system file.

mod far;

use super::Scenario;
use super::out::{DataRate, Inline, Out, name};
use super::parts::WRITING;
use crate::components::cache::{Eviction, Writing};
use crate::components::database::{Database, Replication};
use crate::components::queue::{Autoscaling, Full, Human, Queue, Target};
use crate::components::{Balancer, Cache, Clients, Fleet, Uptime};
use crate::cost::Line;
use crate::machine::Machine;
use crate::network::Choice;
use crate::units::{Time, bytes, seconds};
use crate::workload::{Day, Popularity, Traffic, Work};

pub(super) fn scenario(scenario: &Scenario) -> String {
    let (mut out, system) = (Out::default(), &scenario.system);
    out.optional("target", scenario.target);
    if system.names != Scenario::USUAL {
        out.key("names", &[&*system.names[0], &*system.names[1]][..]);
    }
    traffic(&mut out, &scenario.traffic);
    work(&mut out, &system.work);
    let machines = Names::of(scenario);
    for (name, machine) in &machines.0 {
        self::machine(&mut out, name, machine);
    }
    out.table("web");
    fleet(&mut out, &system.web, &machines);
    if let Some(database) = &system.database {
        self::database(&mut out, database, system.hop, &machines);
    }
    if let Some(balancer) = &system.balancer {
        self::balancer(&mut out, balancer, &machines);
    }
    if let Some(cache) = &system.cache {
        self::cache(&mut out, cache, &machines);
    }
    if let Some(cdn) = &system.cdn {
        far::cdn(&mut out, cdn, &scenario.traffic);
    }
    if let Some(queue) = &system.queue {
        self::queue(&mut out, queue, &machines);
    }
    if let Some(client) = &system.client {
        self::client(&mut out, client);
    }
    out.finish()
}

/// The different machines of a system. Two that share a name and differ get a number each.
struct Names<'a>(Vec<(String, &'a Machine)>);

impl<'a> Names<'a> {
    fn of(scenario: &'a Scenario) -> Self {
        let system = &scenario.system;
        let mut all = vec![system.web.machine()];
        if let Some(database) = &system.database {
            all.extend([database.machine(), database.replica_machine()]);
        }
        all.extend(
            system
                .balancer
                .iter()
                .filter_map(|b| b.machine())
                .map(|(machine, _)| machine),
        );
        all.extend(system.cache.iter().filter_map(Cache::machine));
        if let Some(queue) = &system.queue {
            all.push(queue.broker());
            all.extend(queue.worker_fleet().map(Fleet::machine));
        }
        let mut names: Vec<(String, &Machine)> = Vec::new();
        for machine in all {
            if names.iter().any(|(_, known)| *known == machine) {
                continue;
            }
            let free = |name: &String| names.iter().all(|(taken, _)| taken != name);
            let numbered = (2..).map(|n| format!("{} {n}", machine.name()));
            let name = std::iter::once(machine.name().to_owned())
                .chain(numbered)
                .find(free);
            names.push((name.unwrap_or_default(), machine));
        }
        Self(names)
    }

    fn name(&self, machine: &Machine) -> &str {
        let found = self.0.iter().find(|(_, known)| *known == machine);
        found.map_or("", |(name, _)| name)
    }
}

fn traffic(out: &mut Out, traffic: &Traffic) {
    out.table("traffic");
    out.key("daily_users", traffic.users());
    out.key("requests_each", traffic.requests_of_each());
    match traffic.day_of() {
        Some(shape) => out.key("day", day(shape)),
        None => out.key("peak_to_mean", traffic.peak_to_mean_ratio()),
    }
    if traffic.group_size() != 1.0 {
        out.key("in_groups", traffic.group_size());
    }
    if let Some(audience) = traffic.places() {
        let shares = audience.shares();
        out.key(
            "audience",
            shares.fold(Inline::new(), |all, (place, share)| all.key(place, share)),
        );
    }
}

fn day(day: &Day) -> Inline {
    let swing = day.swing();
    Inline::new()
        .optional("hourly", day.weights().map(|weights| &weights[..]))
        .optional("sinusoid", swing.map(|(peak, _)| peak))
        .optional("top", swing.map(|(_, top)| top))
}

fn work(out: &mut Out, work: &Work) {
    out.table("work");
    out.optional("web_cpu", work.web_cpu.map(seconds));
    out.optional("web_reads", work.web_reads);
    out.optional("queries", work.queries);
    out.optional("query_cpu", work.query_cpu.map(seconds));
    out.optional("pages_per_query", work.pages_per_query);
    out.optional("data_per_user", work.data_per_user.map(bytes));
    out.optional("workers", work.workers);
    out.optional("worker_memory", work.worker_memory.map(bytes));
    out.optional("reserved_memory", work.reserved_memory.map(bytes));
    out.optional("writes", work.writes);
    out.optional("page_size", work.page_size.map(bytes));
    let task = work
        .slow_work()
        .map(|task| Inline::new().key("share", task.share).key("cpu", task.cpu));
    out.optional("task", task);
    if let Some(objects) = work.objects_read() {
        out.key(
            "objects",
            popularity(Inline::new().key("size", objects.size), &objects.popularity),
        );
    }
    if let Some(assets) = work.asset_files() {
        let table = Inline::new()
            .key("per_request", assets.per_request)
            .key("size", assets.size);
        out.key(
            "assets",
            popularity(table.key("catalogue", assets.catalogue), &assets.popularity),
        );
    }
}

fn popularity(table: Inline, popularity: &Popularity) -> Inline {
    match popularity.exponent() {
        Some(exponent) => table.key("zipf", exponent),
        None => table.key("weights", popularity.shares()),
    }
}

fn machine(out: &mut Out, key: &str, machine: &Machine) {
    out.table(&format!("machines.{}", name(key)));
    out.optional("cores", machine.core_count());
    out.optional("memory", machine.memory_size());
    out.optional("bandwidth", machine.bandwidth_of().map(DataRate));
    let disk = machine.disk_of().map(|disk| {
        let table = Inline::new()
            .key("kind", disk.kind())
            .key("read", disk.read());
        table
            .optional("write", disk.write())
            .key("size", disk.size())
    });
    out.optional("disk", disk);
    out.list("charges", machine.charges().iter().map(charge));
}

fn charge(line: &Line) -> Inline {
    Inline::new()
        .key("what", &*line.what)
        .key("quantity", line.quantity)
        .key("unit", &*line.unit)
        .key("unit_price", line.unit_price)
        .key("source", &*line.source)
}

fn uptime(out: &mut Out, uptime: Option<Uptime>) {
    out.optional(
        "failures",
        uptime.map(|u| Inline::new().key("up", u.up).key("repair", u.repair)),
    );
}

fn fleet(out: &mut Out, fleet: &Fleet, machines: &Names) {
    out.key("machine", machines.name(fleet.machine()));
    out.key("machines", fleet.count());
    out.optional("accept_queue", fleet.room());
    if let Choice::Weighted(weights) = fleet.choice() {
        out.key("weights", &weights[..]);
    }
    uptime(out, fleet.uptime());
}

fn database(out: &mut Out, database: &Database, hop: Time, machines: &Names) {
    out.table("database");
    out.key("machine", machines.name(database.machine()));
    out.key("hop", hop);
    out.key("copies", database.copy_count());
    out.key("replicas", database.replica_count());
    let others = database.replica_machine.as_ref();
    out.optional(
        "replica_machine",
        others.map(|machine| machines.name(machine)),
    );
    out.key("apply_cost", database.apply_share());
    out.key("appliers", database.applier_count());
    out.optional("connections", database.connection_limit());
    out.optional("connection_memory", database.connection_memory.map(bytes));
    out.key("reads_on_source", database.source_reads());
    if let Replication::SemiSynchronous { acks } = database.replication_mode() {
        out.key("semi_synchronous_acks", acks);
    }
    let failover = database.failover_times();
    out.optional(
        "failover",
        failover.map(|f| {
            Inline::new()
                .key("detection", f.detection)
                .key("promotion", f.promotion)
        }),
    );
    uptime(out, database.uptime());
}

fn balancer(out: &mut Out, balancer: &Balancer, machines: &Names) {
    out.table("balancer");
    let policy = match balancer.choice() {
        Choice::Random => "random",
        Choice::RoundRobin => "round robin",
        Choice::Weighted(_) => "weighted",
        Choice::LeastConnections => "least connections",
        Choice::TwoChoices => "two choices",
        Choice::Hashed { .. } => "consistent hashing",
    };
    out.key("policy", policy);
    match balancer.choice() {
        Choice::Weighted(weights) => out.key("weights", &weights[..]),
        Choice::Hashed { keys, points } => {
            out.key("keys", *keys);
            out.key("points", *points);
        }
        _ => {}
    }
    if let Some((machine, count)) = balancer.machine() {
        out.key("machine", machines.name(machine));
        out.key("machines", count);
    }
    out.optional("forwarding", balancer.forwarding_time());
    out.optional("hop", balancer.hop_time());
    let checks = balancer
        .checks
        .map(|(every, failures)| (seconds(every), failures));
    out.optional(
        "health_checks",
        checks.map(|(every, failures)| Inline::new().key("every", every).key("failures", failures)),
    );
    uptime(out, balancer.uptime());
    out.list("charges", balancer.charges.iter().map(charge));
}

fn cache(out: &mut Out, cache: &Cache, machines: &Names) {
    out.table("cache");
    let (policy, lifetime) = match cache.policy() {
        Eviction::Lru => ("lru", cache.lifetime()),
        Eviction::Fifo => ("fifo", cache.lifetime()),
        Eviction::Lfu => ("lfu", cache.lifetime()),
        Eviction::Sieve => ("sieve", cache.lifetime()),
        Eviction::S3Fifo => ("s3-fifo", cache.lifetime()),
        Eviction::Ttl(time) => ("ttl", Some(time)),
    };
    out.key("policy", policy);
    out.optional("time_to_live", lifetime);
    if let Some(machine) = cache.machine() {
        out.key("machine", machines.name(machine));
        out.key("machines", cache.count());
    }
    out.optional("lookup", cache.lookup_time());
    out.optional("memory", cache.memory.map(bytes));
    out.optional("reserved", cache.reserved_memory());
    out.key("overhead", bytes(cache.overhead));
    out.key("coalescing", cache.coalesces());
    uptime(out, cache.uptime());
    let alike = |writing: &Writing| {
        std::mem::discriminant(writing) == std::mem::discriminant(&cache.writes())
    };
    if let Some((word, _)) = WRITING.iter().find(|(_, writing)| alike(writing)) {
        out.key("writing", *word);
    }
    if let Writing::Back(after) = cache.writes() {
        out.key("write_back_after", after);
    }
}

fn queue(out: &mut Out, queue: &Queue, machines: &Names) {
    out.table("queue");
    out.key("machine", machines.name(queue.broker()));
    out.key("machines", queue.brokers());
    out.optional("handing_over", queue.broker_cpu());
    out.optional("hop", queue.round_trip());
    out.optional("visibility", queue.visibility_timeout());
    out.key("prefetch", queue.batch());
    out.optional("attempts", queue.attempt_limit());
    out.key("dead_letters", queue.keeps_dead_letters());
    out.key("idempotent", queue.is_idempotent());
    out.key("failing", queue.failure_probability());
    out.key("poison", queue.poison_share());
    out.optional("ordered", queue.keys.as_deref());
    let full = |full| {
        if full == Full::Block {
            "block"
        } else {
            "refuse"
        }
    };
    out.optional(
        "bounded",
        queue
            .bound()
            .map(|(n, f)| Inline::new().key("messages", n).key("full", full(f))),
    );
    out.optional("human_step", queue.human().map(|human| self::human(&human)));
    out.optional(
        "autoscaling",
        queue.scaling().map(|rule| autoscaling(&rule)),
    );
    if let Some(workers) = queue.worker_fleet() {
        out.table("queue.workers");
        fleet(out, workers, machines);
    }
}

fn human(human: &Human) -> Inline {
    let hours = human.hours.map(|(from, to)| [from, to]);
    Inline::new()
        .key("share", human.share)
        .key("mean", human.mean)
        .key("staff", human.staff)
        .optional("hours", hours.as_ref().map(|hours| &hours[..]))
}

fn autoscaling(rule: &Autoscaling) -> Inline {
    let table = Inline::new().key("min", rule.min).key("max", rule.max);
    let table = match rule.target {
        Target::Backlog(backlog) => table.key("backlog", backlog),
        Target::Utilisation(share) => table.key("utilisation", share),
    };
    table.key("period", rule.period).key("start", rule.start)
}

fn client(out: &mut Out, client: &Clients) {
    out.table("client");
    out.key("timeout", seconds(client.timeout));
    out.key("retries", client.retries);
    out.optional("backoff", client.backoff.map(seconds));
    out.key("jitter", client.jitter);
    out.optional("budget", client.budget);
}
