//! A chapter is in three places: its text, the table of contents, and its executed notebook.

use super::{File, Finding};

const FOLDER: &str = "book/src/";
const CONTENTS: &str = "book/src/SUMMARY.md";

/// Chapters and SUMMARY.md name each other; a chapter with cells has its notebook, and no notebook is left over.
pub(super) fn match_up(files: &[File]) -> Vec<Finding> {
    let contents = files.iter().find(|file| file.path == CONTENTS);
    let Some(contents) = contents else {
        return Vec::new();
    };
    let chapters: Vec<&File> = files
        .iter()
        .filter(|file| file.path.starts_with(FOLDER) && file.has_extension("md"))
        .collect();
    let mut findings = Vec::new();
    for chapter in &chapters {
        let name = &chapter.path[FOLDER.len()..];
        if chapter.path != CONTENTS && !contents.text.contains(&format!("({name})")) {
            findings.push(Finding::new(
                &chapter.path,
                0,
                "is not in SUMMARY.md, so nobody will find it",
            ));
        }
        let notebook = notebook_of(name);
        if has_cells(&chapter.text) && files.iter().all(|file| file.path != notebook) {
            let what = format!("has cells but no {notebook}: run `cargo run -- update`");
            findings.push(Finding::new(&chapter.path, 0, what));
        }
    }
    let notebooks = files
        .iter()
        .filter(|file| file.path.starts_with("notebooks/") && file.has_extension("ipynb"));
    let orphans = notebooks.filter(|notebook| {
        !chapters
            .iter()
            .any(|chapter| notebook_of(&chapter.path[FOLDER.len()..]) == notebook.path)
    });
    findings.extend(orphans.map(|file| Finding::new(&file.path, 0, "belongs to no chapter")));
    findings
}

fn notebook_of(chapter: &str) -> String {
    format!("notebooks/{}.ipynb", chapter.trim_end_matches(".md"))
}

fn has_cells(text: &str) -> bool {
    let info = |line: &str| {
        line.strip_prefix("```")
            .map(|rest| rest.trim_start_matches('`').to_owned())
    };
    text.lines()
        .filter_map(info)
        .any(|info| info.starts_with("rust,cell"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_or_left_over_is_named() {
        let file = |path: &str, text: &str| File {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        let files = [
            file(CONTENTS, "- [One](01-one.md)\n"),
            file("book/src/01-one.md", "```rust,cell\n1\n```\n"),
            file("book/src/02-two.md", "prose\n"),
            file("notebooks/03-three.ipynb", "{}\n"),
        ];
        let paths: Vec<String> = match_up(&files)
            .into_iter()
            .map(|finding| finding.path)
            .collect();
        assert_eq!(
            paths,
            [
                "book/src/01-one.md",
                "book/src/02-two.md",
                "notebooks/03-three.ipynb"
            ]
        );
    }
}
