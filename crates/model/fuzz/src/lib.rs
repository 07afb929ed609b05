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
use model::simulation::Trials;

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
        Question::Trace => drop(system.trace(traffic, 1, 10, 10)),
    }
}

fn expect_ordinary(answer: &Result<Prediction, Error>) {
    if let Some(complaint) = ordinary::complaint(answer) {
        panic!("{complaint}");
    }
}
