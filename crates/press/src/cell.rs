//! A cell as HTML: its code, and directly under it what it gave.

use notebook::freshness::{Freshness, Stored};
use notebook::{Cell, Control};

use crate::escape::html;
use crate::{control, output};

/// A drawn cell, and what in it could not be shown as the cell wanted.
pub(crate) struct Drawn {
    pub(crate) html: String,
    pub(crate) refused: Vec<String>,
}

/// Draws a cell with its stored outputs. `chapter` is the path for the command that changes a control, `downloads` stands
/// under what is shown, `repeated` are other cells' controls that move it.
pub(crate) fn draw(
    cell: &Cell,
    stored: &Stored<'_>,
    chapter: &str,
    downloads: &str,
    repeated: &[Control],
) -> Drawn {
    let run = stored
        .cell
        .filter(|old| old.hash.is_some())
        .map(|old| &old.run);
    let outputs = run.map(output::draw);
    let controls: Vec<Control> = run.into_iter().flat_map(|run| run.controls()).collect();
    let mut inside = String::from(state(stored.freshness));
    inside.push_str(&control::draw(&controls, chapter));
    inside.push_str(&control::draw(repeated, chapter));
    if let Some(drawn) = outputs.as_ref().filter(|drawn| !drawn.html.is_empty()) {
        inside.push_str(&format!("<div class=\"zm-shown\">\n{}</div>\n", drawn.html));
        inside.push_str(downloads);
    }
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
