//! A queue and its workers: theory judges the simulation, and nothing gets lost.

mod backlog;
mod composed;
mod hostile;
mod steady;
mod tasks;

use model::components::queue::Measure;
use model::network::{Arrivals, Service};
use model::prelude::*;

fn machine(cores: u32) -> Machine {
    Machine::named("small").cores(cores)
}

/// One broker with two cores, 1 ms a message; this many workers of one core.
fn queue(workers: u32) -> Queue {
    Queue::on(machine(2))
        .handing_over(ms(1.0))
        .hop(us(500.0))
        .workers((machine(1), workers))
}

fn trials(customers: u64) -> Trials {
    Trials {
        customers,
        warm_up: customers / 10,
        ..Trials::default()
    }
}

fn poisson(rate: f64) -> Arrivals {
    Arrivals::Poisson(per_second(rate))
}

/// The work of most tests: 100 ms, exponential, so that each worker does ten messages a second.
fn task() -> Service {
    Service::exponential(ms(100.0))
}

/// The closed form lies within twice the 95% interval of the simulation (99.85% with ten runs), widened by the stated error.
fn agrees(what: &str, exact: Time, found: Estimate, error: f64) {
    let off = (found.value - exact).seconds().abs();
    let room = 2.0 * found.half_width.unwrap().seconds() + error * exact.seconds();
    assert!(
        off <= room,
        "{what}: closed form {exact}, simulated {found}"
    );
}

/// The same for a number.
fn matches(what: &str, exact: f64, found: Measure, error: f64) {
    let room = 2.0 * found.half_width.unwrap() + error * exact.abs();
    let off = (found.value - exact).abs();
    assert!(
        off <= room,
        "{what}: closed form {exact}, simulated {found}"
    );
}
