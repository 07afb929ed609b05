//! `kernel run`, driven as a process: what it says about chapters that fail, and about good ones.
//!
//! Run with `cargo test --locked -p kernel --profile kernel` (any other profile builds evcxr again).

mod driver;
mod failures;
mod outputs;
mod processes;
