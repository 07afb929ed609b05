//! Both layouts, both witnesses, and what happens at the limits.

use crate::support::{apart, machine, one, shop, traffic};
use model::prelude::*;

fn overload(system: &System, users: f64) -> Overload {
    let prediction = system.predict(&traffic(users)).unwrap();
    let simulated = system.simulate(&traffic(users), &Trials::draft()).unwrap();
    let overload = prediction.overload().expect("must be overloaded").clone();
    assert_eq!(simulated.overload(), Some(&overload));
    overload
}

/// The bounds are those that the documentation of `model::system` promises.
///
/// The closed form against the simulation, over a grid of loads: worst relative difference of mean, p50, p95 and p99,
/// beyond the simulation's own interval.
pub(crate) fn worst(system: &System, loads: &[f64]) -> [f64; 4] {
    let full = system.saturation(&traffic(1.0)).unwrap().users;
    let trials = Trials {
        customers: 15_000,
        warm_up: 3_000,
        ..Trials::default()
    };
    let mut worst = [0.0_f64; 4];
    for load in loads {
        let at = traffic(load * full);
        let (closed, simulated) = (
            system.predict(&at).unwrap(),
            system.simulate(&at, &trials).unwrap(),
        );
        let (c, s) = (
            closed.steady().unwrap().response,
            simulated.steady().unwrap().response,
        );
        for (i, (c, s)) in [
            (c.mean, s.mean),
            (c.p50, s.p50),
            (c.p95, s.p95),
            (c.p99, s.p99),
        ]
        .iter()
        .enumerate()
        {
            let off = (c.value - s.value).seconds().abs() - s.half_width.unwrap().seconds();
            worst[i] = worst[i].max(off / s.value.seconds());
        }
    }
    worst
}

pub(crate) fn within(what: &str, worst: [f64; 4], bounds: [f64; 4]) {
    println!("{what}: worst {worst:.3?}");
    for i in 0..4 {
        assert!(
            worst[i] <= bounds[i],
            "{what}: off by {worst:.3?}, documented {bounds:?}"
        );
    }
}

pub(crate) const GRID: [f64; 6] = [0.1, 0.3, 0.5, 0.7, 0.8, 0.9];

#[test]
fn the_closed_form_is_as_good_as_documented() {
    within("together", worst(&one(), &GRID), [0.02, 0.04, 0.05, 0.08]);
    let four = System::together(machine("m7g.xlarge"), 2, shop());
    within(
        "together on four cores",
        worst(&four, &GRID),
        [0.02, 0.04, 0.05, 0.08],
    );
    within("apart", worst(&apart(), &GRID), [0.02, 0.04, 0.05, 0.08]);
    let slow_database = System::apart(
        (machine("t3.medium"), 4),
        (machine("t3.medium"), 1),
        us(250.0),
        shop(),
    );
    within(
        "apart, database full first",
        worst(&slow_database, &GRID),
        [0.02, 0.04, 0.05, 0.08],
    );
}

#[test]
fn the_closed_form_holds_for_a_slow_disk() {
    let slow = machine("t3.medium").disk(Disk::new("hard disk", ms(10.0), gib(100.0)));
    let together = System::together(slow, 1, shop());
    within(
        "hard disk",
        worst(&together, &GRID),
        [0.02, 0.04, 0.05, 0.08],
    );
}

#[test]
fn the_closed_form_holds_for_few_workers() {
    for workers in [2, 3, 4, 8] {
        let system = apart().workers(workers);
        within(
            &format!("{workers} workers"),
            worst(&system, &GRID),
            [0.02, 0.10, 0.15, 0.15],
        );
    }
}

/// Utilisation law: rate times service over servers, whoever measures it.
#[test]
fn both_witnesses_agree_station_by_station() {
    for system in [one(), apart(), apart().web_machines(3).database_machines(2)] {
        let at = traffic(2e5);
        let closed = system.predict(&at).unwrap();
        let simulated = system.simulate(&at, &Trials::default()).unwrap();
        let (closed, simulated) = (closed.steady().unwrap(), simulated.steady().unwrap());
        assert_eq!(closed.stations.len(), simulated.stations.len());
        for (c, s) in closed.stations.iter().zip(&simulated.stations) {
            assert_eq!(
                (c.component, c.resource, c.machines, c.servers),
                (s.component, s.resource, s.machines, s.servers)
            );
            assert!(
                (c.utilisation - s.utilisation).abs() < 0.02,
                "{}: {c:?} {s:?}",
                c.label
            );
            assert!(
                (c.visits - s.visits).abs() <= 0.02 * c.visits,
                "{}: {c:?} {s:?}",
                c.label
            );
        }
        assert!((closed.in_system / simulated.in_system - 1.0).abs() < 0.05);
        assert!((closed.throughput / simulated.throughput - 1.0).abs() < 0.02);
    }
}

/// 85.6 requests a second times (8 + 3 x 1.5) ms on two cores fill at 2/(12.5 ms) = 160 a second.
#[test]
fn cores_fill_first_on_one_machine() {
    let users = 160.0 * 86_400.0 / 20.0 / 1.85;
    let full = one().saturation(&traffic(1.0)).unwrap();
    assert!((full.users / users - 1.0).abs() < 1e-3, "{full} {users}");
    assert_eq!(full.limit.need().resource, Resource::Cores);
    let over = overload(&one(), 1.5 * users);
    assert_eq!(
        (over.component, over.resource),
        (Component::Shared, Resource::Cores)
    );
    assert!((over.demand - 1.5).abs() < 1e-9);
    assert_eq!(
        over.to_string(),
        "web server and database cores full at 240\u{202f}/s: needs 1.5 times what there is"
    );
}

#[test]
fn every_resource_can_be_what_is_full() {
    let small = machine("t3.medium").disk(Disk::new("SSD", us(100.0), gib(1.0)));
    let over = overload(&System::together(small, 1, shop()), 1e5);
    assert_eq!(over.resource, Resource::DiskSpace);
    assert!((over.demand - 1e5 * 40.0 * 1024.0 / gib(1.0).bytes()).abs() < 1e-9);

    let over = overload(&System::together(machine("t3.micro"), 1, shop()), 1e3);
    assert_eq!(over.resource, Resource::Memory);
    assert!((over.demand - (512.0 + 64.0 * 40.0) / 1024.0).abs() < 1e-9);

    let slow = machine("t3.medium").disk(Disk::new("hard disk", ms(10.0), gib(100.0)));
    assert_eq!(
        overload(&System::together(slow, 1, shop()), 2e5).resource,
        Resource::DiskReads
    );

    // A hop of one second, three times, at 85.6 a second: 257 requests in flight, for 64 workers.
    let far = System::apart(
        (machine("t3.medium"), 1),
        (machine("m7g.xlarge"), 1),
        seconds(1.0),
        shop(),
    );
    let over = overload(&far, 2e5);
    assert_eq!(
        (over.component, over.resource),
        (Component::WebServer, Resource::Workers)
    );
    assert!(over.demand > 4.0 && over.demand < 4.2, "{over}");

    // Before they are full, too, the workers are what is named, and what more would help.
    let report = far.predict(&traffic(4e4)).unwrap();
    let report = report.steady().unwrap();
    let headroom = report.headroom().unwrap();
    assert!(
        (headroom * 0.2 * over.demand - 1.0).abs() < 0.02,
        "{headroom}"
    );
    let text = report.explain();
    assert!(
        text.contains("bottleneck is web server workers at"),
        "{text}"
    );
    assert!(
        text.contains("one more web server moves the limit most"),
        "{text}"
    );
    // One more machine brings its own workers; so many more on the one are as good.
    let improvements = report.improvements();
    for change in [
        "one more web server",
        "twice the workers of each web server",
    ] {
        let more = improvements.iter().find(|better| better.change == change);
        let more = more.unwrap().headroom / headroom;
        assert!((more - 2.0).abs() < 0.05, "{change}: {more}");
    }
}

#[test]
fn the_largest_load_meets_its_target_and_no_more() {
    for system in [one(), apart()] {
        let largest = system.largest_load(&traffic(1.0), ms(300.0)).unwrap();
        let p99 = |users: f64| {
            system
                .predict(&traffic(users))
                .unwrap()
                .steady()
                .unwrap()
                .response
                .p99
                .value
        };
        assert!(p99(largest.users) <= ms(300.0));
        assert!(p99(largest.users * 1.0001) > ms(300.0));
        assert!(matches!(largest.limit, Limit::Target { .. }));
    }
    assert_eq!(
        one().largest_load(&traffic(1.0), us(1.0)).unwrap().users,
        0.0
    );
}

/// The lesson of the second chapter: idle, the hop costs; busy, the second machine pays.
#[test]
fn apart_is_slower_idle_and_faster_busy() {
    let twins = System::apart(
        (machine("t3.medium"), 1),
        (machine("t3.medium"), 1),
        us(250.0),
        shop(),
    );
    let mean = |s: &System, users| {
        s.predict(&traffic(users))
            .unwrap()
            .steady()
            .unwrap()
            .response
            .mean
            .value
    };
    assert!(mean(&twins, 10.0) > mean(&one(), 10.0));
    assert!(mean(&twins, 3e5) < mean(&one(), 3e5) / 2.0);
}

#[test]
fn common_random_numbers_make_variants_comparable() {
    let trials = Trials::draft();
    let p99 = |hop: f64| {
        let s = System::apart(
            (machine("t3.medium"), 1),
            (machine("m7g.xlarge"), 1),
            us(hop),
            shop(),
        );
        s.simulate(&traffic(2e5), &trials)
            .unwrap()
            .steady()
            .unwrap()
            .response
            .mean
            .value
    };
    // 100 µs more on each of three hops: the difference shows it, far below either interval.
    assert!(((p99(350.0) - p99(250.0)).micros() - 300.0).abs() < 30.0);
}

/// The ground rules' two ways to run two services: the text's machines, and names of their own.
#[test]
fn two_services_with_names_of_their_own() {
    let work = || shop().queries(1).query_cpu(ms(20.0));
    let together = System::together(machine("large"), 3, work()).names("service A", "service B");
    let apart = System::apart(
        (machine("medium"), 1),
        (machine("medium"), 3),
        us(250.0),
        work(),
    )
    .names("service A", "service B");
    let labels: Vec<String> = apart.parts().into_iter().map(|part| part.label).collect();
    assert_eq!(labels, ["client", "service A", "service B"]);
    assert_eq!(together.parts()[1].label, "service A and service B");
    // Large machines have four cores: 3 x 4 / 28 ms. Apart, A has 2 / 8 ms and B has 3 x 2 / 20 ms.
    let rate = |system: &System| system.saturation(&traffic(1.0)).unwrap().rate.per_second();
    assert!((rate(&together) / (12.0 / 0.028) - 1.0).abs() < 1e-3);
    assert!((rate(&apart) / (2.0_f64 / 0.008).min(6.0 / 0.020) - 1.0).abs() < 1e-3);
}

/// What a diagram writes on its arrows.
#[test]
fn arrows_say_what_travels_and_how_far() {
    let words = |system: &System| -> Vec<&str> {
        let links = system.links(&traffic(1e5)).unwrap();
        links.into_iter().map(|link| link.what).collect()
    };
    assert_eq!(words(&one()), ["requests"]);
    assert_eq!(words(&apart()), ["requests", "queries"]);
    let renamed = apart().names("service A", "service B");
    assert_eq!(words(&renamed), ["requests", "calls"]);
    assert_eq!(one().hop(), None);
    assert_eq!(apart().hop(), Some(us(250.0)));
}

/// Workers are held while a request waits: both places where a report speaks of them say so, and by the same number.
#[test]
fn a_steady_system_needs_the_workers_that_its_pool_reports() {
    let prediction = one().predict(&traffic(3e5)).unwrap();
    let simulated = one().simulate(&traffic(3e5), &Trials::draft()).unwrap();
    for report in [&prediction, &simulated].map(|p| p.steady().unwrap()) {
        let need = report
            .needs
            .iter()
            .find(|need| need.resource == Resource::Workers)
            .unwrap();
        assert_eq!(need.ratio, report.pool.utilisation);
        assert!(report.needs.windows(2).all(|w| w[0].ratio >= w[1].ratio));
    }
}

#[test]
fn only_what_takes_time_is_full_at_a_rate() {
    let hot = overload(&one(), 1e6).to_string();
    assert!(hot.contains(" full at ") && hot.contains("/s"), "{hot}");
    let roomy = overload(&one().workers(128), 2e5).to_string();
    assert!(roomy.contains("memory full: needs"), "{roomy}");
}
