//! What the text adds to a system, one component a file.

mod balancer;
pub mod cdn;
mod client;
mod fleet;

pub use balancer::Balancer;
pub use cdn::Cdn;
pub use client::Clients;
pub use fleet::{Fleet, Uptime};
pub mod database;
pub mod queue;
