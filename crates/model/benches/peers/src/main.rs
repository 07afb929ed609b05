//! M/M/4 at 90% on one core: customers a second of this book's engine, of desque, of nexosim and of SimPy.
//!
//! The sides take turns, round after round, so that a slow moment of the machine hits all of them. The means are held
//! against the exact one: a side that computes something else fails. Time is the processor's, not the wall's, so that
//! other work on the machine counts less.
//!
//! Every side does the same work: exponential times from a ziggurat (SimPy: its language's own), and mean and percentiles
//! of all times in the system (ours and the histogram crate to three digits, SimPy by sorting). Nothing is warmed up.
//! Ours also integrates the queue and the busy servers over time, which it cannot leave out.
//!
//! The programs are those of the peers' own documentation, made as fast as these allow: desque's example of M/M/1 with
//! more servers, and a faster generator than the example's; nexosim's model that schedules its own events, all in one
//! model and on one thread; SimPy's process for each customer, with its own resource. All are compiled as Cargo's
//! release profile says, for none of them asks for another.
//!
//! Usage: `peers [PYTHON]`, a Python with SimPy; without it SimPy is left out.

mod by_desque;
mod by_nexosim;
mod by_simpy;
mod ours;
mod times;

use std::process::ExitCode;
use std::time::Duration;

use cpu_time::ProcessTime;

/// Arrivals a second at four servers of one customer a second each.
pub(crate) const ARRIVALS: f64 = 3.6;
/// Servers.
pub(crate) const SERVERS: usize = 4;
/// Mean time in the system, in seconds: Erlang C.
const EXACT: f64 = 2.969_383;
const ROUNDS: usize = 7;

/// A simulator.
struct Side {
    name: &'static str,
    customers: u64,
    /// Simulates this many customers from this seed.
    run: Box<dyn Fn(u64, u64) -> Result<Outcome, String>>,
    least: f64, // ours over this one, at least
}

/// What a simulation says and takes.
pub(crate) struct Outcome {
    mean: f64, // [s], time in the system
    time: Duration,
}

/// Times a simulation that runs in this program.
fn timed(run: fn(u64, u64) -> Result<f64, String>) -> impl Fn(u64, u64) -> Result<Outcome, String> {
    move |customers, seed| {
        let begin = ProcessTime::now();
        let mean = run(customers, seed)?;
        Ok(Outcome {
            mean,
            time: begin.elapsed(),
        })
    }
}

fn main() -> ExitCode {
    let mut sides = vec![
        side("this book", 2_000_000, 1.0, timed(ours::run)),
        side("desque 0.4.0", 1_000_000, 2.0, timed(by_desque::run)),
        side("nexosim 1.0.0", 200_000, 15.0, timed(by_nexosim::run)),
    ];
    if let Some(python) = std::env::args().nth(1) {
        let run = move |customers, seed| by_simpy::run(&python, customers, seed);
        sides.push(side("SimPy 4", 50_000, 200.0, run));
    }
    match measured(&sides) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn side(
    name: &'static str,
    customers: u64,
    least: f64,
    run: impl Fn(u64, u64) -> Result<Outcome, String> + 'static,
) -> Side {
    Side {
        name,
        customers,
        least,
        run: Box::new(run),
    }
}

/// Measures all sides in turn and prints a table; false where ours is not as many times faster as asked.
fn measured(sides: &[Side]) -> Result<bool, String> {
    let mut rates = vec![Vec::new(); sides.len()];
    let mut means = vec![0.0; sides.len()];
    for round in 0..ROUNDS {
        for (index, side) in sides.iter().enumerate() {
            let Outcome { mean, time } = (side.run)(side.customers, round as u64 + 1)?;
            means[index] += mean / ROUNDS as f64;
            rates[index].push(side.customers as f64 / time.as_secs_f64());
        }
    }
    println!(
        "{:<15}{:>14}{:>24}{:>10}{:>8}{:>14}",
        "", "customers/s", "slowest to fastest", "ours is", "asked", "mean (2.969)"
    );
    rates
        .iter_mut()
        .for_each(|rates| rates.sort_by(f64::total_cmp));
    let ours = rates[0][ROUNDS / 2];
    let mut good = true;
    for ((side, rates), mean) in sides.iter().zip(&rates).zip(means) {
        let ratio = ours / rates[ROUNDS / 2];
        good &= ratio >= side.least && (mean / EXACT - 1.0).abs() < 0.1;
        let spread = format!("{:.2e} to {:.2e}", rates[0], rates[ROUNDS - 1]);
        println!(
            "{:<15}{:>14.3e}{spread:>24}{ratio:>9.1}x{:>7}x{mean:>14.3}",
            side.name,
            rates[ROUNDS / 2],
            side.least
        );
    }
    Ok(good)
}
