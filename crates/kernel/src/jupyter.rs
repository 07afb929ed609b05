//! The same home under Jupyter: `evcxr_jupyter` serves the protocol, we give it its environment.
//!
//! It reads its command line itself (`--control_file FILE`), so this program starts itself again with just that, in a
//! home whose `init.evcxr` loads `lab` before the first cell.

use std::ffi::OsStr;
use std::path::Path;
use std::process::ExitCode;

use crate::home::Kind;
use crate::{enter, slot, warm};

/// What `evcxr_jupyter` expects as its first argument.
const CONTROL_FILE: &str = "--control_file";

/// `kernel jupyter`: prepares a home and starts again inside. Returns only on failure.
pub(crate) fn start(kind: Kind, control_file: &OsStr) -> Result<(), String> {
    if !Path::new(control_file).is_file() {
        return Err(format!(
            "no such connection file: {}; Jupyter starts this command itself, after `kernel install`",
            control_file.display()
        ));
    }
    let slot = slot::take(kind)?;
    warm::if_needed(&slot.home)?;
    let mut command = enter::command(&slot)?;
    command
        .arg(CONTROL_FILE)
        .arg(control_file)
        // evcxr_jupyter renews a kernelspec of its own that it finds by this path: it must find none.
        .env("JUPYTER_PATH", slot.home.config());
    Err(enter::exec(&slot, &mut command))
}

/// Whether this is the second start, with evcxr_jupyter's arguments.
pub(crate) fn is_inside() -> bool {
    enter::is_inside()
        && std::env::args_os()
            .nth(1)
            .is_some_and(|first| first == CONTROL_FILE)
}

/// Serves Jupyter until it says to stop.
pub(crate) fn serve() -> ExitCode {
    match evcxr_jupyter::main() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kernel: {error:#}");
            ExitCode::FAILURE
        }
    }
}
