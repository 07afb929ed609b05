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
//! - Several kinds of visit at one station: the wait of M/G/c by Lee and Longton where it is full, in light traffic the least of
//!   what the services in progress have left (Burman and Smith), between them a straight line of the utilisation: a few slow
//!   requests cost several cores less than they cost one. Visits that come back at once keep the wait of Lee and Longton.
//! - At the cores of the web machines times the exact effect, for one server, of coming back to the queue that one has just
//!   left ([`Feedback`](crate::queueing::Feedback)), the less the longer a request was away.
//! - A balancer in turn: Allen and Cunneen's factor with the correction of Kraemer and Langenbach-Belz; for several cores to
//!   a power that is a fit to the simulation.
//! - Two choices and least connections save what they save before machines that are one queue
//!   ([`Balancing`](crate::components::Balancing), [`ShortestQueue`](crate::queueing::ShortestQueue)) at the cores and disks
//!   of the web machines, and the less of it the longer a request is elsewhere: it counts, but is not in this queue. A fit to
//!   the simulation, which takes what is elsewhere without its waits. Files fetched after the page are not counted. Slow
//!   requests change little of what is saved: two choices save somewhat more, by a fit to the simulation, too.
//! - Weights and consistent hashing: a mixture of M/G/c over the machines, of a typical ring; the hottest machine decides what
//!   is too much. The rows of stations and workers are means over the machines, and workers that are scarce at the hottest
//!   alone are not seen. A ring is luck: of 100 points a machine, the one of the simulation is more even than a typical one.
//! - A wait, if there is one, is exponential at disks. At cores it is a mixture of two exponentials that varies as it does in
//!   light traffic, the less the more services it is the sum of, and as it does between machines of unequal shares.
//! - Percentiles take the waits at different stations as independent. The waits of a request at one station are the same
//!   with a probability of the square root of its utilisation, else independent: between the two extremes, where the
//!   simulation lies. Services and delays keep their alternatives (hit or miss, read or write).
//! - Workers are a flow-equivalent server ([`pool`](crate::queueing::pool)); what scarce workers add is scaled by
//!   (1 + C²)/2 for how regular the holding time is. The stations see all requests, also those that are then refused.
//! - Connections to a database machine are such a pool, too, inside that of the workers, who are held while their queries
//!   wait for one. The threads that apply writes at a replica are a pool, as in [`Lag`](crate::components::database::Lag): reads that overtake waiting writes, and crowds
//!   of reads that hold up many writes in a row, are left out.
//! - The link of a web machine is M/M/1 by processor sharing, for a page in proportion to its own size. Files that the CDN's
//!   edges miss are sent by the machine that answered the page; a page waits behind them, nobody waits for them.
//!
//! Against the simulation at 10 to 90% of the load that fills the system, beyond the simulation's own 95% interval (tests
//! `the_closed_form_is_as_good_as_documented`, `theory_judges_the_simulation_of_one_machine`, their neighbours, and those of
//! `policies`). Half of that interval is, for stages and policies, at most 1% of the mean at 30% of the load, 1.5% at 60% and 2.5%
//! at 85%; with a CDN 1.5%:
//!
//! | | mean | p50 | p95 | p99 |
//! |---|---|---|---|---|
//! | together or apart, SSD or hard disk, 64 workers | 2% | 4% | 5% | 8% |
//! | apart with 2, 3, 4 or 8 workers | 2% | 10% | 15% | 15% |
//! | apart with 3, 4, 6 or 12 connections, with replicas 3 or 6 to each | 2% | 10% | 8% | 8% |
//! | each stage with writes, and slow work in one request of ten (30, 60 and 85%) | 2% | 10% | 5% | 8% |
//! | the same with a CDN, links half as busy as cores | 3% | 15% | 5% | 8% |
//! | the same where pages and files fill the links | 5% | 25% | 15% | 35% |
//! | four web machines under each policy, one in ten requests slow (30, 60 and 85%) | 2% | 8% | 5% | 6% |
//! | the same by consistent hashing with 100 points a machine, not 1 000 | 7% | 10% | 6% | 10% |
//! | lag of replicas, 1 to 16 appliers, cores to half busy | 5% | | | 10% |
//! | lag of replicas at 80% | 20% | | | 40% |
//!
//! Where workers are scarce, the rows of the stations still show the waits without that limit: part of them has moved to the
//! row of the workers.
//!
//! The lag is too short where it is off: reads come in crowds, and the formula knows only their mean.
//!
//! # Available, failed, given up
//! [`Report::availability`](crate::report::Report::availability) is the share of the time in which every group that an
//! answer waits for has enough working machines for the load of the report, of machines that fail independently: balancers,
//! web machines, caches and replicas k of n, a source until a replica has taken its place. [`plan()`] judges by the closed form.
//! The simulation lets each machine fail and be repaired ([`Trials::standing`](crate::simulation::Trials::standing)), with
//! 1% of what a group is away as standard error by default, and never sees what happens once in 20 000 failures. In both a replica
//! that has become the source is missing among the replicas until the old source has been repaired: with all of r replicas needed
//! that makes (r + 1)/r times as much, with one of two 3 times.
//!
//! [`Report::failed`](crate::report::Report::failed) is the share of attempts that met a dead machine, or whose machine
//! died, wherever an uptime was given; both witnesses say it. Behind a balancer the closed form is
//! [`Outage`](crate::components::Outage), which knows no policy but random choice. Of caches and databases it is the probability
//! that a request of Q queries turns at least once to one that is dead:
//!
//! - A cache machine fails its lookups for the repair, and the request with them: its objects are nowhere else.
//! - A source without replicas, and each copy, is away for the repair. One with replicas is away until the failover is over, or
//!   its repair, if that is sooner. That a replica is there to take its place is taken for granted in this number, and none
//!   is missing then among those that read; `availability` knows.
//! - A dead replica is chosen until the detection of the failover is over, then the others take its reads. Its copy of a write
//!   (route 1) is lost if it comes while it is dead or dies on it: it counts among the lost jobs of its route, and is in no
//!   lag. How a replica that is back catches up is left out: it has all the data at once.
//! - What a cache that writes back brings to a dead source is lost, too; no answer waits for it. Tasks fail nowhere.
//!
//! It agrees with the simulation to 2% beyond the simulation's 95% interval, at 25 and 75% of the load, of machines that are up for
//! 4 s and in repair for 1 s; the longer both are beside a request, the better (test
//! `dead_databases_and_caches_cost_what_the_closed_form_says`). What fewer machines do to the response is only in the simulation.
//!
//! Where clients give up, [`ClientReport`](crate::report::ClientReport) says how many: in closed form the tail of the
//! response at the time-out. Retries are not part of the load of the closed form. Whether they can keep the system down says
//! [`RetryStorm`](crate::components::RetryStorm) of the fullest resource alone, as one queue of exponential services, with
//! what the others leave of the time-out; how soon it happens, and what a budget saves, the simulation shows.
//!
//! # What it leaves out
//! The way between client and data centre, but for the files of a CDN. Locks, garbage collection, the shape of the day inside the
//! peak hour, stampedes. Pages are equally popular, also behind a
//! cache. A disk serves one at a time. Every database machine holds all the data. Web machines spend no core time on files.
//!
//! Of a [`Queue`](crate::components::queue::Queue), both witnesses of the system take the hand-over, the machines, and attempts
//! that fail by chance and are repeated at once. They leave out visibility time-outs, duplicates and prefetching, poison
//! messages and dead letters, a bound and what happens when it is reached, ordering by keys, the step that waits for a human,
//! and autoscaling: what these do to the tasks of a system, [`System::tasks`] and [`System::simulate_tasks`] say.

mod availability;
mod closed;
mod compare;
mod course;
mod definition;
mod delivery;
mod explain;
mod failing;
mod goal;
mod journey;
mod limits;
mod loads;
mod parts;
mod plan;
mod sample;
mod search;
mod simulated;
mod tasks;
mod warming;

pub use course::Moment;
pub use definition::System;
pub use goal::{Goal, Neighbour, Options, Planned, Stage, Tariff};
pub use journey::{Leg, journey};
pub use parts::{Link, Part};
pub use sample::{SamplePath, Stand};
pub use search::plan;
pub use simulated::Exactly;
