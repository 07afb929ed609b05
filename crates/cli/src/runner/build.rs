//! The kernel's program: built by cargo on first need.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// Names a program that speaks the kernel's protocol, to be used instead of the workspace's own. For tests of this program.
const OVERRIDE: &str = "MILLIONS_KERNEL";

/// A kernel that can be started.
#[derive(Debug)]
pub(crate) struct Kernel {
    pub(crate) program: PathBuf,
}

impl Kernel {
    /// The kernel, built if it is not there or no longer matches its source.
    pub(crate) fn ready(workspace: &Workspace) -> Result<Self> {
        if let Some(program) = std::env::var_os(OVERRIDE).filter(|program| !program.is_empty()) {
            return Ok(Self {
                program: program.into(),
            });
        }
        let target = workspace.target();
        let program = target
            .join("kernel")
            .join(format!("kernel{}", std::env::consts::EXE_SUFFIX));
        compile(workspace.root(), &target, program.is_file())?;
        Ok(Self { program })
    }
}

fn compile(root: &Path, target: &Path, built_before: bool) -> Result<()> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root).args([
        "build",
        "--locked",
        "--package",
        "kernel",
        "--profile",
        "kernel",
    ]);
    cargo.arg("--target-dir").arg(target).stdin(Stdio::null());
    if built_before {
        cargo.arg("--quiet");
    } else {
        eprintln!(
            "Building the kernel that executes cells. This happens once and takes 5 to 10 minutes on 2 cores; \
             Ctrl-C is safe, what is built so far is kept."
        );
    }
    let status = cargo
        .status()
        .context("cargo can't be started; is Rust installed? See https://rustup.rs")?;
    if !status.success() {
        bail!(
            "the kernel could not be built (see cargo's message above); `cargo build --locked -p kernel --profile kernel` tries again"
        );
    }
    Ok(())
}
