//! `predict` as the README shows it, and what it says of a file with a mistake.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs the program in the checkout, where the README's paths lead.
fn millions(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_millions"))
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const SHOP: &str = "crates/model/examples/shop.toml";

#[test]
fn the_commands_of_the_readme_answer() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let commands = readme
        .lines()
        .filter_map(|line| line.strip_prefix("cargo run -- predict "));
    let mut answered = 0;
    for command in commands {
        let arguments: Vec<&str> = std::iter::once("predict")
            .chain(command.split(' '))
            .collect();
        let output = millions(&arguments);
        assert!(
            output.status.success(),
            "{command}: {}",
            text(&output.stderr)
        );
        let said = text(&output.stdout);
        let expected = match command {
            _ if command.contains("--csv") => "daily_users,rate_per_second,overloaded",
            _ if command.contains("--series") => "from",
            _ => "response mean",
        };
        assert!(said.contains(expected), "{command}:\n{said}");
        answered += 1;
    }
    assert_eq!(answered, 4);
}

#[test]
fn json_has_what_people_read() {
    let output = millions(&["predict", SHOP, "--json"]);
    let rows: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let shop = &rows[0];
    assert!(shop["p99_s"].as_f64() > Some(0.0));
    let stations = shop["stations"].as_array().unwrap();
    assert!(
        stations
            .iter()
            .any(|row| row["station"] == "web server cores")
    );
    let bill = shop["bill"].as_array().unwrap();
    let priced = |row: &serde_json::Value| {
        row["total_usd"].as_f64() > Some(0.0) && row["source"].as_str() > Some("")
    };
    assert!(!bill.is_empty() && bill.iter().all(priced), "{bill:?}");
}

#[test]
fn a_mistake_is_named_with_its_file() {
    for (arguments, parts) in [
        (
            vec!["--set", "balancer.forwarding=2 s"],
            vec!["set balancer.forwarding=2 s: balancer.forwarding: must be from"],
        ),
        (vec!["--users", "1e5..1e13"], vec!["--users", "1e12"]),
        (vec!["--set", "web.machine=8"], vec!["web.machine"]),
        (
            vec!["--users", "1e5..1e6", "--points", "1"],
            vec!["--points", "2"],
        ),
    ] {
        let all: Vec<&str> = ["predict", SHOP].into_iter().chain(arguments).collect();
        let output = millions(&all);
        let said = text(&output.stderr);
        assert!(
            !output.status.success() && output.stdout.is_empty(),
            "{all:?}: {said}"
        );
        for part in parts {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}

/// What is missing, and what is out of range, in a file of its own.
#[test]
fn a_mistake_in_a_file_has_its_place() {
    let shop = fs::read_to_string(root().join(SHOP)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let name = file.display().to_string();
    for (from, to, said) in [
        (
            "query_cpu = \"1.5 ms\"",
            "",
            "at 100\u{202f}k users: query_cpu must be given",
        ),
        (
            "writes = 0.05",
            "writes = 5",
            ":25: work.writes: must be from 0 to 1, was 5",
        ),
    ] {
        fs::write(&file, shop.replacen(from, to, 1)).unwrap();
        let output = millions(&["predict", &name, "--users", "1e5..1e6"]);
        let told = text(&output.stderr);
        assert!(
            !output.status.success() && output.stdout.is_empty(),
            "{told}"
        );
        assert!(told.contains(&name) && told.contains(said), "{told}");
    }
}
