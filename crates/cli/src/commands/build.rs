//! `build`: the site as files.

use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::arguments::Build;
use crate::site;
use crate::workspace::Workspace;

pub(crate) fn perform(workspace: &Workspace, arguments: &Build) -> Result<ExitCode> {
    let folder = match &arguments.out {
        Some(folder) => {
            std::path::absolute(folder).with_context(|| format!("--out {}", folder.display()))?
        }
        None => workspace.root().join("book/book"),
    };
    let digest = site::digest(workspace)?;
    let built = site::build(workspace, &folder, &digest)?;
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
