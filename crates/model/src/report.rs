//! What a system does under a load: the same record from both witnesses.
//!
//! The closed form fills it with exact or approximate numbers, the simulation with estimates that carry their 95%
//! intervals. A system past its limit has no report but an [`Overload`], which says what is full and by how much.
//!
//! ```text
//! Prediction ─┬─ Steady(Report)        response with intervals, stations, workers, memory ─┬─ needs, the fullest first
//!             └─ Overloaded(Overload)  what is full, by how much ──────────────────────────┘
//! ```

mod explain;
mod later;
mod limit;
mod need;
mod prediction;
mod response;
mod steady;

pub use explain::Improvement;
pub use later::{CacheReport, ClientReport, Delivery, FilesReport, ReplicationReport, TaskReport};
pub use limit::{LargestLoad, Limit};
pub use need::{Component, Need, Resource};
pub use prediction::{Overload, Prediction};
pub use response::{Estimate, Response};
pub use steady::{MemoryReport, PoolReport, Report, StationReport};
