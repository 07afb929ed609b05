//! Starting this program again in a home's environment.
//!
//! evcxr, rust-analyzer and cargo take their folders from environment variables, and a program cannot safely change its
//! own. So the process replaces itself (`exec`): same process id, same lock, new environment.

use std::io::{Seek, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rustix::io::FdFlags;

use crate::home::{Home, Kind};
use crate::sight;
use crate::slot::Slot;

/// Set in the environment of the second start: the home's folder.
const INSIDE: &str = "MILLIONS_KERNEL_HOME";
/// The settings of sliders, as cells see them.
pub(crate) const SETTINGS: &str = "MILLIONS_SET";

/// Whether this is the second start, in a home's environment.
pub(crate) fn is_inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

/// The home that the second start is in.
pub(crate) fn home(kind: Kind) -> Home {
    let slot_0 = Home::new(kind, 0);
    Home {
        folder: std::env::var_os(INSIDE).map_or(slot_0.folder, PathBuf::from),
        ..slot_0
    }
}

/// This program with the slot's environment and that text on its stdin.
pub(crate) fn command(slot: &Slot) -> Result<Command, String> {
    let program = std::env::current_exe()
        .map_err(|error| format!("cannot find the kernel's own program: {error}"))?;
    let home = &slot.home;
    let mut command = Command::new(program);
    command
        .env(INSIDE, &home.folder)
        .env("EVCXR_TMPDIR", home.cells())
        .env("EVCXR_CONFIG_DIR", home.config())
        .env("CARGO_TERM_COLOR", "never");

    for name in ["RUSTFLAGS", "RUSTC_WRAPPER", "CARGO_TARGET_DIR", "CARGO"] {
        command.env_remove(name);
    }
    // MILLIONS_FULL_STD=1: the real sources of everything, complete and ten times slower to load.
    if std::env::var_os("MILLIONS_FULL_STD").is_none() {
        command.env("RUST_SRC_PATH", home.root.join("crates/kernel/sysroot"));
        sight::prepare(&mut command, &home.cargo_home()?);
    }
    Ok(command)
}

/// Replaces this process. Returns only if that fails.
pub(crate) fn exec(slot: &Slot, command: &mut Command) -> String {
    // The lock must outlive this program: it now belongs to the one that takes its place.
    if let Err(error) = rustix::io::fcntl_setfd(&slot.lock, FdFlags::empty()) {
        return format!("cannot keep the lock: {error}");
    }
    format!("cannot start the kernel: {}", command.exec())
}

/// A stdin that holds that text: a file without a name.
pub(crate) fn stdin(text: &str) -> Result<Stdio, String> {
    unnamed_file(text)
        .map(Stdio::from)
        .map_err(|error| format!("cannot write to the temporary folder: {error}; free some space"))
}

fn unnamed_file(text: &str) -> std::io::Result<std::fs::File> {
    let path = std::env::temp_dir().join(format!("millions-request-{}", std::process::id()));
    let mut file = std::fs::File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(&path)?;
    std::fs::remove_file(&path)?;
    file.write_all(text.as_bytes())?;
    file.rewind()?;
    Ok(file)
}
