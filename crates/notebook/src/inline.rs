//! Numbers in the prose: `{=knee}` stands for what the cell's `value("knee", ...)` shows.
//!
//! References in code spans, code blocks and comments, and those after a backslash, are left alone: they are text about
//! references. A value is shown as `<span data-value="knee">310 k</span>`, so that the page can move it with the sliders and
//! [`crate::import`](crate::import::import) can turn it back.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::chapter::{Block, Chapter};
use crate::error::ParseError;
use crate::markdown::{self, Kind, Line};
use crate::output::{CellRun, Shown};

/// A reference in the prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The value's name.
    pub name: String,
    /// The line of the text, from 1.
    pub line: usize,
    /// Where it stands in the text, braces included `[bytes]`.
    pub range: Range<usize>,
}

/// The references in a Markdown text, in order.
///
/// ```
/// let found = notebook::inline::references("At {=knee} users,\nnot at `{=knee}` or \\{=knee}: {=wall}.");
/// let found: Vec<_> = found.iter().map(|reference| (reference.name.as_str(), reference.line)).collect();
/// assert_eq!(found, [("knee", 1), ("wall", 2)]);
/// ```
#[must_use]
pub fn references(text: &str) -> Vec<Reference> {
    let lines = markdown::scan(text).lines;
    let numbered: Vec<(usize, &Line)> = lines.iter().enumerate().collect();
    let leaves = numbered.chunk_by(|(_, a), (_, b)| a.leaf == b.leaf && a.kind == b.kind);
    leaves
        .filter(|leaf| matches!(leaf[0].1.kind, Kind::Text | Kind::Html))
        .flat_map(|leaf| in_leaf(text, leaf))
        .collect()
}

/// The text with each reference replaced by what `show` gives for its name; left as it stands where that is `None`.
///
/// ```
/// let text = notebook::inline::substitute("At {=knee} users, {=later}.", |name| (name == "knee").then(|| "310 k".into()));
/// assert_eq!(text, "At 310 k users, {=later}.");
/// ```
pub fn substitute(text: &str, mut show: impl FnMut(&str) -> Option<String>) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for reference in references(text) {
        let Some(value) = show(&reference.name) else {
            continue;
        };
        shown.push_str(&text[from..reference.range.start]);
        shown.push_str(&value);
        from = reference.range.end;
    }
    shown + &text[from..]
}

/// The prose with each known value as an HTML span, as in notebooks and pages.
///
/// ```
/// use notebook::{Shown, inline};
/// let values = [("cost".to_owned(), Shown { text: "$0.42".into(), value: 0.42.into() })].into();
/// assert_eq!(inline::show("It costs {=cost}.", &values), r#"It costs <span data-value="cost">&#36;0.42</span>."#);
/// ```
#[must_use]
pub fn show(text: &str, values: &BTreeMap<String, Shown>) -> String {
    substitute(text, |name| {
        let shown = values.get(name).filter(|_| is_name(name))?;
        Some(span(name, &shown.text))
    })
}

/// One value as an HTML span; `name` as in a reference. What Markdown or a formula reader could take
/// for markup is written as character references.
#[must_use]
pub fn span(name: &str, text: &str) -> String {
    format!("<span data-value=\"{name}\">{}</span>", escape(text))
}

fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, c| {
        let plain = c.is_alphanumeric()
            || matches!(c, ' ' | '.' | ',' | ':' | '/' | '%' | '+' | '-' | '(' | ')')
            || c > '\u{9f}';
        if plain {
            escaped.push(c);
        } else {
            escaped.push_str(&format!("&#{};", u32::from(c)));
        }
        escaped
    })
}

/// Spans of values turned back into references: the inverse of [`show`].
///
/// ```
/// assert_eq!(notebook::inline::hide(r#"At <span data-value="knee">310 k</span> users."#), "At {=knee} users.");
/// ```
#[must_use]
pub fn hide(text: &str) -> String {
    const OPEN: &str = "<span data-value=\"";
    let mut hidden = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(OPEN) {
        let (before, tagged) = (&rest[..at], &rest[at + OPEN.len()..]);
        hidden.push_str(before);
        if let Some((name, after)) = shown_name(tagged) {
            hidden.push_str(&format!("{{={name}}}"));
            rest = after;
        } else {
            hidden.push_str(OPEN);
            rest = tagged;
        }
    }
    hidden + rest
}

/// The name in `knee">310 k</span>...`, and what follows.
fn shown_name(tagged: &str) -> Option<(String, &str)> {
    let (name, rest) = tagged.split_once('"')?;
    // The text ends at the first tag; anything but the closing one means that this is not ours.
    let after = rest.strip_prefix('>')?;
    let after = after[after.find('<')?..].strip_prefix("</span>")?;
    (is_name(name)).then(|| (name.to_owned(), after))
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// The values that a chapter's cells gave, by name. A later cell's value takes the place of an earlier one's.
pub fn values<'a>(runs: impl IntoIterator<Item = &'a CellRun>) -> BTreeMap<String, Shown> {
    runs.into_iter().flat_map(CellRun::values).collect()
}

/// The references of a chapter's prose to values that no cell gives, each with its line and the names there are.
///
/// ```
/// let chapter = notebook::Chapter::parse("a.md", "At {=kne} users.\n")?;
/// let shown = notebook::Shown { text: "310 k".into(), value: 3.1e5.into() };
/// let unknown = notebook::inline::unknown(&chapter, &[("knee".to_owned(), shown)].into());
/// assert_eq!(unknown[0].to_string(), "a.md:1: no cell gives a value `kne`; the values of this chapter are `knee`");
/// # Ok::<(), notebook::ParseError>(())
/// ```
#[must_use]
pub fn unknown(chapter: &Chapter, values: &BTreeMap<String, Shown>) -> Vec<ParseError> {
    let names: Vec<String> = values.keys().map(|name| format!("`{name}`")).collect();
    let remedy = if names.is_empty() {
        "give it with `value(\"NAME\", ...)` in a cell".to_owned()
    } else {
        format!("the values of this chapter are {}", names.join(", "))
    };
    let prose = chapter.blocks.iter().filter_map(|block| match block {
        Block::Prose { text, line } => Some((text, *line)),
        Block::Cell(_) => None,
    });
    let found = prose.flat_map(|(text, line)| {
        references(text)
            .into_iter()
            .map(move |found| (found.name, line + found.line - 1))
    });
    found
        .filter(|(name, _)| !values.contains_key(name))
        .map(|(name, line)| ParseError {
            path: chapter.path.clone(),
            line,
            message: format!("no cell gives a value `{name}`"),
            remedy: remedy.clone(),
        })
        .collect()
}

/// The references in one paragraph, heading or HTML block. The rows of a table are read each for itself: a code span can't
/// reach from one cell of it into another.
fn in_leaf(text: &str, leaf: &[(usize, &Line)]) -> Vec<Reference> {
    let line = |index: usize| {
        leaf.get(index)
            .map(|(_, line)| &text[line.content..line.end])
    };
    let is_table = line(0)
        .zip(line(1))
        .is_some_and(|(header, row)| !leaf[1].1.lazy && begins_table(header, row));
    let html = leaf[0].1.kind == Kind::Html;
    if is_table && !html {
        let rows = leaf.iter().flat_map(|&(number, line)| {
            table_cells(text, line.content..line.end).map(move |cell| (number, cell))
        });
        return rows
            .flat_map(|(number, cell)| Reader::new(text, &[(number, cell)]).references(false))
            .collect();
    }
    let segments: Vec<_> = leaf
        .iter()
        .map(|&(number, line)| (number, line.content..line.end))
        .collect();
    Reader::new(text, &segments).references(html)
}

/// A header and `|---|:-:|` below it, with as many columns.
fn begins_table(header: &str, row: &str) -> bool {
    let is_dashes = |cell: &str| {
        let dashes = cell.trim();
        let dashes = dashes.strip_prefix(':').unwrap_or(dashes);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
    };
    let columns = |row: &str| {
        let row = row.trim();
        let inner = row.strip_prefix('|').unwrap_or(row);
        let inner = inner
            .strip_suffix('|')
            .filter(|rest| !rest.ends_with('\\'))
            .unwrap_or(inner);
        table_cells(inner, 0..inner.len())
            .map(|cell| inner[cell].to_owned())
            .collect::<Vec<_>>()
    };
    let dashes = columns(row);
    row.contains('|')
        && dashes.iter().all(|cell| is_dashes(cell))
        && columns(header).len() == dashes.len()
}

/// The cells of a table's row: between bars that no backslash precedes.
fn table_cells(text: &str, row: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut from = row.start;
    let bytes = text.as_bytes();
    let bars = row
        .clone()
        .filter(move |&at| bytes[at] == b'|' && (at == 0 || bytes[at - 1] != b'\\'));
    bars.chain([row.end])
        .map(move |bar| std::mem::replace(&mut from, bar + 1)..bar)
        .filter(|cell| cell.start <= cell.end)
}

/// The inline text of one leaf: its lines without the containers' markers, and where each stands in the whole.
struct Reader {
    inline: String,
    /// Start in `inline`, start in the whole text, index of the line.
    segments: Vec<(usize, usize, usize)>,
    /// Where the last run of backticks of a length begins: behind it no code span of that length ends.
    last_runs: HashMap<usize, usize>,
}

impl Reader {
    fn new(text: &str, segments: &[(usize, Range<usize>)]) -> Self {
        let mut reader = Self {
            inline: String::new(),
            segments: Vec::new(),
            last_runs: HashMap::new(),
        };
        for (number, range) in segments {
            reader
                .segments
                .push((reader.inline.len(), range.start, *number));
            reader.inline.push_str(&text[range.clone()]);
            reader.inline.push('\n');
        }
        let mut at = 0;
        while let Some(found) = reader.inline[at..].find('`') {
            let length = ticks(&reader.inline[at + found..]);
            reader.last_runs.insert(length, at + found);
            at += found + length;
        }
        reader
    }

    fn references(&self, html: bool) -> Vec<Reference> {
        let mut found = Vec::new();
        let mut at = 0;
        // Up to here backticks and backslashes are part of a tag.
        let mut tag_end = if html { self.inline.len() } else { 0 };
        let mut comments = true;
        while let Some(offset) = self.inline[at..].find(['`', '\\', '<', '{']) {
            at += offset;
            let rest = &self.inline[at..];
            at += match rest.as_bytes()[0] {
                b'`' if at >= tag_end => self.code_span(at),
                b'\\' if at >= tag_end => {
                    1 + usize::from(rest[1..].starts_with(|c: char| c.is_ascii_punctuation()))
                }
                b'<' if comments && rest.starts_with("<!--") => {
                    let end = rest["<!--".len()..].find("-->");
                    comments = end.is_some();
                    end.map_or(1, |end| end + "<!---->".len())
                }
                b'<' => {
                    tag_end = tag_end.max(at + markdown::tag(rest).unwrap_or(0));
                    1
                }
                b'{' => match reference(rest) {
                    Some(name) => {
                        found.push(self.place(at, name));
                        name.len() + "{=}".len()
                    }
                    None => 1,
                },
                _ => 1,
            };
        }
        found
    }

    /// The length of the code span at `at`, or of its backticks if nothing closes them.
    fn code_span(&self, at: usize) -> usize {
        let length = ticks(&self.inline[at..]);
        if self.last_runs.get(&length).is_none_or(|&last| last <= at) {
            return length;
        }
        let mut end = at + length;
        while let Some(next) = self.inline[end..].find('`') {
            let found = ticks(&self.inline[end + next..]);
            end += next + found;
            if found == length {
                break;
            }
        }
        end - at
    }

    fn place(&self, at: usize, name: &str) -> Reference {
        let segment = self
            .segments
            .partition_point(|(start, ..)| *start <= at)
            .saturating_sub(1);
        let (inline, whole, number) = self.segments[segment];
        let start = at - inline + whole;
        Reference {
            name: name.to_owned(),
            line: number + 1,
            range: start..start + name.len() + "{=}".len(),
        }
    }
}

fn ticks(text: &str) -> usize {
    text.bytes().take_while(|&byte| byte == b'`').count()
}

/// The text between `{=` and `}` on one line; a misspelt name is a reference too, so that it is reported.
fn reference(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix("{=")?;
    let end = inner.find(['}', '{', '\n', '`', '<'])?;
    (inner[end..].starts_with('}') && !inner[..end].trim().is_empty()).then_some(&inner[..end])
}
