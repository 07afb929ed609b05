//! What a step of a run is, where it works, and what it found.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::process::{Ended, Run};
use crate::tally::Tally;

/// How often a long step says that it is alive.
pub(crate) const HEARTBEAT: Duration = Duration::from_secs(30);

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
    /// In which company it runs.
    pub(crate) company: Company,
    pub(crate) run: fn(&Workshop) -> Outcome,
}

/// With whom a step may run at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Company {
    /// The next step waits for it; one beside may run.
    InOrder,
    /// The next step does not wait for it.
    Beside,
    /// No other step runs meanwhile.
    Alone,
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

/// A time as people say it.
pub(crate) fn seconds(time: Duration) -> String {
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
            company: Company::InOrder,
            run: |_| Outcome::passed(""),
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
