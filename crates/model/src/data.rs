//! Tables of facts as text: comma-separated values under a header that says where they come from.
//!
//! ```text
//! # Base rates: what one operation costs.        <- provenance, one or more lines
//! operation,value,unit,as_of,source              <- columns
//! random SSD read 8 KiB,100,us,2026-03-08,...    <- rows
//! ```
//!
//! The model reads no files: callers hand it the text, and add the file's name to an error with
//! [`DataError::in_file`](crate::error::DataError::in_file). A small reader of our own instead of a crate, because every error must carry the line in
//! the file, comments included.

mod catalogue;
mod media;
mod parameters;
mod rates;
mod round_trips;
pub(crate) mod table;

pub use catalogue::Catalogue;
pub use media::Medium;
pub use parameters::{Parameter, Parameters};
pub use rates::{BaseRate, BaseRates};
pub use round_trips::{FIBRE, RoundTrip, RoundTrips, Statistic, fibre_floor, great_circle};
pub use table::{Row, Table};
