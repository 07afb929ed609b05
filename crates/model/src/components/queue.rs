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
//! ```text
//! response     = hop + broker CPU                       what the client waits for
//! completion   = response + wait(c workers) + task      wait of M/G/c (Lee and Longton)
//! busy workers = messages x deliveries x task / c       below 1, or the backlog grows without bound
//! a peak       leaves (rate - capacity) x its length, and that drains at (capacity - rate after it)
//! ```
//!
//! The assumption that matters most: any worker can do any message, and the broker neither loses one nor is ever down. A task
//! that calls a slow service of somebody else holds its worker as if it computed.
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
