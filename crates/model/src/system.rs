//! A system: machines, what they run, and how a request travels through them.
//!
//! ```text
//! together                                   apart
//!
//!   client -> [ web application ]              client -> [ web application ] -- hop --> [ database ]
//!             [ and database    ] x n                              x n                      x m
//! ```
//!
//! A request takes a worker of its web machine and holds it until the answer is out, also while the database works.
//! It computes on a core of the web machine, reads from that machine's disk, then sends its queries one after the
//! other: each crosses the network once there and back (if apart), computes on a core of the database machine, and
//! reads from its disk the pages that are not in memory.
//!
//! Cores and disk of a machine are stations: first come, first served, exponential service times. A machine has as
//! many servers at its cores station as it has cores, and one at its disk. Together, both programs queue for the same
//! cores and the same disk. Among identical machines a request (on the web side) or a query (on the database side)
//! picks one at random, so each sees its share of the stream.
//!
//! # What the closed form is worth
//! Apart, with enough workers, its means are exact (a network of Kelly's kind). The rest is approximate:
//!
//! - Together, two kinds of visit share the cores: the wait of M/G/c by Lee and Longton, times the exact effect, for one
//!   server, of coming back to the queue that one has just left ([`Feedback`](crate::queueing::Feedback)).
//! - Percentiles take the waits at different stations as independent. The waits of a request at one station are the same
//!   with a probability of the square root of its utilisation, else independent: between the two extremes, where the
//!   simulation lies.
//! - Workers are a flow-equivalent server ([`pool`](crate::queueing::pool)); what scarce workers add is scaled by
//!   (1 + C²)/2 for how regular the holding time is.
//!
//! Against the simulation at 10 to 90% of the load that fills the system, beyond the simulation's own 95% interval (test
//! `the_closed_form_is_as_good_as_documented` and its neighbours):
//!
//! | | mean | p50 | p95 | p99 |
//! |---|---|---|---|---|
//! | together or apart, SSD or hard disk, 64 workers | 2% | 4% | 5% | 8% |
//! | apart with 2, 3, 4 or 8 workers | 2% | 10% | 15% | 15% |
//!
//! Where workers are scarce, the rows of the stations still show the waits without that limit: part of them has moved to the
//! row of the workers.
//!
//! # What it leaves out
//! Connections and their set-up, writes and locks, garbage collection, time-outs and retries, the size of answers, failures.
//! Pages are equally popular. A disk serves one read at a time. Every database machine holds all the data.

mod availability;
mod closed;
mod compare;
mod definition;
mod limits;
mod loads;
mod parts;
mod plan;
mod search;
mod simulated;

pub use definition::System;
pub use parts::{Link, Part};
pub use search::{Goal, Neighbour, Options, Planned, plan};
