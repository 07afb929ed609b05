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
//! The assumption that matters most: requests arrive as a Poisson stream at the rate of the peak hour, from many people who
//! do not know of each other, and who come whether the last answer was slow or not.
//! The shape of the day ([`Day`]), a flash crowd ([`FlashCrowd`]) and a recorded load ([`Series`]) give times and rates, which
//! [`System::through`](crate::system::System::through) follows; [`Traffic::in_groups`] is for requests that come together.
//! [`Growth`] says what comes in the next months.

mod audience;
mod day;
mod flash_crowd;
mod growth;
mod popularity;
mod series;
mod traffic;
mod work;

pub use audience::Audience;
pub use day::Day;
pub use flash_crowd::FlashCrowd;
pub use growth::Growth;
pub use popularity::{MOST_OBJECTS, Popularity, Run};
pub use series::Series;
pub use traffic::{DailyUsers, Habits, Step, Traffic};
pub(crate) use work::Demand;
pub use work::{Assets, Objects, Task, Work};
