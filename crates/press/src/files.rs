//! The files of a folder, in an order that does not depend on the host.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The files under `folder` with this extension, sorted.
pub(crate) fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .with_context(|| format!("{}: can't be listed", folder.display()))?;
        for entry in entries {
            let path = entry
                .with_context(|| format!("{}: can't be listed", folder.display()))?
                .path();
            let hidden = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() && !hidden {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) && !hidden {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
