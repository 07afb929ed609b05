//! Markdown as the checks read it: which lines are code, and what is left for a reader of the others.

/// A line that is no fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// 1-based.
    pub(crate) number: usize,
    pub(crate) text: &'a str,
    /// The info string of the code block that it stands in, such as `rust,cell,id=knee`; none in prose.
    pub(crate) code: Option<&'a str>,
}

/// All lines but the fences.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut open: Option<(&str, &str)> = None;
    for (at, text) in text.lines().enumerate() {
        match (open, fence(text)) {
            (None, Some(fence)) => open = Some(fence),
            (Some((opening, _)), Some((marks, ""))) if marks.starts_with(opening) => open = None,
            _ => out.push(Line {
                number: at + 1,
                text,
                code: open.map(|(_, info)| info),
            }),
        }
    }
    out
}

/// The marks of a fence, three or more of one kind, and its info string.
fn fence(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let mark = line.chars().next().filter(|c| ['`', '~'].contains(c))?;
    let (marks, info) = line.split_at(line.len() - line.trim_start_matches(mark).len());
    (marks.len() >= 3 && !info.contains('`')).then_some((marks, info.trim()))
}

/// The lines outside code, without inline code, values, tags and the targets of links; each with its number. What begins on
/// one line may end on a later one of its paragraph.
pub(crate) fn prose(text: &str) -> Vec<(usize, String)> {
    let mut lines = lines(text);
    lines.retain(|line| line.code.is_none());
    let blank = |line: &Line| line.text.trim().is_empty();
    let paragraphs = lines.chunk_by(|a, b| b.number == a.number + 1 && !blank(a) && !blank(b));
    let mut out = Vec::new();
    for paragraph in paragraphs {
        let texts: Vec<&str> = paragraph.iter().map(|line| line.text).collect();
        let plain = plain(&texts.join("\n"));
        let plain = plain.split('\n').map(str::to_owned);
        out.extend(paragraph.iter().map(|line| line.number).zip(plain));
    }
    out
}

/// A paragraph without what is not prose in it.
fn plain(text: &str) -> String {
    let any = |_: &str| true;
    let text = without(text, "`", "`", any);
    let text = without(&text, "{=", "}", any);
    let text = without(&text, "](", ")", any);
    without(&text, "<", ">", |inside| {
        inside.starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c))
    })
}

/// A text without what stands between two marks and is `meant`, the marks included. Line ends stay.
pub(crate) fn without(text: &str, begin: &str, end: &str, meant: fn(&str) -> bool) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(begin) {
        let Some((inside, further)) = after.split_once(end) else {
            break;
        };
        out.push_str(before);
        if meant(inside) {
            out.push(' ');
            out.extend(inside.chars().filter(|c| *c == '\n'));
            rest = further;
        } else {
            out.push_str(begin);
            rest = after;
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(usize, String)> {
        let lines = prose(text).into_iter();
        let joined = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        lines
            .map(|(line, text)| (line, joined(text)))
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }

    #[test]
    fn a_fence_ends_with_its_own_marks() {
        let text = "a\n````text\n```rust\n````\nb\n~~~\n```\n~~~\nc\n";
        let code: Vec<_> = lines(text)
            .into_iter()
            .map(|line| (line.number, line.code))
            .collect();
        let expected = [
            (1, None),
            (3, Some("text")),
            (5, None),
            (7, Some("")),
            (9, None),
        ];
        assert_eq!(code, expected);
    }

    #[test]
    fn what_is_not_prose_goes_and_lines_keep_their_numbers() {
        let text =
            "<!-- mark -->\nA `b c\nd` e [f](g.md) ![h](i.png)\n\n{=knee} where 3 < 4 and 5 > 4\n";
        let expected = [
            (2, "A".to_owned()),
            (3, "e [f ![h".to_owned()),
            (5, "where 3 < 4 and 5 > 4".to_owned()),
        ];
        assert_eq!(words(text), expected);
    }
}
