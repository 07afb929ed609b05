//! One chapter: its Markdown with a mark for each cell and with its values filled in.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use notebook::freshness::{Freshness, Stored, compare};
use notebook::output::Shown;
use notebook::{Block, CellRun, Chapter, Environment, Notebook, inline};

use crate::cell::{self, Around};
use crate::escape;
use crate::figures::Figures;
use crate::live::Live;
use crate::marks::Marks;
use crate::native;
use crate::notice::Notice;
use crate::output;
use crate::repeats;

/// A chapter with what is stored of it.
pub(crate) struct Source<'a> {
    pub(crate) chapter: &'a Chapter,
    /// As it is shown to people: `book/src/01-one-server.md`.
    pub(crate) path: &'a str,
    /// The notebook's name in the site's folder `notebooks`, if there is one.
    pub(crate) download: Option<&'a str>,
    pub(crate) notebook: Option<&'a Notebook>,
    /// From the page back to the site's root: empty, or `../`.
    pub(crate) root: &'a str,
    pub(crate) live: &'a Live,
}

/// The Markdown for mdBook; cells and the line under the title go into `marks`, the numbers of figures into `figures`.
pub(crate) fn markdown(
    source: &Source<'_>,
    environment: &Environment,
    marks: &mut Marks,
    figures: &mut Figures,
    notices: &mut Vec<Notice>,
) -> Result<String> {
    let stored = compare(source.chapter, source.notebook, environment);
    let values = Values::of(source.chapter, &stored);
    let mut cells = source.chapter.cells().zip(&stored);
    let mut repeated = repeats::of(source.path, source.chapter, &stored).into_iter();
    let mut natives = native::lines(source.path, source.chapter, &stored).into_iter();
    let mut first = Some(source.live.sentence());
    let mut out = String::new();
    let mut unknown = Vec::new();
    for block in &source.chapter.blocks {
        match block {
            Block::Prose { text, line } => {
                unknown.extend(values.unknown(source.path, text, *line));
                out.push_str(&inline::substitute(text, |name| Some(values.span(name))));
            }
            Block::Cell(_) => {
                let Some((cell, stored)) = cells.next() else {
                    bail!("{}: more cells than the parser counted", source.path);
                };
                let csv = stored.cell.and_then(|old| output::csv(&old.run));
                let downloads = csv.map_or_else(String::new, |csv| {
                    figures.hold(&source.chapter.name(), &cell.id, csv, source.root)
                });
                let around = Around {
                    chapter: source.path,
                    downloads: &downloads,
                    repeated: &repeated.next().unwrap_or_default(),
                    first,
                    native: &natives.next().unwrap_or_default(),
                };
                let drawn = cell::draw(cell, stored, &around);
                if drawn.controls {
                    first = None;
                }
                notices.extend(drawn.refused.into_iter().map(|why| Notice {
                    path: source.path.to_owned(),
                    line: cell.fence_line,
                    message: format!("cell `{}`: {why}", cell.id),
                }));
                out.push_str(&place(&marks.hold(drawn.html), block.as_markdown()));
            }
        }
    }
    if values.complete && !unknown.is_empty() {
        let lines: Vec<String> = unknown.iter().map(ToString::to_string).collect();
        bail!("{}", lines.join("\n"));
    }
    notices.extend(unknown);
    notices.extend(staleness(source.path, &stored));
    if stored.is_empty() {
        return Ok(out);
    }
    Ok(under_title(&out, &marks.hold(run_line(source))))
}

/// The mark on a line of its own, as far in as the cell was: a cell in a list stays in it.
fn place(mark: &str, raw: &str) -> String {
    let indent = &raw[..raw.len() - raw.trim_start_matches(' ').len()];
    format!("\n{indent}{mark}\n\n")
}

/// One notice a chapter, so that a change to the model does not scroll everything else away.
fn staleness(path: &str, stored: &[Stored<'_>]) -> Option<Notice> {
    let lines = |which: Freshness| -> Vec<String> {
        let rows = stored.iter().filter(|row| row.freshness == which);
        rows.map(|row| row.line.to_string()).collect()
    };
    let (stale, missing) = (lines(Freshness::Stale), lines(Freshness::Missing));
    let first = stored
        .iter()
        .find(|row| row.freshness != Freshness::Fresh)?;
    let mut parts = Vec::new();
    for (lines, what) in [(stale, "stale"), (missing, "not run yet")] {
        if !lines.is_empty() {
            let (noun, verb) = if lines.len() == 1 {
                ("cell", "is")
            } else {
                ("cells", "are")
            };
            let lines = format!(
                "{} {noun} {verb} {what} (line {})",
                lines.len(),
                lines.join(", ")
            );
            parts.push(lines);
        }
    }
    let message = format!(
        "{}; shown as such; renew with `cargo run -- update`",
        parts.join(", ")
    );
    Some(Notice {
        path: path.to_owned(),
        line: first.line,
        message,
    })
}

fn run_line(source: &Source<'_>) -> String {
    let path = escape::html(source.path);
    let minutes = minutes(source.chapter);
    let jupyter = source.download.map_or_else(String::new, |name| {
        let name = escape::html(name);
        format!(
            ", or open it in Jupyter: <a href=\"{}notebooks/{name}\" download>{name}</a>",
            source.root
        )
    });
    format!(
        "<p class=\"zm-run\" data-chapter=\"{}\" data-root=\"{}\" data-live=\"{}\"><span class=\"zm-minutes\">{minutes} minutes to read.</span> Run this chapter: <code class=\"nohighlight\">cargo run -- run {path}</code>{jupyter}</p>",
        escape::html(&source.chapter.name()),
        source.root,
        escape::html(source.live.attribute()),
    )
}

/// Words of prose that a curious reader takes in a minute.
const PACE: usize = 220;

/// How long it takes to read a chapter, figures not counted.
fn minutes(chapter: &Chapter) -> usize {
    let words = |block: &Block| match block {
        Block::Prose { text, .. } => text.split_whitespace().count(),
        Block::Cell(_) => 0,
    };
    let words: usize = chapter.blocks.iter().map(words).sum();
    words.div_ceil(PACE)
}

/// Puts `mark` under the first heading of level 1, on top where there is none before the first cell.
fn under_title(markdown: &str, mark: &str) -> String {
    let mut at = 0;
    for line in markdown.split_inclusive('\n') {
        at += line.len();
        if line.starts_with("# ") {
            return format!("{}\n{mark}\n\n{}", &markdown[..at], &markdown[at..]);
        }
        if !line.trim().is_empty() {
            break;
        }
    }
    format!("{mark}\n\n{markdown}")
}

/// The values that cells gave to the prose.
struct Values {
    shown: BTreeMap<String, Shown>,
    /// Names given by a cell whose output no longer holds.
    stale: BTreeSet<String>,
    /// Whether every cell's output holds, so that a name that is not there will not come.
    complete: bool,
    /// The code of all cells: a name that it does not even mention will not come either.
    code: String,
}

impl Values {
    fn of(chapter: &Chapter, stored: &[Stored<'_>]) -> Self {
        let runs = |row: &Stored<'_>| row.cell.map(|cell| cell.run.clone()).unwrap_or_default();
        let old = stored
            .iter()
            .filter(|row| row.freshness != Freshness::Fresh);
        let old: Vec<CellRun> = old.map(runs).collect();
        let all: Vec<CellRun> = stored.iter().map(runs).collect();
        Self {
            shown: inline::values(&all),
            stale: inline::values(&old).into_keys().collect(),
            complete: old.is_empty(),
            code: chapter.cells().map(|cell| cell.source.as_str()).collect(),
        }
    }

    /// The references in the prose to values that no cell gives or will give. `line` is the prose's first in the chapter.
    fn unknown(&self, path: &str, text: &str, line: usize) -> Vec<Notice> {
        let to_come = |name: &str| !self.complete && self.code.contains(&format!("\"{name}\""));
        let references = inline::references(text).into_iter();
        let unknown = references
            .filter(|found| !self.shown.contains_key(&found.name) && !to_come(&found.name));
        unknown
            .map(|found| Notice {
                path: path.to_owned(),
                line: line + found.line - 1,
                message: self.remedy(&found.name),
            })
            .collect()
    }

    fn remedy(&self, name: &str) -> String {
        let known: Vec<&str> = self.shown.keys().map(String::as_str).collect();
        let known = match known.as_slice() {
            [] => String::new(),
            known => format!(", or use one of: {}", known.join(", ")),
        };
        format!("no cell gives the value `{name}`; write `value(\"{name}\", ...)` in a cell{known}")
    }

    fn span(&self, name: &str) -> String {
        let stale = self.stale.contains(name) || !self.shown.contains_key(name);
        let class = if stale {
            "zm-value zm-value-stale"
        } else {
            "zm-value"
        };
        let text = match self.shown.get(name) {
            Some(shown) => escape::markdown(&shown.text),
            None => format!("&#91;{}&#93;", escape::markdown(name)),
        };
        let title = if stale {
            " title=\"stale: cargo run -- update\""
        } else {
            ""
        };
        format!(
            "<span class=\"{class}\" data-value=\"{}\"{title}>{text}</span>",
            escape::html(name)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_goes_under_the_title() {
        assert_eq!(
            under_title("\n# A\n\ntext\n", "<!--m-->"),
            "\n# A\n\n<!--m-->\n\n\ntext\n"
        );
        assert_eq!(under_title("text\n", "<!--m-->"), "<!--m-->\n\ntext\n");
    }

    #[test]
    fn a_value_cannot_bring_markup() {
        let shown = Shown {
            text: "<b>*1*".into(),
            value: serde_json::Value::Null,
        };
        let values = Values {
            shown: [("a".to_owned(), shown)].into(),
            stale: BTreeSet::new(),
            complete: true,
            code: String::new(),
        };
        assert_eq!(
            values.span("a"),
            "<span class=\"zm-value\" data-value=\"a\">&#60;b&#62;&#42;1&#42;</span>"
        );
    }
}
