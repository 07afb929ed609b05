//! The database: one source, its replicas, and what each does for a write.
//!
//! ```text
//!            writes, some reads                 every write again
//! requests ---------------------> [ source ] ---------------------> [ replica 1 ]
//!     |                                |   `----------------------> [ replica 2 ]
//!     `---------------- reads, spread over the replicas ------------->  1 and 2
//! ```
//!
//! With `w` writes and `R` reads a second of the same cost `S`, of which applying a write costs the part `a`, each of `r`
//! replicas is busy for
//!
//! ```text
//! (R/r + a w) S
//! ```
//!
//! and the second term does not shrink with `r`: beyond some number, one more replica mostly repeats writes.
//!
//! The assumption that matters most: a replica applies a write with the share `a` of the work that the source had. It is
//! 1 where statements are replayed, and less where finished rows or log records are shipped.
//!
//! The field has renamed what used to be master and slave; source and replica say which copies from which.
//!
//! ```
//! use model::components::database::{Database, Queries};
//! use model::prelude::*;
//! let large = Machine::named("large").cores(4).memory(gib(16.0))
//!     .disk(Disk::new("SSD", us(100.0), gib(100.0)).writes(us(300.0)));
//! let queries = Queries {
//!     reads: per_second(3_600.0), writes: per_second(400.0), cpu: ms(1.5), pages: 2.0,
//!     data: gib(8.0), reserved: mib(512.0), hop: us(250.0),
//! };
//! let two = Database::on(large).replicas(2).appliers(4).study(&queries)?;
//! // Each replica: half of 3 600 reads and all of 400 writes, 1.5 ms each, on 4 cores.
//! let busy = two.replica().unwrap();
//! assert!((busy.cores - (1_800.0 + 400.0) * 0.0015 / 4.0).abs() < 1e-12);
//! // However many replicas there are, each must keep up with the writes, and these are a tenth of all queries.
//! assert!(two.limit().unwrap().queries > two.capacity().queries);
//! assert!(two.lag()?.mean() < ms(10.0));
//! # Ok::<(), Error>(())
//! ```

mod acknowledgement;
mod connections;
mod definition;
mod failover;
mod lag;
mod network;
mod queries;
mod stale;
mod study;
mod times;

pub use acknowledgement::Acknowledgement;
pub use connections::Connections;
pub(crate) use definition::hop_in_range;
pub use definition::{Database, Failover, Replication};
pub use failover::Outage;
pub use lag::Lag;
pub use network::APPLY;
pub use queries::Queries;
pub use stale::{Reads, User};
pub use study::{Busy, Capacity, Limiting, Study};
