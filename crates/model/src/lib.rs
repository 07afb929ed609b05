//! How a system scales from one server to millions of users, as a model that answers twice.
//!
//! Say what people ask for and what machines there are; ask what happens. A closed form answers in microseconds, a
//! simulation with confidence intervals in milliseconds. They share nothing but the description of the system.
//!
//! ```
//! use model::prelude::*;
//!
//! let traffic = Traffic::daily_users(2e5).requests_each(20.0).peak_to_mean(1.85);
//! let medium = Machine::named("medium")
//!     .cores(2)
//!     .memory(gib(4.0))
//!     .disk(Disk::new("SSD", us(100.0), gib(100.0)))
//!     .monthly(usd(50.0), "example");
//! let work = Work::per_request()
//!     .web_cpu(ms(8.0)).web_reads(0.2)
//!     .queries(3).query_cpu(ms(1.5)).pages_per_query(2.0)
//!     .data_per_user(kib(40.0))
//!     .workers(64).worker_memory(mib(40.0)).reserved_memory(mib(512.0));
//! let one = System::together(medium, 1, work);
//!
//! let report = one.predict(&traffic)?;
//! let busy = report.steady().unwrap().bottleneck();
//! assert_eq!(busy.label, "web server and database cores");
//! // 85.6 requests a second, each 8 ms + 3 x 1.5 ms on one of two cores:
//! assert!((busy.utilisation - 85.648 * 0.0125 / 2.0).abs() < 1e-4);
//! # Ok::<(), Error>(())
//! ```
//!
//! # What it refuses to do
//! - It assumes no physical parameter. What was not given is an error that names it.
//! - It reads no files, draws nothing and knows no wall clock. Callers hand it the text of a table.
//! - It never answers with NaN or infinity. Too much load is a named result, [`Overload`](report::Overload); a number
//!   out of range is an [`Error`](error::Error).
//! - It never reports a lone simulation run: always replications, with the warm-up cut and a 95% interval.
//! - The two witnesses, [`queueing`] and [`simulation`], never call each other.

mod bisection;
pub mod components;
pub mod cost;
pub mod data;
pub mod error;
#[cfg(feature = "file")]
pub mod file;
pub mod format;
pub mod machine;
pub mod network;
pub mod queueing;
pub mod report;
pub mod simulation;
pub mod system;
pub mod units;
pub mod workload;

/// The nouns, all at once.
pub mod prelude {
    pub use crate::components::cache::{Eviction, HitRatio, Writing};
    pub use crate::components::database::{Database, Replication};
    pub use crate::components::queue::{Autoscaling, Full, Human, Queue, Target};
    pub use crate::components::{Balancer, Cache, Cdn, Clients, Fleet, Uptime};
    pub use crate::cost::{Bill, Line, Price, PriceBook, Role, Unpriced};
    pub use crate::data::{BaseRates, Catalogue, Medium, Parameters, RoundTrips};
    pub use crate::error::{DataError, Error};
    pub use crate::machine::{Disk, Machine};
    pub use crate::report::{
        Component, Estimate, LargestLoad, Limit, Need, Overload, Prediction, Report, Resource,
        Response,
    };
    pub use crate::simulation::Trials;
    pub use crate::system::{Link, Part, System};
    pub use crate::units::{
        Bytes, Money, Rate, Time, bytes, gib, kib, megabits, mib, ms, per_second, seconds, us, usd,
    };
    pub use crate::workload::{
        Audience, Day, FlashCrowd, Growth, Popularity, Series, Traffic, Work,
    };
}
