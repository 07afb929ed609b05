//! Code between fences: with the fences it had, or new ones.

use crate::attributes::{self, Attributes};
use crate::chapter::Cell;
use crate::markdown;

/// A new cell, with LF as line end and none at its end.
pub(super) fn new_fence(source: &str, id: Option<&String>, native: bool, hidden: bool) -> String {
    let fence = "`".repeat(long_enough(source, b'`', 3));
    let info = attributes::info(&Attributes {
        id: id.cloned(),
        native,
        hidden,
    });
    let line_end = if source.is_empty() { "" } else { "\n" };
    format!("{fence}{info}\n{source}{line_end}{fence}")
}

/// The cell with other code: its fences and info string as they were, longer fences if the code needs them; indented as it
/// was, or flush with the margin.
pub(super) fn refenced(cell: &Cell, source: &str, indented: bool) -> String {
    let scan = markdown::scan(&cell.raw);
    let lines: Vec<&str> = scan
        .lines
        .iter()
        .map(|line| &cell.raw[line.start..line.end])
        .collect();
    let (Some(fence), [open, .., close]) = (scan.fences.first(), &lines[..]) else {
        return new_fence(
            source,
            cell.named.then_some(&cell.id),
            cell.native,
            cell.hidden,
        );
    };
    let marker = char::from(fence.marker);
    let longer = marker
        .to_string()
        .repeat(long_enough(source, fence.marker, fence.length) - fence.length);
    let longer = |line: &str| line.replacen(marker, &format!("{longer}{marker}"), 1);
    let indent = " ".repeat(if indented { fence.indent } else { 0 });
    let longer = |line: &str| {
        if indented {
            longer(line)
        } else {
            longer(line.trim_start())
        }
    };
    let code = source.split('\n').filter(|_| !source.is_empty());
    let code = code.map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!("{indent}{line}")
        }
    });
    let all: Vec<String> = std::iter::once(longer(open))
        .chain(code)
        .chain([longer(close)])
        .collect();
    all.join("\n")
}

/// A length that no line of the code closes.
fn long_enough(source: &str, marker: u8, at_least: usize) -> usize {
    let runs = source.lines().map(|line| {
        line.trim_start()
            .bytes()
            .take_while(|&byte| byte == marker)
            .count()
    });
    runs.map(|run| run + 1).fold(at_least, |longest, run| {
        if run > at_least {
            longest.max(run)
        } else {
            longest
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Chapter;

    #[test]
    fn a_fence_outgrows_the_code() {
        assert_eq!(
            new_fence("x", None, false, true),
            "```rust,cell,hidden\nx\n```"
        );
        assert_eq!(
            new_fence("/*\n```\n*/", None, false, false),
            "````rust,cell\n/*\n```\n*/\n````"
        );
        assert_eq!(new_fence("", None, false, false), "```rust,cell\n```");
    }

    #[test]
    fn fences_keep_their_style() {
        let chapter = Chapter::parse("a.md", "  ~~~ rust,cell,native,id=a\n  1\n ~~~~\n").unwrap();
        let cell = chapter.cells().next().unwrap();
        assert_eq!(
            refenced(cell, "if x {\n\n  2\n}", true),
            "  ~~~ rust,cell,native,id=a\n  if x {\n\n    2\n  }\n ~~~~"
        );
        assert_eq!(
            refenced(cell, "~~~", true),
            "  ~~~~ rust,cell,native,id=a\n  ~~~\n ~~~~~"
        );
        assert_eq!(
            refenced(cell, "1", false),
            "~~~ rust,cell,native,id=a\n1\n~~~~"
        );
    }
}
