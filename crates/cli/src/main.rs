//! The program: `cargo run` serves the book, its commands build, run, check and renew it.
//!
//! ```text
//! commands/   one file a command, thin: each says what happens in which order
//! workspace   the checkout: its chapters, and the digest of what their outputs depend on
//! site        builds the site beside its place, then swaps it in
//! server/     serves the site, watches the sources, tells open pages to reload
//! live        builds the chapters' code for the page
//! runner/     builds and drives the kernel, a process of its own: a crash of a cell never takes this program down
//! ```
//!
//! It links neither the kernel nor `lab`, so that reading the book never waits for evcxr or polars to compile.

mod arguments;
mod commands;
mod data;
mod interrupt;
mod live;
mod pdf;
mod runner;
mod server;
mod site;
mod wasm;
mod workspace;

use std::process::ExitCode;

use arguments::{Arguments, Command, KernelCommand};
use clap::Parser;
use workspace::Workspace;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    interrupt::install();
    match perform(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let workspace = || Workspace::find(arguments.root.as_deref());
    match arguments.command.unwrap_or_default() {
        Command::Serve(serve) => commands::serve::perform(&workspace()?, &serve),
        Command::Build(build) => commands::build::perform(&workspace()?, &build),
        Command::Run(run) => commands::run::perform(&workspace()?, &run),
        // A system file may lie anywhere, and needs no book around it.
        Command::Predict(predict) => commands::predict::perform(&predict),
        Command::Check(check) => commands::check::perform(&workspace()?, &check),
        Command::Update(update) => commands::update::perform(&workspace()?, &update),
        Command::Import(import) => commands::import::perform(&workspace()?, &import),
        Command::Kernel { command } => match command {
            KernelCommand::Install(target) => commands::kernel::install(&workspace()?, &target),
            KernelCommand::Uninstall(target) => commands::kernel::uninstall(&workspace()?, &target),
        },
    }
}
