//! One session at a time in a build folder: the first takes slot 0, a second one at the same time slot 1, and so on.
//!
//! evcxr numbers its shared objects from 1 in each session, so two sessions in one folder would load each other's code. A further slot starts
//! as a copy of what slot 0 has built for the dependencies, so that only the disk pays.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::home::{Home, Kind};
use crate::place::cannot_write;

/// More than this many sessions at once are refused.
const SLOTS: usize = 16;

/// A home that is ours until this value is dropped.
pub(crate) struct Slot {
    pub(crate) home: Home,
    pub(crate) lock: File,
}

/// Takes the first free slot of that kind.
pub(crate) fn take(kind: Kind) -> Result<Slot, String> {
    for number in 0..SLOTS {
        let home = Home::new(kind, number);
        if let Some(lock) = lock(&home)? {
            if number > 0 {
                copy_first(&home)?;
            }
            home.write()?;
            return Ok(Slot { home, lock });
        }
    }
    Err(format!(
        "{SLOTS} kernels run already; stop one of them (Jupyter: Kernel, Shut down)"
    ))
}

fn lock(home: &Home) -> Result<Option<File>, String> {
    let path = home.folder.with_extension("lock");
    let parent = path.parent().unwrap_or(&home.folder);
    let file = std::fs::create_dir_all(parent)
        .and_then(|()| {
            File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path)
        })
        .map_err(|error| cannot_write(&path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(cannot_write(&path, &error)),
    }
}

/// Gives a new slot the dependencies that slot 0 has built, if it has.
fn copy_first(home: &Home) -> Result<(), String> {
    let first = Home::new(home.kind, 0);
    if home.stamp().exists() || !first.stamp().exists() {
        return Ok(());
    }
    let (from, to) = (first.cells().join("target"), home.cells().join("target"));
    let copied = copy(&from, &to)
        .and_then(|()| copy_file(&first.folder, &home.folder, "Cargo.lock"))
        .and_then(|()| copy_file(&first.folder, &home.folder, "Cargo.lock.source"))
        .and_then(|()| copy_file(&first.folder, &home.folder, "warm"));
    copied.map_err(|error| cannot_write(&to, &error))
}

/// Copies a folder with its times (cargo judges freshness by them), without the cells' own crate.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if is_of_cells(&name.to_string_lossy()) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to.join(&name))?;
        } else {
            copy_file(from, to, &name.to_string_lossy())?;
        }
    }
    Ok(())
}

fn is_of_cells(name: &str) -> bool {
    name == "incremental"
        || ["ctx-", "ctx.", "libctx", "libcode_"]
            .iter()
            .any(|start| name.starts_with(start))
}

fn copy_file(from: &Path, to: &Path, name: &str) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    std::fs::copy(from.join(name), to.join(name))?;
    let modified = from.join(name).metadata()?.modified()?;
    File::options()
        .write(true)
        .open(to.join(name))?
        .set_modified(modified)
}

#[cfg(test)]
mod tests {
    use super::is_of_cells;

    #[test]
    fn copies_dependencies_and_leaves_cells() {
        assert!(is_of_cells("ctx-0123abcd"));
        assert!(is_of_cells("libcode_12.so"));
        assert!(!is_of_cells("liblab-0123abcd.rlib"));
        assert!(!is_of_cells("context-1"));
    }
}
