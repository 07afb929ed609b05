//! What a cell of the book sees: controls, figures, diagrams, tables.
//!
//! ```text
//! slider, choice, toggle     what the reader may change        control
//! value                      numbers for the prose             value
//! compare                    the three-part figure             figure
//! diagram                    a system, drawn                   diagram
//! chart                      one plot                          chart
//! staircase                  stages, a row each                staircase
//! exercise                   where a number should go         exercise
//! watch                      single requests, moving           watch
//! shop, machine, prices      the running example               shop
//! cache_reads, Crawled        what a cache is asked             reads, crawled
//! steps, edge_hits            what users of a CDN wait          steps, edges
//! sweep, sizes_within        data frames (feature `native`)    table
//! ```
//!
//! A cell begins with `use lab::prelude::*;` and needs nothing else. See [`prelude`] for one.
//!
//! # How a figure comes about
//!
//! ```text
//! compare(..).under(..)    figure        which systems, which loads
//!   -> model               closed form and simulation, as numbers
//!   -> panel               lines, points, marks over two axes
//!   -> axis, labels, flags where things lie, and that no two names touch
//!   -> plotters            draws elements
//!   -> svg::Canvas         writes them, colours from palette, widths from glyphs
//!   -> emit                hands HTML, text and CSV to the kernel, or to whoever runs the cell
//! ```
//!
//! # What it refuses to do
//! - It computes nothing about systems; `model` does.
//! - It keeps no state between cells, and never reads a font, a clock or a file: the same input gives the same bytes on
//!   every host. Positions and ticks use `libm`, never the host's logarithm.
//! - It writes no scripts and no ids into a page, and no text without escaping it.
//! - It does not go on with a control or figure that makes no sense: it panics with the name and the remedy, and the kernel
//!   turns that into an error with file and line.

pub mod backlog;
pub mod chart;
#[cfg(feature = "native")]
pub mod cheapest;
pub mod control;
pub mod crawled;
pub mod diagram;
pub mod edges;
#[cfg(feature = "native")]
pub mod egress;
pub mod emit;
pub mod exercise;
pub mod figure;
pub mod glyphs;
pub mod palette;
pub mod prelude;
pub mod reads;
pub mod settings;
pub mod shop;
pub mod shown;
pub mod staircase;
pub mod steps;
pub mod svg;
#[cfg(feature = "native")]
pub mod table;
pub mod timeline;
pub mod value;
pub mod walk;
pub mod watch;

mod axis;
mod csv;
mod flags;
mod html;
mod labels;
mod number;
mod panel;
mod parts;
mod played;
mod sheets;
mod tables;
