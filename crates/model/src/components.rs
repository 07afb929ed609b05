//! What the text adds to a system, one component a file.

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
