//! Fuzzing, guided by coverage: libFuzzer puts bytes together, and keeps what reaches new code of the model.
//!
//! The targets are a package of their own, `crates/model/fuzz`, built with instrumentation, which a stable compiler has
//! too. `cargo xtask fuzz` begins where it ended last time; the step of `cargo xtask test` begins anew with the same dice,
//! so that a change is judged.

use crate::setup;
use crate::suite::{Outcome, Workshop};
use std::fs;
use std::path::{Path, PathBuf};

/// The package of the targets.
const PACKAGE: &str = "crates/model/fuzz";
/// What can be fuzzed, the longest input that is tried, and how many inputs the step tries: under a minute each.
const TARGETS: [(&str, &str, u32, u32); 6] = [
    (
        "file",
        "system files and assignments: read, asked, written, read",
        1024,
        8_000,
    ),
    (
        "plan",
        "the search for the cheapest system: asked",
        1024,
        60_000,
    ),
    (
        "quantities",
        "numbers with units: read, spelled, shown",
        256,
        2_000_000,
    ),
    (
        "study",
        "what components answer by themselves: asked",
        1024,
        20_000,
    ),
    ("system", "systems from the builders: asked", 1024, 1_000),
    ("table", "tables of every kind: read", 1024, 300_000),
];
/// How long each target runs if nothing else is said. `[s]`
const USUAL: u32 = 60;
/// An input that takes longer, or more memory, is a finding. `[s]`, `[MB]` Simulated edges may take 6 s of a core with
/// instrumentation, and a machine that is busy with other things several times as long.
const LIMITS: &str = "-timeout=120 -rss_limit_mb=2048";

/// What cargo-fuzz passes without a sanitizer: counters at every edge, and what is compared with what.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1";

/// What `cargo xtask fuzz` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Order {
    seconds: u32,
    targets: Vec<&'static str>,
    input: Option<String>,
}

impl Order {
    /// `[--seconds N] [TARGET [INPUT]]`.
    ///
    /// # Errors
    /// Says what is no number, and which targets there are.
    pub(crate) fn read(arguments: &[String]) -> Result<Self, String> {
        let (seconds, rest) = match arguments {
            [flag, number, rest @ ..] if flag == "--seconds" => {
                let number = number.parse().ok().filter(|seconds| *seconds > 0);
                (
                    number.ok_or("--seconds takes a whole number, one or more")?,
                    rest,
                )
            }
            rest => (USUAL, rest),
        };
        let named = |name: &String| {
            let found = TARGETS.iter().find(|(known, ..)| known == name);
            found
                .map(|(known, ..)| vec![*known])
                .ok_or_else(|| format!("no target is called `{name}`; there are\n{}", list()))
        };
        let (targets, input) = match rest {
            [] => (TARGETS.map(|(name, ..)| name).to_vec(), None),
            [name] => (named(name)?, None),
            [name, input] => (named(name)?, Some(input.clone())),
            _ => return Err("write `cargo xtask fuzz [--seconds N] [TARGET [INPUT]]`".to_owned()),
        };
        Ok(Self {
            seconds,
            targets,
            input,
        })
    }
}

fn list() -> String {
    let line = |(name, about, ..): (&str, &str, u32, u32)| format!("    {name:<12} {about}\n");
    TARGETS.map(line).concat()
}

/// Builds and runs the targets, and prints what they say; or runs one of them on one input.
pub(crate) fn run(shop: &Workshop, order: &Order) -> bool {
    let mut outcome = build(shop);
    for target in &order.targets {
        if outcome.tally.failed > 0 {
            break;
        }
        println!("{target}");
        let next = match &order.input {
            Some(input) => shop.outcome(
                shop.run(&program(shop, target).display().to_string(), &shop.root)
                    .arg(input),
            ),
            None => {
                let limit = format!("-max_total_time={}", order.seconds);
                let minutes = u64::from(order.seconds) / 60 + 5;
                fuzz(
                    shop,
                    target,
                    &limit,
                    minutes,
                    &shop.target.join("fuzz/found"),
                )
            }
        };
        outcome = outcome.and(next);
    }
    println!("{}", outcome.output.trim_end());
    outcome.tally.failed == 0
}

/// Step: each target with so many inputs, from the seeds alone: the same ones on every machine, however fast it is.
pub(crate) fn step(shop: &Workshop) -> Outcome {
    let found = shop.target.join("fuzz/found-by-test");
    let _ = fs::remove_dir_all(&found);
    let built = build(shop);
    if built.tally.failed > 0 {
        return built;
    }
    TARGETS.iter().fold(built, |outcome, (target, _, _, runs)| {
        outcome.and(fuzz(shop, target, &format!("-runs={runs}"), 10, &found))
    })
}

/// libFuzzer itself is C++, and cargo compiles it.
fn build(shop: &Workshop) -> Outcome {
    let compiler = setup::set_up_compiler(shop);
    if compiler.tally.failed > 0 {
        return compiler;
    }
    let build = shop
        .cargo("build --locked --release --target host-tuple --manifest-path")
        .arg(shop.root.join(PACKAGE).join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", shop.target.join("fuzz"))
        .env("RUSTFLAGS", FLAGS);
    compiler.and(shop.outcome(build))
}

/// Where cargo puts a target's program: a folder for the host, whatever that is called.
fn program(shop: &Workshop, target: &str) -> PathBuf {
    let folders = fs::read_dir(shop.target.join("fuzz")).into_iter().flatten();
    let program = |folder: fs::DirEntry| folder.path().join("release").join(target);
    folders
        .flatten()
        .map(program)
        .find(|program| program.is_file())
        .unwrap_or_else(|| PathBuf::from(target))
}

/// Runs one target from its seeds and what was found before.
fn fuzz(shop: &Workshop, target: &str, limit: &str, minutes: u64, found: &Path) -> Outcome {
    let seeds = shop.root.join(PACKAGE).join("seeds");
    let (found, failures) = (found.join(target), shop.target.join("fuzz/failures"));
    if let Err(error) = fs::create_dir_all(&found).and_then(|()| fs::create_dir_all(&failures)) {
        return Outcome::failed(format!("{}: {error}\n", failures.display()));
    }
    let longest = TARGETS.iter().find(|(name, ..)| *name == target);
    let longest = longest.map_or(0, |(_, _, longest, _)| *longest);
    let prefix = failures.join(format!("{target}-"));
    let mut run = shop
        .run(&program(shop, target).display().to_string(), &shop.root)
        .args(LIMITS.split(' '))
        .arg(limit)
        .arg(format!("-max_len={longest}"))
        .args(["-seed=1", "-len_control=0", "-print_final_stats=1"])
        .arg(format!("-artifact_prefix={}", prefix.display()))
        .minutes(minutes);
    let words = seeds.join(format!("{target}.dict"));
    if words.is_file() {
        run = run.arg(format!("-dict={}", words.display()));
    }
    let run = run.arg(&found).arg(seeds.join(target));
    judge(target, &shop.watch(run.env("RUST_BACKTRACE", "0")))
}

/// One passed or failed, with what is worth reading: libFuzzer says much.
fn judge(target: &str, ended: &crate::process::Ended) -> Outcome {
    let said = |word: &str| ended.output.lines().find(|line| line.contains(word));
    if ended.success() {
        let runs = said("Done ").unwrap_or_default();
        return Outcome::passed(format!("note: {target}: {runs}\n"));
    }
    // What ended the run comes last; before it there may be inputs that were only slow.
    let written = |line: &str| Some(line.split_once("Test unit written to ")?.1.to_owned());
    let kept = ended.output.lines().rev().find_map(written);
    let again = match kept {
        Some(path) => format!(
            "{target}: a finding. Its input is kept in {path}\nRun it again: cargo xtask fuzz {target} {path}\n"
        ),
        None => format!("{target}: ended without keeping an input\n"),
    };
    let noise = ["NEW ", "REDUCE ", "pulse ", "WARNING: ", "INFO: "];
    let lines = ended.output.lines();
    let told: Vec<&str> = lines
        .filter(|line| !noise.iter().any(|word| line.contains(word)))
        .collect();
    Outcome::failed(format!("{}\n{again}", told.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::Run;

    fn order(line: &str) -> Result<Order, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Order::read(&words)
    }

    #[test]
    fn an_order_is_read_or_refused() {
        let all = order("").expect("everything");
        assert_eq!((all.seconds, all.targets.len()), (USUAL, TARGETS.len()));
        let one = order("--seconds 5 file crash").expect("one");
        assert_eq!((one.seconds, &one.targets[..]), (5, &["file"][..]));
        assert_eq!(one.input.as_deref(), Some("crash"));
        let unknown = order("flie").expect_err("no such target");
        assert!(unknown.contains("`flie`") && unknown.contains("quantities"));
        for bad in ["--seconds 0", "--seconds", "--seconds x file", "file a b"] {
            assert!(order(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_finding_fails_and_names_its_input() {
        let shell = |script: &str| Run::new("sh -c", Path::new("/")).arg(script).quietly();
        let fine = judge("file", &shell("echo Done 9 runs in 1 second"));
        assert_eq!((fine.tally.passed, fine.tally.failed), (1, 0));
        assert_eq!(fine.output, "note: file: Done 9 runs in 1 second\n");
        let bad = judge(
            "file",
            &shell(
                "echo '#1 NEW cov'; echo Test unit written to /a/slow; echo Test unit written to /a/file-crash-1; exit 77",
            ),
        );
        assert_eq!((bad.tally.passed, bad.tally.failed), (0, 1));
        assert!(!bad.output.contains("NEW"), "{}", bad.output);
        assert!(bad.output.contains("cargo xtask fuzz file /a/file-crash-1"));
    }
}
