//! `kernel install`, `kernel uninstall`: the book's kernel in Jupyter's list. The kernel does it itself; here it is built first.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::arguments::KernelTarget;
use crate::runner::Kernel;
use crate::workspace::Workspace;

pub(crate) fn install(workspace: &Workspace, target: &KernelTarget) -> Result<ExitCode> {
    let kernel = Kernel::ready(workspace)?;
    // What cells need is built now: Jupyter gives a kernel that starts a minute, and polars takes four.
    eprintln!("building what cells need, with polars: minutes the first time");
    for warm in [&["warm"][..], &["warm", "--native"]] {
        if tell(&kernel, warm, target)? != ExitCode::SUCCESS {
            return Ok(ExitCode::FAILURE);
        }
    }
    tell(&kernel, &["install", "--native"], target)
}

pub(crate) fn uninstall(workspace: &Workspace, target: &KernelTarget) -> Result<ExitCode> {
    let kernel = Kernel::ready(workspace)?;
    tell(&kernel, &["uninstall"], target)
}

fn tell(kernel: &Kernel, arguments: &[&str], target: &KernelTarget) -> Result<ExitCode> {
    let mut command = Command::new(&kernel.program);
    command.args(arguments);
    if let Some(prefix) = &target.prefix {
        command.env("JUPYTER_DATA_DIR", prefix.join("share/jupyter"));
    }
    let status = command
        .status()
        .with_context(|| format!("{}: the kernel can't be started", kernel.program.display()))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
