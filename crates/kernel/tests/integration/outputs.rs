//! What good cells give.

use notebook::protocol::Event;

use crate::driver::{request, run};

#[test]
fn values_streams_and_settings() {
    let mut chapter = request(
        &[
            "let users = slider(\"users\", 1e3..=1e6).at(2e5);",
            "users",
            "print!(\"no line end\");",
            "if users > 1.0 {\n    println!(\"hi\");\n}",
            "let doubled = [1.0, 2.0].iter().map(|x| x * users).collect::<Vec<f64>>();\ndoubled.len()",
            "std::thread::spawn(|| panic!(\"inner\")).join().is_err()",
        ],
        20.0,
    );
    chapter.settings.insert("users".to_owned(), 5e5.into());
    let outcome = run(&chapter);
    assert_eq!(outcome.failure(), None);
    assert_eq!(outcome.status, Some(0));
    let control = "application/vnd.millions.control.users+json";
    assert!(
        outcome
            .data("c0")
            .is_some_and(|data| data.contains_key(control))
    );
    assert_eq!(outcome.plain("c1"), Some("500000.0"));
    assert_eq!(outcome.printed("c2"), "no line end");
    assert_eq!(outcome.printed("c3"), "hi\n");
    assert_eq!(outcome.data("c3"), None, "`()` is no output");
    assert_eq!(outcome.plain("c4"), Some("2"));
    assert_eq!(outcome.plain("c5"), Some("true"));
    assert!(outcome.printed("c5").contains("inner"));
}

/// Shown as what it is, not by `Debug`, and still there for the next cell: also where it can't be copied and came by a `?`.
#[test]
fn a_variable_at_the_end_of_a_cell_is_shown_and_kept() {
    let outcome = run(&request(
        &[
            "let one = System::together(machine(\"t3.medium\"), 1, shop());\nlet tonight = one.predict(&shop_traffic(2e5))?;\ntonight",
            "tonight.steady().is_some()",
        ],
        20.0,
    ));
    assert_eq!(outcome.failure(), None);
    let table = outcome.data("c0").and_then(|data| data.get("text/html"));
    assert!(
        table.is_some_and(|html| html.contains("<table")),
        "{:?}",
        outcome.plain("c0")
    );
    assert_eq!(outcome.plain("c1"), Some("true"));
}

#[test]
fn much_text_arrives_whole_and_in_few_events() {
    let outcome = run(&request(
        &["for i in 0..100_000 {\n    println!(\"{i}\");\n}"],
        20.0,
    ));
    let expected: String = (0..100_000).map(|i| format!("{i}\n")).collect();
    assert_eq!(outcome.failure(), None);
    assert!(
        outcome.printed("c0") == expected,
        "every line arrives once, in order"
    );
    assert!(
        outcome.events.len() < 2000,
        "{} events",
        outcome.events.len()
    );
}

#[test]
fn events_come_in_order() {
    let outcome = run(&request(&["1", "println!(\"x\");"], 20.0));
    let names: Vec<&str> = outcome
        .events
        .iter()
        .map(|event| match event {
            Event::Ready => "ready",
            Event::Started { .. } => "started",
            Event::Stream { .. } => "stream",
            Event::Output { .. } => "output",
            Event::Finished { .. } => "finished",
            Event::Failed { .. } => "failed",
            Event::Done => "done",
        })
        .collect();
    let expected = "ready started output finished started stream finished done";
    assert_eq!(names.join(" "), expected);
}

/// What a cell may bind without naming the type; rustc has the last word on each.
#[test]
fn types_are_found() {
    let cells = [
        "let a = vec![1.0, 2.0];\nlet b = a.iter().copied().fold(0.0, f64::max);\nlet text = format!(\"{b}\");",
        "let words = \"a,b\".split(',').map(str::to_owned).collect::<Vec<String>>();\nlet pair = (words.len(), b > 1.0);",
        "let map = words.iter().cloned().zip(a.clone()).collect::<std::collections::HashMap<_, _>>();\nlet got = map.get(\"a\").copied();",
        "let root = got.unwrap_or(1.0).powf(2.0).ln();\nlet n = \"12\".parse::<u32>().unwrap();",
        "let best = a.iter().enumerate().max_by(|p, q| p.1.total_cmp(q.1)).map(|(i, _)| i);\nlet wait = std::time::Duration::from_millis(3);",
        "#[derive(Debug, Clone)]\nstruct Point { x: f64 }\nlet point = Point { x: root };\nlet x = point.clone().x;",
        "let rows: Vec<(f64, f64)> = (0..5).map(|i| (i as f64, 1.0)).collect();\nlet table = rows.iter().map(|r| r.0).rev().collect::<Vec<_>>();",
    ];
    let outcome = run(&request(&cells, 20.0));
    assert_eq!(outcome.failure(), None);
}
