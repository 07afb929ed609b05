//! Builds the site beside its place, then swaps it in: whoever looks sees the old site or the new one, whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use notebook::Environment;
use press::{Live, Notice, Site};

use crate::interrupt::Scratch;
use crate::live::{self, Toolchain};
use crate::pdf;
use crate::workspace::Workspace;

/// Marks a folder as a site that this program made and may replace.
const MARKER: &str = ".millions-site";

/// Everything the site is made from, as a digest: same digest, same site. `toolchain` decides where its pages find their code.
pub(crate) fn digest(workspace: &Workspace, toolchain: Option<&Toolchain>) -> Result<String> {
    let mut files = workspace.depended_on()?;
    for folder in ["book", "notebooks", "crates/live"] {
        workspace.collect(folder, &mut files)?;
    }
    let read = files
        .iter()
        .map(|name| Ok((name.clone(), workspace.read(name)?)));
    let mut parts = read.collect::<Result<Vec<_>>>()?;
    parts.push(("program".into(), program()));
    parts.push(("toolchain".into(), format!("{toolchain:?}").into_bytes()));
    Ok(Environment::digest(parts).as_str().to_owned())
}

/// Where a page finds the module. A site with another digest asks for another address, so that no browser takes an old one.
pub(crate) fn module_address(digest: &str) -> String {
    format!("{}?v={}", live::ADDRESS, &digest[..8])
}

/// What tells one build of this program from another: a changed press makes another site.
fn program() -> Vec<u8> {
    let built = std::env::current_exe()
        .and_then(fs::metadata)
        .and_then(|file| Ok((file.len(), file.modified()?)));
    format!("{built:?}").into_bytes()
}

/// Whether the site in `folder` was made from what has this digest.
pub(crate) fn holds(folder: &Path, digest: &str) -> bool {
    fs::read_to_string(folder.join(MARKER)).is_ok_and(|stored| stored == digest)
}

/// Builds the site for `folder` beside it. Nothing in `folder` changes before [`Built::swap`].
pub(crate) fn build(
    workspace: &Workspace,
    folder: &Path,
    digest: &str,
    live: &Live,
) -> Result<Built> {
    allow(folder)?;
    let name = folder.file_name().with_context(|| {
        format!(
            "{}: is no folder that can be replaced; name one below it",
            folder.display()
        )
    })?;
    let name = name.to_string_lossy();
    let parent = folder.parent().unwrap_or(Path::new("."));
    let writable = |error: io::Error| {
        let remedy = if error.kind() == io::ErrorKind::StorageFull {
            "free some disk space"
        } else {
            "make it writable, or choose another with --out DIR"
        };
        anyhow::anyhow!(
            "{}: the site can't be written there ({error}); {remedy}",
            parent.display()
        )
    };
    fs::create_dir_all(parent).map_err(writable)?;
    let process = std::process::id();
    let fresh = Scratch::new(parent.join(format!(".{name}.{process}.tmp")));
    let old = Scratch::new(parent.join(format!(".{name}.{process}.old.tmp")));
    fs::create_dir_all(fresh.path()).map_err(writable)?;
    let environment = workspace.environment()?;
    let site = Site {
        root: workspace.root(),
        out: fresh.path(),
        environment: &environment,
        live,
    };
    let notices = press::build(&site)?;
    fs::write(fresh.path().join(MARKER), digest).map_err(writable)?;
    Ok(Built {
        folder: folder.to_owned(),
        fresh,
        old,
        notices,
    })
}

/// A site that waits to take its place. Dropped without a swap, it is gone.
pub(crate) struct Built {
    folder: PathBuf,
    fresh: Scratch,
    old: Scratch,
    pub(crate) notices: Vec<Notice>,
}

impl Built {
    /// Puts a file into the site that waits.
    pub(crate) fn add(&self, file: &Path, place: &str) -> Result<()> {
        let to = self.fresh.path().join(place);
        fs::create_dir_all(to.parent().unwrap_or(self.fresh.path()))
            .with_context(|| format!("{}: its folder can't be made", to.display()))?;
        fs::copy(file, &to)
            .with_context(|| format!("{}: can't be copied into the site", file.display()))?;
        Ok(())
    }

    /// Adds the book as one PDF.
    pub(crate) fn print(&self) -> Result<()> {
        pdf::print(self.fresh.path())
    }

    /// Puts the new site where the old one was.
    pub(crate) fn swap(self) -> Result<Vec<Notice>> {
        let place = || {
            format!(
                "{}: can't be replaced; is it in use by another program?",
                self.folder.display()
            )
        };
        if self.folder.exists() {
            fs::rename(&self.folder, self.old.path()).with_context(place)?;
        }
        if let Err(error) = fs::rename(self.fresh.path(), &self.folder) {
            // Back to how it was; the first error is the one to tell.
            let _ = fs::rename(self.old.path(), &self.folder);
            return Err(error).with_context(place);
        }
        Ok(self.notices)
    }
}

/// A folder may be replaced if it is not there, empty, or a site of ours.
fn allow(folder: &Path) -> Result<()> {
    if folder.is_file() {
        bail!(
            "{}: is a file; name a folder for the site",
            folder.display()
        );
    }
    let empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => true,
        Err(error) => bail!(
            "{}: can't be a folder for the site ({error}); choose another with --out DIR",
            folder.display()
        ),
    };
    if empty || folder.join(MARKER).is_file() {
        return Ok(());
    }
    bail!(
        "{}: holds files that are no earlier site; nothing was touched; choose an empty or new folder with --out DIR",
        folder.display()
    )
}
