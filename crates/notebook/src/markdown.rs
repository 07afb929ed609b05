//! As much of CommonMark as it takes to know which lines are fences, prose or code.
//!
//! A small scanner of our own: a Markdown parser gives events, but a chapter must come back byte for byte, and a cell needs
//! the line it stands on. The tests hold it against the parser that mdBook uses.
//!
//! Deliberately left out, for no cell can hide there: footnotes and definition lists as containers, link definitions. A
//! carriage return without a line feed does not end a line, for editors and the compiler don't count it either.

mod cursor;
mod html;
mod markers;
mod scan;

pub(crate) use html::tag;
pub(crate) use scan::{Fence, Kind, Line, Scan, dedented, scan};
