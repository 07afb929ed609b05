//! What the text adds to a system, one component a file.

mod balancer;
mod client;
mod fleet;

pub use balancer::Balancer;
pub use client::Clients;
pub use fleet::{Fleet, Uptime};
pub mod database;
pub mod queue;
