//! `build`: the site as files.

use std::process::ExitCode;

use anyhow::{Context, Result};
use press::Live;

use crate::arguments::Build;
use crate::live::{self, Toolchain};
use crate::site;
use crate::workspace::Workspace;

pub(crate) fn perform(workspace: &Workspace, arguments: &Build) -> Result<ExitCode> {
    let folder = match &arguments.out {
        Some(folder) => {
            std::path::absolute(folder).with_context(|| format!("--out {}", folder.display()))?
        }
        None => workspace.root().join("book/book"),
    };
    let toolchain = Toolchain::find(workspace);
    let digest = site::digest(workspace, toolchain.as_ref())?;
    let live = match &toolchain {
        Some(_) => Live::Module(site::module_address(&digest)),
        None => Live::Nowhere,
    };
    let built = site::build(workspace, &folder, &digest, &live)?;
    match &toolchain {
        Some(toolchain) => built.add(&toolchain.module(workspace)?, live::ADDRESS)?,
        None if workspace.root().join("crates/live").is_dir() => {
            eprintln!("notice: {}", live::Missing::Site);
        }
        None => {}
    }
    if arguments.pdf {
        built.print()?;
    }
    for notice in &built.notices {
        eprintln!("notice: {notice}");
    }
    if arguments.strict && !built.notices.is_empty() {
        eprintln!("error: --strict, and there are notices; nothing was written");
        return Ok(ExitCode::FAILURE);
    }
    built.swap()?;
    println!("{}", folder.display());
    Ok(ExitCode::SUCCESS)
}
