//! The whole book: chapters in, a folder with the site out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use mdbook_driver::MDBook;
use mdbook_driver::book::{BookItem, Chapter as Page};
use notebook::{Chapter, Environment, Notebook};

use crate::chapter::{self, Source};
use crate::figures::Figures;
use crate::files::files;
use crate::generated;
use crate::links;
use crate::live::Live;
use crate::marks::Marks;
use crate::notice::Notice;
use crate::reach;
use crate::script;

/// What to build, and where to.
#[derive(Clone, Debug)]
pub struct Site<'a> {
    /// The workspace: holds `book/book.toml`, `book/src` and `notebooks`.
    pub root: &'a Path,
    /// The folder to fill, which must be empty or not exist; the caller moves it to its place when all went well.
    pub out: &'a Path,
    /// The digest of what cells depend on, to know whether stored outputs hold.
    pub environment: &'a Environment,
    /// Where the pages find the chapters' code.
    pub live: &'a Live,
}

/// Builds the site; returns what readers of the terminal should know.
///
/// # Errors
/// A chapter that does not parse, a value that no cell gives, a notebook that is not one, a chapter with cells that
/// `SUMMARY.md` does not list, a book that mdBook can't load, a folder that can't be written.
pub fn build(site: &Site<'_>) -> Result<Vec<Notice>> {
    let mut book = load(site)?;
    let mut marks = Marks::default();
    let mut figures = Figures::default();
    let mut notices = Vec::new();
    let mut failures = Vec::new();
    let mut listed = BTreeSet::new();
    book.book.for_each_mut(|item| {
        let BookItem::Chapter(page) = item else {
            return;
        };
        let Some(path) = page.source_path.clone() else {
            return;
        };
        listed.insert(path);
        if let Err(error) = prepare(site, page, &mut marks, &mut figures, &mut notices) {
            failures.push(format!("{error:#}"));
        }
    });
    failures.extend(unlisted(&site.root.join("book/src"), &listed)?);
    if !failures.is_empty() {
        bail!("{}", failures.join("\n"));
    }
    book.build()
        .map_err(|error| anyhow::anyhow!("mdBook can't build the book: {error:#}"))?;
    copy(site, "notebooks", "ipynb", "notebooks")?;
    script::copy(&site.root.join("book/theme/live"), &site.out.join("live"))?;
    figures.write(site.out)?;
    notices.extend(finish(site, &marks)?);
    Ok(notices)
}

fn load(site: &Site<'_>) -> Result<MDBook> {
    let folder = site.root.join("book");
    let mut book = MDBook::load(&folder).map_err(|error| {
        anyhow::anyhow!(
            "{}: mdBook can't load the book: {error:#}; see book/book.toml and book/src/SUMMARY.md",
            folder.display()
        )
    })?;
    book.config.build.build_dir = site.out.to_owned();
    Ok(book)
}

/// Replaces a page's text by the text with marks and values.
fn prepare(
    site: &Site<'_>,
    page: &mut Page,
    marks: &mut Marks,
    figures: &mut Figures,
    notices: &mut Vec<Notice>,
) -> Result<()> {
    let Some(file) = page.source_path.clone() else {
        return Ok(());
    };
    let path = format!("book/src/{}", slashes(&file));
    let text = generated::fill(site.root, &page.content).with_context(|| path.clone())?;
    let chapter = Chapter::parse(&path, &text)?;
    let (stored, download) = stored(site, &file, &chapter)?;
    let depth = file.components().count().saturating_sub(1);
    let source = Source {
        chapter: &chapter,
        path: &path,
        download: download.as_deref(),
        notebook: stored.as_ref(),
        root: &"../".repeat(depth),
        live: site.live,
    };
    page.content = chapter::markdown(&source, site.environment, marks, figures, notices)?;
    Ok(())
}

/// The notebook that holds a chapter's outputs, and its file name.
fn stored(
    site: &Site<'_>,
    file: &Path,
    chapter: &Chapter,
) -> Result<(Option<Notebook>, Option<String>)> {
    let Some(stem) = file
        .file_stem()
        .filter(|_| chapter.cells().next().is_some())
    else {
        return Ok((None, None));
    };
    let name = format!("{}.ipynb", stem.to_string_lossy());
    let shown = format!("notebooks/{name}");
    let text = match fs::read_to_string(site.root.join(&shown)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((None, None)),
        Err(error) => bail!(
            "{shown}: can't be read ({error}); make it readable, or delete it and run `cargo run -- update`"
        ),
    };
    Ok((Some(Notebook::parse(&shown, &text)?), Some(name)))
}

/// Chapters with cells that no line of the summary leads to: one error for each.
fn unlisted(src: &Path, listed: &BTreeSet<PathBuf>) -> Result<Vec<String>> {
    let mut errors = Vec::new();
    for file in files(src, "md")? {
        let relative = file.strip_prefix(src).unwrap_or(&file).to_owned();
        if listed.contains(&relative) || relative == Path::new("SUMMARY.md") {
            continue;
        }
        let path = format!("book/src/{}", slashes(&relative));
        let text = fs::read_to_string(&file).with_context(|| format!("{path}: can't be read"))?;
        if let Some(cell) = Chapter::parse(&path, &text)?.cells().next() {
            errors.push(format!(
                "{path}:{}: has cells, but book/src/SUMMARY.md does not list the chapter; add a line `- [Title]({})` to it",
                cell.fence_line,
                slashes(&relative)
            ));
        }
    }
    Ok(errors)
}

/// Copies the files of a folder of the checkout that have this extension into a folder of the site.
fn copy(site: &Site<'_>, from: &str, extension: &str, to: &str) -> Result<()> {
    let from = site.root.join(from);
    if !from.is_dir() {
        return Ok(());
    }
    let to = site.out.join(to);
    fs::create_dir_all(&to).with_context(|| format!("{}: can't be made", to.display()))?;
    for file in files(&from, extension)? {
        let Some(name) = file.file_name() else {
            continue;
        };
        fs::copy(&file, to.join(name))
            .with_context(|| format!("{}: can't be copied", file.display()))?;
    }
    Ok(())
}

/// Puts the cells into the rendered pages, and looks whether the pages' links lead somewhere.
fn finish(site: &Site<'_>, marks: &Marks) -> Result<Vec<Notice>> {
    keep_pages(site)?;
    let mut pages = BTreeMap::new();
    for file in files(site.out, "html")? {
        let html = fs::read_to_string(&file)
            .with_context(|| format!("{}: can't be read", file.display()))?;
        let filled = reach::everything(&marks.fill(&html));
        if filled != html {
            fs::write(&file, &filled)
                .with_context(|| format!("{}: can't be written", file.display()))?;
        }
        let relative = file.strip_prefix(site.out).unwrap_or(&file).to_owned();
        // Copies of chapters: their links are checked where they belong.
        if !["index.html", "print.html", "404.html", "toc.html"]
            .iter()
            .any(|copy| relative == Path::new(copy))
        {
            pages.insert(relative, filled);
        }
    }
    let broken = links::broken(&pages, |path| site.out.join(path).is_file());
    Ok(broken
        .into_iter()
        .map(|link| at_source(site, &link))
        .collect())
}

/// mdBook listens to a page's unloading, so that browsers make the page anew when a reader comes back to it, with its
/// settings and figures to find again. Browsers are about to drop that event, and Lighthouse counts it as a fault.
fn keep_pages(site: &Site<'_>) -> Result<()> {
    let script = site.out.join("book.js");
    let Ok(text) = fs::read_to_string(&script) else {
        return Ok(());
    };
    fs::write(
        &script,
        text.replace("window.onunload = function() { };\n", ""),
    )
    .with_context(|| format!("{}: can't be written", script.display()))
}

/// The notice of a broken link, with the line of the chapter that holds it.
fn at_source(site: &Site<'_>, link: &links::Broken) -> Notice {
    let source = link.page.with_extension("md");
    let path = format!("book/src/{}", slashes(&source));
    let text = fs::read_to_string(site.root.join(&path)).unwrap_or_default();
    let written = link.href.replace(".html", ".md");
    let line = text
        .lines()
        .position(|line| line.contains(&format!("({written}")))
        .map_or(1, |at| at + 1);
    Notice {
        path,
        line,
        message: format!("the link `{written}` leads nowhere: {}", link.why),
    }
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
