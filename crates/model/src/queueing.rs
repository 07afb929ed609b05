//! Closed forms: what queueing theory says without simulating anything.
//!
//! | method | what | exact? | distribution | source |
//! |---|---|---|---|---|
//! | [`MM1`], [`MMc`] | exponential service, 1 or c servers, utilisation below 1 | exact | tail, percentiles | Erlang 1917 |
//! | [`MMcK`] | at most K customers, the others turned away, any load | exact | of those let in | Kleinrock 1975 |
//! | [`erlang`] | blocking (B) and delay (C) | exact | - | Erlang 1917 |
//! | [`MG1`] | any service, one server | exact | constant, gamma, two exponentials | Pollaczek, Khinchine |
//! | [`MGc`] | any service, c servers | few percent for C² to 2 in heavy traffic | within 8% for C² to 2 | Lee, Longton 1959; Whitt 1993 |
//! | [`GGc`] | any arrivals and services | 3.5% for E(k)/M/1, worse for bursts | within 12% to Ca 1, Cs 2 | Kraemer, Langenbach-Belz 1976; Whitt 1983, 1993 |
//! | [`variation`] | streams split, merged, served | splitting exact | - | Whitt 1983 |
//! | [`RoundRobin`] | a server fed by turns, E(n)/M/1 | exact | tail, percentiles | Kleinrock 1975 |
//! | [`ShortestQueue`] | least connections | bounds exact, between a fit within 1.5 to 3% | - | our fit, in its file |
//! | [`Choices`] | best of d servers | exact for infinitely many | tail, percentiles | Mitzenmacher 2001 |
//! | [`Sharing`] | processor sharing, c servers | exact | if service is exponential, utilisation to 0.99 | Kleinrock 1976; Sengupta, Jagerman 1985 |
//! | [`ForkJoin`] | the last of K parts | exact to K = 2, 5% to K = 32 | upper bound | Nelson, Tantawi 1988 |
//! | [`Feedback`] | one server, several visits | exact means | - | see there |
//! | [`network`] | open networks, by visits | exact means | - | Jackson 1957 |
//! | [`jackson`] | open networks, by routing matrix | exact means | exact if nobody overtakes; else 2%, none if somebody comes back | Jackson 1957; Walrand, Varaiya 1980 |
//! | [`mva`] | closed networks | exact, or Schweitzer and Bard | exact at one station | Reiser, Lavenberg 1980; Sevcik, Mitrani 1981 |
//! | [`pool`] | a limited number inside a network | at its limits | - | Chandy, Herzog, Woo 1975 |
//! | [`sojourn`] | percentiles of sums and mixtures | inversion to 1e-5 | all | Abate, Whitt 1995; Trefethen and others 2006 |
//! | [`che`] | hit ratio of LRU, FIFO, LFU, TTL | approximate | - | Che 2002 |
//! | [`busy`] | busy periods, draining a backlog, attempts | means | - | Kleinrock 1975 |
//! | [`fluid`] | backlog of a load that changes | above capacity | - | Newell 1982 |
//! | [`Law`] | how a service is distributed | exact | tail | see there |
//!
//! Arrivals are Poisson and the discipline first come, first served, unless a name says otherwise. Everything is in its
//! steady state, [`busy`] and [`fluid`] excepted. Constructors check; what they accept has finite answers. No method here simulates, and
//! none is used outside its domain: it answers with an [`Error`](crate::error::Error) that names the parameter.

pub mod busy;
pub mod che;
mod choices;
mod convolution;
mod delay;
pub mod erlang;
mod feedback;
mod finite;
pub mod fluid;
mod forkjoin;
mod ggc;
pub mod jackson;
mod laplace;
mod law;
mod light;
mod linear;
mod mg1;
mod mgc;
mod mm1;
mod mmc;
mod moments;
pub mod mva;
pub mod network;
pub mod pool;
mod roundrobin;
mod sharing;
pub mod sojourn;
mod station;
pub mod variation;
mod visits;
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
