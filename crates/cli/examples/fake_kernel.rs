//! A kernel for tests: speaks the protocol and does what the comments of a cell say, instead of compiling it.
//!
//! A line `//! WHAT REST` of a cell's source is an order:
//!
//! - `print TEXT`, `warn TEXT`: a line on stdout or stderr
//! - `show MIME CONTENT`: a display output
//! - `value NAME TEXT`, `slider NAME MIN MAX DEFAULT`: what `lab` would emit; a setting out of range panics
//! - `count FILE`: prints how often this order was met, counted in FILE: an output that no second run reproduces
//! - `fail KIND MESSAGE`: the cell fails at this line (`compile`, `panic`, `error`, `timeout`, `crash`, `setup`)
//! - `loop`: never ends; `die`: the kernel is gone; `babble`: says what is not the protocol

use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use notebook::protocol::{CellRequest, Event, FailureKind, Request, StreamName};

fn main() {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .expect("a request");
    let request: Request = serde_json::from_str(&line).expect("a request");
    say(&Event::Ready);
    for cell in &request.cells {
        say(&Event::Started {
            cell: cell.id.clone(),
        });
        if !run(cell, &request) {
            break;
        }
        say(&Event::Finished {
            cell: cell.id.clone(),
            millis: 1,
        });
    }
    say(&Event::Done);
}

/// Whether the cell ended well.
fn run(cell: &CellRequest, request: &Request) -> bool {
    for (at, line) in cell.source.lines().enumerate() {
        let Some((order, rest)) = line
            .trim()
            .strip_prefix("//! ")
            .map(|line| line.split_once(' ').unwrap_or((line, "")))
        else {
            continue;
        };
        if let Some((kind, message)) = obey(order, rest, cell, request) {
            say(&Event::Failed {
                cell: Some(cell.id.clone()),
                line: cell.line + at,
                kind,
                message,
            });
            return false;
        }
    }
    true
}

/// What to fail with, if the order makes the cell fail.
fn obey(
    order: &str,
    rest: &str,
    cell: &CellRequest,
    request: &Request,
) -> Option<(FailureKind, String)> {
    let (first, second) = rest.split_once(' ').unwrap_or((rest, ""));
    let show = |mime: &str, content: &str| {
        let data = BTreeMap::from([(mime.to_owned(), content.to_owned())]);
        say(&Event::Output {
            cell: cell.id.clone(),
            data,
        });
    };
    let print = |name, text: &str| {
        say(&Event::Stream {
            cell: cell.id.clone(),
            name,
            text: format!("{text}\n"),
        });
    };
    match order {
        "print" => print(StreamName::Stdout, rest),
        "warn" => print(StreamName::Stderr, rest),
        "show" => show(first, second),
        "value" => {
            let json = serde_json::json!({ "text": second, "value": null }).to_string();
            show(
                &format!("application/vnd.millions.value.{first}+json"),
                &json,
            );
        }
        "slider" => return slider(first, second, request, &show),
        "count" => {
            let before = std::fs::read_to_string(rest).unwrap_or_default();
            let now = before.len() + 1;
            std::fs::write(rest, "x".repeat(now)).expect("the count");
            print(StreamName::Stdout, &now.to_string());
        }
        "fail" => {
            let kind = serde_json::from_value(first.into()).expect("a kind of failure");
            return Some((kind, second.to_owned()));
        }
        "loop" => loop {
            std::thread::sleep(std::time::Duration::from_secs(1));
        },
        "die" => {
            eprintln!("fake kernel: dying");
            std::process::exit(9);
        }
        "babble" => println!("hello"),
        _ => panic!("unknown order {order}"),
    }
    None
}

fn slider(
    name: &str,
    rest: &str,
    request: &Request,
    show: &dyn Fn(&str, &str),
) -> Option<(FailureKind, String)> {
    let numbers: Vec<f64> = rest
        .split(' ')
        .map(|word| word.parse().expect("a number"))
        .collect();
    let (min, max, default) = (numbers[0], numbers[1], numbers[2]);
    let value = request
        .settings
        .get(name)
        .map_or(Some(default), serde_json::Value::as_f64);
    let Some(value) = value.filter(|value| (min..=max).contains(value)) else {
        let message = format!(
            "slider `{name}`: {} is outside {min} to {max}",
            request.settings[name]
        );
        return Some((FailureKind::Panic, message));
    };
    let json = serde_json::json!({ "kind": "slider", "name": name, "min": min, "max": max, "default": default, "value": value, "scale": "log", "unit": "users" });
    show(
        &format!("application/vnd.millions.control.{name}+json"),
        &json.to_string(),
    );
    None
}

fn say(event: &Event) {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, event).expect("stdout");
    out.write_all(b"\n")
        .and_then(|()| out.flush())
        .expect("stdout");
}
