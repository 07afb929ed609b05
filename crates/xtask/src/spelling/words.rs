//! Words: how a text is cut into them, and those that `book/words.txt` adds to the dictionary.

use std::collections::BTreeMap;

use crate::tidy::{File, Finding};

/// One word or name a line, sorted without regard to case; `#` begins a comment.
pub(super) const LIST: &str = "book/words.txt";

/// The words of a text as they stand there, without the marks around them. Web addresses have none.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let addresses = |token: &&str| !token.contains("://");
    let ends = |c: char| !(c.is_alphanumeric() || "'’-_".contains(c));
    let tokens = text.split_whitespace().filter(addresses);
    let pieces = tokens.flat_map(move |token| token.split(ends));
    pieces
        .map(|piece| piece.trim_matches(['\'', '’', '-', '_']))
        .filter(|piece| !piece.is_empty())
}

/// Whether spelling means nothing here: a letter, a number, a name with a number in it (`p99`) or with an underscore.
pub(super) fn is_no_word(word: &str) -> bool {
    word.chars().nth(1).is_none() || word.contains(|c: char| c.is_numeric() || c == '_')
}

/// The words of [`LIST`], and which of them were needed.
#[derive(Default)]
pub(super) struct List {
    words: BTreeMap<String, Entry>,
}

struct Entry {
    line: usize,
    needed: bool,
}

impl List {
    /// The list with what is wrong in its form.
    pub(super) fn read(file: &File) -> (Self, Vec<Finding>) {
        let (mut list, mut findings) = (Self::default(), Vec::new());
        let mut last = "";
        for (at, word) in file.text.lines().enumerate() {
            if word.is_empty() || word.starts_with('#') {
                continue;
            }
            let line = at + 1;
            let mut find = |what: String| findings.push(Finding::new(LIST, line, what));
            if list.words.contains_key(word) {
                find(format!("\"{word}\" stands there already: remove the line"));
                continue;
            }
            if key(word) < key(last) {
                find(format!(
                    "\"{word}\" must stand before \"{last}\": the words are sorted without regard to case"
                ));
            }
            last = word;
            let entry = Entry {
                line,
                needed: false,
            };
            list.words.insert(word.to_owned(), entry);
        }
        (list, findings)
    }

    /// Whether it has a word, as it is or in lower case where the word begins with a capital, as at the start of a sentence.
    pub(super) fn has(&mut self, word: &str) -> bool {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_lowercase);
        let lower: String = first.chain(letters).collect();
        let entry = match self.words.get_mut(word) {
            Some(entry) => Some(entry),
            None => self.words.get_mut(&lower),
        };
        entry.map(|entry| entry.needed = true).is_some()
    }

    /// Lines that serve nothing, since no text has the word or `known` knows it.
    pub(super) fn needless(&self, known: impl Fn(&str) -> bool) -> Vec<Finding> {
        let what = |word: &str, entry: &Entry| match (known(word), entry.needed) {
            (true, _) => Some(format!("the dictionary has \"{word}\": remove the line")),
            (false, false) => Some(format!("nothing says \"{word}\" any more: remove the line")),
            (false, true) => None,
        };
        let words = self.words.iter();
        words
            .filter_map(|(word, entry)| Some(Finding::new(LIST, entry.line, what(word, entry)?)))
            .collect()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }
}

fn key(word: &str) -> (String, &str) {
    (word.to_lowercase(), word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> (List, Vec<(usize, String)>) {
        let (list, findings) = List::read(&File {
            path: LIST.to_owned(),
            text: text.to_owned(),
        });
        let findings = findings.into_iter();
        (
            list,
            findings.map(|found| (found.line, found.what)).collect(),
        )
    }

    #[test]
    fn a_text_is_cut_into_words() {
        let text = "**Don’t** re-read 'it' at https://example.org/abc: M/M/1, _daily_users_!";
        let cut: Vec<&str> = words(text).collect();
        let expected = ["Don’t", "re-read", "it", "at", "M", "M", "1", "daily_users"];
        assert_eq!(cut, expected);
        let spelt: Vec<&str> = words(text).filter(|word| !is_no_word(word)).collect();
        assert_eq!(spelt, ["Don’t", "re-read", "it", "at"]);
    }

    #[test]
    fn a_list_is_sorted_and_has_each_word_once() {
        assert_eq!(list("# why\nChe\nevcxr\nLRU\n").1, []);
        let (_, found) = list("# why\nLRU\nevcxr\nLRU\n");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].0 == 3 && found[0].1.contains("before \"LRU\""));
        assert!(found[1].0 == 4 && found[1].1.contains("already"));
    }

    #[test]
    fn a_line_that_serves_nothing_is_found() {
        let (mut list, _) = list("# why\ncache\nevcxr\nunused\n");
        assert!(list.has("Evcxr") && !list.has("EVCXR") && list.has("cache"));
        let found = list.needless(|word| word == "cache");
        let lines: Vec<usize> = found.iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [2, 4]);
        assert!(found[0].what.contains("dictionary") && found[1].what.contains("nothing says"));
    }
}
