//! What each command does, one file a command.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod import;
pub(crate) mod kernel;
pub(crate) mod predict;
pub(crate) mod run;
pub(crate) mod serve;
pub(crate) mod update;

use notebook::store::StoreError;

/// A failed write as an error that says what the system said once: it is in the message and behind it.
fn told(error: &StoreError) -> anyhow::Error {
    anyhow::anyhow!("{error}")
}
