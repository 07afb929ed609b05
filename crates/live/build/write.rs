//! The chapter as Rust, line for line.
//!
//! What stands around a cell's code goes to the lines of its fences, which have no code of their own:
//!
//! ```text
//! ```rust,cell,id=knee                  let (big, limit,) = __run.cell(4, || -> __Result<_> {
//! let big = System::together(..);       let big = System::together(..);
//! let limit = small.saturation(..)?;    let limit = small.saturation(..)?; let __shown = &(
//! compare([("small", &small)])          compare([("small", &small)])
//! ```                                   ); __show(__shown); Ok((big, limit,)) })?;
//! ```
//!
//! Items go to a second file of the same form, so that every cell sees them, as in a notebook.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use crate::links::Link;
use notebook::code::Control;
use notebook::code::Parts;

/// A chapter as Rust.
pub(crate) struct Written {
    /// `book/src/01-one-server.md`
    path: String,
    /// `01-one-server`
    name: String,
    cells: String,
    items: String,
    /// The cells as they stand in the list of chapters.
    entries: Vec<String>,
}

/// The chapter with these cells.
pub(crate) fn chapter(path: &str, text: &str, cells: &[Parts<'_>], links: &[Link]) -> Written {
    let count = text.lines().count().max(1);
    let (mut code, mut items) = (vec![String::new(); count], vec![String::new(); count]);
    code[0] = "use ::lab::prelude::*; use crate::run::{CellResult as __Result, Run as __Run, show as __show}; \
               include!(concat!(env!(\"OUT_DIR\"), \"/items/"
        .to_owned()
        + path
        + "\")); pub(crate) fn run(__run: &mut __Run<'_>) -> __Result<()> { ";
    for (index, (parts, link)) in cells.iter().zip(links).enumerate() {
        if parts.cell.native {
            continue;
        }
        let names: String = link
            .hands_on
            .iter()
            .map(|name| format!("{name}, "))
            .collect();
        let open = format!("let ({names}) = __run.cell({index}, || -> __Result<_> {{ ");
        code[parts.cell.fence_line - 1].push_str(&open);
        let body = body(parts);
        let lines = body.lines().count();
        for (line, text) in code[parts.cell.line - 1..].iter_mut().zip(body.lines()) {
            line.push_str(text);
        }
        let close = if parts.shown.is_some() {
            "); __show(__shown); "
        } else {
            ""
        };
        code[parts.cell.line - 1 + lines].push_str(&format!("{close}Ok(({names})) }})?; "));
        for (line, text) in items[parts.cell.line - 1..]
            .iter_mut()
            .zip(kept(parts).lines())
        {
            line.push_str(text);
        }
    }
    code[count - 1].push_str("Ok(()) }");
    Written {
        path: path.to_owned(),
        name: Path::new(path)
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        cells: code.join("\n") + "\n",
        items: items.join("\n") + "\n",
        entries: cells
            .iter()
            .zip(links)
            .map(|(parts, link)| entry(parts, link))
            .collect(),
    }
}

fn entry(parts: &Parts<'_>, link: &Link) -> String {
    let from: Vec<String> = link.from.iter().map(ToString::to_string).collect();
    let controls: Vec<String> = parts.controls.iter().map(control).collect();
    // The page asks for the code of cells with controls only.
    let source = if controls.is_empty() {
        ""
    } else {
        &parts.cell.source
    };
    format!(
        "Cell {{ id: {:?}, live: {}, from: &[{}], controls: &[{}], source: {source:?} }}",
        parts.cell.id,
        !parts.cell.native,
        from.join(", "),
        controls.join(", "),
    )
}

fn control(control: &Control) -> String {
    format!(
        "Control {{ name: {:?}, kind: Kind::{}, default: {:?} }}",
        control.name, control.kind, control.default
    )
}

/// The code without its items, with the glue before the expression that it shows.
fn body(parts: &Parts<'_>) -> String {
    let mut body = parts.cell.source.clone();
    for item in &parts.items {
        body = blank(&body, item);
    }
    let Some(shown) = &parts.shown else {
        return body;
    };
    const GLUE: &str = " let __shown = &(";
    let line = body[..shown.start].rfind('\n');
    // On the line before, so that columns hold; not behind a comment.
    let before = line.filter(|&end| body[end..shown.start].trim().is_empty());
    let before = before
        .filter(|&end| !body[body[..end].rfind('\n').map_or(0, |at| at + 1)..end].contains("//"));
    body.insert_str(before.unwrap_or(shown.start), GLUE);
    body
}

/// The items alone, in their places.
fn kept(parts: &Parts<'_>) -> String {
    let source = &parts.cell.source;
    let mut from = 0;
    let mut rest = source.clone();
    for item in &parts.items {
        rest = blank(&rest, &(from..item.start));
        from = item.end;
    }
    blank(&rest, &(from..source.len()))
}

/// The text with spaces in a range; line ends stay, and so do the bytes around it.
fn blank(text: &str, range: &Range<usize>) -> String {
    let spaces = text[range.clone()]
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' });
    [
        &text[..range.start],
        &spaces.collect::<String>(),
        &text[range.end..],
    ]
    .concat()
}

impl Written {
    /// Writes both files below `out`.
    pub(crate) fn write(&self, out: &Path) -> io::Result<()> {
        for (folder, text) in [
            (out.to_owned(), &self.cells),
            (out.join("items"), &self.items),
        ] {
            let file = folder.join(&self.path);
            fs::create_dir_all(file.parent().unwrap_or(&folder))?;
            fs::write(file, text)?;
        }
        Ok(())
    }

    /// `chapter_01_one_server`
    fn module(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        format!(
            "chapter_{}",
            self.name.chars().map(plain).collect::<String>()
        )
    }
}

/// The modules of all chapters, and the list of them.
pub(crate) fn list(chapters: &[Written], out: &Path) -> String {
    let mut text = String::new();
    for chapter in chapters {
        text.push_str(&format!(
            "#[path = {:?}]\n#[allow(warnings, clippy::all, reason = \"a chapter's own code\")]\nmod {};\n",
            out.join(&chapter.path),
            chapter.module()
        ));
    }
    text.push_str("/// The chapters of the book with cells, in order.\npub static CHAPTERS: &[Chapter] = &[\n");
    for chapter in chapters {
        text.push_str(&format!(
            "    Chapter {{ name: {:?}, cells: &[{}], run: {}::run }},\n",
            chapter.name,
            chapter.entries.join(", "),
            chapter.module()
        ));
    }
    text + "];\n"
}
