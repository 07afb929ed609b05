//! Messages, workers and people: what happens after a request was answered.
//!
//! ```text
//! arrivals -> broker -> [ room? ] -> queue -> worker -> done -> [ person ] -> approved
//!                          |           ^         |
//!                       refused        +--- failed, or too late
//!                       or blocked               +--- too often: dead
//! ```
//!
//! One run plays this message by message. It describes itself by plain data and knows nothing of closed forms.
//!
//! ```
//! use model::network::{Arrivals, Service};
//! use model::simulation::{Streams, tasks::Tasks};
//! use model::units::{ms, per_second};
//! // Two workers, 100 ms a message, 12 messages a second: M/M/2 at 60%.
//! let tasks = Tasks::new(Arrivals::Poisson(per_second(12.0)), 2, Service::exponential(ms(100.0)));
//! let run = tasks.steady(&Streams::new(1, 0), 1_000, 20_000)?;
//! assert!((run.busy - 1.2).abs() < 0.05);
//! assert_eq!(run.done, 20_000);
//! # Ok::<(), model::error::Error>(())
//! ```

mod agenda;
mod definition;
mod draw;
mod entrance;
mod message;
mod people;
mod record;
mod run;
mod scaling;
mod source;
mod work;
mod world;

pub use definition::{Aim, Broker, People, Room, Scaling, Tasks};
pub use record::{TaskRun, Times};
