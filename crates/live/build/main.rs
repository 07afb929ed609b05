//! Turns the chapters of `book/src` into Rust: one function a chapter, its cells in order.
//!
//! ```text
//! book/src/01-one-server.md  -> cells    what each defines, uses and ends with, and its controls  (notebook::code)
//!                            -> links    which cell a cell's variables come from        (links.rs)
//!                            -> OUT_DIR/book/src/01-one-server.md, line for line        (write.rs)
//! ```
//!
//! A line of the written file is the line of the chapter with the same number. So the compiler's errors, and the places of
//! panics, name the chapter and its line with no translation.

mod links;
mod write;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use notebook::{Chapter, code};

/// Where the chapters are, seen from this crate.
const CHAPTERS: &str = "../../book/src";

fn main() -> Result<(), Box<dyn Error>> {
    let source = Path::new(&variable("CARGO_MANIFEST_DIR")?).join(CHAPTERS);
    let out = PathBuf::from(variable("OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", source.display());
    let mut written = Vec::new();
    let mut wrong = Vec::new();
    for file in chapters(&source)? {
        let path = format!("book/src/{}", file.display());
        let text = fs::read_to_string(source.join(&file))
            .map_err(|error| format!("{path}: can't be read ({error})"))?;
        match read(&path, &text) {
            Ok(None) => {}
            Ok(Some(chapter)) => written.push(chapter),
            Err(error) => wrong.push(error),
        }
    }
    if !wrong.is_empty() {
        // A build script's only voice is an error of cargo's; a panic or `Err` would hide it among other lines.
        for error in wrong.iter().flat_map(|error| error.lines()) {
            println!("cargo::error={error}");
        }
        return Ok(());
    }
    for chapter in &written {
        chapter.write(&out)?;
    }
    fs::write(out.join("chapters.rs"), write::list(&written, &out))?;
    Ok(())
}

/// A chapter as Rust; `None` where it has no cells.
fn read(path: &str, text: &str) -> Result<Option<write::Written>, String> {
    let chapter = Chapter::parse(path, text).map_err(|error| error.to_string())?;
    if chapter.cells().next().is_none() {
        return Ok(None);
    }
    let cells = chapter
        .cells()
        .map(|cell| code::read(path, cell))
        .collect::<Result<Vec<_>, _>>()?;
    let links = links::find(path, &cells)?;
    Ok(Some(write::chapter(path, text, &cells, &links)))
}

/// The Markdown files below `folder`, sorted, as paths within it.
fn chapters(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next)
            .map_err(|error| format!("{}: can't be listed ({error})", next.display()))?
        {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path.strip_prefix(folder)?.to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|error| format!("{name}: {error}"))
}
