//! The checkout: its chapters, their notebooks, and the digest of what stored outputs depend on.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use notebook::{Chapter, Environment, Notebook};

use crate::data;

/// The checkout of the book.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
}

/// A chapter with cells, and where its outputs are stored.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Parsed from `book/src/NN.md`, under that name.
    pub(crate) chapter: Chapter,
    /// `notebooks/NN.ipynb`, for messages.
    pub(crate) stored_as: String,
    /// The same as a file.
    pub(crate) file: PathBuf,
    /// What is there now.
    pub(crate) text: Option<String>,
    /// The same, read.
    pub(crate) notebook: Option<Notebook>,
}

/// What a cell's output depends on besides the chapter.
const DEPENDS_ON: [&str; 6] = [
    "crates/model/src",
    "crates/model/Cargo.toml",
    "crates/lab/src",
    "crates/lab/Cargo.toml",
    "data",
    "Cargo.lock",
];

impl Workspace {
    /// The given folder, or the nearest one upwards from here that is a checkout of the book.
    pub(crate) fn find(given: Option<&Path>) -> Result<Self> {
        let is_root = |folder: &Path| {
            folder.join("book/book.toml").is_file() && folder.join("Cargo.toml").is_file()
        };
        if let Some(folder) = given {
            if !is_root(folder) {
                bail!(
                    "--root {}: holds no book/book.toml beside a Cargo.toml; give the folder of a checkout of the book",
                    folder.display()
                );
            }
            let root = folder
                .canonicalize()
                .with_context(|| format!("--root {}", folder.display()))?;
            return Ok(Self { root });
        }
        let here = std::env::current_dir().context("the current folder can't be found out")?;
        match here.ancestors().find(|folder| is_root(folder)) {
            Some(root) => Ok(Self {
                root: root.to_owned(),
            }),
            None => bail!(
                "{}: neither this folder nor one above it is a checkout of the book (book/book.toml beside a Cargo.toml); \
                 change into one, or name it with --root DIR",
                here.display()
            ),
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's folder for what it builds.
    pub(crate) fn target(&self) -> PathBuf {
        match elsewhere() {
            Some(folder) => self.root.join(folder),
            None => self.root.join("target"),
        }
    }

    /// Our own folder for what is built and may be deleted, beside cargo's. Where several checkouts share cargo's folder,
    /// each has its own of these.
    pub(crate) fn scratch(&self) -> PathBuf {
        if elsewhere().is_none() {
            return self.target();
        }
        let name = Environment::digest([(self.root.to_string_lossy(), "")]);
        self.target()
            .join(format!("millions-{}", &name.as_str()[..8]))
    }

    /// The files that stored outputs depend on, sorted, as paths within the checkout.
    pub(crate) fn depended_on(&self) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for path in DEPENDS_ON {
            self.collect(path, &mut found)?;
        }
        found.sort();
        Ok(found)
    }

    /// The files under `path`, without hidden and temporary ones.
    pub(crate) fn collect(&self, path: &str, found: &mut Vec<String>) -> Result<()> {
        let full = self.root.join(path);
        if full.is_file() {
            found.push(path.to_owned());
            return Ok(());
        }
        let entries = match fs::read_dir(&full) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => bail!("{path}: can't be listed ({error})"),
        };
        for entry in entries {
            let name = entry
                .with_context(|| format!("{path}: can't be listed"))?
                .file_name();
            let name = name.to_string_lossy();
            let passing = name.starts_with('.')
                || name.ends_with('~')
                || name.ends_with(".tmp")
                || path == "book" && name == "book";
            if !passing {
                self.collect(&format!("{path}/{name}"), found)?;
            }
        }
        Ok(())
    }

    /// The digest of everything outside a chapter that its outputs depend on.
    ///
    /// # Errors
    /// A file that can't be read, or a data file that is missing or malformed.
    pub(crate) fn environment(&self) -> Result<Environment> {
        data::check(&self.root)?;
        let files = self.depended_on()?;
        let read = files
            .iter()
            .map(|name| Ok((name.as_str(), self.read(name)?)));
        Ok(Environment::digest(read.collect::<Result<Vec<_>>>()?))
    }

    /// The bytes of a file of the checkout.
    pub(crate) fn read(&self, name: &str) -> Result<Vec<u8>> {
        fs::read(self.root.join(name)).with_context(|| format!("{name}: can't be read"))
    }

    /// The chapters of the book that have cells, by file name.
    pub(crate) fn chapters(&self) -> Result<Vec<Entry>> {
        let mut files = Vec::new();
        self.collect("book/src", &mut files)?;
        files.retain(|file| file.ends_with(".md") && !file.ends_with("/SUMMARY.md"));
        files.sort();
        let mut entries = Vec::new();
        for file in files {
            let text = String::from_utf8(self.read(&file)?)
                .with_context(|| format!("{file}: is not UTF-8; save it as UTF-8"))?;
            let chapter = Chapter::parse(&file, &text)?;
            if chapter.cells().next().is_some() {
                entries.push(self.entry(chapter)?);
            }
        }
        Ok(entries)
    }

    /// The chapters among [`Workspace::chapters`] that the command line names; all if it names none.
    pub(crate) fn selected(&self, names: &[PathBuf]) -> Result<Vec<Entry>> {
        let mut entries = self.chapters()?;
        if names.is_empty() {
            return Ok(entries);
        }
        let known: Vec<String> = entries
            .iter()
            .map(|entry| entry.chapter.path.display().to_string())
            .collect();
        let mut wanted = Vec::new();
        for name in names {
            let full = name
                .canonicalize()
                .with_context(|| format!("{}: can't be found", name.display()))?;
            if !known.iter().any(|path| {
                self.root
                    .join(path)
                    .canonicalize()
                    .is_ok_and(|path| path == full)
            }) {
                bail!(
                    "{}: is not a chapter of the book with cells; these are: {}",
                    name.display(),
                    known.join(", ")
                );
            }
            wanted.push(full);
        }
        entries.retain(|entry| {
            self.root
                .join(&entry.chapter.path)
                .canonicalize()
                .is_ok_and(|path| wanted.contains(&path))
        });
        Ok(entries)
    }

    fn entry(&self, chapter: Chapter) -> Result<Entry> {
        let stem = chapter
            .path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let stored_as = format!("notebooks/{stem}.ipynb");
        let file = self.root.join(&stored_as);
        let text = match fs::read_to_string(&file) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => bail!(
                "{stored_as}: can't be read ({error}); make it readable, or delete it and run `cargo run -- update`"
            ),
        };
        let notebook = text
            .as_ref()
            .map(|text| Notebook::parse(&stored_as, text))
            .transpose()?;
        Ok(Entry {
            chapter,
            stored_as,
            file,
            text,
            notebook,
        })
    }
}

/// Where cargo was told to build, if not in the checkout.
fn elsewhere() -> Option<OsString> {
    std::env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty())
}
