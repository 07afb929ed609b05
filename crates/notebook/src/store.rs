//! Writing a file whole or not at all.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A file that could not be written. What was there before is untouched.
#[derive(Debug)]
pub struct StoreError {
    /// The file that was to be written.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let remedy = match self.source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                "make its folder writable"
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "free some disk space",
            io::ErrorKind::NotFound => "create its folder first",
            _ => "see that its folder can be written to",
        };
        write!(
            f,
            "{}: can't be written ({}); the file is as it was; {remedy} and run this again",
            self.path.display(),
            self.source
        )
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Writes `bytes` to `path` whole or not at all: into a temporary file beside it, to the disk, then renamed over it.
/// A link is followed, and the permissions of an existing file are kept.
///
/// # Errors
/// If the folder can't be written to or the disk is full; then a file that was there is untouched, and no temporary file stays.
///
/// ```
/// let path = std::env::temp_dir().join(format!("millions-doc-{}.txt", std::process::id()));
/// notebook::store::write_atomically(&path, b"whole")?;
/// assert_eq!(std::fs::read(&path)?, b"whole");
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let temporary = beside(&target);
    let result = replace(&target, &temporary, bytes);
    if result.is_err() {
        // The first error is the one to tell; a left-over is named so that git ignores it.
        let _ = fs::remove_file(&temporary);
    }
    result.map_err(|source| StoreError {
        path: path.to_owned(),
        source,
    })
}

/// As [`write_atomically`], but leaves a file alone that already holds these bytes. Returns whether it wrote.
///
/// # Errors
/// As [`write_atomically`].
pub fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<bool, StoreError> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    write_atomically(path, bytes).map(|()| true)
}

fn replace(target: &Path, temporary: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(temporary)?;
    file.write_all(bytes)?;
    if let Ok(old) = fs::metadata(target) {
        // A file that may not be written is not replaced behind its owner's back.
        if old.permissions().readonly() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()?;
    fs::rename(temporary, target)?;
    // Makes the rename itself last through a power cut; a folder that can't be opened costs only that.
    if let Some(folder) = target.parent() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

/// `.NAME.PROCESS-COUNT.tmp` in the same folder, so that the rename stays on one file system.
fn beside(target: &Path) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}-{count}.tmp", std::process::id()));
    target.with_file_name(name)
}
