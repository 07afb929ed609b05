//! A chapter as cells, cells as a Jupyter notebook, outputs and whether they still hold.
//!
//! ```text
//! chapter.md -- Chapter::parse --> cells -- protocol --> kernel -- events --> Execution
//!     ^                                                                         |
//!     +---- import ---- chapter.ipynb <-- Notebook::of_chapter + freshness -----+
//! ```
//!
//! This crate executes nothing, knows neither evcxr nor mdBook, and opens no file except to write one ([`store`]): callers
//! hand it text.

mod attributes;
pub mod chapter;
pub mod code;
mod digest;
pub mod error;
mod execution;
pub mod freshness;
mod ids;
pub mod import;
pub mod inline;
pub mod ipynb;
mod json;
mod markdown;
pub mod needs;
pub mod output;
pub mod protocol;
pub mod store;
mod stored;

pub use chapter::{Block, Cell, Chapter};
pub use error::{NotebookError, ParseError};
pub use freshness::{Environment, Freshness};
pub use import::import;
pub use ipynb::{Notebook, NotebookCell, StoredCell};
pub use output::{CellRun, Control, Execution, Failure, Output, Shown, StreamName};
