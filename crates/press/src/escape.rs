//! Text made safe for the two places it goes to: HTML, and Markdown that becomes HTML.

/// Text as HTML: for element content and for attribute values in double quotes.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Control characters have no place in HTML; tab and line end do.
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
    out
}

/// Text as Markdown that shows exactly that text: every ASCII punctuation mark as a character reference, so that neither
/// Markdown nor HTML finds a meaning in it, and on one line.
pub(crate) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            // A point or a comma between digits stays readable in the source of the page.
            '.' | ',' => out.push(c),
            c if c.is_ascii_punctuation() => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Text without the escape sequences that colour a terminal.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' && chars.peek() == Some(&'[') {
            chars.next();
            // A control sequence ends at its first byte from `@` to `~`.
            while chars.next().is_some_and(|c| !('@'..='~').contains(&c)) {}
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_has_no_markup_left() {
        assert_eq!(html("<b a='1'>&\u{0}"), "&lt;b a=&#39;1&#39;&gt;&amp;");
    }

    #[test]
    fn markdown_means_nothing_but_itself() {
        assert_eq!(markdown("*a*\n<b>"), "&#42;a&#42; &#60;b&#62;");
        assert_eq!(markdown("3.1 k"), "3.1 k");
    }

    #[test]
    fn colours_of_a_terminal_are_dropped() {
        assert_eq!(plain("\u{1b}[1;31merror\u{1b}[0m: no"), "error: no");
        assert_eq!(plain("a\u{1b}["), "a");
    }
}
