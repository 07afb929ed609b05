//! The prose against a dictionary of British English, the one that Hunspell reads, with the words that `book/words.txt` adds.
//!
//! Prose is what a reader sees of the chapters and of the papers beside them, alt texts, tables and the strings of figures
//! included. Code is not, nor is a name with a digit or an underscore in it.

mod strings;
mod words;

use std::collections::BTreeMap;
use std::fs;

use spellbook::Dictionary;

use crate::markdown;
use crate::setup;
use crate::suite::{Outcome, Workshop};
use crate::tally::Tally;
use crate::tidy::{self, File, Finding};
use words::{LIST, List};

const FOLDER: &str = "book/src/";
const PAPERS: [&str; 4] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
];
/// Where the step `set-up-node` puts it.
const DICTIONARY: &str = "node_modules/dictionary-en-gb";

/// Step: every word is in the dictionary or in the list, and the list has no other words.
pub(crate) fn run(shop: &Workshop) -> Outcome {
    match tidy::files(shop).and_then(|files| Ok((files, dictionary(shop)?))) {
        Ok((files, dictionary)) => judge(&files, &dictionary),
        Err(message) => Outcome::failed(message),
    }
}

fn judge(files: &[File], dictionary: &Dictionary) -> Outcome {
    let mut check = Check::new(dictionary, files);
    let mut outcome = Outcome::default();
    for file in files.iter().filter(|file| is_read(&file.path)) {
        report(&mut outcome, &check.file(file));
    }
    report(&mut outcome, &check.list());
    let note = format!(
        "note: {} words, {} of them from {LIST}\n",
        check.read,
        check.list.len()
    );
    outcome.and(Outcome::note(note))
}

fn report(outcome: &mut Outcome, findings: &[Finding]) {
    outcome.tally += Tally::one(findings.is_empty());
    let lines = findings.iter().map(|finding| format!("{finding}\n"));
    outcome.output.extend(lines);
}

fn dictionary(shop: &Workshop) -> Result<Dictionary, String> {
    let folder = setup::node_folder(shop).join(DICTIONARY);
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}\n", path.display()))
    };
    Dictionary::new(&read("index.aff")?, &read("index.dic")?)
        .map_err(|error| format!("{}: {error}\n", folder.display()))
}

/// Whether readers read it.
fn is_read(path: &str) -> bool {
    PAPERS.contains(&path) || (path.starts_with(FOLDER) && path.ends_with(".md"))
}

/// A dictionary, what is added to it, and what was found so far.
struct Check<'a> {
    dictionary: &'a Dictionary,
    list: List,
    /// What is wrong with the list's form.
    untidy: Vec<Finding>,
    /// Words read.
    read: usize,
    /// What the dictionary suggests for what it doesn't know; to ask takes a while.
    suggested: BTreeMap<String, Option<String>>,
}

impl<'a> Check<'a> {
    fn new(dictionary: &'a Dictionary, files: &[File]) -> Self {
        let listed = files.iter().find(|file| file.path == LIST);
        let missing = || (List::default(), vec![Finding::new(LIST, 0, "is missing")]);
        let (list, untidy) = listed.map_or_else(missing, List::read);
        Self {
            dictionary,
            list,
            untidy,
            read: 0,
            suggested: BTreeMap::new(),
        }
    }

    /// The unknown words of a text, in order.
    fn file(&mut self, file: &File) -> Vec<Finding> {
        let mut pieces = markdown::prose(&file.text);
        pieces.extend(strings::seen(&file.text));
        pieces.sort_by_key(|(line, _)| *line);
        let mut findings = Vec::new();
        for (line, text) in &pieces {
            for word in words::words(text) {
                self.read += 1;
                for part in self.unknown(word) {
                    findings.push(self.finding(&file.path, *line, &part));
                }
            }
        }
        findings
    }

    /// What is wrong with the list, once all texts were read.
    fn list(&mut self) -> Vec<Finding> {
        let mut findings = std::mem::take(&mut self.untidy);
        findings.extend(self.list.needless(|word| self.dictionary.check(word)));
        findings.sort();
        findings
    }

    /// The parts of a word between hyphens that neither dictionary nor list has; none where one of them has it as a whole.
    fn unknown(&mut self, word: &str) -> Vec<String> {
        let word = word.replace('’', "'");
        if self.knows(&word) {
            return Vec::new();
        }
        let parts = word.split('-').filter(|part| !self.knows(part));
        parts.map(str::to_owned).collect()
    }

    /// As it is, or without the `'s` of a possessor.
    fn knows(&mut self, word: &str) -> bool {
        let owner = word.strip_suffix("'s").or(word.strip_suffix('\''));
        words::is_no_word(word)
            || self.dictionary.check(word)
            || self.list.has(word)
            || owner.is_some_and(|owner| self.knows(owner))
    }

    fn finding(&mut self, path: &str, line: usize, word: &str) -> Finding {
        let suggest = || {
            let mut found = Vec::new();
            // Only what a slip of the hand explains, no words that merely look alike.
            let suggester = self.dictionary.suggester().with_ngram_suggestions(false);
            suggester.suggest(word, &mut found);
            found.into_iter().next()
        };
        let suggestion = self
            .suggested
            .entry(word.to_owned())
            .or_insert_with(suggest);
        let ask = suggestion
            .as_ref()
            .map(|suggestion| format!("; did you mean \"{suggestion}\"?"));
        let ask = ask.unwrap_or_else(|| ".".to_owned());
        let what =
            format!("\"{word}\" is not in the dictionary{ask} If it is right, add it to {LIST}");
        Finding::new(path, line, what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "9\na\nword\nis\nhere\nload\nand\nlimit/S\nread\nre\n";
    const ENDINGS: &str = "SET UTF-8\nTRY abcdefghijklmnopqrstuvwxyz\nSFX S Y 1\nSFX S 0 s .\n";

    /// What is said of a text and of the list, line by line.
    fn said(text: &str, list: &str) -> Vec<String> {
        let dictionary = Dictionary::new(ENDINGS, WORDS).expect("a small dictionary");
        let file = |path: &str, text: &str| File {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        let files = [file("book/src/01-one.md", text), file(LIST, list)];
        let mut check = Check::new(&dictionary, &files);
        let mut findings = check.file(&files[0]);
        findings.extend(check.list());
        findings.iter().map(Finding::to_string).collect()
    }

    #[test]
    fn a_wrong_word_is_found_with_its_line_and_the_right_one() {
        let expected = "book/src/01-one.md:3: \"wrod\" is not in the dictionary; did you mean \"word\"? \
            If it is right, add it to book/words.txt";
        assert_eq!(said("# A word\n\nHere is a wrod.\n", "# why\n"), [expected]);
    }

    #[test]
    fn headings_tables_alt_texts_and_titles_are_read() {
        for text in [
            "# A wrod\n",
            "| word | wrod |\n",
            "![a wrod](word.png)\n",
            "[wrod](word.md)\n",
            "```rust,cell\nchart(\"Word\").x(\"wrod\")\n```\n",
            "```rust,cell\nfigure.caption(\"A wrod is here.\")\n```\n",
        ] {
            let found = said(text, "# why\n");
            assert!(
                found.len() == 1 && found[0].contains("did you mean \"word\"?"),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn code_targets_values_and_names_are_not_looked_at() {
        let text = "Here is `wrod`, {=wrod}, [a word](wrod.md), p99 <a id=\"wrod\"></a> and wrod_a.\n\n\
            ```rust,cell,id=wrod\nlet wrod = value(\"wrod\", 1); // wrod\n```\n\n```text\nwrod\n```\n\n<!-- wrod -->\n";
        assert_eq!(said(text, "# why\n"), [] as [&str; 0]);
    }

    #[test]
    fn endings_possessors_hyphens_and_listed_words_are_known() {
        let text = "Limits re-read a word's load: Zipf’s limit and the words' limit.\n";
        let list = "# why\nthe\nwords\nZipf\n";
        assert_eq!(said(text, list), [] as [&str; 0]);
        let found = said("A re-raed word.\n", "# why\n");
        assert!(
            found.len() == 1 && found[0].contains("\"raed\""),
            "{found:?}"
        );
    }

    #[test]
    fn lines_of_the_list_that_serve_nothing_are_found() {
        let found = said("Evcxr is here.\n", "# why\nevcxr\nlimits\nLRU\n");
        let expected = [
            "book/words.txt:3: the dictionary has \"limits\": remove the line",
            "book/words.txt:4: nothing says \"LRU\" any more: remove the line",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn chapters_and_papers_are_read() {
        assert!(is_read("book/src/glossary.md") && is_read("README.md"));
        assert!(!is_read("crates/kernel/README.md") && !is_read("book/numbers.txt"));
    }
}
