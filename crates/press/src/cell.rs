//! A cell as HTML: its code, and directly under it what it gave.

use notebook::freshness::{Freshness, Stored};
use notebook::{Cell, Control};

use crate::escape::html;
use crate::{control, output};

/// A drawn cell, and what in it could not be shown as the cell wanted.
pub(crate) struct Drawn {
    pub(crate) html: String,
    pub(crate) refused: Vec<String>,
    /// Whether it has controls.
    pub(crate) controls: bool,
}

/// What the chapter adds to a cell.
pub(crate) struct Around<'a> {
    /// The path for the command that changes a control.
    pub(crate) chapter: &'a str,
    /// Stands under what is shown.
    pub(crate) downloads: &'a str,
    /// Other cells' controls that move it.
    pub(crate) repeated: &'a [Control],
    /// What controls say before their command if they are the page's first.
    pub(crate) first: Option<&'a str>,
    /// That the page can't run it.
    pub(crate) native: &'a str,
}

/// Draws a cell with its stored outputs.
pub(crate) fn draw(cell: &Cell, stored: &Stored<'_>, around: &Around<'_>) -> Drawn {
    let run = stored
        .cell
        .filter(|old| old.hash.is_some())
        .map(|old| &old.run);
    let outputs = run.map(output::draw);
    let controls: Vec<Control> = run.into_iter().flat_map(|run| run.controls()).collect();
    let mut inside = String::from(state(stored.freshness));
    for controls in [controls.as_slice(), around.repeated] {
        inside.push_str(&control::draw(controls, around.chapter, around.first));
    }
    if let Some(drawn) = outputs.as_ref().filter(|drawn| !drawn.html.is_empty()) {
        inside.push_str(&format!("<div class=\"zm-shown\">\n{}</div>\n", drawn.html));
        inside.push_str(around.downloads);
    }
    inside.push_str(around.native);
    let under = if inside.is_empty() {
        String::new()
    } else {
        format!("<div class=\"zm-out\">\n{inside}</div>\n")
    };
    Drawn {
        html: format!(
            "<div class=\"zm-cell\" id=\"{}\" data-cell=\"{}\">\n{}\n{under}</div>",
            html(&anchor(&cell.id)),
            html(&cell.id),
            code(cell)
        ),
        refused: outputs.map(|drawn| drawn.refused).unwrap_or_default(),
        controls: !controls.is_empty() || !around.repeated.is_empty(),
    }
}

/// The address of a cell within its page.
pub(crate) fn anchor(id: &str) -> String {
    if id.starts_with("cell-") {
        id.to_owned()
    } else {
        format!("cell-{id}")
    }
}

fn code(cell: &Cell) -> String {
    let source = html(&cell.source);
    let block =
        format!("<pre><code tabindex=\"0\" class=\"language-rust\">{source}\n</code></pre>");
    if !cell.hidden {
        return block;
    }
    let lines = match cell.source.lines().count() {
        1 => "1 line".to_owned(),
        count => format!("{count} lines"),
    };
    format!("<details class=\"zm-fold\"><summary>Code, {lines}</summary>{block}</details>")
}

fn state(freshness: Freshness) -> &'static str {
    match freshness {
        Freshness::Fresh => "",
        Freshness::Stale => {
            "<p class=\"zm-stale\"><strong>Stale.</strong> What is shown here was computed before this code, or something \
             that it uses, was changed. To renew it: <code class=\"nohighlight\">cargo run -- update</code></p>\n"
        }
        Freshness::Missing => {
            "<p class=\"zm-stale\"><strong>Not run yet.</strong> There is no stored output of this cell. To make it: \
             <code class=\"nohighlight\">cargo run -- update</code></p>\n"
        }
    }
}
