//! The seven stages of the text, each a small change of the one before, and both witnesses on each of them.

pub(crate) use crate::work::work;
use model::components::database::Database;
use model::prelude::*;
use model::workload::Popularity;

pub(crate) fn traffic(users: f64) -> Traffic {
    Traffic::daily_users(users)
        .requests_each(20.0)
        .peak_to_mean(1.85)
}

pub(crate) fn machine(name: &str, cores: u32, memory: f64) -> Machine {
    Machine::named(name)
        .cores(cores)
        .memory(gib(memory))
        .disk(Disk::new("SSD", us(100.0), gib(500.0)).writes(us(300.0)))
        .monthly(usd(12.5 * memory), "example")
}

pub(crate) fn small() -> Machine {
    machine("small", 1, 2.0)
}

pub(crate) fn medium() -> Machine {
    machine("medium", 2, 4.0)
}

pub(crate) fn large() -> Machine {
    machine("large", 4, 16.0)
}

/// All stages in the order of the text, but for the CDN, which needs to know where users are (see `complete`).
pub(crate) fn stages() -> Vec<(&'static str, System)> {
    let together = System::together(medium(), 1, work());
    let apart = System::apart((medium(), 1), Database::on(large()), us(250.0), work());
    let many = apart.clone().web_machines(4).balancer(
        Balancer::round_robin()
            .on(small(), 2)
            .forwarding(us(50.0))
            .hop(us(250.0)),
    );
    let copies = many.clone().web_machines(8).replicas(2);
    let cached = copies.clone().cache(
        Cache::lru()
            .on(medium(), 1)
            .reserved(gib(1.0))
            .lookup(us(100.0)),
    );
    let later = cached.clone().queue(
        Queue::on(small())
            .handing_over(us(200.0))
            .hop(us(250.0))
            .workers(Fleet::of(2, medium())),
    );
    vec![
        ("together", together),
        ("apart", apart),
        ("many", many),
        ("copies", copies),
        ("cached", cached),
        ("later", later),
    ]
}

pub(crate) fn response(report: &Report) -> [Estimate; 4] {
    let r = report.response;
    [r.mean, r.p50, r.p95, r.p99]
}

#[test]
fn a_stage_is_a_small_change_of_the_one_before() {
    let stages = stages();
    for ((before, a), (after, b)) in stages.iter().zip(&stages[1..]) {
        let (a, b) = (a.parts(), b.parts());
        assert!(a.len() <= b.len(), "{before} to {after}");
        // A queue takes the slow work off the web machines; every part keeps its place.
        let kept = a
            .iter()
            .filter(|part| b.iter().any(|other| other.label == part.label));
        if *before != "together" {
            assert_eq!(kept.count(), a.len(), "{before} to {after}");
        }
    }
}

/// Every number that can be counted by hand is, for the complete system: visits are rates along the route.
#[test]
fn both_witnesses_count_the_same_visits() {
    let (_, system) = stages().pop().unwrap();
    let at = traffic(1e6);
    let closed = system.predict(&at).unwrap();
    let simulated = system.simulate(&at, &Trials::draft()).unwrap();
    let (closed, simulated) = (closed.steady().unwrap(), simulated.steady().unwrap());
    let hit = closed.cache.unwrap().hit_ratio;
    assert!((hit - simulated.cache.unwrap().hit_ratio).abs() < 0.02);
    let visits = |component, resource| closed.station(component, resource).unwrap().visits;
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
    // Three queries, one in ten of which writes; a miss comes back to the cache, a write removes.
    near(visits(Component::Balancer, Resource::Cores), 1.0);
    near(visits(Component::WebServer, Resource::Cores), 1.0);
    near(visits(Component::Database, Resource::Cores), 0.3);
    near(
        visits(Component::Cache, Resource::Cores),
        2.7 * (1.0 + (1.0 - hit)) + 0.3,
    );
    // Misses, and every write on each of two replicas.
    near(
        visits(Component::Replica, Resource::Cores),
        2.7 * (1.0 - hit) + 2.0 * 0.3,
    );
    near(visits(Component::Queue, Resource::Cores), 0.1);
    near(visits(Component::Worker, Resource::Cores), 0.1);
    for (c, s) in closed.stations.iter().zip(&simulated.stations) {
        assert_eq!(c.label, s.label);
        assert!((c.visits / s.visits - 1.0).abs() < 0.06, "{c:?} {s:?}");
        assert!((c.utilisation - s.utilisation).abs() < 0.03, "{c:?} {s:?}");
    }
    let (c, s) = (closed.tasks.unwrap(), simulated.tasks.unwrap());
    assert!((c.offered / s.offered - 1.0).abs() < 0.06);
    assert!(s.completion.mean.covers(c.completion.mean.value), "{c} {s}");
}

/// Replicas take reads off each other, never writes: beyond some number one more hardly moves the limit.
#[test]
fn replicas_stop_helping() {
    let base = System::apart(
        (large(), 200),
        Database::on(medium()).appliers(64),
        us(250.0),
        work()
            .writes(0.3)
            .task(0.0, ms(1.0))
            .data_per_user(bytes(10.0)),
    );
    let limit = |replicas: u32| {
        let system = base.clone().replicas(replicas);
        system.saturation(&traffic(1.0)).unwrap().rate.per_second()
    };
    // A replica's cores carry 2 / 1.5 ms of its share of the reads and all writes, of 3 queries a request.
    let law = |r: f64| 2.0 / 0.0015 / 3.0 / (0.7 / r + 0.3);
    for replicas in [1, 2, 4, 8] {
        let (limit, law) = (limit(replicas), law(f64::from(replicas)));
        let source: f64 = 2.0 / 0.0015 / 3.0 / 0.3;
        let expected = law.min(source);
        assert!(
            (limit / expected - 1.0).abs() < 0.02,
            "{replicas}: {limit} {expected}"
        );
    }
    assert!(limit(8) / limit(4) < 1.3 && limit(2) / limit(1) > 1.5);
}

/// More of anything never makes the closed form worse.
#[test]
fn more_is_never_worse() {
    let (_, system) = stages().pop().unwrap();
    let better = |what: &str, before: &System, after: &System| {
        for users in [1e4, 5e5, 1.5e6] {
            let at = traffic(users);
            let (a, b) = (before.predict(&at).unwrap(), after.predict(&at).unwrap());
            match (a.steady(), b.steady()) {
                (Some(a), Some(b)) => {
                    for (a, b) in response(a).iter().zip(response(b)) {
                        let slack = 1.0 + 1e-6;
                        assert!(b.value <= a.value * slack, "{what} at {users}: {a} {b}");
                    }
                }
                (Some(_), None) => panic!("{what} at {users}: {}", b.sentence()),
                _ => {}
            }
        }
    };
    better("web machine", &system, &system.clone().web_machines(9));
    better("web machines", &system, &system.clone().web_machines(40));
    better("workers", &system, &system.clone().workers(65));
    let source = |machine| Database::on(machine).replicas(2);
    let more_cores = source(machine("large", 8, 16.0));
    better("cores", &system, &system.clone().database(more_cores));
    let more_memory = source(machine("large", 4, 32.0));
    better("memory", &system, &system.clone().database(more_memory));
    let cache = |memory| {
        Cache::lru()
            .on(machine("cache", 2, memory), 1)
            .reserved(gib(1.0))
            .lookup(us(100.0))
    };
    let (less, more) = (system.clone().cache(cache(4.0)), system.cache(cache(64.0)));
    better("cache", &less, &more);
    let linked = |rate| {
        let work = work().page_size(kib(100.0));
        let web = medium().bandwidth(per_second(rate));
        System::apart((web, 4), Database::on(large()), us(250.0), work)
    };
    better("bandwidth", &linked(1e7), &linked(1e8));
}

#[test]
fn every_new_resource_can_be_what_is_full() {
    let (_, system) = stages().pop().unwrap();
    let full = |system: &System| {
        let need = system.saturation(&traffic(1.0)).unwrap().limit;
        (need.need().component, need.need().resource)
    };
    let plenty = system.web_machines(100);
    assert_eq!(full(&plenty), (Component::Worker, Resource::Cores));
    let no_tasks = plenty.clone().with_work(work().task(0.0, ms(1.0)));
    assert_eq!(full(&no_tasks), (Component::Replica, Resource::Applier));
    let writes = no_tasks.database(Database::on(large()).replicas(8).appliers(64));
    let writes = writes.with_work(work().task(0.0, ms(1.0)).writes(0.9));
    // Of 3 queries 2.7 write: 0.3 ms each on one disk is more than 1.5 ms each on four cores, with the pages that miss.
    assert_eq!(full(&writes), (Component::Replica, Resource::DiskReads));
    let narrow = medium().bandwidth(per_second(1e6));
    let narrow = System::apart((narrow, 1), Database::on(large()), us(250.0), work());
    assert_eq!(full(&narrow), (Component::WebServer, Resource::Bandwidth));
    let slow = Balancer::random()
        .on(small(), 1)
        .forwarding(ms(20.0))
        .hop(us(250.0));
    assert_eq!(
        full(&plenty.balancer(slow)),
        (Component::Balancer, Resource::Cores)
    );
}

#[test]
fn explanations_name_the_bottleneck_and_the_best_change() {
    let apart = System::apart((medium(), 1), Database::on(large()), us(250.0), work());
    let report = apart.predict(&traffic(3e5)).unwrap();
    let text = report.explain();
    let busiest = report.steady().unwrap().bottleneck().label.clone();
    assert!(
        text.contains(&format!("The bottleneck is {busiest}")),
        "{text}"
    );
    assert!(text.contains("one more web server takes"), "{text}");
    // What it promises is what the closed form says of the larger system, up to what others gain.
    let promised = report.steady().unwrap().improvements()[0].saves;
    let two = apart
        .clone()
        .web_machines(2)
        .predict(&traffic(3e5))
        .unwrap();
    let saved = report.mean().unwrap() - two.mean().unwrap();
    assert!((promised / saved - 1.0).abs() < 0.02, "{promised} {saved}");

    let over = apart.predict(&traffic(1e6)).unwrap().explain();
    assert!(over.contains("web server cores full at"), "{over}");
    let idle = apart.predict(&traffic(0.0)).unwrap().explain();
    assert!(idle.contains("Nothing is busy"), "{idle}");
}

/// Common random numbers: the interval of a difference is far smaller than that of either response.
#[test]
fn did_it_help_has_a_small_interval() {
    let work = work().task(0.0, ms(1.0));
    let before = System::apart((medium(), 2), Database::on(large()), us(250.0), work);
    let after = before.clone().hop_of(us(350.0));
    let at = traffic(4e5);
    let trials = Trials::draft();
    let change = before.difference(&after, &at, &trials).unwrap();
    let alone = before.simulate(&at, &trials).unwrap();
    let alone = alone.steady().unwrap().response.mean.half_width.unwrap();
    assert!(
        change.mean.half_width.unwrap() < alone / 5.0,
        "{} {alone}",
        change.mean
    );
    // 100 µs more, three times.
    assert!(
        (change.mean.value.micros() - 300.0).abs() < 100.0,
        "{}",
        change.mean
    );
    let nothing = before.difference(&before, &at, &trials).unwrap();
    assert_eq!(
        (nothing.mean.value, nothing.p99.value),
        (Time::ZERO, Time::ZERO)
    );
}

#[test]
fn who_finds_no_room_is_refused() {
    let work = || work().workers(8).task(0.0, ms(1.0));
    let web = Fleet::of(1, medium()).accept_queue(4);
    let system = System::apart(web, Database::on(large()), us(250.0), work());
    let at = traffic(5.0e5);
    let (closed, simulated) = (
        system.predict(&at).unwrap(),
        system.simulate(&at, &Trials::default()).unwrap(),
    );
    let (closed, simulated) = (closed.steady().unwrap(), simulated.steady().unwrap());
    assert!(simulated.refused > 0.005, "{simulated}");
    assert!(
        (closed.refused / simulated.refused - 1.0).abs() < 0.3,
        "{closed}{simulated}"
    );
    assert!((closed.throughput / simulated.throughput - 1.0).abs() < 0.02);
}

#[test]
fn a_request_can_be_followed() {
    let (_, system) = stages().pop().unwrap();
    let trace = system.trace(&traffic(5e5), 1, 200, 50).unwrap();
    assert_eq!(trace.requests.len(), 50);
    assert!(trace.slowest().unwrap().to_string().contains("web server"));
}

/// Pages and files leave the data centre at the price of egress; what has no price is listed.
#[test]
fn a_bill_counts_what_leaves() {
    let prices = PriceBook::parse(
        "# prices for an example\n\
         item,unit,usd,region,as_of,source\n\
         large server,month,100,-,-,example\n",
    )
    .unwrap();
    let work = work().assets(2.0, mib(1.0), 1e4, Popularity::zipf(0.8));
    let system = System::together(medium(), 1, work);
    let at = traffic(1e4);
    let bill = system.bill_of(&at, &prices, "-").unwrap();
    assert_eq!(bill.monthly(), system.bill().monthly());
    let egress: f64 = bill.unpriced.iter().map(|part| part.quantity).sum();
    let bytes = at.requests_per_month() * (30.0 * 1024.0 + 2.0 * 1024.0 * 1024.0);
    assert!(
        (egress / (bytes / 1e9) - 1.0).abs() < 0.08,
        "{egress} {bytes}"
    );
}
