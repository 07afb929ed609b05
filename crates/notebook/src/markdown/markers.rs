//! What can begin a block: headings, fences, breaks, list items. Each function sees a line's rest without its indentation.

/// The level of an ATX heading and its text.
pub(super) fn heading(rest: &str) -> Option<&str> {
    let level = rest.bytes().take_while(|&byte| byte == b'#').count();
    let text = &rest[level..];
    let spaced = text.is_empty() || text.starts_with([' ', '\t', '\r']);
    ((1..=6).contains(&level) && spaced).then(|| without_closing(text.trim()))
}

/// `Title ##` without the closing sequence.
fn without_closing(text: &str) -> &str {
    let bare = text.trim_end_matches('#');
    if bare.is_empty() || bare.ends_with([' ', '\t']) {
        bare.trim_end()
    } else {
        text
    }
}

/// The marker, length and info string of an opening fence.
pub(super) fn fence(rest: &str) -> Option<(u8, usize, &str)> {
    let marker = *rest
        .as_bytes()
        .first()
        .filter(|&&byte| byte == b'`' || byte == b'~')?;
    let length = run(rest, marker);
    let info = rest[length..].trim();
    let plain = marker == b'~' || !info.contains('`');
    (length >= 3 && plain).then_some((marker, length, info))
}

/// Whether this closes a fence of that marker and length.
pub(super) fn closes(rest: &str, marker: u8, length: usize) -> bool {
    let found = run(rest, marker);
    found >= length && rest[found..].trim_matches([' ', '\t', '\r']).is_empty()
}

fn run(rest: &str, marker: u8) -> usize {
    rest.bytes().take_while(|&byte| byte == marker).count()
}

/// `***`, `- - -`, `___`.
pub(super) fn is_break(rest: &str) -> bool {
    let mut marks = rest
        .bytes()
        .filter(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    let Some(mark @ (b'*' | b'-' | b'_')) = marks.next() else {
        return false;
    };
    let mut count = 1;
    for other in marks {
        if other != mark {
            return false;
        }
        count += 1;
    }
    count >= 3
}

/// `===` or `---` under a paragraph.
pub(super) fn is_underline(rest: &str) -> bool {
    let bare = rest.trim_end_matches([' ', '\t', '\r']);
    !bare.is_empty()
        && (bare.bytes().all(|byte| byte == b'=') || bare.bytes().all(|byte| byte == b'-'))
}

/// The width of a list marker, and whether it may interrupt a paragraph by its number.
pub(super) fn list_item(rest: &str) -> Option<(usize, bool)> {
    let (width, interrupts) = match rest.as_bytes().first()? {
        b'-' | b'+' | b'*' => (1, true),
        b'0'..=b'9' => ordered(rest)?,
        _ => return None,
    };
    let after = &rest[width..];
    (after.is_empty() || after.starts_with([' ', '\t', '\r'])).then_some((width, interrupts))
}

fn ordered(rest: &str) -> Option<(usize, bool)> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let delimited = matches!(rest.as_bytes().get(digits), Some(b'.' | b')'));
    (digits <= 9 && delimited).then(|| (digits + 1, rest[..digits].parse() == Ok(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_end_before_their_closing_sequence() {
        let rows = [
            ("# One", Some("One")),
            ("## Two ##", Some("Two")),
            ("# C#", Some("C#")),
            ("#hash", None),
            ("#", Some("")),
            ("####### x", None),
        ];
        for (line, text) in rows {
            assert_eq!(heading(line), text, "{line}");
        }
    }

    #[test]
    fn a_fence_of_backticks_has_none_in_its_info_string() {
        assert_eq!(fence("```rust,cell"), Some((b'`', 3, "rust,cell")));
        assert_eq!(fence("~~~~ a`b"), Some((b'~', 4, "a`b")));
        assert_eq!(fence("``` a`b"), None);
        assert_eq!(fence("``"), None);
        assert!(closes("````  ", b'`', 3) && !closes("``` x", b'`', 3) && !closes("``", b'`', 3));
    }

    #[test]
    fn breaks_and_items_are_told_apart() {
        assert!(is_break("* * *") && is_break("-----") && !is_break("--") && !is_break("-*-"));
        assert_eq!(list_item("- a"), Some((1, true)));
        assert_eq!(list_item("12) a"), Some((3, false)));
        assert_eq!(list_item("1."), Some((2, true)));
        assert_eq!(list_item("1234567890. a"), None);
        assert_eq!(list_item("-a"), None);
    }
}
