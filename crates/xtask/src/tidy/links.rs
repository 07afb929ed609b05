//! Links between Markdown files. Addresses on the web are not visited; links to headings are checked in the
//! built pages, where mdBook has given the headings their names.

use std::path::{Component, Path, PathBuf};

use super::{File, Finding};
use crate::markdown;

/// Every relative link leads to a file (or folder) of the project.
pub(super) fn resolve(files: &[File]) -> Vec<Finding> {
    let exists = |path: &str| {
        let folder = format!("{path}/");
        path.is_empty()
            || files
                .iter()
                .any(|file| file.path == path || file.path.starts_with(&folder))
    };
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.has_extension("md")) {
        for (line, target) in links(&file.text) {
            if local(&file.path, target).is_some_and(|path| !exists(&path)) {
                findings.push(Finding::new(
                    &file.path,
                    line,
                    format!("links to {target}, which is not there"),
                ));
            }
        }
    }
    findings
}

/// `](target)` and `[name]: target` outside of code, with line numbers.
fn links(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for line in markdown::lines(text) {
        if line.code.is_none() {
            let targets = in_line(line.text).into_iter();
            found.extend(targets.map(|target| (line.number, target)));
        }
    }
    found
}

fn in_line(line: &str) -> Vec<&str> {
    // Odd pieces of a line split at backticks are code.
    let prose = line.split('`').step_by(2);
    let mut found: Vec<&str> = prose
        .flat_map(|piece| piece.split("](").skip(1))
        .filter_map(|rest| rest.split([')', ' ']).next())
        .collect();
    if let Some((name, target)) = line.split_once("]: ") {
        found.extend(
            name.starts_with('[')
                .then(|| target.split(' ').next().unwrap_or(target)),
        );
    }
    found
}

/// The path a link of `from` leads to, relative to the workspace; none for the web and for the same page.
fn local(from: &str, target: &str) -> Option<String> {
    let target = target.trim_matches(['<', '>']);
    let path = target.split('#').next().unwrap_or_default();
    if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
        return None;
    }
    let folder = Path::new(from).parent().unwrap_or(Path::new(""));
    let mut clean = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::ParentDir => drop(clean.pop()),
            Component::CurDir => {}
            other => clean.push(other),
        }
    }
    Some(clean.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_outside_code_are_found() {
        let text =
            "[a](b.md) `[no](no.md)`\n```\n[no](no.md)\n```\n[c]: d.md\n![i](e.png \"title\")\n";
        assert_eq!(links(text), [(1, "b.md"), (5, "d.md"), (6, "e.png")]);
    }

    #[test]
    fn paths_are_relative_to_the_file() {
        assert_eq!(
            local("book/src/a.md", "../../data/x.csv#row").as_deref(),
            Some("data/x.csv")
        );
        assert_eq!(local("README.md", "./book/").as_deref(), Some("book"));
        for elsewhere in ["https://example.org/a", "#here", "mailto:a@example.org"] {
            assert_eq!(local("a.md", elsewhere), None);
        }
    }
}
