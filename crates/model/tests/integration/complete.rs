//! The complete system, with a CDN before it and caches of every policy inside: what leaves, what comes back, what it costs.

use crate::stages::{machine, response, stages, traffic as habits, work as shop};
use model::components::cdn::{Tls, Transport};
use model::prelude::*;
use model::report::Report;
use model::workload::Popularity;

const FILE: f64 = 100e3; // [B]
/// What prices call a gigabyte.
const GIB: f64 = 1024.0 * 1024.0 * 1024.0; // [B]
const FILES_A_PAGE: f64 = 2.0;

pub(crate) fn traffic(users: f64) -> Traffic {
    habits(users).audience(Audience::of("Seoul", 0.6).and("Toronto", 0.4))
}

fn work() -> Work {
    shop().assets(FILES_A_PAGE, bytes(FILE), 1e4, Popularity::zipf(0.8))
}

/// A tenth of the files fits into each edge.
pub(crate) fn cdn() -> Cdn {
    Cdn::in_front_of("Montreal")
        .point("Tokyo", bytes(1e3 * FILE))
        .point("Detroit", bytes(1e3 * FILE))
        .round_trip("Seoul", "Tokyo", ms(29.0))
        .round_trip("Seoul", "Detroit", ms(190.0))
        .round_trip("Seoul", "Montreal", ms(181.0))
        .round_trip("Toronto", "Detroit", ms(8.0))
        .round_trip("Toronto", "Tokyo", ms(160.0))
        .round_trip("Toronto", "Montreal", ms(12.0))
        .round_trip("Tokyo", "Montreal", ms(159.0))
        .round_trip("Detroit", "Montreal", ms(14.0))
        .transport(
            Transport::tcp()
                .tls(Tls::V13)
                .segment(bytes(1460.0))
                .initial_window(10),
        )
        .access(megabits(50.0))
        .answers(ms(20.0), ms(1.0))
        .kept_connections(true)
        .region("Montreal", "a")
        .region("Tokyo", "b")
        .region("Detroit", "c")
}

/// What a web machine sends where files are what fills it. [B/s]
const NARROW: f64 = 6e6;

/// The last stage with web machines that send so much.
pub(crate) fn near(bandwidth: f64) -> System {
    let (_, system) = stages().pop().unwrap();
    let web = machine("medium", 2, 4.0).bandwidth(per_second(bandwidth));
    system.web((web, 8)).with_work(work()).cdn(cdn())
}

fn both(system: &System, at: &Traffic, trials: &Trials) -> [Report; 2] {
    let closed = system.predict(at).unwrap().steady().unwrap().clone();
    let simulated = system
        .simulate(at, trials)
        .unwrap()
        .steady()
        .unwrap()
        .clone();
    [closed, simulated]
}

/// How far mean, p50, p95 and p99 are off beyond the simulation's interval, at most at 30, 60 and 85% of the load that fills it.
fn worst(system: &System) -> [f64; 4] {
    let full = system.saturation(&traffic(1.0)).unwrap();
    let mut worst = [0.0_f64; 4];
    for (load, customers) in [(0.3, 8_000), (0.6, 20_000), (0.85, 300_000)] {
        let trials = Trials {
            customers,
            warm_up: 2_000,
            ..Trials::default()
        };
        let [closed, simulated] = both(system, &traffic(load * full.users), &trials);
        let mean = simulated.response.mean;
        assert!(mean.half_width.unwrap() < 0.015 * mean.value, "{mean}");
        let pairs = response(&closed).into_iter().zip(response(&simulated));
        for (worst, (c, s)) in worst.iter_mut().zip(pairs) {
            let off = (c.value - s.value).seconds().abs() - s.half_width.unwrap().seconds();
            *worst = worst.max(off / s.value.seconds());
        }
        let link = |report: &Report| {
            let station = report.station(Component::WebServer, Resource::Bandwidth);
            station.unwrap().utilisation
        };
        let (c, s) = (link(&closed), link(&simulated));
        assert!((c - s).abs() < 0.03, "link at {load}: {c} {s}");
    }
    worst
}

/// The bounds are those that the documentation of `model::system` promises.
#[test]
fn theory_judges_the_simulation_with_a_cdn() {
    // The link is half as busy as the cores, or what fills first.
    for (bandwidth, bounds) in [
        (60e6, [0.03, 0.15, 0.05, 0.08]),
        (NARROW, [0.05, 0.25, 0.15, 0.35]),
    ] {
        let worst = worst(&near(bandwidth));
        for (off, bound) in worst.iter().zip(bounds) {
            assert!(*off <= bound, "{bandwidth} B/s: off by {worst:.3?}");
        }
    }
}

/// A file that the edges miss is a file that leaves the web machines: in both witnesses, in the picture, and on the bill.
#[test]
fn what_the_edges_miss_leaves_the_origin() {
    let (system, at) = (near(NARROW), traffic(3e5));
    let [closed, simulated] = both(&system, &at, &Trials::draft());
    let pages = at.peak_rate();
    let page = 30.0 * 1024.0;
    for report in [&closed, &simulated] {
        let files = report.files.unwrap();
        assert!((files.asked / (pages * FILES_A_PAGE) - 1.0).abs() < 1e-12);
        let link = report
            .station(Component::WebServer, Resource::Bandwidth)
            .unwrap();
        let sent = link.utilisation * NARROW * f64::from(link.machines);
        let missed = pages.per_second() * (page + FILES_A_PAGE * files.to_origin * FILE);
        // Exact in closed form; 20 000 requests leave the simulation some freedom.
        let room = if files.half_width.is_none() {
            1e-9
        } else {
            0.05
        };
        assert!((sent / missed - 1.0).abs() < room, "{sent} {missed}");
    }
    let (c, s) = (closed.files.unwrap(), simulated.files.unwrap());
    assert!(
        (c.to_origin - s.to_origin).abs() < 2.0 * s.half_width.unwrap() + 0.01,
        "{c:?} {s:?}"
    );

    let links = system.links(&at).unwrap();
    let back = links
        .iter()
        .find(|link| link.from == Component::Cdn)
        .unwrap();
    assert_eq!((back.to, back.what), (Component::WebServer, "files"));
    assert!((back.rate / (c.asked * c.to_origin) - 1.0).abs() < 1e-12);
    assert!(
        system
            .parts()
            .iter()
            .any(|part| part.component == Component::Cdn)
    );

    // Nothing has a price here, so that the bill lists how much it would be of each.
    let prices = "# prices for an example\nitem,unit,usd,region,as_of,source\nlarge server,month,100,-,-,example\n";
    let bill = system
        .bill_of(&at, &PriceBook::parse(prices).unwrap(), "a")
        .unwrap();
    let billed: f64 = bill
        .unpriced
        .iter()
        .filter(|part| part.unit.contains("GB"))
        .map(|part| part.quantity)
        .sum();
    let month = at.requests_per_month();
    let bytes = month * (page + FILES_A_PAGE * FILE * (1.0 + c.to_origin));
    assert!(
        (billed / (bytes / GIB) - 1.0).abs() < 1e-6,
        "{billed} {bytes} {:?}",
        bill.unpriced
    );
}

/// Without a CDN the same files all leave the web machines, and fill their links much sooner.
#[test]
fn a_cdn_takes_files_off_the_web_machines() {
    let with = near(NARROW);
    let without = System::apart(
        (machine("medium", 2, 4.0).bandwidth(per_second(NARROW)), 8),
        with_database(),
        us(250.0),
        work(),
    );
    let at = traffic(1e5);
    let link = |system: &System| {
        let report = system.predict(&at).unwrap().steady().unwrap().clone();
        let link = report
            .station(Component::WebServer, Resource::Bandwidth)
            .unwrap();
        (link.visits, report.files)
    };
    let ((few, files), (all, none)) = (link(&with), link(&without));
    assert!(none.is_none());
    assert!((all - 1.0 - FILES_A_PAGE).abs() < 1e-9, "{all}");
    assert!(
        (few - 1.0 - FILES_A_PAGE * files.unwrap().to_origin).abs() < 1e-9,
        "{few}"
    );
    let error = with.predict(&habits(1e5)).unwrap_err();
    assert_eq!(error.parameter(), "audience");
}

fn with_database() -> model::components::database::Database {
    model::components::database::Database::on(machine("large", 4, 16.0))
}

/// Place by place, one shape: the closed form without intervals, the simulation with them.
#[test]
fn both_witnesses_say_how_long_files_take() {
    let [closed, simulated] = both(&near(NARROW), &traffic(3e5), &Trials::draft());
    assert_eq!(closed.delivery.len(), 2);
    for (c, s) in closed.delivery.iter().zip(&simulated.delivery) {
        assert_eq!((&c.place, c.share), (&s.place, s.share));
        assert!(c.half_width.is_none() && c.file.half_width.is_none());
        let (hit, half) = (
            c.hit_ratio.unwrap() - s.hit_ratio.unwrap(),
            s.half_width.unwrap(),
        );
        assert!(half > 0.0 && hit.abs() < 2.0 * half + 0.01, "{c:?} {s:?}");
        for (c, s) in [(c.first_byte, s.first_byte), (c.file, s.file)] {
            let off = (c.value - s.value).seconds().abs() - s.half_width.unwrap().seconds();
            assert!(off < 0.05 * s.value.seconds(), "{c} {s}");
        }
    }
}

/// SIEVE and S3-FIFO have no formula: the closed form says so, and everything that simulates works.
#[test]
fn what_has_no_formula_is_simulated() {
    let trials = Trials::draft();
    let at = traffic(3e5);
    let cache = |cache: Cache| {
        near(NARROW).cache(
            cache
                .on(machine("medium", 2, 4.0), 1)
                .reserved(gib(1.0))
                .lookup(us(100.0))
                // Where writes remove objects, they also remove what a policy has learned of them.
                .writing(Writing::Through),
        )
    };
    let lru = cache(Cache::lru());
    for policy in [Cache::sieve(), Cache::s3_fifo()] {
        let system = cache(policy);
        let error = system.predict(&at).unwrap_err().to_string();
        assert!(error.contains("has no closed form: simulate it"), "{error}");
        let report = system.simulate(&at, &trials).unwrap();
        let report = report.steady().unwrap();
        let (ratio, known) = (report.cache.unwrap(), lru.predict(&at).unwrap());
        let known = known.steady().unwrap().cache.unwrap().hit_ratio;
        // Both were made because they hit more often than LRU where popularity is skewed.
        assert!(
            ratio.half_width.is_some() && ratio.hit_ratio > known,
            "{ratio:?} {known}"
        );
        let slower = lru.difference(&system, &at, &trials).unwrap();
        assert!(slower.mean.half_width.is_some());
        assert_eq!(system.trace(&at, 1, 100, 10).unwrap().requests.len(), 10);
        assert!(system.links(&at).is_ok());
        // Twenty times the load is too much, by the hit ratio that was measured.
        assert!(
            system
                .simulate(&traffic(6e6), &trials)
                .unwrap()
                .overload()
                .is_some()
        );
    }
}

/// The explanation tries twice the cache memory, and says what the closed form says of such a system.
#[test]
fn an_explanation_tries_a_larger_cache() {
    let (_, system) = stages().pop().unwrap();
    let cache = |memory: f64| {
        let machine = machine("medium", 2, 4.0);
        Cache::lru()
            .on(machine, 1)
            .memory(gib(memory))
            .lookup(us(100.0))
    };
    let (small, twice) = (system.clone().cache(cache(1.0)), system.cache(cache(2.0)));
    let at = habits(1e6);
    let text = small.explain(&at).unwrap();
    let report = small.predict(&at).unwrap();
    assert!(text.starts_with(&report.explain()), "{text}");
    let mean = |system: &System| system.predict(&at).unwrap().mean().unwrap();
    let saved = mean(&small) - mean(&twice);
    assert!(saved > Time::ZERO);
    assert!(
        text.contains(&format!("takes {saved} off the mean")),
        "{text} {saved}"
    );
    // 4 KiB each of a thousand users' 10 000 objects: all fit.
    let text = small.explain(&habits(1e3)).unwrap();
    assert!(
        text.ends_with("All objects fit into the cache already."),
        "{text}"
    );
    let text = small.explain(&habits(1e8)).unwrap();
    assert!(text.ends_with("is not enough."), "{text}");
}
