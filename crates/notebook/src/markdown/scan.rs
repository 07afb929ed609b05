//! The scan itself: line by line, with the open containers (quotes, list items) and the open leaf.

use super::cursor::Cursor;
use super::{html, markers};

/// Containers deeper than this are read as text: no author goes there, and a hostile text must not cost quadratic time.
const DEEPEST: usize = 100;

/// What a line is, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing on it.
    Blank,
    /// Part of a paragraph or heading.
    Text,
    /// Part of an HTML block whose text is still prose.
    Html,
    /// Code, a comment, a fence, a rule: nothing in it is prose.
    Verbatim,
}

/// A line of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// First byte.
    pub(crate) start: usize,
    /// First byte of what the containers leave of it.
    pub(crate) content: usize,
    /// Byte after the last, without the line end.
    pub(crate) end: usize,
    /// What it is.
    pub(crate) kind: Kind,
    /// Goes on with a paragraph without the markers of its containers, as a table's row may not.
    pub(crate) lazy: bool,
    /// Lines of one paragraph have one number.
    pub(crate) leaf: usize,
}

/// A fenced block that stands in no container.
#[derive(Clone, Debug)]
pub(crate) struct Fence {
    /// Index of the opening line.
    pub(crate) open: usize,
    /// Index of the closing line.
    pub(crate) close: Option<usize>,
    /// Columns before the opening fence, 0 to 3.
    pub(crate) indent: usize,
    /// Backtick or tilde.
    pub(crate) marker: u8,
    /// How many of them.
    pub(crate) length: usize,
    /// The info string, trimmed.
    pub(crate) info: String,
}

/// A scanned text.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// Every line.
    pub(crate) lines: Vec<Line>,
    /// The fenced blocks in no container.
    pub(crate) fences: Vec<Fence>,
    /// The text of the first heading in no container.
    pub(crate) title: Option<String>,
}

#[derive(Clone, Copy)]
enum Container {
    Quote,
    /// Holds lines indented by at least `indent`; `bare` until it has content.
    Item {
        indent: usize,
        bare: bool,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaf {
    None,
    Paragraph,
    IndentedCode,
    Fence { marker: u8, length: usize },
    Html(html::End),
}

struct Scanner {
    containers: Vec<Container>,
    leaf: Leaf,
    number: usize,
    /// Whether the line being read is a lazy one.
    lazy: bool,
    /// The lines of the paragraph that a line of `===` would make the title.
    paragraph: String,
    scan: Scan,
}

/// A line of code in a fence that is indented by `columns`, without that indentation.
pub(crate) fn dedented(line: &str, columns: usize) -> String {
    let mut cursor = Cursor::new(line);
    cursor.skip_columns(columns);
    cursor.whole_rest()
}

/// Scans a text.
pub(crate) fn scan(text: &str) -> Scan {
    let mut scanner = Scanner {
        containers: Vec::new(),
        leaf: Leaf::None,
        number: 0,
        lazy: false,
        paragraph: String::new(),
        scan: Scan::default(),
    };
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let line = raw
            .strip_suffix('\n')
            .map_or(raw, |line| line.strip_suffix('\r').unwrap_or(line));
        // A byte order mark is no text; it counts as neither byte nor column of the first line.
        let mark = if start == 0 && line.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        let mut cursor = Cursor::new(&line[mark..]);
        let kind = scanner.line(&mut cursor);
        let content = start + mark + cursor.at();
        scanner.scan.lines.push(Line {
            start,
            content,
            end: start + line.len(),
            kind,
            lazy: scanner.lazy,
            leaf: scanner.number,
        });
        start += raw.len();
    }
    scanner.scan
}

impl Scanner {
    fn line(&mut self, cursor: &mut Cursor<'_>) -> Kind {
        let matched = self.match_containers(cursor);
        let inside = matched == self.containers.len();
        self.lazy = false;
        if inside && let Some(kind) = self.go_on(cursor) {
            return kind;
        }
        self.begin(cursor, matched)
    }

    /// Consumes the markers and indentation of the open containers; how many of them the line belongs to.
    fn match_containers(&mut self, cursor: &mut Cursor<'_>) -> usize {
        let blank = |cursor: &Cursor<'_>| cursor.is_blank();
        for (depth, container) in self.containers.iter_mut().enumerate() {
            match container {
                Container::Quote
                    if cursor.indent() <= 3 && cursor.trimmed().rest().starts_with('>') =>
                {
                    quote_mark(cursor);
                }
                Container::Quote => return depth,
                Container::Item { bare: true, .. } if blank(cursor) => return depth,
                Container::Item { .. } if blank(cursor) => {}
                Container::Item { indent, bare } if cursor.indent() >= *indent => {
                    *bare = false;
                    cursor.skip_columns(*indent);
                }
                Container::Item { .. } => return depth,
            }
        }
        self.containers.len()
    }

    /// A further line of an open fence or HTML block.
    fn go_on(&mut self, cursor: &Cursor<'_>) -> Option<Kind> {
        match self.leaf {
            Leaf::Fence { marker, length } => {
                if cursor.indent() <= 3 && markers::closes(cursor.trimmed().rest(), marker, length)
                {
                    self.close_fence();
                }
                Some(Kind::Verbatim)
            }
            Leaf::Html(html::End::Blank) if cursor.is_blank() => None,
            Leaf::Html(end) => {
                if html::ends(cursor.rest(), end) {
                    self.leaf = Leaf::None;
                }
                Some(html_kind(end))
            }
            _ => None,
        }
    }

    fn close_fence(&mut self) {
        self.leaf = Leaf::None;
        let line = self.scan.lines.len();
        if self.containers.is_empty()
            && let Some(fence) = self.scan.fences.last_mut()
        {
            fence.close = Some(line);
        }
    }

    /// A line that begins a block, or goes on with a paragraph.
    fn begin(&mut self, cursor: &mut Cursor<'_>, matched: usize) -> Kind {
        let inside = matched == self.containers.len();
        let mut depth = matched;
        // The paragraph that the line may go on with: true until a container or another leaf begins.
        let mut paragraph = self.leaf == Leaf::Paragraph;
        loop {
            let interrupts = paragraph && inside;
            if cursor.is_blank() {
                self.leave(depth);
                self.leaf = Leaf::None;
                return Kind::Blank;
            }
            if cursor.indent() >= 4 {
                return if paragraph {
                    self.text(cursor)
                } else {
                    self.indented_code(depth)
                };
            }
            let trimmed = cursor.trimmed();
            let rest = trimmed.rest();
            if interrupts && markers::is_underline(rest) {
                return self.underline();
            }
            if let Some(kind) = self.leaf_block(rest, cursor.indent(), depth, paragraph) {
                return kind;
            }
            let Some(container) = (depth < DEEPEST)
                .then(|| self.container(cursor, interrupts))
                .flatten()
            else {
                break;
            };
            self.leave(depth);
            self.leaf = Leaf::None;
            self.containers.push(container);
            depth += 1;
            paragraph = false;
        }
        if !paragraph {
            self.leave(depth);
        }
        self.lazy = paragraph && !inside;
        self.text(cursor)
    }

    /// Closes the containers that the line does not belong to, with what is open in them.
    fn leave(&mut self, depth: usize) {
        if depth < self.containers.len() {
            self.containers.truncate(depth);
            self.leaf = Leaf::None;
        }
    }

    fn text(&mut self, cursor: &Cursor<'_>) -> Kind {
        if self.leaf != Leaf::Paragraph {
            self.next_leaf(Leaf::Paragraph);
            self.paragraph.clear();
        }
        if self.scan.title.is_none() && self.containers.is_empty() {
            let space = if self.paragraph.is_empty() { "" } else { " " };
            self.paragraph.push_str(space);
            self.paragraph.push_str(cursor.rest().trim());
        }
        Kind::Text
    }

    fn next_leaf(&mut self, leaf: Leaf) {
        self.number += 1;
        self.leaf = leaf;
    }

    fn indented_code(&mut self, depth: usize) -> Kind {
        self.leave(depth);
        self.next_leaf(Leaf::IndentedCode);
        Kind::Verbatim
    }

    fn underline(&mut self) -> Kind {
        if self.containers.is_empty() && self.scan.title.is_none() {
            self.scan.title = Some(std::mem::take(&mut self.paragraph));
        }
        self.leaf = Leaf::None;
        Kind::Verbatim
    }

    /// A heading, a fence, an HTML block or a rule.
    fn leaf_block(
        &mut self,
        rest: &str,
        indent: usize,
        depth: usize,
        paragraph: bool,
    ) -> Option<Kind> {
        if let Some(title) = markers::heading(rest) {
            self.leave(depth);
            if depth == 0 {
                self.scan.title.get_or_insert_with(|| title.to_owned());
            }
            self.next_leaf(Leaf::None);
            return Some(Kind::Text);
        }
        if let Some((marker, length, info)) = markers::fence(rest) {
            self.leave(depth);
            self.next_leaf(Leaf::Fence { marker, length });
            if depth == 0 {
                let open = self.scan.lines.len();
                self.scan.fences.push(Fence {
                    open,
                    close: None,
                    indent,
                    marker,
                    length,
                    info: info.to_owned(),
                });
            }
            return Some(Kind::Verbatim);
        }
        if let Some(end) = html::begins(rest, paragraph) {
            self.leave(depth);
            self.next_leaf(if html::ends(rest, end) {
                Leaf::None
            } else {
                Leaf::Html(end)
            });
            return Some(html_kind(end));
        }
        markers::is_break(rest).then(|| {
            self.leave(depth);
            self.next_leaf(Leaf::None);
            Kind::Verbatim
        })
    }

    /// A quote or a list item that begins here; the cursor then stands at its content.
    fn container(&self, cursor: &mut Cursor<'_>, interrupts: bool) -> Option<Container> {
        let before = cursor.indent();
        let mut next = cursor.trimmed();
        if next.rest().starts_with('>') {
            quote_mark(cursor);
            return Some(Container::Quote);
        }
        let (width, may_interrupt) = markers::list_item(next.rest())?;
        next.skip_bytes(width);
        let bare = next.is_blank();
        if interrupts && (bare || !may_interrupt) {
            return None;
        }
        // Five columns or more after the marker: one is the item's, the rest is indented code in it.
        let after = if bare || next.indent() > 4 {
            1
        } else {
            next.indent()
        };
        next.skip_columns(after);
        *cursor = next;
        Some(Container::Item {
            indent: before + width + after,
            bare,
        })
    }
}

/// Consumes `>` and the column of white space that belongs to it.
fn quote_mark(cursor: &mut Cursor<'_>) {
    *cursor = cursor.trimmed();
    cursor.skip_bytes(1);
    cursor.skip_columns(1);
}

/// Comments and raw text are no prose; the text between ordinary tags is.
fn html_kind(end: html::End) -> Kind {
    if end == html::End::Blank {
        Kind::Html
    } else {
        Kind::Verbatim
    }
}
