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
//! # How long a file takes
//! A connection is opened, secured, and asked: one round trip for TCP, one for TLS 1.3 (two for 1.2), one for the request.
//! Then the server may send ten segments, and twice as many in each round that follows, until the line is always busy:
//!
//! ```text
//! time of s bytes = look-up + (2 + TLS) r + thinking + k (r + tau) + (s - bytes of the first k rounds) / bandwidth
//! ```
//!
//! with the round trip `r`, `tau` for a segment on the line, and `k` rounds before it is busy (`slow_start.rs`; Kurose and Ross;
//! Cardwell, Savage and Anderson 2000). A page of 1 KB is nothing but round trips: distance alone counts. 100 MB are nothing but
//! bandwidth. A picture or the first seconds of a video are ten round trips: what an edge next door takes away.
//!
//! # How often an edge has it
//! By the popularity of the files and the edge's memory: Che's approximation, and a simulated cache.
//!
//! # The assumption that matters most
//! Nothing is lost on the way, and the user's line is its narrowest part. Loss halves the window each time
//! ([`loss_bound`]): over the same distance a video may then not play at all, and a near edge helps even more than said here.
//! Edges and origin are never busy here: queues are the [`System`](crate::system::System)'s.
//!
//! # What the system reads here
//! ```text
//! Cdn::check                              every number in range, or its name
//! Cdn::serving(place)                     the point of presence that a place is sent to
//! Files::of(assets, pages a second)       what is fetched
//! Cdn::hits, simulate_hits                edge by edge, how often it hits
//! origin_share, measured_origin_share     which part of requests (and bytes) reach the origin; with interval
//! Cdn::deliver, simulate_delivery         first byte, file, video: place by place, one shape
//! Cdn::egress(hits, files, a month)       what leaves where; Egress::bill, bill_without
//! ```
//!
//! ```
//! use model::components::cdn::{Files, Source, Tls, Transport, origin_share};
//! use model::prelude::*;
//! let cdn = Cdn::in_front_of("Toronto")
//!     .point("Tokyo", gib(10.0))
//!     .round_trip("Seoul", "Toronto", ms(181.0))
//!     .round_trip("Seoul", "Tokyo", ms(29.0))
//!     .round_trip("Tokyo", "Toronto", ms(159.0))
//!     .transport(Transport::tcp().tls(Tls::V13).segment(bytes(1460.0)).initial_window(10))
//!     .access(megabits(50.0))
//!     .answers(ms(20.0), ms(1.0))
//!     .kept_connections(true);
//! let picture = bytes(1e6);
//! let from = |source| Ok::<_, Error>(cdn.way("Seoul", source)?.fetch(picture)?.last_byte);
//! // Nine round trips of 181 ms against seven of 29 ms, where the line is busy sooner:
//! assert!(from(Source::Origin)? > from(Source::Edge)? * 4.0);
//!
//! let files = Files { size: picture, count: 1e5, popularity: Popularity::zipf(0.8), rate: per_second(50.0) };
//! let hits = cdn.hits(&Audience::all_in("Seoul"), &files)?;
//! assert!(origin_share(&hits) < 0.6); // a tenth of the files fits, and nearly half of the requests hit it
//! # Ok::<(), Error>(())
//! ```

mod definition;
mod delivery;
mod egress;
mod hits;
mod packets;
mod replay;
mod slow_start;
mod transport;
mod way;

pub use definition::{Cdn, Point};
pub use delivery::{AtPlace, Delivery, Outcome, Portion};
pub use egress::{Egress, Usage};
pub use hits::{EdgeHits, Files, origin_share};
pub(crate) use replay::measured_edge;
pub use replay::measured_origin_share;
pub use slow_start::loss_bound;
pub use transport::{Tls, Transport};
pub use way::{Fetch, Playback, Source, Video, Way};
