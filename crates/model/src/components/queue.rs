//! A queue and its workers: accepted now, done later.
//!
//! ```text
//! client    |-- request --|<- accepted                                     the client goes on
//! broker            [hop + broker CPU]
//! queue                   [.......... message waits ..........]
//! worker                                                      [== task ==]
//! person                                                                  [.. waits ..][== approves ==]
//!           |<--response->|
//!           |<------------------------------ completion -------------------------------------------->|
//! ```
//!
//! A request hands slow work over to a broker as a message and answers; workers take messages when they are free. That
//! takes nothing off the work: the servers must still keep up with the mean, only no longer with every minute of it.
//!
//! ```
//! use model::prelude::*;
//! let small = || Machine::named("small").cores(2);
//! let queue = Queue::on(small())
//!     .handing_over(us(200.0))
//!     .hop(us(250.0))
//!     .workers(Fleet::of(3, small()))
//!     .visibility(seconds(30.0))
//!     .attempts(5)
//!     .dead_letters();
//! assert_eq!(queue.worker_cores()?, 6);
//! assert!(queue.check().is_ok());
//! # Ok::<(), Error>(())
//! ```

mod approval;
mod backlog;
mod closed;
mod definition;
mod limits;
mod measure;
mod redelivery;
mod refusing;
mod report;
mod rules;
mod scaling;
mod simulated;
mod ways;

pub use backlog::Backlog;
pub use definition::Queue;
pub use limits::Limits;
pub use measure::Measure;
pub use redelivery::Redelivery;
pub use report::TaskReport;
pub use rules::{Autoscaling, Full, Human, Target};
