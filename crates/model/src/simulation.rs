//! Discrete-event simulation: the second witness. It plays any [`Network`](crate::network::Network).
//!
//! ```text
//! streams      a random stream for each component and purpose, from one seed
//! events       what happens next: ordered by (time, sequence)
//! lines        the same, of what always takes as long
//! arrivals     when requests come          service   how long things take
//! station      servers and one queue, first come, first served; a pool of places
//! sharing      servers that everybody shares
//! choices      which machine
//! operations   a network as flat lists of operations
//! engine       one run: events, one after the other
//! measurement  what a run says             log, results   what is counted
//! caches       policies that evict, asked key by key
//! trials       replications, warm-up, 95% intervals
//! course       the same through stretches of a load that changes
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
//! use model::network::Network;
//! use model::simulation::Trials;
//! use model::units::{ms, per_second};
//! // One server, 5 ms of service, 100 customers a second: half of the time busy, 10 ms in the mean.
//! let summary = Trials::default().run(&Network::single(per_second(100.0), ms(5.0), 1))?;
//! assert!(summary.response.mean.covers(ms(10.0)));
//! # Ok::<(), model::error::Error>(())
//! ```

mod arrivals;
pub mod caches;
mod check;
mod choices;
mod clients;
#[cfg(test)]
mod conservation;
mod course;
mod crowd;
mod engine;
mod events;
mod failures;
mod flow;
mod job;
mod lines;
mod log;
mod machines;
mod measurement;
mod operations;
mod patience;
mod precision;
mod redundancy;
mod results;
mod service;
mod sharing;
mod station;
mod streams;
mod student;
pub mod tasks;
mod trace;
mod tracer;
mod tracing;
mod trials;
mod visits;

pub use course::Stretch;
pub use events::Events;
pub use precision::{Difference, Measure, Precise, Precision};
pub use redundancy::{Redundancy, Standing};
pub use results::{Counts, Jobs, Run, Summary, Times};
pub use station::Tally;
pub use streams::{Stream, Streams};
pub use student::student_t_975;
pub use trace::{Doing, End, Part, Place, Span, Story, Trace};
pub use trials::Trials;
