//! Rules for `data/*.csv`: a figure without a date and a source is a rumour.

use super::{File, Finding};

/// Words of which each header must have one: what a reader needs before believing a number. A column may carry it.
const HEADER_MUST_SAY: [(&str, &[&str]); 4] = [
    ("its source", &["source"]),
    ("its licence", &["licence", "license"]),
    ("its date", &["date", "as_of", "as of"]),
    ("its units", &["unit", "usd", "ms", "seconds"]),
];

/// Each data file starts with comment lines that, with the names of the columns, cover source, licence, date and units.
pub(super) fn provenance(files: &[File]) -> Vec<Finding> {
    let data = files
        .iter()
        .filter(|file| file.path.starts_with("data/") && file.has_extension("csv"));
    data.flat_map(lacking).collect()
}

fn lacking(file: &File) -> Vec<Finding> {
    let comments = file
        .text
        .lines()
        .take_while(|line| line.starts_with('#'))
        .count();
    let header = file
        .text
        .lines()
        .take(comments + 1)
        .collect::<Vec<_>>()
        .join("\n")
        .to_lowercase();
    if comments == 0 {
        return vec![Finding::new(
            &file.path,
            1,
            "has no header of `#` lines that says where it comes from",
        )];
    }
    let silent = |words: &[&str]| !words.iter().any(|word| header.contains(word));
    let lacking = HEADER_MUST_SAY.iter().filter(|(_, words)| silent(words));
    lacking
        .map(|(what, _)| Finding::new(&file.path, 1, format!("its header does not say {what}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_must_say_all() {
        let file = |text: &str| File {
            path: "data/a.csv".to_owned(),
            text: text.to_owned(),
        };
        assert_eq!(lacking(&file("a,b\n")).len(), 1);
        assert_eq!(
            lacking(&file(
                "# Prices in USD, as of 2026-01\n# Source: a list\na,b\n"
            ))
            .len(),
            1
        );
        assert!(
            lacking(&file(
                "# Prices in USD, as of 2026-01\n# Licence: CC0\na,b,source\n"
            ))
            .is_empty()
        );
    }
}
