//! A system: machines, what they run, and how a request travels through them.
//!
//! ```text
//! together                                 apart
//!
//!   client -> [ web application ]            client -> [ web application ] -- hop --> [ database ]
//!             [ and database    ] x n                            x n
//!
//! all stages
//!                                               .--> [ cache ]
//!   client --> [ balancer ] --> [ web ] x n ----+--> [ replicas ] <--every write-- [ source ] <--- writes
//!      `--files--> CDN                          '--> [ queue ] --> [ workers ]
//! ```
//!
//! A request takes a worker of its web machine and holds it until the answer is out, also while others work for it. It
//! computes on a core of the web machine, reads from that machine's disk, then sends its queries one after the other. A
//! query that reads asks the cache first, if there is one; what it does not have, a replica answers, or the source where
//! there are no replicas. A query that writes goes to the source, which then starts a job on every replica. Each crosses
//! the network once there and back, computes on a core, and reads from the disk the pages that are not in memory. Slow work
//! is done before the answer, or handed over to a queue.
//!
//! Cores and disks are stations: first come, first served, exponential service times. A machine has as many servers at its
//! cores station as it has cores, one at its disk. Its network card, where its bandwidth was given, serves everybody at
//! once. Both witnesses start from the same [`Network`](crate::network::Network); the closed form takes the hit ratio of
//! the cache from Che's approximation, the simulation from a simulated cache.
//!
//! # What the closed form is worth
//! Apart, with enough workers and nothing else, its means are exact (a network of Kelly's kind). The rest is approximate:
//!
//! - Several kinds of visit at one station: the wait of M/G/c by Lee and Longton. At the cores of the web machines times the
//!   exact effect, for one server, of coming back to the queue that one has just left
//!   ([`Feedback`](crate::queueing::Feedback)), the less the longer a request was away.
//! - A balancer in turn: Allen and Cunneen's factor with the correction of Kraemer and Langenbach-Belz. The other policies
//!   count as random here: [`balancing`](crate::components::balancing) and the simulation know better.
//! - Percentiles take the waits at different stations as independent. The waits of a request at one station are the same
//!   with a probability of the square root of its utilisation, else independent: between the two extremes, where the
//!   simulation lies. Services and delays keep their alternatives (hit or miss, read or write).
//! - Workers are a flow-equivalent server ([`pool`](crate::queueing::pool)); what scarce workers add is scaled by
//!   (1 + C²)/2 for how regular the holding time is. The stations see all requests, also those that are then refused.
//! - Connections to the database are checked against their number but nobody waits for one. The threads that apply writes
//!   at a replica are one queue whose service includes the waits at the replica's cores and disk.
//!
//! Against the simulation at 10 to 90% of the load that fills the system, beyond the simulation's own 95% interval (test
//! `the_closed_form_is_as_good_as_documented` and its neighbours, and `theory_judges_the_simulation_at_every_stage`):
//!
//! | | mean | p50 | p95 | p99 |
//! |---|---|---|---|---|
//! | together or apart, SSD or hard disk, 64 workers | 2% | 4% | 5% | 8% |
//! | apart with 2, 3, 4 or 8 workers | 2% | 10% | 15% | 15% |
//! | each stage with writes, and slow work in one request of ten (30, 60 and 85%) | 3% | 15% | 5% | 8% |
//!
//! Where workers are scarce, the rows of the stations still show the waits without that limit: part of them has moved to the
//! row of the workers.
//!
//! # What it leaves out
//! Locks, garbage collection, the shape of the day inside the peak hour. In closed form also: failures, time-outs and
//! retries, stampedes, visibility time-outs and bounded queues of tasks; the components answer for those. Pages are equally
//! popular, also behind a cache. A disk serves one at a time. Every database machine holds all the data. Clients and
//! failures are simulated where they are given.

mod availability;
mod closed;
mod compare;
mod definition;
mod delivery;
mod goal;
mod limits;
mod loads;
mod parts;
mod plan;
mod search;
mod simulated;

pub use definition::System;
pub use goal::{Goal, Neighbour, Options, Planned};
pub use parts::{Link, Part};
pub use search::plan;
