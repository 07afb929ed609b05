//! One binary for all integration tests: a module a subject.

mod balancer;
mod caches;
mod cdn;
mod cheapest;
mod chosen;
mod client;
mod complete;
mod connections;
mod cost;
mod course;
mod coverage;
mod data;
mod database;
mod engine;
mod examples;
mod failing;
mod failing_data;
#[cfg(feature = "file")]
mod file;
mod file_ranges;
mod fleet;
mod format;
mod hostile;
#[cfg(feature = "file")]
mod hostile_files;
mod hostile_queues;
mod judged;
mod more;
#[cfg(feature = "file")]
mod ordinary;
mod outage;
mod policies;
mod published;
mod queue;
mod queues;
mod replication;
mod ring;
mod sojourn;
mod stages;
mod standing;
mod support;
mod sweep;
mod system;
mod theory;
mod traffic;
mod work;
