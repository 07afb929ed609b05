//! Notices changed sources.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use anyhow::{Context, Result};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::Keeper;
use crate::workspace::Workspace;

/// Editors write a file in several steps; this is how long they must be quiet before the site is built.
const QUIET: Duration = Duration::from_millis(60);

/// Folders that the site is made from.
const FOLDERS: [&str; 6] = [
    "book",
    "notebooks",
    "data",
    "crates/model",
    "crates/lab",
    "crates/live",
];

/// Renews the site on changes, for as long as the watcher lives.
pub(crate) fn start(workspace: &Workspace, keeper: Arc<Keeper>) -> Result<RecommendedWatcher> {
    let (changed, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let reading = event
            .as_ref()
            .is_ok_and(|event| matches!(event.kind, EventKind::Access(_)));
        if !reading {
            // Fails only when the server is ending.
            let _ = changed.send(());
        }
    })
    .context("changes can't be watched")?;
    for folder in FOLDERS {
        watch(
            &mut watcher,
            &workspace.root().join(folder),
            RecursiveMode::Recursive,
        )?;
    }
    // Not the root itself: `target` is in it, and changes all the time.
    watch(
        &mut watcher,
        &workspace.root().join("Cargo.lock"),
        RecursiveMode::NonRecursive,
    )?;
    std::thread::spawn(move || follow(&changes, &keeper));
    Ok(watcher)
}

fn watch(watcher: &mut RecommendedWatcher, path: &Path, mode: RecursiveMode) -> Result<()> {
    if !path.exists() {
        return Ok(());
    }
    watcher.watch(path, mode).with_context(|| {
        format!(
            "{}: changes can't be watched; on Linux, raise fs.inotify.max_user_watches",
            path.display()
        )
    })
}

fn follow(changes: &Receiver<()>, keeper: &Keeper) {
    while changes.recv().is_ok() {
        while changes.recv_timeout(QUIET).is_ok() {}
        keeper.renew();
    }
}
