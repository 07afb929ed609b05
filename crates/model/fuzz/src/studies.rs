//! What the components answer by themselves, asked with hostile numbers: a part for each of them.

mod caches;
mod databases;
mod delivery;
mod fleets;
mod queues;

use crate::systems::{Bits, machine};
use arbitrary::Result;
use model::prelude::*;

/// Asks one component everything that it answers for, and judges what comes.
///
/// # Errors
/// None: `arbitrary` makes up for bytes that are missing.
pub fn study(bits: Bits) -> Result<()> {
    match bits.int_in_range(0..=8)? {
        0 | 1 => queues::closed(bits),
        2 => queues::simulated(bits),
        3 | 4 => databases::ask(bits),
        5 => delivery::ask(bits),
        6 => caches::ask(bits),
        7 => fleets::storm(bits),
        _ => fleets::ask(bits),
    }
}

fn machines(bits: Bits) -> Result<[Machine; 2]> {
    Ok([machine(bits, "a")?, machine(bits, "b")?])
}

/// So little is simulated that an input takes milliseconds.
fn trials(bits: Bits) -> Result<Trials> {
    Ok(Trials {
        replications: 2,
        customers: 100,
        warm_up: bits.int_in_range(0..=20)?,
        ..Trials::default()
    })
}
