//! What every target asks of a scenario, and how it judges the answers.
//!
//! Whatever comes in, the answer is a named error, an overload, or a report of ordinary numbers, within the limits of time
//! and memory that `cargo xtask fuzz` sets. Everything else ends the run, and libFuzzer keeps the input.

mod answers;
#[path = "../../tests/integration/ordinary.rs"]
mod ordinary;
pub mod plans;
pub mod studies;
pub mod systems;
pub mod tables;

use model::file::Scenario;
use model::prelude::*;
use model::simulation::{Measure, Precision, Trials};

/// What is asked beside the closed form, which always is: the rest takes a hundred times as long.
#[derive(Clone, Copy, Debug)]
pub enum Question {
    /// Nothing.
    Nothing,
    /// A short simulation.
    Simulate,
    /// The sentences about it.
    Explain,
    /// The load that it can take.
    LargestLoad,
    /// The parts, what flows between them, and the bill.
    Parts,
    /// Single requests.
    Trace,
    /// A load that changes, in both witnesses.
    Through,
    /// The tasks alone.
    Tasks,
    /// A simulation that goes on until it is exact.
    Until,
}

impl Question {
    /// The question that a number means; most mean nothing, for the others take their time.
    pub fn numbered(number: usize) -> Self {
        let all = [
            Self::Simulate,
            Self::Explain,
            Self::LargestLoad,
            Self::Parts,
            Self::Trace,
            Self::Through,
            Self::Tasks,
            Self::Until,
        ];
        let question = all.get(number % 32).copied();
        question.unwrap_or(Self::Nothing)
    }
}

/// Asks, and panics if an answer is out of order, or if what is valid does not survive being written and read.
pub fn judge(scenario: &Scenario, question: Question) {
    let (system, traffic) = (&scenario.system, &scenario.traffic);
    let answer = system.predict(traffic);
    expect_ordinary(&answer);
    if answer.is_ok() {
        let text = scenario.write();
        match Scenario::read(&text, &[]) {
            Ok(again) => assert_eq!(&again, scenario, "reads back otherwise:\n{text}"),
            Err(error) => panic!("does not read back: {error}\n{text}"),
        }
    }
    ask(scenario, question);
}

/// Files on the pages, at most, of a system that is simulated. Edges for more of them take up to a hundred million reads to
/// fill: a minute of a core, with instrumentation.
const FILES: f64 = 1e4;

fn fill_soon(system: &System) -> bool {
    let files = system.work().asset_files();
    files.is_none_or(|files| files.catalogue <= FILES)
}

fn ask(scenario: &Scenario, question: Question) {
    let (system, traffic) = (&scenario.system, &scenario.traffic);
    let trials = Trials {
        replications: 2,
        customers: 100,
        warm_up: 1,
        ..Trials::default()
    };
    match question {
        Question::Nothing => {}
        Question::Simulate if fill_soon(system) => {
            expect_ordinary(&system.simulate(traffic, &trials));
        }
        Question::Simulate => {}
        Question::Explain => {
            let said = system.explain(traffic).unwrap_or_default();
            assert!(!said.contains("not a number"), "{said}");
        }
        Question::LargestLoad => {
            let target = scenario.target.unwrap_or(ms(300.0));
            for load in [
                system.largest_load(traffic, target),
                system.saturation(traffic),
            ] {
                let users = load.map_or(0.0, |load| load.users);
                assert!(users.is_finite() && users >= 0.0, "{users}");
            }
        }
        Question::Parts => {
            let (_, _, bill) = (system.parts(), system.links(traffic), system.bill());
            let valid = system.predict(traffic).is_ok();
            assert!(!valid || bill.monthly().is_finite(), "{bill}");
        }
        Question::Through => through(scenario, &trials),
        Question::Tasks => tasks(scenario, &trials),
        Question::Until => until(scenario, &trials),
        Question::Trace => drop(system.trace(traffic, 1, 10, 10)),
    }
}

/// The tasks in closed form; played, where messages neither stay for long nor come back often.
fn tasks(scenario: &Scenario, trials: &Trials) {
    let (system, traffic) = (&scenario.system, &scenario.traffic);
    let report = match system.tasks(traffic) {
        Ok(Some(report)) => report,
        Ok(None) => return,
        Err(error) => return answers::named("tasks", &error),
    };
    answers::ordinary("tasks", &report);
    let stays =
        report.completed.p99.value + report.approved.map_or(Time::ZERO, |all| all.p99.value);
    if report.deliveries.value < 10.0 && traffic.peak_rate() * stays < 1e3 {
        match system.simulate_tasks(traffic, trials) {
            Ok(played) => answers::ordinary("simulated tasks", &played),
            Err(error) => answers::named("simulated tasks", &error),
        }
    }
}

/// More and more runs, until mean or p99 is known to a fifth, or there are enough of them.
fn until(scenario: &Scenario, trials: &Trials) {
    let (system, traffic) = (&scenario.system, &scenario.traffic);
    if !fill_soon(system) {
        return;
    }
    let measure = if scenario.target.is_some() {
        Measure::P99
    } else {
        Measure::Mean
    };
    let precision = Precision {
        measure,
        relative: 0.2,
        at_most: 16,
    };
    match system.simulate_until(traffic, trials, &precision) {
        Ok(exact) => {
            let runs = exact.replications;
            assert!(runs <= precision.at_most, "{runs} runs");
            assert!(runs == 0 || runs >= trials.replications, "{runs} runs");
            let given_up = runs == precision.at_most || exact.prediction.steady().is_none();
            assert!(exact.reached || given_up, "gave up after {runs} runs");
            expect_ordinary(&Ok(exact.prediction));
        }
        Err(error) => answers::named("simulate_until", &error),
    }
}

/// A rush, a quiet time, and one in which nobody comes.
fn through(scenario: &Scenario, trials: &Trials) {
    let (system, traffic) = (&scenario.system, &scenario.traffic);
    let usual = traffic.mean_rate();
    let long = seconds(20.0 / usual.per_second().max(1e-9));
    let phases = [(long, usual * 3.0), (long, usual * 0.1), (long, Rate::ZERO)];
    match system.through(traffic, &phases) {
        Ok(course) => {
            for moment in course {
                let (backlog, said) = (moment.backlog, Ok(moment.prediction));
                assert!(backlog >= 0.0, "{backlog}");
                expect_ordinary(&said);
            }
        }
        Err(error) => answers::named("through", &error),
    }
    if fill_soon(system) {
        match system.simulate_through(traffic, &phases, trials) {
            Ok(stretches) => {
                let conserved = stretches.iter().all(|one| one.counts.is_conserved());
                assert!(conserved, "{stretches:?}");
            }
            Err(error) => answers::named("simulate_through", &error),
        }
    }
}

fn expect_ordinary(answer: &Result<Prediction, Error>) {
    if let Some(complaint) = ordinary::complaint(answer) {
        panic!("{complaint}");
    }
}
