//! An evcxr context with `lab` loaded.

use std::process::Child;
use std::sync::{Arc, Mutex};

use evcxr::{CommandContext, Error, EvalOutputs};

use crate::cell::ITEMS;
use crate::events::Events;
use crate::home::{Home, PRELUDE};
use crate::streams::{Streams, drain};

/// evcxr, ready for the first cell.
pub(crate) struct Session {
    context: CommandContext,
    /// What the cells print.
    pub(crate) streams: Streams,
}

impl Session {
    /// Starts evcxr in this process's environment (see [`crate::enter`]) and gives cells the prelude.
    pub(crate) fn start(home: &Home, events: Events) -> Result<Self, String> {
        let (context, outputs) = CommandContext::new().map_err(|error| {
            format!("evcxr does not start: {error}\nIf rustc has changed, remove target/kernel-home")
        })?;
        let streams = Streams::new(events);
        drain(outputs, &streams);
        let mut session = Self { context, streams };
        session
            .execute(&format!("{}\n{PRELUDE}\n{ITEMS}", home.dependency()))
            .map_err(|error| format!("`lab`, which every cell uses, cannot be loaded:\n{}", told(&error)))?;
        Ok(session)
    }

    /// Runs code; blocks until it ends.
    pub(crate) fn execute(&mut self, code: &str) -> Result<EvalOutputs, Error> {
        self.context.execute(code)
    }

    /// The process in which cells run.
    pub(crate) fn process(&self) -> Arc<Mutex<Child>> {
        self.context.process_handle()
    }

    /// The Rust file that evcxr compiled last.
    pub(crate) fn generated(&self) -> String {
        self.context.last_source().unwrap_or_default()
    }
}

/// What a failure of the preparation says, in full.
fn told(error: &Error) -> String {
    match error {
        Error::CompilationErrors(errors) => errors
            .iter()
            .map(|error| format!("{}\n{}", error.message(), error.rendered()))
            .collect::<Vec<_>>()
            .join("\n"),
        error => error.to_string(),
    }
}
