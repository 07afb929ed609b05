//! `import`: what was edited in Jupyter comes back into the chapter.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use notebook::{Chapter, Notebook, import::diverged, store};

use super::told;
use crate::arguments::Import;
use crate::workspace::Workspace;

pub(crate) fn perform(workspace: &Workspace, arguments: &Import) -> Result<ExitCode> {
    let path = &arguments.notebook;
    let text =
        fs::read_to_string(path).with_context(|| format!("{}: can't be read", path.display()))?;
    let notebook = Notebook::parse(path, &text)?;
    let name = chapter_of(path, &notebook)?;
    let file = workspace.root().join(&name);
    let old = fs::read_to_string(&file)
        .with_context(|| format!("{name}: the chapter of {} can't be read", path.display()))?;
    let chapter = Chapter::parse(&name, &old)?;
    if !arguments.force && diverged(&chapter, &notebook) {
        bail!(
            "{name}: was changed since {} was written, and an import would undo these changes; commit them, import with --force, \
             and bring the two together with `git diff`",
            path.display()
        );
    }
    let new = notebook::import(&chapter, &notebook)?;
    // What is written must be a chapter: better to refuse the notebook than to break the book.
    Chapter::parse(&name, &new)?;
    if store::write_if_changed(&file, new.as_bytes()).map_err(|error| told(&error))? {
        println!(
            "{name}: changed; look at it with `git diff`, then renew the outputs with `cargo run -- update`"
        );
    } else {
        println!("{name}: unchanged, {} holds no edits", path.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// The chapter that a notebook was written from: it says so, or else has its name.
fn chapter_of(path: &Path, notebook: &Notebook) -> Result<String> {
    let name = match (&notebook.chapter, path.file_stem()) {
        (Some(chapter), _) => chapter.clone(),
        (None, Some(stem)) => format!("book/src/{}.md", stem.to_string_lossy()),
        (None, None) => bail!("{}: has no file name", path.display()),
    };
    // The name comes from a file that may come from anywhere; it must not lead out of the book.
    let inside = name.starts_with("book/src/")
        && name.ends_with(".md")
        && !name.split('/').any(|part| part == "..");
    if !inside {
        bail!(
            "{}: says that its chapter is {name}, which is not in book/src; only notebooks of the book can be imported",
            path.display()
        );
    }
    Ok(name)
}
