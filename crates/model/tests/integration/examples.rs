//! The examples hold: each is a module here, so that its test runs without a program of its own.
#![allow(
    clippy::duplicate_mod,
    reason = "each example has the shop as its module"
)]

#[path = "../../examples/03_load_balancer.rs"]
mod balancer;
#[path = "../../examples/05_cache.rs"]
mod cache;
#[path = "../../examples/06_cdn.rs"]
mod cdn;
#[path = "../../examples/04_source_and_replicas.rs"]
mod copies;
#[path = "../../examples/08_the_journey.rs"]
mod journey;
#[path = "../../examples/07_asynchronous_work.rs"]
mod later;
#[path = "../../examples/01_one_server.rs"]
mod one_server;
#[path = "../../examples/02_web_and_database_apart.rs"]
mod two_servers;
