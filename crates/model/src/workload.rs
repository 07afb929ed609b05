//! What people ask of the system: how many requests arrive, and what one request needs.
//!
//! ```text
//! daily users -> requests a day -> mean rate -> rate in the peak hour      (Traffic)
//! one request -> web CPU, disk reads, queries -> query CPU, pages          (Work)
//! ```
//!
//! ```
//! use model::prelude::*;
//! let traffic = Traffic::daily_users(2e5).requests_each(20.0).peak_to_mean(1.85);
//! assert_eq!(traffic.peak_rate().to_string(), "85.6\u{202f}/s");
//! ```
//!
//! Requests arrive as a Poisson stream at the rate of the peak hour: many people who do not know of each other.
//! Flash crowds and the shape of the day inside the hour are left out.

mod audience;
mod popularity;
mod traffic;
mod work;

pub use audience::Audience;
pub use popularity::{MOST_OBJECTS, Popularity, Run};
pub use traffic::{DailyUsers, Habits, Step, Traffic};
pub(crate) use work::Demand;
pub use work::{Assets, Objects, Task, Work};
