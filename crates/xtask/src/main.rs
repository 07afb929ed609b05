//! What a contributor runs: `cargo xtask test`, `cargo xtask tidy`, `cargo xtask fuzz`, `cargo xtask bench`.
//!
//! `test` is the whole check, the same here and in CI. It installs what it needs, runs every step even when one
//! fails, and ends in a table and a line that counts. It imports none of the crates that it judges.

mod bench;
mod bytes;
mod course;
mod fuzz;
mod markdown;
mod pages;
mod process;
mod serve;
mod setup;
mod spelling;
mod steps;
mod stories;
mod suite;
mod tally;
mod tidy;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use suite::Workshop;

const HELP: &str = "\
Checks and measures the project.

    cargo xtask test [--only STEP]... [--list]   all checks, or some with what they need
    cargo xtask tidy                             the quick rules only
    cargo xtask fuzz [--seconds N] [TARGET [INPUT]]
                                                 invented inputs for the model, guided by coverage; a minute a target
    cargo xtask bench [model|page]               speed: the model, its engine and the kernel beside their peers, and the live
                                                 pages against their targets; or these alone
";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<bool, String> {
    process::end_everything_on_interrupt()
        .map_err(|error| format!("can't watch for Ctrl-C: {error}"))?;
    let shop = workshop()?;
    let (command, rest) = arguments
        .split_first()
        .map_or(("help", arguments), |(first, rest)| (first, rest));
    match (command, rest) {
        ("test", [list]) if list == "--list" => {
            steps::ALL
                .iter()
                .for_each(|step| println!("{:<16} {}", step.name, step.about));
            Ok(true)
        }
        ("test", rest) => Ok(course::run(
            &shop,
            &suite::select(&steps::ALL, &only(rest)?)?,
        )),
        ("tidy", []) => Ok(course::run(
            &shop,
            &suite::select(&steps::ALL, &["tidy".to_owned()])?,
        )),
        ("fuzz", rest) => Ok(fuzz::run(&shop, &fuzz::Order::read(rest)?)),
        ("bench", []) => Ok(bench::run(&shop)),
        ("bench", [model]) if model == "model" => Ok(bench::model(&shop)),
        ("bench", [page]) if page == "page" => Ok(bench::page(&shop)),
        ("help" | "--help" | "-h", []) => {
            print!("{HELP}");
            Ok(true)
        }
        _ => Err(format!(
            "unknown arguments: {}\n\n{HELP}",
            arguments.join(" ")
        )),
    }
}

/// The names after each `--only`.
fn only(arguments: &[String]) -> Result<Vec<String>, String> {
    let pair = |pair: &[String]| match pair {
        [flag, name] if flag == "--only" => Ok(name.clone()),
        _ => Err(format!(
            "unknown arguments: {}\n\n{HELP}",
            arguments.join(" ")
        )),
    };
    arguments.chunks(2).map(pair).collect()
}

fn workshop() -> Result<Workshop, String> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = manifest
        .ancestors()
        .nth(2)
        .ok_or("the workspace has no root")?
        .to_path_buf();
    let target = env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root.join("target"), |target| root.join(target));
    Ok(Workshop {
        root,
        target,
        heartbeat: true,
    })
}
