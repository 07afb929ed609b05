//! What the text adds to a system, one component a file.
//!
//! ```text
//!   clients ──> balancer ──> fleet ──┬──> cache ──> database: source and replicas
//!      `── files ──> cdn             `──> queue ──> workers
//! ```
//!
//! A component is a builder: its nouns and numbers, with nothing assumed. [`System`](crate::system::System) puts
//! them together. By itself each answers what only concerns it: how often a cache hits, how far replicas are behind, what a
//! policy makes of the tail, when retries bring a fleet down. Each page has a picture, the formula, and the assumption that
//! matters most.
//!
//! | the component | what is studied beside it |
//! |---|---|
//! | [`fleet`] | [`workers`] that run dry, [`availability`] of k of n machines |
//! | [`balancer`] | [`balancing`]: its policies at mean and tail; [`outage`]: until somebody notices; [`ring`]: consistent hashing |
//! | [`client`] | [`storm`]: retries, and the collapse that stays when its cause is gone |
//! | [`database`] | replicas, lag, stale reads, failover, connections |
//! | [`cache`] | hit ratio, sizes, stampedes, cold start, writes |
//! | [`cdn`] | slow start, hits at the edge, delivery, egress |
//! | [`queue`] | steady state, backlog, redelivery, people, autoscaling |

pub mod availability;
pub mod balancer;
pub mod balancing;
pub mod cache;
pub mod cdn;
pub mod client;
pub mod database;
pub mod fleet;
mod found;
mod gamma;
mod late;
pub mod outage;
pub mod queue;
pub mod ring;
pub mod storm;
pub mod workers;

pub use availability::{Availability, Uptime};
pub use balancer::Balancer;
pub use balancing::Balancing;
pub use cache::Cache;
pub use cdn::Cdn;
pub use client::Clients;
pub use fleet::Fleet;
pub use found::Found;
pub use outage::Outage;
pub use ring::Ring;
pub use storm::{Outlook, RetryStorm, State};
pub use workers::{Held, Workers};
