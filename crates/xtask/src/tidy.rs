//! Rules of this house that no other tool checks. They read files and build nothing, so they run first.
//!
//! A rule that has to be broken somewhere has its exception written in the rule's file with the reason. An
//! exception that is no longer needed is a finding too: otherwise such lists only ever grow.

mod cells;
mod chapters;
mod data;
mod links;
mod numbers;
mod outputs;
mod places;
mod rooms;
mod rust;
mod text;

use std::fmt;
use std::fs;
use std::path::Path;

use crate::suite::{Outcome, Workshop};
use crate::tally::Tally;

/// A file under version control (or about to be), with its text if it has any.
#[derive(Clone)]
pub(crate) struct File {
    /// Relative to the workspace, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    fn has_extension(&self, wanted: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|extension| extension == wanted)
    }
}

/// Something that breaks a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    path: String,
    /// 1-based; 0 where the whole file is meant.
    pub(crate) line: usize,
    pub(crate) what: String,
}

impl Finding {
    pub(crate) fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            line,
            what: what.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(to, "{}: {}", self.path, self.what),
            line => write!(to, "{}:{line}: {}", self.path, self.what),
        }
    }
}

type Rule = (&'static str, fn(&[File]) -> Vec<Finding>);

const RULES: [Rule; 16] = [
    (
        "text files end in one newline, without carriage returns or blanks at line ends",
        text::hygiene,
    ),
    (
        "nothing names a folder of somebody's machine or a package registry",
        text::foreign_names,
    ),
    ("nothing is left to do", text::leftovers),
    ("a Rust file has at most 400 lines", rust::length),
    ("a Rust file opens with what it is about", rust::module_docs),
    ("no check is switched off", rust::ignored_tests),
    (
        "exact functions come from the processor",
        rust::exact_functions,
    ),
    (
        "crates import only what ARCHITECTURE.md allows",
        rooms::crates,
    ),
    (
        "files of a crate do not import each other in a circle",
        rooms::files,
    ),
    (
        "links between Markdown files lead somewhere",
        links::resolve,
    ),
    (
        "data files say what they are, of when, and from where",
        data::provenance,
    ),
    (
        "chapters, the table of contents and notebooks match",
        chapters::match_up,
    ),
    ("numbers in the prose come from cells", numbers::from_cells),
    (
        "every part of the text has its place in the book",
        places::are_there,
    ),
    ("what a cell ends with is drawn", outputs::are_drawn),
    ("a cell has at most ten lines", cells::length),
];

/// Step: all rules.
pub(crate) fn run(shop: &Workshop) -> Outcome {
    let files = match files(shop) {
        Ok(files) => files,
        Err(message) => return Outcome::failed(message),
    };
    let mut outcome = Outcome::default();
    for (about, rule) in RULES {
        let mut findings = rule(&files);
        findings.sort();
        outcome.tally += Tally::one(findings.is_empty());
        if !findings.is_empty() {
            outcome.output.push_str(&format!("rule: {about}\n"));
            findings
                .iter()
                .for_each(|finding| outcome.output.push_str(&format!("  {finding}\n")));
        }
    }
    outcome
}

/// Binary files have nothing to read.
pub(crate) fn files(shop: &Workshop) -> Result<Vec<File>, String> {
    let read = |path: String| {
        let text = fs::read_to_string(shop.root.join(&path)).ok()?;
        Some(File { path, text })
    };
    Ok(shop.files()?.into_iter().filter_map(read).collect())
}

/// Findings of files that are not excepted, and a finding for each exception that caught nothing.
fn except(findings: Vec<Finding>, exceptions: &[(&str, &str)]) -> Vec<Finding> {
    let caught = |path: &str| findings.iter().any(|finding| finding.path == path);
    let needless = exceptions.iter().filter(|(path, _)| !caught(path));
    let mut left: Vec<Finding> = needless
        .map(|(path, reason)| {
            Finding::new(
                path,
                0,
                format!("needs its exception no longer (\"{reason}\"): remove it"),
            )
        })
        .collect();
    let excepted = |finding: &Finding| exceptions.iter().any(|(path, _)| *path == finding.path);
    left.extend(findings.into_iter().filter(|finding| !excepted(finding)));
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_hides_its_file_and_is_itself_found_when_needless() {
        let findings = || vec![Finding::new("a", 1, "bad"), Finding::new("b", 1, "bad")];
        let left = except(findings(), &[("a", "old")]);
        assert_eq!(left, [Finding::new("b", 1, "bad")]);
        let left = except(findings(), &[("c", "old")]);
        assert!(left.iter().any(|finding| finding.path == "c"));
        assert_eq!(left.len(), 3);
    }
}
