//! An evcxr context with `lab` loaded.

use std::process::Child;
use std::sync::{Arc, Mutex};

use evcxr::{CommandContext, CompilationError, Error, EvalOutputs};

use crate::cell::ITEMS;
use crate::events::Events;
use crate::home::{Home, PRELUDE};
use crate::infer;
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
            format!(
                "evcxr does not start: {error}\nIf rustc has changed, remove target/kernel-home"
            )
        })?;
        let streams = Streams::new(events);
        drain(outputs, &streams);
        let mut session = Self { context, streams };
        session
            .execute(&format!("{}\n{PRELUDE}\n{ITEMS}", home.dependency()))
            .map_err(|error| {
                format!(
                    "`lab`, which every cell uses, cannot be loaded:\n{}",
                    told(&error)
                )
            })?;
        Ok(session)
    }

    /// Runs code; blocks until it ends. Types that rust-analyzer can't tell are asked of rustc.
    pub(crate) fn execute(&mut self, code: &str) -> Result<EvalOutputs, Error> {
        let mut code = code.to_owned();
        let mut asked = Vec::new();
        loop {
            let error = match self.context.execute(&code) {
                Ok(outputs) => return Ok(outputs),
                Err(error) => error,
            };
            let Some(variable) = infer::unknown_variable(&error).map(str::to_owned) else {
                return Err(self.whole(error, &code));
            };
            let annotated = self.annotate(&code, &variable);
            match annotated.filter(|_| !asked.contains(&variable)) {
                Some(annotated) => code = annotated,
                None => return Err(error),
            }
            asked.push(variable);
        }
    }

    /// The errors themselves. Where the last expression is wrong, evcxr may return only a note of the compiler's that points
    /// elsewhere ("function defined here"); checked without being displayed, the cell gives the error.
    fn whole(&mut self, error: Error, code: &str) -> Error {
        match &error {
            Error::CompilationErrors(errors) if errors.iter().any(|e| e.level() != "error") => {}
            _ => return error,
        }
        match self.context.check(code) {
            Ok(errors) if !errors.is_empty() => Error::CompilationErrors(errors),
            _ => error,
        }
    }

    fn annotate(&mut self, code: &str, variable: &str) -> Option<String> {
        let question = infer::question(code, variable)?;
        let name = infer::answer(&self.context.check(&question).ok()?)?;
        infer::annotate(code, variable, &name)
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

/// How many compile errors of `lab` are worth reading at once.
const ERRORS: usize = 3;

/// What a failure of the preparation says.
fn told(error: &Error) -> String {
    let Error::CompilationErrors(errors) = error else {
        return error.to_string();
    };
    let said = |error: &CompilationError| match error.rendered() {
        text if text.is_empty() => error.message(),
        text => text.trim_end().to_owned(),
    };
    let mut lines: Vec<String> = errors.iter().take(ERRORS).map(said).collect();
    if errors.len() > ERRORS {
        lines.push(format!(
            "... and {} errors more; `cargo check -p lab` shows all",
            errors.len() - ERRORS
        ));
    }
    lines.join("\n")
}
