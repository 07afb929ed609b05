//! Cells marked `native`: the page can't run them. Where controls move such a cell in the notebook, the page carries a line that
//! says so, hidden until one of these controls leaves its default (`theme/live/native.js`).

use notebook::freshness::Stored;
use notebook::{Chapter, code, needs};

use crate::escape::html;

/// For each cell of a chapter, the line under it; empty for what the page runs, and for what no control moves.
pub(crate) fn lines(path: &str, chapter: &Chapter, stored: &[Stored<'_>]) -> Vec<String> {
    let parts: Result<Vec<_>, _> = chapter.cells().map(|cell| code::read(path, cell)).collect();
    // Code that does not parse has been told of by the build of `live`.
    let needed = parts.map(|parts| needs::whole(&parts)).unwrap_or_default();
    let with_rows = needed.iter().zip(chapter.cells()).zip(stored);
    with_rows
        .map(|((needed, cell), row)| {
            let mut controls: Vec<&str> = needed.iter().map(|one| one.name.as_str()).collect();
            controls.sort_unstable();
            controls.dedup();
            if !cell.native || controls.is_empty() {
                return String::new();
            }
            let values = row.cell.map(|old| old.run.values().map(|(name, _)| name));
            let values: Vec<String> = values.into_iter().flatten().collect();
            line(&controls, &values)
        })
        .collect()
}

fn line(controls: &[&str], values: &[String]) -> String {
    format!(
        "<p class=\"zm-native\" data-native-controls=\"{}\" data-native-values=\"{}\" hidden>As stored, at the settings of the notebook: this cell runs in the notebook only.</p>\n",
        html(&controls.join(" ")),
        html(&values.join(" ")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use notebook::{CellRun, Environment, Notebook, Output, freshness};

    const SLIDERS: &str = "```rust,cell,id=sliders\nlet a = slider(\"a\", 0.0..=1.0).at(0.5);\nlet b = slider(\"b\", 0.0..=1.0).at(0.5);\n```\n\n";

    /// The line under the last of these cells, which gives the value `v`.
    fn last(cells: &str) -> String {
        let chapter = Chapter::parse("a.md", &format!("{SLIDERS}{cells}")).unwrap();
        let value = (
            "application/vnd.millions.value.v+json".to_owned(),
            "{\"text\":\"1\"}".to_owned(),
        );
        let outputs = vec![Output::display([value].into())];
        let id = chapter.cells().last().unwrap().id.clone();
        let runs = [(id, ("hash".to_owned(), CellRun { outputs }))].into();
        let book = Notebook::of_chapter(&chapter, &runs);
        let environment = Environment::digest::<&str, &str>([]);
        let stored = freshness::compare(&chapter, Some(&book), &environment);
        lines("a.md", &chapter, &stored).pop().unwrap_or_default()
    }

    #[test]
    fn a_native_cell_names_the_controls_that_move_it() {
        let found = last(
            "```rust,cell\nlet both = a + b;\n```\n\n```rust,cell,native\nvalue(\"v\", both);\nlet c = 1;\n```\n",
        );
        for part in [
            "data-native-controls=\"a b\"",
            "data-native-values=\"v\"",
            " hidden>As stored, at the settings of the notebook",
        ] {
            assert!(found.contains(part), "{part} is missing in {found}");
        }
    }

    #[test]
    fn others_have_no_line() {
        assert_eq!(last("```rust,cell\nvalue(\"v\", a);\n```\n"), "", "it runs");
        assert_eq!(
            last("```rust,cell,native\nvalue(\"v\", 1);\n```\n"),
            "",
            "nothing moves it"
        );
    }
}
