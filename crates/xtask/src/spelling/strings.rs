//! What a reader sees of the code in a cell: titles, captions, and whatever other string is a phrase rather than a name.

use crate::markdown::{self, Line};

/// Calls whose string is for readers even if it is one word.
const TITLES: [&str; 6] = ["chart(", ".caption(", ".x(", ".y(", ".curve(", ".line("];

/// The strings of a chapter's cells that readers see, without what `format!` fills in; each with its line.
pub(super) fn seen(text: &str) -> Vec<(usize, String)> {
    let mut lines = markdown::lines(text);
    lines.retain(|line| line.code.is_some_and(|info| info.starts_with("rust,cell")));
    let cells = lines.chunk_by(|a, b| b.number == a.number + 1);
    cells.flat_map(of_cell).collect()
}

fn of_cell(lines: &[Line]) -> Vec<(usize, String)> {
    let texts: Vec<&str> = lines.iter().map(|line| line.text).collect();
    let code = texts.join("\n");
    let first = lines.first().map_or(0, |line| line.number);
    let mut out = Vec::new();
    for (at, string) in strings(&code) {
        let before = code[..at].trim_end();
        if !string.contains(' ') && !TITLES.iter().any(|call| before.ends_with(call)) {
            continue;
        }
        let line = first + before_line(&code, at);
        let shown = string.replace("\\n", " ").replace("\\\"", "\"");
        let shown = markdown::without(&shown, "{", "}", |_| true);
        let shown = shown.split('\n').map(str::to_owned);
        out.extend(
            shown
                .enumerate()
                .map(|(further, text)| (line + further, text)),
        );
    }
    out
}

/// How many lines end before a place.
fn before_line(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count()
}

/// String literals: where they open, and what stands in them. Comments and characters are passed over.
fn strings(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = code.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &code[at..];
        at += if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("'\"'") {
            3
        } else if next == '"' {
            let length = length(&rest[1..]);
            found.push((at, &rest[1..=length]));
            length + 2
        } else {
            next.len_utf8()
        };
    }
    found
}

/// How far it is to the quote that closes a string.
fn length(rest: &str) -> usize {
    let mut escaped = false;
    let closes = rest.char_indices().find(|(_, c)| {
        let closes = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        closes
    });
    closes.map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_phrases_are_seen_names_and_code_are_not() {
        let text = "Prose \"not here\".\n\n```rust,cell,id=a\nvalue(\"peak\", x); // \"no string\"\nchart(\"One\")\n    \
            .x(\"{n} servers\").mark('\"', \"\\\"now\\\" here\")\n```\n\n```rust\nf(\"other code\")\n```\n";
        let seen: Vec<(usize, String)> = seen(text);
        let expected = [
            (5, "One".to_owned()),
            (6, "  servers".to_owned()),
            (6, "\"now\" here".to_owned()),
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_string_may_go_on_in_the_next_line_or_never_end() {
        let text = "```rust,cell\nf(\"one \\\n   two\", \"three four\n```\n";
        let lines: Vec<usize> = seen(text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [2, 3, 3]);
    }
}
