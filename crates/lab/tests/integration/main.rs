//! What a cell sees, from outside.

mod cells;
mod controls;
mod diagrams;
mod figures;
mod golden;
mod readings;
mod support;
mod watch;
