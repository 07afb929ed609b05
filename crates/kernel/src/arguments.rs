//! The command line.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::home::Kind;
use crate::{enter, install, jupyter, run, warm};

/// Runs the cells of a chapter, and serves them to Jupyter.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run a request from stdin (a line of JSON), events on stdout
    Run,
    /// Build what cells need, so that the first one is quick
    Warm {
        /// With the native part of `lab` (polars)
        #[arg(long)]
        native: bool,
    },
    /// Serve Jupyter (started by Jupyter itself)
    Jupyter {
        /// Jupyter's connection file
        #[arg(long = "control_file")]
        control_file: OsString,
        /// With the native part of `lab` (polars)
        #[arg(long)]
        native: bool,
    },
    /// Make Jupyter know the kernel
    Install {
        /// Also the kernel for notebooks that use polars
        #[arg(long)]
        native: bool,
    },
    /// Make Jupyter forget the kernels
    Uninstall,
}

/// Does what the command line asks.
pub(crate) fn dispatch() -> ExitCode {
    match Arguments::parse().command {
        Command::Run if enter::is_inside() => run::inside(),
        Command::Run => run::outside(),
        Command::Warm { native } => report(warm::command(Kind::of(native))),
        Command::Jupyter {
            control_file,
            native,
        } => report(jupyter::start(Kind::of(native), &control_file)),
        Command::Install { native } => report(install::install(native)),
        Command::Uninstall => report(install::uninstall()),
    }
}

fn report(outcome: Result<(), String>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("kernel: {message}");
            ExitCode::FAILURE
        }
    }
}
