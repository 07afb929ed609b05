//! Turns chapters and their stored outputs into the site. The only crate that knows mdBook.
//!
//! ```text
//! book/src/NN.md ----- notebook::Chapter --+-- prose + a mark for each cell --> mdBook --> out/NN.html
//!                                          |                                                  |
//! notebooks/NN.ipynb - notebook::compare --+-- the cell as HTML ------------- put at the mark -+
//! ```
//!
//! Cells do not travel through mdBook's Markdown: an SVG with a blank line in it would be torn, and every figure would be
//! parsed and written again. mdBook sees a comment where a cell is; after rendering, the comment gives way to the cell's
//! HTML (`marks.rs`).
//!
//! What it refuses to do: it executes nothing, it shows nothing as fresh that is not, and it lets no output of a cell
//! bring scripts, styles or addresses of other hosts into a page ([`safe`]).

mod book;
mod cell;
mod chapter;
mod control;
mod escape;
mod figures;
mod files;
mod generated;
mod links;
mod live;
mod marks;
mod native;
mod notice;
mod output;
mod reach;
mod repeats;
pub mod safe;
mod script;

pub use book::{Site, build};
pub use live::Live;
pub use notice::Notice;
