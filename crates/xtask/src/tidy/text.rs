//! Rules for every text file.

use super::{File, Finding, except};

/// Folders of one machine, and hosts that packages come from: a clone has neither. Split, so that this file is clean.
const FOREIGN: [(&str, &str); 11] = [
    (concat!("/wo", "rk/"), "a folder of one machine"),
    (concat!("/ho", "me/"), "a folder of one machine"),
    (concat!("/ro", "ot/"), "a folder of one machine"),
    (concat!("/Use", "rs/"), "a folder of one machine"),
    (concat!("../sha", "red"), "a folder beside the clone"),
    (concat!("crates", ".io"), "a package registry"),
    (concat!("npm", "js."), "a package registry"),
    (concat!("py", "pi.org"), "a package registry"),
    (concat!("python", "hosted"), "a package registry"),
    (concat!("deb.", "debian"), "a package registry"),
    (concat!("yarn", "pkg"), "a package registry"),
];

const MAY_NAME: [(&str, &str); 4] = [
    ("Cargo.lock", "cargo writes each package's registry into it"),
    (
        "crates/model/fuzz/Cargo.lock",
        "cargo writes each package's registry into it",
    ),
    (
        "crates/kernel/src/panics.rs",
        "a backtrace with an invented folder, to be read",
    ),
    (
        "crates/notebook/tests/integration/ipynb.rs",
        "an invented folder that must not reach a notebook",
    ),
];

/// Names that only mean something on one machine, or that steer where packages come from.
pub(super) fn foreign_names(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        for (number, line) in file.text.lines().enumerate() {
            let named = FOREIGN.iter().filter(|(word, _)| line.contains(word));
            findings.extend(named.map(|(word, what)| {
                Finding::new(&file.path, number + 1, format!("names {word}, {what}"))
            }));
        }
    }
    except(findings, &MAY_NAME)
}

/// Line ends: stored outputs are compared to the byte, so a host's line ends must not creep in.
pub(super) fn hygiene(files: &[File]) -> Vec<Finding> {
    files
        .iter()
        .filter_map(|file| Some(Finding::new(&file.path, 0, untidy(file)?)))
        .collect()
}

fn untidy(file: &File) -> Option<String> {
    let text = &file.text;
    if text.is_empty() {
        return Some("is empty".to_owned());
    }
    if text.contains('\r') {
        return Some("has carriage returns".to_owned());
    }
    if !text.ends_with('\n') || text.ends_with("\n\n") {
        return Some("must end in exactly one newline".to_owned());
    }
    // Two blanks at a line's end are a line break in Markdown, and stored outputs are what a program printed.
    let may_end_in_blanks = file.has_extension("md") || file.has_extension("ipynb");
    let line = text
        .lines()
        .position(|line| line.ends_with([' ', '\t']) && !may_end_in_blanks)?;
    Some(format!("line {} ends in blanks", line + 1))
}

/// Words that say "not finished".
pub(super) fn leftovers(files: &[File]) -> Vec<Finding> {
    let words = [
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
        concat!("db", "g!("),
        concat!("FIX", "ME"),
        concat!("TO", "DO"),
        concat!("XX", "X"),
    ];
    let mut findings = Vec::new();
    for file in files
        .iter()
        .filter(|file| !file.has_extension("lock") && !file.has_extension("json"))
    {
        for (number, line) in file.text.lines().enumerate() {
            let found = words.iter().find(|word| line.contains(**word));
            findings.extend(
                found.map(|word| Finding::new(&file.path, number + 1, format!("{word} is left"))),
            );
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn line_ends_are_judged() {
        assert_eq!(untidy(&file("a.rs", "fine\n")), None);
        assert_eq!(untidy(&file("a.md", "a break  \n")), None);
        for bad in ["", "no end", "two\n\n", "carriage\r\n", "blank \n"] {
            assert!(untidy(&file("a.rs", bad)).is_some(), "{bad:?}");
        }
    }

    #[test]
    fn a_foreign_folder_is_found_with_its_line() {
        let text = format!("fine\nsee {}x\n", FOREIGN[0].0);
        let mut files = MAY_NAME.map(|(path, _)| file(path, FOREIGN[5].0)).to_vec();
        files.push(file("a.md", &text));
        let found = foreign_names(&files);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].path.as_str(), found[0].line), ("a.md", 2));
    }
}
