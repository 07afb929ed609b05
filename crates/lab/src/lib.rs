//! What a cell of the book sees: controls, figures, diagrams, tables.
//!
//! ```text
//! slider, choice, toggle     what the reader may change        control
//! value                      numbers for the prose             value
//! compare                    the three-part figure             figure
//! diagram                    a system, drawn                   diagram
//! chart                      one plot                          chart
//! shop, machine, prices      the running example               shop
//! ```
//!
//! A cell begins with `use lab::prelude::*;` and needs nothing else.
//!
//! This crate computes nothing about systems (`model` does), keeps no state between cells, and gives the same bytes on
//! every host for the same input. It never reads a font, a clock or a file.

pub mod chart;
pub mod control;
pub mod diagram;
pub mod emit;
pub mod figure;
pub mod glyphs;
pub mod palette;
pub mod prelude;
pub mod settings;
pub mod shop;
pub mod shown;
pub mod svg;
#[cfg(feature = "native")]
pub mod table;
pub mod value;

mod axis;
mod flags;
mod html;
mod labels;
mod number;
mod panel;
mod parts;
mod tables;
