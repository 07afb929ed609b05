//! Where cells are built: a small cargo workspace of our own under `target/kernel-home/`.
//!
//! ```text
//! target/kernel-home/plain/0/      one session at a time (slot.rs); .../native/0/ has lab with polars
//!     Cargo.toml                   a workspace: cells' profile (model and lab optimised, cells not)
//!     Cargo.lock                   the book's own, so that cells get the locked versions
//!     anchor/                      a crate that depends on lab: keeps the lock complete, builds all in advance
//!     cells/                       evcxr's generated crate (EVCXR_TMPDIR) with its target folder
//!     config/                      init.evcxr for Jupyter: the :dep line and the prelude
//! ```
//!
//! Why a workspace around evcxr's crate: cargo drops from a lock file what the package does not use, and evcxr first builds
//! its crate without any dependency and so would empty it. The anchor uses everything, so nothing is dropped. Profiles, too, are taken
//! from a workspace's root, which makes evcxr's own (`opt-level = 2` for everything) harmless.

use std::path::{Path, PathBuf};

use crate::place::{cannot_write, workspace_root};

/// Which build of `lab` the cells see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Without polars.
    Plain,
    /// With `lab`'s feature `native`: polars.
    Native,
}

impl Kind {
    pub(crate) fn of(native: bool) -> Self {
        if native { Self::Native } else { Self::Plain }
    }

    /// The folder's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Native => "native",
        }
    }
}

/// One slot's folders.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    pub(crate) kind: Kind,
    pub(crate) root: PathBuf,
    pub(crate) folder: PathBuf,
}

impl Home {
    pub(crate) fn new(kind: Kind, slot: usize) -> Self {
        let root = workspace_root();
        let folder = root
            .join("target/kernel-home")
            .join(kind.name())
            .join(slot.to_string());
        Self { kind, root, folder }
    }

    /// evcxr's crate (EVCXR_TMPDIR).
    pub(crate) fn cells(&self) -> PathBuf {
        self.folder.join("cells")
    }

    /// evcxr's configuration (EVCXR_CONFIG_DIR).
    pub(crate) fn config(&self) -> PathBuf {
        self.folder.join("config")
    }

    /// The cargo home that cells are built with.
    pub(crate) fn cargo_home(&self) -> Result<PathBuf, String> {
        crate::sight::cargo_home(&self.root.join("target/kernel-home"))
    }

    /// The mark of a finished [`crate::warm`] build.
    pub(crate) fn stamp(&self) -> PathBuf {
        self.folder.join("warm")
    }

    /// The `:dep` line that gives cells `lab`.
    pub(crate) fn dependency(&self) -> String {
        format!(":dep lab = {}", self.lab())
    }

    /// The wrapper as cells depend on it.
    fn lab(&self) -> String {
        format!("{{ path = \"{}\" }}", text_of(&self.folder.join("lab")))
    }

    /// The book's `lab` as the wrapper depends on it.
    fn book(&self) -> String {
        let path = text_of(&self.root.join("crates/lab"));
        let features = match self.kind {
            Kind::Plain => "",
            Kind::Native => ", features = [\"native\"]",
        };
        format!("{{ package = \"lab\", path = \"{path}\"{features} }}")
    }

    /// Writes what is not there yet or has changed. The lock is the book's again whenever that changed.
    pub(crate) fn write(&self) -> Result<(), String> {
        let lab = self.lab();
        self.put("Cargo.toml", WORKSPACE)?;
        self.put(
            "anchor/Cargo.toml",
            &format!("{ANCHOR}\n[dependencies]\nlab = {lab}\n"),
        )?;
        self.put("anchor/src/lib.rs", "")?;
        self.put(
            "lab/Cargo.toml",
            &format!("{WRAPPER}\n[dependencies]\nbook = {}\n", self.book()),
        )?;
        self.put("lab/src/lib.rs", "pub use book::*;\n")?;
        self.put(
            "config/init.evcxr",
            &format!("{}\n{PRELUDE}\n", self.dependency()),
        )?;
        self.put("config/evcxr.toml", EVCXR)?;
        // What the last session left names dependencies by paths that may be gone.
        self.put("cells/Cargo.toml", CELLS)?;
        self.put("cells/src/lib.rs", "")?;
        self.put_lock()
    }

    fn put_lock(&self) -> Result<(), String> {
        let from = self.root.join("Cargo.lock");
        let lock = std::fs::read_to_string(&from).map_err(|error| {
            format!(
                "{}: {error}; is MILLIONS_ROOT the book's folder?",
                from.display()
            )
        })?;
        if self.put("Cargo.lock.source", &lock)? {
            let _ = std::fs::remove_file(self.stamp());
            self.put("Cargo.lock", &lock)?;
        }
        Ok(())
    }

    /// Writes a file unless it has that text already; returns whether it was written.
    fn put(&self, name: &str, text: &str) -> Result<bool, String> {
        let path = self.folder.join(name);
        if std::fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(false);
        }
        let folder = path.parent().unwrap_or(&self.folder);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&path, text))
            .map(|()| true)
            .map_err(|error| cannot_write(&path, &error))
    }
}

fn text_of(path: &Path) -> String {
    path.display().to_string().replace('\\', "\\\\")
}

/// What every cell may name, and the mark that tells which statement runs (cell.rs).
pub(crate) const PRELUDE: &str = "use lab::prelude::*;";

/// The profile of cells and their dependencies. What the book computes with is optimised; polars is not (it would take 20
/// minutes instead of 2); cells are not, for they are built while the reader waits.
const WORKSPACE: &str = r#"# Written by the kernel; changes are lost.
[workspace]
resolver = "3"
members = ["anchor", "cells", "lab"]

[profile.dev]
opt-level = 0
debug = false
strip = "none"
rpath = true
incremental = true
codegen-units = 16

[profile.dev.package.model]
opt-level = 3
[profile.dev.package.lab]
opt-level = 2
[profile.dev.package.libm]
opt-level = 3
[profile.dev.package.rand]
opt-level = 3
[profile.dev.package.rand_core]
opt-level = 3
[profile.dev.package.plotters]
opt-level = 2
[profile.dev.package.num-traits]
opt-level = 2
"#;

const ANCHOR: &str = r#"[package]
name = "anchor"
version = "1.0.0"
edition = "2024"
"#;

/// A shared library, so that a cell links one file and not (with polars) 39 MB of them.
const WRAPPER: &str = r#"[package]
name = "lab"
version = "1.0.0"
edition = "2024"

[lib]
crate-type = ["dylib"]
"#;

const CELLS: &str = r#"[package]
name = "ctx"
version = "1.0.0"
edition = "2024"
"#;

/// Without `preserve_vars_on_panic`, a panic is an error that Jupyter shows (with it, evcxr reports success), and every cell
/// compiles once. The versions are locked and fetched, so cargo need not ask the network.
const EVCXR: &str = r#"[evcxr]
preserve_vars_on_panic = false
offline_mode = true
opt_level = "0"
"#;
