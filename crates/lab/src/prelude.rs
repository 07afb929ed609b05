//! Everything a cell needs: `use lab::prelude::*;`
//!
//! The nouns of the field come from `model` ([`System`], [`Traffic`], [`Machine`]...), what draws and speaks from this
//! crate. A cell as a chapter writes it:
//!
//! ```
//! # lab::emit::collect(|| {
//! use lab::prelude::*;
//!
//! let users = slider("daily_users", 1e3..=1e6).log().unit("users").at(2e5);
//! let demand = shop_traffic(users);
//! let before = System::together(machine("t3.medium"), 1, shop());
//! let after = System::apart((machine("t3.medium"), 1), (machine("t3.medium"), 1), hop(), shop());
//! value("before", before.largest_load(&demand, ms(300.0))?.users);
//! compare([("one machine", &before), ("apart", &after)]).under(&demand).within(ms(300.0))
//!     .without_simulation()
//! # .evcxr_display();
//! # Ok::<(), Error>(()) }).0?;
//! # Ok::<(), model::prelude::Error>(())
//! ```
//!
//! What a cell ends with is shown by its [`Shown`] form; `?` works on everything of the model.

pub use crate::backlog::{Peak, backlog};
pub use crate::chart::{Chart, chart};
#[cfg(feature = "native")]
pub use crate::cheapest::cheapest_at;
pub use crate::control::{choice, slider, toggle};
pub use crate::crawled::Crawled;
pub use crate::diagram::{Diagram, diagram};
pub use crate::edges::{edge_hits, played_edge_hits, sending, shop_audience, shop_files};
#[cfg(feature = "native")]
pub use crate::egress::egress_prices;
pub use crate::exercise::{Exercise, exercise};
pub use crate::figure::{Comparison, compare};
pub use crate::palette::Role;
pub use crate::reads::{CacheReads, cache_reads};
pub use crate::settings::trials;
pub use crate::shop::{
    base_rate, base_rates, disk, hop, lost_to_the_dead, machine, machines, peak_to_mean,
    played_by_servers, prices, round_trips, rule_named, shop, shop_balancer, shop_cache, shop_cdn,
    shop_database, shop_options, shop_parameters, shop_queue, shop_receipt, shop_traffic,
    shop_with_receipts, tail_by_servers, web_policy, workload,
};
pub use crate::shown::Shown;
pub use crate::staircase::{Staircase, staircase};
pub use crate::steps::{Steps, steps};
#[cfg(feature = "native")]
pub use crate::table::{Framed, sizes_within, sweep};
pub use crate::timeline::{Timeline, timeline};
pub use crate::value::{Say, percent, times, value};
pub use crate::walk::{Walk, walk};
pub use crate::watch::{Watch, watch};
pub use model::components::cdn::{AtPlace, Delivery, EdgeHits, Egress, Source, Video, Way};
pub use model::components::database::{Lag, Queries, Reads, Study, User};
pub use model::components::{Found, Outage};
pub use model::prelude::*;
#[cfg(feature = "native")]
pub use polars::prelude::DataFrame;
