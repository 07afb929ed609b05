//! How a system scales from one server to millions of users, as a model that answers twice.
//!
//! Say what people ask for and what machines there are; ask what happens. You get the load of every part, how long people
//! wait, what fills first, and the bill. A closed form answers in microseconds, a simulation with 95% intervals in
//! milliseconds. They share nothing but the description of the system, so that each can convict the other of a mistake.
//!
//! # Seven stages
//! A system is a value, and each stage of its growth a small change of the one before:
//!
//! ```
//! use model::prelude::*;
//!
//! // Who comes, and what one request asks for.
//! let traffic = Traffic::daily_users(3e6).requests_each(20.0).peak_to_mean(1.85)
//!     .audience(Audience::of("Toronto", 0.7).and("Seoul", 0.3));
//! let work = Work::per_request()
//!     .web_cpu(ms(8.0)).web_reads(0.2).page_size(kib(60.0))
//!     .queries(3).query_cpu(ms(1.5)).pages_per_query(2.0).writes(0.05)
//!     .data_per_user(kib(40.0)).objects(kib(4.0), Popularity::zipf(0.8))
//!     .assets(0.5, kib(300.0), 1e6, Popularity::zipf(0.8))
//!     .task(0.02, ms(150.0))
//!     .workers(64).worker_memory(mib(40.0)).reserved_memory(mib(512.0));
//!
//! // What can be rented.
//! let server = |name: &str, cores, memory, price| {
//!     let disk = Disk::new("SSD", us(100.0), gib(500.0)).writes(us(300.0));
//!     Machine::named(name).cores(cores).memory(gib(memory)).disk(disk).monthly(usd(price), "example")
//! };
//! let (medium, large) = (server("medium", 2, 8.0, 50.0), server("large", 4, 16.0, 100.0));
//!
//! // The stages.
//! let one = System::together(medium.clone(), 1, work.clone());
//! let apart = System::apart(medium.clone(), Database::on(large).appliers(4), us(250.0), work);
//! let pair = Balancer::round_robin().on(medium.clone(), 2).forwarding(us(50.0)).hop(us(250.0));
//! let many = apart.clone().web_machines(16).balancer(pair);
//! let copies = many.clone().replicas(2);
//! let memory = Cache::lru().on(medium.clone(), 1).reserved(mib(512.0)).overhead(bytes(64.0)).lookup(us(50.0));
//! let cached = copies.clone().cache(memory);
//! let edges = Cdn::in_front_of("Toronto")
//!     .point("Toronto", gib(100.0)).point("Tokyo", gib(100.0))
//!     .round_trip("Toronto", "Toronto", ms(10.0)).round_trip("Seoul", "Toronto", ms(181.0))
//!     .round_trip("Seoul", "Tokyo", ms(29.0)).round_trip("Tokyo", "Toronto", ms(159.0))
//!     .transport(Transport::tcp().tls(Tls::V13).segment(bytes(1460.0)).initial_window(10))
//!     .access(megabits(50.0)).answers(ms(20.0), ms(1.0)).kept_connections(true);
//! let near = cached.clone().cdn(edges);
//! let tasks = Queue::on(medium.clone()).handing_over(us(100.0)).hop(us(250.0)).workers((medium, 3));
//! let later = near.clone().queue(tasks);
//!
//! // How far does each go with 99 of 100 answers within 300 ms?
//! let mut last = 0.0;
//! for system in [one, apart, many, copies, cached, near] {
//!     let largest = system.largest_load(&traffic, ms(300.0))?;
//!     assert!(largest.users >= last, "{largest}");
//!     last = largest.users;
//! }
//!
//! // Both witnesses on the last stage.
//! let closed = later.predict(&traffic)?;
//! let simulated = later.simulate(&traffic, &Trials::draft())?;
//! let (mean, interval) = (closed.mean().unwrap(), simulated.steady().unwrap().response.mean);
//! assert!(interval.low() * 0.97 < mean && mean < interval.high() * 1.03);
//! assert!(closed.explain().starts_with("The bottleneck is worker cores at 64.2%: full at 1.56 times this load."));
//! assert_eq!(later.bill().monthly(), usd(1_450.0));
//! # Ok::<(), Error>(())
//! ```
//!
//! `crates/model/examples/` has a program a stage, from `01_one_server` to `08_the_journey`, with what each stage teaches.
//!
//! # What there is
//!
//! | | is described by | its page also answers |
//! |---|---|---|
//! | people | [`Traffic`](workload::Traffic), [`workload`] | peaks, bursts, recorded loads, growth, popularity |
//! | a request | [`Work`](workload::Work) | |
//! | machines | [`machine`], [`cost`], [`data`] | prices by region and step; what is not priced |
//! | web servers | [`fleet`](components::fleet) | [workers](components::workers) run dry, [availability](components::availability), [retry storms](components::storm) |
//! | load balancer | [`balancer`](components::balancer) | [policies](components::balancing) at the tail, [outages](components::outage), [consistent hashing](components::ring) |
//! | database | [`database`](components::database) | how many replicas pay, lag, stale reads, failover, connections |
//! | cache | [`cache`](components::cache) | sizes, stampedes, cold starts, write policies |
//! | CDN | [`cdn`](components::cdn) | handshakes and slow start, time to first byte, video, egress |
//! | queue and workers | [`queue`](components::queue) | backlog of a peak, redelivery, people, autoscaling |
//! | clients | [`client`](components::client) | time-outs, retries, budgets |
//! | all together | [`System`](system::System), [`system`] | what the closed form is worth, measured |
//!
//! # Methods and their sources
//!
//! | for | closed form | its source |
//! |---|---|---|
//! | a machine's cores and disk | M/G/c by [`MGc`](queueing::MGc), M/M/c, Erlang C | Erlang 1917; Lee, Longton 1959; Burman, Smith 1983 |
//! | policies before several machines | [`RoundRobin`](queueing::RoundRobin), [`Choices`](queueing::Choices), [`ShortestQueue`](queueing::ShortestQueue) | Kraemer, Langenbach-Belz 1976; Mitzenmacher 2001; our fit |
//! | a worker pool | [`pool`](queueing::pool), a flow-equivalent server | Chandy, Herzog, Woo 1975 |
//! | the way through all of them | visits, Jackson networks, [`sojourn`](queueing::sojourn) percentiles by inversion | Jackson 1957; Walrand, Varaiya 1980; Abate, Whitt 1995 |
//! | users who wait before they ask again | [`mva`](queueing::mva), exact percentiles at one station | Reiser, Lavenberg 1980; Sevcik, Mitrani 1981 |
//! | a cache | [`che`](queueing::che) | Che, Tung, Wang 2002; Fricker, Robert, Roberts 2012 |
//! | replicas that lag, retries, outages | their own pages in [`components`] | there |
//! | a day, a peak, a backlog | [`fluid`](queueing::fluid), [`busy`](queueing::busy) | Newell 1982; Kleinrock 1975 |
//! | all of them again | [`simulation`]: one event at a time, replications with 95% intervals | Student's t; MSER-5 (White, Cobb, Spratt 2000) |
//!
//! [`queueing`] has the table of all formulas with their domain, [`simulation`] says how a network of machines is played event by
//! event. Both read the same [`network`].
//!
//! # What you can ask
//! - [`predict`](system::System::predict) and [`simulate`](system::System::simulate): a [`Prediction`](report::Prediction).
//! - [`through`](system::System::through) and [`simulate_through`](system::System::simulate_through): a day, a flash crowd, a
//!   recorded load; [`simulate_until`](system::System::simulate_until): as exactly as you ask.
//! - [`largest_load`](system::System::largest_load) within a target, [`saturation`](system::System::saturation) without.
//! - [`difference`](system::System::difference): did a change help? Both systems meet the same dice, so the interval is small.
//! - [`trace`](system::System::trace): single requests, station by station, waiting or served.
//! - [`bill`](system::System::bill), and [`bill_of`](system::System::bill_of) with what leaves the data centre.
//! - [`plan`](system::plan()): the cheapest system that meets a target, with what it sends, and what every cheaper neighbour
//!   fails on;
//!   [`journey`](system::journey()): for every number of users.
//! - With the feature `file`: systems as TOML text (`model::file`), which `cargo run -- predict SYSTEM.toml` reads.
//!
//! # How to read a report
//! Print a [`Report`](report::Report): first the response of a request, then a row a station. *Busy* is the share of the
//! time that its servers work. *Queue* is how many wait, *wait* for how long, *service* is what comes after the wait. Look at
//! the busiest row: it fills first. Then at the longest wait: that is what people feel; they are not always the same.
//! The row of the workers counts places, not work: a worker is taken while others work for its request.
//!
//! `±` is half of a 95% interval, and stands where something was simulated. [`Report::explain`](report::Report::explain)
//! says the same in two sentences. A system that cannot keep up has no report but an [`Overload`](report::Overload): what
//! is full, and how much more of it would be needed.
//!
//! # What it refuses to do
//! - It assumes no physical parameter. What was not given is an error that names it; what was not given and is not
//!   needed does not exist. Defaults are for numerical knobs (seed, replications), for rules that are said to be usual
//!   (asynchronous replication, cache-aside), and for three that stand for the simplest case until something else is said: a
//!   replica applies one write at a time at the cost of the write itself, an object in a cache takes its own size, and clients try again
//!   after an exact pause.
//! - It reads no files, draws nothing and knows no wall clock. Callers hand it the text of a table. The simulation may use
//!   several threads, and gives the same bytes on one; in WebAssembly there is one.
//! - It never answers with NaN or infinity. Too much load is a named result, [`Overload`](report::Overload); a number
//!   out of range is an [`Error`](error::Error).
//! - No report rests on a lone simulation run: always replications, with the warm-up cut and a 95% interval. (The hit ratio of a
//!   cache is one long run cut into 20 parts. Who wants a single run calls [`Network::run`](network::Network::run).)
//! - The two witnesses, [`queueing`] and [`simulation`], never call each other. Two answers they share: whether a system keeps up at
//!   all is judged by its mean loads, before either of them looks at its queues; and how many of its writes a cache that writes
//!   back brings to the database is a formula, which is exact.
//! - It guesses no price. What a list does not have stands on the bill as not priced.
//!
//! The assumptions that matter most stand on the page of each component. The largest of all: service times are those of a
//! machine that is otherwise well. Locks, garbage collection, noisy neighbours and bad queries are not in it; a real system
//! is slower than this, seldom faster.

mod bisection;
pub mod components;
pub mod cost;
mod crossing;
pub mod data;
pub mod error;
#[cfg(feature = "file")]
pub mod file;
pub mod format;
mod interpolation;
pub mod machine;
pub mod network;
mod parallel;
pub mod queueing;
pub mod report;
pub mod simulation;
pub mod system;
pub mod units;
pub mod workload;

/// The nouns, all at once.
pub mod prelude {
    pub use crate::components::cache::{Eviction, HitRatio, Writing};
    pub use crate::components::cdn::{Files, Tls, Transport};
    pub use crate::components::database::{Database, Replication};
    pub use crate::components::queue::{Autoscaling, Full, Human, Queue, Target};
    pub use crate::components::{Availability, Balancer, Cache, Cdn, Clients, Fleet, Uptime};
    pub use crate::cost::{Bill, Line, Price, PriceBook, Role, Unpriced};
    pub use crate::data::{BaseRates, Catalogue, Medium, Parameters, RoundTrips};
    pub use crate::error::{DataError, Error};
    pub use crate::machine::{Disk, Machine};
    pub use crate::report::{
        Component, Estimate, LargestLoad, Limit, Need, Overload, Prediction, Report, Resource,
        Response,
    };
    pub use crate::simulation::Trials;
    pub use crate::system::{
        Goal, Leg, Link, Options, Part, Planned, SamplePath, Stage, Stand, System, Tariff, journey,
        plan,
    };
    pub use crate::units::{
        Bytes, Money, Rate, Time, bytes, gib, kib, megabits, mib, ms, per_second, seconds, us, usd,
    };
    pub use crate::workload::{
        Audience, Day, FlashCrowd, Growth, Popularity, Series, Traffic, Work,
    };
}
