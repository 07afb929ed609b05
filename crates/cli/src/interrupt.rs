//! Ctrl-C: stop what was started, remove what is half done, leave everything else as it was.
//!
//! Files are replaced whole ([`notebook::store`]), so an interrupt can only leave a process behind or a folder that a site is
//! being built in. Both are registered here for as long as they live.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

static FOLDERS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static PROCESS: Mutex<Option<u32>> = Mutex::new(None);
static SERVING: AtomicBool = AtomicBool::new(false);

/// The exit status of a program that Ctrl-C ended: 128 + SIGINT.
const INTERRUPTED: i32 = 130;

/// Takes Ctrl-C, and on Unix SIGTERM and SIGHUP, from here on.
pub(crate) fn install() {
    let taken = ctrlc::set_handler(|| {
        stop_process();
        for folder in FOLDERS.lock().iter().flat_map(|folders| folders.iter()) {
            let _ = std::fs::remove_dir_all(folder);
        }
        if SERVING.load(Ordering::Relaxed) {
            eprintln!("\nStopped.");
            std::process::exit(0);
        }
        eprintln!("\nInterrupted; stored notebooks are as they were.");
        std::process::exit(INTERRUPTED);
    });
    if let Err(error) = taken {
        eprintln!(
            "warning: Ctrl-C can't be handled ({error}); a build that is interrupted may leave a folder *.tmp behind"
        );
    }
}

/// From now on Ctrl-C is the usual way to end, not an error.
pub(crate) fn serving() {
    SERVING.store(true, Ordering::Relaxed);
}

/// Removes the folder when Ctrl-C comes, until the guard is dropped. Dropping removes it too, if it is still there.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new(folder: PathBuf) -> Self {
        if let Ok(mut folders) = FOLDERS.lock() {
            folders.push(folder.clone());
        }
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
        if let Ok(mut folders) = FOLDERS.lock() {
            folders.retain(|folder| *folder != self.0);
        }
    }
}

/// Kills the process and its group when Ctrl-C comes, until the guard is dropped; dropping kills it too.
pub(crate) struct Group;

impl Group {
    /// `id` is a process that leads a group of its own.
    pub(crate) fn new(id: u32) -> Self {
        if let Ok(mut process) = PROCESS.lock() {
            *process = Some(id);
        }
        Self
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        stop_process();
    }
}

#[cfg(unix)]
fn stop_process() {
    use nix::sys::signal::{Signal, killpg};
    use nix::unistd::Pid;
    let id = PROCESS.lock().ok().and_then(|mut process| process.take());
    if let Some(id) = id.and_then(|id| i32::try_from(id).ok()) {
        // The cell's own process is in the group: a cell that loops would outlive the kernel otherwise.
        let _ = killpg(Pid::from_raw(id), Signal::SIGKILL);
    }
}

#[cfg(not(unix))]
fn stop_process() {
    let id = PROCESS.lock().ok().and_then(|mut process| process.take());
    if let Some(id) = id {
        let _ = std::process::Command::new("taskkill")
            .args(["/F", "/T", "/PID", &id.to_string()])
            .output();
    }
}
