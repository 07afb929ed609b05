//! Controls and values: defaults, settings, and what a reader's mistake gets.

use crate::support::panic_of;
use lab::emit::collect;
use lab::prelude::*;
use lab::settings;
use serde_json::{Value, json};

fn users() -> f64 {
    slider("daily_users", 1e3..=1e8).log().unit("users").at(2e6)
}

#[test]
fn a_slider_describes_itself() {
    let (value, outputs) = collect(users);
    assert_eq!(value, 2e6);
    assert_eq!(outputs.len(), 1);
    assert_eq!(
        outputs[0].mime,
        "application/vnd.millions.control.daily_users+json"
    );
    let described: Value = serde_json::from_str(&outputs[0].text).expect("JSON");
    assert_eq!(
        described,
        json!({"kind": "slider", "name": "daily_users", "min": 1e3, "max": 1e8, "default": 2e6, "value": 2e6,
               "scale": "log", "unit": "users"})
    );
}

#[test]
fn settings_reach_every_kind_of_control() {
    settings::install(r#"{"daily_users": 5e6, "kind": "HDD", "hop": false, "machines": 3}"#)
        .expect("valid");
    let (values, _) = collect(|| {
        (
            users(),
            choice("kind", ["SSD", "HDD"]).at("SSD"),
            toggle("hop").at(true),
            slider("machines", 1.0..=8.0).count(1),
        )
    });
    settings::forget();
    assert_eq!(values, (5e6, "HDD", false, 3));
}

#[test]
fn mistakes_name_the_control_and_the_remedy() {
    let rows: [(&str, fn(), &str); 8] = [
        (
            r#"{"daily_users": 5e12}"#,
            || _ = users(),
            "slider `daily_users`: 5e12 is outside 1\u{202f}000 to 100\u{202f}M; choose a value inside, e.g. \
             --set daily_users=2e6",
        ),
        (
            r#"{"daily_users": "many"}"#,
            || _ = users(),
            "slider `daily_users`: \"many\" is not a number; choose a value inside, e.g. --set daily_users=2e6",
        ),
        (
            r#"{"machines": 1.5}"#,
            || _ = slider("machines", 1.0..=8.0).count(1),
            "slider `machines`: 1.5 is not a whole number; choose a value inside, e.g. --set machines=1",
        ),
        (
            r#"{"kind": "tape"}"#,
            || _ = choice("kind", ["SSD", "HDD"]).at("SSD"),
            "choice `kind`: \"tape\" is not one of SSD, HDD; choose one of them, e.g. --set kind=SSD",
        ),
        (
            r#"{"hop": 1}"#,
            || _ = toggle("hop").at(true),
            "toggle `hop`: 1 is neither true nor false; write --set hop=true or =false",
        ),
        (
            "{}",
            || _ = slider("daily_users", 1e3..=1e8).at(1.0),
            "slider `daily_users`: its default 1 is outside 1\u{202f}000 to 100\u{202f}M",
        ),
        (
            "{}",
            || _ = slider("Daily Users", 0.0..=1.0).at(0.5),
            "slider `Daily Users`: a name begins with a lower-case letter and holds lower-case letters, digits and \
             underscores, 64 at most",
        ),
        (
            "{}",
            || _ = value("x y", 1.0),
            "value `x y`: a name begins with a lower-case letter and holds lower-case letters, digits and underscores, \
             64 at most",
        ),
    ];
    for (settings, cell, message) in rows {
        assert_eq!(panic_of(settings, cell), message);
    }
}

#[test]
fn values_say_their_unit_and_come_back() {
    let ((), outputs) = collect(|| {
        assert_eq!(value("p99", ms(61.04)), ms(61.04));
        assert_eq!(value("knee", 312_345.0), 312_345.0);
        assert_eq!(value("where", "database cores"), "database cores");
        value("busy", percent(0.853));
        value("bill", usd(38.37));
    });
    let texts: Vec<&str> = outputs.iter().map(|output| output.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "{\"text\":\"61\u{202f}ms\",\"value\":0.06104}",
            "{\"text\":\"312\u{202f}k\",\"value\":312345.0}",
            "{\"text\":\"database cores\",\"value\":\"database cores\"}",
            "{\"text\":\"85.3%\",\"value\":0.853}",
            "{\"text\":\"$38\",\"value\":38.37}",
        ]
    );
}
