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

mod closed;
mod definition;
mod limits;
mod plan;
mod simulated;

pub use definition::{Link, Part, System};
