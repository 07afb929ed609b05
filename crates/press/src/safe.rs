//! Whether markup that a cell made may stand in a page.
//!
//! A notebook may come from anywhere: by mail, in a pull request. Its HTML goes into a page that runs on the reader's
//! machine, so only markup that can do nothing is let through: tags and attributes from a list, well formed, every tag
//! closed. What is not is refused whole and the reader sees the output's text instead; markup is never repaired, for two
//! parsers that repair differently are how hostile markup gets through.
//!
//! Refused are, among others: scripts, styles, frames and forms; `on...` attributes; addresses of other hosts except in
//! links; `url(...)` except to a part of the same drawing; comments and entities outside the common ones.
//!
//! ```
//! assert!(press::safe::check(r#"<figure><svg viewBox="0 0 9 9"><title>a &amp; b</title></svg></figure>"#).is_ok());
//! assert!(press::safe::check("<p>one<p>two").is_err());
//! assert!(press::safe::check("<img src=x onerror=alert(1)>").is_err());
//! ```

use std::fmt;

/// Why markup is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// None of these has content that HTML reads by other rules, so that a well-formed text means the same to every parser.
/// (`title` has outside an SVG, but only text may stand in it here.)
const TAGS: &str = " a abbr b br caption circle clippath code col colgroup dd defs desc details div dl dt ellipse em \
    figcaption figure g h3 h4 h5 h6 hr i li line lineargradient marker mask ol p path pattern polygon polyline pre rect \
    s section small span stop strong sub summary sup svg table tbody td text tfoot th thead title tr tspan ul var ";

const ATTRIBUTES: &str = " align class colspan cx cy d dominant-baseline dx dy fill fill-opacity fill-rule focusable \
    font-family font-size font-style font-weight gradienttransform gradientunits height href id letter-spacing lang \
    marker-end marker-mid marker-start markerheight markerunits markerwidth offset opacity orient paint-order \
    patterntransform patternunits points preserveaspectratio r refx refy role rowspan rx ry scope shape-rendering span \
    stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit \
    stroke-opacity stroke-width style tabindex text-anchor text-rendering textlength title transform vector-effect \
    version viewbox visibility width x x1 x2 xml:space xmlns y y1 y2 ";

const VOID: &[&str] = &["br", "col", "hr"];

/// Whether the markup may stand in a page as it is.
///
/// # Errors
/// What was met first that may not.
pub fn check(markup: &str) -> Result<(), Refusal> {
    let mut scanner = Scanner { rest: markup };
    let mut open: Vec<String> = Vec::new();
    while let Some(piece) = scanner.next()? {
        match piece {
            Piece::Text(text) => check_text(text)?,
            Piece::Close(name) => match open.pop() {
                Some(last) if last == name => {}
                Some(last) => return refuse(format!("</{name}> where </{last}> was expected")),
                None => return refuse(format!("</{name}> closes nothing")),
            },
            Piece::Open { name, closed } => {
                if open.last().is_some_and(|last| last == "title") {
                    return refuse(format!("<{name}> inside <title>"));
                }
                if !closed && !VOID.contains(&name.as_str()) {
                    open.push(name);
                }
            }
        }
    }
    match open.pop() {
        None => Ok(()),
        Some(name) => refuse(format!("<{name}> is never closed")),
    }
}

fn refuse<T>(why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(why.into()))
}

enum Piece<'a> {
    Text(&'a str),
    Open { name: String, closed: bool },
    Close(String),
}

struct Scanner<'a> {
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    fn next(&mut self) -> Result<Option<Piece<'a>>, Refusal> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        if !self.rest.starts_with('<') {
            let end = self.rest.find('<').unwrap_or(self.rest.len());
            return Ok(Some(Piece::Text(self.take(end))));
        }
        self.take(1);
        if self.rest.starts_with('/') {
            self.take(1);
            let name = self.tag_name()?;
            self.spaces();
            self.expect('>')?;
            return Ok(Some(Piece::Close(name)));
        }
        let name = self.tag_name()?;
        let closed = self.attributes(&name)?;
        Ok(Some(Piece::Open { name, closed }))
    }

    /// Reads attributes up to and including the end of the tag; whether it ends in `/>`.
    fn attributes(&mut self, tag: &str) -> Result<bool, Refusal> {
        loop {
            let spaced = self.spaces();
            if self.rest.starts_with("/>") {
                self.take(2);
                return closes_itself(tag);
            }
            if self.rest.starts_with('>') {
                self.take(1);
                return Ok(false);
            }
            if !spaced {
                return refuse(format!("<{tag}> is not well formed"));
            }
            self.attribute(tag)?;
        }
    }

    fn attribute(&mut self, tag: &str) -> Result<(), Refusal> {
        let name = self.word().to_ascii_lowercase();
        if !allowed(ATTRIBUTES, &name) && !name.starts_with("aria-") && !name.starts_with("data-") {
            return refuse(format!("<{tag}> has the attribute `{name}`"));
        }
        if !self.rest.starts_with('=') {
            return Ok(());
        }
        self.take(1);
        let quote = match self.rest.chars().next() {
            Some(quote @ ('"' | '\'')) => quote,
            _ => return refuse(format!("the value of `{name}` is not in quotes")),
        };
        self.take(1);
        let Some(end) = self.rest.find(quote) else {
            return refuse(format!("the value of `{name}` does not end"));
        };
        let value = self.take(end);
        self.take(1);
        check_value(tag, &name, value)
    }

    fn tag_name(&mut self) -> Result<String, Refusal> {
        let name = self.word().to_ascii_lowercase();
        if name.is_empty() {
            return refuse("a `<` that begins no tag, or a comment");
        }
        if !allowed(TAGS, &name) {
            return refuse(format!(
                "<{name}> is not among the tags that outputs may use"
            ));
        }
        Ok(name)
    }

    fn word(&mut self) -> &'a str {
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
        let end = self.rest.find(|c| !part(c)).unwrap_or(self.rest.len());
        self.take(end)
    }

    fn spaces(&mut self) -> bool {
        let trimmed = self.rest.trim_start_matches([' ', '\n', '\t', '\r']);
        let spaced = trimmed.len() < self.rest.len();
        self.rest = trimmed;
        spaced
    }

    fn expect(&mut self, c: char) -> Result<(), Refusal> {
        if !self.rest.starts_with(c) {
            return refuse(format!("`{c}` is missing at the end of a tag"));
        }
        self.take(c.len_utf8());
        Ok(())
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }
}

fn allowed(list: &str, name: &str) -> bool {
    !name.is_empty() && list.split_ascii_whitespace().any(|known| known == name)
}

/// `<g/>` closes itself in SVG only; to HTML `<div/>` is an opening tag.
fn closes_itself(tag: &str) -> Result<bool, Refusal> {
    let html = " a abbr b caption code colgroup dd details div dl dt em figcaption figure h3 h4 h5 h6 i li ol p pre s \
        section small span strong sub summary sup table tbody td tfoot th thead title tr ul var ";
    if allowed(html, tag) {
        return refuse(format!("<{tag}/> does not close itself in HTML"));
    }
    Ok(true)
}

/// Text may hold `&` only as a character reference, so that it reads the same everywhere.
fn check_text(text: &str) -> Result<(), Refusal> {
    if text.contains('\0') {
        return refuse("a zero byte");
    }
    for part in text.split('&').skip(1) {
        let name = part.split(';').next().unwrap_or_default();
        let ended = part.len() > name.len();
        let known = matches!(
            name,
            "amp" | "lt" | "gt" | "quot" | "apos" | "nbsp" | "thinsp" | "times" | "ndash"
        );
        if !ended || !(known || is_number(name)) {
            return refuse("a `&` that begins no common character reference");
        }
    }
    Ok(())
}

fn is_number(name: &str) -> bool {
    let Some(digits) = name.strip_prefix('#') else {
        return false;
    };
    match digits.strip_prefix(['x', 'X']) {
        Some(hex) => {
            !hex.is_empty() && hex.len() <= 6 && hex.bytes().all(|b| b.is_ascii_hexdigit())
        }
        None => {
            !digits.is_empty() && digits.len() <= 7 && digits.bytes().all(|b| b.is_ascii_digit())
        }
    }
}

fn check_value(tag: &str, name: &str, value: &str) -> Result<(), Refusal> {
    check_text(value)?;
    match name {
        "href" => check_address(tag, value),
        "class" | "id" | "role" | "title" => Ok(()),
        _ if name.starts_with("aria-") || name.starts_with("data-") => Ok(()),
        "xmlns" if value == "http://www.w3.org/2000/svg" => Ok(()),
        _ => check_style(name, value),
    }
}

/// Links lead to https or within the site; anything else in `href` could run or load something.
fn check_address(tag: &str, value: &str) -> Result<(), Refusal> {
    let relative = value.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#' || c == '.');
    let inside = relative && !value.contains([':', '\\', '&']);
    let outside = value.starts_with("https://");
    if tag == "a" && (inside || outside) {
        return Ok(());
    }
    refuse(format!("the address `{value}` in <{tag}>"))
}

/// Presentation attributes and `style`: nothing that loads, escapes, or takes the element out of its place.
fn check_style(name: &str, value: &str) -> Result<(), Refusal> {
    // A character reference could spell any of the words below.
    let lower = value.to_ascii_lowercase();
    let outside = lower.replace("url(#", "").contains("url(");
    let words = [
        "expression",
        "javascript",
        "@",
        "\\",
        "position",
        "image",
        "&",
        "/*",
    ];
    match words.iter().find(|word| lower.contains(**word)) {
        Some(word) => refuse(format!("`{word}` in `{name}`")),
        None if outside => refuse(format!("`url(` in `{name}`")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lab_draws_is_let_through() {
        for figures in [
            include_str!("../../lab/tests/integration/golden/chart.html"),
            include_str!("../../lab/tests/integration/golden/diagrams.html"),
            include_str!("../../lab/tests/integration/golden/watch.html"),
        ] {
            assert_eq!(check(figures), Ok(()));
        }
    }

    #[test]
    fn figures_and_tables_pass() {
        for markup in [
            "",
            "plain &amp; text &#160; &#xa0;",
            r#"<figure class="zm-figure"><svg viewBox="0 0 360 280" role="img" xmlns="http://www.w3.org/2000/svg"><title>Load</title><desc>a</desc><g fill="var(--zm-web, #0072b2)"><path d="M0 0L1 1"/><text x="1" y="2" text-anchor="end">310&#8201;k</text></g></svg><figcaption>one</figcaption></figure>"#,
            r#"<table class="zm-table"><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td style="text-align: right">1</td></tr></tbody></table>"#,
            "<p>a<br>b</p>",
            r##"<svg><defs><lineargradient id="g"><stop offset="0"/></lineargradient></defs><rect fill="url(#g)"/></svg>"##,
            r#"<a href="https://example.org/a">x</a><a href="02-apart.html#knee">y</a>"#,
        ] {
            assert_eq!(check(markup), Ok(()), "{markup}");
        }
    }

    #[test]
    fn hostile_markup_is_refused() {
        for markup in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            r#"<svg onload="alert(1)"></svg>"#,
            r#"<svg/onload="alert(1)"></svg>"#,
            r#"<a href="javascript:alert(1)">x</a>"#,
            r#"<a href="&#106;avascript:alert(1)">x</a>"#,
            r#"<a href="//evil.example/">x</a>"#,
            "<style>*{}</style>",
            "<iframe></iframe>",
            "<svg><foreignObject></foreignObject></svg>",
            "<svg><title><p></p></title></svg>",
            "<!-- --><p></p>",
            "</main><p></p>",
            "<p>",
            "<b><i></b></i>",
            "<div/>",
            r#"<div style="position:fixed">x</div>"#,
            r#"<div style="background:url(https://evil.example/a.png)">x</div>"#,
            r#"<div style="background:u\72l(//a)">x</div>"#,
            r#"<p class="a"onclick="b"></p>"#,
            "<p class=a></p>",
            "<p title=\"a></p>",
            "a < b",
            "a & b",
            "<use href=\"#x\"/>",
            "<form></form>",
            "<svg><animate/></svg>",
            "<",
            "</",
            "<p",
            "<p ",
            "<p class",
            "<p class=",
        ] {
            assert!(check(markup).is_err(), "{markup}");
        }
    }
}
