//! Keeps the served site in step with its sources.

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::{Mutex, RwLock};
use std::time::Instant;

use anyhow::Context;
use tokio::sync::watch;

use super::live::Live;
use crate::site;
use crate::workspace::Workspace;

/// What open pages are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// The digest of what the served site was made from; empty while there is none.
    pub(crate) version: String,
    /// Why the newest sources gave no site; the last good one is served.
    pub(crate) error: Option<String>,
}

/// The site on disk, and the news about it.
pub(crate) struct Keeper {
    workspace: Workspace,
    folder: PathBuf,
    // Held for writing while the folder is swapped, for reading while a file is read: no request falls between.
    swapping: RwLock<()>,
    // One renewal at a time; holds the digest that was last tried.
    tried: Mutex<String>,
    state: watch::Sender<State>,
    pub(crate) live: Live,
}

impl Keeper {
    pub(crate) fn new(workspace: Workspace) -> Self {
        let folder = workspace.scratch().join("site");
        let state = watch::Sender::new(State::default());
        Self {
            live: Live::new(workspace.clone()),
            workspace,
            folder,
            swapping: RwLock::default(),
            tried: Mutex::default(),
            state,
        }
    }

    /// News from now on; the current state counts as seen.
    pub(crate) fn subscribe(&self) -> watch::Receiver<State> {
        self.state.subscribe()
    }

    pub(crate) fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// The bytes of a file of the site. `path` is relative and stays inside.
    pub(crate) fn read(&self, path: &str) -> Option<Vec<u8>> {
        let _held = self.swapping.read().ok()?;
        fs::read(self.folder.join(path)).ok()
    }

    /// Builds the site anew if its sources have changed since it was built. An error is told, not returned: the next change
    /// may mend it.
    pub(crate) fn renew(&self) {
        let Ok(mut tried) = self.tried.lock() else {
            return;
        };
        let begun = Instant::now();
        let result = site::digest(&self.workspace, self.live.toolchain()).and_then(|digest| {
            if *tried == digest {
                return Ok(());
            }
            tried.clone_from(&digest);
            if !site::holds(&self.folder, &digest) {
                self.build(&digest)?;
                println!("Built the site in {:.1} s.", begun.elapsed().as_secs_f64());
            }
            self.live.renew();
            self.state.send_replace(State {
                version: digest,
                error: None,
            });
            Ok(())
        });
        if let Err(error) = result {
            let message = format!("{error:#}");
            let served = if self.has_site() {
                "The last good site is still served"
            } else {
                "There is no site to serve yet"
            };
            eprintln!("error: {message}\n{served}; save a correction and it is built again.");
            self.state.send_modify(|state| state.error = Some(message));
        }
    }

    /// Whether there is anything to serve.
    fn has_site(&self) -> bool {
        self.folder.join("index.html").is_file()
    }

    /// Whether the site can be built at all. A chapter can be mended while the server runs, a folder that can't be written
    /// to is told at once.
    ///
    /// # Errors
    /// The folder can't be written to, and no site is there from before.
    pub(crate) fn check_folder(&self) -> anyhow::Result<()> {
        if self.has_site() {
            return Ok(());
        }
        self.turn().map(|_| ())
    }

    fn build(&self, digest: &str) -> anyhow::Result<()> {
        // Two servers of one checkout share the folder; the second one finds the first one's work done.
        let _turn = self.turn()?;
        if site::holds(&self.folder, digest) {
            return Ok(());
        }
        let built = site::build(&self.workspace, &self.folder, digest, &self.live.of(digest))?;
        for notice in &built.notices {
            eprintln!("notice: {notice}");
        }
        let Ok(_held) = self.swapping.write() else {
            return Ok(());
        };
        built.swap().map(|_| ())
    }

    /// A lock between processes, held until it is dropped.
    fn turn(&self) -> anyhow::Result<File> {
        let path = self.folder.with_extension("lock");
        let taken = fs::create_dir_all(self.workspace.scratch())
            .and_then(|()| File::create(&path))
            .and_then(|file| file.lock().map(|()| file));
        taken.with_context(|| {
            format!(
                "{}: can't be written; make its folder writable",
                path.display()
            )
        })
    }
}
