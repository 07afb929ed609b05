//! The content delivery network: copies of large files near the people who fetch them.
//!
//! ```text
//!   user in Canada --1 request--> [ origin: web servers, ... ]      1 and 2: a round trip across an ocean, once
//!      ^   ^  `-----2 page, with the video's address---'            3: many round trips, all of them near
//!      |   3 video
//!      |   `-- [ edge in Alberta ] <-- only what it lacks --- [ shield ] <-- [ origin ]
//!
//!   user in Korea  --1 request--> [ origin ]
//!      ^   3 video
//!      `------ [ edge in Tokyo ] <--- only what it lacks --- [ shield ]
//! ```
//!
//! # What the system reads here
//! ```text
//! Cdn::check                                 every number in range, or its name
//! Cdn::serving(place)                        the point of presence that a user's place is sent to
//! ```

mod definition;
mod delivery;
mod hits;
mod packets;
mod slow_start;
mod transport;
mod way;

pub use definition::{Cdn, Point};
pub use delivery::{AtPlace, Delivery, Outcome, Portion};
pub use hits::{EdgeHits, Files, origin_share};
pub use slow_start::loss_bound;
pub use transport::{Tls, Transport};
pub use way::{Fetch, Playback, Source, Video, Way};
