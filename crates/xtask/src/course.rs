//! One run of the steps, in their order, each with its time, all of them even when one fails.
//!
//! A step that needs another runs after it, and fails without running if that one failed. The next step does not wait for one
//! that runs beside the others: such steps have a thread of their own, where they run one after another, for most leave one of two
//! cores idle. They are reported when the step at hand is done. One that must be alone waits for them all.
//!
//! After the table stands once more what failed, for who sees the end of a long log only. The last line is `N passed, N failed`, alone,
//! for people and for CI.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::suite::{Company, HEARTBEAT, Outcome, Step, Workshop, seconds};
use crate::tally::Tally;

/// Runs the steps, prints all about them, and returns whether everything passed.
pub(crate) fn run(shop: &Workshop, steps: &[Step]) -> bool {
    let began = Instant::now();
    let mut course = Course {
        steps,
        lane: Lane::start(shop),
        pending: Vec::new(),
        lines: BTreeMap::new(),
    };
    for (place, step) in steps.iter().enumerate() {
        while course.must_wait(step) {
            course.wait();
        }
        if let Some(need) = step.needs.iter().find(|need| course.has_failed(need)) {
            println!("{}", course.title(place));
            course.report(place, &without(need), Duration::ZERO);
        } else if step.company == Company::Beside {
            println!("{} (beside the next ones)", course.title(place));
            course.pending.push(place);
            course.lane.begin(place, *step);
        } else {
            println!("{}", course.title(place));
            let (outcome, time) = timed(step, shop);
            course.report(place, &outcome, time);
        }
        while let Ok(done) = course.lane.done.try_recv() {
            course.receive(done);
        }
    }
    while !course.pending.is_empty() {
        course.wait();
    }
    summarise(steps, &course.lines, began.elapsed())
}

/// What a step found that did not run.
fn without(need: &str) -> Outcome {
    Outcome::failed(format!("not run: it needs `{need}`, which failed\n"))
}

fn timed(step: &Step, shop: &Workshop) -> (Outcome, Duration) {
    let started = Instant::now();
    let outcome = thread::scope(|scope| scope.spawn(|| (step.run)(shop)).join())
        .unwrap_or_else(|_| Outcome::failed("the step panicked; see above\n"));
    (outcome, started.elapsed())
}

/// How far the run is.
struct Course<'a> {
    steps: &'a [Step],
    lane: Lane,
    /// Places of the steps that are in the lane.
    pending: Vec<usize>,
    /// What the others found, by place.
    lines: BTreeMap<usize, Line>,
}

struct Line {
    tally: Tally,
    time: Duration,
    /// What it said, if it failed.
    complaint: String,
}

impl Course<'_> {
    fn title(&self, place: usize) -> String {
        let Step { name, about, .. } = self.steps[place];
        format!("[{}/{}] {name}: {about}", place + 1, self.steps.len())
    }

    /// Whether a step in the lane must be done before this one.
    fn must_wait(&self, step: &Step) -> bool {
        match step.company {
            Company::Alone => !self.pending.is_empty(),
            Company::InOrder => step.needs.iter().any(|need| self.is_pending(need)),
            // In the lane it comes behind what it needs.
            Company::Beside => false,
        }
    }

    fn is_pending(&self, name: &str) -> bool {
        self.pending
            .iter()
            .any(|place| self.steps[*place].name == name)
    }

    fn has_failed(&self, name: &str) -> bool {
        self.lines
            .iter()
            .any(|(place, line)| self.steps[*place].name == name && line.tally.failed > 0)
    }

    /// Waits for the next step of the lane, with a sign of life now and then.
    fn wait(&mut self) {
        let waiting = Instant::now();
        loop {
            match self.lane.done.recv_timeout(HEARTBEAT) {
                Ok(done) => return self.receive(done),
                Err(RecvTimeoutError::Timeout) => {
                    let name = self.pending.first().map_or("", |at| self.steps[*at].name);
                    println!("      {} waiting for {name}", seconds(waiting.elapsed()));
                }
                Err(RecvTimeoutError::Disconnected) => unreachable!("the lane outlives its steps"),
            }
        }
    }

    fn receive(&mut self, (place, outcome, time): Done) {
        self.pending.retain(|pending| *pending != place);
        println!("{}", self.title(place));
        self.report(place, &outcome, time);
    }

    fn report(&mut self, place: usize, outcome: &Outcome, time: Duration) {
        let tally = outcome.tally;
        let complaint = match tally.failed {
            0 => String::new(),
            _ => complaint(&outcome.output),
        };
        self.lines.insert(
            place,
            Line {
                tally,
                time,
                complaint,
            },
        );
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
        println!("---- {} said:", self.steps[place].name);
        println!("{}", outcome.output.trim_end());
        println!(
            "---- {} FAILED in {}: {}",
            self.steps[place].name,
            seconds(time),
            outcome.tally
        );
    }
}

/// The end of what a failed step said, without remarks and tests that passed.
fn complaint(output: &str) -> String {
    const LINES: usize = 30;
    const WIDTH: usize = 300;
    let fine = |line: &str| line.starts_with("note: ") || line.ends_with(" ... ok");
    let told: Vec<String> = output
        .lines()
        .filter(|line| !line.trim().is_empty() && !fine(line))
        .map(|line| line.chars().take(WIDTH).collect())
        .collect();
    told[told.len().saturating_sub(LINES)..].join("\n")
}

type Done = (usize, Outcome, Duration);

/// The thread of the steps beside the others.
struct Lane {
    steps: Sender<(usize, Step)>,
    done: Receiver<Done>,
}

impl Lane {
    fn start(shop: &Workshop) -> Self {
        let shop = Workshop {
            heartbeat: false,
            ..shop.clone()
        };
        let (steps, given) = mpsc::channel::<(usize, Step)>();
        let (send, done) = mpsc::channel();
        thread::spawn(move || {
            let mut failed = Vec::new();
            for (place, step) in given {
                let missing = step.needs.iter().find(|need| failed.contains(*need));
                let (outcome, time) = match missing {
                    Some(need) => (without(need), Duration::ZERO),
                    None => timed(&step, &shop),
                };
                if outcome.tally.failed > 0 {
                    failed.push(step.name);
                }
                if send.send((place, outcome, time)).is_err() {
                    break;
                }
            }
        });
        Self { steps, done }
    }

    fn begin(&self, place: usize, step: Step) {
        let sent = self.steps.send((place, step));
        assert!(sent.is_ok(), "the lane outlives its steps");
    }
}

fn summarise(steps: &[Step], lines: &BTreeMap<usize, Line>, time: Duration) -> bool {
    let mut total = Tally::default();
    println!(
        "\n{:<16} {:>8} {:>8} {:>8} {:>9}",
        "step", "passed", "failed", "skipped", "time"
    );
    for (place, Line { tally, time, .. }) in lines {
        let name = steps[*place].name;
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
    for (place, line) in lines.iter().filter(|(_, line)| line.tally.failed > 0) {
        println!(
            "---- {} said last:\n{}\n",
            steps[*place].name, line.complaint
        );
    }
    println!("{total}");
    total.failed == 0 && total.passed > 0
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    const ORDINARY: Step = Step {
        name: "ordinary",
        about: "",
        needs: &[],
        company: Company::InOrder,
        run: |_| Outcome::passed(""),
    };

    fn shop() -> Workshop {
        Workshop {
            root: PathBuf::new(),
            target: PathBuf::new(),
            heartbeat: false,
        }
    }

    fn slow(_: &Workshop) -> Outcome {
        thread::sleep(Duration::from_millis(50));
        Outcome::failed("it is broken\n")
    }

    fn course(steps: &[Step]) -> bool {
        run(&shop(), steps)
    }

    #[test]
    fn a_step_waits_for_what_it_needs_beside_it() {
        static DONE: AtomicBool = AtomicBool::new(false);
        let beside = Step {
            name: "beside",
            company: Company::Beside,
            run: |shop| {
                let _ = slow(shop);
                DONE.store(true, Ordering::SeqCst);
                Outcome::passed("")
            },
            ..ORDINARY
        };
        let needs = Step {
            name: "needs",
            needs: &["beside"],
            run: |_| match DONE.load(Ordering::SeqCst) {
                true => Outcome::passed(""),
                false => Outcome::failed("it did not wait\n"),
            },
            ..ORDINARY
        };
        assert!(course(&[beside, ORDINARY, needs]));
    }

    #[test]
    fn a_step_that_must_be_alone_waits_for_those_beside_it() {
        static DONE: AtomicBool = AtomicBool::new(false);
        let beside = Step {
            company: Company::Beside,
            run: |shop| {
                let _ = slow(shop);
                DONE.store(true, Ordering::SeqCst);
                Outcome::passed("")
            },
            ..ORDINARY
        };
        let alone = Step {
            company: Company::Alone,
            run: |_| match DONE.load(Ordering::SeqCst) {
                true => Outcome::passed(""),
                false => Outcome::failed("it is not alone\n"),
            },
            ..ORDINARY
        };
        assert!(course(&[beside, alone]));
    }

    #[test]
    fn a_step_does_not_run_without_what_it_needs() {
        static RAN: AtomicBool = AtomicBool::new(false);
        let beside = Step {
            name: "beside",
            company: Company::Beside,
            run: slow,
            ..ORDINARY
        };
        let needs = Step {
            name: "needs",
            needs: &["beside"],
            run: |_| {
                RAN.store(true, Ordering::SeqCst);
                Outcome::passed("")
            },
            ..ORDINARY
        };
        for company in [Company::InOrder, Company::Beside] {
            assert!(!course(&[beside, ORDINARY, Step { company, ..needs }]));
            assert!(!RAN.load(Ordering::SeqCst));
        }
    }

    #[test]
    fn a_step_beside_the_last_one_is_waited_for() {
        let beside = Step {
            name: "beside",
            company: Company::Beside,
            run: slow,
            ..ORDINARY
        };
        assert!(!course(&[beside, ORDINARY]));
    }

    #[test]
    fn a_complaint_is_the_end_without_what_is_fine() {
        let output = "test a ... ok\nthe page:\n  it is blank\n\nnote: 3 s\n1 passed, 1 failed\n";
        assert_eq!(
            complaint(output),
            "the page:\n  it is blank\n1 passed, 1 failed"
        );
        let long = format!("{}\nlast", "a line\n".repeat(100));
        assert!(complaint(&long).ends_with("\nlast"));
        assert_eq!(complaint(&long).lines().count(), 30);
    }

    #[test]
    fn a_panic_is_a_failure() {
        for company in [Company::InOrder, Company::Beside, Company::Alone] {
            let broken = Step {
                company,
                run: |_| panic!("as it should"),
                ..ORDINARY
            };
            assert!(!course(&[broken]));
        }
    }
}
