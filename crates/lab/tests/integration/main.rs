//! What a cell sees, from outside.

mod cells;
mod controls;
mod figures;
mod golden;
mod readings;
mod support;
mod watch;
