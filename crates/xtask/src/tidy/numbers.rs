//! Numbers in the prose of a chapter come from cells: `{=knee}`, never `310 k`.
//!
//! What may stand in a chapter all the same is listed in `book/numbers.txt`: rules of arithmetic, the book's target, a figure whose
//! source stands beside it.

use super::{File, Finding};
use crate::markdown;

const EXCEPTIONS: &str = "book/numbers.txt";
const FOLDER: &str = "book/src/";

/// A digit in prose is part of a name (`p99`, `t3.medium`) or of a phrase that is listed; a listed phrase is used.
pub(super) fn from_cells(files: &[File]) -> Vec<Finding> {
    let listed = files.iter().find(|file| file.path == EXCEPTIONS);
    let (allowed, mut findings) = listed.map(exceptions).unwrap_or_default();
    let mut used = vec![false; allowed.len()];
    for chapter in files.iter().filter(|file| is_chapter(&file.path)) {
        for (line, prose) in markdown::prose(&chapter.text) {
            // What begins with a number is an item of a list.
            let mut rest = prose
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .to_owned();
            for (exception, used) in allowed.iter().zip(&mut used) {
                if exception.holds_in(&chapter.path) && rest.contains(&exception.phrase) {
                    rest = rest.replace(&exception.phrase, " ");
                    *used = true;
                }
            }
            let typed = rest.split_whitespace().filter(|word| is_number(word));
            findings.extend(typed.map(|word| {
                let what = format!(
                    "`{word}` was typed by hand: give it from a cell, {{=name}}, or list it in {EXCEPTIONS} with the reason"
                );
                Finding::new(&chapter.path, line, what)
            }));
        }
    }
    let needless = allowed.iter().zip(&used).filter(|(_, used)| !**used);
    findings.extend(needless.map(|(exception, _)| {
        let what = format!(
            "nothing says \"{}\" any more: remove the line",
            exception.phrase
        );
        Finding::new(EXCEPTIONS, exception.line, what)
    }));
    findings
}

/// Chapters are numbered.
fn is_chapter(path: &str) -> bool {
    let name = path.strip_prefix(FOLDER).unwrap_or_default();
    name.starts_with(|first: char| first.is_ascii_digit()) && name.ends_with(".md")
}

struct Exception {
    line: usize,
    /// The beginning of the chapter's name, or `*` for all.
    chapter: String,
    phrase: String,
}

impl Exception {
    fn holds_in(&self, path: &str) -> bool {
        self.chapter == "*" || path[FOLDER.len()..].starts_with(&self.chapter)
    }
}

/// Lines `chapter | phrase | reason`; `#` begins a comment.
fn exceptions(file: &File) -> (Vec<Exception>, Vec<Finding>) {
    let (mut found, mut findings) = (Vec::new(), Vec::new());
    for (at, text) in file.text.lines().enumerate() {
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let parts: Vec<&str> = text.split(" | ").map(str::trim).collect();
        match parts.as_slice() {
            [chapter, phrase, reason] if !phrase.is_empty() && !reason.is_empty() => {
                found.push(Exception {
                    line: at + 1,
                    chapter: (*chapter).to_owned(),
                    phrase: (*phrase).to_owned(),
                });
            }
            _ => findings.push(Finding::new(
                EXCEPTIONS,
                at + 1,
                "must be `chapter | phrase | reason`",
            )),
        }
    }
    (found, findings)
}

/// Whether a word is a number rather than a name with a number in it.
fn is_number(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    word.contains(|c: char| c.is_ascii_digit()) && !word.starts_with(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(chapter: &str, exceptions: &str) -> Vec<(usize, String)> {
        let file = |path: &str, text: &str| File {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        let files = [
            file("book/src/01-one.md", chapter),
            file(EXCEPTIONS, exceptions),
        ];
        let findings = from_cells(&files).into_iter();
        findings
            .map(|finding| (finding.line, finding.what))
            .collect()
    }

    #[test]
    fn a_number_typed_by_hand_is_found_with_its_line() {
        let text = "# One\n\nIt carries {=users} users,\nthat is 310 k.\n";
        let found = found(text, "");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0 == 4 && found[0].1.contains("`310`"));
    }

    #[test]
    fn code_names_values_and_links_are_no_numbers() {
        let text = "The p99 of a t3.medium, M/M/1 `x = 3` [one](01-one.md#2).\n\n```rust,cell,id=a\nlet a = 3;\n```\n";
        assert_eq!(found(text, ""), []);
    }

    #[test]
    fn an_exception_serves_its_chapter_and_is_found_when_needless() {
        let text = "Within 300 ms.\n";
        assert_eq!(found(text, "* | 300 ms | the target\n"), []);
        assert_eq!(found(text, "02 | 300 ms | the target\n").len(), 2);
        assert_eq!(found("Soon.\n", "* | 300 ms | the target\n").len(), 1);
        assert_eq!(found("Soon.\n", "* | 300 ms\n").len(), 1);
    }
}
