//! Where the book is, and what to say when a file there can't be written.

use std::path::{Path, PathBuf};

/// The book's workspace: where this program was built, or `MILLIONS_ROOT`.
pub(crate) fn workspace_root() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = std::env::var_os("MILLIONS_ROOT").map_or(built, PathBuf::from);
    root.canonicalize().unwrap_or(root)
}

/// Says what to do about a file that could not be written.
pub(crate) fn cannot_write(path: &Path, error: &std::io::Error) -> String {
    let remedy = match error.kind() {
        std::io::ErrorKind::StorageFull => "free some space on that disk",
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            "the kernel builds cells there, so make the folder writable"
        }
        _ => "remove target/kernel-home and try again",
    };
    format!("cannot write {}: {error}; {remedy}", path.display())
}
