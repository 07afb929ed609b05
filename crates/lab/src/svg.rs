//! One SVG writer for every figure and diagram.
//!
//! [`Canvas`] is a `plotters` drawing backend and, for diagrams, a pencil of its own. It differs from plotters' own SVG
//! backend in what a book needs:
//!
//! - plotters draws on whole pixels; the canvas tells it a surface ten times as large and divides by ten, so that lines
//!   are smooth and hairlines crisp;
//! - colours are CSS variables with fallbacks, so that a figure follows a page's light or dark theme;
//! - a picture has a title and a description for screen readers;
//! - text is measured by [`crate::glyphs`], so the bytes are the same on every host;
//! - no ids (two figures on a page cannot collide) and no scripts.
//!
//! ```text
//! spelling, look     how coordinates and texts are written, how shapes look
//!   -> canvas        the picture, and the pencil of diagrams
//!   -> backend       the canvas as plotters sees it
//! ```

mod backend;
mod canvas;
mod look;
mod spelling;

pub use canvas::Canvas;
pub(crate) use look::{Letters, Look, Rect};
pub use spelling::{RESOLUTION, escape};
