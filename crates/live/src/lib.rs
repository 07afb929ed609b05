//! The chapters' own cells as functions: natively, and as the WebAssembly that the page runs.
//!
//! ```text
//! request {chapter, settings, draft} -> answer() -> the chapter's cells, those that are touched -> their outputs
//!                                         |
//!                   page.rs: JavaScript's door            bin/live.rs: a line in, a line out
//! ```
//!
//! `build/` turns each chapter of `book/src` into one function (`chapters.rs` in cargo's folder). Cells keep their variables
//! between requests; a cell runs again when a setting that it has read, or a cell that it takes a variable from, has changed.
//!
//! What it refuses to do: it reads no file, no clock and no environment, and it runs no cell marked `native`. An answer
//! depends on nothing but the request, whatever was asked before.

mod answer;
mod cell;
mod chapter;
mod control;
mod memory;
#[cfg(target_family = "wasm")]
mod page;
pub mod panics;
mod protocol;
mod run;

pub use answer::answer;
pub use cell::Cell;
pub use chapter::{CHAPTERS, Chapter};
pub use control::{Control, Kind};
pub use memory::{Memories, Memory};
pub use protocol::{Answer, CellAnswer, Failure, Request, Source};
