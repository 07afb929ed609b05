//! HTML blocks: the seven ways of CommonMark (section 4.6) in which one begins, and how each ends.

/// What ends an HTML block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// A line with one of the closing tags of `pre`, `script`, `style`, `textarea`.
    RawTag,
    /// A line that holds this text.
    Text(&'static str),
    /// A blank line.
    Blank,
}

/// Elements whose tags begin a block that lasts to the next blank line (way 6).
const BLOCK_TAGS: &[&str] = &[
    "address",
    "article",
    "aside",
    "base",
    "basefont",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
];

/// Elements that hold raw text (way 1).
const RAW_TAGS: &[&str] = &["pre", "script", "style", "textarea"];

/// How the HTML block ends that this line begins, if it begins one.
pub(super) fn begins(rest: &str, interrupts_paragraph: bool) -> Option<End> {
    let inner = rest.strip_prefix('<')?;
    if let Some(raw) = RAW_TAGS.iter().find_map(|tag| after_name(inner, tag))
        && (raw.is_empty() || raw.starts_with([' ', '\t', '>', '\r']))
    {
        return Some(End::RawTag);
    }
    let literal = [("!--", "-->"), ("?", "?>"), ("![CDATA[", "]]>")];
    if let Some((_, end)) = literal.iter().find(|(begin, _)| inner.starts_with(begin)) {
        return Some(End::Text(end));
    }
    if inner
        .strip_prefix('!')
        .is_some_and(|name| name.starts_with(|first: char| first.is_ascii_alphabetic()))
    {
        return Some(End::Text(">"));
    }
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let is_block = |tag: &&&str| {
        after_name(name, tag).is_some_and(|after| {
            after.is_empty() || after.starts_with([' ', '\t', '>', '\r']) || after.starts_with("/>")
        })
    };
    let whole_tag = || {
        !interrupts_paragraph && tag(rest).is_some_and(|length| rest[length..].trim().is_empty())
    };
    (BLOCK_TAGS.iter().find(is_block).is_some() || whole_tag()).then_some(End::Blank)
}

/// Whether this line ends the block (for [`End::Blank`] the caller looks at blank lines).
pub(super) fn ends(rest: &str, end: End) -> bool {
    match end {
        End::RawTag => {
            let lower = rest.to_ascii_lowercase();
            RAW_TAGS
                .iter()
                .any(|tag| lower.contains(&format!("</{tag}>")))
        }
        End::Text(text) => rest.contains(text),
        End::Blank => false,
    }
}

fn after_name<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (head, after) = text.split_at_checked(name.len())?;
    head.eq_ignore_ascii_case(name).then_some(after)
}

/// The length of the opening or closing tag at the start of `text`.
pub(crate) fn tag(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let closing = bytes.get(1) == Some(&b'/');
    let mut at = 1 + usize::from(closing);
    if bytes.first() != Some(&b'<') || !bytes.get(at)?.is_ascii_alphabetic() {
        return None;
    }
    at += bytes[at..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-')
        .count();
    while !closing && let Some(length) = attribute(&bytes[at..]) {
        at += length;
    }
    at += spaces(&bytes[at..]);
    at += usize::from(!closing && bytes.get(at) == Some(&b'/'));
    (bytes.get(at) == Some(&b'>')).then_some(at + 1)
}

/// The length of an attribute with the white space before it.
fn attribute(bytes: &[u8]) -> Option<usize> {
    let mut at = spaces(bytes);
    let first = bytes.get(at)?;
    if at == 0 || !(first.is_ascii_alphabetic() || matches!(first, b'_' | b':')) {
        return None;
    }
    at += bytes[at..]
        .iter()
        .take_while(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'.' | b'-')
        })
        .count();
    let equals = at + spaces(&bytes[at..]);
    if bytes.get(equals) != Some(&b'=') {
        return Some(at);
    }
    let value = equals + 1 + spaces(&bytes[equals + 1..]);
    match bytes.get(value)? {
        quote @ (b'"' | b'\'') => {
            Some(value + 2 + bytes[value + 1..].iter().position(|byte| byte == quote)?)
        }
        _ => {
            let length = bytes[value..]
                .iter()
                .take_while(|byte| !b" \t\r\n\"'=<>`".contains(byte))
                .count();
            (length > 0).then_some(value + length)
        }
    }
}

fn spaces(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_to_begin() {
        let rows = [
            ("<pre>", Some(End::RawTag)),
            ("<!-- note", Some(End::Text("-->"))),
            ("<!DOCTYPE html>", Some(End::Text(">"))),
            ("<div class", Some(End::Blank)),
            ("</TD>", Some(End::Blank)),
            ("<b>", Some(End::Blank)),
            ("<b>bold</b>", None),
            ("<https://example.org>", None),
            ("< b>", None),
        ];
        for (line, end) in rows {
            assert!(begins(line, false) == end, "{line}");
        }
        assert!(
            begins("<b>", true).is_none(),
            "a lone tag does not interrupt a paragraph"
        );
    }

    #[test]
    fn tags_have_their_length() {
        let rows = [
            ("<a>x", Some(3)),
            ("<a href=\"`>\" b>", Some(15)),
            ("</a >", Some(5)),
            ("<a b=c/>", Some(8)),
            ("<a", None),
            ("<1>", None),
        ];
        for (text, length) in rows {
            assert_eq!(tag(text), length, "{text}");
        }
    }
}
