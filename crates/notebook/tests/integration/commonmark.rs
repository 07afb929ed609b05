//! Our scanner against the parser that mdBook uses, on texts of lines that open, close, nest and interrupt blocks.

use notebook::{Chapter, inline};
use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::generators;

/// Line of the fence, and the code, of each fenced block `rust,cell...` in no list and no quote.
fn cells(text: &str) -> Vec<(usize, String)> {
    let mut cells = Vec::new();
    let (mut depth, mut current): (usize, Option<(usize, String)>) = (0, None);
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if depth == 0 && info.starts_with("rust,cell") =>
            {
                current = Some((text[..range.start].matches('\n').count() + 1, String::new()));
            }
            Event::Text(code) if current.is_some() => current.as_mut().unwrap().1.push_str(&code),
            Event::End(TagEnd::CodeBlock) => cells.extend(current.take()),
            Event::Start(Tag::List(_) | Tag::Item | Tag::BlockQuote(_)) => depth += 1,
            Event::End(TagEnd::List(_) | TagEnd::Item | TagEnd::BlockQuote(_)) => depth -= 1,
            _ => {}
        }
    }
    cells
}

/// Where `{=` stands in text that is no code and no comment.
fn references(text: &str) -> Vec<usize> {
    let (mut found, mut in_code) = (Vec::new(), false);
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::Start(Tag::HtmlBlock) => in_code = text[range].starts_with("<!--"),
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => in_code = false,
            Event::Text(_) | Event::InlineHtml(_) | Event::Html(_)
                if !in_code && !text[range.clone()].starts_with("<!--") =>
            {
                let starts = text[range.clone()]
                    .match_indices("{=")
                    .map(|(at, _)| range.start + at);
                let slashes = |at: usize| {
                    text[..at]
                        .bytes()
                        .rev()
                        .take_while(|&byte| byte == b'\\')
                        .count()
                };
                let in_tag = !matches!(event, Event::Text(_));
                found.extend(starts.filter(|&at| in_tag || slashes(at).is_multiple_of(2)));
            }
            _ => {}
        }
    }
    found
}

fn ours(text: &str) -> Option<Vec<(usize, String)>> {
    let chapter = Chapter::parse("a.md", text).ok()?;
    let code = |source: &str| {
        if source.is_empty() {
            String::new()
        } else {
            format!("{source}\n")
        }
    };
    Some(
        chapter
            .cells()
            .map(|cell| (cell.fence_line, code(&cell.source)))
            .collect(),
    )
}

/// The judge's code has LF, and one line end where ours cannot tell "no line" from "an empty line".
fn comparable(cells: Vec<(usize, String)>) -> Vec<(usize, String)> {
    let plain = |code: String| if code == "\n" { String::new() } else { code };
    cells
        .into_iter()
        .map(|(line, code)| (line, plain(code.replace("\r\n", "\n"))))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(generators::cases(3000)))]

    #[test]
    fn the_same_blocks_are_cells(text in generators::markdown()) {
        if let Some(found) = ours(&text) {
            prop_assert_eq!(comparable(found), comparable(cells(&text)), "{}", text);
        }
    }

    #[test]
    fn the_same_text_is_prose(parts in prop::collection::vec(prop::sample::select(INLINE), 0..20)) {
        let text = parts.concat();
        // Comments within HTML blocks are one more thing that only we look for.
        if text.contains("<!--") && (text.contains("<b") || text.contains("</b")) {
            return Ok(());
        }
        let found: Vec<usize> = inline::references(&text).into_iter().map(|reference| reference.range.start).collect();
        prop_assert_eq!(found, references(&text), "{}", text);
    }
}

/// Pieces of inline text around references.
const INLINE: &[&str] = &[
    "{=a}",
    "{=a}",
    "{=a}",
    "`",
    "``",
    "```",
    "\\",
    " ",
    "word",
    "\n",
    "\n\n",
    "\n- ",
    "\n> ",
    "\n# ",
    "\n    ",
    "*",
    "|",
    "\\`",
    "\n|--|--|\n",
    "<b ",
    "a=\"",
    "\"",
    ">",
    "</b>",
    " <!-- ",
    " --> ",
];
