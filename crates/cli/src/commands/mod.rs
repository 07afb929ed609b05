//! What each command does, one file a command.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod import;
pub(crate) mod kernel;
pub(crate) mod run;
pub(crate) mod serve;
pub(crate) mod update;
