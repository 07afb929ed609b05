//! What the text adds to a system, one component a file.

mod balancer;
pub mod cache;
pub mod cdn;
mod client;
mod fleet;

pub use balancer::Balancer;
pub use cache::Cache;
pub use cdn::Cdn;
pub use client::Clients;
pub use fleet::{Fleet, Uptime};
pub mod database;
pub mod queue;
