//! Texts, chapters and runs for property tests.

use std::collections::BTreeMap;

use notebook::{CellRun, Chapter, Output, StreamName};
use proptest::prelude::*;
use proptest::sample::select;

/// How many cases a property gets: `PROPTEST_CASES` if set.
pub(crate) fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(usual)
}

/// Lines that open, close, nest and interrupt blocks.
pub(crate) const LINES: &[&str] = &[
    "",
    "",
    "",
    " ",
    "text",
    "more text",
    "  indented",
    "    code",
    "\tcode",
    "# Heading",
    "## Two ##",
    "===",
    "---",
    "* * *",
    "- item",
    "  - nested",
    "    - deeper",
    "-",
    "1. one",
    "2. two",
    "1.",
    "10) ten",
    "> quote",
    ">",
    "> - quoted item",
    "- > item quote",
    "> > twice",
    "```",
    "````",
    "~~~",
    "  ```",
    "   ~~~",
    "```rust,cell",
    "```rust,cell",
    "~~~rust,cell,hidden",
    "````rust,cell",
    "  ```rust,cell",
    "   ~~~~ rust,cell,native",
    "- ```rust,cell",
    "> ```rust,cell",
    "    ```rust,cell",
    "\t```rust,cell",
    "-\t```rust,cell",
    "> ```",
    "  text",
    "```text",
    "let a = 1;",
    "    a + 1",
    "<div>",
    "</div>",
    "<!-- note",
    "-->",
    "<!-- {=a} -->",
    "<pre>",
    "</pre>",
    "<b>",
    "text <b>",
    "a | b",
    "--|--",
    "`` ` ``",
    "``` not a fence ```",
    "1) ```rust,cell",
    "   ```",
    "     text",
    "      - x",
];

/// A Markdown text of such lines, with LF or CRLF, ended or not.
pub(crate) fn markdown() -> impl Strategy<Value = String> {
    let lines = prop::collection::vec(select(LINES), 0..25);
    (lines, select(&["\n", "\r\n"][..]), any::<bool>()).prop_map(|(lines, end, ended)| {
        let text = lines.join(end);
        if ended { text + end } else { text }
    })
}

const PROSE: &[&str] = &[
    "# One server",
    "Users arrive at {=rate}.",
    "At {=knee}, `{=knee}` is code.",
    "- a list\n- of two, {=knee}",
    "> quoted {=rate}",
    "| a | b |\n|---|---|\n| {=knee} | 2 |",
    "<div>\n{=rate}\n</div>",
    "    indented {=code}",
    "```text\nnot a cell\n```",
    "A line\nand {=unknown} another",
    "Ünïcode — …",
    "1. ```rust,cell\n   no cell\n   ```",
    "costs $5",
    "<span data-value=\"knee\">old</span>",
];

const CODE: &[&str] = &[
    "let users = 2e6;",
    "1 + 1",
    "",
    "\n",
    "// ```",
    "/*\n```\n*/",
    "fn f() {\n\n    g()\n}",
    "\tlet tab = 1;",
    "println!(\"hi\");\n",
    "let s = \"```rust,cell\";",
];

/// Code as an author types it.
pub(crate) fn code() -> impl Strategy<Value = String> {
    select(CODE).prop_map(str::to_owned)
}

/// Prose as an author types it.
pub(crate) fn prose() -> impl Strategy<Value = String> {
    select(PROSE).prop_map(str::to_owned)
}

/// A fenced cell in one of many styles; `id` is a number to make it unique.
fn cell(id: usize) -> impl Strategy<Value = String> {
    let fence = select(&["````", "~~~~", "``````", "  ````", " ~~~~~"][..]);
    let attributes = select(&["", ",native", ",hidden", ", hidden, native"][..]);
    (fence, attributes, code(), any::<bool>()).prop_map(move |(fence, attributes, code, named)| {
        let id = if named {
            format!(",id=cell_{id}")
        } else {
            String::new()
        };
        let indent = fence.len() - fence.trim_start().len();
        let code: String = code
            .split('\n')
            .map(|line| format!("{}{line}\n", &"  "[..indent]))
            .collect();
        format!("{fence}rust,cell{attributes}{id}\n{code}{fence}")
    })
}

/// The text of a valid chapter: prose and cells with various gaps.
pub(crate) fn chapter_text() -> impl Strategy<Value = String> {
    let block = (
        any::<bool>(),
        prose(),
        cell(0),
        select(&["\n\n", "\n\n\n", "\n \n"][..]),
    );
    let blocks = prop::collection::vec(block, 0..9);
    let edges = (
        select(&["", "\n", "\n\n"][..]),
        select(&["", "\n", "\n\n \n"][..]),
        any::<bool>(),
    );
    (blocks, edges).prop_map(|(blocks, (head, tail, crlf))| {
        let count = blocks.len();
        let body = blocks
            .into_iter()
            .enumerate()
            .map(|(index, (is_cell, prose, cell, gap))| {
                let cell = cell.replace("cell_0", &format!("cell_{index}"));
                let gap = if index + 1 < count { gap } else { tail };
                format!("{}{gap}", if is_cell { cell } else { prose })
            });
        let text = format!("{head}{}", body.collect::<String>());
        if crlf {
            text.replace('\n', "\r\n")
        } else {
            text
        }
    })
}

/// A valid chapter.
pub(crate) fn chapter() -> impl Strategy<Value = Chapter> {
    chapter_text().prop_map(|text| Chapter::parse("book/src/test.md", &text).unwrap())
}

fn output() -> impl Strategy<Value = Output> {
    let text = "[a-z\\n\u{e9}\u{2028}\"$<]{0,12}";
    let stream = (any::<bool>(), text).prop_map(|(err, text)| {
        let name = if err {
            StreamName::Stderr
        } else {
            StreamName::Stdout
        };
        Output::Stream { name, text }
    });
    let number = any::<f64>().prop_filter("JSON has no infinities", |x| x.is_finite());
    let value = (select(&["knee", "rate"][..]), number, text).prop_map(|(name, value, text)| {
        let data = serde_json::json!({ "value": value, "text": text }).to_string();
        Output::display([(format!("application/vnd.millions.value.{name}+json"), data)].into())
    });
    let figure = (text, text).prop_map(|(html, plain)| {
        Output::display(
            [
                ("text/html".to_owned(), html),
                ("text/plain".to_owned(), plain),
            ]
            .into(),
        )
    });
    let broken =
        text.prop_map(|text| Output::display([("application/json".to_owned(), text)].into()));
    let error = (text, text).prop_map(|(message, line)| Output::Error {
        name: "panic".into(),
        message,
        trace: vec![line],
    });
    prop_oneof![stream, value, figure, broken, error]
}

/// Runs for some of a chapter's cells, with hashes.
pub(crate) fn runs(
    chapter: &Chapter,
) -> impl Strategy<Value = BTreeMap<String, (String, CellRun)>> + use<> {
    let ids: Vec<String> = chapter.cells().map(|cell| cell.id.clone()).collect();
    let run = prop::collection::vec(output(), 0..4)
        .prop_map(|outputs| ("0123456789abcdef".repeat(2), CellRun { outputs }));
    prop::collection::vec(prop::option::of(run), ids.len()).prop_map(move |runs| {
        ids.iter()
            .cloned()
            .zip(runs)
            .filter_map(|(id, run)| Some((id, run?)))
            .collect()
    })
}

/// A chapter with runs.
pub(crate) fn executed() -> impl Strategy<Value = (Chapter, BTreeMap<String, (String, CellRun)>)> {
    chapter().prop_flat_map(|chapter| {
        let runs = runs(&chapter);
        (Just(chapter), runs)
    })
}
