//! Discrete-event simulation: the second witness.
//!
//! ```text
//! streams   a random stream for each component, from one seed
//! events    what happens next: ordered by (time, sequence)
//! station   servers and one queue, first come, first served
//! network   stations, a pool of workers, a route
//! engine    one run: events, one after the other
//! trials    replications, warm-up, 95% intervals
//! ```
//!
//! The clock counts whole nanoseconds. Two events at the same nanosecond happen in the order in which they were
//! scheduled. Arrivals are open-loop: a slow answer never delays the next request, so no percentile is flattered by
//! requests that were never sent ("coordinated omission").
//!
//! Same seed, same bytes on every host: integer time, our own sampling over a named generator (xoshiro256++), and
//! `libm` instead of the host's logarithm.
//!
//! ```
//! use model::simulation::{Network, Trials};
//! use model::units::{ms, per_second};
//! // One server, 5 ms of service, 100 customers a second: half of the time busy, 10 ms in the mean.
//! let summary = Trials::default().run(&Network::single(per_second(100.0), ms(5.0), 1))?;
//! assert!(summary.response.mean.covers(ms(10.0)));
//! # Ok::<(), model::error::Error>(())
//! ```

mod engine;
mod events;
mod network;
mod station;
mod streams;
mod student;
pub mod tasks;
mod trials;

pub use events::Events;
pub use network::{Network, Pool, Run, Side, Step, Visits};
pub use station::Tally;
pub use streams::{Stream, Streams};
pub use student::student_t_975;
pub use trials::{Summary, Trials};
