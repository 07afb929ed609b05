//! System files: what is written reads back, what is wrong is named with its place.

use model::file::{Place, Scenario};
use model::prelude::*;
use proptest::prelude::*;

const SHOP: &str = include_str!("../../examples/shop.toml");

fn shop() -> Scenario {
    Scenario::read(SHOP, &[]).unwrap()
}

#[test]
fn what_is_written_reads_back() {
    let scenario = shop();
    let text = scenario.write();
    let again = Scenario::read(&text, &[]).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(again, scenario, "{text}");
    // Writing is a fixed point, so that a file that was written does not change when it is written again.
    assert_eq!(again.write(), text);
}

/// Found by fuzzing: weights that are shares already, another machine that is the same one, keys that had no name.
#[test]
fn every_detail_reads_back() {
    for assignment in [
        "work.objects={size=\"4 KiB\",weights=[1,2,3]}",
        "work.objects={size=\"4 KiB\",weights=[0.7,0.2,0.1]}",
        "queue.ordered=[1,2,3]",
        "database.replica_machine=large",
        "database.connection_memory=10 MiB",
        "queue.prefetch=7",
        "traffic.in_groups=2.5",
    ] {
        let scenario = Scenario::read(SHOP, &[assignment]).unwrap();
        let text = scenario.write();
        assert_eq!(Scenario::read(&text, &[]), Ok(scenario.clone()), "{text}");
        assert_eq!(scenario.write(), text);
        assert_ne!(scenario, shop(), "{assignment} changes something");
    }
}

/// The shape of a day, by its hours or as a sinusoid; not beside a peak that follows from it.
#[test]
fn a_day_reads_back() {
    let weights = [1.0, 2.0].repeat(12);
    let days = [
        (format!("day = {{ hourly = {weights:?} }}"), 2.0 / 1.5),
        ("day = { sinusoid = 1.6, top = 20.5 }".to_owned(), 1.6),
    ];
    for (day, peak) in days {
        let text = SHOP.replacen("peak_to_mean = 1.85", &day, 1);
        let scenario = Scenario::read(&text, &[]).unwrap_or_else(|error| panic!("{error}"));
        assert!((scenario.traffic.peak_to_mean_ratio() - peak).abs() < 1e-12);
        assert_eq!(Scenario::read(&scenario.write(), &[]), Ok(scenario));
    }
    let both = "peak_to_mean = 1.85\nday = { sinusoid = 1.6, top = 20 }";
    let error = Scenario::read(&SHOP.replacen("peak_to_mean = 1.85", both, 1), &[]).unwrap_err();
    assert!(
        error.to_string().contains("expected peak_to_mean or day"),
        "{error}"
    );
    let neither = SHOP.replacen("peak_to_mean = 1.85", "", 1);
    let error = Scenario::read(&neither, &[]).unwrap_err().to_string();
    assert!(
        error.contains("peak_to_mean, or the shape of a day"),
        "{error}"
    );
    // An assignment takes the place of what the file says, in either direction.
    let peak = |assignments: &[&str]| {
        let scenario = Scenario::read(SHOP, assignments).unwrap();
        scenario.traffic.peak_to_mean_ratio()
    };
    let day = "traffic.day={sinusoid=1.6,top=20}";
    assert_eq!(peak(&[day]), 1.6);
    assert_eq!(peak(&[day, "traffic.peak_to_mean=3"]), 3.0);
    for (day, said) in [
        ("{ hourly = [1, 2] }", "expected 24 weights, was 2"),
        ("{ sinusoid = 1.6 }", "top"),
        ("{ top = 20 }", "expected either hourly"),
        ("{ sinusoid = 1.6, top = 20, tip = 3 }", "tip"),
    ] {
        let text = SHOP.replacen("peak_to_mean = 1.85", &format!("day = {day}"), 1);
        let error = Scenario::read(&text, &[]).unwrap_err().to_string();
        assert!(
            error.contains(said) && error.contains("traffic.day"),
            "{error}"
        );
    }
}

/// Found by fuzzing: a second time to live was kept beside the first, and changed nothing.
#[test]
fn the_last_time_to_live_counts() {
    assert_eq!(
        Cache::ttl(seconds(60.0)).time_to_live(seconds(9.0)),
        Cache::ttl(seconds(9.0))
    );
    let lru = Cache::lru().time_to_live(seconds(60.0));
    let again = lru.time_to_live(seconds(9.0));
    assert_eq!(again.lifetime(), Some(seconds(9.0)));
}

/// Found by fuzzing: a CDN that no page needs was not looked at.
#[test]
fn a_part_that_does_nothing_is_checked() {
    let scenario = Scenario::read(SHOP, &["work.assets.per_request=0"]).unwrap();
    let nowhere = scenario.system.cdn(Cdn::in_front_of("Toronto"));
    let error = nowhere.predict(&scenario.traffic).unwrap_err();
    assert_eq!(error.parameter(), "points of presence");
}

#[test]
fn assignments_change_what_the_file_says() {
    let changed = |assignment: &str| Scenario::read(SHOP, &[assignment]).unwrap();
    assert_eq!(changed("traffic.daily_users=3e6").traffic.users(), 3e6);
    assert_eq!(
        changed("web.machines = 9")
            .write()
            .matches("machines = 9")
            .count(),
        1
    );
    assert_eq!(changed("target=1 s").target, Some(seconds(1.0)));
    assert_eq!(changed("target=\"1 s\"").target, Some(seconds(1.0)));
    // A table that the file does not have begins with its first key.
    let tiny = "[traffic]\ndaily_users = 1\nrequests_each = 1\npeak_to_mean = 1\n[machines.m]\ncores = 1\n[work]\n[web]\nmachine = \"m\"\n";
    let client = Scenario::read(tiny, &["client.timeout=1 s"]).unwrap();
    assert!(client.write().contains("[client]\ntimeout = \"1 s\""));
    let failing = Scenario::read(SHOP, &["cache.failures={up=\"30 d\",repair=\"1 h\"}"]).unwrap();
    let again = Scenario::read(&failing.write(), &[]).unwrap();
    assert_eq!(again, failing);
    assert_ne!(again, shop());
    // The last one wins.
    let twice = Scenario::read(SHOP, &["web.machines=2", "web.machines=5"]).unwrap();
    assert!(twice.write().contains("machines = 5"));
}

/// The line of the first text that `part` begins.
fn line_of(part: &str) -> usize {
    1 + SHOP
        .lines()
        .position(|line| line.starts_with(part))
        .unwrap()
}

#[test]
fn errors_name_line_and_key() {
    let wrong = |from: &str, to: &str| {
        assert!(SHOP.contains(from), "{from}");
        let error = Scenario::read(&SHOP.replacen(from, to, 1), &[]).unwrap_err();
        (error.place().clone(), error.to_string())
    };
    for (from, to, line, said) in [
        (
            "web_cpu = \"8 ms\"",
            "web_cpu = 8",
            line_of("web_cpu"),
            "work.web_cpu: expected a quantity with its unit",
        ),
        (
            "web_cpu = \"8 ms\"",
            "web_cpu = \"8 GiB\"",
            line_of("web_cpu"),
            "work.web_cpu: \"8 GiB\" is no time",
        ),
        (
            "web_cpu =",
            "web_cpus =",
            line_of("web_cpu"),
            "work.web_cpus: no such key here; did you mean web_cpu?",
        ),
        (
            "queries = 3",
            "queries = 2.5",
            line_of("queries"),
            "work.queries: expected a whole number",
        ),
        (
            "policy = \"lru\"",
            "policy = \"mru\"",
            line_of("policy = \"lru\""),
            "cache.policy: \"mru\" is not among \"lru\"",
        ),
        (
            "requests_each = 20 ",
            "",
            line_of("[traffic]"),
            "traffic.requests_each: must be given",
        ),
        (
            "zipf = 0.8",
            "zipf = 0.8, weights = [1]",
            line_of("objects"),
            "work.objects: expected a popularity",
        ),
        ("[balancer]", "[balancer", line_of("[balancer]"), ""),
    ] {
        let (place, text) = wrong(from, to);
        assert_eq!(place, Place::Line(line), "{text}");
        assert!(text.contains(said), "{text}");
    }
    let (_, text) = wrong("[web]\nmachine = \"small\"", "[web]\nmachine = \"tiny\"");
    assert!(
        text.contains("web.machine: no machine \"tiny\"; there are: small, large"),
        "{text}"
    );
    let error = Scenario::read(SHOP, &[])
        .map(|_| ())
        .and(Scenario::read("", &[]).map(|_| ()));
    assert_eq!(
        error.unwrap_err().in_file("a.toml").to_string(),
        "a.toml:1: traffic: must be given: it has no default"
    );
}

#[test]
fn a_wrong_assignment_is_named() {
    for (assignment, said) in [
        ("web", "set web: write KEY=VALUE"),
        ("=3", "set =3: write KEY=VALUE"),
        ("web..machines=3", "write KEY=VALUE"),
        (
            "target.x=3",
            "set target.x=3: there is a value here already",
        ),
        (
            "web.machines=many",
            "set web.machines=many: web.machines: expected a whole number",
        ),
        (
            "balancers.policy=random",
            "balancers: no such key here; did you mean balancer?",
        ),
        ("web.machine=1979-05-27", "expected a number, a text"),
    ] {
        let error = Scenario::read(SHOP, &[assignment]).unwrap_err().to_string();
        assert!(error.contains(said), "{assignment}: {error}");
    }
}

proptest! {
    /// Whatever a file says, reading it ends in a scenario or an error with a place, never in a panic; and what was read
    /// can be written and read again.
    #[test]
    fn damaged_files_are_read_or_refused(at in 0..SHOP.len(), cut in 0_usize..40, put in "[\\[\\]{}=\".,#a-z0-9\\- \n]{0,12}") {
        let mut text = SHOP.as_bytes().to_vec();
        let end = (at + cut).min(text.len());
        text.splice(at..end, put.bytes());
        let text = String::from_utf8_lossy(&text);
        match Scenario::read(&text, &[]) {
            Ok(scenario) => {
                let again = Scenario::read(&scenario.write(), &[]);
                prop_assert!(again.is_ok(), "{:?}\n{}", again, scenario.write());
                let _ = scenario.system.predict(&scenario.traffic);
            }
            Err(error) => match error.place() {
                Place::Line(line) => prop_assert!(*line >= 1 && *line <= text.lines().count().max(1) + 1),
                Place::Set(_) => prop_assert!(false, "{error}"),
            },
        }
    }

    #[test]
    fn any_assignment_is_made_or_refused(key in "[a-z_.]{0,20}", value in ".{0,20}") {
        let _ = Scenario::read(SHOP, &[&format!("{key}={value}")]);
    }

    #[test]
    fn quantities_survive_writing(seconds in 1e-9_f64..1e9, bytes in 1.0_f64..1e16) {
        use model::units;
        let (time, size) = (units::seconds(seconds), units::bytes(bytes));
        prop_assert_eq!(time.exactly().parse(), Ok(time));
        prop_assert_eq!(size.exactly().parse(), Ok(size));
    }
}
