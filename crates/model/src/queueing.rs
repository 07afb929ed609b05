//! Closed forms: what queueing theory says without simulating anything.
//!
//! ```text
//! erlang   blocking and delay of c servers          mm1, mmc  exponential service: exact
//! mg1      any service time, one server: exact      mgc       any service time, c servers: approximate
//! network  stations that a request visits in turn   sojourn   percentiles of a sum of waits and services
//! pool     a limited number of requests inside a network
//! fluid    a backlog through a peak, without chance  law       how a service time is distributed
//! ```
//!
//! Arrivals are Poisson throughout and waiting rooms unbounded; the discipline is first come, first served.
//! Constructors check; what they accept has finite answers.

pub mod busy;
pub mod che;
mod choices;
pub mod erlang;
mod feedback;
mod finite;
pub mod fluid;
mod forkjoin;
mod ggc;
pub mod jackson;
mod laplace;
mod law;
mod linear;
mod mg1;
mod mgc;
mod mm1;
mod mmc;
mod moments;
pub mod network;
pub mod pool;
mod roundrobin;
mod sharing;
pub mod sojourn;
mod station;
pub mod variation;
mod way;
mod wide;

pub use choices::Choices;
pub use feedback::Feedback;
pub use finite::MMcK;
pub use forkjoin::ForkJoin;
pub use ggc::GGc;
pub use law::Law;
pub use mg1::MG1;
pub use mgc::MGc;
pub use mm1::MM1;
pub use mmc::MMc;
pub use roundrobin::{RoundRobin, ShortestQueue};
pub use sharing::Sharing;
