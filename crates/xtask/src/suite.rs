//! The steps of a run: one after another, each with its time, all of them even when one fails.
//!
//! A step that needs another runs after it, and fails without running if that one failed. Steps marked `early`
//! start at once and go on beside the others: building evcxr takes minutes, and other steps leave a core idle
//! now and then. Their results are reported in their place in the list.
//!
//! The last line is `N passed, N failed`, alone, for people and for CI.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::process::{Ended, Run};
use crate::tally::Tally;

/// How often a long step says that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// Where things are, and how to run programs there.
#[derive(Clone, Debug)]
pub(crate) struct Workshop {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
    /// Long steps report progress unless they run beside others.
    pub(crate) heartbeat: bool,
}

impl Workshop {
    /// The scripts that are not Rust.
    pub(crate) fn checks(&self) -> PathBuf {
        self.root.join("crates/xtask/checks")
    }

    /// The program as built by the step `program`.
    pub(crate) fn program(&self) -> PathBuf {
        self.target.join("debug/millions")
    }

    /// Paths of the files under version control, and of new ones that are not ignored; relative to the root.
    pub(crate) fn files(&self) -> Result<Vec<String>, String> {
        let list = "git ls-files -z --cached --others --exclude-standard";
        let list = self.run(list, &self.root).quietly();
        if !list.success() {
            return Err(format!(
                "git ls-files failed, and the list of files is needed:\n{}",
                list.output
            ));
        }
        let paths = list.output.split('\0').filter(|path| !path.is_empty());
        Ok(paths
            .map(str::to_owned)
            .filter(|path| self.root.join(path).is_file())
            .collect())
    }

    pub(crate) fn run(&self, line: &str, folder: &Path) -> Run {
        // Colours would hide the closing lines that the tally reads.
        Run::new(line, folder)
            .env("CARGO_TERM_COLOR", "never")
            .env("NO_COLOR", "1")
    }

    pub(crate) fn cargo(&self, line: &str) -> Run {
        self.run(&format!("cargo {line}"), &self.root).minutes(30)
    }

    /// Runs with a sign of life now and then.
    pub(crate) fn watch(&self, run: Run) -> Ended {
        let mut next = HEARTBEAT;
        run.run(&mut |time, line| {
            if self.heartbeat && time >= next {
                next += HEARTBEAT;
                println!("      {} {}", seconds(time), shortened(line));
            }
        })
    }

    /// Runs, and takes the tally from what was printed.
    pub(crate) fn outcome(&self, run: Run) -> Outcome {
        let ended = self.watch(run);
        Outcome {
            tally: Tally::of(&ended),
            output: ended.output,
        }
    }
}

/// What a step found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) tally: Tally,
    pub(crate) output: String,
}

impl Outcome {
    pub(crate) fn passed(output: impl Into<String>) -> Self {
        Self {
            tally: Tally::one(true),
            output: output.into(),
        }
    }

    pub(crate) fn failed(output: impl Into<String>) -> Self {
        Self {
            tally: Tally::one(false),
            output: output.into(),
        }
    }

    /// Something to show that is no check of its own.
    pub(crate) fn note(output: impl Into<String>) -> Self {
        Self {
            tally: Tally::default(),
            output: output.into(),
        }
    }

    pub(crate) fn and(self, next: Self) -> Self {
        let mut tally = self.tally;
        tally += next.tally;
        Self {
            tally,
            output: [self.output, next.output].concat(),
        }
    }
}

/// One step.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// Names of steps that must have passed before.
    pub(crate) needs: &'static [&'static str],
    /// Starts at once, beside the others.
    pub(crate) early: bool,
    pub(crate) run: fn(&Workshop) -> Outcome,
}

/// `only` with everything it needs, in the order of the list.
pub(crate) fn select(steps: &[Step], only: &[String]) -> Result<Vec<Step>, String> {
    if let Some(unknown) = only
        .iter()
        .find(|name| steps.iter().all(|step| step.name != **name))
    {
        return Err(format!(
            "no step is called `{unknown}`; `cargo xtask test --list` shows them all"
        ));
    }
    let mut wanted: Vec<&str> = only.iter().map(String::as_str).collect();
    // The list is in order of need, so one pass from its end finds everything.
    for step in steps.iter().rev() {
        if wanted.contains(&step.name) {
            wanted.extend(step.needs);
        }
    }
    let all = only.is_empty();
    Ok(steps
        .iter()
        .filter(|step| all || wanted.contains(&step.name))
        .copied()
        .collect())
}

struct Line {
    name: &'static str,
    tally: Tally,
    time: Duration,
}

/// Runs the steps, prints all about them, and returns whether everything passed.
pub(crate) fn run(shop: &Workshop, steps: &[Step]) -> bool {
    let began = Instant::now();
    let mut early = start_early(shop, steps);
    let mut lines: Vec<Line> = Vec::new();
    for (place, step) in steps.iter().enumerate() {
        println!(
            "[{}/{}] {}: {}",
            place + 1,
            steps.len(),
            step.name,
            step.about
        );
        let started = Instant::now();
        let (outcome, time) = match (missing(step, &lines), early.remove(step.name)) {
            (Some(need), _) => (
                Outcome::failed(format!("not run: it needs `{need}`, which failed\n")),
                Duration::ZERO,
            ),
            (None, Some(result)) => wait_for(step, &result),
            (None, None) => ((step.run)(shop), started.elapsed()),
        };
        report(step, &outcome, time);
        lines.push(Line {
            name: step.name,
            tally: outcome.tally,
            time,
        });
    }
    summarise(&lines, began.elapsed())
}

type Early = BTreeMap<&'static str, Receiver<(Outcome, Duration)>>;

fn start_early(shop: &Workshop, steps: &[Step]) -> Early {
    let start = |step: &Step| {
        let (send, receive) = mpsc::channel();
        let (step, shop) = (
            *step,
            Workshop {
                heartbeat: false,
                ..shop.clone()
            },
        );
        thread::spawn(move || {
            let started = Instant::now();
            let outcome = (step.run)(&shop);
            let _ = send.send((outcome, started.elapsed()));
        });
        println!(
            "started beside the other steps: {}: {}",
            step.name, step.about
        );
        (step.name, receive)
    };
    steps.iter().filter(|step| step.early).map(start).collect()
}

fn wait_for(step: &Step, result: &Receiver<(Outcome, Duration)>) -> (Outcome, Duration) {
    let waiting = Instant::now();
    loop {
        match result.recv_timeout(HEARTBEAT) {
            Ok(done) => return done,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                println!(
                    "      {} waiting for {}",
                    seconds(waiting.elapsed()),
                    step.name
                );
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                return (
                    Outcome::failed("the step panicked; see above\n"),
                    waiting.elapsed(),
                );
            }
        }
    }
}

fn missing(step: &Step, done: &[Line]) -> Option<&'static str> {
    let failed = |need: &&&'static str| {
        done.iter()
            .any(|line| line.name == **need && line.tally.failed > 0)
    };
    step.needs.iter().find(failed).copied()
}

fn report(step: &Step, outcome: &Outcome, time: Duration) {
    if outcome.tally.failed == 0 {
        println!("      ok in {}: {}", seconds(time), outcome.tally);
        // A step's own remarks are few and short: what was measured, where pictures are.
        outcome
            .output
            .lines()
            .filter(|line| line.starts_with("note: "))
            .for_each(|line| println!("      {line}"));
        return;
    }
    println!("---- {} said:", step.name);
    println!("{}", outcome.output.trim_end());
    println!(
        "---- {} FAILED in {}: {}",
        step.name,
        seconds(time),
        outcome.tally
    );
}

fn summarise(lines: &[Line], time: Duration) -> bool {
    let mut total = Tally::default();
    println!(
        "\n{:<16} {:>8} {:>8} {:>8} {:>9}",
        "step", "passed", "failed", "skipped", "time"
    );
    for Line { name, tally, time } in lines {
        total += *tally;
        let Tally {
            passed,
            failed,
            skipped,
        } = tally;
        println!(
            "{name:<16} {passed:>8} {failed:>8} {skipped:>8} {:>9}",
            seconds(*time)
        );
    }
    println!("{:<16} {:>35}\n", "all", seconds(time));
    println!("{total}");
    total.failed == 0 && total.passed > 0
}

fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

fn shortened(line: &str) -> String {
    line.chars().take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &'static str, needs: &'static [&'static str]) -> Step {
        Step {
            name,
            about: "",
            needs,
            early: false,
            run: |_| Outcome::default(),
        }
    }

    #[test]
    fn a_selection_brings_what_it_needs_and_keeps_the_order() {
        let steps = [
            step("a", &[]),
            step("b", &["a"]),
            step("c", &[]),
            step("d", &["b"]),
        ];
        let names = |only: &[&str]| {
            let only: Vec<String> = only.iter().map(|name| (*name).to_owned()).collect();
            select(&steps, &only)
                .map(|steps| steps.iter().map(|step| step.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&["d"]), Ok(vec!["a", "b", "d"]));
        assert_eq!(names(&[]), Ok(vec!["a", "b", "c", "d"]));
        assert!(names(&["z"]).is_err_and(|message| message.contains("`z`")));
    }
}
